"""The words for suggestions are the same from a plan just read and from the store."""

from dataclasses import replace
from decimal import Decimal

import pytest

from loaders.link_versions import words_fingerprint
from loaders.links import LinkRecord
from loaders.load import Loaded, load_document
from loaders.plan import Quote
from loaders.readers.text import read_text
from queries.store import Store, open_store
from queries.suggest import suggest
from queries.suggest_records import Target
from queries.suggest_source import (
    confirmed_links,
    fingerprint_words,
    propose_links,
    words_in_store,
    words_of_plan,
)
from tests.documents import small_export


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_document(read_text(small_export().encode(), "small.txt"))


@pytest.fixture
def store(loaded: Loaded) -> Store:
    store = open_store(":memory:")
    writers = (loaded.quads.source, loaded.quads.reading)
    store.replace_graphs([w.graph for w in writers], "".join(w.nquads() for w in writers))
    return store


def test_the_store_gives_the_words_of_the_plan(loaded: Loaded, store: Store) -> None:
    projects, goals = words_of_plan(loaded.plan)
    stored_projects, stored_goals = words_in_store(store, loaded.identifiers)

    assert [(p.code, p.name.text, p.purpose.text) for p in stored_projects] == [
        (p.code, p.name.text, p.purpose.text) for p in projects
    ]
    for stored, goal in zip(stored_goals, goals, strict=True):
        assert [(f, w.text) for f, w in stored.fields()] == [(f, w.text) for f, w in goal.fields()]
        assert [(c.number, c.words.text) for c in stored.parts] == [
            (c.number, c.words.text) for c in goal.parts
        ]


def test_offsets_lead_to_the_words_in_the_document(loaded: Loaded, store: Store) -> None:
    text = loaded.document.text
    for projects, goals in (words_of_plan(loaded.plan), words_in_store(store, loaded.identifiers)):
        fields = [w for p in projects for _, w in p.fields()] + [w for g in goals for _, w in g.fields()]

        assert all(w.start is None or text[w.start : w.start + len(w.text)] == w.text for w in fields)
    assert all(w.start is not None for thing in words_of_plan(loaded.plan)[0] for _, w in thing.fields())


def test_fingerprints_from_the_store_are_those_from_the_plan(loaded: Loaded, store: Store) -> None:
    projects, goals = words_in_store(store, loaded.identifiers)
    targets = [Target("1"), Target("1", "2"), Target("1", "2b"), Target("2", "1"), Target(None), Target("9")]

    for project in projects:
        for target in targets:
            expected = words_fingerprint(loaded.plan, project.code, target.goal, target.objective)
            assert fingerprint_words(project, goals, target) == expected


def test_only_links_that_hold_are_confirmed() -> None:
    records = [
        LinkRecord("P1", "1", status="accepted"),
        LinkRecord("P1", "2", "3", status="stated"),
        LinkRecord("P2", "1", status="proposed"),
        LinkRecord("P3", None, status="accepted"),
    ]

    assert confirmed_links(records) == {"P1": (Target("1"), Target("2", "3")), "P3": (Target(None),)}


def test_suggestions_become_proposals_and_leave_decided_projects_alone(loaded: Loaded) -> None:
    projects, goals = words_of_plan(loaded.plan)
    decided = [LinkRecord(projects[0].code, "1", status="accepted")]
    proposals = propose_links(suggest(projects, goals), projects, goals, decided, loaded.document.sha256)

    assert [record.project_code for record in proposals] == [project.code for project in projects[1:]]
    assert {record.status for record in proposals} == {"proposed"}
    assert all(record.evidence and record.words_sha256 and record.reviewer == "" for record in proposals)
    assert all(Decimal(0) < (record.confidence or Decimal(0)) < 1 for record in proposals)


def test_what_a_reviewer_refused_gives_way_to_the_next_answer(loaded: Loaded) -> None:
    projects, goals = words_of_plan(loaded.plan)
    code = projects[0].code
    first, second, *_ = [s for s in suggest(projects, goals) if s.project_code == code]
    refused = [LinkRecord(code, first.goal_number, status="rejected")]
    again = suggest(projects, goals, rejected=confirmed_links(refused, ("rejected",)))

    assert next(s.goal_number for s in again if s.project_code == code) == second.goal_number
    assert first.goal_number not in {s.goal_number for s in again if s.project_code == code}
    proposed = propose_links(again, projects, goals, refused)
    assert [r.goal for r in proposed if r.project_code == code] == [second.goal_number]


def test_a_refused_objective_leaves_its_goal_on_offer(loaded: Loaded) -> None:
    projects, goals = words_of_plan(loaded.plan)
    found = next(s for s in suggest(projects, goals) if s.objective)
    refused = {found.project_code: (Target(found.goal_number, found.objective),)}
    again = suggest(projects, goals, rejected=refused)
    assert (found.goal_number, found.objective) not in {
        (s.goal_number, s.objective) for s in again if s.project_code == found.project_code
    }
    assert found.goal_number in {s.goal_number for s in again if s.project_code == found.project_code}


def test_every_word_has_its_place_in_both_texts(loaded: Loaded, store: Store) -> None:
    projects, goals = words_in_store(store, loaded.identifiers)
    by_code = {project.code: dict(project.fields()) for project in projects}
    for suggestion in suggest(projects, goals):
        for evidence in suggestion.evidence:
            place = evidence.project
            printed = by_code[suggestion.project_code][place.field].text
            assert printed[place.start : place.end] == place.words
            assert place.cell
            assert evidence.target is None or evidence.target.cell


def test_a_task_without_a_code_is_suggested_for_by_its_name(loaded: Loaded) -> None:
    first = loaded.plan.projects[0]
    task = replace(first, key="临时救助任务", code=Quote("", first.code.anchor), scope="task")
    projects, goals = words_of_plan(replace(loaded.plan, projects=(task, *loaded.plan.projects[1:])))
    assert {s.project_code for s in suggest(projects, goals)} == {"临时救助任务", projects[1].code}
