"""Upload: a good file is previewed and loaded, a bad one refused with a sentence, with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.server import EXAMPLE, Site
from tests.documents import small_export

MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small document of another department."""
    place = tmp_path / "305001-2023.txt"
    place.write_text(small_export(), encoding="utf-8")
    return place


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """The same with markup in the words of a goal, a project and a row."""
    text = small_export().replace("305001某区民政局本级", f"305002某区{MARKUP}局本级")
    text = text.replace("兜牢基本民生底线", f"兜牢{MARKUP}底线")
    text = text.replace("城乡困难群众临时救助", f"救助{MARKUP}项目").replace("救助人次", f"人次{MARKUP}")
    place = tmp_path / "hostile.txt"
    place.write_text(text, encoding="utf-8")
    return place


def _send(page: Page, file: Path) -> None:
    page.locator("#upload-file").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()


def test_a_good_file_is_previewed_confirmed_and_loaded(workshop: Site, page: Page, small: Path) -> None:
    page.goto(workshop.at("/upload"))
    _send(page, small)
    expect(page.get_by_role("button", name="确认载入")).to_be_visible()
    expect(page.locator("#upload-job")).to_contain_text("库里还没有这份文件")
    expect(page.locator("#upload-job .figures")).to_contain_text("18")
    page.get_by_role("button", name="确认载入").click()
    expect(page.locator("#upload-job")).to_contain_text("已载入库中")
    page.get_by_role("link", name="打开看板").click()
    expect(page.locator("main")).to_contain_text("某区民政局本级")


def test_the_same_file_again_differs_in_nothing(workshop: Site, page: Page) -> None:
    page.goto(workshop.at("/upload"))
    _send(page, EXAMPLE)
    expect(page.get_by_role("button", name="确认载入")).to_be_visible()
    expect(page.locator("#upload-job")).to_contain_text("完全相同")
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#upload-job")).to_contain_text("已取消")


def test_a_bad_file_is_refused_with_a_sentence(workshop: Site, page: Page, tmp_path: Path) -> None:
    bad = tmp_path / "照片.docx"
    bad.write_bytes(b"PK\x03\x04 this is no document")
    page.goto(workshop.at("/upload"))
    _send(page, bad)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#upload-job")).to_contain_text("库没有改变")
    assert page.get_by_role("button", name="确认载入").count() == 0


def test_a_file_is_previewed_by_a_plain_form(workshop: Site, without_script: Page, small: Path) -> None:
    page = without_script
    page.goto(workshop.at("/upload"))
    _send(page, small)
    for _ in range(60):
        if page.get_by_role("button", name="确认载入").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_role("button", name="取消").click()
    expect(page.locator("#upload-job")).to_contain_text("已取消")


def test_words_with_markup_in_them_stay_words(workshop: Site, page: Page, hostile: Path) -> None:
    alerts: list[Dialog] = []

    def note(dialog: Dialog) -> None:
        alerts.append(dialog)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(workshop.at("/upload"))
    _send(page, hostile)
    page.get_by_role("button", name="确认载入").click()
    expect(page.locator("#upload-job")).to_contain_text("已载入库中")
    document = "305002-2023-goals"
    for path in (
        f"/?document={document}",
        f"/goal/{document}/1",
        f"/chain?document={document}",
        f"/explore?document={document}",
        f"/review?document={document}",
        f"/source/{document}",
        "/workbench?query=list_goals",
        "/workbench?query=list_projects&view=chart",
    ):
        page.goto(workshop.at(path))
        page.wait_for_load_state("networkidle")
        assert page.locator('img[src="x"], [onerror]').count() == 0, path
        assert "onerror" in page.locator("body").inner_text() + page.content(), path
    assert alerts == []
