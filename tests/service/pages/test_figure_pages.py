"""Chain, money and what-if on the page and at addresses of their own: the same figures, chosen by address."""

import re
from xml.etree.ElementTree import Element

import pytest

from service.figures.chain_choice import DIMMED
from service.pages.desk import Desk
from service.web.refusals import RefusedError
from tests.service.figure_boxes import SVG, parse
from tests.service.pages.visits import CODE, KEY, OTHER, Outline, open_page, squeeze


def figure(page: str) -> Element:
    """The first figure of a page."""
    found = re.search(r"<svg .*?</svg>", page[page.index("<figure") :], re.DOTALL)
    assert found
    return parse(found[0])


def dimmed(root: Element) -> set[str]:
    """The projects that are dimmed."""
    groups = [e for e in root.iter(f"{SVG}g") if e.get("class") == "project"]
    return {e.attrib["data-project"] for e in groups if e.get("opacity") == str(DIMMED)}


def test_goals_projects_funds_and_rows_are_links(one: Desk) -> None:
    root = figure(open_page(one, "/chain"))
    links = [e.attrib["href"] for e in root.iter(f"{SVG}a")]
    assert {"/chain?select=goal%3A1#figure", "/chain?select=fund%3Afiscal#figure"} <= set(links)
    assert f"/chain?select=project%3A{CODE}#figure" in links
    assert sum(link.startswith(f"/source/{KEY}?cell=") for link in links) == 18
    assert root.get("role") == "group"


def test_only_goals_projects_and_funds_stop_the_tab_key(one: Desk) -> None:
    links = list(figure(open_page(one, "/chain")).iter(f"{SVG}a"))
    assert sum(link.get("tabindex") != "-1" for link in links) == 2 + 2 + 2  # projects, goals, funds


def test_the_figure_on_the_page_stands_at_its_own_size(one: Desk) -> None:
    root = figure(open_page(one, "/chain"))
    left, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    assert (root.get("width"), root.get("height")) == (f"{width:g}", f"{height:g}")
    assert left * 2 + width == 1920


@pytest.mark.parametrize(
    ("asked", "faded"),
    [
        ("select=goal:1", {OTHER}),
        ("select=goal:2", {CODE}),
        (f"select=project:{CODE}", {OTHER}),
        ("select=fund:fiscal", set()),
        ("search=养老", {CODE}),
        ("search=兜牢", {OTHER}),
        ("search=nothing-like-it", {CODE, OTHER}),
        ("basis=stated&select=goal:", set()),
        ("basis=accepted&select=goal:", {CODE}),
        ("", set()),
    ],
)
def test_a_choice_in_the_address_dims_the_rest(one: Desk, asked: str, faded: set[str]) -> None:
    assert dimmed(figure(open_page(one, f"/chain?{asked}"))) == faded
    assert dimmed(parse(open_page(one, f"/figures/chain.svg?{asked}"))) == faded


def test_what_is_chosen_again_is_let_go(one: Desk) -> None:
    links = [e.attrib["href"] for e in figure(open_page(one, "/chain?select=goal:1")).iter(f"{SVG}a")]
    assert "/chain#figure" in links


def test_only_unmeasurable_rows_can_be_asked_for(one: Desk) -> None:
    svg = open_page(one, "/figures/chain.svg?unmeasurable=1")
    assert 'data-measurable="yes"' not in svg
    assert 'data-measurable="no"' in svg


def test_a_figure_on_its_own_has_no_links(one: Desk) -> None:
    assert "href" not in open_page(one, "/figures/chain.svg")


@pytest.mark.parametrize("kind", ["chain", "sankey", "matrix", "grades"])
def test_every_figure_has_an_address(one: Desk, kind: str) -> None:
    assert parse(open_page(one, f"/figures/{kind}.svg")).tag == f"{SVG}svg"


def test_an_unknown_figure_is_refused(one: Desk) -> None:
    with pytest.raises(RefusedError, match="chain, sankey, matrix, grades, whatif"):
        open_page(one, "/figures/pie.svg")


def test_what_if_by_address_alone_says_which_goals_lose(one: Desk) -> None:
    words = squeeze(Outline(open_page(one, f"/whatif?drop={CODE}")).words)
    assert "划去" in words
    assert "1 → 0" in words
    assert parse(open_page(one, f"/figures/whatif.svg?drop={CODE}")).tag == f"{SVG}svg"


def test_other_money_can_be_supposed_in_the_unit_of_the_form(one: Desk) -> None:
    page = open_page(one, f"/whatif?change={CODE}&amount=45.5&unit=wan")
    assert f"/whatif?document={KEY}&amp;budget={CODE}%3D455000" in page
    assert "60.00 → 45.50" in squeeze(Outline(page).words)


def test_what_was_supposed_can_be_taken_back(one: Desk) -> None:
    assert "<figure" not in open_page(one, f"/whatif?drop={CODE}&undo={CODE}")


@pytest.mark.parametrize(
    "asked", ["drop=nobody", "budget=x", f"budget={CODE}=1e9", f"change={CODE}&amount=-3"]
)
def test_a_supposition_that_cannot_be_read_is_refused(one: Desk, asked: str) -> None:
    with pytest.raises(RefusedError):
        open_page(one, f"/whatif?{asked}")


def test_the_chain_shows_a_supposition_and_says_that_it_is_one(one: Desk) -> None:
    page = open_page(one, f"/chain?drop={CODE}")
    assert "假设，不是文件所写" in page
    assert "struck" in page


def test_the_money_is_a_table_too(one: Desk) -> None:
    outline = Outline(open_page(one, "/money?basis=proposed"))
    assert len(outline.all("table")) == 1
    assert any("sankey.svg" in link for link in outline.links("/figures"))


def test_a_page_about_one_document_asks_which_where_there_are_several(two: Desk) -> None:
    page = open_page(two, "/chain?unmeasurable=1")
    assert f"/chain?document={KEY}&amp;unmeasurable=1" in page
    assert "<figure" in open_page(two, f"/chain?document={KEY}")


def test_links_keep_the_document_where_there_are_several(two: Desk) -> None:
    outline = Outline(open_page(two, f"/chain?document={KEY}"))
    assert f"/money?document={KEY}" in outline.links("/money")
