"""Reads a YAML file that a person wrote, within bounds: nothing in it can wear down the machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from data.errors import DeclarationError

MAX_BYTES = 2_000_000
"""Of one file; the longest of ours has 38,000."""

MAX_NODES = 50_000
"""Keys, values and lists of one file, those behind aliases counted each time."""

MAX_DEPTH = 30
"""Levels of keys within keys. YAML's own reader, in C, dies of some ten thousand."""

_LONGEST_NUMBER = 100
"""Characters of what is no text: 1:00:00… takes long to work out."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same language, ten times faster
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file says, and the nodes of it, which know their lines."""

    node: yaml.MappingNode
    content: dict[str, Any]


def read_yaml(path: Path) -> YamlFile:
    """Read one file of keys and values.

    Anchors may be used; an alias to what has aliases in it is refused, as that is how small files
    grow without end.

    Raises:
        DeclarationError: no such file, not UTF-8, not YAML, too much of it, a tag, a key given
            twice, or a value that is none, such as the 30th of February; says `file:line`.
    """
    text = _read_text(path)
    try:
        weighing = _Weighing(path)
        for event in yaml.parse(text, Loader=_LOADER):  # piece by piece, before anything is built
            weighing.add(event)
        loader = _LOADER(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            _refuse(path, 1, "expected keys and values, one `key: value` a line")
        for scalar in _walk(path, node):
            _check_value(path, scalar, loader)
        return YamlFile(node, loader.construct_document(node))
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1  # of a character it forbids
        line = max(line, _line(getattr(error, "problem_mark", None)))
        raise DeclarationError(f"{path}:{line}: not readable as YAML: {error}") from error


def _refuse(path: Path, line: int, said: str) -> NoReturn:
    raise DeclarationError(f"{path}:{line}: {said}")


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _read_text(path: Path) -> str:
    try:
        if not path.is_file():
            _refuse(path, 1, "there is no such file")
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise DeclarationError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        _refuse(path, 1, f"more than {MAX_BYTES} bytes: no declaration is that long")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        said = f"{path}:{line}: not readable as YAML: byte 0x{content[error.start]:02x} is not"
        raise DeclarationError(f"{said} UTF-8: save the file as UTF-8") from error


@dataclass(slots=True)
class _Weighing:
    """How much a file holds as far as it has been read, and how deep."""

    path: Path
    node_count: int = 0
    last_alias: int = 0
    weights: dict[str, int] = field(default_factory=dict)
    """The nodes that each anchor names, itself included; anchors above an alias are left out."""
    held: list[tuple[str | None, int]] = field(default_factory=list)
    """The open levels: the anchor of each, and the count before it."""

    def add(self, event: Any) -> None:
        """Take the next piece, or refuse the file."""
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.weights:
                said = (
                    f"alias `*{event.anchor:.40}` must name what stands above it and has no alias"
                )
                _refuse(self.path, line, said)
            self.node_count += self.weights[event.anchor]
            self.last_alias = self.node_count
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.tag:
                _refuse(self.path, line, f"tag `{event.tag:.40}`: write the value without it")
            self._add_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = self.held.pop()
            if anchor and self.last_alias <= before:
                self.weights[anchor] = self.node_count - before
        if len(self.held) > MAX_DEPTH:
            _refuse(self.path, line, f"more than {MAX_DEPTH} levels of keys and lists")
        if self.node_count > MAX_NODES:
            _refuse(self.path, line, f"more than {MAX_NODES} keys and values: split the file")

    def _add_node(self, event: Any) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self.held.append((event.anchor, self.node_count))
        elif event.anchor:
            self.weights[event.anchor] = 1
        self.node_count += 1


def _walk(path: Path, node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Every scalar, keys too, refusing keys that are given twice or are no words."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _walk(path, item)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = _line(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                _refuse(path, line, "a list or keys stand where one key is expected")
            # PyYAML keeps the last of two equal keys in silence, which would drop cues unseen.
            if key.value in seen:
                _refuse(path, line, f"key `{key.value:.80}` is given twice")
            seen.add(key.value)
            yield key
            yield from _walk(path, value)


def _check_value(path: Path, node: yaml.ScalarNode, loader: Any) -> None:
    """See that a value that is no text can be made: a date that is in no calendar cannot."""
    if node.tag == _TEXT or node.value == "<<":
        return
    line = _line(node.start_mark)
    kind = node.tag.rpartition(":")[2]
    said = f"value `{node.value:.40}` is taken for {kind} and is none; if it is text, put it"
    if len(node.value) > _LONGEST_NUMBER:
        _refuse(path, line, f"{said} in quotation marks")
    try:
        loader.construct_object(node)
    except (ValueError, ArithmeticError, yaml.YAMLError) as error:
        raise DeclarationError(f"{path}:{line}: {said} in quotation marks: {error}") from error
