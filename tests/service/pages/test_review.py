"""The review page: every open link and row with both texts, the words that speak marked, forms for who may decide."""

import re
from typing import Any

import pytest

from loaders.link_records import LinkRecord
from service.pages.desk import Desk, show
from service.pages.marks import mark, places_of, quoted_words
from service.pages.review_entries import LinkEntry, list_link_entries, wordings_of
from service.pages.visit import Visit
from service.web.access import Role
from service.web.reviewing import link_items, verdict_items
from tests.documents import small_export
from tests.service.pages.visits import CODE, KEY, MARKUP, OTHER, Outline, make_store, open_page, squeeze


def _review(
    desk: Desk, query: tuple[tuple[str, str], ...] = (), role: Role = Role.review, who: str = ""
) -> str:
    beside: dict[str, Any] = {"role": int(role), "visitor": who}
    made = show(Visit("review", "/review", {}, query, "zh", beside), desk)
    assert isinstance(made, str)
    return made


def _cards(page: str) -> list[str]:
    return re.findall(r'<article class="review-card" id="c-([^"]+)"', page)


def test_open_links_are_listed_first_and_decided_ones_by_their_status(one: Desk) -> None:
    assert _cards(_review(one)) == [f"{OTHER}-2"]
    assert _cards(_review(one, (("state", "accepted"),))) == [f"{CODE}-1/objective/1"]
    assert len(_cards(_review(one, (("state", "all"),)))) == 2


def test_a_project_without_a_link_gets_the_likeliest_target_as_a_suggestion(two: Desk) -> None:
    page = _review(two, (("document", KEY),))
    assert "系统建议" in page
    assert {card.partition("-")[0] for card in _cards(page)} == {CODE, OTHER}


def test_the_words_that_speak_for_a_link_are_marked_in_both_texts(one: Desk) -> None:
    page = _review(one)
    left, _, right = page.partition('aria-label="目标"')
    assert "<mark>" in left
    assert re.search(r"<mark>[^<]*养老", right)


def test_a_single_sign_is_never_marked(one: Desk, two: Desk) -> None:
    for page in (_review(one, (("state", "all"),)), _review(two, (("document", KEY),))):
        assert all(len(marked) > 1 for marked in re.findall(r"<mark>(.*?)</mark>", page))


def test_who_decided_and_when_is_said(one: Desk) -> None:
    assert "r，2026-01-02" in squeeze(Outline(_review(one, (("state", "accepted"),))).words)


def test_the_form_names_the_version_that_the_server_checks(one: Desk) -> None:
    item = next(item for item in link_items(one.store, KEY) if item["project"] == OTHER)
    page = _review(one)
    assert f'name="version" value="{item["version"]}"' in page
    assert 'action="/review/links" method="post"' in page
    row = verdict_items(one.store, KEY)
    if row:
        assert f'value="{row[0]["version"]}"' in _review(one, (("kind", "rows"),))


def test_who_may_only_read_gets_no_form(one: Desk) -> None:
    page = _review(one, role=Role.read)
    assert 'method="post"' not in page
    assert "只能查看" in page


def test_a_signed_in_reviewer_is_named_and_not_asked(one: Desk) -> None:
    page = _review(one, who="anna")
    assert "审核人：anna" in page
    assert 'id="review-who"' not in page


def test_every_target_of_the_document_can_be_chosen(one: Desk) -> None:
    options = re.findall(r'<option value="([^"]+)">', _review(one))
    assert {"1", "1/objective/1", "2", "none"} <= set(options)


def test_the_next_address_of_a_form_is_this_page(one: Desk) -> None:
    page = _review(one, (("kind", "links"), ("state", "open")))
    assert 'name="next" value="/review?kind=links&amp;state=open"' in page


def test_words_with_markup_stay_words(marked: Desk) -> None:
    for kind in ("links", "rows"):
        page = _review(marked, (("kind", kind), ("state", "all")))
        assert MARKUP not in page


def test_a_refusal_is_said_on_the_page(one: Desk) -> None:
    assert "别人刚刚改过" in _review(one, (("problem", "changed-since"),))
    assert "&lt;b&gt;" in _review(one, (("problem", "<b>"),))


def test_every_link_of_a_project_is_an_entry_and_none_is_lost() -> None:
    links = tuple(LinkRecord(CODE, "1", objective=n, status="proposed") for n in ("1", "2"))
    desk = Desk(make_store(small_export(), links=links), 1)
    entries = list_link_entries(desk, desk.documents()[0])
    assert [(entry.item["project"], entry.link is None) for entry in entries] == [
        (CODE, False),
        (CODE, False),
        (OTHER, True),
    ]
    assert all(isinstance(entry, LinkEntry) and entry.state == "open" for entry in entries)


def test_a_project_is_ranked_once_while_the_store_is_the_same(one: Desk) -> None:
    words = wordings_of(one, one.documents()[0])
    assert words.rank(CODE) is wordings_of(one, one.documents()[0]).rank(CODE)


@pytest.mark.parametrize(
    ("text", "spans", "marked"),
    [
        ("abcdef", [(1, 3)], ["bc"]),
        ("abcdef", [(1, 3), (3, 5)], ["bcde"]),
        ("abcdef", [(-3, 2), (4, 99)], ["ab", "ef"]),
        ("abcdef", [(3, 3), (5, 4)], []),
        ("", [(0, 3)], []),
    ],
)
def test_marked_pieces_put_together_are_the_text(
    text: str, spans: list[tuple[int, int]], marked: list[str]
) -> None:
    pieces = mark(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.marked] == marked


def test_words_are_found_wherever_they_stand_and_never_as_patterns() -> None:
    assert places_of("a.c abc a.c", ["a.c"]) == [(0, 3), (8, 11)]
    assert places_of("abc", [""]) == []


def test_quoted_words_are_taken_apart() -> None:
    assert quoted_words("“信访、投诉”在项目名称中没有出现") == ["信访", "投诉"]
    assert quoted_words("没有引号") == []


def test_the_page_opens_in_english(one: Desk) -> None:
    assert "Links of projects and goals" in open_page(one, "/review", "en")
