"""XML of strangers: no entities, nothing fetched, nothing deeper or larger than a document is."""

from __future__ import annotations

from typing import Any

from data.errors import ParseFault


def parse_xml(content: bytes, name: str) -> Any:
    """The root element. Nothing outside the bytes is read, and no entity is replaced.

    Raises:
        ParseFault: not well formed, deeper than 256 elements, or it declares entities.
    """
    from lxml import etree  # noqa: PLC0415 — only a worker that meets XML needs it

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParseFault(f"{name} is broken XML: {error}", next_step="fetch it again") from error
    refuse_entities(root, name)
    return root


def refuse_entities(root: Any, name: str) -> None:
    """Refuse a tree whose file declares entities: a document has none, a bomb or a spy has.

    Raises:
        ParseFault: it does.
    """
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise ParseFault(
            f"{name} declares XML entities, which may hide a bomb or another file",
            next_step="check where the file comes from; save it anew without a DOCTYPE",
        )


def local_name(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
