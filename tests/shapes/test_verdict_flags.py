"""What a verdict adds to a judgment, and what it takes out of the reckoning of goal levels."""

from dataclasses import dataclass, replace

import pytest

from ontology.nquads import QuadWriter
from shapes.goal_grades import grade_level
from shapes.grade_records import Flag, Grade, RowKey
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
@pytest.mark.parametrize("has_candidate", [True, False])
def test_what_a_verdict_adds_can_be_taken_away_again(verdict: str, has_candidate: bool) -> None:
    graph = "https://example.org/data/document/1-2022-goals/judgment"
    plain = QuadWriter(graph)
    subject = f"{ROW}/grade"
    plain.add(subject, "https://w3id.org/goaltrace/ontology#evidence", '"misfit-candidate：没有出现"@zh')
    if has_candidate:
        for key in ("misfit-candidate", "rebind-candidate"):
            plain.add(
                subject,
                "https://w3id.org/goaltrace/ontology#hasFlag",
                f"<https://w3id.org/goaltrace/concept#flag-{key}>",
            )
            plain.add(
                subject,
                "https://w3id.org/goaltrace/ontology#citesRule",
                f"<https://w3id.org/goaltrace/rule#L-{key}>",
            )
    added = QuadWriter(graph)
    write_verdict_flags(added, {ROW: (f"{ROW}/verdict", replace(Said(verdict), note='a "quoted" note'))})
    together = "".join(sorted(set((plain.nquads() + added.nquads()).splitlines(keepends=True))))

    assert len(added) == 4
    assert sorted(without_verdict_flags(together, graph).splitlines()) == sorted(plain.nquads().splitlines())
