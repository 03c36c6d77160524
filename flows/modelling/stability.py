"""Stability of a home's topics, measured on demand and told topic by topic."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from data.errors import UsageError
from data.settings import Settings
from data.store import Store, open_reading
from flows.modelling.inputs import TESTED_PASSAGES, read_seed_texts
from flows.modelling.models import code_version, model_folder
from flows.modelling.work import fit_again
from models.fitted import FittedModel, load_model
from models.stability import UNSTABLE_BELOW, Stability, Trials
from models.topics import MULTILINGUAL, TopicPassage, embed_passages

_MODELS = """
    select distinct case when is_multilingual then ? else language end as key, model_id
    from topic_model where topic_count > 0 order by key
"""
_TEXTS = """
    select passage_id, document_id, null, text from passage
    where passage_id in (select passage_id from topic_assignment where model_id = ?)
"""


@dataclass(frozen=True, slots=True)
class StabilityTold:
    """One model's stability, and the labels of its topics by position."""

    language: str
    model_id: str
    passage_count: int
    labels: tuple[str, ...]
    stability: Stability


def measure_home(
    settings: Settings, language: str | None, seeds: int, bootstraps: int
) -> list[StabilityTold]:
    """Fit the home's models again, or that of one language, so often under seeds and samples.

    Raises:
        UsageError: there are no topics, or none in the language, or a kept model cannot be used.
    """
    with open_reading(settings.home.work_database) as store:
        models = {
            key: model_id
            for key, model_id in store.query(_MODELS, [MULTILINGUAL]).rows
            if language in (None, key)
        }
        if not models:
            said = f"no topics in {language!r}" if language else "no topics"
            raise UsageError(f"{settings.home.root} has {said}: run `imaginaries topics` first")
        trials = Trials(seeds, bootstraps, TESTED_PASSAGES)
        return [_measure(store, settings, key, models[key], trials) for key in models]


def render_stability(told: Sequence[StabilityTold]) -> str:
    """The figures as text: those of the model first, then its topics, the least stable last."""
    lines: list[str] = []
    for one in told:
        found = one.stability
        lines += [
            f"{one.language}: {len(one.labels)} topics of {one.passage_count:,} passages, "
            f"{found.tested_count:,} fitted again under {found.seed_count} seeds and on "
            f"{found.bootstrap_count} samples of 80 % of the documents",
            f"  mean best-match Jaccard {_number(found.seed_mean)} by seed, "
            f"{_number(found.bootstrap_mean)} by sample; adjusted Rand between seeds "
            f"{_number(found.adjusted_rand)}; most seeds agree on "
            f"{_number(found.overall_agreement)} of the passages",
            f"  {'seeds':>7} {'samples':>8} {'agreed':>7}",
        ]
        lines += [_describe(one, position) for position in _most_stable_first(found)]
        marked = sum(found.is_unstable(position) for position in range(len(one.labels)))
        lines.append(f"  {marked} unstable: an index below {UNSTABLE_BELOW}")
    return "\n".join(lines)


def stability_json(told: Sequence[StabilityTold]) -> str:
    """The figures for programs."""
    rows = [
        {
            "language": one.language,
            "model_id": one.model_id,
            "seed_jaccard_share": one.stability.seed_mean,
            "bootstrap_jaccard_share": one.stability.bootstrap_mean,
            "labels": one.labels,
            **asdict(one.stability),
        }
        for one in told
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _measure(
    store: Store, settings: Settings, key: str, model_id: str, trials: Trials
) -> StabilityTold:
    model = load_model(model_folder(settings.home, key, model_id), code_version=code_version())
    passages = _read_passages(store, model)
    vectors = embed_passages(passages, model.space, key)
    seed_texts = read_seed_texts(key, settings.topics) if model.settings["is_seeded"] else ()
    stability = fit_again(
        vectors,
        model.positions.tolist(),
        [passage.document_id for passage in passages],
        model.space.embed(seed_texts) if seed_texts else None,
        trials=trials,
        seed=settings.seed,
    )
    labels = tuple(topic.label for topic in model.topics)
    return StabilityTold(key, model_id, len(passages), labels, stability)


def _read_passages(store: Store, model: FittedModel) -> list[TopicPassage]:
    """The passages of a model in the order that it has them."""
    found = {row[0]: TopicPassage(*row) for row in store.query(_TEXTS, [model.model_id]).rows}
    absent = [name for name in model.passage_ids if name not in found]
    if absent:
        raise UsageError(
            f"{len(absent)} passages of model {model.model_id} are no longer there: "
            "run `imaginaries topics` first"
        )
    return [found[name] for name in model.passage_ids]


def _most_stable_first(found: Stability) -> list[int]:
    means = [
        min(
            (value for value in pair if value is not None),
            default=1.0,
        )
        for pair in zip(found.by_seed, found.by_bootstrap, strict=True)
    ]
    return sorted(range(len(means)), key=lambda position: (-means[position], position))


def _describe(one: StabilityTold, position: int) -> str:
    found = one.stability
    mark = "  UNSTABLE" if found.is_unstable(position) else ""
    return (
        f"  {_number(found.by_seed[position]):>7} {_number(found.by_bootstrap[position]):>8} "
        f"{_number(found.agreement[position]):>7}  {one.labels[position]}{mark}"
    )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
