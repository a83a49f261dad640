"""The workbench: questions with forms, errors at their place, completion by class, a stop that reaches the server."""

import re
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Page, expect

from tests.browser.server import Site

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _write(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def _ended_workers(site: Site) -> int:
    with urlopen(site.at("/metrics")) as answer:  # noqa: S310 - this machine's own server
        text = answer.read().decode()
    return sum(
        int(float(n)) for n in re.findall(r'workers_ended_total\{reason="client-left"\} ([0-9.]+)', text)
    )


def test_a_question_of_the_catalogue_is_asked_by_its_form(site: Site, page: Page) -> None:
    page.goto(site.at("/workbench"))
    page.get_by_role("link", name="哪些目标没有项目支撑？").click()
    page.get_by_label("口径").or_(page.locator('select[name="basis"]')).first.select_option("stated")
    page.locator("form[data-run]").first.get_by_role("button", name="运行").click()
    expect(page.locator("#workbench-count")).to_contain_text("4 行")
    assert "basis=stated" in page.url


def test_an_error_stands_at_its_line_and_column(site: Site, page: Page) -> None:
    page.goto(site.at("/workbench"))
    _write(page, "SELECT ?goal WHERE {\n  ?goal a gt:Goal ;\n}}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("第 3 行第 3 列")
    expect(page.locator(".cm-lint-marker-error")).to_be_visible()


def test_a_query_answers_with_words_in_the_place_of_identifiers(site: Site, page: Page) -> None:
    page.goto(site.at("/workbench"))
    _write(page, "SELECT ?goal WHERE { ?goal a gt:Goal } ORDER BY ?goal")
    page.get_by_role("button", name="运行").click()
    expect(page.locator("#workbench-count")).to_have_text("4 行")
    expect(page.get_by_role("cell", name="1 全面加强党的政治建设")).to_be_visible()


def test_stopping_a_query_ends_the_work_on_the_server(site: Site, page: Page) -> None:
    before = _ended_workers(site)
    page.goto(site.at("/workbench"))
    _write(page, ENDLESS)
    page.get_by_role("button", name="运行").click()
    stop = page.get_by_role("button", name="停止")
    expect(stop).to_be_visible()
    page.wait_for_timeout(400)
    stop.click()
    expect(page.locator("#workbench-state")).to_contain_text("已停止")
    for _ in range(100):
        if _ended_workers(site) > before:
            break
        page.wait_for_timeout(100)
    assert _ended_workers(site) > before


def test_completion_offers_the_properties_of_the_variables_class(site: Site, page: Page) -> None:
    page.goto(site.at("/workbench"))
    with page.expect_response("**/terms.json*"):
        _write(page, "SELECT * WHERE { ?x a gt:Amount . ?x gt:")
    page.keyboard.press("Control+Space")
    offered = page.locator(".cm-tooltip-autocomplete li")
    expect(offered.first).to_be_visible()
    texts = offered.all_inner_texts()
    assert any("gt:printedNumber" in text for text in texts)
    assert not any("gt:listNumber" in text for text in texts)
    assert any(re.search(r"[\u4e00-\u9fff]", text) for text in texts)


def test_a_graph_is_drawn_and_the_table_says_the_same(site: Site, page: Page) -> None:
    sparql = quote("CONSTRUCT { ?p gt:supportsGoal ?g } WHERE { ?p gt:supportsGoal ?g }")
    page.goto(site.at(f"/workbench?sparql={sparql}"))
    page.get_by_role("link", name="关系图").click()
    expect(page.locator("#workbench-graph canvas").first).to_be_visible()
    page.get_by_role("link", name="表格").click()
    expect(page.get_by_role("link", name="支撑目标").first).to_be_visible()


def test_answers_are_ordinary_downloads(site: Site, page: Page, tmp_path: Path) -> None:
    page.goto(site.at("/workbench?query=list_projects"))
    for form, start in (("CSV", b"document"), ("JSON", b"{"), ("XLSX", b"PK")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=form, exact=True).click()
        target = tmp_path / form
        waiting.value.save_as(target)
        assert target.read_bytes().lstrip(b"\xef\xbb\xbf").startswith(start)


def test_a_query_is_saved_on_the_server_and_deleted_again(workshop: Site, page: Page) -> None:
    page.goto(workshop.at("/workbench"))
    _write(page, "ASK { ?s a gt:Goal }")
    page.get_by_text("保存这个查询").click()
    page.locator("#workbench-save").get_by_label("名称").fill("有目标吗 <b>")
    page.locator("#workbench-save").get_by_role("button", name="保存").click()
    expect(page.locator("#workbench-save-state")).to_have_text("已保存。")
    page.goto(workshop.at("/workbench"))
    page.get_by_role("link", name="有目标吗 <b>").click()
    expect(page.locator(".workbench-boolean")).to_have_text("是")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="删除“有目标吗 <b>”").click()
    expect(page.get_by_role("link", name="有目标吗 <b>")).to_have_count(0)


def test_the_workbench_works_as_a_plain_form(site: Site, without_script: Page) -> None:
    page = without_script
    page.goto(site.at("/workbench"))
    page.locator("textarea").fill("SELECT ?goal WHERE { ?goal a gt:Goal } ORDER BY ?goal")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_role("cell", name="1 全面加强党的政治建设")).to_be_visible()


def test_a_query_is_saved_by_a_plain_form(workshop: Site, without_script: Page) -> None:
    page = without_script
    page.goto(workshop.at(f"/workbench?sparql={quote('ASK { ?s a gt:Project }')}"))
    page.get_by_text("保存这个查询").click()
    page.locator("#workbench-save").get_by_label("名称").fill("有项目吗")
    page.locator("#workbench-save").get_by_role("button", name="保存").click()
    page.get_by_role("link", name="有项目吗").click()
    expect(page.locator(".workbench-boolean")).to_have_text("是")
