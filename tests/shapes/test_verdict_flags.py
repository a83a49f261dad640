"""What a verdict adds to a judgment, and what it takes out of the reckoning of goal levels."""

from dataclasses import dataclass, replace

import pytest

from ontology import terms
from ontology.nquads import QuadWriter
from shapes.goal_grades import grade_level
from shapes.grade_records import Flag, Grade, RowKey
from shapes.measurements import GradeQuads
from shapes.profile import load_profile
from shapes.verdict_flags import RULE_OF, flag_row, verdict_flag, without_verdict_flags, write_verdict_flags
from tests.shapes.sample_rows import OneRow

PROFILE = load_profile()
CANDIDATE = Flag("misfit-candidate", "“信访”没有出现", "L-misfit-candidate")
ROW = "https://example.org/data/plan/1-2022/project/P/indicator/quantity-1"


@dataclass(frozen=True)
class Said:
    verdict: str
    reviewer: str = "财政局"
    date: str = "2022-03-31"
    note: str = ""


def row(*flags: Flag) -> Grade:
    return Grade("A", ("G-A-cell",), flags, None, "", verifiable=False)


@pytest.mark.parametrize(
    ("grade", "level"),
    [
        (row(), "G3"),
        (row(CANDIDATE), "G2"),
        (flag_row(row(CANDIDATE), Said("fits")), "G3"),
        (flag_row(row(CANDIDATE), Said("misfit")), "G2"),
        (flag_row(row(), Said("misfit")), "G2"),
        (flag_row(row(), Said("rebind")), "G3"),
    ],
)
def test_a_goal_rests_on_rows_that_no_reviewer_called_a_misfit(grade: Grade, level: str) -> None:
    assert grade_level([OneRow("P")], {RowKey("P", "quantity", 1): grade}, PROFILE)[0] == level


def test_a_verdict_that_the_row_fits_lifts_no_other_flag() -> None:
    spent = Flag("input-as-target", "用于", "L-input-as-target")
    grade = flag_row(row(CANDIDATE, spent), Said("fits"))
    assert grade_level([OneRow("P")], {RowKey("P", "quantity", 1): grade}, PROFILE)[0] == "G2"


def test_the_candidate_stays_beside_the_verdict() -> None:
    assert [flag.key for flag in flag_row(row(CANDIDATE), Said("misfit")).flags] == [
        "misfit",
        "misfit-candidate",
    ]


def test_the_flag_says_who_and_when_and_why() -> None:
    flag = verdict_flag(Said("misfit", note="与培训无关"))
    assert flag.saw == "财政局（2022-03-31）认定与项目无关：与培训无关"


def test_every_verdict_cites_a_rule_of_the_profile() -> None:
    assert set(RULE_OF.values()) <= set(PROFILE.rules)


@pytest.mark.parametrize("verdict", sorted(RULE_OF))
def test_what_a_verdict_adds_can_be_taken_away_again(verdict: str) -> None:
    graph = "https://example.org/data/document/1-2022-goals/judgment"
    plain = QuadWriter(graph)
    candidate = Flag("misfit-candidate", "没有出现\u2028", "L-misfit-candidate")
    GradeQuads(plain, "https://example.org/data/document/1-2022-goals").add(
        ROW, Grade("C", ("G-C-event",), (candidate,), None, "", verifiable=False)
    )
    added = QuadWriter(graph)
    write_verdict_flags(added, {ROW: (f"{ROW}/verdict", replace(Said(verdict), note='a "quoted" note'))})

    assert f"<{ROW}/grade> <{terms.DQV_COMPUTED_ON}> <{ROW}>" in added.nquads()
    assert f"<{terms.GT_CITES_VERDICT}> <{ROW}/verdict>" in added.nquads()
    assert without_verdict_flags(plain.nquads() + added.nquads()) == plain.nquads()
