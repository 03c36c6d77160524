"""Reads a YAML declaration strictly: a wrong one stops, naming file, line and key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from data.declaration_problem import describe_problem
from data.errors import DeclarationError


class Declaration(BaseModel):
    """What every declaration has in common: no unknown keys, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression that compiles."""

AnyDeclaration = TypeVar("AnyDeclaration", bound=BaseModel)


def load_declaration(path: Path, model: type[AnyDeclaration]) -> AnyDeclaration:
    """Read one file into its model.

    Raises:
        DeclarationError: not YAML, a key given twice, an unknown key, or a value that does not
            fit; the message has `file:line`, the key and what is expected.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same language, ten times faster
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=loader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DeclarationError(f"{path}:{line}: not readable as YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode):
        raise DeclarationError(f"{path}:1: expected keys and values, one `key: value` a line")
    _refuse_repeated_keys(path, node)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        problems = [
            describe_problem(node, model, problem["loc"], problem["type"], problem["msg"])
            for problem in error.errors()
        ]
        said = [f"{path}:{line}: {problem}" for line, problem in problems]
        raise DeclarationError("\n".join(said)) from error


def load_folder(folder: Path, model: type[AnyDeclaration]) -> dict[str, AnyDeclaration]:
    """Read every `*.yml` of a folder, by file name without ending, in order of that name."""
    return {path.stem: load_declaration(path, model) for path in sorted(folder.glob("*.yml"))}


def _refuse_repeated_keys(path: Path, node: yaml.Node) -> None:
    # PyYAML keeps the last of two equal keys in silence, which would drop cues unseen.
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise DeclarationError(f"{path}:{line}: key `{key.value}` is given twice")
            seen.add(key.value)
            _refuse_repeated_keys(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(path, item)
