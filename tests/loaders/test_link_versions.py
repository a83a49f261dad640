"""When a changed document makes a link stale."""

from dataclasses import replace

from loaders.layouts.registry import choose_layout
from loaders.link_versions import find_stale, objective_numbers, words_fingerprint
from loaders.links import LinkRecord
from loaders.plan import Plan, Quote
from loaders.readers.text import read_text
from tests.documents import small_export

OLD, NEW = "0" * 64, "1" * 64


def small_plan(change: tuple[str, str] = ("", "")) -> Plan:
    document = read_text(small_export().replace(*change).encode(), "small.txt")
    return choose_layout(document).read(document)


PLAN = small_plan()
CODE = PLAN.projects[0].code.text


def decided(goal: str | None, objective: str | None = None) -> LinkRecord:
    words = words_fingerprint(PLAN, CODE, goal, objective)
    return LinkRecord(CODE, goal, objective, document_sha256=OLD, words_sha256=words)


def test_objectives_count_as_printed_and_as_split() -> None:
    assert objective_numbers(PLAN) == {"1": ("1", "2", "2a", "2b"), "2": ("1", "2")}


def test_the_same_file_makes_nothing_stale() -> None:
    assert find_stale([decided("1")], PLAN, OLD) == frozenset()


def test_another_file_with_the_same_words_makes_nothing_stale() -> None:
    links = [decided("1"), decided("2", "1"), decided(None)]

    assert find_stale(links, PLAN, NEW) == frozenset()


def test_a_reworded_purpose_makes_the_projects_links_stale() -> None:
    project = replace(PLAN.projects[0], purpose=Quote("用于别的事项。", PLAN.projects[0].purpose.anchor))
    reworded = replace(PLAN, projects=(project, *PLAN.projects[1:]))

    assert find_stale([decided("1")], reworded, NEW) == {(CODE, "1", None)}


def test_a_reworded_clause_makes_only_its_own_links_and_those_of_its_goal_stale() -> None:
    reworded = small_plan(("建设社区养老设施", "改建社区养老设施"))
    links = [decided("2", "1"), decided("2", "2"), decided("2"), decided("1"), decided(None)]

    assert find_stale(links, reworded, NEW) == {(CODE, "2", "1"), (CODE, "2", None), (CODE, None, None)}


def test_line_breaks_inside_the_words_change_nothing() -> None:
    project = PLAN.projects[0]
    broken = Quote(project.purpose.text[:6] + "\n " + project.purpose.text[6:], project.purpose.anchor)
    plan = replace(PLAN, projects=(replace(project, purpose=broken), *PLAN.projects[1:]))

    assert words_fingerprint(plan, CODE, "1", None) == words_fingerprint(PLAN, CODE, "1", None)


def test_a_link_to_what_the_document_no_longer_has_is_stale() -> None:
    gone = replace(PLAN, goals=PLAN.goals[:1])

    assert words_fingerprint(gone, CODE, "2", None) == ""
    assert find_stale([decided("2")], gone, NEW) == {(CODE, "2", None)}


def test_a_link_that_keeps_no_words_is_stale_with_another_file_and_one_without_a_file_cannot_say() -> None:
    without_words = LinkRecord(CODE, "1", document_sha256=OLD)

    assert find_stale([without_words], PLAN, NEW) == {without_words.key}
    assert find_stale([LinkRecord(CODE, "1")], PLAN, NEW) == frozenset()
