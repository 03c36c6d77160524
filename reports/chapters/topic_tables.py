"""The chapter on topics in tables and sentences: how good, whence, alike elsewhere, left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reports.figures import Table, build_table, percent
from reports.languages import name_language
from reports.year import Year

_TOPICS = "select * from out_topic order by language, position, topic_id"
_LINEAGE = """
    select * from out_topic_lineage
    order by language, relation, shared_passage_count desc, topic_id, earlier_topic_id
"""
_LINKS = "select * from out_topic_link order by score_share desc, topic_id, other_topic_id"
_EXCLUDED = "select * from out_topic_exclusion order by language, passage_count desc"
_RELATIONS = {
    "kept": "kept",
    "split": "split off from another",
    "merged": "gone into another",
    "born": "new",
    "died": "gone",
}
REASON_WORDS = {
    "not_prose": "titles, running heads, contents pages, tables and notes",
    "poorly_read": "poorly read",
    "few_letters": "mostly figures and signs",
    "few_words": "shorter than eight words",
    "references": "references",
    "names": "lists of names",
    "repeated": "boilerplate that the publisher repeats",
}


def build_topic_tables(year: Year, languages: Sequence[str]) -> Iterator[Table]:
    """All topics with their quality, those that did not stay, and those alike across languages."""
    topics = [row for row in year.rows(_TOPICS) if row["language"] in languages]
    for row in topics:
        row["name"] = name_language(row["language"])
        named = set(row["label"].split(", "))
        row["further"] = ", ".join(word for word in row["words"].split(", ") if word not in named)
        row["stability"] = _stability(row["seed_jaccard_share"], row["bootstrap_jaccard_share"])
        row["stability"] += " ◇ unstable" if row["is_unstable"] else ""
        row["npmi_text"] = "–" if row["npmi"] is None else f"{row['npmi']:.2f}"
        row["recognised"] = (
            "not asked"
            if row["found_share"] is None
            else f"{percent(row['found_share'])} of {row['answer_count']}"
        )
        row["since"] = _RELATIONS.get(row["relation"] or "", "first fit")
    if topics:
        yield build_table(
            "topic-list",
            "All topics",
            topics,
            {
                "name": "Language",
                "label": "Topic",
                "further": "Further words",
                "passage_count": "Passages",
                "stability": "Found again: seeds, documents",
                "npmi_text": "Words stand together (NPMI)",
                "recognised": "Recognised by people",
                "since": "Since the last fit",
            },
        )
    yield from _build_lineage(year, languages)
    yield from _build_links(year, languages)


def describe_lineage(year: Year, languages: Sequence[str]) -> list[str]:
    """What became of the earlier model's topics, one sentence per language that has one."""
    told = []
    rows = [row for row in year.rows(_LINEAGE) if row["language"] in languages]
    for language in languages:
        of = [row for row in rows if row["language"] == language]
        if not of:
            continue
        earlier = {row["earlier_topic_id"] for row in of if row["earlier_topic_id"]}
        counts = Counter(row["relation"] for row in of)
        told.append(
            f"Of the {len(earlier)} topics in {name_language(language)} of the fit before, "
            f"{counts['kept']} are kept under their names and numbers; gone into another: "
            f"{counts['merged']}; gone: {counts['died']}. Of the present topics, split off from "
            f"another: {counts['split']}; new: {counts['born']}. Topics are matched by the "
            "passages in them, not by their words."
        )
    return told


def describe_omissions(year: Year, languages: Sequence[str]) -> list[str]:
    """How many passages take part in no topic, and why, one sentence over the languages shown."""
    rows = [row for row in year.rows(_EXCLUDED) if row["language"] in languages]
    whole = sum({row["language"]: row["all_passage_count"] for row in rows}.values())
    if not whole:
        return []
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["reason"]] += row["passage_count"]
    parts = ", ".join(f"{count:,} {REASON_WORDS[reason]}" for reason, count in counts.most_common())
    return [
        f"Of {whole:,} passages in these languages {counts.total():,} are in no topic: {parts}. "
        "Each is listed with its reason in the table topic_exclusion."
    ]


def _build_lineage(year: Year, languages: Sequence[str]) -> Iterator[Table]:
    rows = [
        row
        for row in year.rows(_LINEAGE)
        if row["language"] in languages and row["relation"] != "kept"
    ]
    # An earlier topic that is there still has its name; of one that is gone the id is left.
    names = {row["topic_id"]: row["label"] for row in year.rows(_TOPICS)}
    for row in rows:
        earlier = row["earlier_topic_id"] or ""
        before = names.get(earlier, f"earlier topic {earlier[:8]}") if earlier else "–"
        present = row["label"] or "–"
        row["name"] = name_language(row["language"])
        row["fate"] = _RELATIONS[row["relation"]]
        is_end = row["relation"] in ("merged", "died")
        row["topic"], row["other"] = (before, present) if is_end else (present, before)
    if rows:
        yield build_table(
            "topic-lineage",
            "Topics that did not simply stay",
            rows,
            {
                "name": "Language",
                "topic": "Topic",
                "fate": "What became of it",
                "other": "The other topic",
                "shared_passage_count": "Passages in both",
                "topic_part_share": "Of the present topic",
                "earlier_part_share": "Of the earlier topic",
            },
        )


def _build_links(year: Year, languages: Sequence[str]) -> Iterator[Table]:
    rows = [
        row
        for row in year.rows(_LINKS)
        if row["language"] in languages and row["other_language"] in languages
    ]
    for row in rows:
        row["first"] = f"{row['label']} ({name_language(row['language'])})"
        row["second"] = f"{row['other_label']} ({name_language(row['other_language'])})"
        row["why"] = "; ".join(part for part in (row["shared_codes"], row["shared_terms"]) if part)
    if rows:
        yield build_table(
            "topic-links",
            "Topics of two languages about the same",
            rows,
            {
                "first": "Topic",
                "second": "Topic in the other language",
                "score_share": "Likeness",
                "why": "Codes and words in both",
            },
        )


def _stability(seeds: float | None, documents: float | None) -> str:
    if seeds is None and documents is None:
        return "not measured"
    return f"{percent(seeds)}, {percent(documents)}"
