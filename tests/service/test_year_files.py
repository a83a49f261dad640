"""Decisions on two years travel in a file, and a file that names what a plan lacks changes nothing."""

from pathlib import Path

import pytest

from loaders.row_errors import BadCellError, ManyRowErrors
from loaders.year_files import parse_years, read_years
from queries.continuations import Answer, read_decisions
from queries.embedded import EmbeddedStore
from queries.year_records import Decision
from service.year_reviews import decide_stored, export_decision_sheet, export_decisions, import_decisions
from tests.year_documents import CODES_2024, store_of_years

EARLIER, LATER = "305001-2023", "305001-2024"
BASE = "https://w3id.org/goaltrace/data/plan/"


def decided() -> EmbeddedStore:
    store = store_of_years()
    for one, other, status in (
        ("project/13020923P00010110001A", f"project/{CODES_2024['relief']}", "accepted"),
        ("goal/1", "goal/3", "rejected"),
    ):
        answer = Answer(one, other, status, "财政局", "2024-03-31", "见\t纪要")  # type: ignore[arg-type]
        decide_stored(store, EARLIER, LATER, answer)
    return store


def decisions(store: EmbeddedStore) -> tuple[Decision, ...]:
    return read_decisions(store, BASE + EARLIER, BASE + LATER)


@pytest.mark.parametrize("form", ["tsv", "xlsx"])
def test_decisions_travel_to_another_store_without_loss(tmp_path: Path, form: str) -> None:
    store, other, place = decided(), store_of_years(), tmp_path / f"years.{form}"
    if form == "tsv":
        place.write_text(export_decisions(store, EARLIER, LATER), encoding="utf-8")
    else:
        export_decision_sheet(store, EARLIER, LATER, place)
    (done,) = import_decisions(other, [read_years(place)])
    assert (done.decisions, done.left_out) == (2, ())
    assert decisions(other) == decisions(store) != ()


def test_a_row_about_what_a_plan_lacks_is_refused_or_left_out() -> None:
    store, other = decided(), store_of_years()
    text = export_decisions(store, EARLIER, LATER).replace("later:goal/3", "later:goal/9")
    file = parse_years(text.encode(), "y.tsv")
    with pytest.raises(BadCellError, match="column object_id"):
        import_decisions(other, [file])
    assert decisions(other) == ()
    (done,) = import_decisions(other, [file], keep_going=True)
    assert (done.decisions, [problem.column for problem in done.left_out]) == (1, ["object_id"])


def test_all_rows_that_cannot_be_taken_are_named_together() -> None:
    text = export_decisions(decided(), EARLIER, LATER)
    text = text.replace("later:goal/3", "later:goal/9").replace("accepted", "perhaps")
    with pytest.raises(ManyRowErrors) as caught:
        import_decisions(store_of_years(), [parse_years(text.encode(), "y.tsv")])
    assert {problem.column for problem in caught.value.problems} == {"status", "object_id"}
