"""The pages over HTTP: languages, static files, policy, caching, errors that people can read."""

import pytest

from service.pages.assets import asset_paths, look, read_asset
from service.pages.routes import NAVIGATION, PAGES, PageRoute, find_page
from tests.service.pages.visits import CODE, KEY
from tests.service.web.live import Answer, LiveServer

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def get(site: LiveServer, path: str, **headers: str) -> Answer:
    """A request as a browser makes it."""
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return site.ask("GET", path, None, {**BROWSER, **more})


def test_pages_are_chinese_unless_the_address_or_a_cookie_says_english(site: LiveServer) -> None:
    assert '<html lang="zh-CN">' in get(site, "/").text
    english = get(site, "/?lang=en")
    assert '<html lang="en">' in english.text
    cookie = english.headers["set-cookie"].partition(";")[0]
    assert '<html lang="en">' in get(site, "/", Cookie=cookie).text
    assert "set-cookie" not in get(site, "/", Cookie=cookie).headers
    assert '<html lang="zh-CN">' in get(site, "/?lang=zh", Cookie=cookie).text


def test_the_switch_leads_to_the_same_page_in_the_other_language(site: LiveServer) -> None:
    assert 'href="/chain?select=goal%3A1&amp;lang=en"' in get(site, "/chain?select=goal:1").text


def test_a_page_has_the_policy_of_pages(site: LiveServer) -> None:
    headers = get(site, "/chain").headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "Cookie" in headers["vary"]


def test_a_page_that_the_browser_has_is_not_sent_again(site: LiveServer) -> None:
    first = get(site, "/")
    again = get(site, "/", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    policy = "content-security-policy"
    assert again.headers[policy] == first.headers[policy]
    assert get(site, "/?lang=en", If_None_Match=first.headers["etag"]).status == 200


def test_static_files_may_be_kept_for_ever_at_the_address_of_their_version(site: LiveServer) -> None:
    kept = get(site, f"/static/{look()}/frame.css")
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-type"] == "text/css; charset=utf-8"
    old = get(site, "/static/0000/frame.css")
    assert (old.status, old.headers["cache-control"]) == (200, "no-cache")


def test_static_files_are_sent_packed_to_those_who_take_it(site: LiveServer) -> None:
    packed = get(site, f"/static/{look()}/frame.css", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(get(site, f"/static/{look()}/frame.css").body)


@pytest.mark.parametrize(
    "path", ["../desk.py", "..%2Fdesk.py", "", "nothing.js", "%00", "vendor", "/etc/passwd"]
)
def test_nothing_but_static_files_is_sent_as_one(site: LiveServer, path: str) -> None:
    assert get(site, f"/static/{look()}/{path}").status == 404


def test_every_static_file_has_a_media_type_and_can_be_read() -> None:
    assert "frame.css" in asset_paths()
    assert all(read_asset(path) for path in asset_paths())


def test_a_browser_gets_a_page_for_an_error_and_a_program_the_one_shape(site: LiveServer) -> None:
    page = get(site, f"/goal/{KEY}/77")
    assert page.status == 404
    assert "文件中没有目标 77" in page.text
    assert "The document has no goal 77" in get(site, f"/goal/{KEY}/77?lang=en").text
    program = site.ask("GET", f"/goal/{KEY}/77", None, {"Accept": "application/json"})
    assert program.problem["code"] == "not-found"


def test_an_unknown_address_is_not_found_in_words(site: LiveServer) -> None:
    page = get(site, "/nothing-here")
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")


def test_a_page_is_only_read(site: LiveServer) -> None:
    assert site.ask("POST", "/chain", b"x", BROWSER).status in (403, 405)
    head = site.ask("HEAD", "/", None, BROWSER)
    assert (head.status, head.body) == (200, b"")


def test_a_list_and_a_page_share_an_address_by_what_the_client_would_rather_have(site: LiveServer) -> None:
    assert get(site, "/findings").headers["content-type"].startswith("text/html")
    assert (
        site.ask("GET", "/findings", None, {"Accept": "application/json"}).headers["content-type"]
        == "application/json"
    )
    assert site.ask("GET", "/findings", None, {"Accept": "*/*"}).headers["content-type"] == "application/json"
    assert get(site, "/findings?format=csv").headers["content-type"].startswith("text/csv")


def test_a_resource_is_a_page_for_people_and_a_graph_for_programs(site: LiveServer) -> None:
    path = "/data/plan/305001-2023/goal/1"
    assert "兜牢基本民生底线" in get(site, path).text
    turtle = site.ask("GET", path, None, {"Accept": "text/turtle"})
    assert turtle.headers["content-type"].startswith("text/turtle")


def test_figures_are_pictures_that_can_be_downloaded(site: LiveServer) -> None:
    drawn = get(site, f"/figures/chain.svg?select=project:{CODE}&lang=en")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<svg ")
    assert "Funds" in drawn.text
    picture = get(site, "/figures/matrix.png")
    assert picture.headers["content-type"] == "image/png"
    assert picture.body.startswith(b"\x89PNG")


def test_a_server_with_an_empty_store_begins_with_what_to_do(empty_site: LiveServer) -> None:
    page = get(empty_site, "/")
    assert page.status == 200
    assert "goaltrace build" in page.text
    assert get(empty_site, "/chain").status == 200


def test_every_entry_of_the_navigation_that_has_a_page_leads_to_it() -> None:
    names = {route.name for route in PAGES}
    for entry in NAVIGATION:
        found = find_page(entry.path)
        assert (found is not None and found[0].name == entry.page) == (entry.page in names)


def test_a_pattern_matches_segments_and_rests() -> None:
    assert PageRoute("x", "/a/{b}/{c}", "m").match("/a/1/2/3") is None
    assert PageRoute("x", "/a/{b}/{c}", "m").match("/a/1/2") == {"b": "1", "c": "2"}
    assert PageRoute("x", "/a/{b:rest}", "m").match("/a/1/2/3") == {"b": "1/2/3"}
    assert PageRoute("x", "/f/{k}.svg", "m").match("/f/chain-svg") is None
