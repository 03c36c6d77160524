"""The ledgers of the compare stage: promises, recommendations and the scenario index.

All three are worked out anew and replace what was there. The promise ledger obeys the reviewer's
file and writes it again with the candidates of now.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from data.codebook import code_families
from data.ids import content_id, files_version
from data.organisation import Organisations
from data.records import (
    Promise,
    PromiseCandidate,
    Recommendation,
    RecommendationAddressee,
    RecommendationFollow,
    ScenarioIndex,
)
from data.scenario import FILE as SCENARIOS
from data.scenario import load_scenarios
from data.settings import DATA_FOLDER
from data.store import Store
from flows.comparing import promise_review
from flows.comparing.promise_ledger import build_promises
from flows.comparing.promise_review import read_review, write_review
from flows.comparing.recommendation_ledger import build_recommendations
from reports.scenarios import build_scenario_index


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """What the ledgers hold."""

    promise_states: tuple[tuple[str, int], ...]
    candidate_count: int
    recommendation_count: int
    follow_states: tuple[tuple[str, int], ...]
    review_file: Path

    def describe(self) -> str:
        """One line for the run's report."""
        states = ", ".join(f"{count:,} {state}" for state, count in self.promise_states)
        follows = ", ".join(f"{count:,} {state}" for state, count in self.follow_states)
        return (
            f"promises: {states or 'none'}; {self.candidate_count:,} records in question "
            f"({self.review_file}); {self.recommendation_count:,} recommendations: "
            f"{follows or 'none'}"
        )


def ledger_inputs(home: Path) -> str:
    """Hash of what the ledgers rest on beside the tables: the reviewer's file and the scenarios."""
    review = home / promise_review.FILE
    said = [(*row.key, row.verdict) for row in read_review(home).rows] if review.exists() else []
    return content_id(files_version([DATA_FOLDER / SCENARIOS]), *said)


def update_ledgers(
    store: Store, home: Path, organisations: Organisations, seed: int
) -> LedgerCounts:
    """Write the six tables anew, and the reviewer's file below `home`.

    Rests on documents that are coded, registers that are loaded, `deployment_body` and, where rows
    are linked, `deployment_group`.

    Raises:
        UsageError: the reviewer's file has a verdict that is none.
    """
    verdicts = read_review(home)
    promises, candidates, lines = build_promises(store, organisations, verdicts)
    recommendations, addressees, follows = build_recommendations(store, organisations)
    scenarios = load_scenarios(DATA_FOLDER, code_families(DATA_FOLDER))
    index = build_scenario_index(store, scenarios, seed)
    with store.transaction():
        store.replace_all(Promise, promises)
        store.replace_all(PromiseCandidate, candidates)
        store.replace_all(Recommendation, recommendations)
        store.replace_all(RecommendationAddressee, addressees)
        store.replace_all(RecommendationFollow, follows)
        store.replace_all(ScenarioIndex, index)
    path = write_review(home, lines, verdicts)
    return LedgerCounts(
        tuple(Counter(row.state for row in promises).most_common()),
        len(candidates),
        len(recommendations),
        tuple(Counter(row.state for row in follows).most_common()),
        path,
    )
