"""PDFs that nobody should write, by hand: object by object."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_WORDS = b"BT /F 10 Tf 60 700 Td (The agency will share its data with all other agencies.) Tj ET"


def pdf_of(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1, the first of them the catalogue."""
    parts, places = [b"%PDF-1.7\n"], []
    size = len(parts[0])
    for number, content in enumerate(objects, start=1):
        places.append(size)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        size += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table))
    parts.append(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, size))
    return b"".join(parts)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), extra, content)


def _page(parent: int, contents: int, more: bytes = b"") -> bytes:
    return (
        b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
        b"/Resources<</Font<</F 3 0 R>>%s>>>>" % (parent, contents, more)
    )


def one_page(contents: bytes, catalogue: bytes = b"", resources: bytes = b"") -> bytes:
    """A PDF of one page; `contents` is its content stream as an object."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
            b"<</Type/Pages/Kids[5 0 R]/Count 1>>",
            _FONT,
            contents,
            _page(2, 4, resources),
        ]
    )


def many_pages(count: int) -> bytes:
    """So many pages with the same sentence on each."""
    kids = b" ".join(b"%d 0 R" % (5 + i) for i in range(count))
    head = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)]
    return pdf_of([*head, _FONT, stream(_WORDS), *[_page(2, 4)] * count])


def deep_tree(depth: int) -> bytes:
    """One page below so many branches."""
    branches = [
        b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (4 + i, 6 + i) for i in range(depth)
    ]
    top = b"<</Type/Pages/Kids[5 0 R]/Count 1>>"
    head = [b"<</Type/Catalog/Pages 2 0 R>>", top, _FONT, stream(_WORDS)]
    return pdf_of([*head, *branches, _page(4 + depth, 4)])


def looped_tree() -> bytes:
    """A tree of pages that is its own branch."""
    tree = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 100000>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", tree, _FONT])


def script_laden() -> bytes:
    """Scripts at every door, and one sentence."""
    script = b"<</S/JavaScript/JS(while\\(true\\){app.launchURL\\('http://127.0.0.1/'\\)})>>"
    doors = b"/OpenAction %s/AA<</WC %s/WP %s>>/Names<</JavaScript<</Names[(a)%s]>>>>" % (
        (script,) * 4
    )
    return one_page(stream(_WORDS), doors)


def self_drawing_form() -> bytes:
    """A page whose form draws itself, twice each time."""
    form = stream(
        b"/X Do /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
    )
    page = one_page(stream(_WORDS + b" /X Do"), resources=b"/XObject<</X 6 0 R>>")
    body = page[: page.index(b"xref\n")]
    return body + b"6 0 obj\n" + form + b"\nendobj\ntrailer\n<</Size 7/Root 1 0 R>>\n%%EOF"


def packed_contents(unpacked_bytes: int) -> bytes:
    """A page whose contents unpack to so many bytes of one sign drawn over and over."""
    sign = b"(a) Tj "
    packer = zlib.compressobj(9)
    packed = packer.compress(b"BT /F 10 Tf 60 700 Td ")
    block = sign * (1_000_000 // len(sign))
    for _ in range(unpacked_bytes // len(block)):
        packed += packer.compress(block)
    return one_page(stream(packed + packer.flush(), b"/Filter/FlateDecode"))


def deep_arrays(depth: int) -> bytes:
    """A page whose contents and whose catalogue hold arrays in arrays."""
    nest = b"[" * depth + b"]" * depth
    return one_page(stream(_WORDS + b" " + nest + b" TJ"), b"/Junk " + nest)
