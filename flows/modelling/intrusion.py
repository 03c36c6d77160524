"""Word intrusion sheets: a CSV that a person fills in, and what the answers say of the topics.

The sheet has six words a line and an empty column `intruder`. The solution is in the database and
not in the sheet. Several people may each fill in a copy; who answers twice replaces the answer.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from data.errors import UsageError
from data.records import TopicIntrusion, TopicIntrusionAnswer, TopicIntrusionScore
from data.store import Store
from flows.review_file import read_review_lines
from models.intrusion import SHOWN_WORDS, build_riddles
from models.word_counts import word_splitter
from reports.intervals import wilson_interval

COLUMNS = ("item_id", "language", *(f"word_{n}" for n in range(1, SHOWN_WORDS + 2)), "intruder")

_TEXTS = """
    select a.topic_id, p.text from topic_assignment a join passage p using (passage_id, document_id)
    where p.language = ?
"""
_SCORES = """
    select s.language, s.topic_id, coalesce(l.given_label, t.label, 'all topics') as label,
           s.answer_count, s.found_count, s.found_share, s.found_share_low, s.found_share_high
    from topic_intrusion_score s
    left join topic t using (topic_id, model_id, language)
    left join topic_label l using (topic_id, language)
    order by s.language, s.topic_id is not null, s.found_share, s.topic_id
"""


def export_intrusion(
    store: Store, path: Path, *, seed: int, language: str | None = None, each: int = 3
) -> str:
    """Write the sheet and keep its solution; riddles that were answered before stay known.

    Raises:
        UsageError: there are no topics in the language, or none with enough words of its own.
    """
    riddles = [
        riddle
        for one in _languages(store, language)
        for riddle in _riddles_of(store, one, each=each, seed=seed)
    ]
    if not riddles:
        raise UsageError("no topic has five words and one foreign to it: no riddle can be made")
    known = {row.item_id for row in store.read(TopicIntrusion)}
    store.append(TopicIntrusion, [row for row in riddles if row.item_id not in known])
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([row.item_id, row.language, *row.words.split(", "), ""] for row in riddles)
    draft.replace(path)
    topics = len({(row.topic_id, row.language) for row in riddles})
    return (
        f"{path}: {len(riddles)} riddles on {topics} topics. Write into the column intruder the "
        "word that does not belong; leave it empty where you cannot tell; then --import the file"
    )


def import_intrusion(store: Store, path: Path, *, reader: str, now: datetime) -> str:
    """Keep the answers of a sheet and measure anew; returns a line per topic.

    An empty answer counts as not found, unless the whole sheet is empty.

    Raises:
        UsageError: a column is missing, a riddle is unknown or stands twice, or an answer is none
            of its words; names the line.
    """
    answers = _read_answers(path, {row.item_id: row for row in store.read(TopicIntrusion)})
    kept = [
        TopicIntrusionAnswer(
            item_id=item.item_id,
            topic_id=item.topic_id,
            model_id=item.model_id,
            language=item.language,
            reader=reader,
            answer=answer,
            is_found=answer == item.intruder.casefold(),
            answered_at=now,
        )
        for item, answer in answers
    ]
    replaced = {row.item_id for row in kept}
    others = [
        row
        for row in store.read(TopicIntrusionAnswer)
        if row.reader != reader or row.item_id not in replaced
    ]
    with store.transaction():
        store.replace_all(TopicIntrusionAnswer, [*others, *kept])
        store.replace_all(TopicIntrusionScore, score_answers([*others, *kept]))
    return describe_scores(store)


def score_answers(answers: Sequence[TopicIntrusionAnswer]) -> list[TopicIntrusionScore]:
    """The share of intruders found, by topic and over all topics of a model and language."""
    grouped: defaultdict[tuple[str, str, str | None], list[TopicIntrusionAnswer]]
    grouped = defaultdict(list)
    for row in answers:
        grouped[row.language, row.model_id, row.topic_id].append(row)
        grouped[row.language, row.model_id, None].append(row)
    scores = []
    for (language, model_id, topic_id), rows in sorted(
        grouped.items(), key=lambda item: (*item[0][:2], item[0][2] or "")
    ):
        found = sum(row.is_found for row in rows)
        low, high = wilson_interval(found, len(rows))
        scores.append(
            TopicIntrusionScore(
                topic_id=topic_id,
                model_id=model_id,
                language=language,
                reader_count=len({row.reader for row in rows}),
                answer_count=len(rows),
                found_count=found,
                found_share=found / len(rows),
                found_share_low=low,
                found_share_high=high,
            )
        )
    return scores


def describe_scores(store: Store) -> str:
    """A line per language and topic: answers, intruders found, and the interval."""
    lines = []
    for language, topic_id, label, answers, found, share, low, high in store.query(_SCORES).rows:
        name = label if topic_id is None else f"  {topic_id[:8]} {label}"
        lines.append(
            f"{language} {name}: {found} of {answers} found, {share:.0%} ({low:.0%} to {high:.0%})"
        )
    return "\n".join(lines) or "no answers yet"


def _languages(store: Store, language: str | None) -> list[str]:
    known = [row[0] for row in store.query("select distinct language from topic order by 1").rows]
    if language is None:
        if not known:
            raise UsageError("there are no topics: run `imaginaries topics` first")
        return known
    if language not in known:
        raise UsageError(f"no topics in {language!r}; there are some in {', '.join(known) or '–'}")
    return [language]


def _riddles_of(store: Store, language: str, *, each: int, seed: int) -> list[TopicIntrusion]:
    sql = "select topic_id, model_id, words from topic where language = ? order by position"
    topics = store.query(sql, [language]).rows
    split = word_splitter(language)
    frequencies: dict[str, Counter[str]] = {topic_id: Counter() for topic_id, _, _ in topics}
    for topic_id, text in store.query(_TEXTS, [language]).rows:
        if topic_id in frequencies:
            frequencies[topic_id].update(split(text))
    words = {topic_id: [one for one in listed.split(", ") if one] for topic_id, _, listed in topics}
    models = {topic_id: model_id for topic_id, model_id, _ in topics}
    riddles = build_riddles(words, frequencies, language=language, each=each, seed=seed)
    return [
        TopicIntrusion(
            item_id=riddle.item_id,
            topic_id=riddle.topic_id,
            model_id=models[riddle.topic_id],
            language=language,
            words=", ".join(riddle.words),
            intruder=riddle.intruder,
        )
        for riddle in riddles
    ]


def _read_answers(path: Path, items: dict[str, TopicIntrusion]) -> list[tuple[TopicIntrusion, str]]:
    if not path.exists():
        raise UsageError(f"no sheet at {path}: make one with --export")
    found: dict[str, str] = {}
    for number, line in read_review_lines(path, ("item_id", "intruder")):
        item_id, answer = line["item_id"], " ".join(line["intruder"].split())
        place = f"{path}:{number}: "
        if item_id not in items:
            raise UsageError(f"{place}riddle {item_id!r} is not of this home: export a new sheet")
        if item_id in found:
            raise UsageError(f"{place}riddle {item_id} stands twice: keep one line")
        if answer and answer.casefold() not in items[item_id].words.casefold().split(", "):
            raise UsageError(
                f"{place}{answer!r} is none of the words {items[item_id].words}: copy one of them"
            )
        found[item_id] = answer.casefold()
    if not any(found.values()):
        raise UsageError(f"{path}: no riddle is answered: write words into the column intruder")
    return [(items[item_id], answer) for item_id, answer in found.items()]
