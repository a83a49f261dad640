"""Worksheets: rows go out with a wording to fill in, come back as proposals, and the source stays as it is."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from loaders.review_errors import ChangedRowError, RepeatedRowError, UnknownRowError
from loaders.row_errors import BadCellError, BadTableError, ManyRowErrors, MissingColumnError, RowError
from queries.facts import read_documents
from queries.store import Store
from queries.stored_reviews import stored_proposals
from service.cli import app
from service.stored_plan import identify_stored
from service.worksheet import (
    PROPOSAL_COLUMNS,
    ImportResult,
    drop_proposal,
    export_worksheet,
    import_worksheet,
    list_proposals,
    worksheet_rows,
)
from service.worksheet_rows import COLUMNS, FILLED
from service.worksheet_words import worksheet_words
from tests.service.reviewed import FOREIGN, PROFILE, SHARING, build_text, document, everything, new_store

DAY = date(2023, 3, 31)
HEADER_ROW = 3
SLOGAN = f"{SHARING.partition('/')[0]}/sustainability-1"
COST = f"{SHARING.partition('/')[0]}/cost-1"
TIMELY = f"{SHARING.partition('/')[0]}/timeliness-1"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    yield opened
    opened.close()


class Sheet:
    """A worksheet as a clerk has it open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book: Workbook = load_workbook(path)
        first = self.book.worksheets[0]
        assert isinstance(first, Worksheet)
        self.sheet = first
        headers = worksheet_words("zh").headers
        self.columns = {column: COLUMNS.index(column) + 1 for column in headers}

    def row(self, reference: str) -> int:
        found = (
            cell.row
            for (cell,) in self.sheet.iter_rows(min_col=self.columns["row"], max_col=self.columns["row"])
            if cell.value == reference
        )
        return int(next(found))

    def fill(self, reference: str, **cells: Any) -> "Sheet":
        for column, value in cells.items():
            self.sheet.cell(self.row(reference), self.columns[column]).value = value
        return self

    def cell(self, reference: str, column: str) -> Any:
        return self.sheet.cell(self.row(reference), self.columns[column])

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


def export(store: Store, folder: Path, name: str = "w.xlsx", grades: str = "BCDEF") -> Sheet:
    export_worksheet(store, folder / name, PROFILE, grades=grades)
    return Sheet(folder / name)


def take(store: Store, sheet: Sheet) -> ImportResult:
    return import_worksheet(store, sheet.save(), PROFILE, reviewer="民政局", today=DAY)


def only(read: ImportResult) -> Mapping[str, object]:
    assert len(read.rows) == 1
    return dict(zip(PROPOSAL_COLUMNS, read.rows[0], strict=True))


def test_the_rows_offered_are_those_of_the_grades_asked_for(store: Store) -> None:
    fact = read_documents(store)[0]
    assert {row.grade for row in worksheet_rows(store, fact, PROFILE)} <= set("BDEF")
    assert {row.grade for row in worksheet_rows(store, fact, PROFILE, "E")} == {"E"}


def test_number_source_and_note_go_out_blank(store: Store) -> None:
    for row in worksheet_rows(store, read_documents(store)[0], PROFILE):
        assert (row.number, row.source, row.note) == ("", "", "")
        assert "____" in row.proposed


def test_a_row_says_why_it_is_there_by_its_rule_and_flags(store: Store) -> None:
    row = next(row for row in worksheet_rows(store, read_documents(store)[0], PROFILE) if row.row == SHARING)
    assert row.why.splitlines()[0] == "仅有方向"
    assert row.why.splitlines()[-1].startswith("标记：")


def test_a_sheet_has_a_frozen_header_filters_wrapped_text_and_hidden_identifiers(
    store: Store, tmp_path: Path
) -> None:
    sheet = export(store, tmp_path)
    assert sheet.sheet.freeze_panes == "D4"
    assert sheet.sheet.auto_filter.ref.startswith(f"A{HEADER_ROW}:")
    assert sheet.cell(SHARING, "why").alignment.wrap_text
    assert sheet.sheet.column_dimensions["P"].hidden
    assert sheet.sheet.column_dimensions["Q"].hidden
    assert sheet.sheet.data_validations.dataValidation[0].formula1 == '"≥,≤,＝,＞,＜,不晚于"'


def test_a_document_that_writes_a_formula_into_a_cell_gets_text(tmp_path: Path) -> None:
    store = new_store(tmp_path, document('=HYPERLINK("http://x")提高'))
    sheet = export(store, tmp_path, grades="ABCDEF")
    cell = sheet.cell(FOREIGN, "description")
    assert (cell.data_type, cell.value[:10]) == ("s", "=HYPERLINK")


def test_a_filled_row_becomes_a_proposal_with_the_grade_it_would_get(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path).fill(SHARING, number=50, source="签到表")
    shown = only(take(store, sheet))
    assert (shown["metric"], shown["target"], shown["before"], shown["after"]) == (
        "培训人员数",
        "≥50名",
        "D",
        "A",
    )


def test_a_slogan_needs_a_metric_before_it_can_be_graded(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path).fill(SLOGAN, metric="一年后仍在岗护理员人数", number=30, unit="人")
    shown = only(take(store, sheet))
    assert (shown["before"], shown["after"]) == ("E", "A")


def test_a_proposal_without_unit_shows_what_is_lost(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path).fill(SLOGAN, metric="护理服务覆盖面", number=30)
    shown = only(take(store, sheet))
    assert shown["after"] == "B"
    assert "unit-lost" in str(shown["flags"])


def test_a_date_makes_a_judgeable_event(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path)
    sheet.fill(TIMELY, metric="补贴发放", comparator="不晚于", unit="日期", number=datetime(2023, 11, 30))
    shown = only(take(store, sheet))
    assert (shown["target"], shown["after"]) == ("于2023年11月30日前完成", "C")
    assert "no-deadline" not in str(shown["flags"])


def test_the_source_reading_and_judgment_are_never_touched(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    take(store, export(store, tmp_path).fill(SHARING, number=50))
    after = everything(store)
    assert set(before) <= set(after)
    assert all("/reviews " in line for line in set(after) - set(before))


def test_rows_without_a_number_are_left_open(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path).fill(SHARING, number=" ____ ", note="另议")
    before = everything(store)
    read = take(store, sheet)
    assert (read.proposals, read.open) == (
        (),
        len(worksheet_rows(store, read_documents(store)[0], PROFILE, "BCDEF")),
    )
    assert everything(store) == before


def test_a_proposal_survives_a_rebuild_and_is_stale_when_its_row_changed(
    store: Store, tmp_path: Path
) -> None:
    take(store, export(store, tmp_path, grades="ABCDEF").fill(FOREIGN, number=90))
    before = everything(store)
    build_text(store, tmp_path, document())
    assert everything(store) == before
    build_text(store, tmp_path, document("驻村林木抚育合格率≥96%"))
    assert [row[PROPOSAL_COLUMNS.index("stale")] for row in list_proposals(store, None, PROFILE)] == ["stale"]


def test_a_new_export_brings_the_earlier_proposals(store: Store, tmp_path: Path) -> None:
    take(store, export(store, tmp_path).fill(SHARING, number=50, source="签到表", note="按人头"))
    again = export(store, tmp_path, "again.xlsx")
    filled = {column: again.cell(SHARING, column).value for column in FILLED}
    assert filled == {
        "metric": "培训人员数", "comparator": "≥", "number": "50", "unit": "名", "source": "签到表", "note": "按人头"
    }  # fmt: skip


def test_reading_the_same_sheet_again_changes_nothing_not_even_the_date(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path).fill(SHARING, number=50)
    take(store, sheet)
    before = everything(store)
    import_worksheet(store, sheet.path, PROFILE, reviewer="另一人", today=date(2024, 1, 1))
    assert everything(store) == before


def test_a_dropped_proposal_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    before = everything(store)
    take(store, export(store, tmp_path).fill(SHARING, number=50))
    drop_proposal(store, PROFILE, SHARING)
    assert everything(store) == before


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"number": "很多"}, "填：数值"),
        ({"number": "-5"}, "填：数值"),
        ({"number": "12abc"}, "填：数值"),
        ({"number": 5, "comparator": "约"}, "填：比较符"),
        ({"number": 5, "comparator": None}, "填：比较符"),
        ({"number": 5, "metric": "____"}, "填：衡量什么"),
        ({"number": 5, "metric": None}, "填：衡量什么"),
        ({"source": "签到表"}, "填：数值"),
        ({"number": "=2*25"}, "填：数值"),
        ({"number": "2023-02-30", "unit": "日期"}, "填：数值"),
        ({"number": 5, "comparator": "不晚于"}, "填：数值"),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(
    store: Store, tmp_path: Path, cells: dict[str, Any], column: str
) -> None:
    sheet = export(store, tmp_path).fill(SHARING, **cells)
    with pytest.raises(BadCellError) as caught:
        take(store, sheet)
    assert (caught.value.row, caught.value.column) == (sheet.row(SHARING), column)


def test_one_bad_row_keeps_all_rows_out_and_every_problem_is_told(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path).fill(SHARING, number=50).fill(SLOGAN, number=1).fill(COST, number="?")
    before = everything(store)
    with pytest.raises(ManyRowErrors) as caught:
        take(store, sheet)
    assert len(str(caught.value).splitlines()) == 2
    assert everything(store) == before


def test_a_row_whose_words_changed_since_the_export_is_refused(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path, grades="ABCDEF").fill(FOREIGN, number=90)
    build_text(store, tmp_path, document("驻村林木抚育合格率≥96%"))
    with pytest.raises(ChangedRowError):
        take(store, sheet)


def spoil_reference(sheet: Sheet) -> None:
    sheet.fill(SHARING, number=5)
    sheet.cell(SHARING, "row").value = "P9/cost-1"


def spoil_twice(sheet: Sheet) -> None:
    number = sheet.row(SHARING)
    sheet.fill(SHARING, number=5)
    last = sheet.sheet.max_row + 1
    for column in range(1, len(COLUMNS) + 1):
        sheet.sheet.cell(last, column).value = sheet.sheet.cell(number, column).value


def spoil_column(sheet: Sheet) -> None:
    sheet.sheet.delete_cols(sheet.columns["unit"])


def spoil_header(sheet: Sheet) -> None:
    sheet.sheet.delete_rows(HEADER_ROW)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (spoil_reference, UnknownRowError),
        (spoil_twice, RepeatedRowError),
        (spoil_column, MissingColumnError),
        (spoil_header, BadTableError),
    ],
)
def test_a_spoiled_sheet_is_refused(
    store: Store, tmp_path: Path, spoil: Callable[[Sheet], None], kind: type[RowError]
) -> None:
    sheet = export(store, tmp_path)
    spoil(sheet)
    with pytest.raises(kind):
        take(store, sheet)


def test_rows_may_be_sorted_and_left_out_and_columns_moved(store: Store, tmp_path: Path) -> None:
    sheet = export(store, tmp_path).fill(SHARING, number=50)
    sheet.sheet.delete_rows(sheet.row(SLOGAN))
    sheet.sheet.insert_cols(1)
    sheet.sheet.insert_rows(1)
    assert only(take(store, sheet))["target"] == "≥50名"


def test_an_english_sheet_is_read_back_as_well(store: Store, tmp_path: Path) -> None:
    export_worksheet(store, tmp_path / "en.xlsx", PROFILE, lang="en")
    sheet = Sheet(tmp_path / "en.xlsx").fill(SHARING, number=50)
    assert sheet.sheet.cell(HEADER_ROW, 1).value == "Project"
    assert only(take(store, sheet))["after"] == "A"


references = st.sampled_from([SHARING, SLOGAN, COST, FOREIGN])
fillings = st.dictionaries(
    references,
    st.fixed_dictionaries(
        {
            "metric": st.text("培训人数率-=+@\n（%）", min_size=1, max_size=8).filter(str.strip),
            "comparator": st.sampled_from(["≥", "≤", "＝", "＞", "不低于", "<="]),
            "number": st.integers(0, 10**6).map(str) | st.decimals(0, 999, places=2).map(str),
            "unit": st.sampled_from(["", "人", "%", "元/人", "万元", "分贝"]),
            "source": st.text("=台账+-@ ", max_size=5),
            "note": st.text('备注"=-@\t', max_size=5),
        }
    ),
    max_size=4,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fillings)
def test_what_is_filled_in_comes_back_and_goes_out_again_without_loss(
    tmp_path: Path, filled: dict[str, dict[str, str]]
) -> None:
    store = new_store(tmp_path)
    sheet = export(store, tmp_path, grades="ABCDEF")
    for reference, cells in filled.items():
        sheet.fill(reference, **{column: value or None for column, value in cells.items()})
        for column in cells:
            sheet.cell(reference, column).data_type = "s"
    read = take(store, sheet)
    assert {str(record.row) for record in read.proposals} == set(filled)
    for record in read.proposals:
        cells = filled[str(record.row)]
        assert (record.metric, record.source, record.note) == tuple(
            cells[c].strip() for c in ("metric", "source", "note")
        )
        assert record.target.endswith(f"{cells['number']}{cells['unit']}")
        assert re.fullmatch("[A-F]", record.grade)

    kept = stored_proposals(store, identify_stored(read_documents(store)[0]))
    again = import_worksheet(store, export(store, tmp_path, "b.xlsx", "ABCDEF").path, PROFILE, keep=False)
    assert {replace(record, reviewer="民政局", date=DAY.isoformat()) for record in again.proposals} == set(
        kept
    )


def test_the_command_line_hands_out_and_takes_back(tmp_path: Path) -> None:
    source, place = tmp_path / "civil-affairs-2023.txt", tmp_path / "store"
    source.write_text(document(), encoding="utf-8")

    def run(*arguments: str | Path) -> str:
        result = CliRunner().invoke(app, [*map(str, arguments), "--store", str(place)])
        assert result.exit_code == 0, result.output
        return result.stdout

    run("build", source, "--json")
    out = tmp_path / "w.xlsx"
    assert "rows" in run("worksheet", "export", "-o", out, "--lang", "zh")
    Sheet(out).fill(SHARING, number=50).save()
    run("worksheet", "import", out, "--dry-run")
    assert SHARING not in run("worksheet", "list", "--format", "csv")
    run("worksheet", "import", out, "--reviewer", "民政局")
    assert f"{SHARING},护理员培训,培训人员数,≥50名,,D,A" in run("worksheet", "list", "--format", "csv")
    run("worksheet", "drop", SHARING)
    assert SHARING not in run("worksheet", "list", "--format", "csv")


def test_a_bad_sheet_is_told_line_by_line_and_exit_2(tmp_path: Path) -> None:
    source, place = tmp_path / "civil-affairs-2023.txt", tmp_path / "store"
    source.write_text(document(), encoding="utf-8")
    run = CliRunner().invoke
    assert run(app, ["build", str(source), "--store", str(place), "--json"]).exit_code == 0
    out = tmp_path / "w.xlsx"
    assert (
        run(app, ["worksheet", "export", "-o", str(out), "--store", str(place), "--lang", "zh"]).exit_code
        == 0
    )
    Sheet(out).fill(SHARING, number="?").fill(SLOGAN, number=1).save()
    result = run(app, ["worksheet", "import", str(out), "--store", str(place), "--lang", "en"])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2
    assert "column 填：数值" in result.stderr


def test_a_closed_folder_is_one_sentence(tmp_path: Path) -> None:
    source, place = tmp_path / "civil-affairs-2023.txt", tmp_path / "store"
    source.write_text(document(), encoding="utf-8")
    run = CliRunner().invoke
    assert run(app, ["build", str(source), "--store", str(place), "--json"]).exit_code == 0
    result = run(app, ["worksheet", "export", "-o", str(source / "w.xlsx"), "--store", str(place)])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
