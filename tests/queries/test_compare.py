"""Two sides beside each other show the figures of their reports, and boilerplate as it was when just read."""

from decimal import Decimal

import pytest

from loaders.load import load_document
from loaders.readers.text import read_text
from queries.compare import LEVELS, compare, read_side
from queries.coverage import read_coverage
from queries.document_choice import documents_called, one_a_plan
from queries.errors import UnknownDocumentError
from queries.facts import read_documents
from shapes.fingerprint import take_fingerprint
from tests.year_documents import loaded_texts, store_of_years

STORE = store_of_years()


def test_both_sides_have_the_figures_of_their_coverage_reports() -> None:
    found = compare(STORE, "2023", "2024")
    for side, name in ((0, "305001-2023-goals"), (1, "305001-2024-goals")):
        headline = read_coverage(STORE, name).headline

        def figure(key: str, place: int = side) -> Decimal | None:
            return (found.figure(key).a, found.figure(key).b)[place]

        assert figure("projects") == headline.projects
        assert figure("yuan") == headline.yuan
        assert [figure(f"grade-{letter}") for letter in "ABCDEF"] == list(headline.counts)
        parts = found.figure("share-a-b").parts
        assert parts is not None
        assert parts[side] == (headline.counts.measurable, headline.rows)
        assert sum(figure(f"goals-{level}-accepted") or 0 for level in LEVELS) == headline.goals


def test_the_difference_is_what_the_second_has_more() -> None:
    found = compare(STORE, "305001-2023", "305001-2024")
    assert found.figure("projects").difference == 1
    assert found.figure("yuan").difference == Decimal(95000)
    turned = compare(STORE, "305001-2024", "305001-2023")
    keys = [figure.key for figure in found.figures]
    assert [turned.figure(key).difference for key in keys] == [
        None if (grown := found.figure(key).difference) is None else -grown for key in keys
    ]


def test_a_side_beside_itself_differs_in_nothing() -> None:
    assert {figure.difference for figure in compare(STORE, "2023", "2023").figures} == {Decimal(0)}


def test_the_fingerprint_of_a_stored_plan_is_that_of_the_plan_just_read() -> None:
    for name, text in loaded_texts():
        plan = load_document(read_text(text.encode(), name)).plan
        assert read_side(STORE, plan.year).boilerplate == take_fingerprint(plan.projects).counts


def test_boilerplate_over_several_documents_is_the_sum_of_their_counts() -> None:
    both = compare(STORE, "305001", "2023")
    one, other = (read_side(STORE, year).boilerplate for year in ("2023", "2024"))
    figure = both.figure("boilerplate-repeated-rows")
    assert figure.parts is not None
    assert figure.parts[0] == (one.repeated + other.repeated, one.rows + other.rows)


def test_counts_beside_the_totals_are_those_of_the_coverage_report() -> None:
    found = compare(STORE, "305001-2023", "305001-2024")
    for side, name in ((0, "305001-2023-goals"), (1, "305001-2024-goals")):
        headline = read_coverage(STORE, name).headline
        shown = {figure.key: (figure.a, figure.b)[side] for figure in found.figures}
        assert {
            key[5:]: number for key, number in shown.items() if key.startswith("flag-") and number
        } == dict(headline.flags)
        for key in ("objectives", "value_texts", "repairs"):
            assert shown[key] == getattr(headline, key)
        assert found.figure("share-a-b-c").parts[side] == (headline.judgeable, headline.rows)  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("305001-2023-goals", ["305001-2023-goals"]),
        ("305001-2023", ["305001-2023-goals"]),
        ("2024", ["305001-2024-goals"]),
        ("305001", ["305001-2023-goals", "305001-2024-goals"]),
        ("某区民政局本级", ["305001-2023-goals", "305001-2024-goals"]),
    ],
)
def test_a_name_means_a_document_a_plan_a_year_or_a_department(name: str, keys: list[str]) -> None:
    assert [document.key for document in documents_called(STORE, name)] == keys


@pytest.mark.parametrize("name", ["", "2022", "305"])
def test_a_name_that_means_nothing_is_refused(name: str) -> None:
    with pytest.raises(UnknownDocumentError):
        documents_called(STORE, name)


def test_of_two_documents_about_one_plan_the_one_that_states_the_goals_counts() -> None:
    goals = read_documents(STORE)[0]
    report = goals._replace(iri=f"{goals.iri}-report", key="a-report", kind="self-evaluation")
    assert one_a_plan([report, goals]) == (goals,)
    assert one_a_plan([report]) == (report,)
