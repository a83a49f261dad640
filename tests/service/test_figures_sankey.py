"""The money figure: all money once, every flow visible, no word over a flow or another word."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from queries.coverage_records import Basis, DocumentCoverage
from service.figures.sankey import THINNEST, draw_sankey
from service.figures.sankey_flows import read_flows
from service.reports.wording import LANGUAGES, Language
from tests.service.figure_boxes import look_at, outside, overlaps, parse, smallest_letters
from tests.service.figure_samples import Sketch, make_plan, plan_of, say_in


def draw(document: DocumentCoverage, lang: Language = "zh", basis: Basis = "accepted") -> str:
    return draw_sankey(document, say_in(document, lang), basis=basis)


def sketch(*goals: int, yuan: int = 10000) -> Sketch:
    return Sketch("项目", (("fiscal", yuan),), ("quantity",), ((), goals, goals))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("projects", "name", "goals"), [(31, "很长的项目名称" * 8, 4), (60, "W" * 60, 6), (1, "x", 0), (0, "", 3)]
)
def test_no_word_stands_over_a_flow_or_another_word(
    projects: int, name: str, goals: int, lang: Language
) -> None:
    picture = look_at(draw(plan_of(projects, name, goals), lang))
    assert smallest_letters(picture) >= 14
    assert not overlaps(picture)
    assert not outside(picture)


def test_thirty_one_projects_fit_one_slide() -> None:
    assert look_at(draw(plan_of(31))).height == 1080


def test_labels_of_projects_keep_their_distance() -> None:
    names = [text for text in look_at(draw(plan_of(60))).texts if text.words.startswith("项目名称")]
    tops = sorted(text.top for text in names)
    assert len(tops) == 60
    assert min(below - above for above, below in pairwise(tops)) >= 20


def test_tiny_and_missing_money_is_still_a_visible_flow() -> None:
    document = make_plan([sketch(1, yuan=1), sketch(1, yuan=0), sketch(1, yuan=10**9)], ["一"])
    flows = [e.attrib["d"] for e in parse(draw(document)).iter() if e.get("class") == "flow"]
    heights = []
    for steps in flows:
        start, end = re.findall(r"(?:M[\d.]+ |[\d.]+ )([\d.]+)(?:C|Z)", steps)[0], steps[:-1].split()[-1]
        heights.append(float(end) - float(start))
    assert min(heights) >= THINNEST - 0.02
    assert len(flows) == 5


def test_a_project_of_several_goals_is_drawn_once_with_its_money_undivided() -> None:
    document = make_plan([sketch(1, 2), sketch(1), sketch(2)], ["一", "二"])
    flows = read_flows(document, say_in(document), "accepted")
    assert [(card.key, card.yuan) for card in flows.goals] == [
        ("1", Decimal(10000)),
        ("1 2", Decimal(10000)),
        ("2", Decimal(10000)),
    ]
    assert flows.shared == 1
    assert "联系到几个目标的 1 个项目只画一次" in draw(document)


def test_money_adds_up_in_every_column() -> None:
    document = plan_of(23)
    flows = read_flows(document, say_in(document), "accepted")
    total = sum(project.yuan for project in document.projects)
    assert sum(card.yuan for card in flows.funds) == total
    assert sum(card.yuan for card in flows.projects) == total
    assert sum(card.yuan for card in flows.goals) == total
    assert sum(flow.yuan for flow in flows.given) == sum(flow.yuan for flow in flows.spent) == total


def test_projects_without_a_goal_flow_to_a_band_of_their_own() -> None:
    document = make_plan([sketch(1), sketch()], ["一"])
    flows = read_flows(document, say_in(document), "accepted")
    assert [(card.label, card.no_goal) for card in flows.goals] == [("目标 1 一", False), ("没有目标", True)]


def test_money_that_no_fund_accounts_for_has_a_source_of_its_own() -> None:
    document = make_plan([Sketch("甲", (("fiscal", 30),))], [])
    short = replace(document, projects=(replace(document.projects[0], yuan=Decimal(100)),))
    flows = read_flows(short, say_in(short), "accepted")
    assert [(card.label, card.yuan) for card in flows.funds] == [
        ("来源未写明", Decimal(70)),
        ("财政资金", Decimal(30)),
    ]


def test_many_combinations_of_goals_share_a_card() -> None:
    goals = [(a, b) for a in range(1, 6) for b in range(a + 1, 6)]
    document = make_plan([sketch(*own) for own in goals], list("甲乙丙丁戊"))
    flows = read_flows(document, say_in(document), "accepted")
    assert [card.label for card in flows.goals][-1] == "联系到几个目标"
    assert flows.goals[-1].projects == 10


def test_the_basis_decides_which_links_carry_money() -> None:
    document = make_plan([Sketch("甲", goals=((), (), (1,)))], ["一"])
    assert "没有目标" in draw(document)
    assert "1.00 万元 用于没有目标的" not in draw(document, basis="proposed")
