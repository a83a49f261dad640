"""Decisions on links: kept through whatever happens to the document, refused by row and column, stale when due."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from loaders.link_errors import ContradictingLinkError, SharesOverOneError, UnknownLinkProjectError
from loaders.link_records import LinkRecord
from loaders.links import LinkFile, format_links, link_metadata, parse_links
from loaders.row_errors import ManyRowErrors, RowError
from ontology.identifiers import DEFAULT_BASE
from queries.facts import read_documents
from queries.store import Store, open_store
from queries.stored_links import stored_links
from service.build import build
from service.cli import app
from service.document_links import LinkFileUnusedError
from service.review import (
    EvidenceNotFoundError,
    SeveralDocumentsError,
    UnknownProjectCodeError,
    decide_link,
    export_link_file,
    export_link_sheet,
    find_left_out,
    import_link_files,
)
from service.stored_plan import identify_stored
from service.suggestions import stray_table
from shapes.profile import load_profile
from tests.documents import small_export

PROFILE = load_profile()
RELIEF, CARE = "13020923P00010110001A", "13020923P00010210002B"
DAY = date(2023, 3, 31)
HEAD = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tstatus\tshare\n"
TEXTS = {"first": small_export(), "later": small_export().replace("落实社会救助政策；", "落实救助新政策；")}


def build_text(store: Store, folder: Path, text: str, links: list[LinkFile] | None = None) -> None:
    path = folder / "civil-affairs-2023.txt"
    path.write_text(text, encoding="utf-8")
    assert not build([path], store, PROFILE, DEFAULT_BASE, links or []).failures


def new_store(folder: Path, text: str = TEXTS["first"]) -> Store:
    store = open_store(":memory:")
    build_text(store, folder, text)
    return store


def links_of(store: Store) -> tuple[LinkRecord, ...]:
    return stored_links(store, identify_stored(read_documents(store)[0]))


def decide(store: Store, code: str, target: str, status: str, note: str = "") -> None:
    decide_link(store, PROFILE, code, target, status, "财政局", note, today=DAY)  # type: ignore[arg-type]


def stale_of(store: Store) -> set[str]:
    rows = store.select("SELECT ?link WHERE { ?link gt:stale true }").rows
    return {str(row[0]).rpartition("/link/")[2].replace("%2Fobjective%2F", "/") for row in rows}


def row(code: str, target: str, status: str = "accepted", share: str = "") -> str:
    return f"project:{code}\tgt:supportsGoal\t{target}\tsemapv:ManualMappingCuration\t{status}\t{share}\n"


def link_file(*rows: str, keep_going: bool = False) -> LinkFile:
    read = parse_links((HEAD + "".join(rows)).encode(), "x.tsv")
    return LinkFile(read.name, read.records, problems=read.problems, keep_going=keep_going)


steps = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(["accepted", "rejected"]),
            st.sampled_from([RELIEF, CARE]),
            st.sampled_from(["1", "1/1", "2", "none"]),
            st.text('好"\\\n\t|：', max_size=4),
        ),
        st.tuples(st.just("build"), st.sampled_from(sorted(TEXTS))),
        st.tuples(st.just("restore"), st.sampled_from(["tsv", "xlsx"])),
    ),
    max_size=7,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_accepting_rejecting_rebuilding_and_restoring_leave_every_decision_as_it_was(
    tmp_path: Path, sequence: list[tuple[str, ...]]
) -> None:
    store, text = new_store(tmp_path), TEXTS["first"]
    said: dict[tuple[str, str], tuple[str, str]] = {}
    for step in sequence:
        before = links_of(store)
        if step[0] == "build":
            text = TEXTS[step[1]]
            build_text(store, tmp_path, text)
            assert links_of(store) == before
        elif step[0] == "restore":
            file = restored_from(store, tmp_path, step[1])
            store = new_store(tmp_path, text)
            import_link_files(store, [file], PROFILE)
            assert links_of(store) == before
        else:
            status, code, target, note = step
            try:
                decide(store, code, target, status, note)
            except ContradictingLinkError:
                assert links_of(store) == before
            else:
                kept = said.get((code, target), ("", ""))[1]
                said[code, target] = (status, note or kept)
    found = {
        (r.project_code, "none" if r.goal is None else r.target.replace("/objective", "")): (
            r.status,
            r.comment,
        )
        for r in links_of(store)
    }
    assert found == said


def restored_from(store: Store, folder: Path, form: str) -> LinkFile:
    if form == "tsv":
        return parse_links(export_link_file(store, None).encode(), "x.tsv")
    place = folder / "links.xlsx"
    export_link_sheet(store, None, place)
    return parse_links(place.read_bytes(), "x.xlsx")


def test_a_decision_on_one_link_keeps_the_stale_mark_of_another(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    decide(store, RELIEF, "1/1", "accepted")
    decide(store, CARE, "2", "accepted")
    build_text(store, tmp_path, TEXTS["later"])
    assert stale_of(store) == {f"{RELIEF}-1/1"}
    decide(store, CARE, "2", "rejected")
    assert stale_of(store) == {f"{RELIEF}-1/1"}


def test_a_decision_on_the_words_that_stand_there_now_is_stale_no_more(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    decide(store, RELIEF, "1/1", "accepted")
    build_text(store, tmp_path, TEXTS["later"])
    decide(store, RELIEF, "1/1", "accepted")
    assert stale_of(store) == set()


def test_a_file_with_bad_rows_changes_nothing_and_names_each_by_row_and_column(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with pytest.raises(ManyRowErrors) as refused:
        import_link_files(
            store, [link_file(row(RELIEF, "goal:1"), row("XX", "goal:1"), row(CARE, "goal:9"))], PROFILE
        )
    assert [(p.row, p.column) for p in refused.value.problems] == [(3, "subject_id"), (4, "object_id")]
    assert "row 3, column subject_id" in refused.value.message()
    assert links_of(store) == ()


def test_the_good_rows_are_kept_only_when_asked_and_the_others_are_named(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    rows = (
        row(RELIEF, "goal:1"),
        row("XX", "goal:1"),
        row(CARE, "goal:2", "sure"),
        row(CARE, "goal:2", share="2"),
    )
    (done,) = import_link_files(store, [link_file(*rows, keep_going=True)], PROFILE)
    assert (done.links, [p.row for p in done.left_out]) == (1, [3, 4, 5])
    assert [record.project_code for record in links_of(store)] == [RELIEF]


def test_a_build_keeps_the_good_rows_only_when_asked(tmp_path: Path) -> None:
    rows = (row(RELIEF, "goal:1"), row("XX", "goal:1"))
    store = open_store(":memory:")
    path = tmp_path / "civil-affairs-2023.txt"
    path.write_text(TEXTS["first"], encoding="utf-8")
    with pytest.raises(UnknownLinkProjectError, match="row 3, column subject_id"):
        build([path], store, PROFILE, DEFAULT_BASE, [link_file(*rows)])
    given = link_file(*rows, keep_going=True)
    build_text(store, tmp_path, TEXTS["first"], [given])
    assert len(links_of(store)) == 1
    assert [problem.row for problem in find_left_out(store, [given])] == [3]


def test_a_file_is_held_against_what_was_decided_before(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    import_link_files(store, [link_file(row(RELIEF, "goal:1", share="0.6"))], PROFILE)
    with pytest.raises(SharesOverOneError, match="row 2, column share"):
        import_link_files(store, [link_file(row(RELIEF, "goal:2", share="0.6"))], PROFILE)
    with pytest.raises(ContradictingLinkError, match="kept earlier"):
        import_link_files(store, [link_file(row(RELIEF, "sssom:NoTermFound"))], PROFILE)
    assert len(links_of(store)) == 1


def test_a_file_about_no_document_of_the_store_is_refused(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    identifiers = identify_stored(read_documents(store)[0])
    other = identifiers.__class__(identifiers.base, "999999", "2020", "goals")
    text = format_links([LinkRecord(RELIEF, "1")], link_metadata(other))
    with pytest.raises(LinkFileUnusedError):
        import_link_files(store, [parse_links(text.encode(), "x.tsv")], PROFILE)
    with pytest.raises(SeveralDocumentsError):
        import_link_files(open_store(":memory:"), [link_file(row(RELIEF, "goal:1"))], PROFILE)


def test_a_decision_names_a_project_and_a_target_that_exist(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    with pytest.raises(UnknownProjectCodeError):
        decide(store, "XX", "1", "accepted")
    with pytest.raises(RowError, match="goal:7"):
        decide(store, RELIEF, "7", "accepted")


def test_a_decision_may_carry_a_share_and_words_that_the_project_says(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    given = {"share": Decimal("0.4"), "evidence": ("临时救助",)}
    decide_link(store, PROFILE, RELIEF, "1", "accepted", "财政局", "", today=DAY, **given)  # type: ignore[arg-type]
    (record,) = links_of(store)
    assert (record.share, record.evidence, record.date) == (Decimal("0.4"), ("临时救助",), "2023-03-31")
    assert record.document_sha256 == read_documents(store)[0].sha256
    with pytest.raises(EvidenceNotFoundError, match="林木抚育"):
        decide_link(store, PROFILE, RELIEF, "1", "accepted", "财政局", "", evidence=("林木抚育",))
    with pytest.raises(SharesOverOneError):
        decide_link(store, PROFILE, RELIEF, "2", "accepted", "财政局", "", share=Decimal("0.7"))
    assert links_of(store) == (record,)


def test_rows_that_speak_of_another_goal_are_listed_once_their_project_is_linked(tmp_path: Path) -> None:
    text = TEXTS["first"].replace("救助人次不少于300人次", "社区养老服务站建设和养老护理员培训人次")
    store = new_store(tmp_path, text.replace("救助人次", "养老护理员培训人次", 1))
    columns, rows = stray_table(store, None)
    assert rows == []
    decide(store, RELIEF, "1", "accepted")
    columns, rows = stray_table(store, None)
    found = [dict(zip(columns, row, strict=True)) for row in rows]
    assert [(row["project_code"], row["row"], row["goal"]) for row in found] == [(RELIEF, 1, "2")]
    assert "养老" in found[0]["words"]  # type: ignore[operator]


def test_the_command_line_names_rows_left_out_and_ends_with_1(tmp_path: Path) -> None:
    source, place, links = tmp_path / "d.txt", tmp_path / "store", tmp_path / "x.tsv"
    source.write_text(TEXTS["first"], encoding="utf-8")
    links.write_text(HEAD + row(RELIEF, "goal:1") + row(RELIEF, "goal:9"), encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, [*arguments, "--store", str(place), "--lang", "en"])
        return result.exit_code, result.output

    assert run("build", str(source))[0] == 0
    assert run("links", "import", str(links))[0] == 2
    code, said = run("links", "import", str(links), "--keep-going")
    assert (code, "1 links" in said, "row 3, column object_id" in said) == (1, True, True)
    code, said = run("build", str(source), "--links", str(links), "--keep-going", "--force")
    assert (code, "row 3, column object_id" in said) == (1, True)
