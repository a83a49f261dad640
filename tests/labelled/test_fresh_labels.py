"""The fresh rows are as well formed as the others, and none of them repeats a row that rules were written with."""

from pathlib import Path

from tests.labelled.test_labels import (
    COLUMNS,
    COMPARATORS,
    FLAGS,
    GRADES,
    KINDS,
    PROJECT_COLUMNS,
    Row,
    by_project,
    flags_of,
    labelled_rows,
    read_table,
)

HERE = Path(__file__).resolve().parent / "fresh"
DOCUMENTS = ("relief-2023", "streets-2026", "transport-2024")


def fresh_rows() -> list[Row]:
    return [row for document in DOCUMENTS for row in read_table(HERE / f"{document}.tsv")]


def test_there_are_at_least_60_fresh_rows_in_three_documents() -> None:
    assert {path.stem for path in HERE.glob("*.tsv")} == {
        name for document in DOCUMENTS for name in (document, f"{document}.projects")
    }
    assert len(fresh_rows()) >= 60
    assert {row["split"] for row in fresh_rows()} == {"fresh"}


def test_the_words_of_the_labels_are_those_of_the_specification() -> None:
    for row in fresh_rows():
        assert tuple(row) == COLUMNS
        assert row["grade"] in GRADES
        assert row["kind"] in KINDS
        assert row["comparator"] in COMPARATORS
        assert set(flags_of(row)) <= FLAGS
        assert row["reading"].replace("|", "") == row["value"], row
        assert bool(row["number"]) == (row["grade"] in "AB"), row
        assert row["reason"]


def test_every_project_of_the_fresh_rows_has_its_fields() -> None:
    codes = [code for _, code in by_project(fresh_rows())]
    known = [project for document in DOCUMENTS for project in read_table(HERE / f"{document}.projects.tsv")]
    assert [project["code"] for project in known] == codes
    assert all(project[column] for project in known for column in PROJECT_COLUMNS)


def test_hardly_a_fresh_row_has_a_twin_among_the_rows_that_wrote_the_rules() -> None:
    def words(row: Row) -> tuple[str, str, str]:
        return row["name"], row["description"], row["value"]

    train = {words(row) for row in labelled_rows() if row["split"] == "train"}
    assert sum(words(row) in train for row in fresh_rows()) <= 2
