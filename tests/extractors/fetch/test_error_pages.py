from __future__ import annotations

import time

import pytest

from extractors.fetch.error_pages import find_error_page

URL = "https://tides.example/strategy"


def page(title: str, heading: str | None = None, text: str = "Go to the front page.") -> bytes:
    head = f"<title>{title}</title>" if title else ""
    top = f'<h1 class="x">{heading}</h1>' if heading is not None else ""
    return f"<!DOCTYPE html><html><head>{head}</head><body>{top}<p>{text}</p></body>".encode()


def said(content: bytes, url: str = URL, media_type: str | None = "text/html") -> str | None:
    found = find_error_page(url, media_type, content)
    return found.what if found else None


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("404 Not Found", None),
        ("404", None),
        ("Error 404", None),
        ("HTTP Error 404", "Oops!"),
        ("Page not found - GOV.UK", "Page not found"),
        ("Page not found | Tide Office", None),
        ("Tide Office", "This page cannot be found"),
        ("404: Page not found", None),
        ("Page not found (404)", None),
        ("Sorry, we can’t find that page", None),
        ("We couldn't find that page", "404"),
        ("Siden finnes ikke - tidevatn.example", "Siden finnes ikke"),
        ("Tidevannskontoret", "Siden finnes dessverre ikke"),
        ("Feil 404", "Vi fant ikke siden du leter etter"),
        ("404 – Fant ikke siden", None),
        ("Sida finst ikkje", None),
        ("Fann ikkje sida", "Fann ikkje sida"),
        ("Sidan hittades inte", None),
        ("Sidan kunde inte hittas | Tidvattenverket", "Sidan kunde inte hittas"),
        ("Sidan finns inte", None),
        ("Siden blev ikke fundet", None),
        ("Siden kan ikke findes - Tidevandet", "Siden kan ikke findes"),
        ("Siden findes ikke", None),
        ("Sivua ei löydy", None),
        ("Hakemaasi sivua ei löytynyt - Vuorovesi", "Hakemaasi sivua ei löytynyt"),
        ("Page introuvable", None),
        ("Page non trouvée | Marées", "Page non trouvée"),
        ("Erreur 404 : page introuvable", None),
        ("Cette page n’existe plus", None),
        ("Service unavailable", None),
        ("503 Service Temporarily Unavailable", None),
        ("Internal Server Error", "An error occurred"),
        ("Teknisk feil", None),
    ],
)
def test_pages_that_say_that_there_is_nothing(title: str, heading: str | None) -> None:
    found = find_error_page(URL, "text/html", page(title, heading))
    assert found is not None
    assert not found.is_refusal


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Access Denied", None),
        ("403 Forbidden", "403 Forbidden"),
        ("Just a moment...", None),
        ("Attention Required! | Cloudflare", "Sorry, you have been blocked"),
        ("Checking your browser before accessing tides.example", None),
        ("Request Rejected", None),
        ("Ingen tilgang", None),
        ("Åtkomst nekad", None),
        ("Adgang nægtet", None),
        ("Pääsy estetty", None),
        ("Accès refusé", None),
    ],
)
def test_pages_that_keep_programs_out(title: str, heading: str | None) -> None:
    found = find_error_page(URL, "text/html", page(title, heading))
    assert found is not None
    assert found.is_refusal


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Access denied: barriers to data", None),
        ("Access denied: barriers to data", "Access denied: barriers to data"),
        ("Access denied - barriers to data", "Access denied - barriers to data"),
        ("Not found wanting: the state of tide data", None),
        ("Data that could not be found: a survey", "Data that could not be found: a survey"),
        ("Why public services answer 404", "Why public services answer 404"),
        ("Report no. 404 (2019–2020)", "Report no. 404 (2019–2020)"),
        ("Siden finnes ikke nok data, deler vi mer", None),
        ("Just a moment for data sharing", None),
        ("Service unavailable to citizens abroad", None),
        ("Security checks in tide services", None),
        ("Digital strategy 2024", "Digital strategy 2024"),
        ("", None),
    ],
)
def test_documents_that_only_sound_like_errors(title: str, heading: str | None) -> None:
    assert said(page(title, heading)) is None


def test_a_strategy_that_mentions_errors_is_a_strategy() -> None:
    text = "No service shall answer 404 Not Found. Access denied is no way to share data."
    assert said(page("Digital strategy", "Digital strategy", text)) is None


def test_a_long_text_is_a_document_whatever_its_title_says() -> None:
    text = "The tide office will share what its gauges measure. " * 60
    assert said(page("Not found", "Not found", text)) is None


def test_scripts_and_styles_are_no_text() -> None:
    script = "<script>" + "let tide = 1;\n" * 500 + "</script>"
    assert said(page("Page not found", "Page not found", script)) is not None


def test_latin_1_is_read_too() -> None:
    content = "<html><title>Sivua ei löydy</title>".encode("latin-1")
    assert said(content) is not None


@pytest.mark.parametrize("suffix", ["pdf", "PDF", "docx", "xml", "json", "xlsx", "csv", "zip"])
def test_a_web_page_is_no_file(suffix: str) -> None:
    found = said(page("Welcome", "Welcome"), f"https://tides.example/a.{suffix}?v=1")
    assert found is not None
    assert suffix.lower() in found


def test_a_web_page_is_no_file_whatever_it_is_called() -> None:
    assert said(page("Welcome"), media_type="application/pdf") is not None


@pytest.mark.parametrize(
    ("url", "content"),
    [
        ("https://tides.example/a.pdf", b"%PDF-1.7\n<html>"),
        ("https://tides.example/feed.xml", b'<?xml version="1.0"?><rss><title>404</title></rss>'),
        ("https://tides.example/a.json", b'{"title": "404 Not Found"}'),
        ("https://tides.example/a.csv", b"name;status\nNot found;404\n"),
        ("https://tides.example/a.pdf/view", page("The plan")),
        ("https://tides.example/", page("The plan")),
        ("https://tides.example/sitemap.xml", b"<urlset><url/></urlset>"),
        ("https://tides.example/a.xml", b""),
    ],
)
def test_what_was_asked_for_passes(url: str, content: bytes) -> None:
    assert said(content, url) is None


def test_html_is_told_by_its_bytes() -> None:
    content = b"\xef\xbb\xbf\n<!-- made by hand -->\n<HTML><Title>404</Title>"
    assert said(content, media_type="application/octet-stream") is not None


@pytest.mark.parametrize(
    ("title", "piece"),
    [
        (b"", b"<title>"),
        (b"<title>404</title>", b"<script>"),
        (b"<title>404</title>", b"<"),
        (b"<title>404</title>", b"<h1 "),
        (b"<title>404</title>", b"<style></script>"),
    ],
)
def test_a_page_made_to_be_slow_is_judged_at_once(title: bytes, piece: bytes) -> None:
    content = b"<html>" + title + piece * (200_000 // len(piece))
    started = time.process_time()
    find_error_page(URL, "text/html", content)
    assert time.process_time() - started < 1  # quadratic patterns took from ten seconds to hours


def test_a_heading_behind_long_styles_is_found() -> None:
    style = "<style>" + "p { color: #abc } " * 3000 + "</style>"
    content = f"<html><head>{style}<title>Page not found</title></head><h1>Not found</h1>"
    assert said(content.encode()) is not None
