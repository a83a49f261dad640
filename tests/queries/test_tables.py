"""The tables hold the document's own words, cell by cell, in a fixed order."""

import csv
from pathlib import Path

import pytest

from queries.errors import TableWriteError
from queries.table_rows import COLUMNS
from queries.tables import write_tables
from tests.queries.graphs import plans_store

NAMES = ("documents", "goals", "projects", "indicators", "funds", "links", "findings")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    write_tables(plans_store(), made)
    return made


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_one_file_for_each_table(tmp_path: Path) -> None:
    paths = write_tables(plans_store(), tmp_path / "deep" / "tables")
    assert [path.name for path in paths] == [f"{name}.csv" for name in NAMES]
    assert all(path.is_file() for path in paths)


def test_files_are_plain_utf8_with_the_line_ends_of_rfc_4180(folder: Path) -> None:
    data = (folder / "goals.csv").read_bytes()
    assert data.startswith(b"document,number,name,objectives,")
    assert data.count(b"\r\n") == data.count(b"\n") == 4


def test_every_row_has_every_column(folder: Path) -> None:
    for name, columns in COLUMNS.items():
        for row in read(folder, name):
            assert tuple(row) == columns
            assert None not in row.values()


def test_an_indicator_row_says_all_that_was_asked_for(folder: Path) -> None:
    row = read(folder, "indicators")[0]
    assert row == {
        "document": "1-2022-goals",
        "project_code": "A",
        "project_name": "村路建设",
        "row": "1",
        "kind1": "产出指标",
        "kind2": "数量指标",
        "name": "新修村路长度（公里）",
        "name_printed": "新修村路长度（公里）",
        "description": "新修村路不低于3公里",
        "value_text": "≥3公里，年底前",
        "comparator": "≥",
        "comparator_text": "≥",
        "number": "3",
        "number_end": "",
        "number_text": "3",
        "unit": "公里",
        "remark": "，年底前",
        "target_comparator": "≥",
        "target_number": "3",
        "target_unit": "公里",
        "basis": "年度计划",
        "grade": "A",
        "flags": "",
        "rules": "G-1;G-2",
        "verifiable": "false",
        "source_file": "one.txt",
        "source_table": "2",
        "source_row": "2",
        "source_column": "3",
        "source_start": "200",
        "source_end": "240",
        "period": "annual",
        "weight": "",
        "score": "",
        "actual": "",
        "actual_number": "",
        "baseline": "",
        "baseline_number": "",
    }


def test_the_parts_of_a_value_join_to_its_text(folder: Path) -> None:
    for row in read(folder, "indicators"):
        if row["number_text"]:
            parts = (row["comparator_text"], row["number_text"], row["unit"], row["remark"])
            assert "".join(parts) == row["value_text"]


def test_words_are_not_changed_by_what_they_begin_with(folder: Path) -> None:
    row = read(folder, "indicators")[1]
    assert row["value_text"] == "=1+1"
    assert row["description"] == '困难群众基本生活救助保障制度完善, "按月"'
    assert (row["name"], row["name_printed"]) == (
        "困难群众基本生活救助保障制度",
        "困难群众基本生活救助保障制",
    )
    assert row["flags"] == "name-truncated;shared-value"


def test_a_row_of_no_known_kind_keeps_its_printed_levels(folder: Path) -> None:
    row = read(folder, "indicators")[2]
    assert (row["kind1"], row["kind2"], row["project_code"]) == ("产出指标", "别的", "B")


def test_goals_have_their_level_on_each_basis(folder: Path) -> None:
    goals = read(folder, "goals")
    assert [(goal["document"], goal["number"]) for goal in goals] == [
        ("1-2022-goals", "1"),
        ("1-2022-goals", "2"),
        ("2-2022-goals", "1"),
    ]
    assert goals[0]["objectives"] == "2"
    assert (goals[0]["level_accepted"], goals[0]["projects_accepted"], goals[0]["yuan_accepted"]) == (
        *("G3", "1", "500000"),
    )
    assert (goals[0]["level_stated"], goals[0]["level_proposed"]) == ("", "")


def test_projects_have_money_grades_and_the_goals_they_serve(folder: Path) -> None:
    a, b, c, _ = read(folder, "projects")
    assert (a["yuan"], a["fiscal_yuan"], a["other_yuan"]) == ("500000", "300000", "200000")
    assert (a["heading"], a["purpose"]) == ("1.村路建设绩效目标表", "用于新修村路3公里。")
    assert (a["grade_a"], a["grade_e"], a["measurable"]) == ("1", "1", "1")
    assert (a["goals_stated"], a["goals_accepted"]) == ("", "1")
    assert (b["goals_stated"], b["goals_accepted"], b["goals_proposed"]) == ("1", "1", "1;2")
    assert (c["yuan"], c["goals_proposed"]) == ("", "")


def test_funds_keep_the_printed_number_beside_the_yuan(folder: Path) -> None:
    fund = read(folder, "funds")[0]
    assert (fund["role"], fund["fund"], fund["printed_number"], fund["printed_unit"], fund["yuan"]) == (
        *("budget", "", "50.00", "万元", "500000"),
    )
    assert (fund["source_table"], fund["source_row"], fund["source_column"]) == ("1", "3", "3")
    assert [f["fund"] for f in read(folder, "funds")[1:3]] == ["财政资金", "其他资金"]


def test_links_say_who_decided_on_which_words(folder: Path) -> None:
    links = read(folder, "links")
    assert (links[0]["goal_number"], links[0]["objective_number"], links[0]["objective_text"]) == (
        *("1", "1", "新修村路"),
    )
    assert (links[0]["evidence"], links[0]["confidence"], links[0]["justification"]) == (
        *("新修村路", "0.9", "semapv:ManualMappingCuration"),
    )
    none = next(link for link in links if link["project_code"] == "C" and link["status"] == "accepted")
    assert (none["goal_number"], none["goal_name"]) == ("", "")


def test_findings_have_a_sentence_in_both_languages_and_a_place(folder: Path) -> None:
    (finding,) = read(folder, "findings")
    assert (finding["severity"], finding["rule"], finding["focus"]) == (
        *("warning", "gts:budget-required", "project/C"),
    )
    assert (finding["message_zh"], finding["message_en"]) == ("缺少预算。", "There is no budget.")
    assert (finding["source_file"], finding["source_table"], finding["source_start"]) == ("one.txt", "", "20")


def test_documents_count_what_they_hold(folder: Path) -> None:
    first, second = read(folder, "documents")
    assert (first["document"], first["department_name"], first["year"], first["title"]) == (
        *("1-2022-goals", "交通局", "2022", "整体绩效目标"),
    )
    assert (first["goals"], first["objectives"], first["projects"], first["indicators"], first["yuan"]) == (
        *("2", "2", "3", "3", "580000.5"),
    )
    assert (second["department_name"], second["projects"], second["yuan"]) == ("", "1", "0")


def test_the_same_store_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for path in write_tables(plans_store(), tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_one_document_may_be_written_alone(tmp_path: Path) -> None:
    write_tables(plans_store(), tmp_path, "2-2022-goals")
    assert [row["document"] for row in read(tmp_path, "goals")] == ["2-2022-goals"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(TableWriteError, match="file"):
        write_tables(plans_store(), tmp_path / "file")
