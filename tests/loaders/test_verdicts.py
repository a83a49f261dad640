"""Files of verdicts: what is written comes back, and every problem is named by row and column."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.document import Anchor
from loaders.plan import Indicator, Project, Quote
from loaders.review_errors import RepeatedRowError
from loaders.row_errors import (
    BadCellError,
    BadEncodingError,
    BadTableError,
    ManyRowErrors,
    MissingColumnError,
    refuse,
)
from loaders.row_versions import RowReference, parse_row, row_fingerprint
from loaders.verdict_files import format_verdicts, parse_verdicts, read_verdicts, write_verdicts
from loaders.verdicts import VERDICTS, VerdictRecord, find_stale_rows, set_verdicts, sort_verdicts

ROW = RowReference("P1", "quantity", 1)
codes = st.sampled_from(["P1", "项目 2", "a/b", "50%|-1"])
references = st.builds(
    RowReference, codes, st.sampled_from(["", "quantity", "beneficiary-satisfaction"]), st.integers(1, 12)
)
texts = st.text(st.sampled_from('驻村"\t\n=#\r 文'), max_size=6)
records = st.lists(
    st.builds(
        VerdictRecord,
        references,
        st.sampled_from(VERDICTS),
        st.sampled_from(["财政局", "a reviewer", '="x"']),
        st.sampled_from(["", "2022-03-31"]),
        texts,
        st.sampled_from(["", "0" * 64]),
        st.sampled_from(["", "f" * 64]),
        texts,
        texts,
    ),
    max_size=5,
    unique_by=lambda record: record.row,
)


def file(*rows: Sequence[str], columns: str = "indicator\tverdict\treviewer\tdate") -> bytes:
    return "\n".join([columns, *("\t".join(row) for row in rows)]).encode()


@settings(deadline=None)
@given(references)
def test_a_reference_is_read_back_as_it_is_printed(reference: RowReference) -> None:
    assert parse_row(str(reference)) == reference


@pytest.mark.parametrize(
    "text", ["", "quantity-1", "P/quantity", "P/quantity-0", "/quantity-1", "P/-1", "P/quantity-1x"]
)
def test_what_names_no_row_is_refused(text: str) -> None:
    assert parse_row(text) is None


@settings(deadline=None)
@given(records)
def test_a_file_gives_back_the_verdicts(given_records: list[VerdictRecord]) -> None:
    text = format_verdicts(given_records, "https://example.org/data/plan/1-2022")
    read = parse_verdicts(text.encode(), "v.tsv")
    assert read.records == sort_verdicts(given_records)
    assert read.concerns("https://elsewhere.example/plan/1-2022")
    assert not read.concerns("https://example.org/data/plan/2-2022")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records)
def test_a_spreadsheet_gives_back_the_verdicts(tmp_path: Path, given_records: list[VerdictRecord]) -> None:
    place = tmp_path / "v.xlsx"
    write_verdicts(place, given_records, "https://example.org/data/plan/1-2022")
    read = read_verdicts(place)
    assert read.records == sort_verdicts(given_records)
    assert read.concerns("https://elsewhere.example/plan/1-2022")


def test_the_subject_of_a_verdict_is_its_row_and_the_object_the_verdict() -> None:
    (line,) = format_verdicts([VerdictRecord(ROW, "misfit", "财政局")]).splitlines()[1:]
    assert line.split("\t")[:4] == [
        "project:P1/indicator/quantity-1",
        "",
        "gt:hasVerdict",
        "gtc:verdict-misfit",
    ]


def test_good_rows_stand_beside_what_is_wrong_with_the_others() -> None:
    read = parse_verdicts(file(("P1/quantity-1", "fits", "x", ""), ("P2", "fits", "x", "")), "v.tsv")
    assert [record.row for record in read.records] == [ROW]
    assert [(problem.row, problem.column) for problem in read.problems] == [(3, "indicator")]


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (file(("P1/quantity-1", "wrong", "x", "")), BadCellError, "row 2, column verdict"),
        (file(("P1/quantity-1", "fits", " ", "")), BadCellError, "row 2, column reviewer"),
        (file(("P1/quantity-1", "fits", "x", "2022-02-30")), BadCellError, "row 2, column date"),
        (file(("nothing", "fits", "x", "")), BadCellError, "row 2, column indicator"),
        (file(*[("P1/quantity-1", "fits", "x", "")] * 2), RepeatedRowError, "row 3"),
        (file(("P1/quantity-1", "fits", "x", "", "more")), BadTableError, "row 2"),
        (file(columns="indicator\treviewer"), MissingColumnError, "column verdict"),
        (b"\xff\xfe", BadEncodingError, "not UTF-8"),
        (b'indicator\tverdict\treviewer\n"P', BadTableError, "cannot be read"),
    ],
)
def test_a_problem_is_named_by_row_and_column(data: bytes, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind) as caught:
        refuse(parse_verdicts(data, "v.tsv").problems)
    assert said in str(caught.value)
    assert str(caught.value).startswith("v.tsv")


def test_all_problems_of_a_file_are_told_each_on_its_line() -> None:
    with pytest.raises(ManyRowErrors) as caught:
        refuse(parse_verdicts(file(("nothing", "wrong", "", "")), "v.tsv").problems)
    assert len(str(caught.value).splitlines()) == 3


def test_a_later_verdict_takes_the_place_of_the_earlier_one() -> None:
    first, second = VerdictRecord(ROW, "fits", "a"), VerdictRecord(ROW, "misfit", "b")
    assert set_verdicts([first], [second]) == (second,)


def test_a_verdict_is_stale_when_the_words_changed_or_the_row_is_gone() -> None:
    other = RowReference("P1", "quantity", 2)
    judged = [(ROW, "old"), (other, "same"), (RowReference("P9", "cost", 1), "")]
    assert find_stale_rows({ROW: "new", other: "same"}, judged) == {ROW, RowReference("P9", "cost", 1)}


def test_a_verdict_without_fingerprint_stands_as_long_as_its_row() -> None:
    assert find_stale_rows({ROW: "new"}, [(ROW, "")]) == frozenset()


def quote(text: str) -> Quote:
    return Quote(text, Anchor(0, 0))


def fingerprint(value: str = "100", purpose: str = "用于培训", basis: str = "") -> str:
    row = Indicator(
        1, "quantity", 1, "", "", "人数", quote("人数"), quote("人数提高"), quote(value), quote(basis)
    )
    empty = quote("")
    project = Project("P1", empty, quote("培训"), None, quote(purpose), empty, (), (), (row,), Anchor(0, 0))
    return row_fingerprint(project, row)


def test_line_breaks_and_blanks_do_not_change_a_fingerprint() -> None:
    assert fingerprint(purpose="用于\n 培训") == fingerprint()


def test_value_and_purpose_change_a_fingerprint_and_the_basis_does_not() -> None:
    assert len({fingerprint(), fingerprint(value="101"), fingerprint(purpose="用于出差")}) == 3
    assert fingerprint(basis="年初计划") == fingerprint()
