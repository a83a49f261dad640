"""Take a picture of every page, as `make pictures` does: docs/pictures/NAME.png, in Chinese, as a projector shows it.

The store is built from the example in a folder of its own; the same pages give the same pictures.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.browser.addresses import PAGES
from tests.browser.chromium import chromium_arguments, find_chromium
from tests.browser.server import ROOT, Site, build_store, serving
from tests.browser.small_png import shrink
from tests.documents import small_export

PLACE: Final = ROOT / "docs/pictures"
_SIZE: Final[ViewportSize] = {"width": 1440, "height": 900}
_TALL: Final = {"board": 1500, "chain": 1100, "review": 1300, "upload-ready": 1300}
_BROKEN: Final = (
    "SELECT ?goal ?name WHERE {\n  ?goal a gt:Goal ;\n        skos:prefLabel ?name\n  FILTER(?name =)\n}"
)


def main(place: Path = PLACE) -> int:
    """Take all pictures."""
    found = find_chromium()
    if found is None:
        sys.stderr.write("No Chromium is installed here; apt-get install chromium brings one.\n")
        return 2
    place.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        serving(build_store(Path(folder)), "--allow", "load") as site,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=chromium_arguments())
        album = Album(browser.new_page(viewport=_SIZE, locale="zh-CN", reduced_motion="reduce"), place)
        album.blank = browser.new_page()
        for name, address in PAGES.items():
            album.page.goto(site.at(address))
            if name.startswith("review"):
                album.page.get_by_label("审核人").fill("绩效科")
            album.take(name)
        _take_error(album, site)
        _take_upload(album, site, Path(folder))
        browser.close()
    return 0


class Album:
    """Where pictures of a page go."""

    def __init__(self, page: Page, place: Path) -> None:
        self.page = page
        self.blank = page
        self._place = place

    def take(self, name: str) -> None:
        """Wait until the page is still, and keep its picture."""
        self.page.set_viewport_size({"width": _SIZE["width"], "height": _TALL.get(name, _SIZE["height"])})
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("document.fonts.ready")
        self.page.wait_for_timeout(700)  # the layout of graphs settles
        picture = shrink(self.blank, self.page.screenshot())
        (self._place / f"{name}.png").write_bytes(picture)
        sys.stdout.write(f"{name}.png {len(picture) // 1024} kB\n")


def _take_error(album: Album, site: Site) -> None:
    page = album.page
    page.goto(site.at("/workbench"))
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(_BROKEN)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.get_by_role("alert").wait_for()
    album.take("workbench-error")


def _take_upload(album: Album, site: Site, folder: Path) -> None:
    page = album.page
    file = folder / "305001-2023.txt"
    file.write_text(small_export(), encoding="utf-8")
    page.goto(site.at("/upload"))
    page.locator("#upload-file").set_input_files(file)
    page.get_by_role("button", name="上传并预览").click()
    page.locator("#upload-confirm").wait_for(timeout=60_000)
    album.take("upload-ready")


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
