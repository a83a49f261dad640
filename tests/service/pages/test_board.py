"""The board: figures, matrix, three bases never mixed, worst projects first; the store's board; an empty store."""

import re

import pytest

from service.pages.desk import Desk
from service.pages.routes import find_page
from service.reports.wording import LANGUAGES, Language
from tests.service.pages.visits import CODE, KEY, OTHER, Outline, open_page, squeeze


def test_the_board_of_an_empty_store_says_what_to_do(empty: Desk) -> None:
    assert "goaltrace build" in open_page(empty, "/")
    assert "goaltrace build" in open_page(empty, "/", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_cell_of_the_matrix_has_share_and_count(one: Desk, lang: Language) -> None:
    page = open_page(one, "/", lang)
    cells = re.findall(
        r'<td class="(?:share-\d|hatched)"><a class="count"[^>]*>(.*?)</a><a[^>]*>(.*?)</a>', page
    )
    assert (
        len(cells) == 3 * 10
    )  # goal 1, projects without a goal, all projects; goal 2 has no rows on this basis
    assert all(re.fullmatch(r"\d+ / \d+", count) and share.endswith("%") for count, share in cells)
    assert page.count('<td class="no-row">') == 10


def test_a_count_leads_to_its_rows_and_a_share_to_the_query_behind_it(one: Desk) -> None:
    outline = Outline(open_page(one, "/"))
    counts = [facts["href"] for facts in outline.all("a") if facts.get("class") == "count"]
    shares = [facts["href"] for facts in outline.all("a") if facts.get("class") == "part"]
    assert all(link.startswith(f"/rows/{KEY}?") for link in counts)
    assert all("list_coverage_cells" in link for link in shares)
    page = open_page(one, next(link for link in counts if "goal=1&kind=quantity" in link))
    assert f"/source/{KEY}?cell=" in page


def test_the_numbers_of_the_matrix_are_those_of_the_rows_that_they_lead_to(one: Desk) -> None:
    page = open_page(one, "/")
    for address, measurable, rows in re.findall(r'class="count" href="([^"]+)"[^>]*>(\d+) / (\d+)<', page):
        found = squeeze(Outline(open_page(one, address.replace("&amp;", "&"))).words)
        assert f"{measurable} / {rows} 行可衡量" in found


def test_the_three_bases_stand_in_three_places(one: Desk) -> None:
    figures = {}
    for basis in ("stated", "accepted", "proposed"):
        words = squeeze(Outline(open_page(one, f"/?basis={basis}")).words)
        figures[basis] = re.findall(r"(\d+) / 2 个项目有目标", words)
    assert figures["stated"] == figures["accepted"] == figures["proposed"] == ["0", "1", "2"]


def test_the_basis_chosen_decides_which_projects_stand_under_a_goal(one: Desk) -> None:
    def alone(basis: str) -> str:
        return open_page(one, f"/?basis={basis}").rpartition('id="no-goal"')[2]

    assert CODE in alone("stated")
    assert CODE not in alone("accepted")
    assert OTHER in alone("accepted")
    assert OTHER not in alone("proposed")


def test_rows_that_nobody_can_measure_stand_with_their_target_texts_in_elements_that_open(one: Desk) -> None:
    page = open_page(one, "/")
    assert page.count("<details") == 2 + 1 + 2  # two goals, no goal, two projects
    assert "〔100按月足额发放〕" in page


def test_the_headline_stands_beside_what_a_plain_rule_would_count(one: Desk) -> None:
    words = squeeze(Outline(open_page(one, "/", "en")).words)
    assert "Directly measurable (A)" in words
    assert "Number or text in the value cell" in words
    assert "18 / 18" in words


def test_a_store_with_several_documents_begins_with_their_sums(two: Desk) -> None:
    page = open_page(two, "/")
    words = squeeze(Outline(page).words)
    assert "全部文件" in words
    assert f"/?document={KEY}" in page
    assert "2024" in words
    assert re.search(r"项目 ?5 ?5 个没有目标", words)


def test_a_year_and_a_department_narrow_the_sums(two: Desk) -> None:
    assert KEY not in open_page(two, "/?year=2024")
    assert KEY in open_page(two, "/?year=2023&department=民政")
    assert "没有符合的文件" in open_page(two, "/?department=nobody")


def test_an_unknown_basis_is_refused_with_the_known_ones(one: Desk) -> None:
    with pytest.raises(Exception, match="stated, accepted, proposed"):
        open_page(one, "/?basis=all")


def test_links_in_pages_lead_to_pages_that_are_there(one: Desk) -> None:
    for link in Outline(open_page(one, "/")).links("/"):
        path = link.partition("?")[0].partition("#")[0]
        assert find_page(path) or path.startswith(("/queries/", "/resource"))
