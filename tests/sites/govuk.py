"""A local GOV.UK: search and content APIs and a host of files, for an invented country's papers."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.sites.server import NO_ROBOTS, NOT_THERE, Asked, Reply

SITE, FILES, ELSEWHERE = (
    "www.gov.uk",
    "assets.publishing.service.gov.uk",
    "reports.nordavia.example",
)
HOSTS = (SITE, FILES, ELSEWHERE)

_KNOWN_PARAMETERS = {"q", "count", "start", "order", "fields"}
_KNOWN_FILTERS = {"content_store_document_type", "organisations", "public_timestamp"}
_GOVERNMENT = "2014 to 2019 Harbour coalition government"

Json = dict[str, object]


def content_id(name: str) -> str:
    """The site's key of an item, the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://www.gov.uk{name}"))


def make_pdf(text: str) -> bytes:
    """A PDF of one page with one line."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%b endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, len(out))
    )


def make_item(
    path: str,
    title: str,
    *,
    schema: str = "publication",
    document_type: str = "policy_paper",
    on: str = "2019-03-04",
    locale: str = "en",
    body: str | None = None,
    links: Mapping[str, object] | None = None,
    withdrawn: Json | None = None,
    key: str | None = None,
    **details: object,
) -> Json:
    """A content item as the API answers it."""
    return {
        "base_path": path,
        "content_id": key or content_id(path),
        "title": title,
        "locale": locale,
        "schema_name": schema,
        "document_type": document_type,
        "first_published_at": f"{on}T09:30:00.000+00:00",
        "public_updated_at": f"{on}T09:30:00.000+00:00",
        "withdrawn_notice": withdrawn or {},
        "details": {
            "body": f'<div class="govspeak"><p>{body or f"About: {title}."}</p></div>',
            "change_history": [{"public_timestamp": f"{on}T09:30:00Z", "note": "First published."}],
            "political": True,
            "government": {"title": _GOVERNMENT, "slug": "harbour", "current": False},
            **details,
        },
        "links": {
            "primary_publishing_organisation": [{"title": "Ministry of Tides"}],
            "organisations": [{"title": "Ministry of Tides"}, {"title": "Office of Ferries"}],
            **(links or {}),
        },
    }


def link_to(item: Json) -> Json:
    """The item as another item's links show it."""
    names = ("base_path", "content_id", "title", "locale", "schema_name", "document_type")
    return {name: item[name] for name in names}


def file_attachment(name: str, title: str, **more: object) -> Json:
    """An attached PDF."""
    return {
        "attachment_type": "file",
        "id": name,
        "filename": name,
        "title": title,
        "url": f"https://{FILES}/media/{name.partition('.')[0]}/{name}",
        "content_type": "application/pdf",
        "command_paper_number": "",
        "isbn": "",
        "unique_reference": "",
        "accessible": False,
        **more,
    }


def _publications() -> list[Json]:
    root = "/government/publications"
    plan = f"{root}/tidal-data-plan"
    page = make_item(
        f"{plan}/tidal-data-plan", "Tidal data plan", schema="html_publication",
        document_type="html_publication",
        body="We will share tide tables <em>&amp;</em> ferry data by 2021.",
    )  # fmt: skip
    old_page = make_item(
        f"{root}/old-ferry-paper/annex", "Ferry annex", schema="html_publication",
        document_type="html_publication", on="2012-05-06",
    )  # fmt: skip
    sea = f"{root}/sea-register"
    welsh = make_item(f"{sea}.cy", "Cofrestr y môr", locale="cy", key=content_id(sea))
    english = make_item(
        sea, "Sea register", attachments=[file_attachment("sea-register.pdf", "Sea register data")],
        links={"available_translations": [link_to(welsh)]},
    )  # fmt: skip
    english["links"]["available_translations"].insert(0, link_to(english))  # type: ignore[index]
    welsh["details"]["attachments"] = [  # type: ignore[index]
        file_attachment("sea-register.pdf", "Sea register data"),
        file_attachment("cofrestr.pdf", "Cofrestr y môr", locale="cy"),
    ]
    return [
        page, old_page, english, welsh,
        make_item(
            plan, "Tidal data plan", on="2019-11-20",
            attachments=[
                {"attachment_type": "html", "title": "Tidal data plan (accessible version)",
                 "url": f"{plan}/tidal-data-plan", "unique_reference": "NT 7"},
                file_attachment(
                    "tidal-data-plan.pdf", "Tidal data plan", command_paper_number="Cm 12",
                    isbn="978-0-00-000000-2",
                ),
                file_attachment("tidal-annex.pdf", "Tidal data plan: annex A"),
            ],
            links={"children": [link_to(page)]},
        ),
        make_item(
            f"{root}/old-ferry-paper", "Ferries and computers", on="2012-05-06",
            documents=[
                '<section class="attachment"><a aria-hidden="true" class="thumbnail" '
                'href="/government/uploads/system/uploads/attachment_data/file/7/ferries.pdf">'
                '</a><h2 class="title"><a href="/government/uploads/system/uploads/attachment_data'
                '/file/7/ferries.pdf">Ferries and computers</a></h2></section>',
                f'<section><a href="{root}/old-ferry-paper/annex">Ferry annex</a></section>',
            ],
            links={"children": [link_to(old_page)]},
        ),
        make_item(
            f"{root}/elsewhere", "Papers kept elsewhere",
            attachments=[
                {"attachment_type": "external", "title": "Harbour sensors report",
                 "url": f"https://{ELSEWHERE}/papers/harbour-sensors.pdf"},
                {"attachment_type": "external", "title": "Lighthouse report",
                 "url": "https://lighthouse.example/report.pdf"},
            ],
        ),
        make_item(
            f"{root}/buoy-strategy", "Buoy strategy", on="2010-02-03",
            attachments=[file_attachment("buoys.pdf", "Buoy strategy")],
            withdrawn={"explanation": "<p>Replaced by the <b>tidal data plan</b>.</p>",
                       "withdrawn_at": "2019-11-21T10:00:00Z"},
        ),
        make_item(
            "/guidance/sharing-tide-tables", "Sharing tide tables", schema="detailed_guide",
            document_type="detailed_guide", body="Ask before you share a tide table.",
        ),
    ]  # fmt: skip


def _collections() -> list[Json]:
    inner, outer = "/government/collections/sea-papers", "/government/collections/harbour-papers"
    guide = make_item(
        "/ferry-guide", "Ferry guide", schema="guide", document_type="guide",
        parts=[{"title": "Before", "body": "<p>Look at the timetable.</p>"},
               {"title": "On board", "body": "<p>Stand back from the rail.</p>"}],
    )  # fmt: skip
    del guide["details"]["body"]  # type: ignore[attr-defined]
    record = make_item(
        "/algorithmic-transparency-records/tide-model",
        "Tide model",
        schema="specialist_document",
        document_type="algorithmic_transparency_record",
    )
    sea = make_item("/government/publications/sea-register", "Sea register")
    first = make_item(inner, "Sea papers", schema="document_collection",
                      document_type="document_collection")  # fmt: skip
    second = make_item(
        outer, "Harbour papers", schema="document_collection", document_type="document_collection",
        collection_groups=[{"title": "All", "documents": [content_id("/ferry-guide"),
                                                          content_id("/unpublished")]}],
        links={"documents": [link_to(guide), link_to(first), link_to(record)]},
    )  # fmt: skip
    first["links"]["documents"] = [link_to(sea), link_to(second)]  # type: ignore[index]
    return [guide, record, first, second]


def _moved() -> list[Json]:
    return [
        {"base_path": "/government/publications/moved", "content_id": content_id("/moved"),
         "schema_name": "redirect", "document_type": "redirect",
         "redirects": [{"path": "/government/publications/moved", "type": "exact",
                        "destination": "/government/publications/tidal-data-plan"}]},
        {"base_path": "/government/publications/gone", "content_id": content_id("/gone"),
         "schema_name": "gone", "document_type": "gone",
         "details": {"explanation": "<p>Published in error.</p>", "alternative_path": ""}},
    ]  # fmt: skip


@dataclass
class GovukSite:
    """The publisher: what it holds may be changed between requests.

    `search_results` are the paths that any search finds, newest first. `on_search` is called
    before each answer of the search, so that rows can shift between pages.
    """

    items: dict[str, Json] = field(
        default_factory=lambda: {
            str(item["base_path"]): item for item in (*_publications(), *_collections(), *_moved())
        }
    )
    search_results: list[str] = field(
        default_factory=lambda: [
            "/government/publications/tidal-data-plan",
            "/government/publications/sea-register",
            "/guidance/sharing-tide-tables",
            "/government/publications/elsewhere",
            "/government/publications/old-ferry-paper",
            "/government/publications/buoy-strategy",
        ]
    )
    on_search: Callable[[GovukSite, int], None] | None = None

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/robots.txt":
            return NO_ROBOTS
        if asked.path == "/api/search.json":
            return self._search(asked)
        if asked.path.startswith("/api/content/"):
            item = self.items.get(asked.path.removeprefix("/api/content"))
            return _json(item) if item else NOT_THERE
        if asked.path.endswith(".pdf"):
            return Reply(make_pdf(asked.path), media_type="application/pdf")
        return NOT_THERE

    def _search(self, asked: Asked) -> Reply:
        query = parse_qs(urlsplit(asked.target).query)
        for name in query:
            kind, _, rest = name.partition("_")
            is_filter = kind in ("filter", "reject") and rest in _KNOWN_FILTERS
            if name not in _KNOWN_PARAMETERS and not is_filter:
                return _json({"error": f"Unexpected parameters: {name}"}, 422)
        start, count = int(query.get("start", ["0"])[0]), int(query.get("count", ["10"])[0])
        if count > 1500:
            return _json({"error": "Maximum result set size is 1500"}, 422)
        if self.on_search:
            self.on_search(self, start)
        rows = [
            {"link": path, "title": self.items[path]["title"], "_id": path, "index": "govuk",
             "content_store_document_type": self.items[path]["document_type"]}
            for path in self.search_results[start : start + count]
        ]  # fmt: skip
        return _json({"results": rows, "total": len(self.search_results), "start": start})


def _json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status, "application/json; charset=utf-8")
