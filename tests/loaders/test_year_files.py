"""Files of decisions on two years: what is written comes back, and every problem is named by row and column."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.row_errors import BadCellError, BadHeaderError, BadTableError, MissingColumnError
from loaders.year_files import YearRow, format_years, parse_years, read_years, write_years

EARLIER, LATER = "https://example.org/data/plan/1-2022", "https://example.org/data/plan/1-2023"
HEAD = f"#curie_map:\n#  earlier: {EARLIER}/\n#  later: {LATER}/\nsubject_id\tobject_id\tstatus\treviewer_label\n"
texts = st.text(st.sampled_from('驻村"\t\n=#\r 文'), max_size=6)
items = st.sampled_from(["project/P1", "project/%E9%A1%B9", "goal/1", "goal/2/objective/1"])
rows = st.lists(
    st.builds(
        YearRow,
        items,
        items,
        st.sampled_from(["accepted", "rejected"]),
        texts,
        texts,
        st.sampled_from([None, Decimal(1), Decimal("0.87")]),
        st.sampled_from(["财政局", '="x"']),
        st.sampled_from(["", "2022-03-31"]),
        texts,
    ),
    max_size=5,
    unique_by=lambda row: (row.earlier, row.later),
)


@settings(deadline=None)
@given(rows)
def test_a_file_gives_back_the_decisions_and_the_plans(given_rows: list[YearRow]) -> None:
    read = parse_years(format_years(given_rows, EARLIER, LATER).encode(), "y.tsv")
    assert set(read.rows) == set(given_rows)
    assert (read.earlier, read.later, read.problems) == (EARLIER, LATER, ())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_a_spreadsheet_gives_back_the_same(tmp_path: Path, given_rows: list[YearRow]) -> None:
    place = tmp_path / "y.xlsx"
    write_years(place, given_rows, EARLIER, LATER)
    read = read_years(place)
    assert set(read.rows) == set(given_rows)
    assert (read.earlier, read.later) == (EARLIER, LATER)


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        ("project/P1\tlater:project/P1\taccepted\tx", BadCellError, "subject_id"),
        ("earlier:project/P1\tlater:\taccepted\tx", BadCellError, "object_id"),
        ("earlier:project/P1\tlater:project/P1\tperhaps\tx", BadCellError, "status"),
        ("earlier:project/P1\tlater:project/P1\taccepted\t ", BadCellError, "reviewer_label"),
        ("earlier:a\tlater:b\taccepted\tx\nearlier:a\tlater:b\trejected\tx", BadTableError, ""),
    ],
)
def test_a_problem_is_named_by_row_and_column(row: str, kind: type[Exception], column: str) -> None:
    (problem,) = parse_years((HEAD + row + "\n").encode(), "y.tsv").problems
    assert isinstance(problem, kind)
    assert (problem.row, problem.column) == (5 + row.count("\n"), column)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("subject_id\tobject_id\tstatus\treviewer_label\n", BadHeaderError),
        (HEAD.replace("\tstatus", ""), MissingColumnError),
        (HEAD.partition("subject")[0], BadTableError),
    ],
)
def test_a_file_without_plans_columns_or_table_is_refused(text: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        parse_years(text.encode(), "y.tsv")
