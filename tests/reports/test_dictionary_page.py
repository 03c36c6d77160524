from __future__ import annotations

from pathlib import Path

from reports.dictionary_page import write_dictionary
from reports.questions import load_questions
from reports.ten_questions import TEN


def test_the_dictionary_is_written_without_any_data(tmp_path: Path) -> None:
    markdown, page = write_dictionary(tmp_path / "docs")
    questions = {question.view: question for question in load_questions()}
    assert {question.view for question in TEN} <= questions.keys()
    text, html = markdown.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
    for view, question in questions.items():
        assert f"### {view}\n\n{question.text}\n" in text
        assert f'id="{view}"' in html
    assert "A row of it says" not in text
    assert "text_sha256" in text
