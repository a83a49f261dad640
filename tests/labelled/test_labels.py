"""The labelled rows are well formed: a measurement on them means what it says."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCUMENTS = ("organization-2022", "health-2023", "education-2021", "agriculture-2022")
COLUMNS = (
    *("document", "project_code", "project_name", "row", "kind", "ordinal", "name", "name_printed"),
    *("description", "value", "basis", "grade", "flags", "comparator", "number", "unit"),
    *("reading", "reason", "split", "novel"),
)
PROJECT_COLUMNS = ("code", "name", "purpose", "goal_text", "budget_wanyuan")
GRADES = frozenset("ABCDEF")
KINDS = frozenset(
    {
        *("quantity", "quality", "timeliness", "cost", "economic", "social", "ecological"),
        *("sustainability", "beneficiary-satisfaction", "economic-cost", "social-cost", "ecological-cost"),
    }
)
FLAGS = frozenset(
    {
        *("shared-value", "form-default", "input-as-target", "value-description-conflict"),
        *("name-description-conflict", "unit-lost", "comparator-lost", "kind-misplaced", "implausible"),
        *("adverse-target", "metric-undefined", "misfit-candidate", "rebind-candidate"),
        *("unnamed-standard", "no-deadline", "self-referential-basis", "name-truncated"),
        *("ambiguous-parse", "universal-quantifier", "indefinite"),
    }
)
COMPARATORS = frozenset({"", "≥", "≤", "=", ">", "<", "-"})

Row = dict[str, str]


def read_table(path: Path) -> list[Row]:
    """The rows of a tab-separated file in which no cell is quoted."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def labelled_rows() -> list[Row]:
    """All labelled rows, document after document."""
    return [row for document in DOCUMENTS for row in read_table(HERE / f"{document}.tsv")]


def flags_of(row: Row) -> list[str]:
    """The row's flags in the order of the file."""
    return [flag for flag in row["flags"].split(";") if flag]


def by_project(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    """The rows of each project, in the order of the file."""
    projects: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        projects[row["document"], row["project_code"]].append(row)
    return projects


def value_class(row: Row) -> str:
    """What is left of a cell when the remark that all rows share is taken away; else the whole cell."""
    return row["reading"].rpartition("|")[0] if "shared-value" in flags_of(row) else row["value"]


def pattern(row: Row) -> tuple[str, str, str]:
    """What makes two rows the same case for a grader."""
    return row["name"], row["description"], value_class(row)


def test_every_table_of_the_folder_is_a_known_document_with_the_known_columns() -> None:
    assert {path.name for path in HERE.glob("*.tsv")} == {
        f"{document}{suffix}" for document in DOCUMENTS for suffix in (".tsv", ".projects.tsv")
    }
    for document in DOCUMENTS:
        heads = {
            name: (HERE / name).read_text(encoding="utf-8").split("\n", 1)[0].split("\t")
            for name in (f"{document}.tsv", f"{document}.projects.tsv")
        }
        assert heads == {
            f"{document}.tsv": list(COLUMNS),
            f"{document}.projects.tsv": list(PROJECT_COLUMNS),
        }


def test_there_are_at_least_600_rows_in_four_documents_of_at_least_90() -> None:
    rows = labelled_rows()
    counts = Counter(row["document"] for row in rows)
    assert len(rows) >= 600
    assert set(counts) == set(DOCUMENTS)
    assert min(counts.values()) >= 90
    assert counts["organization-2022"] == 277


def test_grades_flags_kinds_and_comparators_are_those_of_the_specification() -> None:
    for row in labelled_rows():
        assert row["grade"] in GRADES, row
        assert row["kind"] in KINDS, row
        assert row["comparator"] in COMPARATORS, row
        assert set(flags_of(row)) <= FLAGS, row
        assert flags_of(row) == sorted(set(flags_of(row))), row
        assert row["reason"], row


def test_every_flag_is_labelled_and_all_but_one_are_measured() -> None:
    rows = labelled_rows()
    measured = [row for row in rows if row["split"] == "test"]
    assert {row["grade"] for row in measured} == GRADES
    assert {flag for row in rows for flag in flags_of(row)} == FLAGS
    # Only one real project has a value cell that two readings would grade differently; it falls to train.
    assert {flag for row in measured for flag in flags_of(row)} == FLAGS - {"ambiguous-parse"}


def test_the_parts_of_the_reading_joined_give_the_value_cell() -> None:
    for row in labelled_rows():
        assert "|" not in row["value"], row
        assert row["reading"].replace("|", "") == row["value"], row


def test_rows_and_ordinals_count_through_each_project() -> None:
    for rows in by_project(labelled_rows()).values():
        assert [row["row"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
        seen: Counter[str] = Counter()
        for row in rows:
            seen[row["kind"]] += 1
            assert row["ordinal"] == str(seen[row["kind"]]), row


def test_every_third_project_of_a_document_is_test_and_the_others_train() -> None:
    place: Counter[str] = Counter()
    for (document, _), rows in by_project(labelled_rows()).items():
        place[document] += 1
        expected = "test" if place[document] % 3 == 0 else "train"
        assert {row["split"] for row in rows} == {expected}, rows[0]
    splits = Counter(row["split"] for row in labelled_rows())
    assert Decimal("0.30") < Decimal(splits["test"]) / splits.total() < Decimal("0.36")


def test_novel_marks_the_test_rows_whose_case_is_not_among_the_train_rows() -> None:
    rows = labelled_rows()
    known = {pattern(row) for row in rows if row["split"] == "train"}
    for row in rows:
        expected = "" if row["split"] == "train" else "no" if pattern(row) in known else "yes"
        assert row["novel"] == expected, row


def test_every_project_of_the_rows_has_its_fields() -> None:
    rows = by_project(labelled_rows())
    for document in DOCUMENTS:
        projects = read_table(HERE / f"{document}.projects.tsv")
        assert [project["code"] for project in projects] == [code for name, code in rows if name == document]
        for project in projects:
            assert all(project[column] for column in PROJECT_COLUMNS), project
            assert Decimal(project["budget_wanyuan"]) > 0
            names = {row["project_name"] for row in rows[document, project["code"]]}
            assert names == {project["name"]}


def test_an_empty_value_cell_is_always_f() -> None:
    assert {row["grade"] for row in labelled_rows() if not row["value"]} == {"F"}


def test_a_row_has_a_target_number_exactly_where_a_number_was_accepted_or_contradicts() -> None:
    for row in labelled_rows():
        contradicts = row["grade"] == "E" and "adverse-target" in flags_of(row)
        assert bool(row["number"]) == (row["grade"] in "AB" or contradicts), row


def test_nothing_is_a_where_comparator_unit_or_agreement_is_lost() -> None:
    lost = {"comparator-lost", "unit-lost", "value-description-conflict"}
    for row in labelled_rows():
        if row["grade"] == "A":
            assert not lost & set(flags_of(row)), row
            shared = "shared-value" in flags_of(row)
            assert not shared or any(sign.isdigit() for sign in row["description"]), row


def test_shared_value_and_form_default_are_facts_of_the_whole_project() -> None:
    for rows in by_project(labelled_rows()).values():
        filled = [row for row in rows if row["value"]]
        shared = len({row["value"] for row in filled}) == 1 and len(filled) > 1
        default = shared and filled[0]["reading"].split("|")[0] in {"1", "100"}
        for row in filled:
            assert ("shared-value" in flags_of(row)) == shared, row
            assert ("form-default" in flags_of(row)) == default, row


def test_equal_rows_have_equal_grades() -> None:
    grades = defaultdict(set)
    for row in labelled_rows():
        grades[row["document"], row["kind"], pattern(row)].add(row["grade"])
    assert all(len(found) == 1 for found in grades.values())
