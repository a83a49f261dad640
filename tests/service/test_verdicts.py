"""Reviewers' verdicts: kept, used, carried through rebuilds, stale where the words changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from loaders.review_errors import SeveralRowsError, UnknownRowError
from loaders.verdict_files import parse_verdicts
from loaders.verdicts import Verdict
from queries.facts import read_documents
from queries.store import Store
from queries.stored_reviews import stored_verdicts
from service.cli import app
from service.row_reviews import stored_reviews
from service.stored_plan import identify_stored
from service.verdict_list import LIST_COLUMNS, list_verdicts, verdict_table
from service.verdicts import clear_verdict, decide_verdict, export_verdict_file, import_verdict_files
from tests.service.reviewed import (
    CODE,
    FOREIGN,
    OWN,
    PROFILE,
    SHARING,
    build_text,
    document,
    everything,
    flags_of,
    level_of_first_goal,
    new_store,
)

DAY = date(2023, 3, 31)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = new_store(tmp_path)
    yield opened
    opened.close()


def decide(store: Store, row: str, verdict: Verdict, note: str = "") -> str:
    return decide_verdict(store, PROFILE, row, verdict, "财政局", note, today=DAY)


def listed(store: Store, column: str, **which: bool) -> dict[object, object]:
    rows = list_verdicts(store, None, **which)
    return {row[0]: row[LIST_COLUMNS.index(column)] for row in rows}


def test_a_candidate_is_listed_with_the_words_that_occur_nowhere(store: Store) -> None:
    assert "林木抚育" in str(listed(store, "evidence")[FOREIGN])
    assert OWN not in listed(store, "evidence")
    assert OWN in listed(store, "evidence", every_row=True)


def test_a_candidate_is_listed_with_how_rare_its_metric_is(store: Store) -> None:
    rows = list_verdicts(store, None, every_row=True)
    place = {column: number for number, column in enumerate(LIST_COLUMNS)}
    by_row = {row[0]: row for row in rows}
    named = [by_row[FOREIGN][place[c]] for c in ("other_projects", "other_departments", "of_departments")]
    assert named == [0, 0, 0]
    assert by_row[f"{CODE}/cost-1"][place["other_projects"]] == 1
    columns, table = verdict_table(rows, "zh")
    assert table[0][columns.index("rarity")] == "本文件另有0个项目用；库中没有其他部门"


def test_a_candidate_keeps_its_row_from_carrying_a_goal(store: Store) -> None:
    assert level_of_first_goal(store) == "G2"


def test_a_row_that_a_reviewer_says_fits_carries_its_goal(store: Store) -> None:
    decide(store, FOREIGN, "fits")
    assert level_of_first_goal(store) == "G4"
    assert flags_of(store, FOREIGN) == ("fits", "misfit-candidate")


def test_a_confirmed_misfit_is_flagged_beside_the_candidate(store: Store) -> None:
    decide(store, FOREIGN, "misfit")
    assert flags_of(store, FOREIGN) == ("misfit", "misfit-candidate")
    assert level_of_first_goal(store) == "G2"


def test_a_reviewer_may_name_a_misfit_that_no_rule_saw(store: Store) -> None:
    decide(store, FOREIGN, "fits")
    decide(store, OWN, "misfit")
    assert flags_of(store, OWN) == ("misfit",)


def test_the_judgment_says_who_decided_when_and_why(store: Store) -> None:
    decide(store, FOREIGN, "misfit", "救助项目不管林木")
    said = [line for line in everything(store) if "ontology#evidence" in line and "财政局" in line]
    assert len(said) == 1
    assert "misfit：财政局（2023-03-31）认定与项目无关：救助项目不管林木" in said[0]


def test_a_second_verdict_takes_the_place_of_the_first(store: Store) -> None:
    decide(store, FOREIGN, "misfit")
    decide(store, FOREIGN, "fits")
    assert flags_of(store, FOREIGN) == ("fits", "misfit-candidate")
    assert listed(store, "verdict")[FOREIGN] == "fits"


def test_a_verdict_taken_back_leaves_no_trace(store: Store) -> None:
    before = everything(store)
    decide(store, FOREIGN, "misfit", "x")
    assert everything(store) != before
    clear_verdict(store, PROFILE, FOREIGN)
    assert everything(store) == before


def test_the_number_in_a_shared_value_can_be_given_to_a_row(store: Store) -> None:
    assert flags_of(store, SHARING).count("rebind-candidate") == 1
    decide(store, SHARING, "rebind")
    assert {"rebind", "rebind-candidate"} <= set(flags_of(store, SHARING))


def test_a_decided_candidate_is_no_longer_open(store: Store) -> None:
    decide(store, FOREIGN, "fits")
    assert FOREIGN not in listed(store, "verdict", undecided=True)
    assert SHARING in listed(store, "verdict", undecided=True)


def test_a_rebuild_keeps_the_verdict_and_what_follows_from_it(store: Store, tmp_path: Path) -> None:
    decide(store, FOREIGN, "fits", "见会议纪要")
    before = everything(store)
    build_text(store, tmp_path, document())
    assert everything(store) == before


def test_a_changed_row_makes_its_verdict_stale_and_keeps_it(store: Store, tmp_path: Path) -> None:
    decide(store, FOREIGN, "fits")
    build_text(store, tmp_path, document("驻村林木抚育合格率≥96%"))
    assert listed(store, "verdict")[FOREIGN] == "fits"
    assert listed(store, "stale")[FOREIGN] == "stale"
    assert FOREIGN in listed(store, "stale", undecided=True)
    assert flags_of(store, FOREIGN) == ("misfit-candidate", "value-description-conflict")


def test_words_that_come_back_bring_their_verdict_back(store: Store, tmp_path: Path) -> None:
    decide(store, FOREIGN, "fits")
    before = everything(store)
    build_text(store, tmp_path, document("驻村林木抚育合格率≥96%"))
    build_text(store, tmp_path, document())
    assert everything(store) == before


def test_a_verdict_on_a_row_that_is_gone_is_kept_and_can_be_cleared(store: Store, tmp_path: Path) -> None:
    decide(store, SHARING, "rebind")
    only_first = document().partition("[bookmark: _Toc_4_2]")[0]
    build_text(store, tmp_path, only_first)
    assert listed(store, "stale")[SHARING] == "stale"
    clear_verdict(store, PROFILE, SHARING)
    assert SHARING not in listed(store, "stale")


def test_an_unknown_row_is_named(store: Store) -> None:
    with pytest.raises(UnknownRowError, match="quantity-9"):
        decide(store, "13020923P00010110001A/quantity-9", "fits")


def test_a_row_may_be_named_by_its_iri(store: Store) -> None:
    iri = f"{read_documents(store)[0].plan}/project/{FOREIGN.replace('/', '/indicator/')}"
    assert decide(store, iri, "fits").startswith(FOREIGN)


def test_verdicts_travel_to_another_store_in_a_file(store: Store, tmp_path: Path) -> None:
    decide(store, FOREIGN, "misfit", "制表\t符")
    other = new_store(tmp_path)
    file = parse_verdicts(export_verdict_file(store, None).encode(), "v.tsv")
    assert import_verdict_files(other, [file], PROFILE) == [("305001-2023-goals", 1, ())]
    assert everything(other) == everything(store)


def test_a_file_with_an_unknown_row_changes_nothing(store: Store) -> None:
    before = everything(store)
    good = f"indicator\tverdict\treviewer\n{FOREIGN}\tfits\tx\nP9/cost-1\tfits\tx\n"
    with pytest.raises(UnknownRowError, match="row 3, column indicator"):
        import_verdict_files(store, [parse_verdicts(good.encode(), "v.tsv")], PROFILE)
    assert everything(store) == before
    (done,) = import_verdict_files(
        store, [replace(parse_verdicts(good.encode(), "v.tsv"), keep_going=True)], PROFILE
    )
    assert (done.verdicts, [problem.row for problem in done.left_out]) == (1, [3])


def test_a_file_about_another_plan_is_refused(store: Store) -> None:
    prefix = b"#curie_map:\n#  project: https://example.org/plan/9-2020/project/\n"
    other = prefix + b"indicator\tverdict\treviewer\n"
    with pytest.raises(SeveralRowsError):
        import_verdict_files(store, [parse_verdicts(other, "v.tsv")], PROFILE)


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("set"),
            st.sampled_from([FOREIGN, OWN, SHARING]),
            st.sampled_from(["fits", "misfit", "rebind"]),
            st.text('好"\\\n：', max_size=4),
        ),
        st.tuples(st.just("clear"), st.sampled_from([FOREIGN, OWN, SHARING])),
        st.tuples(st.just("build"), st.sampled_from(["95", "96"])),
    ),
    max_size=6,
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_decided_and_rebuilt_the_store_is_that_of_one_build(
    tmp_path: Path, sequence: list[tuple[str, ...]]
) -> None:
    store, text, said = new_store(tmp_path), document(), {}
    for step in sequence:
        if step[0] == "set":
            decide(store, step[1], step[2], step[3])  # type: ignore[arg-type]
            said[step[1]] = (step[2], step[3])
        elif step[0] == "clear" and step[1] in said:
            clear_verdict(store, PROFILE, step[1])
            del said[step[1]]
        elif step[0] == "build":
            text = document(f"驻村林木抚育合格率≥{step[1]}%")
            build_text(store, tmp_path, text)
    identifiers = identify_stored(read_documents(store)[0])
    kept = {str(record.row): (record.verdict, record.note) for record in stored_verdicts(store, identifiers)}
    assert kept == said

    before, reviews = everything(store), stored_reviews(store, identifiers)
    build_text(store, tmp_path, text)
    assert everything(store) == before
    assert stored_reviews(store, identifiers) == reviews


def test_the_command_line_sets_lists_and_exports(tmp_path: Path) -> None:
    source, place = tmp_path / "civil-affairs-2023.txt", tmp_path / "store"
    source.write_text(document(), encoding="utf-8")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--store", str(place)])
        assert result.exit_code == 0, result.output
        return result.stdout

    run("build", str(source), "--json")
    run("verdict", "set", FOREIGN, "misfit", "--reviewer", "财政局", "--note", "不相关")
    assert "财政局" in run("verdict", "list", "--format", "csv")
    exported = tmp_path / "v.tsv"
    run("verdict", "export", "-o", str(exported))
    run("verdict", "clear", FOREIGN)
    assert "财政局" not in run("verdict", "list", "--format", "csv")
    run("verdict", "import", str(exported))
    assert "财政局" in run("verdict", "list", "--all", "--format", "json")


def test_a_bad_reference_is_one_sentence_and_exit_2(tmp_path: Path) -> None:
    source, place = tmp_path / "civil-affairs-2023.txt", tmp_path / "store"
    source.write_text(document(), encoding="utf-8")
    assert CliRunner().invoke(app, ["build", str(source), "--store", str(place), "--json"]).exit_code == 0
    result = CliRunner().invoke(
        app,
        ["verdict", "set", "P/quantity-1", "fits", "--reviewer", "x", "--store", str(place), "--lang", "en"],
    )
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "There is no indicator P/quantity-1; see: goaltrace verdict list --all."
    ]
