"""`goaltrace report` on the command line."""

import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from service.cli import app
from tests.documents import small_export
from tests.service.reports.read_back import pdf_pages

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("reports")
    source = folder / "civil-affairs-2023.txt"
    source.write_text(small_export(), encoding="utf-8")
    made = RUNNER.invoke(app, ["build", str(source), "--store", str(folder / "store"), "--json"])
    assert made.exit_code == 0, made.output
    return str(folder / "store")


def report(*arguments: str, store: str) -> bytes:
    done = RUNNER.invoke(app, ["report", *arguments, "--store", store])
    assert done.exit_code == 0, done.output
    return done.stdout_bytes


@pytest.mark.parametrize(
    ("ending", "beginning"),
    [
        ("docx", b"PK"),
        ("xlsx", b"PK"),
        ("pdf", b"%PDF"),
        ("html", b"<!DOCTYPE html>"),
        ("md", b"# "),
        ("json", b"{"),
        ("zip", b"PK"),
    ],
)
def test_the_ending_of_the_file_names_the_form(
    store: str, tmp_path: Path, ending: str, beginning: bytes
) -> None:
    path = tmp_path / "new" / f"report.{ending}"
    report("coverage", "-o", str(path), store=store)
    assert path.read_bytes().startswith(beginning)


def test_a_folder_gets_the_csv_files(store: str, tmp_path: Path) -> None:
    report("coverage", "-o", str(tmp_path / "tables"), store=store)
    assert "编码,名称,金额" in (tmp_path / "tables/projects.csv").read_text(encoding="utf-8-sig")


def test_without_a_file_markdown_goes_to_standard_output(store: str) -> None:
    assert report("brief", store=store).decode().startswith("# 绩效目标会议简报")


def test_the_brief_the_goal_and_the_project_come_on_their_pages(store: str, tmp_path: Path) -> None:
    facts = json.loads(report("coverage", "--format", "json", store=store))
    code = facts["documents"][0]["projects"][0]["code"]
    for name, arguments, pages in (("brief", [], 2), ("goal", ["1"], 1), ("project", [code], 1)):
        path = tmp_path / f"{name}.pdf"
        report(name, *arguments, "-o", str(path), store=store)
        assert pdf_pages(path.read_bytes()) == pages


def test_an_unknown_goal_ends_with_one_sentence(store: str) -> None:
    done = RUNNER.invoke(app, ["report", "goal", "77", "--store", store])
    assert done.exit_code == 2
    assert "77：没有这个名称" in done.output


def test_an_ending_that_is_no_form_ends_with_one_sentence(store: str, tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["report", "brief", "--store", store, "-o", str(tmp_path / "x.pptx")])
    assert done.exit_code == 2
    assert "没有 pptx 形式" in done.output


def test_the_league_and_the_results_come_in_every_form(store: str, tmp_path: Path) -> None:
    for name in ("league", "results"):
        for form in ("docx", "xlsx", "pdf", "html", "md", "csv", "json"):
            path = tmp_path / f"{name}.{form}"
            report(name, "-o", str(path), store=store)
            assert path.stat().st_size > 0


def test_the_full_set_is_one_folder(store: str, tmp_path: Path) -> None:
    report("set", "-o", str(tmp_path), store=store)
    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"coverage.{form}" for form in ("docx", "pdf", "md", "xlsx", "json", "html")),
        *("coverage-tables.zip", "brief.docx", "brief.pdf"),
        *(f"{kind}.{form}" for kind in ("chain", "sankey", "matrix", "grades") for form in ("svg", "png")),
    }


def test_the_template_can_be_taken_changed_and_given_back(store: str, tmp_path: Path) -> None:
    template = tmp_path / "template.docx"
    assert RUNNER.invoke(app, ["report", "template", "-o", str(template)]).exit_code == 0
    path = tmp_path / "brief.docx"
    report("brief", "-o", str(path), "--template", str(template), store=store)
    with ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert "word/document.xml" in archive.namelist()


def test_figures_and_what_if_are_drawn_as_pictures(store: str, tmp_path: Path) -> None:
    facts = json.loads(report("coverage", "--format", "json", store=store))
    code = facts["documents"][0]["projects"][0]["code"]
    drawn = ["graph", "draw", "matrix", "-o", str(tmp_path / "matrix.png")]
    supposed = ["whatif", "--drop", code, "-o", str(tmp_path / "what-if.png")]
    for arguments in (drawn, supposed):
        done = RUNNER.invoke(app, [*arguments, "--store", store])
        assert done.exit_code == 0, done.output
    for name in ("matrix.png", "what-if.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_the_schema_is_printed() -> None:
    done = RUNNER.invoke(app, ["report", "schema"])
    assert json.loads(done.stdout_bytes)["title"] == "goaltrace coverage report"
