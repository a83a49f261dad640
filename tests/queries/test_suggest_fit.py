"""The weights: found on invented departments, never on the reviewed example, moved by confirmed links."""

import pytest

from queries.suggest_evaluate import FIGURE_COLUMNS, MethodFigures, evaluate, figure_rows, wilson_interval
from queries.suggest_fit import adapt_weights, fit_weights, load_weights, log_odds, logistic, solve
from queries.suggest_list import load_word_list
from queries.suggest_score import Wording
from tests.queries.suggest_departments import NAMES, RecordedMeaning, read_department


@pytest.mark.parametrize("meaning", [None, RecordedMeaning()], ids=["without model", "with model"])
def test_the_shipped_weights_are_those_that_the_invented_departments_give(
    meaning: RecordedMeaning | None,
) -> None:
    found = fit_weights([read_department(name) for name in NAMES], load_word_list(), meaning)
    shipped = load_weights(with_model=meaning is not None)

    assert dict(found.link) == pytest.approx(dict(shipped.link), abs=0.001)
    assert dict(found.objective) == pytest.approx(dict(shipped.objective), abs=0.001)
    assert dict(found.none) == pytest.approx(dict(shipped.none), abs=0.001)


def test_the_more_two_texts_share_the_higher_the_score() -> None:
    weights = load_weights()

    assert all(weights.link[name] > 0 for name in ("signs", "signs_lead", "list", "list_lead", "neighbour"))
    assert weights.link["other_neighbour"] < 0
    assert weights.none["best_link"] < 0


def test_few_confirmed_links_leave_the_weights_as_shipped() -> None:
    department, shipped = read_department("agriculture"), load_weights()
    wording = Wording(department.projects, department.goals, load_word_list())
    few = dict(list(department.links.items())[:7])

    assert adapt_weights(wording, few, shipped) is shipped
    assert adapt_weights(wording, department.links, shipped).link != shipped.link


def test_adapting_takes_weight_from_a_list_that_misleads() -> None:
    department, shipped = read_department("agriculture"), load_weights()
    wording = Wording(department.projects, department.goals, load_word_list())
    adapted = adapt_weights(wording, department.links, shipped)

    assert adapted.link["list_lead"] < shipped.link["list_lead"]


@pytest.fixture(scope="module")
def figures() -> dict[str, MethodFigures]:
    return {figure.method: figure for figure in evaluate(read_department("agriculture"))}


def test_methods_stand_beside_the_answer_that_is_always_the_biggest_goal(
    figures: dict[str, MethodFigures],
) -> None:
    assert next(iter(figures)) == "biggest goal always"
    assert figures["biggest goal always"].top1 == pytest.approx(10 / 16)
    assert figures["biggest goal always"].balanced == 0.25


def test_confirmed_links_help_where_the_list_knows_nothing(figures: dict[str, MethodFigures]) -> None:
    assert figures["all together"].top1 > figures["signs and list"].top1
    assert figures["all together"].brier is not None
    assert figures["signs and list"].brier is not None
    assert figures["all together"].brier < figures["signs and list"].brier


def test_figures_are_shares_and_intervals_hold_their_share(figures: dict[str, MethodFigures]) -> None:
    for figure in figures.values():
        assert 0 <= figure.top1_low <= figure.top1 <= figure.top1_high <= 1
        assert figure.projects == 18
    assert all(len(row) == len(FIGURE_COLUMNS) for row in figure_rows(list(figures.values())))


def test_the_model_is_measured_beside_and_within_the_other_methods() -> None:
    methods = {f.method: f for f in evaluate(read_department("civil_affairs"), meaning=RecordedMeaning())}

    assert methods["model"].top1 > methods["biggest goal always"].top1
    assert methods["signs, calibrated, with model"].all_right > methods["signs, calibrated"].all_right


def test_the_interval_of_no_cases_is_everything() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)
    assert wilson_interval(5, 5)[1] == 1.0


def test_log_odds_undo_the_logistic_and_neither_overflows() -> None:
    assert log_odds(logistic(2.5)) == pytest.approx(2.5)
    assert logistic(-1000) == 0.0
    assert logistic(1000) == 1.0


def test_elimination_swaps_rows_where_a_corner_is_zero() -> None:
    assert solve([[0.0, 1.0], [2.0, 0.0]], [3.0, 4.0]) == [2.0, 3.0]
