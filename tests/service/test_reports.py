"""What the coverage report says in the terminal, on the page and to programs."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Final

import pytest
from rich.cells import cell_len

from queries.coverage_records import Coverage, DocumentCoverage, Goal, Label
from service.reports import render
from service.reports.html import render_html
from service.reports.sentences import Sentences
from service.reports.terminal import WIDTH, render_terminal
from service.reports.wording import LANGUAGES, Language
from tests.service.coverage_samples import make_coverage, make_document
from tests.service.write_golden import GOLDEN, golden_files

HOSTILE: Final = "<script>alert(1)</script>&\"'{{ 7*7 }}{% raw %}\x1b[31m]]>\u202e"
VOID: Final = {"meta", "link", "br", "col", "hr", "img", "input", "path", "rect", "circle"}


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return make_coverage()


@pytest.mark.parametrize("name", sorted(golden_files()))
def test_the_report_is_the_golden_one(name: str) -> None:
    expected = (GOLDEN / name).read_text(encoding="utf-8")
    assert golden_files()[name] == expected, "python -m tests.service.write_golden writes it anew"


def with_goals(document: DocumentCoverage, *goals: Goal) -> Coverage:
    return make_coverage(replace(document, goals=goals))


def without_links() -> Coverage:
    document = make_document()
    goals = [replace(goal, links=()) for goal in document.goals]
    projects = tuple(replace(project, goals=((), (), ())) for project in document.projects)
    return make_coverage(replace(document, goals=tuple(goals), projects=projects, links=()))


class Outline(HTMLParser):
    """Collects what a test asks of a page: open elements, addresses, ids, tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def attributes(self, name: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(name)) is not None]


# The three bases


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_document_states_comes_before_accepted_and_proposed(
    coverage: Coverage, lang: Language
) -> None:
    headings = {
        "zh": ("文件自己写明的", "已确认的联系", "加上尚未确认的建议"),
        "en": ("What the document itself states", "What accepted links show", "With proposed links added"),
    }[lang]
    for report in (render_terminal(coverage, lang), render_html(coverage, lang)):
        places = [report.index(heading) for heading in headings]
        assert places == sorted(places)


def test_a_document_without_stated_links_says_that_every_goal_is_g0(coverage: Coverage) -> None:
    assert "1 个目标全部是 G0" in render_terminal(coverage)


def test_without_links_no_goal_table_is_printed() -> None:
    report = render_terminal(without_links(), "en")
    assert "Nobody has accepted a link yet." in report
    assert "Links: acc./prop." not in report
    assert "links import" in report


def test_proposed_links_never_enter_the_accepted_figures(coverage: Coverage) -> None:
    report = render_terminal(coverage, "en")
    accepted = report[report.index("What accepted links show") : report.index("With proposed links added")]
    assert "1 of 3 projects serve at least one goal, with 150,000 yuan of 200,000 yuan" in " ".join(
        accepted.split()
    )


def test_money_of_overlapping_goals_comes_with_its_warning(coverage: Coverage) -> None:
    for report in (render_terminal(coverage), render_html(coverage)):
        assert "在每个目标下各计一次" in "".join(report.split())


def test_a_document_without_goals_says_so() -> None:
    assert "文件没有写目标" in render_terminal(with_goals(make_document()))


# Figures that stand side by side


def test_the_plain_rule_stands_beside_the_measurable_share(coverage: Coverage) -> None:
    report = " ".join(render_terminal(coverage, "en").split())
    assert "Of 8 indicator rows, 1 can be measured directly (A, 12.5%)" in report
    assert "would count 7 of 8" in report


def test_a_target_is_shown_as_it_was_read(coverage: Coverage) -> None:
    say = Sentences.about(coverage, "zh")
    assert [say.read_as(row) for row in coverage.documents[0].projects[2].rows] == [
        "≥ 20 场",
        "90–95.5 %",
        "无数字",
    ]


# The terminal


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(coverage: Coverage, lang: Language) -> None:
    assert max(cell_len(line) for line in render_terminal(coverage, lang).splitlines()) <= WIDTH


def test_a_very_long_word_is_folded() -> None:
    document = make_document()
    long = replace(document.projects[0], name="x" * 400)
    report = render_terminal(make_coverage(replace(document, projects=(long, *document.projects[1:]))))
    assert max(cell_len(line) for line in report.splitlines()) <= WIDTH


def test_words_of_a_document_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in render_terminal(make_hostile())


def test_an_empty_store_says_what_to_do() -> None:
    empty = Coverage((), make_coverage().headline, ())
    assert "goaltrace build" in render_terminal(empty)
    assert "goaltrace build" in render_html(empty)


def test_several_documents_end_with_their_sum() -> None:
    both = make_coverage(make_document(), make_document())
    assert "2 documents together" in render_terminal(both, "en")
    assert "2 documents together" in render_html(both, "en")


# The page


def make_hostile() -> Coverage:
    document = make_document()
    project = document.projects[0]
    row = replace(
        project.rows[1], name=HOSTILE, printed_name=HOSTILE, value=HOSTILE, description=HOSTILE, cell=HOSTILE
    )
    goal = replace(document.goals[0], name=HOSTILE, number=HOSTILE)
    finding = replace(document.findings[0], message=Label(HOSTILE, HOSTILE), severity=HOSTILE, shape=HOSTILE)
    return make_coverage(
        replace(
            document,
            document=replace(document.document, department_name=HOSTILE, file_name=HOSTILE, title=HOSTILE),
            projects=(replace(project, name=HOSTILE, rows=(row,)), *document.projects[1:]),
            goals=(goal,),
            findings=(finding,),
        )
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markup_in_words_stays_text(lang: Language) -> None:
    page = render_html(make_hostile(), lang)
    outline = Outline(page)
    assert "<script" not in page
    assert "script" not in {tag for tag, _ in outline.tags}
    assert "\x1b" not in page
    assert "{{ 7*7 }}" in "".join(outline.text)
    assert not [name for _, attrs in outline.tags for name in attrs if name.startswith("on")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_needs_nothing_else(coverage: Coverage, lang: Language) -> None:
    page = render_html(coverage, lang)
    outline = Outline(page)
    assert outline.open == []
    assert not outline.attributes("src")
    assert all(address.startswith("#") for address in outline.attributes("href"))
    assert not {tag for tag, _ in outline.tags} & {"script", "link", "img", "iframe"}
    assert not re.search(r"@import|url\((?!#)", page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_on_the_page_leads_somewhere_and_ids_are_unique(lang: Language) -> None:
    outline = Outline(render_html(make_coverage(make_document(), make_document()), lang))
    ids = outline.attributes("id")
    repeated = {name for name in ids if ids.count(name) > 1}
    assert not repeated
    assert {address[1:] for address in outline.attributes("href")} <= set(ids)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_has_a_caption_and_scoped_headers(coverage: Coverage, lang: Language) -> None:
    page = render_html(coverage, lang)
    tags = [tag for tag, _ in Outline(page).tags]
    assert tags.count("caption") == tags.count("table") > 5
    assert all(attrs.get("scope") for tag, attrs in Outline(page).tags if tag == "th")


def test_the_page_names_its_language(coverage: Coverage) -> None:
    assert '<html lang="zh-CN">' in render_html(coverage)
    assert '<html lang="en">' in render_html(coverage, "en")


def test_every_figure_says_its_finding_in_words(coverage: Coverage) -> None:
    page = render_html(coverage, "en")
    figures = re.findall(r"<desc[^>]*>([^<]+)</desc>", page)
    assert "2 of 8 rows are measurable" in figures[0]
    assert all(len(words) > 20 for words in figures)


def test_rows_that_can_be_judged_are_not_among_those_nobody_can_measure(coverage: Coverage) -> None:
    page = render_html(coverage, "en")
    assert "5 of 8 rows: grades D, E and F" in page


def test_an_empty_value_cell_is_shown_as_empty(coverage: Coverage) -> None:
    assert '<span class="quiet">空</span>' in render_html(coverage)


def test_a_mended_name_stands_beside_the_printed_one() -> None:
    document = make_document()
    project = document.projects[0]
    row = replace(project.rows[0], name="修缮面积", printed_name="修缮面")
    page = render_html(make_coverage(replace(document, projects=(replace(project, rows=(row,)),))))
    assert re.search(r'class="src">修缮面 <small>.*补全为 <span class="read">修缮面积</span>', page)


def test_the_report_never_speaks_of_fakes_or_waste(coverage: Coverage) -> None:
    for lang in LANGUAGES:
        page = render_html(coverage, lang).lower()
        assert not re.search(r"\bfake|\bwaste|造假|浪费|虚假", page)


# For programs


def test_json_holds_the_same_figures(coverage: Coverage) -> None:
    facts = json.loads(render(coverage, "json", "zh"))
    assert facts["headline"]["counts"] == {
        "A": 1,
        "B": 1,
        "C": 2,
        "D": 2,
        "E": 1,
        "F": 1,
        "total": 8,
        "measurable": 2,
    }
    assert facts["headline"]["yuan"] == 200000
    assert [p["basis"] for p in facts["documents"][0]["goals"][0]["pictures"]] == [
        "stated",
        "accepted",
        "proposed",
    ]
    assert facts["documents"][0]["projects_without_goal"]["accepted"] == ["P2", "P3"]
