"""Every form of the coverage report says the same figures."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from queries.coverage_records import Coverage, Project
from service.reports.coverage_files import write_coverage
from service.reports.numbers import show_share
from service.reports.report_files import Form
from service.reports.sentences import Sentences
from service.reports.wording import LANGUAGES, Language
from tests.service.coverage_samples import make_coverage
from tests.service.reports.read_back import csv_rows, docx_tables, docx_text, md_rows, pdf_text, xlsx_rows


@cache
def coverage() -> Coverage:
    return make_coverage()


@cache
def written(form: Form, lang: Language) -> bytes:
    return write_coverage(coverage(), form, lang)


def cells_of(project: Project, say: Sentences) -> list[str]:
    """What the table of projects says of a project in every form of words."""
    counts = project.counts
    return [
        f"{project.name} {project.code}",
        say.money(project.yuan, unit=False),
        *(str(count) if count else "—" for count in counts),
        f"{counts.measurable}/{counts.total}",
        f"{project.judgeable}/{counts.total}",
    ]


def expected_projects(lang: Language) -> list[list[str]]:
    say = Sentences.about(coverage(), lang)
    return [cells_of(project, say) for project in coverage().documents[0].projects]


def expected_goals(lang: Language) -> list[list[str]]:
    say = Sentences.about(coverage(), lang)
    document = coverage().documents[0]
    return [
        [
            f"{goal.number} {goal.name}",
            picture.level,
            str(len(picture.project_codes)),
            say.money(picture.yuan, unit=False),
            str(picture.counts.total),
            *(str(count) if count else "—" for count in picture.counts),
        ]
        for basis in ("accepted", "proposed")
        for goal in document.goals
        for picture in [goal.picture(basis)]
    ]


def rows_that_begin(grid: Sequence[Sequence[str]], wanted: list[list[str]]) -> list[list[str]]:
    """Of the wanted rows those that some row of the grid begins with."""
    return [row for row in wanted if any(list(found[: len(row)]) == row for found in grid)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_tables_hold_every_project_and_goal(lang: Language) -> None:
    grid = [row for table in docx_tables(written(Form.docx, lang)) for row in table]
    wanted = expected_projects(lang) + expected_goals(lang)
    assert rows_that_begin(grid, wanted) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markdown_tables_hold_every_project_and_goal(lang: Language) -> None:
    grid = md_rows(written(Form.md, lang).decode())
    wanted = expected_projects(lang) + expected_goals(lang)
    assert rows_that_begin(grid, wanted) == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_the_pdf_hold_every_project_and_goal(lang: Language) -> None:
    text = pdf_text(written(Form.pdf, lang))
    assert [row for row in expected_projects(lang) + expected_goals(lang) if " ".join(row) not in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_the_same_of_every_project(lang: Language) -> None:
    page = written(Form.html, lang).decode()
    for project in coverage().documents[0].projects:
        share = f"{project.counts.measurable}/{len(project.rows)}"
        row = page[page.index(f'<code class="quiet">{project.code}</code></th><td') :]
        assert share in row[: row.index("</tr>")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_the_same_numbers_as_numbers(lang: Language) -> None:
    book = xlsx_rows(written(Form.xlsx, lang))
    unit = 10000 if lang == "zh" else 1
    rows = {row[1]: row for row in book["项目" if lang == "zh" else "Projects"]}
    for project in coverage().documents[0].projects:
        counts = project.counts
        assert rows[project.code][2:4] == (project.name, float(project.yuan) / unit)
        assert rows[project.code][5:12] == (counts.total, *counts)
        assert rows[project.code][12] == counts.measurable
        assert rows[project.code][14] == project.judgeable


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_csv_set_holds_the_same_numbers(lang: Language) -> None:
    tables = csv_rows(written(Form.csv, lang))
    rows = {row[1]: row for row in tables["projects.csv"][1:]}
    for project in coverage().documents[0].projects:
        assert rows[project.code][5:12] == [str(project.counts.total), *map(str, project.counts)]
    head = coverage().headline
    assert tables["summary.csv"][1][9:16] == [str(head.rows), *map(str, head.counts)]


def test_json_holds_the_same_numbers() -> None:
    facts: dict[str, Any] = json.loads(written(Form.json, "zh"))
    head = coverage().headline
    assert facts["headline"]["rows"] == head.rows
    assert facts["headline"]["counts"]["measurable"] == head.counts.measurable
    projects = {project["code"]: project for project in facts["documents"][0]["projects"]}
    for project in coverage().documents[0].projects:
        assert projects[project.code]["yuan"] == project.yuan
        assert [projects[project.code]["counts"][letter] for letter in "ABCDEF"] == list(project.counts)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", [Form.docx, Form.pdf, Form.md, Form.html, Form.xlsx])
def test_the_headline_sentence_stands_in_every_form(form: Form, lang: Language) -> None:
    say = Sentences.about(coverage(), lang)
    data = written(form, lang)
    match form:
        case Form.docx:
            text = docx_text(data)
        case Form.pdf:
            text = pdf_text(data)
        case Form.xlsx:
            text = "\n".join(str(cell) for rows in xlsx_rows(data).values() for row in rows for cell in row)
        case _:
            text = data.decode().replace("\\", "")
    squeezed = "".join(text.split())
    assert "".join(say.measurable(coverage().headline).split()) in squeezed


def test_shares_of_the_workbook_are_the_shares_of_the_sentences() -> None:
    head = coverage().headline
    rows = {row[0]: row for row in xlsx_rows(written(Form.xlsx, "zh"))["主要数字"]}
    share = rows["可衡量（A+B）"][2]
    assert isinstance(share, float)
    assert f"{share:.1%}" == show_share(head.counts.measurable, head.rows)


@pytest.mark.parametrize("form", list(Form))
def test_the_same_coverage_gives_the_same_bytes(form: Form) -> None:
    assert write_coverage(coverage(), form, "zh") == written(form, "zh")
