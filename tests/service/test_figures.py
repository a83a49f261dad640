"""What all figures have in common: golden bytes, one function for all, no overlap whatever the plan holds."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.figures import KINDS, UnknownFigureError, write_figure
from service.figures.lettering import clean, fit, text_width, wrap
from tests.service.coverage_samples import make_coverage, make_document
from tests.service.figure_boxes import look_at, outside, overlaps, parse, smallest_letters
from tests.service.figure_samples import NINE_KINDS, Sketch, cover, make_plan
from tests.service.write_golden_figures import GOLDEN, golden_figures

NAMES = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text("党建人才工作经费（“”）、，0123456789%", min_size=1, max_size=60),
    st.text("WMim <&>\"'", min_size=1, max_size=60),
)
PLACES = st.lists(st.integers(1, 6), max_size=3).map(tuple)
SKETCHES = st.builds(
    Sketch,
    NAMES,
    st.lists(st.tuples(st.sampled_from(["fiscal", "other", "bond"]), st.integers(0, 10**10)), max_size=3).map(
        tuple
    ),
    st.lists(st.sampled_from(NINE_KINDS), max_size=14).map(tuple),
    st.tuples(PLACES, PLACES, PLACES),
)
PLANS = st.builds(make_plan, st.lists(SKETCHES, min_size=1, max_size=40), st.lists(NAMES, max_size=6))
QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("name", sorted(golden_figures()))
def test_a_figure_of_the_sample_has_the_bytes_that_were_looked_at(name: str) -> None:
    assert golden_figures()[name] == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
@given(plan=PLANS)
@QUICK
def test_nothing_overlaps_and_every_letter_is_readable_in_any_plan(
    kind: str, lang: str, plan: object
) -> None:
    svg = write_figure(cover(plan), kind, lang)  # type: ignore[arg-type]
    picture = look_at(svg)
    assert smallest_letters(picture) >= 14
    assert not overlaps(picture)
    assert not outside(picture)


@pytest.mark.parametrize("kind", KINDS)
def test_two_documents_stand_below_each_other_with_ids_of_their_own(kind: str) -> None:
    one = make_document()
    other = replace(one, document=replace(one.document, iri="https://example.org/document/other"))
    root = parse(write_figure(make_coverage(one, other), kind, "zh"))
    ids = [element.attrib["id"] for element in root.iter() if element.get("id")]
    assert len(root) == 2
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", KINDS)
def test_a_store_without_documents_gives_a_figure_that_says_so(kind: str) -> None:
    assert "库中没有文件" in write_figure(replace(make_coverage(), documents=()), kind, "zh")


def test_an_unknown_kind_of_figure_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFigureError, match="chain, sankey, matrix, grades"):
        write_figure(make_coverage(), "pie", "zh")


@pytest.mark.parametrize("name", sorted(golden_figures()))
def test_no_figure_carries_a_style_a_script_or_an_address(name: str) -> None:
    root = parse(golden_figures()[name])
    assert not [
        e for e in root.iter() if e.tag.rpartition("}")[2] in ("style", "script", "image", "a", "use")
    ]
    assert not [key for e in root.iter() for key in e.attrib if key == "style" or key.startswith("on")]


@given(text=st.text(max_size=80), room=st.integers(30, 400), lines=st.integers(1, 4))
@QUICK
def test_wrapped_words_fit_their_room_and_lose_nothing_but_what_the_ellipsis_stands_for(
    text: str, room: int, lines: int
) -> None:
    words = clean(text)
    made = wrap(words, room, 14, lines)
    assert len(made) <= lines
    assert all(text_width(line, 14) <= room for line in made)
    if made and not made[-1].endswith("…"):
        assert "".join(made).replace(" ", "") == words.replace(" ", "")


@given(text=st.text(max_size=80), room=st.integers(30, 400))
@QUICK
def test_fitted_words_never_exceed_their_room(text: str, room: int) -> None:
    assert text_width(fit(clean(text), room, 16, bold=True), 16, bold=True) <= room


def test_words_lose_control_and_direction_characters_and_piled_up_marks() -> None:
    assert clean("a\x07\u200b\u202eb\t\nc\ufffe\ud800") == "ab c"
    assert len(clean("z" + "\u0301\u0302\u0303\u0304\u0305")) == 3
