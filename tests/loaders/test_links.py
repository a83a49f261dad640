"""Link files: read, refused by row and column, written back without loss."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import EmptyFileError, MissingFileError
from loaders.link_errors import (
    ContradictingLinkError,
    DuplicateLinkError,
    OtherPlanError,
    SharesOverOneError,
    StatedLinkFixedError,
    UnknownLinkProjectError,
    UnknownLinkStatusError,
    UnknownLinkTargetError,
)
from loaders.link_records import JUSTIFICATIONS, STATUSES
from loaders.link_rows import COLUMNS, join_words, split_words
from loaders.links import (
    LinkRecord,
    check_links,
    check_plan,
    format_links,
    link_metadata,
    link_quads,
    merge_links,
    parse_links,
    read_links,
    write_links,
)
from loaders.row_errors import (
    BadCellError,
    BadEncodingError,
    BadHeaderError,
    BadTableError,
    ManyRowErrors,
    MissingColumnError,
    UnknownColumnError,
)
from ontology.identifiers import PlanIdentifiers

IDS = PlanIdentifiers("https://example.org/data/", "101", "2030", "goals")
HEAD = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tstatus\tconfidence\tshare\n"
GOOD = "project:P1\tgt:supportsGoal\tgoal:1\tsemapv:ManualMappingCuration\taccepted\t0.9\t0.5\n"

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.decimals(0, 1, allow_nan=False, allow_infinity=False, places=3)


@st.composite
def link_sets(draw: st.DrawFn) -> list[LinkRecord]:
    """Links that do not contradict each other, each field anything it may be."""
    keys = draw(
        st.lists(
            st.tuples(words.filter(bool), words.filter(bool), st.none() | words.filter(bool)), unique=True
        )
    )
    return [
        LinkRecord(
            code,
            goal,
            objective,
            status=draw(st.sampled_from(STATUSES)),
            justification=draw(st.sampled_from(JUSTIFICATIONS)),
            confidence=draw(st.none() | numbers),
            evidence=tuple(draw(st.lists(words.filter(bool), max_size=3))),
            share=draw(st.none() | st.just(Decimal(0))),
            reviewer=draw(words),
            date=draw(st.sampled_from(["", "2030-02-28"])),
            document_sha256=draw(st.sampled_from(["", "0" * 64])),
            words_sha256=draw(st.sampled_from(["", "f" * 64])),
            comment=draw(words),
            project_label=draw(words),
            target_label=draw(words),
        )
        for code, goal, objective in keys
        if "/objective/" not in goal
    ]


@settings(deadline=None)
@given(link_sets())
def test_links_written_and_read_back_are_the_same_links(records: list[LinkRecord]) -> None:
    read = parse_links(format_links(records, link_metadata(IDS)).encode(), "x.tsv")

    assert read.problems == ()
    assert set(read.records) == set(records)
    assert format_links(read.records, read.metadata) == format_links(records, link_metadata(IDS))


@settings(deadline=None)
@given(st.lists(words.filter(bool)))
def test_evidence_words_survive_bars_and_backslashes(parts: list[str]) -> None:
    assert split_words(join_words(parts)) == tuple(parts)


def test_a_written_file_can_be_read_and_leaves_no_part_behind(tmp_path: Path) -> None:
    place = tmp_path / "links.sssom.tsv"
    write_links(place, [LinkRecord("P1", None, status="accepted")], link_metadata(IDS))

    assert read_links(place).records[0].goal is None
    assert [p.name for p in tmp_path.iterdir()] == ["links.sssom.tsv"]


def test_the_header_says_of_which_plan_the_links_are() -> None:
    links = parse_links(format_links([], link_metadata(IDS)).encode(), "x.tsv")

    assert links.plan == "https://example.org/data/plan/101-2030"
    assert links.concerns("https://elsewhere.example/plan/101-2030")
    assert not links.concerns("https://example.org/data/plan/102-2030")
    assert isinstance(check_plan(links, "https://example.org/data/plan/102-2030")[0], OtherPlanError)


def test_a_file_without_a_curie_map_speaks_of_any_plan() -> None:
    links = parse_links((HEAD + GOOD).encode(), "x.tsv")

    assert links.plan is None
    assert links.concerns(IDS.plan)


def test_full_addresses_are_read_where_the_header_explains_them() -> None:
    row = GOOD.replace("project:P1", f"{IDS.plan}/project/P%201").replace("goal:1", f"{IDS.plan}/goal/1")
    header = "".join(
        f"#{line}\n" for line in format_links([], link_metadata(IDS)).split("\n") if line[:1] == "#"
    )
    links = parse_links((header.replace("##", "#") + HEAD + row).encode(), "x.tsv")

    assert links.records[0].project_code == "P 1"
    assert links.records[0].goal == "1"


@pytest.mark.parametrize(
    ("old", "new", "column", "kind"),
    [
        ("accepted", "maybe", "status", UnknownLinkStatusError),
        ("0.9", "1.1", "confidence", BadCellError),
        ("0.9", "NaN", "confidence", BadCellError),
        ("0.9", "-0.1", "confidence", BadCellError),
        ("0.9", "０.9", "confidence", BadCellError),
        ("0.5", "1e0", "share", BadCellError),
        ("project:P1", "P1", "subject_id", BadCellError),
        ("project:P1", "project:", "subject_id", BadCellError),
        ("goal:1", "goal:1/objective/", "object_id", BadCellError),
        ("goal:1", "", "object_id", BadCellError),
        ("gt:supportsGoal", "skos:exactMatch", "predicate_id", BadCellError),
        ("semapv:ManualMappingCuration", "semapv:Guess", "mapping_justification", BadCellError),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(old: str, new: str, column: str, kind: type) -> None:
    problem = parse_links((HEAD + GOOD.replace(old, new)).encode(), "x.tsv").problems[0]

    assert isinstance(problem, kind)
    assert (problem.file, problem.row, problem.column) == ("x.tsv", 2, column)
    assert str(problem).startswith(f"x.tsv, row 2, column {column}: ")
    assert problem.message("zh") != problem.message("en")


def test_a_date_that_no_calendar_has_is_refused() -> None:
    text = HEAD.replace("share", "mapping_date") + GOOD.replace("0.5", "2030-02-30")

    assert parse_links(text.encode(), "x.tsv").problems[0].column == "mapping_date"


def test_the_same_link_twice_is_reported_at_the_second_row() -> None:
    problem = parse_links((HEAD + GOOD + GOOD.replace("accepted", "rejected")).encode(), "x.tsv").problems[0]

    assert isinstance(problem, DuplicateLinkError)
    assert (problem.row, problem.first_row, problem.same) == (3, 2, False)


def test_none_of_the_goals_contradicts_an_accepted_goal() -> None:
    text = HEAD + GOOD + GOOD.replace("goal:1", "sssom:NoTermFound")

    assert isinstance(parse_links(text.encode(), "x.tsv").problems[0], ContradictingLinkError)


def test_shares_of_one_project_may_not_pass_one() -> None:
    text = HEAD + GOOD + GOOD.replace("goal:1", "goal:2").replace("0.5", "0.51")
    problem = parse_links(text.encode(), "x.tsv").problems[0]

    assert isinstance(problem, SharesOverOneError)
    assert (problem.row, problem.column, problem.total) == (3, "share", Decimal("1.01"))


def test_a_rejected_link_takes_no_share() -> None:
    text = (
        HEAD + GOOD + GOOD.replace("goal:1", "goal:2").replace("0.5", "0.51").replace("accepted", "rejected")
    )

    assert parse_links(text.encode(), "x.tsv").problems == ()


def test_rows_count_as_an_editor_counts_lines() -> None:
    quoted = '"project:P\n2"\tgt:supportsGoal\tgoal:1\tsemapv:ManualMappingCuration\taccepted\t\t\n'
    text = "#license: x\n" + HEAD + quoted + GOOD.replace("accepted", "?")

    assert parse_links(text.encode(), "x.tsv").problems[0].row == 5


def test_good_rows_are_kept_only_when_asked(tmp_path: Path) -> None:
    place = tmp_path / "x.tsv"
    place.write_text(HEAD + GOOD + GOOD.replace("P1", "P2").replace("0.9", "9") + GOOD.replace("goal:1", "x"))

    with pytest.raises(ManyRowErrors) as caught:
        read_links(place)
    kept = read_links(place, keep_going=True)

    assert [(p.row, p.column) for p in caught.value.problems] == [(3, "confidence"), (4, "object_id")]
    assert [r.project_code for r in kept.records] == ["P1"]
    assert [p.row for p in kept.problems] == [3, 4]


def test_an_unknown_column_with_content_is_refused_and_an_empty_one_passes() -> None:
    with_content = HEAD.replace("share", "weight") + GOOD
    empty = HEAD.replace("\n", "\t\n") + GOOD

    assert isinstance(parse_links(with_content.encode(), "x.tsv").problems[0], UnknownColumnError)
    assert parse_links(empty.encode(), "x.tsv").problems == ()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(MissingColumnError, match="column status is missing"):
        parse_links(HEAD.replace("\tstatus", "").encode(), "x.tsv")


@pytest.mark.parametrize("data", [HEAD.encode("utf-16"), "project:村".encode("gbk")])
def test_another_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(BadEncodingError, match="not UTF-8"):
        parse_links(data, "x.tsv")


@pytest.mark.parametrize(
    "header",
    [
        "#: : :\n",
        "#- a\n",
        "#curie_map: 3\n",
        "#curie_map:\n#  project: https://example.org/other/\n",
        "#curie_map:\n#  project: https://x/plan/1/project/\n#  goal: https://x/plan/2/goal/\n",
        "#" + "[" * 3000 + "\n",
        "#a: !!python/object/apply:os.system [ls]\n",
    ],
)
def test_a_header_that_cannot_be_understood_is_refused(header: str) -> None:
    with pytest.raises(BadHeaderError):
        parse_links((header + HEAD + GOOD).encode(), "x.tsv")


@pytest.mark.parametrize("body", ["", "\n", HEAD + '"open', HEAD + "x" * 200_000])
def test_a_broken_table_is_refused(body: str) -> None:
    with pytest.raises((BadTableError, MissingColumnError)):
        parse_links(f"#license: x\n{body}".encode(), "x.tsv")


def test_a_row_longer_than_the_column_names_is_reported() -> None:
    problem = parse_links((HEAD + GOOD.replace("\n", "\tmore\n")).encode(), "x.tsv").problems[0]

    assert (type(problem), problem.row) == (BadTableError, 2)


def test_missing_and_empty_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.tsv").write_text(" \n")

    with pytest.raises(MissingFileError):
        read_links(tmp_path / "absent.tsv")
    with pytest.raises(EmptyFileError):
        read_links(tmp_path / "empty.tsv")


def test_projects_goals_and_objectives_the_plan_lacks_are_named_by_row() -> None:
    records = [
        LinkRecord("P1", "1", "2", line=2),
        LinkRecord("P1", None, line=3),
        LinkRecord("P9", "1", line=4),
        LinkRecord("P1", "7", line=5),
        LinkRecord("P1", "1", "9", line=6),
    ]
    problems = check_links(records, {"P1"}, {"1": ["1", "2"]}, "x.tsv")

    assert [(type(p), p.row) for p in problems] == [
        (UnknownLinkProjectError, 4),
        (UnknownLinkTargetError, 5),
        (UnknownLinkTargetError, 6),
    ]


def test_a_given_link_never_replaces_one_the_document_states() -> None:
    stated = LinkRecord("P1", "1", status="stated")
    merged, problems = merge_links(
        [stated], [LinkRecord("P1", "1", status="rejected", line=7), LinkRecord("P1", "2")]
    )

    assert merged == (stated, LinkRecord("P1", "2"))
    assert [(type(p), p.row) for p in problems] == [(StatedLinkFixedError, 7)]


def test_only_links_that_hold_give_the_direct_edge() -> None:
    def edges(**facts: object) -> str:
        quads = link_quads([LinkRecord("P1", "1", "2", **facts)], IDS).nquads()  # type: ignore[arg-type]
        return "".join(line for line in quads.splitlines() if "#supports" in line and "/sssom/" not in line)

    assert edges(status="proposed") == edges(status="rejected") == ""
    assert "supportsGoal> <https://example.org/data/plan/101-2030/goal/1>" in edges(status="accepted")
    assert "supportsObjective> <https://example.org/data/plan/101-2030/goal/1/objective/2>" in edges(
        status="stated"
    )


def test_serving_none_is_a_link_to_no_term() -> None:
    quads = link_quads([LinkRecord("P1", None, status="accepted")], IDS).nquads()

    assert "object_id> <https://w3id.org/sssom/NoTermFound>" in quads
    assert all(f"<{IDS.document}/links> ." in line for line in quads.splitlines())


def test_stale_links_are_marked_and_kept() -> None:
    record = LinkRecord("P1", "1", status="accepted")

    assert "#stale" not in link_quads([record], IDS).nquads()
    assert "#stale" in link_quads([record], IDS, stale={record.key}).nquads()


@settings(deadline=None)
@given(link_sets())
def test_quads_do_not_depend_on_the_order_of_records(records: list[LinkRecord]) -> None:
    assert link_quads(records, IDS).nquads() == link_quads(records[::-1], IDS).nquads()


def test_every_column_is_written_for_every_link() -> None:
    header, row = format_links([LinkRecord("P1", "1")]).splitlines()

    assert header.split("\t") == list(COLUMNS)
    assert len(row.split("\t")) == len(COLUMNS)
