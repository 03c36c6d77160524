"""The promise ledger: promises of the store, their candidates on record, and their states."""

from __future__ import annotations

from collections.abc import Sequence

from data.concept import load_concepts
from data.organisation import Organisations
from data.records import Promise, PromiseCandidate
from data.settings import DATA_FOLDER
from data.store import Store
from flows.comparing.promise_reading import ReadPromise, read_promises
from flows.comparing.promise_review import ReviewRow, Verdicts
from flows.recording.recorded_systems import ReadRecords, read_records
from models.promise_states import Decision, decide
from models.promises import DOUBTFUL, Candidate, find_candidates
from models.shared_words import SharedWords


def build_promises(
    store: Store, organisations: Organisations, verdicts: Verdicts
) -> tuple[list[Promise], list[PromiseCandidate], list[ReviewRow]]:
    """The rows of both tables, and the lines for the reviewer's file.

    Rests on sentences, claims, system mentions, registers and the bodies behind their rows
    (`deployment_body`), and on the groups of linked rows where there are any.
    """
    records = read_records(store, organisations)
    promises = read_promises(store, organisations, records)
    words = SharedWords(load_concepts(DATA_FOLDER))
    found = find_candidates([one.text for one in promises], records.texts, words)
    rows: list[Promise] = []
    candidates: list[PromiseCandidate] = []
    lines: list[ReviewRow] = []
    for promise in promises:
        promise_id = promise.text.promise_id
        mine = [one for one in found.get(promise_id, []) if one.score >= DOUBTFUL]
        said = verdicts.records.get(promise_id, {})
        decision = decide(
            promise.facts,
            mine,
            records.statuses,
            records.registers,
            said,
            verdicts.states.get(promise_id),
        )
        rows.append(_promise_row(promise, decision, mine))
        candidates += [_candidate_row(promise, one, said.get(_id(one))) for one in mine]
        lines += _review_lines(promise, decision, mine, records)
    lines.sort(key=lambda line: (-float(line.score), line.promise_id, line.deployment_id))
    return rows, candidates, lines


def _id(candidate: Candidate) -> tuple[str, str]:
    return candidate.record.register_id, candidate.record.deployment_id


def _promise_row(promise: ReadPromise, decision: Decision, found: Sequence[Candidate]) -> Promise:
    text, best = promise.text, decision.candidate
    known = [body for body in sorted(text.bodies) if not body.startswith("name:")]
    return Promise(
        promise_id=text.promise_id,
        sentence_id=promise.sentence_id,
        document_id=promise.document_id,
        country=text.country,
        year=text.year,
        language=text.language,
        type=promise.type,
        specificity=", ".join(promise.specificity),
        systems="; ".join(promise.systems) or None,
        amounts="; ".join(promise.amounts) or None,
        due_year=promise.facts.due_year,
        organisation_id=known[0] if len(known) == 1 else None,
        body_basis=promise.body_basis,
        quote=text.text,
        state=decision.state,
        reason=decision.reason,
        basis=decision.basis,
        register_id=best.record.register_id if best else None,
        deployment_id=best.record.deployment_id if best else None,
        score=best.score if best else None,
        candidate_count=len(found),
        printed_count=promise.printed_count,
    )


def _candidate_row(
    promise: ReadPromise, candidate: Candidate, verdict: str | None
) -> PromiseCandidate:
    record = candidate.record
    return PromiseCandidate(
        promise_id=promise.text.promise_id,
        sentence_id=promise.sentence_id,
        document_id=promise.document_id,
        register_id=record.register_id,
        deployment_id=record.deployment_id,
        score=candidate.score,
        basis=candidate.basis,
        body=candidate.body,
        text_score=min(1.0, candidate.text_score),
        reasons="; ".join(candidate.reasons),
        record_quote=record.text,
        verdict=verdict,
    )


def _review_lines(
    promise: ReadPromise, decision: Decision, found: Sequence[Candidate], records: ReadRecords
) -> list[ReviewRow]:
    text = promise.text
    return [
        ReviewRow(
            verdict="",
            note="",
            state=decision.state,
            score=f"{one.score:.2f}",
            promise_id=text.promise_id,
            register_id=one.record.register_id,
            deployment_id=one.record.deployment_id,
            country=text.country,
            year=str(text.year or ""),
            sentence=text.text,
            record=one.record.text,
            record_status=", ".join(sorted(records.statuses[_id(one)].now)),
            reasons="; ".join(one.reasons),
        )
        for one in found
    ]
