"""Small DOCX and EPUB files made from their XML, so that each test shows what it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx

W_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"


def zip_of(members: Mapping[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx_of(body: str, parts: Mapping[str, str] | None = None, before: str = "") -> bytes:
    """A DOCX with this body; `parts` are footnotes, endnotes, header1 and the like by name.

    `before` stands between the XML declaration and the document.
    """
    plain = io.BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = (
        f'<?xml version="1.0"?>{before}<w:document {W_NAMES}><w:body>{body}</w:body></w:document>'
    ).encode()
    for name, content in (parts or {}).items():
        kind = name.rstrip("0123456789")
        members[f"word/{name}.xml"] = content.encode()
        types, relations = members["[Content_Types].xml"], members["word/_rels/document.xml.rels"]
        members["[Content_Types].xml"] = types.replace(
            b"</Types>",
            f'<Override PartName="/word/{name}.xml" ContentType="{_NOTES_TYPE.format(kind)}"/>'
            "</Types>".encode(),
        )
        members["word/_rels/document.xml.rels"] = relations.replace(
            b"</Relationships>",
            f'<Relationship Id="r{name}" Type="{_RELATION.format(kind)}" Target="{name}.xml"/>'
            "</Relationships>".encode(),
        )
    return zip_of(members)


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def epub_of(chapters: Mapping[str, str], more: Mapping[str, bytes | str] | None = None) -> bytes:
    """An EPUB with these XHTML files in the order of its spine, which is not that of its names."""
    items = "".join(
        f'<item id="c{i}" href="{name}" media-type="application/xhtml+xml"'
        f' properties="{"nav" if name == "nav.xhtml" else ""}"/>'
        for i, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>En plan for data'
        f"</dc:title></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        '<rootfiles><rootfile full-path="OPS/package.opf"/></rootfiles></container>'
    )
    files = {f"OPS/{name}": text for name, text in sorted(chapters.items(), reverse=True)}
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/package.opf": package,
            **files,
            **(more or {}),
        }
    )
