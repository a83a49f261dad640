"""Plans written from the store as IATI and StratML, and what these cannot hold."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from loaders.document import Document
from loaders.layouts.registry import read_plan
from loaders.link_quads import link_quads
from loaders.load import Loaded, load_document
from loaders.plan import Plan
from loaders.plan_values import read_values
from loaders.reading import read_bytes
from loaders.standards.iati_export import write_iati
from loaders.standards.stratml_export import write_stratml
from loaders.stated_links import stated_link_records
from queries.facts import read_documents
from queries.store import Store, open_store
from queries.stored_plans import stored_plan
from service.cli import app
from service.exports import WhichDocumentError, write_standard
from tests.documents import small_export
from tests.loaders.layouts import samples
from tests.loaders.layouts.grids import document

FORMS: dict[str, Callable[[], Document]] = {
    "two goals": lambda: read_bytes(small_export().encode(), "plan.txt"),
    "weights": lambda: document(*samples.CENTRAL_FORM),
    "results": lambda: document(*samples.SELF_EVALUATION),
    "steps": lambda: document(*samples.DUTY_ACTIVITY),
    "long term": lambda: document(*samples.TWO_TABLES),
    "tasks": lambda: document(*samples.DEPARTMENT_TASKS),
}


def stored(*plans: Loaded) -> Store:
    store = open_store(":memory:")
    for loaded in plans:
        ids = loaded.identifiers
        links = link_quads(stated_link_records(loaded.plan), ids)
        graphs = [ids.graph(layer) for layer in ("source", "reading", "links")]
        store.replace_graphs(graphs, loaded.quads.nquads() + links.nquads())
    return store


def load(name: str) -> Loaded:
    return load_document(FORMS[name]())


def again(xml: str) -> Plan:
    return read_values(read_plan(read_bytes(xml.encode(), "plan.xml"))[1], 0)


@pytest.mark.parametrize("name", FORMS)
def test_a_plan_from_the_store_gives_the_files_that_the_plan_itself_gives(name: str) -> None:
    loaded = load(name)
    plan = stored_plan(stored(loaded), read_documents(stored(loaded))[0])
    # What was read is read again from the words; where the words stand is not kept.
    assert write_iati(plan).xml == write_iati(loaded.plan).xml
    assert write_stratml(plan).xml == write_stratml(loaded.plan).xml


@pytest.mark.parametrize("name", FORMS)
def test_an_iati_file_from_the_store_reads_back_with_the_same_names_targets_and_results(
    name: str, tmp_path: Path
) -> None:
    loaded = load(name)
    write_standard(stored(loaded), "iati", tmp_path / "plan.xml", None)
    found = again((tmp_path / "plan.xml").read_text(encoding="utf-8"))
    rows = [
        [(i.name, i.reading.number if i.reading else None, bool(i.actual)) for i in b.indicators]
        for b in found.bearers
    ]
    assert rows == [
        [
            (i.name, i.reading.number if i.reading else None, bool(i.actual))
            for i in b.indicators
            if i.period == "annual"
        ]
        for b in loaded.plan.bearers
    ]


def test_the_losses_stand_beside_the_file_in_both_languages(tmp_path: Path) -> None:
    losses = write_standard(stored(load("weights")), "iati", tmp_path / "plan.xml", None)
    report = json.loads((tmp_path / "plan.xml.losses.json").read_text(encoding="utf-8"))
    assert report["standard"] == "iati"
    assert [entry["what"] for entry in report["losses"]] == [loss.what for loss in losses]
    assert all(entry["zh"] and entry["en"] and entry["count"] for entry in report["losses"])


def test_without_goals_above_them_each_projects_own_goal_is_a_goal_of_stratml(tmp_path: Path) -> None:
    losses = write_standard(stored(load("results")), "stratml", tmp_path / "plan.xml", None)
    found = again((tmp_path / "plan.xml").read_text(encoding="utf-8"))
    assert [goal.name.text for goal in found.goals] == ["社区矫正经费"]
    assert [i.name for p in found.projects for i in p.indicators] == ["矫正人数", "合格率", "再犯率"]
    assert "project-as-goal" in {loss.what for loss in losses}


def test_links_that_the_document_states_put_projects_under_their_goals(tmp_path: Path) -> None:
    write_standard(stored(load("steps")), "stratml", tmp_path / "plan.xml", None)
    found = again((tmp_path / "plan.xml").read_text(encoding="utf-8"))
    assert [goal.name.text for goal in found.goals] == ["农业生产管理", "农村经济管理"]
    assert len(found.links) == 3


def test_of_several_documents_one_has_to_be_named(tmp_path: Path) -> None:
    store = stored(load("weights"), load("results"))
    with pytest.raises(WhichDocumentError, match="2 documents"):
        write_standard(store, "iati", tmp_path / "plan.xml", None)
    for found in read_documents(store):
        assert write_standard(store, "iati", tmp_path / "plan.xml", found.key)


def test_an_empty_store_says_how_to_fill_it(tmp_path: Path) -> None:
    with pytest.raises(WhichDocumentError) as caught:
        write_standard(open_store(":memory:"), "iati", tmp_path / "plan.xml", None)
    assert "goaltrace build" in caught.value.message("zh")
    assert not (tmp_path / "plan.xml").exists()


def test_control_characters_of_a_document_do_not_break_the_file() -> None:
    plan = load("weights").plan
    title = replace(plan, title="a\x0b\ufffe\ud800b")
    assert again(write_stratml(title).xml).goals


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_writes_both_standards_and_says_what_is_lost(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(small_export(), encoding="utf-8")
    store = tmp_path / "store"
    assert run("build", tmp_path / "plan.txt", "--store", store).exit_code == 0
    made = run(
        "export",
        "--iati",
        tmp_path / "a.xml",
        "--stratml",
        tmp_path / "s.xml",
        "--store",
        store,
        "--lang",
        "en",
    )
    assert made.exit_code == 0
    assert "IATI 2.03 has no place for goals of the department" in made.stderr
    assert made.stdout.split() == [str(tmp_path / "a.xml"), str(tmp_path / "s.xml")]
    assert (tmp_path / "s.xml.losses.json").is_file()


def test_the_command_without_a_target_is_a_mistake_and_names_the_choices() -> None:
    asked = run("export")
    assert asked.exit_code == 2
    assert "--stratml" in asked.stderr
