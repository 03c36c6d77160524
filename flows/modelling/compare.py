"""Two topic models side by side: which topics of the first are still there in the second."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from data.errors import UsageError
from data.records import Topic
from data.settings import Home
from data.store import open_published
from flows.comparing.movement import find_edition_folders
from flows.modelling.models import find_models
from models.fitted import Membership, read_membership
from models.lineage import RELATIONS, Descent, kept_share, trace_descent


@dataclass(frozen=True, slots=True)
class TopicRun:
    """What one run says of one language: labels by topic, and the topic of each passage."""

    name: str
    language: str
    labels: Mapping[str, str]
    topic_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RunsCompared:
    """What became of one language's topics; `same_id_count` topics have the id they had."""

    language: str
    before: TopicRun
    after: TopicRun
    shared_passage_count: int
    same_id_count: int
    kept_topic_share: float | None
    descents: list[Descent]


def compare_runs(home: Home, before: str, after: str) -> list[RunsCompared]:
    """Compare two runs, each named by a model's id, the beginning of one, or an edition's name.

    Raises:
        UsageError: a name fits nothing or too much, or the two have no language in common.
    """
    firsts, seconds = read_run(home, before), read_run(home, after)
    common = sorted(firsts.keys() & seconds.keys())
    if not common:
        raise UsageError(
            f"{before} has topics in {', '.join(sorted(firsts))}, {after} in "
            f"{', '.join(sorted(seconds))}: there is no language to compare"
        )
    return [_compare(firsts[language], seconds[language]) for language in common]


def read_run(home: Home, name: str) -> dict[str, TopicRun]:
    """The topics of a run by language.

    Raises:
        UsageError: the name fits no kept model and no edition, or several.
    """
    models = find_models(home, name) if name else []
    editions = [
        folder for folder in find_edition_folders(home) if name and folder.name.startswith(name)
    ]
    if len(models) + len(editions) != 1:
        found = ", ".join(path.name for path in [*models, *editions])
        raise UsageError(
            f"{name!r} fits {found or 'no run'}: give one of {_list_runs(home) or 'none kept yet'}"
        )
    if models:
        member = read_membership(models[0])
        return {member.language: _run_of_model(member)}
    return _runs_of_edition(editions[0])


def render_comparison(compared: Sequence[RunsCompared]) -> str:
    """The comparison as text: the numbers first, then every topic with what became of it."""
    lines: list[str] = []
    for one in compared:
        counts = Counter(row.relation for row in one.descents)
        told = ", ".join(f"{counts[relation]} {relation}" for relation in RELATIONS)
        kept = "" if one.kept_topic_share is None else f" ({one.kept_topic_share:.0%} kept)"
        lines += [
            f"{one.language}: {len(one.before.labels)} topics in {one.before.name}, "
            f"{len(one.after.labels)} in {one.after.name}; "
            f"{one.shared_passage_count:,} passages in both",
            f"  {told}{kept}; {one.same_id_count} have the id they had",
            f"  {'':<7} {'shared':>7} {'Jaccard':>8} {'of new':>7} {'of old':>7}  topic",
        ]
        lines += [f"  {_describe(row, one)}" for row in _ordered(one.descents)]
    return "\n".join(lines)


def comparison_json(compared: Sequence[RunsCompared]) -> str:
    """The comparison for programs."""
    rows = [
        {
            "language": one.language,
            "before": one.before.name,
            "after": one.after.name,
            "shared_passage_count": one.shared_passage_count,
            "same_id_count": one.same_id_count,
            "kept_topic_share": one.kept_topic_share,
            "topics": [asdict(row) for row in _ordered(one.descents)],
        }
        for one in compared
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _compare(before: TopicRun, after: TopicRun) -> RunsCompared:
    descents = trace_descent(before.topic_of, after.topic_of)
    return RunsCompared(
        language=before.language,
        before=before,
        after=after,
        shared_passage_count=len(before.topic_of.keys() & after.topic_of.keys()),
        same_id_count=len(before.labels.keys() & after.labels.keys()),
        kept_topic_share=kept_share(descents),
        descents=descents,
    )


def _run_of_model(member: Membership) -> TopicRun:
    labels = {topic.topic_id: topic.label for topic in member.topics}
    return TopicRun(member.model_id, member.language, labels, member.topic_of)


def _runs_of_edition(folder: Path) -> dict[str, TopicRun]:
    with open_published(folder / "imaginaries.duckdb") as store:
        labels: dict[str, dict[str, str]] = {}
        for topic in store.read(Topic, "true order by language, position"):
            labels.setdefault(topic.language, {})[topic.topic_id] = topic.label
        members: dict[str, dict[str, str]] = {language: {} for language in labels}
        sql = """select p.language, a.passage_id, a.topic_id
                 from topic_assignment a join passage p using (passage_id)"""
        for language, passage_id, topic_id in store.query(sql).rows:
            members[language][passage_id] = topic_id
    return {
        language: TopicRun(folder.name, language, labels[language], members[language])
        for language in labels
    }


def _list_runs(home: Home) -> str:
    models = [f"{path.name} ({path.parent.name})" for path in find_models(home, "")]
    return ", ".join([*models, *(folder.name for folder in find_edition_folders(home))])


def _ordered(descents: Sequence[Descent]) -> list[Descent]:
    place = {relation: number for number, relation in enumerate(RELATIONS)}
    return sorted(
        descents,
        key=lambda row: (
            place[row.relation],
            -row.shared_count,
            row.topic or "",
            row.earlier or "",
        ),
    )


def _describe(row: Descent, compared: RunsCompared) -> str:
    old = compared.before.labels.get(row.earlier or "", row.earlier)
    new = compared.after.labels.get(row.topic or "", row.topic)
    if row.earlier is None or row.topic is None:
        shares, named = f"{'':>8} {'':>7} {'':>7}", f"{old or new}"
    else:
        shares = f"{row.jaccard:>8.2f} {row.topic_part:>7.0%} {row.earlier_part:>7.0%}"
        named = f"{new}" if old == new else f"{old} -> {new}"
    return f"{row.relation:<7} {row.shared_count:>7,} {shares}  {named}"
