"""Evidence laid on pages: by code, where each claim stands in context, and by document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.evidence import Evidence, Source
from reports.quotes import Stretch, mark_cues
from reports.year import name_code

SENTENCES_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence as a page shows it: with one claim and its neighbours, or with all its claims."""

    anchor: str
    stretches: tuple[Stretch, ...]
    before: str
    after: str
    claims: tuple[Evidence, ...]

    @property
    def first(self) -> Evidence:
        """The claim that tells the sentence's type, language and place."""
        return self.claims[0]

    @property
    def source(self) -> Source:
        """The document that it stands in."""
        return self.first.source


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A page of sentences: those of one code or one document, in the order of their documents."""

    name: str
    title: str
    is_code: bool
    number: int
    sentence_count: int
    shown: tuple[Shown, ...]
    names: tuple[str, ...]
    """All the pages that the title has, this one included."""

    @property
    def countries(self) -> list[tuple[str, list[tuple[Source, list[Shown]]]]]:
        """What the page shows, by country and document."""
        return [
            (
                country,
                [
                    (held[0].source, held)
                    for _, of in groupby(by_country, lambda one: one.source.document_id)
                    if (held := list(of))
                ],
            )
            for country, by_country in groupby(self.shown, lambda one: one.source.country)
        ]


@dataclass(frozen=True, slots=True)
class EvidenceSite:
    """All pages of evidence, and where on them things stand."""

    by_code: Mapping[str, tuple[EvidencePage, ...]]
    by_document: Mapping[str, tuple[EvidencePage, ...]]
    places: Mapping[str, str]
    """By claim: its address on the code's page."""
    countries: Mapping[tuple[str, str], str]
    """By code and country: the address where the country's claims begin."""
    year: int

    @property
    def pages(self) -> Iterator[EvidencePage]:
        """Every page, those of codes first."""
        for group in (self.by_code, self.by_document):
            for pages in group.values():
                yield from pages

    def find(self, target: tuple[str, str, str]) -> str | None:
        """The address of the sentences with a code, of a country and year; `None` if not here."""
        code, country, year = target
        if code not in self.by_code or (year and year != str(self.year)):
            return None
        return self.countries.get((code, country)) if country else self.by_code[code][0].name


def build_evidence_site(claims: Sequence[Evidence], year: int) -> EvidenceSite:
    """Lay the claims of a year on pages; they come in the order in which pages show them."""
    codes: dict[str, list[Shown]] = {}
    documents: dict[str, list[Evidence]] = {}
    for claim in claims:
        codes.setdefault(claim.code, []).append(_show_claim(claim))
        documents.setdefault(claim.source.document_id, []).append(claim)
    by_code = {
        code: _paginate(f"evidence-{code.replace('_', '-')}", name_code(code), shown, is_code=True)
        for code, shown in sorted(codes.items())
    }
    by_document = {
        document_id: _paginate(
            f"document-{document_id[:12]}", of[0].source.title, _show_sentences(of), is_code=False
        )
        for document_id, of in documents.items()
    }
    places: dict[str, str] = {}
    countries: dict[tuple[str, str], str] = {}
    for code, pages in by_code.items():
        for page in pages:
            for shown in page.shown:
                places[shown.first.claim_id] = f"{page.name}#{shown.anchor}"
                place = (code, shown.source.country)
                countries.setdefault(place, f"{page.name}#{shown.source.country}")
    return EvidenceSite(by_code, by_document, places, countries, year)


def _show_claim(claim: Evidence) -> Shown:
    stretches = mark_cues(claim.sentence, claim.spans)
    return Shown(f"c-{claim.claim_id[:16]}", stretches, claim.before, claim.after, (claim,))


def _show_sentences(claims: Sequence[Evidence]) -> list[Shown]:
    """Each sentence once, with all its claims; with its neighbours they would add up to a text."""
    shown = []
    for sentence_id, of in groupby(claims, lambda claim: claim.sentence_id):
        held = tuple(of)
        spans = sorted({span for claim in held for span in claim.spans})
        stretches = mark_cues(held[0].sentence, spans)
        shown.append(Shown(f"s-{sentence_id[:16]}", stretches, "", "", held))
    return shown


def _paginate(
    stem: str, title: str, shown: Sequence[Shown], *, is_code: bool
) -> tuple[EvidencePage, ...]:
    starts = range(0, len(shown), SENTENCES_PER_PAGE)
    names = tuple(f"{stem}{f'-{n}' if n > 1 else ''}.html" for n in range(1, len(starts) + 1))
    return tuple(
        EvidencePage(
            name=name,
            title=title,
            is_code=is_code,
            number=number,
            sentence_count=len(shown),
            shown=tuple(shown[start : start + SENTENCES_PER_PAGE]),
            names=names,
        )
        for number, (name, start) in enumerate(zip(names, starts, strict=True), 1)
    )
