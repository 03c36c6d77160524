"""What is wrong with a declaration, in words for the person who wrote it: line, key, next step."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

_QUOTE_IT = 'a word that YAML takes for yes or no: put it in quotation marks, such as "NO"'


def describe_problem(
    node: yaml.Node, model: type[BaseModel], location: Sequence[int | str], kind: str, said: str
) -> tuple[int, str]:
    """The line, and `key …: what is wrong`, of one of pydantic's errors.

    `location` is pydantic's; of alternatives told apart by a key it names the one taken, which the
    file does not have and the answer leaves out. `kind` and `said` are the error's type and text.
    """
    keys: list[str] = []
    line, value = node.start_mark.line + 1, node
    for number, part in enumerate(location):
        child = _child(value, part)
        if child is not None:
            line, value = child[0].start_mark.line + 1, child[1]
            keys.append(str(part))
        elif number == len(location) - 1 and kind == "missing":
            keys.append(str(part))
    if kind == "union_tag_invalid" and (child := _child(value, _tag_of(said))):
        line = child[0].start_mark.line + 1
    return line, f"key `{'.'.join(keys)}`: {_explain(model, location, kind, said, value)}"


def _explain(
    model: type[BaseModel], location: Sequence[int | str], kind: str, said: str, value: yaml.Node
) -> str:
    if kind == "extra_forbidden":
        return _explain_unknown(str(location[-1]), _fields_at(model, location[:-1]))
    if kind == "union_tag_not_found":
        return f"`{_tag_of(said)}` is missing in it; it says which kind this is"
    if kind == "string_type" and value.tag == "tag:yaml.org,2002:bool":
        return f"{said}; this is {_QUOTE_IT}"
    return said


def _explain_unknown(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    meant = f"did you mean `{near[0]}`? " if near else ""
    listed = f"known are {', '.join(known)}" if known else "leave it out"
    return f"unknown key: {meant}{listed}"


def _tag_of(said: str) -> str:
    """The key that tells alternatives apart, which pydantic's message has in quotation marks."""
    quoted = said.split("'")
    return quoted[1] if len(quoted) > 2 and "discriminator" in said else "adapter"


def _fields_at(model: type[BaseModel], location: Sequence[int | str]) -> list[str]:
    """The keys that may stand at this place; none where it is no place with keys of its own."""
    held = [model]
    for part in location:
        by_name = [one.model_fields[str(part)] for one in held if str(part) in one.model_fields]
        if by_name:
            held = [found for field in by_name for found in _models_in(field.annotation)]
            continue
        tagged = [one for one in held if part in _tags(one)]
        held = tagged or held
    return sorted({name for one in held for name in one.model_fields}) if len(held) == 1 else []


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _models_in(get_args(annotation)[0])
    elif origin in (Union, types.UnionType, tuple, list, dict):
        for argument in get_args(annotation):
            yield from _models_in(argument)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation


def _tags(model: type[BaseModel]) -> set[Any]:
    """The values of the model's literal fields: what tells it from its alternatives."""
    return {
        value
        for field in model.model_fields.values()
        if get_origin(field.annotation) is Literal
        for value in get_args(field.annotation)
    }


def _child(node: yaml.Node, part: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None
