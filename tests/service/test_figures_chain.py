"""The chain view: every row a square, every word readable, nothing over anything else."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from queries.coverage_records import DocumentCoverage
from queries.whatif import Difference, Standing
from service.figures.chain import draw_chain, draw_chain_pages
from service.figures.chain_content import ChainOptions, order_projects
from service.reports.wording import LANGUAGES, Language
from tests.service.coverage_samples import make_document
from tests.service.figure_boxes import SVG, look_at, outside, overlaps, parse, smallest_letters
from tests.service.figure_samples import NINE_KINDS, Sketch, Supposed, make_plan, plan_of, say_in

LONG = "关于进一步加强和改进新时代基层党组织规范化标准化建设及党员教育管理服务保障工作专项补助经费项目"


def draw(document: DocumentCoverage, options: ChainOptions | None = None, lang: Language = "zh") -> str:
    return draw_chain(document, say_in(document, lang), options)


def classes(svg: str, name: str) -> list[dict[str, str]]:
    return [dict(e.attrib) for e in parse(svg).iter() if name in e.get("class", "").split()]


def crowded() -> DocumentCoverage:
    """31 projects with long names and 280 rows, five of them in one cell."""
    sketches = [Sketch(f"{LONG}{place}", goals=((), (place % 4 + 1,), (4,))) for place in range(30)]
    sketches.append(Sketch(LONG, kinds=("quantity",) * 5 + NINE_KINDS[1:6]))
    return make_plan(sketches, [f"{LONG}{place}" for place in range(4)])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_thirty_one_projects_and_280_rows_fit_one_slide_in_letters_of_14(lang: Language) -> None:
    document = crowded()
    picture = look_at(draw(document, lang=lang))
    assert sum(len(project.rows) for project in document.projects) == 280
    assert (picture.width, picture.height) == (1920, 1080)
    assert smallest_letters(picture) >= 14
    assert not overlaps(picture)
    assert not outside(picture)


@pytest.mark.parametrize(
    ("projects", "name", "goals", "rows"),
    [
        (60, LONG, 6, 9),
        (31, "W" * 60, 6, 45),
        (40, "项目", 30, 12),
        (3, "项目", 1, 200),
        (40, "x", 0, 0),
        (0, "", 3, 0),
        (0, "", 0, 0),
    ],
)
def test_larger_plans_grow_in_height_and_never_in_smaller_letters(
    projects: int, name: str, goals: int, rows: int
) -> None:
    picture = look_at(draw(plan_of(projects, name, goals, rows)))
    assert picture.width == 1920
    assert picture.height >= 1080
    assert smallest_letters(picture) >= 14
    assert not overlaps(picture)
    assert not outside(picture)


def test_every_indicator_row_is_one_square_with_its_grade_and_kind() -> None:
    document = crowded()
    squares = classes(draw(document), "row")
    rows = Counter((row.project_code, row.kind, row.grade) for row in document.rows)
    assert Counter((s["data-project"], s["data-kind"], s["data-grade"]) for s in squares) == rows


def test_ids_are_unique_and_begin_with_the_name_of_the_figure() -> None:
    ids = [e.attrib["id"] for e in parse(draw(crowded(), ChainOptions("left"))).iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("left-") for name in ids)


def test_a_project_names_its_goals_and_funds_for_scripts() -> None:
    document = make_plan(
        [Sketch("甲", (("fiscal", 5), ("other", 0)), goals=((), (1,), (1, 2)))], ["一", "二"]
    )
    (project,) = classes(draw(document), "project")
    assert project["data-goal"] == "1 2"
    assert project["data-fund"] == "fiscal"


def test_links_are_drawn_apart_by_basis_and_once_on_the_firmest() -> None:
    document = make_plan([Sketch("甲", goals=((1,), (1, 2), (1, 2, 3)))], ["一", "二", "三"])
    links = classes(draw(document), "link")
    assert [(link["data-goal"], link["data-basis"]) for link in links] == [
        ("1", "stated"),
        ("2", "accepted"),
        ("3", "proposed"),
    ]
    assert len({(link["stroke-width"], link.get("stroke-dasharray")) for link in links}) == 3
    assert "stroke-dasharray" in links[2]


def test_on_the_accepted_basis_no_proposal_is_drawn() -> None:
    document = make_plan([Sketch("甲", goals=((), (), (1,)))], ["一"])
    links = classes(draw(document, ChainOptions(basis="accepted")), "link")
    assert [(link["data-goal"], link["data-basis"]) for link in links] == [("", "none")]


def test_projects_stand_with_their_goals_and_those_without_one_last() -> None:
    sketches = [Sketch(str(n), goals=((), own, own)) for n, own in enumerate([(), (2,), (1, 2), (1,)], 1)]
    document = make_plan(sketches, ["一", "二"])
    assert [project.name for project in order_projects(document, "accepted")] == ["4", "3", "2", "1"]


def test_only_unmeasurable_leaves_rows_of_grade_a_and_b_out_and_says_so() -> None:
    document = make_document()
    svg = draw(document, ChainOptions(only_unmeasurable=True))
    assert {square["data-grade"] for square in classes(svg, "row")} == {"C", "D", "E", "F"}
    assert not classes(svg, "no-row")
    assert "只画不可衡量的 6 行。" in (parse(svg)[1].text or "")


def test_a_kind_without_a_row_is_a_dashed_square() -> None:
    document = make_plan([Sketch("甲", kinds=("quantity",)), Sketch("乙", kinds=("quality",))], [])
    dashed = [e for e in parse(draw(document)).iter() if e.get("class") == "no-row"]
    assert [(e.attrib["data-kind"], e[0].attrib["stroke-dasharray"]) for e in dashed] == [
        ("quality", "3 3"),
        ("quantity", "3 3"),
    ]


def suppose(document: DocumentCoverage) -> Supposed:
    goal = document.goals[0]
    before, after = Standing(2, Decimal(20000), 6, "G3"), Standing(1, Decimal(50000), 3, "G2")
    difference = Difference("goal", goal.iri, "", goal.number, goal.number, goal.name, before, after)
    return Supposed(("P1",), (("P2", Decimal(50000)),), (difference,))


def test_a_supposition_strikes_projects_changes_money_and_shows_both_sides_of_a_goal() -> None:
    document = make_plan([Sketch(name, goals=((), (1,), (1,))) for name in "甲乙"], ["一"])
    svg = draw(document, ChainOptions(what_if=suppose(document)))
    struck, kept = classes(svg, "project")
    assert (struck["class"], kept["class"]) == ("project struck", "project")
    assert [link["data-project"] for link in classes(svg, "link")] == ["P2"]
    words = [text.words for text in look_at(svg).texts]
    assert "1.00 → 5.00" in words
    assert {"2 → 1 个项目", "2.00 → 5.00 万元", "可衡量 6 → 3 行 · G3 → G2"} <= set(words)
    assert not overlaps(look_at(svg))


def test_a_supposed_link_is_drawn_apart_and_named_in_the_legend() -> None:
    document = make_plan([Sketch("甲"), Sketch("乙", goals=((), (1,), (1,)))], ["一"])
    svg = draw(document, ChainOptions(what_if=Supposed((), (), (), (("P1", "1/2"), ("P2", "1")))))
    links = [(link["data-project"], link["data-basis"]) for link in classes(svg, "link")]
    assert links == [("P2", "accepted"), ("P1", "supposed")]
    assert "联系：假设" in {text.words for text in look_at(svg).texts}


def test_the_goal_counts_accepted_links_and_names_proposals_apart() -> None:
    document = make_plan([Sketch("甲", goals=((), (1,), (1,))), Sketch("乙", goals=((), (), (1,)))], ["一"])
    words = {text.words for text in look_at(draw(document)).texts}
    assert {"1 个项目 · 1.00 万元", "另有 1 个项目待定"} <= words


def test_title_and_finding_are_the_alternative_text() -> None:
    root = parse(draw(make_document()))
    assert root.attrib["aria-labelledby"].split() == [root[0].attrib["id"], root[1].attrib["id"]]
    assert (root[1].text or "").startswith(
        "3 个项目，20.00 万元：1 个联系到目标，2 个没有目标（口径：已确认）。"
    )


def test_markup_and_control_characters_in_names_stay_text() -> None:
    name = '<script>alert("x")</script>&amp;\x00\x1b\u202e]]>'
    document = make_plan([Sketch(name, ((name, 1),), (name,), ((), (1,), (1,)))], [name])
    root = parse(draw(document))
    assert not root.findall(f".//{SVG}script")
    assert '<script>alert("x")</script>&amp;]]>' in {text.words for text in look_at(draw(document)).texts}


def test_many_projects_make_several_slides_that_draw_each_once() -> None:
    document = plan_of(70)
    pages = draw_chain_pages(document, say_in(document))
    codes = [project["data-project"] for page in pages for project in classes(page, "project")]
    assert len(pages) == 3
    assert sorted(codes) == sorted(project.code for project in document.projects)
    assert all(look_at(page).height == 1080 for page in pages)
    assert "画出第 31 至 60 个项目，共 70 个。" in pages[1]


def test_more_kinds_than_fit_side_by_side_share_the_last_column() -> None:
    kinds = tuple(f"kind{n:02}" for n in range(30))
    document = make_plan([Sketch("甲", kinds=kinds)], [])
    picture = look_at(draw(document))
    assert len(classes(draw(document), "row")) == 30
    assert "其他类型" in {text.words for text in picture.texts}
    assert not overlaps(picture)


def test_goals_that_share_a_number_are_all_drawn() -> None:
    document = make_plan([Sketch("甲", goals=((), (1,), (1,)))], ["一", "二"])
    twice = replace(document, goals=(document.goals[0], replace(document.goals[1], number="1")))
    assert [goal["data-goal"] for goal in classes(draw(twice), "goal")] == ["1", "1"]
