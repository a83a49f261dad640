from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from ontology import terms
from ontology.identifiers import PlanIdentifiers, concept, rule
from ontology.nquads import QuadWriter
from shapes.grade import RowKey
from shapes.judgment import Judgment, judge_plan, write_judgment
from tests.shapes.graded_rows import PROFILE, plan, project, row, shared
from tests.shapes.test_goal_grades import Link

IDENTIFIERS = PlanIdentifiers("https://example.org/", "305001", "2023", "goals")


def judged() -> Judgment:
    relief = project(
        [row("救助及时率", "", "≥98%", basis="台账"), row("救助人数", "", "≥30人", "quantity", ordinal=1)],
        key="A",
        name="救助及时",
        purpose="用于30名对象，每人500元。",
        budget=Decimal(15_000),
    )
    training = project(shared("100全额用于培训", row("培训合格率", "培训合格率提高")), key="B", name="培训")
    return judge_plan(plan([relief, training], {"1": ["做好救助"]}), [Link("A", "1", "1")], PROFILE)


def written() -> str:
    writer = QuadWriter(IDENTIFIERS.graph("judgment"))
    write_judgment(judged(), IDENTIFIERS, writer)
    return writer.ntriples()


def triple(subject: str, predicate: str, term: str) -> str:
    return f"<{subject}> <{predicate}> {term} .\n"


def measurement_of(text: str, subject: str) -> str:
    """The one measurement that says something of a thing."""
    (line,) = (
        line for line in text.split("\n") if line.endswith(f" <{terms.DQV_COMPUTED_ON}> <{subject}> .")
    )
    return line.partition(" ")[0][1:-1]


def test_a_row_gets_a_measurement_with_grade_rules_flags_and_what_was_seen() -> None:
    text = written()
    indicator = IDENTIFIERS.indicator("B", "quality", 1)
    grade = measurement_of(text, indicator)
    for predicate, term in (
        (terms.RDF_TYPE, f"<{terms.DQV_QUALITY_MEASUREMENT}>"),
        (terms.DQV_COMPUTED_ON, f"<{indicator}>"),
        (terms.DQV_IS_MEASUREMENT_OF, f"<{terms.GT_MEASURABILITY}>"),
        (terms.GT_HAS_GRADE, f"<{concept('grade-B')}>"),
        (terms.GT_CITES_RULE, f"<{rule('G-B-form-default')}>"),
        (terms.GT_CITES_RULE, f"<{rule('L-shared-value')}>"),
        (terms.GT_HAS_FLAG, f"<{concept('flag-shared-value')}>"),
        (terms.GT_VERIFIABLE, '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ):
        assert triple(grade, predicate, term) in text
    (seen,) = (line for line in text.split("\n") if line.startswith(f"<{indicator}> <{terms.GT_EVIDENCE}> "))
    assert "shared-value：" in seen
    assert seen.endswith('\\n100"@zh .')


def test_rows_that_are_judged_alike_share_one_measurement() -> None:
    rows = shared("100全额用于培训", row("培训合格率", "培训合格率提高"))
    alike = [replace(rows[0], ordinal=place, row=place) for place in (1, 2)]
    writer = QuadWriter(IDENTIFIERS.graph("judgment"))
    write_judgment(judge_plan(plan([project(alike, key="B")], {}), [], PROFILE), IDENTIFIERS, writer)
    one, other = (measurement_of(writer.ntriples(), IDENTIFIERS.indicator("B", "quality", n)) for n in (1, 2))
    assert one == other
    assert writer.ntriples().count(f"<{terms.GT_MEASURABILITY}>") == 1


def test_a_goal_gets_a_measurement_for_each_basis_of_links() -> None:
    text = written()
    for basis, level, first in (
        ("stated", "G0", "stated"),
        ("accepted", "G3", "accepted"),
        ("proposed", "G3", "accepted"),
    ):
        node = f"{IDENTIFIERS.goal('1')}/grade/{first}"
        assert triple(node, terms.GT_LINK_BASIS, f'"{basis}"') in text
        assert triple(node, terms.GT_HAS_GRADE, f"<{concept(f'grade-{level}')}>") in text
    assert (
        triple(
            f"{IDENTIFIERS.objective('1', '1')}/grade/accepted",
            terms.GT_HAS_GRADE,
            f"<{concept('grade-G3')}>",
        )
        in text
    )
    assert (
        triple(f"{IDENTIFIERS.overall_goal}/grade/stated", terms.GT_HAS_GRADE, f"<{concept('grade-G0')}>")
        in text
    )


def test_a_project_gets_its_sums_and_no_grade() -> None:
    text = written()
    node = f"{IDENTIFIERS.project('A')}/grade"
    assert triple(node, terms.DQV_IS_MEASUREMENT_OF, f"<{terms.GT_PROJECT_MEASURABILITY}>") in text
    assert triple(node, terms.GT_YUAN, '"15000"^^<http://www.w3.org/2001/XMLSchema#decimal>') in text
    assert f"<{node}> <{terms.GT_HAS_GRADE}>" not in text


def test_a_statement_is_judged_like_a_row() -> None:
    node = measurement_of(written(), IDENTIFIERS.statement("1", 1))
    assert triple(node, terms.GT_HAS_GRADE, f"<{concept('grade-A')}>") in written()


def test_a_document_gets_totals_that_leave_out_what_is_none() -> None:
    node = f"{IDENTIFIERS.document}/totals"
    found = {
        line.split(" ")[1][1:-1].rpartition("#")[2]: line.split(" ")[2].split('"')[1]
        for line in written().split("\n")
        if line.startswith(f"<{node}> <{terms.GT_YEAR[: -len('year')]}")
    }
    assert {
        key: found[key] for key in ("goalCount", "projectCount", "indicatorCount", "measurableCount")
    } == {
        "goalCount": "1",
        "projectCount": "2",
        "indicatorCount": "4",
        "measurableCount": str(judged().totals.sums.measurable),
    }
    assert found["countA"] == "2"
    assert "countF" not in found


def test_the_plan_as_a_whole_says_how_many_goals_lack_something_on_each_basis() -> None:
    text = written()
    number = f'<{terms.GT_UNSERVED_GOAL_COUNT}> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert f"<{IDENTIFIERS.overall_goal}/grade/stated> {number}" in text
    assert f"<{IDENTIFIERS.overall_goal}/grade/accepted> {number.replace('1', '0', 1)}" in text


def test_a_check_says_its_outcome_and_its_words() -> None:
    text = written()
    node = f"{IDENTIFIERS.document}/check/1"
    assert triple(node, terms.GT_CHECKS, f"<{IDENTIFIERS.project('A')}>") in text
    assert triple(node, terms.GT_HAS_OUTCOME, f"<{concept('check-holds')}>") in text
    assert triple(node, terms.GT_EXPRESSION, '"30 × 500 元"') in text


def test_every_rule_that_a_judgment_cites_is_published() -> None:
    cited = {
        identifier
        for grade in (*judged().rows.values(), *judged().statements.values())
        for identifier in (*grade.rules, *(flag.rule for flag in grade.flags))
    } | {picture.rule for picture in judged().goals}
    assert cited <= set(PROFILE.rules)


def test_every_concept_that_a_judgment_names_is_in_the_schemes() -> None:
    schemes = (Path(__file__).resolve().parents[2] / "ontology" / "schemes.ttl").read_text("utf-8")
    for line in written().splitlines():
        if "/concept#" in line:
            assert f"gtc:{line.rpartition('concept#')[2].partition('>')[0]} a " in schemes


def test_the_same_plan_gives_the_same_quads() -> None:
    assert written() == written()


def test_judging_keys_rows_by_project_kind_and_ordinal() -> None:
    assert RowKey("A", "quantity", 1) in judged().rows
    assert judged().projects["A"].counts == (2, 0, 0, 0, 0, 0)
