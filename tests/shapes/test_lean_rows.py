"""How much the graph holds for an indicator row: its words, its place, its reading, its judgment."""

import re
from collections import Counter
from pathlib import Path

import pytest

from loaders.load import Loaded, load_file
from ontology.nquads import QuadWriter
from shapes.judgment import judge_plan, write_judgment
from shapes.profile import load_profile

EXAMPLE = Path(__file__).parents[2] / "examples" / "organization-department-2022.docx"
MOST = 25
OF_A_ROW = re.compile(
    r"/(?:indicator/[^/>]+(?:/(?:target|further/\d+))?|reading/\d+(?:/\d+)?|document/[^/>]+/grade/\d+)> "
)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_file(EXAMPLE)


@pytest.fixture(scope="module")
def lines(loaded: Loaded) -> list[str]:
    writer = QuadWriter(loaded.identifiers.graph("judgment"))
    write_judgment(judge_plan(loaded.plan, (), load_profile()), loaded.identifiers, writer)
    return (loaded.quads.nquads() + writer.nquads()).split("\n")[:-1]


def test_a_row_brings_at_most_twenty_five_quads(loaded: Loaded, lines: list[str]) -> None:
    rows = sum(len(bearer.indicators) for bearer in loaded.plan.bearers)
    own = sum(bool(OF_A_ROW.search(f"{line.partition(' ')[0]} ")) for line in lines)
    leading_there = sum("#hasIndicator> " in line for line in lines)
    places = sum("#characterRanges> " in line or "#columnNumber> " in line for line in lines)
    assert own + leading_there + places < MOST * rows


def test_nothing_is_said_twice_of_one_thing(lines: list[str]) -> None:
    assert [line for line, number in Counter(lines).items() if number > 1] == []


def test_what_the_iri_of_a_place_says_is_not_said_again(lines: list[str]) -> None:
    said = {line.split(" ")[1] for line in lines if re.match(r"<[^>]*/file/[^>#]+#", line)}
    assert {name.rpartition("#")[2] for name in said} == {"characterRanges>", "columnNumber>"}
