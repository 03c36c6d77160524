"""What registers' own words carry: one row per code of a system, many systems at once."""

from __future__ import annotations

from collections.abc import Sequence

from data.records import Deployment, DeploymentClaim
from extractors.coding import Coding, Evidence
from extractors.registers.codes import code_deployments
from flows.coding import shipped_codebook
from tests.flows.comparing.ledger_store import blank

CONTEXT = "Artificial intelligence in use"
SAVES = "The model saves time for the clerks."
WARNS = "The model predicts which sluice will fail."


class Counting:
    """A judge who leaves the word to the rules, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, evidence: Evidence) -> Coding:
        return self.judge_all([evidence])[0]

    def judge_all(self, evidence: Sequence[Evidence]) -> list[Coding]:
        self.asked.append([one.text for one in evidence])
        return [one.ruled for one in evidence]


def system(deployment_id: str, purpose: str | None, description: str | None = None) -> Deployment:
    found: Deployment = blank(
        Deployment,
        register_id="list",
        deployment_id=deployment_id,
        purpose=purpose,
        description=description,
    )
    return found


def code(
    systems: Sequence[Deployment], judge: Counting | None = None, language: str = "en"
) -> list[list[DeploymentClaim]]:
    return code_deployments(systems, language, CONTEXT, shipped_codebook(), "coder", judge)


def test_many_systems_are_coded_as_each_alone_and_every_sentence_is_judged_once() -> None:
    systems = [system("1", SAVES, WARNS), system("2", None), system("3", f"{WARNS} {SAVES}")]
    judge = Counting()
    together = code(systems, judge)
    assert together == [claims for one in systems for claims in code([one])]
    assert judge.asked == [[SAVES, WARNS]]
    codes = [[claim.code for claim in claims] for claims in together]
    assert codes == [["efficiency", "proactive"], [], ["proactive", "efficiency"]]
    assert {claim.deployment_id for claim in together[2]} == {"3"}


def test_a_code_in_several_sentences_has_its_highest_score_and_that_quote() -> None:
    more = "The model saves time, cuts costs and frees resources."
    (alone,) = code([system("1", more)])
    (both,) = code([system("1", SAVES, more)])
    assert [claim.code for claim in both].count("efficiency") == 1
    strongest = max(alone, key=lambda claim: claim.code == "efficiency")
    assert strongest in both
    (weaker,) = (
        [c for c in claims if c.code == "efficiency"] for claims in code([system("1", SAVES)])
    )
    assert weaker[0].score < strongest.score


def test_a_language_without_a_codebook_carries_nothing() -> None:
    judge = Counting()
    assert code([system("1", SAVES), system("2", WARNS)], judge, "fi") == [[], []]
    assert judge.asked == []
