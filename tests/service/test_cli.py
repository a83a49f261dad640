"""The command line on small documents: what it prints, what it refuses, what it leaves alone."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.settings import SETTINGS
from tests.documents import small_export

CODES = ("13020923P00010110001A", "13020923P00010210002B")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def export_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("documents") / "civil-affairs-2023.txt"
    path.write_text(small_export(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def store(export_file: Path) -> Path:
    place = export_file.parent / "store"
    result = run("build", export_file, "--store", place, "--json")
    assert result.exit_code == 0, result.output
    return place


def sssom(*rows: Sequence[str]) -> str:
    columns = (
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tstatus\treviewer_label\tmapping_date"
    )
    body = "".join("\t".join(row) + "\n" for row in rows)
    return f"#mapping_set_id: https://example.org/links\n{columns}\n{body}"


def link(code: str, target: str, status: str = "accepted") -> Sequence[str]:
    predicate = "gt:supportsObjective" if "objective" in target else "gt:supportsGoal"
    return (
        f"project:{code}",
        predicate,
        f"goal:{target}",
        "semapv:ManualMappingCuration",
        status,
        "a reviewer",
        "2023-03-01",
    )


def test_build_counts_what_it_read(export_file: Path, tmp_path: Path) -> None:
    result = run("build", export_file, "--store", tmp_path / "s", "--json")
    summary = json.loads(result.stdout)
    expected = {"documents": 1, "goals": 2, "objectives": 4, "safeguards": 2, "projects": 2, "indicators": 18}
    assert {key: summary[key] for key in expected} == expected
    assert summary["budget_total_yuan"] == 1_005_000
    assert sum(summary["grades"].values()) == 18
    assert summary["links"] == {"stated": 0, "accepted": 0, "proposed": 0, "rejected": 0}
    assert summary["findings"]["violation"] == 0


def test_build_twice_gives_the_same_store(export_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "s"
    for copy in ("a.nq", "b.nq"):
        assert run("build", export_file, "--store", place).exit_code == 0
        assert run("export", "--nquads", tmp_path / copy, "--store", place).exit_code == 0
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.txt", None, "there is no file to read"),
        ("empty.txt", b"", "empty"),
        ("notes.txt", "今天的会议纪要\n".encode(), "none of its 0 tables"),
        ("broken.docx", b"PK\x03\x04 no package", "docx"),
        (
            "japanese.txt",
            "これはテストの文書です。予算の目標について説明します。\n".encode("shift_jis") * 20,
            "Shift-JIS",
        ),
    ],
)
def test_bad_input_is_one_sentence_exit_2_and_an_unchanged_store(
    name: str, content: bytes | None, said: str, store: Path, tmp_path: Path
) -> None:
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    before = run("query", "list_documents", "--store", store, "--format", "csv").stdout
    result = run("build", source, "--store", store, "--lang", "en")
    assert result.exit_code == 2
    lines = [line for line in result.stderr.splitlines() if line]
    assert len(lines) == 1
    assert name in lines[0]
    assert said in lines[0]
    assert run("query", "list_documents", "--store", store, "--format", "csv").stdout == before


def test_gbk_text_gives_the_same_counts(export_file: Path, tmp_path: Path) -> None:
    source = tmp_path / "gbk.txt"
    source.write_bytes(export_file.read_text(encoding="utf-8").replace("≥", ">=").encode("gbk"))
    summary = json.loads(run("build", source, "--store", tmp_path / "s", "--json").stdout)
    assert (summary["projects"], summary["indicators"]) == (2, 18)


def test_one_bad_file_does_not_keep_the_others_out(export_file: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_bytes(export_file.read_bytes())
    (tmp_path / "in" / "bad.docx").write_bytes(b"nothing of the kind")
    result = run("build", tmp_path / "in", "--store", tmp_path / "s", "--json")
    summary = json.loads(result.stdout)
    assert result.exit_code == 2
    assert summary["documents"] == 1
    assert [failed["source"] for failed in summary["failed"]] == ["bad.docx"]


def test_links_are_only_what_a_file_or_a_reviewer_gave(export_file: Path, tmp_path: Path) -> None:
    links, place = tmp_path / "l.sssom.tsv", tmp_path / "s"
    links.write_text(sssom(link(CODES[0], "1"), link(CODES[1], "2", "proposed")), encoding="utf-8")
    summary = json.loads(run("build", export_file, "--links", links, "--store", place, "--json").stdout)
    assert (summary["links"]["accepted"], summary["links"]["proposed"]) == (1, 1)
    again = json.loads(run("build", export_file, "--store", place, "--json").stdout)
    assert again["links"] == summary["links"]


def test_a_link_to_an_unknown_goal_is_refused_by_row_and_nothing_is_built(
    export_file: Path, tmp_path: Path
) -> None:
    links, place = tmp_path / "l.sssom.tsv", tmp_path / "s"
    links.write_text(sssom(link(CODES[0], "9")), encoding="utf-8")
    result = run("build", export_file, "--links", links, "--store", place, "--lang", "en")
    assert result.exit_code == 2
    assert "row 3" in result.stderr
    assert "goal:9" in result.stderr
    assert run("query", "list_documents", "--store", place, "--format", "json").stdout in ("", "[]\n")


def test_accepting_a_link_lifts_the_goal_and_survives_a_rebuild(export_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "s"
    run("build", export_file, "--store", place)

    def without_project() -> list[str]:
        found = run("query", "find_goals_without_project", "--store", place, "--format", "json")
        return [row["goal_number"] for row in json.loads(found.stdout)]

    assert without_project() == ["1", "2"]
    decided = run("links", "accept", CODES[0], "1", "--reviewer", "a reviewer", "--store", place)
    assert decided.exit_code == 0, decided.output
    assert without_project() == ["2"]
    run("build", export_file, "--store", place)
    assert without_project() == ["2"]
    run("links", "reject", CODES[0], "1", "--reviewer", "a reviewer", "--note", "no", "--store", place)
    assert without_project() == ["1", "2"]


def test_exported_links_come_back_as_they_were(export_file: Path, tmp_path: Path) -> None:
    place, out = tmp_path / "s", tmp_path / "out.sssom.tsv"
    run("build", export_file, "--store", place)
    run("links", "accept", CODES[0], "1/objective/2", "--reviewer", "a reviewer", "--store", place)
    assert run("links", "export", "--store", place, "-o", out).exit_code == 0
    fresh = tmp_path / "fresh"
    run("build", export_file, "--store", fresh)
    assert run("links", "import", out, "--store", fresh).exit_code == 0
    first, second = (run("links", "list", "--store", s, "--format", "csv").stdout for s in (place, fresh))
    assert first == second


def test_check_ends_with_1_only_from_the_asked_severity_on(store: Path) -> None:
    assert run("check", "--store", store, "--fail-on", "violation").exit_code == 0
    assert run("check", "--store", store, "--fail-on", "info").exit_code in (0, 1)


def test_a_store_that_is_not_there_is_one_sentence_and_exit_2(tmp_path: Path) -> None:
    result = run("coverage", "--store", tmp_path / "nowhere")
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_coverage_prints_stated_accepted_and_proposed_apart(store: Path) -> None:
    text = run("coverage", "--store", store, "--lang", "en").stdout
    assert text.index("states") < text.index("ccepted") < text.index("roposed")


def test_html_report_is_one_file_without_outside_requests(store: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert run("coverage", "--store", store, "--format", "html", "-o", page).exit_code == 0
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert not re.search(r"""\bsrc\s*=|<link\b|@import|url\((?!["']?#)""", html)


def test_own_query_files_are_asked_like_shipped_ones(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "count_projects.rq"
    own.write_text("SELECT (COUNT(?p) AS ?n) WHERE { ?p a gt:Project }", encoding="utf-8")
    assert json.loads(run("query", own, "--store", store, "--format", "json").stdout) == [{"n": 2}]


def test_trace_names_projects_and_cells(store: Path) -> None:
    facts = json.loads(run("trace", "1", "--store", store, "--json").stdout)
    assert facts["name"] == "兜牢基本民生底线"


def test_tables_are_seven_csv_files(store: Path, tmp_path: Path) -> None:
    assert run("export", "--tables", tmp_path, "--store", store).exit_code == 0
    names = {path.stem for path in tmp_path.glob("*.csv")}
    assert names == {"documents", "goals", "projects", "indicators", "funds", "links", "findings"}


def test_every_command_has_help_with_an_example() -> None:
    for command in ("build", "check", "coverage", "query", "trace", "whatif", "export"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert re.search(r"Examples?:\s+goaltrace", result.stdout), command


def test_settings_lists_every_setting_with_its_variable() -> None:
    text = run("settings").stdout
    assert all(setting.name in text and setting.variable in text for setting in SETTINGS)


def test_suggestions_name_a_goal_or_none_with_words_for_every_project(store: Path) -> None:
    rows = json.loads(run("links", "suggest", "--store", store, "--format", "json").stdout)
    assert [row["project_code"] for row in rows] == list(CODES)
    assert all({"goal_number", "objective", "rank", "score", "evidence"} <= row.keys() for row in rows)
    assert all(row["evidence"] for row in rows)


def test_kept_suggestions_are_proposals_and_never_accepted(export_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "s"
    run("build", export_file, "--store", place)
    assert run("links", "suggest", "--propose", "--store", place).exit_code == 0
    rows = json.loads(run("links", "list", "--store", place, "--format", "json").stdout)
    assert {row["status"] for row in rows} == {"proposed"}


def test_links_go_out_to_a_spreadsheet_and_come_back(export_file: Path, tmp_path: Path) -> None:
    place, sheet = tmp_path / "s", tmp_path / "links.xlsx"
    run("build", export_file, "--store", place)
    run("links", "accept", CODES[0], "1", "--reviewer", "a reviewer", "--store", place)
    before = run("links", "list", "--store", place, "--format", "csv").stdout
    assert run("links", "export", "--store", place, "-o", sheet).exit_code == 0
    assert run("links", "import", sheet, "--store", place).exit_code == 0
    assert run("links", "list", "--store", place, "--format", "csv").stdout == before


def test_orphans_lists_both_projects_while_nothing_is_linked(store: Path) -> None:
    rows = json.loads(run("graph", "orphans", "--store", store, "--format", "json").stdout)
    assert sum(row["lack"] == "projects_without_goal" for row in rows) == 2
    assert sum(row["lack"] == "goals_without_project" for row in rows) == 2


def test_a_goal_that_hangs_on_one_project_has_a_sole_carrier(export_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "s"
    run("build", export_file, "--store", place)
    run("links", "accept", CODES[0], "1", "--reviewer", "a reviewer", "--store", place)
    (row,) = json.loads(run("graph", "carriers", "--store", place, "--format", "json").stdout)
    assert (row["goal_label"], row["project_label"]) == ("兜牢基本民生底线", "城乡困难群众临时救助")


def test_dropping_the_only_project_of_a_goal_takes_it_to_g0(export_file: Path, tmp_path: Path) -> None:
    place = tmp_path / "s"
    run("build", export_file, "--store", place)
    run("links", "accept", CODES[0], "1", "--reviewer", "a reviewer", "--store", place)
    rows = json.loads(run("whatif", "--drop", CODES[0], "--store", place, "--format", "json").stdout)
    assert [(row["goal"], row["level_after"], row["projects_after"]) for row in rows] == [("1", "G0", 0)]


def test_the_same_document_twice_in_one_load_is_refused_by_both_names(
    export_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(export_file.read_bytes())
    result = run("build", export_file, copy, "--store", tmp_path / "s", "--lang", "en", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["documents"] == 1
    assert "copy.txt" in result.stderr
    assert export_file.name in result.stderr


def test_layouts_says_which_table_is_claimed_and_lists_the_others(tmp_path: Path) -> None:
    odd = tmp_path / "odd.txt"
    odd.write_text(small_export() + "\t序号\n\t事项\n\n\t1\n\t采购\n\n", encoding="utf-8")
    rows = json.loads(run("layouts", odd, "--format", "json").stdout)
    assert {row["layout"] for row in rows} == {"hebei-project-goals", ""}
    assert [row["heading_row"] for row in rows if not row["layout"]] == ["序号 | 事项"]


def test_figures_are_drawn_as_svg_without_outside_references(store: Path, tmp_path: Path) -> None:
    for kind in ("chain", "sankey", "matrix", "grades"):
        target = tmp_path / f"{kind}.svg"
        assert run("graph", "draw", kind, "--store", store, "-o", target).exit_code == 0
        text = target.read_text(encoding="utf-8")
        assert text.startswith("<svg")
        assert "<script" not in text
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
