"""The compiled engine gives what the reference gives, on sound plans and on damaged ones."""

import random
from collections import Counter

import pytest

from shapes import agreement
from shapes.agreement import find_disagreement, is_sampled
from shapes.results import Result
from tests.shapes.sample_plan import sample_ntriples

PROFILES = ("china-before-2021", "china-2021")
TRIALS = 60


def damaged(seed: int) -> tuple[str, str]:
    """The sample plan with some statements lost, doubled onto another thing or given another's value.

    Values keep their datatype: rdflib compares a string with a number where the specification knows no answer,
    and no reading writes a string where a number belongs.
    """
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    lines = sorted(sample_ntriples().splitlines())
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(lines))
        fault = chance.choice(("lost", "moved", "swapped"))
        if fault == "lost":
            del lines[at]
            continue
        subject, predicate, value = lines[at].split(" ", 2)
        other_subject, _, other_value = chance.choice(lines).split(" ", 2)
        if fault == "moved":
            lines.append(f"{other_subject} {predicate} {value}")
        elif datatype(other_value) == datatype(value):
            lines[at] = f"{subject} {predicate} {other_value}"
    return "\n".join(lines) + "\n", chance.choice(PROFILES)


def datatype(value: str) -> str:
    return value[0] if value.startswith("<") else value.rpartition('"')[2]


@pytest.mark.parametrize("seed", range(TRIALS))
def test_both_engines_report_the_same_of_a_damaged_plan(seed: int) -> None:
    assert find_disagreement(*damaged(seed)) is None


def test_the_damage_is_found_and_of_many_kinds() -> None:
    from shapes.validate import validate  # noqa: PLC0415

    shapes = Counter(finding.shape for seed in range(TRIALS) for finding in validate(*damaged(seed)))
    assert len(shapes) >= 25


def test_a_difference_names_the_shapes_and_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    invented = Result(
        "https://w3id.org/goaltrace/shape#plan-year", "violation", "urn:plan", "", "", "", "urn:c"
    )
    monkeypatch.setattr(agreement, "run_compiled", lambda _text, _files: [invented])
    found = find_disagreement(sample_ntriples(), PROFILES[0])
    assert found is not None
    assert found.only_compiled == (invented,)
    assert "plan-year" in found.sentence("en")
    assert "1 条只有编译引擎给出" in found.sentence("zh")


def test_the_sample_depends_on_the_document_alone_and_takes_about_one_in_a_hundred() -> None:
    chosen = [n for n in range(20_000) if is_sampled(f"{n * 2_654_435_761 % 2**48:012x}")]
    assert 100 < len(chosen) < 300
