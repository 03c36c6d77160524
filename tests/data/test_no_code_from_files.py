"""Nothing that is read is run: no pickle, no shell, no evaluation, no YAML that makes objects."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import PROJECT
from tests.data.test_sql_parameters import files

MODULES = {"pickle", "cPickle", "cloudpickle", "dill", "marshal", "shelve", "joblib", "jsonpickle"}
NAMES = {"eval", "exec", "compile", "__import__"}
ATTRIBUTES = {
    "os": {"system", "popen"},
    "subprocess": {"getoutput", "getstatusoutput"},
    "yaml": {"unsafe_load", "full_load", "load_all", "UnsafeLoader", "FullLoader", "Loader"},
    "pd": {"read_pickle"},
}
ALLOWED = {
    "extractors/language.py": {"runpy"},  # a list of stop words, of a library that is installed
}


def forbidden(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of each thing that could run what it reads."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            for name in [module] if module else [alias.name for alias in node.names]:
                if name.split(".")[0] in MODULES | {"runpy"}:
                    yield node.lineno, name
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in ATTRIBUTES.get(node.value.id, ()):
                yield node.lineno, f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.Call):
            yield from _forbidden_call(node)


def _forbidden_call(node: ast.Call) -> Iterator[tuple[int, str]]:
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
    called = ast.unparse(node.func)
    if called in NAMES:
        yield node.lineno, called
    if given.get("shell", "False") != "False":
        yield node.lineno, f"{called}(shell=…)"
    if called == "np.load" and given.get("allow_pickle") != "False":
        yield node.lineno, "np.load without allow_pickle=False"
    if called == "yaml.load" and "Loader" not in given:
        yield node.lineno, "yaml.load without Loader"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pickle", ["pickle"]),
        ("from joblib import load", ["joblib"]),
        ("x = eval('1')", ["eval"]),
        ("os.system('ls')", ["os.system"]),
        ("subprocess.run('ls', shell=True)", ["subprocess.run(shell=…)"]),
        ("np.load(f)", ["np.load without allow_pickle=False"]),
        ("yaml.load(f)", ["yaml.load without Loader"]),
        ("yaml.load(f, Loader=yaml.FullLoader)", ["yaml.FullLoader"]),
        ("np.load(f, allow_pickle=False)\nsubprocess.run(['ls'])\nre.compile('a')", []),
    ],
)
def test_what_runs_files_is_found(source: str, found: list[str]) -> None:
    assert [name for _, name in forbidden(ast.parse(source))] == found


def test_nothing_runs_what_it_reads() -> None:
    wrong = [
        f"{place}:{line}: {name}"
        for file in files()
        for place in [file.relative_to(PROJECT).as_posix()]
        for line, name in forbidden(ast.parse(file.read_text(encoding="utf-8")))
        if name not in ALLOWED.get(place, ())
    ]
    assert wrong == []
