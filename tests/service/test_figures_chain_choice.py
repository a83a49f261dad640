"""The chain view on a page: a part of it chosen, everything a link, and still nothing over anything else."""

import pytest

from service.figures.chain import draw_chain
from service.figures.chain_choice import ALL, light
from service.figures.chain_content import ChainOptions
from service.reports.wording import LANGUAGES, Language
from tests.service.figure_boxes import SVG, look_at, outside, overlaps, parse, smallest_letters
from tests.service.figure_samples import make_plan, plan_of, say_in
from tests.service.test_figures_chain import crowded


def address(kind: str, key: str) -> str:
    return f"/x?{kind}={key}"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chosen", ["", "goal:2", "goal:", "fund:fiscal"])
def test_a_crowded_figure_with_links_and_a_choice_keeps_its_places(lang: Language, chosen: str) -> None:
    document = crowded()
    say = say_in(document, lang)
    picture = look_at(draw_chain(document, say, ChainOptions(address=address, chosen=chosen)))
    plain = look_at(draw_chain(document, say, ChainOptions()))
    assert picture == plain
    assert overlaps(picture) == []
    assert outside(picture) == []
    assert smallest_letters(picture) >= 14


def test_nothing_chosen_leaves_everything_lit() -> None:
    document = plan_of(3)
    assert light(document, "accepted") is ALL
    assert light(document, "accepted").project("anything") == {}


def test_an_unknown_choice_dims_everything() -> None:
    document = plan_of(3)
    lit = light(document, "accepted", "project:nobody")
    assert all(lit.project(project.code) for project in document.projects)


def test_addresses_are_escaped_like_every_word() -> None:
    document = make_plan([], ['<script>"&'])
    svg = draw_chain(document, say_in(document, "zh"), ChainOptions(address=lambda kind, _: f'/"<{kind}>&'))
    assert {e.attrib["href"] for e in parse(svg).iter(f"{SVG}a")} == {'/"<goal>&'}
