"""The ledger of recommendations: found in documents, and followed through later ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from data.concept import load_concepts
from data.ids import content_id
from data.organisation import Organisations
from data.records import Recommendation, RecommendationAddressee, RecommendationFollow
from data.settings import DATA_FOLDER
from data.store import Store
from extractors.named_bodies import BodyNames, find_bodies, index_bodies
from extractors.recommendations import (
    Item,
    PrintedSentence,
    find_recommendations,
    is_labelled,
    read_action,
    read_addressees,
    speaks_of_government,
)
from extractors.registers.organisations import index_names, match_name
from models.promise_records import normal_name
from models.recommendations import Follow, LaterSentence, Recommended, follow_recommendations
from models.shared_words import SharedWords

_DOCUMENTS = """
    select document_id, country, year, language, title, kind, publisher from document
    order by document_id
"""
_SENTENCES = """
    select s.document_id, s.sentence_id, s.position, s.page, s.passage_id, p.kind, p.heading_path,
           s.text
    from sentence s join passage p using (passage_id, document_id)
    where s.document_id in (select unnest(?))
    order by s.document_id, s.position
"""
_LATER = """
    select s.sentence_id, s.document_id, d.year, s.language, s.type, s.text
    from sentence s join document d using (document_id)
    where d.country = ? and d.year is not null and s.in_scope
      and s.type in ('vision', 'commitment', 'mandate', 'result')
    order by s.document_id, s.position
"""
NOT_NAMED = "not named"
_DOCUMENTS_AT_ONCE = 1000
"""Whose sentences are held in memory together."""
_BODY, _GOVERNMENT, _OTHERS = "body", "government", "others"

Ledger = tuple[list[Recommendation], list[RecommendationAddressee], list[RecommendationFollow]]


@dataclass(frozen=True, slots=True)
class _Document:
    document_id: str
    country: str
    year: int | None
    language: str
    title: str
    kind: str
    publisher: str | None


def build_recommendations(store: Store, organisations: Organisations) -> Ledger:
    """The rows of the three tables, of every document that numbers its recommendations."""
    names = index_bodies(organisations)
    documents = {row[0]: _Document(*row) for row in store.query(_DOCUMENTS).rows}
    owners = _owners(documents, organisations, names)
    recommendations: list[Recommendation] = []
    addressees: list[RecommendationAddressee] = []
    follows: list[RecommendationFollow] = []
    words = SharedWords(load_concepts(DATA_FOLDER))
    answers: dict[str, list[LaterSentence]] = {}
    for document_id, sentences in _by_document(store, list(documents)):
        document = documents[document_id]
        mine = [_recommendation(document, item) for item in find_recommendations(sentences)]
        called = [one for row in mine for one in _addressees(row, names)]
        recommendations += mine
        addressees += called
        if mine:
            country = document.country
            if country not in answers:  # once: a report of each year asks for nearly the same
                answers[country] = _read_answers(store, country, names)
            later = [one for one in answers[country] if one.year > (document.year or 9999)]
            follows += _follow(document, mine, called, later, owners, words)
    return recommendations, addressees, follows


def _by_document(
    store: Store, document_ids: Sequence[str]
) -> Iterator[tuple[str, list[PrintedSentence]]]:
    """The sentences of each document, in the order of the ids."""
    for start in range(0, len(document_ids), _DOCUMENTS_AT_ONCE):
        batch = list(document_ids[start : start + _DOCUMENTS_AT_ONCE])
        for document_id, rows in groupby(store.query(_SENTENCES, [batch]).rows, itemgetter(0)):
            yield document_id, [PrintedSentence(*row[1:]) for row in rows]


def _recommendation(document: _Document, item: Item) -> Recommendation:
    return Recommendation(
        recommendation_id=content_id(
            "recommendation", document.document_id, item.series, item.number, normal_name(item.text)
        ),
        document_id=document.document_id,
        sentence_id=item.sentence_id,
        country=document.country,
        year=document.year,
        language=document.language,
        series=item.series,
        number=item.number,
        page=item.page,
        heading_path=item.heading_path,
        quote=item.text,
        printed_count=item.printed_count,
    )


def _addressees(row: Recommendation, names: BodyNames) -> list[RecommendationAddressee]:
    found: list[tuple[str, str | None, str]] = []
    for phrase in read_addressees(row.quote):
        bodies = find_bodies(phrase, row.country, names)
        if bodies:
            by_id = {one.organisation_id: one.name for one in bodies}
            found += [(name, body_id, _BODY) for body_id, name in by_id.items()]
        else:
            found.append((phrase, None, _GOVERNMENT if speaks_of_government(phrase) else _OTHERS))
    return [
        RecommendationAddressee(row.recommendation_id, row.document_id, at, *one)
        for at, one in enumerate(found or [(NOT_NAMED, None, NOT_NAMED)], start=1)
    ]


def _owners(
    documents: Mapping[str, _Document], organisations: Organisations, names: BodyNames
) -> dict[str, frozenset[str]]:
    """The bodies whose own a document is: its publisher, and whom a letter is addressed to."""
    index = index_names(organisations)
    owners = {}
    for document in documents.values():
        found = set()
        if document.publisher:
            match = match_name(document.publisher, document.country, index)
            found |= {match.organisation_id} if match.organisation_id else set()
        if document.kind == "mandate_letter":
            bodies = find_bodies(document.title, document.country, names)
            found |= {one.organisation_id for one in bodies}
        owners[document.document_id] = frozenset(found)
    return owners


def _read_answers(store: Store, country: str, names: BodyNames) -> list[LaterSentence]:
    """Every sentence of a country that may answer a recommendation, with the bodies it names."""
    return [
        LaterSentence(
            sentence_id=sentence_id,
            document_id=document_id,
            year=year,
            language=language,
            type=kind,
            text=text,
            bodies=frozenset(one.organisation_id for one in find_bodies(text, country, names)),
        )
        for sentence_id, document_id, year, language, kind, text in store.query(
            _LATER, [country]
        ).rows
        if not is_labelled(text)
    ]


def _follow(
    document: _Document,
    recommendations: Sequence[Recommendation],
    called: Sequence[RecommendationAddressee],
    later: Sequence[LaterSentence],
    owners: Mapping[str, frozenset[str]],
    words: SharedWords,
) -> list[RecommendationFollow]:
    by_id = {row.recommendation_id: row for row in recommendations}
    asked = [_asked(document, by_id[one.recommendation_id], one, later, owners) for one in called]
    found = follow_recommendations(asked, later, words)
    return [
        _follow_row(one, request, found[request.key])
        for one, request in zip(called, asked, strict=True)
    ]


def _asked(
    document: _Document,
    row: Recommendation,
    addressee: RecommendationAddressee,
    later: Sequence[LaterSentence],
    owners: Mapping[str, frozenset[str]],
) -> Recommended:
    """Where the addressee's answer may stand.

    A body answers in its own documents and wherever the country's documents name it. Where the
    government as a whole is called on, or nobody is named, any document of the country may answer.
    Others, such as industry, have no documents here.
    """
    body_id = addressee.organisation_id
    if addressee.basis == _OTHERS:
        documents = frozenset[str]()
    elif body_id is None:
        documents = frozenset(one.document_id for one in later)
    else:
        documents = frozenset(
            one.document_id
            for one in later
            if body_id in owners[one.document_id] or body_id in one.bodies
        )
    return Recommended(
        key=f"{row.recommendation_id}/{addressee.position}",
        language=row.language,
        number=row.number,
        text=read_action(row.quote),
        report_title=document.title,
        documents=documents,
        own_documents=frozenset(one for one in documents if body_id in owners[one]),
        body_id=body_id,
    )


def _follow_row(
    addressee: RecommendationAddressee, asked: Recommended, found: Follow
) -> RecommendationFollow:
    answer = found.answer
    return RecommendationFollow(
        recommendation_id=addressee.recommendation_id,
        position=addressee.position,
        state=found.state,
        reason=found.reason,
        later_document_count=len(asked.documents),
        document_id=answer.document_id if answer else None,
        sentence_id=answer.sentence_id if answer else None,
        year=answer.year if answer else None,
        quote=answer.text if answer else None,
        score=found.score,
    )
