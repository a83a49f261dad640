"""What a document would change if it were built, with nothing written."""

from pathlib import Path

from queries.store import open_store
from service.preview import preview_document
from service.review import decide_link
from tests.service.many_documents import BASE, PROFILE, build_into, document_text, held_of, write_documents

CODE = "13020003P00010110001A"


def test_a_new_document_is_all_added_and_nothing_is_written(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    preview = preview_document(source, store, PROFILE, BASE)
    assert (preview.stored, preview.same_file) == (None, False)
    assert [len(part.added) for part in (preview.goals, preview.projects, preview.rows)] == [2, 2, 18]
    assert sum(preview.grades.values()) == 18
    assert preview.findings == preview.judged.findings
    assert store.graphs() == ()


def test_the_same_file_again_differs_in_nothing(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    build_into(store, [source])
    preview = preview_document(source, store, PROFILE, BASE)
    assert preview.same_file
    assert all(part.empty for part in (preview.goals, preview.projects, preview.rows))
    assert (preview.goals.same, preview.projects.same, preview.rows.same) == (2, 2, 18)


def test_changes_are_named_field_by_field(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    build_into(store, [source])
    text = document_text(0, "75.00").replace("救助人次不少于300人次", "救助人次不少于400人次", 1)
    source.write_text(text.replace("提升养老服务水平", "提高养老服务水平"), encoding="utf-8")
    before = held_of(store)
    preview = preview_document(source, store, PROFILE, BASE)
    (goal,), (project,), (row,) = preview.goals.changed, preview.projects.changed, preview.rows.changed
    assert [change.field for change in goal.changes] == ["name"]
    assert ("budget_yuan", "600000", "750000") in project.changes
    assert ("description", "救助人次不少于300人次", "救助人次不少于400人次") in row.changes
    assert row.label == f"{CODE}/quantity-1"
    assert held_of(store) == before


def test_a_project_that_is_gone_is_removed_with_its_rows(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    build_into(store, [source])
    text = source.read_text("utf-8")
    source.write_text(text[: text.index("[bookmark: _Toc_4_2]")], encoding="utf-8")
    preview = preview_document(source, store, PROFILE, BASE)
    assert [item.label for item in preview.projects.removed] == ["13020003P00010210002B 社区养老服务站建设"]
    assert len(preview.rows.removed) == 9


def test_the_levels_rest_on_what_was_decided_before(tmp_path: Path) -> None:
    (source,) = write_documents(tmp_path, 1)
    store = open_store(":memory:")
    build_into(store, [source])
    decide_link(store, PROFILE, CODE, "1", "accepted", "a reviewer", "")
    records = preview_document(source, store, PROFILE, BASE).judged.records
    assert [(record.project_code, record.status) for record in records] == [(CODE, "accepted")]
