"""Reads a YAML declaration strictly: a wrong one stops, naming file, line and key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from data.declaration_problem import describe_problem
from data.errors import DeclarationError
from data.yaml_file import read_yaml


class Declaration(BaseModel):
    """What every declaration has in common: no unknown keys, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression that compiles."""

_SHOWN = 20
"""Problems told of at once: who has more begins at the first."""

_LONGEST_MESSAGE = 1000

AnyDeclaration = TypeVar("AnyDeclaration", bound=BaseModel)


def load_declaration(path: Path, model: type[AnyDeclaration]) -> AnyDeclaration:
    """Read one file into its model.

    Raises:
        DeclarationError: not readable (see `read_yaml`), an unknown key, or a value that does not
            fit; the message has `file:line`, the key and what is expected.
    """
    file = read_yaml(path)
    try:
        return model.model_validate(file.content)
    except ValidationError as error:
        problems = error.errors()
        said = [_say(path, file.node, model, problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            said.append(f"{path}: and {len(problems) - _SHOWN} more")
        raise DeclarationError("\n".join(said)) from error


def _say(path: Path, node: yaml.Node, model: type[BaseModel], problem: Mapping[str, Any]) -> str:
    line, said = describe_problem(node, model, problem["loc"], problem["type"], problem["msg"])
    return f"{path}:{line}: {said[:_LONGEST_MESSAGE]}"


def load_folder(folder: Path, model: type[AnyDeclaration]) -> dict[str, AnyDeclaration]:
    """Read every `*.yml` of a folder, by file name without ending, in order of that name."""
    return {path.stem: load_declaration(path, model) for path in sorted(folder.glob("*.yml"))}
