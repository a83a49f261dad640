"""Coverage as read from a small graph: what counts, what is kept apart, what is missing."""

import re
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology import terms
from queries import coverage_questions
from queries.coverage import read_coverage
from queries.coverage_answers import kinds_in_order, number_order
from queries.coverage_records import (
    Coverage,
    DocumentCoverage,
    Fund,
    GradeCounts,
    Label,
    ReadTarget,
    SharedValue,
)
from queries.embedded import EmbeddedStore
from queries.errors import UnknownDocumentError

GOALS = "https://example.org/document/900001-2023-goals"


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    trig = Path(__file__).with_name("coverage.trig").read_bytes()
    quads = list(ox.parse(trig, ox.RdfFormat.TRIG, base_iri="https://example.org/amount/"))
    graphs = sorted({q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)})
    filled = EmbeddedStore.in_memory()
    filled.replace_graphs(graphs, "".join(f"{quad} .\n" for quad in quads))
    return filled


@pytest.fixture(scope="module")
def coverage(store: EmbeddedStore) -> Coverage:
    return read_coverage(store, GOALS)


@pytest.fixture(scope="module")
def document(coverage: Coverage) -> DocumentCoverage:
    return coverage.documents[0]


def test_the_document_is_named_with_its_file(document: DocumentCoverage) -> None:
    source = document.document
    assert (source.department_code, source.department_name, source.year) == ("900001", "某区文化馆", "2023")
    assert (source.file_name, source.sha256, source.layout) == ("goals.txt", "abc", "hebei-project-goals")


def test_headline_counts_every_project_once(coverage: Coverage) -> None:
    head = coverage.headline
    assert (head.goals, head.objectives, head.objectives_split, head.safeguards) == (3, 3, 4, 1)
    assert (head.projects, head.yuan) == (3, Decimal(170000))
    assert head.funds == (Fund("fiscal", Decimal("120000.5")), Fund("other", Decimal("49999.5")))


def test_headline_sets_measurable_beside_a_plain_rule(coverage: Coverage) -> None:
    head = coverage.headline
    assert (head.rows, head.filled, head.with_digit) == (5, 4, 3)
    assert head.counts == GradeCounts(a=1, c=2, d=1, f=1)
    assert head.verifiable == 1


def test_a_c_without_deadline_is_not_judgeable(coverage: Coverage) -> None:
    assert coverage.headline.judgeable == 2


def test_a_budget_without_total_is_the_sum_of_its_funds(document: DocumentCoverage) -> None:
    project = document.project("P2")
    assert project is not None
    assert project.yuan == Decimal(20000)


def test_a_project_without_code_is_known_by_its_iri(document: DocumentCoverage) -> None:
    assert document.project("P3") is not None


def test_projects_stand_worst_first_and_ties_by_what_can_be_judged(document: DocumentCoverage) -> None:
    assert [project.code for project in document.projects] == ["P3", "P2", "P1"]


def test_bases_are_never_mixed(document: DocumentCoverage) -> None:
    goal = document.goals[0]
    assert [(p.basis, p.level, p.project_codes, p.yuan) for p in goal.pictures] == [
        ("stated", "G0", (), Decimal(0)),
        ("accepted", "G3", ("P1",), Decimal(150000)),
        ("proposed", "G3", ("P1", "P2"), Decimal(170000)),
    ]
    assert [goal.link_count(status) for status in ("accepted", "proposed", "rejected")] == [1, 1, 0]


def test_a_goal_without_judgment_has_no_level(document: DocumentCoverage) -> None:
    assert document.goals[2].picture("accepted").level == ""


def test_goals_stand_in_the_order_of_their_numbers(document: DocumentCoverage) -> None:
    assert [goal.number for goal in document.goals] == ["1", "2", "10"]


def test_a_split_clause_is_missing_by_its_parts(document: DocumentCoverage) -> None:
    goal = document.goals[0]
    assert goal.picture("stated").objectives_without_project == ("1", "2a", "2b")
    assert goal.picture("accepted").objectives_without_project == ("2a", "2b")
    assert goal.picture("proposed").objectives_without_project == ("2b",)


def test_kinds_without_measurable_row_are_missing_for_a_goal(document: DocumentCoverage) -> None:
    assert document.kinds == ("quantity", "social")
    assert document.goals[0].picture("accepted").kinds_not_measurable == ("social",)
    assert document.goals[1].picture("accepted").kinds_not_measurable == ("quantity", "social")


def test_a_kind_without_row_is_absent_from_a_project(document: DocumentCoverage) -> None:
    assert [(p.code, p.absent_kinds) for p in document.projects] == [
        ("P3", ("quantity",)),
        ("P2", ("social",)),
        ("P1", ()),
    ]


def test_reviewed_answers_of_no_goal_are_told_from_unreviewed_projects(document: DocumentCoverage) -> None:
    assert [p.code for p in document.projects_without_goal("accepted")] == ["P2", "P3"]
    assert document.reviewed_without_goal == {"P3"}


def test_links_of_unknown_projects_are_left_out(document: DocumentCoverage) -> None:
    assert {link.project_code for link in document.links} == {"P1", "P2", "P3"}


def test_goal_statements_carry_their_grade(document: DocumentCoverage) -> None:
    assert [(s.grade, s.text) for s in document.goals[0].statements] == [("A", "全年演出不少于20场。")]


def test_a_row_has_its_words_its_mended_name_and_its_grade(document: DocumentCoverage) -> None:
    row, other = next(p for p in document.projects if p.code == "P1").rows
    assert (row.name, row.printed_name, row.cell, row.grade) == ("演出场次", "演出场", "t1.r8", "A")
    assert other.rules == ("F-undefined", "G-direction")
    assert (other.flags, other.evidence) == (("metric-undefined",), ("提升",))


def test_a_row_shows_the_chosen_reading_and_its_own_target(document: DocumentCoverage) -> None:
    row = next(p for p in document.projects if p.code == "P1").rows[0]
    assert row.read == ReadTarget("at-least", Decimal(20), None, "场")
    assert row.own == ReadTarget("unspecified", Decimal(20), None, "")


def test_a_row_of_another_document_about_the_same_plan_does_not_mix(store: EmbeddedStore) -> None:
    both = read_coverage(store)
    assert [d.document.kind for d in both.documents] == ["goals", ""]
    assert [row.grade for row in both.documents[1].rows] == ["F"]
    assert both.headline.rows == 6


def test_findings_stand_by_severity_and_know_their_project_and_place(document: DocumentCoverage) -> None:
    first, last = document.findings
    assert (first.severity, first.project_code, first.cell, first.message.en) == (
        "violation",
        "P3",
        "t3.r9",
        "The value cell is empty.",
    )
    assert (last.severity, last.project_code) == ("info", "")
    assert [p.findings for p in document.projects] == [1, 0, 0]


def test_calculations_that_do_not_hold_come_first(document: DocumentCoverage) -> None:
    assert [(c.outcome, c.project_code, c.lower_bound) for c in document.checks] == [
        ("does-not-hold", "P1", True),
        ("holds", "P2", False),
    ]


def test_value_texts_on_several_rows_are_counted(document: DocumentCoverage) -> None:
    assert document.shared_values == (SharedValue("P2", "100按年登记", 2, 2),)


def test_only_cited_rules_are_listed_and_unknown_ones_keep_their_key(coverage: Coverage) -> None:
    rules = {rule.key: rule for rule in coverage.rules}
    assert sorted(rules) == ["F-undefined", "G-direction", "G-number", "L-output"]
    assert (rules["G-number"].source, rules["G-number"].citation) == ("财预〔2021〕101号", "read")
    assert rules["L-output"].sentence == Label("", "")


def test_labels_come_from_the_ontology_and_fall_back_to_the_key(coverage: Coverage) -> None:
    assert coverage.label("kind-social", "zh") == "社会效益指标"
    assert coverage.label("flag-no-deadline", "en") == "no-deadline"


def test_an_unknown_document_is_refused_with_the_known_ones(store: EmbeddedStore) -> None:
    with pytest.raises(UnknownDocumentError, match="900001-2023-goals"):
        read_coverage(store, "https://example.org/document/none")


def test_a_document_is_found_by_its_key(store: EmbeddedStore) -> None:
    assert len(read_coverage(store, "900001-2023-self-evaluation").documents) == 1


def test_an_empty_store_has_an_empty_coverage() -> None:
    empty = read_coverage(EmbeddedStore.in_memory())
    assert (empty.documents, empty.headline.rows, empty.rules) == ((), 0, ())


def test_questions_use_only_terms_of_the_vocabulary() -> None:
    text = "\n".join(v for k, v in vars(coverage_questions).items() if k.isupper())
    known = {value for name, value in vars(terms).items() if name.startswith("GT_")}
    # `gt:status` is an older spelling that stores may still hold.
    used = {f"https://w3id.org/goaltrace/ontology#{name}" for name in re.findall(r"\bgt:(\w+)", text)} - {
        "https://w3id.org/goaltrace/ontology#status"
    }
    assert used <= known


def test_numbers_sort_as_numbers() -> None:
    assert sorted(["10", "3a", "2", "3"], key=number_order) == ["2", "3", "3a", "10"]


def test_unknown_kinds_come_last() -> None:
    assert kinds_in_order(["zeta", "social", "quantity", ""]) == ("quantity", "social", "", "zeta")
