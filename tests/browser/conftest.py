"""Tests in a real browser: the system's Chromium, a real server, and nothing that leaves this machine.

Where there is no Chromium they are skipped with a sentence; with GOALTRACE_BROWSER=required that is a failure.
The plugin's fixtures live for the whole session and keep an event loop running in this thread, which other tests
would run into; here they live as long as this folder's tests.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Page,
    Playwright,
    Route,
    expect,
    sync_playwright,
)

from tests.browser.chromium import chromium_arguments, find_chromium
from tests.browser.server import Site, build_store, copy_store, serving

REQUIRED: Final = os.environ.get("GOALTRACE_BROWSER") == "required"
AXE: Final = Path(__file__).parents[2] / "browser/node_modules/axe-core/axe.min.js"
TIME: Final = 30_000


def skip_or_fail(sentence: str) -> None:
    """Skip with a sentence; where the browser is required this fails."""
    if REQUIRED:
        pytest.fail(f"{sentence} (GOALTRACE_BROWSER=required)", pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="package")
def executable() -> str:
    """The system's Chromium."""
    found = find_chromium()
    if found is None:
        skip_or_fail("No Chromium is installed here; apt-get install chromium brings one.")
    return str(found)


@pytest.fixture(scope="package")
def playwright(executable: str) -> Iterator[Playwright]:  # noqa: ARG001 - without a browser nothing is started
    running = sync_playwright().start()
    expect.set_options(timeout=TIME)
    yield running
    running.stop()


@pytest.fixture(scope="package")
def browser_type(playwright: Playwright) -> BrowserType:
    return playwright.chromium


@pytest.fixture(scope="package")
def launch_browser(browser_type: BrowserType, executable: str) -> Callable[..., Browser]:
    def launch(**more: Any) -> Browser:
        return browser_type.launch(executable_path=executable, args=chromium_arguments(), **more)

    return launch


@pytest.fixture(scope="package")
def browser(launch_browser: Callable[..., Browser]) -> Iterator[Browser]:
    running = launch_browser()
    yield running
    running.close()


@pytest.fixture(scope="package")
def browser_context_args() -> dict[str, Any]:
    return {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="package")
def store(tmp_path_factory: pytest.TempPathFactory, executable: str) -> Path:  # noqa: ARG001
    """The example, built once."""
    return build_store(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="package")
def site(store: Path) -> Iterator[Site]:
    """A server that only reads."""
    with serving(store) as running:
        yield running


@pytest.fixture(scope="package")
def workshop(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server whose visitors may review and load, on a store of its own."""
    with serving(copy_store(store, tmp_path_factory.mktemp("workshop")), "--allow", "load") as running:
        yield running


class Watch:
    """What a browser does besides showing pages: requests elsewhere, and complaints on its console."""

    def __init__(self) -> None:
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []

    def guard(self, route: Route) -> None:
        """Let through what stays on this machine, and note what does not."""
        parts = urlsplit(route.request.url)
        if parts.scheme in ("data", "blob") or parts.hostname == "127.0.0.1":
            route.continue_()
        else:
            self.elsewhere.append(route.request.url)
            route.abort()

    def follow(self, page: Page) -> None:
        """Note what the page's scripts and policy complain of."""
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.on(
            "console",
            lambda said: (
                self.complaints.append(said.text)
                if said.type == "error" and "Failed to load resource" not in said.text
                else None
            ),
        )


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext], watch: Watch) -> Iterator[BrowserContext]:
    """A browser without a past; the test fails if anything leaves this machine or a script breaks."""
    made = new_context()
    made.set_default_timeout(TIME)
    made.route("**/*", watch.guard)
    made.on("page", watch.follow)
    yield made
    assert watch.elsewhere == []
    assert watch.complaints == []


@pytest.fixture
def without_script(new_context: Callable[..., BrowserContext], watch: Watch) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    made = new_context(java_script_enabled=False)
    made.set_default_timeout(TIME)
    made.route("**/*", watch.guard)
    yield made.new_page()
    assert watch.elsewhere == []


@pytest.fixture(scope="package")
def axe() -> str:
    """The text of axe-core, which browser/ installs for tests."""
    if not AXE.is_file():
        skip_or_fail("axe-core is not there; `npm ci` in browser/ brings it.")
    return AXE.read_text(encoding="utf-8")
