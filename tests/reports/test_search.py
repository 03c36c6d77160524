from __future__ import annotations

from collections.abc import Iterator

import pytest

from data.errors import UsageError
from data.records import Claim, Document, Sentence
from data.store import Store, open_again, open_new, open_searching
from reports.concordance import hit_row, render_concordance
from reports.full_text import index_texts
from reports.search import Filters, Hit, find_sentences, parse_question

SAID = {
    "a": ("NO", 2018, "nb", "Offentlige data er en gullgruve for øya og for økonomien."),
    "b": ("NO", 2021, "nb", "Gullgruvene ligger i kommunenes arkiver."),
    "c": ("GB", 2019, "en", "Data is a gold mine, and gold mines must be guarded."),
    "d": ("GB", 2020, "en", "The mine was sold for gold."),
    "e": ("SE", 2020, "sv", "Förtroende för data växer när myndigheten delar öppet."),
}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("edition") / "imaginaries.duckdb"
    with open_new(path) as store:
        for name, (country, year, language, text) in SAID.items():
            where = (country, "report", year, language, "pdf", f"https://documents.example/{name}")
            store.append(
                Document,
                [Document(name, "s", f"Plan {name}", None, *where, None, None, False, 1, "0", "p")],
            )
            size = len(text)
            store.append(Sentence, [Sentence(name, "p", name, 0, 3, language, 0, size, text)])
        store.append(
            Claim, [Claim("k", "a", "a", "efficiency", "imaginary", "vision", 0.9, "x", "h", "c")]
        )
    with open_again(path) as store:
        assert index_texts(store)
    opened, has_full_text = open_searching(path)
    assert has_full_text
    with opened:
        yield opened


def found(hits: list[Hit]) -> set[str]:
    return {hit.sentence_id for hit in hits}


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("gullgruve", "ab"),  # both forms of the Norwegian word
        ("gold mine", "c"),  # in a row, in both numbers; "d" has the words apart
        ("gold AND mine", "cd"),
        ("gullgruve OR gold mine", "abc"),
        ("GULLGRUVE", "ab"),
        ("gull*", "ab"),
        ("kommune*", "b"),  # the index has less of the word than was typed
        ("øy OR økonomi", "a"),
        ("oy", ""),
        ("öppet", "e"),
        ("data AND förtroende", "e"),
        ("silver", ""),
    ],
)
def test_words_are_found_in_their_forms(edition: Store, question: str, sentences: str) -> None:
    hits, plain = find_sentences(edition, question, Filters(), has_full_text=True)
    assert found(hits) == set(sentences)
    assert plain == ()


@pytest.mark.parametrize(
    ("question", "sentences"),
    [
        ("gullgruve", "a"),
        ("gold mine", "c"),
        ("gold AND mine", "cd"),
        ("gull*", "ab"),
        ("öppet", "e"),
    ],
)
def test_without_the_extension_words_are_found_as_written(
    edition: Store, question: str, sentences: str
) -> None:
    hits, plain = find_sentences(edition, question, Filters(), has_full_text=False)
    assert found(hits) == set(sentences)
    assert plain == ("en", "nb", "sv")


def test_matches_are_marked_where_they_stand(edition: Store) -> None:
    ((hit,), _) = find_sentences(edition, "gold mine", Filters(), has_full_text=True)
    assert [hit.text[start:end] for start, end in hit.spans] == ["gold mine", "gold mines"]
    assert hit_row(hit)["matches"] == [[10, 19], [25, 35]]


def test_filters_narrow(edition: Store) -> None:
    def ask(filters: Filters) -> set[str]:
        return found(find_sentences(edition, "gull* OR gold", filters, has_full_text=True)[0])

    assert ask(Filters(countries=("NO",))) == {"a", "b"}
    assert ask(Filters(languages=("en",))) == {"c", "d"}
    assert ask(Filters(first_year=2020)) == {"b", "d"}
    assert ask(Filters(last_year=2019)) == {"a", "c"}
    assert ask(Filters(countries=("NO",), first_year=2030)) == set()


def test_the_better_hit_comes_first(edition: Store) -> None:
    hits, _ = find_sentences(edition, "gold AND mine", Filters(), has_full_text=True)
    assert [hit.sentence_id for hit in hits] == ["c", "d"]
    assert hits[0].score > hits[1].score > 0


@pytest.mark.parametrize("question", ["", "OR", "gold OR", "AND mine", "!?", "gold AND OR mine"])
def test_a_question_without_words_says_how_to_ask(question: str) -> None:
    with pytest.raises(UsageError, match="no word where one should stand"):
        parse_question(question)


def test_a_quotation_mark_or_semicolon_is_no_sql(edition: Store) -> None:
    hits, _ = find_sentences(edition, "gold'; drop table sentence", Filters(), has_full_text=True)
    assert hits == []


def test_the_concordance_puts_the_words_in_the_middle(edition: Store) -> None:
    hits, _ = find_sentences(edition, "gullgruve", Filters(last_year=2018), has_full_text=True)
    assert render_concordance(hits, width=24).splitlines() == [
        "  Offentlige data er en [gullgruve] for øya og for økonomi…",
        "                         NO 2018, Plan a, page 3 · efficiency",
        "                         a https://documents.example/a",
    ]
