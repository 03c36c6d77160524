"""Prints explanations for a person: one screen, the strongest reasons first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from textwrap import fill, shorten

from data.records import ClaimFacet
from extractors.facets.finder import Facet
from flows.cli.text_verbs import facet_words
from flows.explain.claim import ExplainedClaim
from flows.explain.marked_text import Span, mark_spans
from flows.explain.sentence import ExplainedCode, Explanation
from models.explain import CAUSES, OTHERS, RULES, START, TRAITS, TYPE, WORDS, Breakdown, CodeReasons
from models.nearest import Neighbour

WIDTH = 100
_MOST_REASONS, _MOST_TYPE_REASONS, _MOST_SHORTLY = 4, 3, 2
_MOST_BEFORE, _MOST_CUE = 200, 60  # characters
_SHORT_CAUSES = ("cues and signs", "words", "rules", "other codes", "type", "start")
_INDENT = " " * 10


def show_claim(explained: ExplainedClaim, everything: bool) -> list[str]:
    """A claim of the edition: where it stands, then why, then what the coder would say now."""
    stored, explanation = explained.stored, explained.explanation
    claim, document = stored.claim, stored.document
    page = f", page {stored.sentence.page}" if stored.sentence.page else ""
    year = document.year or "no year"
    lines = [
        f"claim     {claim.claim_id}: {claim.code} ({claim.family}), {claim.type}, "
        f"score {claim.score:.2f}",
        f"document  {document.title} ({document.country}, {year}, {document.kind}{page})",
        f"{_INDENT}{document.url}",
    ]
    if stored.passage.heading_path:
        lines.append(_field("under", stored.passage.heading_path))
    if not explained.is_same_coder:
        lines.append(_field("CAUTION", _tell_versions(explained)))
    spans = [(cue.start_char, cue.end_char) for cue in stored.cues]
    lines += _show_sentence(explanation, spans, everything)
    lines += _show_facets(stored.facets)
    in_full = [one.code for one in explanation.codes]
    return [*lines, *_show_reasons(explanation, in_full, everything)]


def _tell_versions(explained: ExplainedClaim) -> str:
    claim, maker = explained.stored.claim, explained.explanation.maker
    return (
        "another coder or codebook made this claim than the ones installed, which explain it here: "
        f"coder {claim.coder_version} and codebook {claim.codebook_hash} gave the score "
        f"{claim.score:.4f}; coder {maker.coder_version} and codebook {maker.codebook_hash} give "
        f"{explained.explanation.codes[0].score:.4f}. `imaginaries code` and `imaginaries publish` "
        "code anew."
    )


def show_explanation(explanation: Explanation, asked: Sequence[str], everything: bool) -> list[str]:
    """A sentence as typed: what it is coded as, and why; codes asked for are shown in full."""
    spans = [(cue.start_char, cue.end_char) for one in explanation.codes for cue in one.cues]
    return [
        *_show_sentence(explanation, spans, everything),
        *_show_reasons(explanation, asked, everything),
    ]


def _show_sentence(
    explanation: Explanation, spans: Sequence[Span], everything: bool
) -> Iterator[str]:
    if explanation.before:
        before = explanation.before
        if not everything and len(before) > _MOST_BEFORE:
            last = before[-_MOST_BEFORE:]
            before = f"… {last.partition(' ')[2] or last}"
        yield _field("before", before)
    label = f"text {explanation.language}"
    for line in mark_spans(explanation.text, spans, WIDTH - len(_INDENT), cut=not everything):
        yield f"{label:<10}{line}"
        label = ""


def _show_reasons(
    explanation: Explanation, asked: Sequence[str], everything: bool
) -> Iterator[str]:
    yield from _show_type(explanation, everything)
    for one in explanation.codes:
        is_alone = len(explanation.codes) == 1
        yield from _show_code(one, one.code in asked or is_alone or everything, everything)
    if not any(one.is_given for one in explanation.codes):
        yield from _show_closest(explanation)
    examples, gold = explanation.near_examples, explanation.near_gold
    count, gold_count = explanation.example_count, explanation.gold_count
    yield from _show_near(examples, "examples of the codebook", count, explanation)
    yield from _show_near(gold, "gold sentences", gold_count, explanation)
    maker = explanation.maker
    taught = f", learned from gold {maker.gold_sha256[:12]}" if maker.gold_sha256 else ""
    yield f"made by   coder {maker.coder_version}{taught}; codebook {maker.codebook_hash}"


def _show_closest(explanation: Explanation) -> Iterator[str]:
    if not explanation.closest:
        if explanation.type_reasons:
            yield _field("no code", "none is close")
        return
    close = ", ".join(
        f"{one.code} {one.probability:.2f} (given from {one.threshold:.2f} on"
        + (f", in spite of its cue «{'», «'.join(one.cues)}»)" if one.cues else ")")
        for one in explanation.closest
    )
    why_not = f"(to see why not: --code {explanation.closest[0].code})"
    yield _field("no code", f"closest: {close} {why_not}")


def _show_type(explanation: Explanation, everything: bool) -> Iterator[str]:
    scope = "" if explanation.in_scope else " (out of scope: not about data or technology)"
    found = explanation.type_reasons
    if found is None:
        signs = "; ".join(explanation.signs) or "none"
        yield _field("type", f"{explanation.type}{scope}, by the rules; signs of a type: {signs}")
        return
    yield (
        f"type      {found.type}{scope}, probability {found.chance:.2f}, then {found.next_type} "
        f"{found.next_chance:.2f}"
    )
    if found.next_chance > found.chance:
        yield f"{_INDENT}With a code a sentence is in scope, so {found.next_type} is ruled out."
    says = f"why, in log odds for {found.type} and against {found.next_type}"
    yield from _show_breakdown(says, found.reasons, 2, None if everything else _MOST_TYPE_REASONS)


def _show_code(one: ExplainedCode, in_full: bool, everything: bool) -> Iterator[str]:
    given = "given" if one.is_given else "not given"
    words = ", ".join(f"«{cue.quote}» ({_cut(cue.cue, everything)})" for cue in one.cues)
    if one.reasons is None:
        yield f"code      {one.code} ({one.family}): {given}, by the rules alone"
        yield from _show_witnesses(one)
    else:
        yield (
            f"code      {one.code} ({one.family}): {given}, probability {one.score:.2f}; "
            f"given from {one.reasons.threshold:.2f} on"
        )
        if not one.is_given and one.reasons.probability >= one.reasons.threshold:
            yield f"{_INDENT}It is likely enough, but no word speaks for it, so no claim is made."
    if words:
        yield _field("", f"by the words {words}")
    yield from _show_facets(one.facets)
    if one.reasons is not None and in_full:
        yield from _show_model(one, one.reasons, everything)
    elif one.reasons is not None:
        yield from _show_shortly(one.code, one.reasons)


def _show_witnesses(one: ExplainedCode) -> Iterator[str]:
    found = one.witnesses
    cues = sorted({cue.cue for cue in found.cues})
    weak = sorted({cue.cue for cue in found.weak_cues})
    yield _field("", f"cues: {', '.join(cues) or 'none'}; weak cues: {', '.join(weak) or 'none'}")
    needed = f"{found.needed:.2f}"
    if found.needed_of_a_mention != found.needed:
        needed += (
            f", or {found.needed_of_a_mention:.2f} where nothing is needed, lacking or planned"
        )
    counts = len(cues), len(weak)
    told = f"score 1 - 0.3^{counts[0]} × 0.7^{counts[1]} = {found.score:.2f}; needed {needed}"
    yield _INDENT + told
    if not found.is_ruled and found.score >= found.needed_of_a_mention:
        yield f"{_INDENT}The rules see no data or technology in the sentence, or no statement."


def _show_model(one: ExplainedCode, reasons: CodeReasons, everything: bool) -> Iterator[str]:
    seen = "the codebook's rules give it too" if one.witnesses.is_ruled else "rules do not give it"
    causes = {
        TRAITS: f"cues and signs, as added up below (score {reasons.traits.total:.2f})",
        WORDS: f"words, as added up below (score {reasons.words.total:.2f})",
        RULES: seen,
        OTHERS: "how much the sentence looks like other codes",
        TYPE: "how much it looks like each type",
    }
    told = tuple(replace(one, says=causes.get(one.name, "")) for one in reasons.causes.reasons)
    yield from _show_breakdown("why, in log odds", replace(reasons.causes, reasons=told), 2, None)
    most = None if everything else _MOST_REASONS
    scale = f"0: like those without {one.code}, 1: like those with it"
    yield from _show_breakdown(f"cues and signs ({scale})", reasons.traits, 3, most)
    yield from _show_breakdown("words (on the same scale)", reasons.words, 3, most)


def _show_shortly(code: str, reasons: CodeReasons) -> Iterator[str]:
    names = dict(zip(CAUSES, _SHORT_CAUSES, strict=True))
    causes = ", ".join(
        f"{names[one.name]} {one.contribution:+.2f}" for one in reasons.causes.reasons
    )
    yield _field("", f"log odds {reasons.causes.total:+.2f} = {causes}")
    for name, breakdown in (("cues and signs", reasons.traits), ("words", reasons.words)):
        told = [one for one in breakdown.reasons if one.kind != START][:_MOST_SHORTLY]
        most = "; ".join(f"{one.says} {one.contribution:+.3f}" for one in told)
        yield _field("", f"{name}, mostly: {most} (in full: --code {code})")


def _show_breakdown(
    says: str, breakdown: Breakdown, digits: int, most: int | None
) -> Iterator[str]:
    """What a number is of and what it comes to; where it starts for any sentence; its reasons."""
    start = sum(one.contribution for one in breakdown.reasons if one.name == START)
    reasons = [one for one in breakdown.reasons if one.name != START]
    total = f"{breakdown.total:+.{digits}f} = {start:+.{digits}f} as for any sentence"
    yield fill(f"  {says}: {total}{', and' if reasons else ''}", WIDTH, subsequent_indent="    ")
    shown = reasons[:most]
    rest = reasons[len(shown) :]
    for reason in shown:
        yield fill(
            shorten(reason.says, 2 * WIDTH, placeholder=" …"),
            WIDTH,
            initial_indent=f"    {reason.contribution:+.{digits}f}  ",
            subsequent_indent=" " * (10 + digits - 1),
        )
    if rest:
        left = sum(reason.contribution for reason in rest)
        yield f"    {left:+.{digits}f}  {len(rest)} others, each less (--all shows them)"


def _show_facets(facets: Iterable[Facet | ClaimFacet]) -> Iterator[str]:
    told = facet_words([asdict(facet) for facet in facets])
    if told:
        yield _field("facets", "; ".join(told))


def _show_near(
    near: Sequence[Neighbour], name: str, count: int, explanation: Explanation
) -> Iterator[str]:
    codes = [one.code for one in explanation.codes]
    has = f"; yes: has {codes[0] if len(codes) == 1 else 'one of the codes'}" if codes else ""
    if near:
        yield _field("near", f"of the {name}, by the words that tell codes (1: the same{has})")
    elif count:
        yield _field("near", f"of the {count:,} {name}: none is near")
    for one in near:
        yield _show_neighbour(one, codes, explanation.language)


def _show_neighbour(one: Neighbour, codes: Sequence[str], language: str) -> str:
    coded = one.coded
    carries = "yes" if any(code in coded.codes for code in codes) else "no "
    said = ", ".join((*coded.codes, coded.type))
    tongue = coded.language if coded.language == language else f"{coded.language} (other language)"
    line = f"  {one.likeness:.2f} {carries + ' ' if codes else ''}{tongue} [{said}] "
    return line + shorten(coded.text, max(30, WIDTH - len(line)), placeholder=" …")


def _field(name: str, text: str) -> str:
    """A line behind its name; a long one goes on below, in line with its start."""
    return fill(
        text,
        WIDTH,
        initial_indent=f"{name:<10}",
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cut(cue: str, everything: bool) -> str:
    return cue if everything or len(cue) <= _MOST_CUE else f"{cue[:_MOST_CUE]}…"
