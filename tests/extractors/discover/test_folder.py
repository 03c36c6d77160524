from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import CollectFault, UsageError
from data.source import Source
from extractors.discover.door import Found
from extractors.discover.folder import FolderDocument, find_documents, find_files
from tests.sites.asking import SiteAsk

HEADER = "path\ttitle\tpublisher/country\tkind\tyear\tlanguage\tsource_repository\tlicence\tnote\n"


def list_folder(folder: Path, *rows: str) -> list[FolderDocument | CollectFault]:
    (folder / "MANIFEST.tsv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return list(find_files(folder))


def test_a_row_says_what_a_document_is(tmp_path: Path) -> None:
    (found,) = list_folder(
        tmp_path,
        'norway/letter.txt\tLetter "A"\tnorway\tmandate_letter\t2021\tnb\tgithub:a/b:c/d.txt\tCC0\t'
        "EXCERPTS: parts of it; body: ETATEN",
    )
    assert isinstance(found, FolderDocument)
    ref = found.ref
    assert found.path == tmp_path / "norway" / "letter.txt"
    assert (ref.title, ref.country, ref.year, ref.language) == ('Letter "A"', "NO", 2021, "nb")
    assert (ref.publisher, ref.is_excerpt) == ("ETATEN", True)
    assert ref.url == "https://github.com/a/b/blob/HEAD/c/d.txt"


def test_the_publishers_own_address_comes_first(tmp_path: Path) -> None:
    note = "page text; URL https://tides.example/a/"
    (found,) = list_folder(tmp_path, f"uk/a.md\tA\tuk\treport\t2020\ten\tgithub:a/b:c\tOGL\t{note}")
    assert isinstance(found, FolderDocument)
    assert found.ref.url == "https://tides.example/a/"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("uk/a.md\tA\tuk\tleaflet\t2020\ten\t\t\t", "kind 'leaflet'"),
        ("uk/a.md\tA\tuk\treport\tsoon\ten\t\t\t", "year 'soon'"),
        ("../a.md\tA\tuk\treport\t2020\ten\t\t\t", "not below the folder"),
        ("atlantis/a.md\tA\tatlantis\treport\t2020\ten\t\t\t", "atlantis"),
    ],
)
def test_a_bad_row_is_a_fault_and_the_others_go_on(tmp_path: Path, row: str, words: str) -> None:
    good = "uk/b.md\tB\tuk\treport\t2020\ten\t\t\t"
    fault, found = list_folder(tmp_path, row, good)
    assert isinstance(fault, CollectFault)
    assert "MANIFEST.tsv:2" in fault.reason
    assert words in fault.reason
    assert isinstance(found, FolderDocument)


def test_without_a_manifest_folders_tell_country_and_kind(tmp_path: Path) -> None:
    for name in ("norway/mandate_letter/a.txt", "elsewhere/b.md", "c.docx", "notes.log"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    found = [item for item in find_files(tmp_path) if isinstance(item, FolderDocument)]
    assert [(one.ref.url, one.ref.country, one.ref.kind) for one in found] == [
        ("c.docx", "ZZ", "other"),
        ("elsewhere/b.md", "ZZ", "other"),
        ("norway/mandate_letter/a.txt", "NO", "mandate_letter"),
    ]
    assert {(one.ref.title, one.ref.year, one.ref.language) for one in found} == {
        (None, None, None)
    }


def test_a_folder_that_is_not_there_is_bad_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        list(find_files(tmp_path / "none"))


def test_a_manifest_without_paths_is_bad_usage(tmp_path: Path) -> None:
    (tmp_path / "MANIFEST.tsv").write_text("title\tyear\n")
    with pytest.raises(UsageError, match="no column `path`"):
        list(find_files(tmp_path))


def test_the_real_corpus_is_listed_whole(shared: Path) -> None:
    found = list(find_files(shared / "corpus"))
    assert len(found) == 252
    assert not [item for item in found if isinstance(item, CollectFault)]


def declared(path: Path) -> Source:
    return Source.model_validate(
        {
            "title": "Files",
            "publisher": "Ministry of Tides",
            "country": "XN",
            "kind": "report",
            "language": "en",
            "licence": "CC0",
            "door": {"adapter": "folder", "path": str(path)},
            "bounds": {"least": 1, "most": 9, "reason": "made up for a test"},
            "verified": True,
        }
    )


def find_declared(path: Path) -> list[Found | CollectFault]:
    return list(find_documents("files", declared(path), SiteAsk({})))


def test_a_declared_folder_needs_no_manifest(tmp_path: Path) -> None:
    for name in ("b/2021.pdf", "a.md", "notes.log"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    first, second = find_declared(tmp_path)
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert (first.file, second.file) == (tmp_path / "a.md", tmp_path / "b" / "2021.pdf")
    assert first.addresses == ()
    ref = second.ref
    assert (ref.key, ref.source_id, ref.country, ref.kind) == (
        "b/2021.pdf",
        "files",
        "XN",
        "report",
    )
    assert (ref.publisher, ref.licence) == ("Ministry of Tides", "CC0")


def test_a_manifest_goes_before_the_declaration(tmp_path: Path) -> None:
    list_folder(
        tmp_path,
        "a.md\tA\tuk\tmandate_letter\t2020\ten\t\tOGL\t",
        "b.md\tB\t\t\t\t\t\t\t",
        "b.md\tB again\t\t\t\t\t\t\t",
        "../c.md\tC\t\t\t\t\t\t\t",
    )
    first, second, *faults = find_declared(tmp_path)
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    told = [(ref.country, ref.kind, ref.licence) for ref in (first.ref, second.ref)]
    assert told == [("GB", "mandate_letter", "OGL"), ("XN", "report", "CC0")]
    reasons = [fault.reason for fault in faults if isinstance(fault, CollectFault)]
    assert "b.md is listed twice" in reasons[0]
    assert "not below the folder" in reasons[1]
    assert len(reasons) == len(faults) == 2


def test_a_declared_folder_may_move_and_start_at_the_runs_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.md").write_text("x")
    (before,) = find_declared(tmp_path / "one")
    (tmp_path / "one").rename(tmp_path / "two")
    monkeypatch.chdir(tmp_path)
    (after,) = find_declared(Path("two"))
    assert isinstance(before, Found)
    assert isinstance(after, Found)
    assert before.ref == after.ref
    assert after.file == tmp_path / "two" / "a.md"


def test_a_declared_folder_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CollectFault, match="is not a folder") as caught:
        find_declared(tmp_path / "none")
    assert "files.yml" in caught.value.next_step
    (tmp_path / "MANIFEST.tsv").write_text("title\tyear\n")
    with pytest.raises(CollectFault, match="no column `path`"):
        find_declared(tmp_path)
