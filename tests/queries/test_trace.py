"""A trace follows one goal down to every indicator and fund, with the evidence of each link."""

from decimal import Decimal

import pytest

from queries.errors import AmbiguousGoalError, UnknownDocumentError, UnknownGoalError
from queries.trace import trace_goal
from tests.queries.graphs import BASE, ONE, TWO, plans_store

GOAL = f"{BASE}plan/1-2022/goal/1"


def test_a_goal_is_traced_through_its_objectives_and_their_parts() -> None:
    trace = trace_goal(plans_store(), GOAL)
    assert (trace.document, trace.number, trace.name) == (ONE, "1", "修好农村公路")
    assert [o.text for o in trace.objectives] == ["新修村路", "养护公路立好路牌"]
    assert [part.number for part in trace.objectives[1].parts] == ["2a", "2b"]
    assert [p.code for p in trace.objectives[0].projects] == ["A"]
    assert [p.code for p in trace.objectives[1].parts[0].projects] == ["B"]
    assert trace.projects == ()
    assert [p.code for p in trace.all_projects()] == ["A", "B"]


def test_a_traced_project_has_its_link_money_and_rows() -> None:
    project = trace_goal(plans_store(), GOAL).objectives[0].projects[0]
    assert (project.status, project.evidence, project.reviewer, project.date) == (
        *("accepted", "新修村路", "规划科", "2026-11-22"),
    )
    assert [(fund.source, fund.name, fund.yuan) for fund in project.funds] == [
        ("fiscal", "财政资金", Decimal(300000)),
        ("other", "其他资金", Decimal(200000)),
    ]
    assert [(row.grade, row.flags) for row in project.indicators] == [
        ("A", ()),
        ("E", ("name-truncated", "shared-value")),
    ]


def test_a_traced_row_has_its_words_rules_and_place() -> None:
    row = trace_goal(plans_store(), GOAL).objectives[0].projects[0].indicators[0]
    assert (row.kind, row.kind_name, row.value_text) == ("quantity", "数量指标", "≥3公里，年底前")
    assert row.rules == ("G-1", "G-2")
    assert row.place is not None
    assert (row.place.file, row.place.fragment, row.place.table, row.place.row, row.place.start) == (
        *("one.txt", "t2.r2", 2, 2, 200),
    )


def test_a_row_of_no_known_kind_shows_the_printed_level() -> None:
    project = trace_goal(plans_store(), GOAL).all_projects()[1]
    assert (project.indicators[0].kind, project.indicators[0].kind_name) == ("", "别的")
    assert project.indicators[0].place is None


def test_the_basis_decides_which_links_are_followed() -> None:
    assert [p.code for p in trace_goal(plans_store(), "2", ONE).projects] == ["B"]
    assert trace_goal(plans_store(), "2", ONE, basis="accepted").projects == ()


def test_a_number_names_a_goal_where_one_document_has_it() -> None:
    assert trace_goal(plans_store(), "2").iri == f"{BASE}plan/1-2022/goal/2"
    assert trace_goal(plans_store(), "1", "2-2022-goals").document == TWO


def test_a_number_that_several_documents_have_needs_an_iri() -> None:
    with pytest.raises(AmbiguousGoalError) as caught:
        trace_goal(plans_store(), "1")
    assert caught.value.candidates == (GOAL, f"{BASE}plan/2-2022/goal/1")


def test_a_goal_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(UnknownGoalError) as caught:
        trace_goal(plans_store(), "7", ONE)
    assert caught.value.known == ("1", "2")
    with pytest.raises(UnknownGoalError):
        trace_goal(plans_store(), f"{BASE}plan/1-2022/goal/7")
    with pytest.raises(UnknownDocumentError):
        trace_goal(plans_store(), "1", "nowhere")
