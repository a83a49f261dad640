"""The brief asks by rules, names what it rests on, and keeps to its pages."""

from dataclasses import replace
from decimal import Decimal

import pytest

from queries.coverage import sum_up
from queries.coverage_records import Coverage
from service.reports.brief import brief_report
from service.reports.one_page import NothingCalledSoError, goal_report, project_report
from service.reports.page import write_html
from service.reports.questions_to_ask import QUESTIONS, questions_to_ask
from service.reports.sentences import Sentences
from service.reports.typeset import write_pdf
from service.reports.word import write_docx
from service.reports.wording import LANGUAGES, Language
from tests.service.coverage_samples import make_coverage, make_document
from tests.service.reports.read_back import docx_text, outside_addresses, pdf_pages


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    return make_coverage()


def asked(coverage: Coverage, lang: Language = "zh") -> list[tuple[str, str, str]]:
    say = Sentences.about(coverage, lang)
    return [(q.rule, q.text, q.evidence) for q in questions_to_ask(coverage.documents[0], say)]


def test_questions_come_from_as_many_rules_as_possible(coverage: Coverage) -> None:
    rules = [rule for rule, _, _ in asked(coverage)]
    assert rules == ["violation", "no-goal", "arithmetic", "no-project", "kind"]


def test_no_project_is_asked_about_twice(coverage: Coverage) -> None:
    texts = [text for _, text, _ in asked(coverage)]
    assert len(texts) == len(set(texts)) <= QUESTIONS
    assert sum("零星修缮" in text for text in texts) == 1


def test_every_question_names_a_place_in_the_document(coverage: Coverage) -> None:
    assert all("[" in evidence for _, _, evidence in asked(coverage))


def test_a_project_that_a_reviewer_has_looked_at_is_not_asked_for_its_goal(coverage: Coverage) -> None:
    assert not [text for rule, text, _ in asked(coverage) if rule == "no-goal" and "零星修缮" in text]


def test_the_arithmetic_that_does_not_hold_is_put_as_a_question(coverage: Coverage) -> None:
    question = next(q for q in asked(coverage, "en") if q[0] == "arithmetic")
    assert "160,000 yuan" in question[1]
    assert "150,000 yuan" in question[1]
    assert "20 × 8000 元" in question[2]


def test_a_document_that_leaves_nothing_open_has_no_questions() -> None:
    quiet = replace(make_document(), goals=(), projects=(), links=(), findings=(), checks=(), kinds=())
    assert asked(make_coverage(quiet)) == []
    assert "按规则没有要问的问题" in write_html(brief_report(make_coverage(quiet), "zh"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_brief_has_two_pages_and_a_sheet_has_one(coverage: Coverage, lang: Language) -> None:
    assert pdf_pages(write_pdf(brief_report(coverage, lang))) == 2
    assert pdf_pages(write_pdf(goal_report(coverage, "1", lang))) == 1
    assert pdf_pages(write_pdf(project_report(coverage, "P1", lang))) == 1


def crowded() -> Coverage:
    """A document with forty projects of forty rows, long names and forty clauses."""
    document = make_document()
    first = document.projects[-1]
    rows = tuple(
        replace(
            first.rows[0], order=n, name="长名称" * 30, printed_name="长名称" * 30, description="描述" * 90
        )
        for n in range(40)
    )
    projects = tuple(
        replace(first, code=f"P{n}", name=f"{n}" + "很长的项目名称" * 12, yuan=Decimal(10**9 + n), rows=rows)
        for n in range(40)
    )
    goal = document.goals[0]
    clauses = tuple(replace(goal.objectives[0], number=str(n), text="要落实的工作" * 40) for n in range(40))
    sentences = tuple(replace(goal.statements[0], order=n, text="指标语句" * 60) for n in range(9))
    codes = tuple(project.code for project in projects)
    pictures = tuple(replace(picture, project_codes=codes, level="G2") for picture in goal.pictures)
    goals = tuple(
        replace(
            goal, number=str(n), name="目标" * 60, objectives=clauses, pictures=pictures, statements=sentences
        )
        for n in (1, 2)
    )
    return make_coverage(replace(document, goals=goals * 10, projects=projects))


def test_a_crowded_document_keeps_to_the_same_pages() -> None:
    coverage = crowded()
    assert pdf_pages(write_pdf(brief_report(coverage, "zh"))) == 2
    first = make_coverage(replace(coverage.documents[0], goals=coverage.documents[0].goals[:1]))
    assert pdf_pages(write_pdf(goal_report(first, "1", "zh"))) == 1
    assert pdf_pages(write_pdf(project_report(first, "P7", "zh"))) == 1


def test_the_brief_says_the_same_in_word_and_on_the_page(coverage: Coverage) -> None:
    report = brief_report(coverage, "zh")
    document, page = write_docx(report), write_html(report)
    assert list(outside_addresses(document)) == []
    for text in ("一、目标靠什么支撑", "四、可以问的问题", "送戏下乡"):
        assert text in docx_text(document)
        assert text in page


def test_a_goal_or_project_that_is_not_there_is_named_with_those_that_are(coverage: Coverage) -> None:
    with pytest.raises(NothingCalledSoError) as missing:
        goal_report(coverage, "9", "zh")
    assert missing.value.known == ("1",)
    with pytest.raises(NothingCalledSoError):
        project_report(make_coverage(make_document(), make_document()), "P1", "zh")


def test_an_empty_store_gives_a_brief_that_says_so() -> None:
    page = write_html(brief_report(Coverage((), sum_up([]), ()), "zh"))
    assert "库中没有文件" in page


def test_the_page_escapes_what_a_document_says() -> None:
    hostile = replace(
        make_document(),
        projects=tuple(
            replace(project, name="<script>alert(1)</script>") for project in make_document().projects
        ),
    )
    page = write_html(brief_report(make_coverage(hostile), "zh"))
    assert "<script" not in page
