"""Suggestions on the published example: measured against its reviewed links, which no weight was found on."""

from pathlib import Path

import pytest

from loaders.links import read_links
from loaders.load import Loaded, load_file
from queries.suggest import suggest
from queries.suggest_evaluate import MethodFigures, evaluate
from queries.suggest_fit import Reviewed
from queries.suggest_source import confirmed_links, words_of_plan

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "../shared/data/caofeidian-organization-department-2022.txt"
LINKS = ROOT / "links" / "caofeidian-organization-department-2022.sssom.tsv"

pytestmark = pytest.mark.skipif(
    not DOCUMENT.exists(), reason="the published document is not beside the checkout"
)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_file(DOCUMENT)


@pytest.fixture(scope="module")
def figures(loaded: Loaded) -> dict[str, MethodFigures]:
    links = confirmed_links(read_links(LINKS).records, ("accepted", "proposed"))
    return {f.method: f for f in evaluate(Reviewed("example", *words_of_plan(loaded.plan), links))}


def test_every_project_has_an_answer_with_words_that_stand_at_their_place(loaded: Loaded) -> None:
    projects, goals = words_of_plan(loaded.plan)
    first = [s for s in suggest(projects, goals) if s.rank == 1]
    text = loaded.document.text

    assert len(first) == 31
    assert any(s.goal_number is None for s in first)
    assert all(s.evidence for s in first)
    for place in (p for s in first for e in s.evidence for p in (e.project, e.target) if p is not None):
        assert place.document_start is not None
        assert text[place.document_start :].startswith(place.words)


def test_what_learns_from_confirmed_links_beats_the_biggest_goal(figures: dict[str, MethodFigures]) -> None:
    floor = figures["biggest goal always"]

    assert floor.top1 == pytest.approx(0.64, abs=0.02)
    assert figures["signs and nearest confirmed"].top1 > floor.top1
    assert figures["all together"].top1 > floor.top1
    assert figures["all together"].balanced > floor.balanced
