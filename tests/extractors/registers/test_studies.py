from __future__ import annotations

from data.study import LITERATURE, Study
from extractors.registers.studies import studied_counts, studied_deployments

STUDY = Study.model_validate(
    {
        "citation": "A study of sorting letters by machine (2024). Journal of Posts.",
        "url": "https://studies.example/1",
        "published_on": "2024",
        "systems": {
            "sorter": {
                "name": "Letter sorter",
                "organisation": "Post Office",
                "country": "XN",
                "status": "production",
                "status_raw": "in use",
                "stated_on": "2023-05",
            }
        },
        "counts": {
            "post-office": {
                "organisation": "Post Office",
                "country": "XN",
                "technology": "machine learning",
                "status": "production",
                "system_count": 7,
                "stated_on": "2023-05",
            }
        },
    }
)


def test_a_named_system_is_a_row_of_no_country_with_its_bodys_country() -> None:
    (found,) = studied_deployments({"letters-2024": STUDY})
    assert (found.register_id, found.country, found.body_country) == (LITERATURE, "INT", "XN")
    assert (found.status, found.status_basis, found.year, found.year_basis) == (
        "production", "literature", 2023, "record",
    )  # fmt: skip
    assert "Journal of Posts" in found.row_json


def test_a_count_is_a_statement_and_not_seven_rows() -> None:
    assert len(studied_deployments({"letters-2024": STUDY})) == 1
    (count,) = studied_counts({"letters-2024": STUDY})
    assert (count.organisation, count.status, count.system_count) == (
        "Post Office",
        "production",
        7,
    )
    assert count.citation == STUDY.citation
