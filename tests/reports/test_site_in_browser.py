"""The report in headless Chromium: all pages and links, a click to a quote, no outside request."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.conftest import PROJECT
from tests.reports.chromium import Browser, find_chromium, open_chromium

pytestmark = pytest.mark.xdist_group("site")  # the session's one site is drawn in one process

AXE = PROJECT / "build" / "axe-core" / "package" / "axe.min.js"
NO_AXE = f"axe-core is not at {AXE.relative_to(PROJECT)}: .ci/run fetches it"
SCREENSHOTS = "IMAGINARIES_SCREENSHOTS"
"""Where pictures of the pages are kept; else build/screenshots."""
PHONE, DESKTOP = 390, 1280
KINDS = {
    "first": "index.html",
    "chapter": "rhetoric.html",
    "tables": "contradictions.html",
    "evidence": "evidence.html",
    "code": "evidence-efficiency.html",
    "document": "document-*.html",
    "data": "data.html",
}
"""One page of each kind."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_ADDRESSES = """[...document.querySelectorAll("a[href], [data-href]")].map((node) =>
  new URL(node.dataset.href || node.getAttribute("href"), location.href).href)"""
_IDS = '[...document.querySelectorAll("[id]")].map((node) => node.id)'
_CHECK = """axe.run(document, {{ runOnly: {rules}, resultTypes: ["violations"] }}).then((found) =>
  found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) =>
    one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 99)).join(" | ")))"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("Chromium is not installed: .ci/run installs Debian's")
    with open_chromium(path, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The browser with a wide, light page, and nothing held against it yet."""
    chromium.show(DESKTOP)
    chromium.problems.clear()
    return chromium


@pytest.fixture(scope="session")
def screenshots() -> Path:
    folder = Path(os.environ.get(SCREENSHOTS) or PROJECT / "build" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def page_of(site: Path, kind: str) -> str:
    """Address of a page of the kind."""
    return next(iter(sorted(site.parent.glob(KINDS[kind])))).as_uri()


def open_every_page(browser: Browser, site: Path) -> dict[Path, tuple[set[str], list[str]]]:
    """Ids and addresses of each page that links lead to from the first one."""
    pages: dict[Path, tuple[set[str], list[str]]] = {}
    waiting = [site]
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        browser.go(path.as_uri())
        found = browser.evaluate(_ADDRESSES)
        pages[path] = (set(browser.evaluate(_IDS)), found)
        own = (Path(unquote(urlsplit(one).path)) for one in found if one.startswith("file:"))
        waiting += [
            to for to in own if to.parent == site.parent and to.suffix == ".html" and to.exists()
        ]
    return pages


def test_every_page_opens_and_every_link_within_the_site_leads_somewhere(
    browser: Browser, site: Path
) -> None:
    pages = open_every_page(browser, site)
    assert browser.problems == []
    assert set(pages) == set(site.parent.glob("*.html"))
    raw = site.parents[2] / "raw"
    broken = []
    for page, (_, addresses) in pages.items():
        for address in addresses:
            target, anchor = urldefrag(address)
            path = Path(unquote(urlsplit(target).path))
            if not address.startswith("file:"):
                is_there = re.match(r"https?://", address) is not None
            elif path in pages:
                is_there = not anchor or unquote(anchor) in pages[path][0]
            else:
                is_there = path.is_file() or raw in path.parents
            if not is_there:
                broken.append((page.name, address))
    assert broken == []


def test_a_point_of_a_figure_opens_the_sentences_behind_it(browser: Browser, site: Path) -> None:
    browser.go(page_of(site, "chapter"))
    before = browser.loads
    browser.click('#figure-imaginaries .wide [data-href^="evidence-efficiency"]')
    browser.wait_for_load(before)
    assert browser.evaluate("location.pathname").endswith("/evidence-efficiency.html")
    quote = browser.evaluate('document.querySelector(".claim blockquote").textContent')
    assert "save every office in the valley" in quote
    assert browser.evaluate('document.querySelector(".claim mark").textContent') == "save"
    assert browser.problems == []


def test_the_sentences_of_a_page_can_be_searched(browser: Browser, site: Path) -> None:
    browser.go(page_of(site, "code"))
    shown = '[...document.querySelectorAll(".claim")].filter((one) => one.offsetParent).length'
    everything = browser.evaluate(shown)
    browser.evaluate(
        """(() => {
          const field = document.querySelector(".finder input");
          field.value = "every office";
          field.dispatchEvent(new Event("input", { bubbles: true }));
        })()"""
    )
    assert 0 < browser.evaluate(shown) < everything
    assert browser.problems == []


def test_without_scripts_the_figures_are_there(browser: Browser, site: Path) -> None:
    browser.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.go(page_of(site, "chapter"))
        width = browser.evaluate(
            'document.querySelector(".wide svg").getBoundingClientRect().width'
        )
        assert browser.evaluate('document.querySelector(".explorer").hidden')
    finally:
        browser.call("Emulation.setScriptExecutionDisabled", value=False)
    assert width > 300


def test_a_title_that_looks_like_a_script_does_not_run(browser: Browser, site: Path) -> None:
    documents = (site.parent / "documents.html").as_uri()
    browser.go(documents)
    shown = browser.evaluate("document.querySelector('main').innerText")
    assert "<script>alert('title')</script>" in shown
    assert browser.evaluate("document.querySelectorAll('main script:not([type])').length") == 0
    assert browser.problems == []


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
def test_every_kind_of_page_can_be_read_by_everybody(
    browser: Browser, site: Path, screenshots: Path, width: int, is_dark: bool
) -> None:
    browser.show(width, is_dark=is_dark)
    found: dict[str, list[Any]] = {}
    for kind in KINDS:
        browser.go(page_of(site, kind))
        scheme = "dark" if is_dark else "light"
        browser.photograph(screenshots / f"{kind}-{scheme}-{width}.png")
        assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind
        browser.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        found[kind] = check_with_axe(browser) if AXE.exists() else []
    assert {kind: problems for kind, problems in found.items() if problems} == {}
    assert browser.problems == []
    if not AXE.exists():
        pytest.skip(NO_AXE)


def check_with_axe(browser: Browser) -> list[Any]:
    """What axe-core finds serious or critical on the page."""
    browser.call("Runtime.evaluate", expression=AXE.read_text(encoding="utf-8"))
    problems: list[Any] = browser.evaluate(_CHECK.format(rules=list(RULES)))
    return problems


def test_the_check_finds_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<html><body><img src="https://documents.example/a.png"></body></html>')
    browser.go(page.as_uri())
    assert any("documents.example" in problem for problem in browser.problems)
    browser.evaluate("console.error('wrong')")
    assert any(problem.startswith("console:") for problem in browser.problems)
    if not AXE.exists():
        pytest.skip(NO_AXE)
    assert any(problem.startswith("image-alt") for problem in check_with_axe(browser))
