"""Which address shows which page, and what stands in the navigation."""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class PageRoute:
    """A page: its name, its address with `{name}` for a segment and `{name:rest}` for all that follows, its module.

    `beside_data` says that programs get data at the same address.
    """

    name: str
    path: str
    module: str
    media_type: str = "text/html; charset=utf-8"
    beside_data: bool = False

    def match(self, path: str) -> dict[str, str] | None:
        """The parts of an address that the pattern names; None where it does not fit."""
        found = re.fullmatch(_pattern(self.path), path)
        return found.groupdict() if found else None


class Entry(NamedTuple):
    """One entry of the navigation: the page and the key of its words."""

    page: str
    path: str
    words: str


_SVG: Final = "image/svg+xml"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PAGES: Final[tuple[PageRoute, ...]] = (
    PageRoute("board", "/", "service.pages.board"),
    PageRoute("documents", "/documents", "service.pages.documents", beside_data=True),
    PageRoute("goal", "/goal/{document}/{number}", "service.pages.goal"),
    PageRoute("project", "/project/{document}/{code}", "service.pages.project"),
    PageRoute("rows", "/rows/{document}", "service.pages.rows"),
    PageRoute("source", "/source", "service.pages.source"),
    PageRoute("source", "/source/{document}", "service.pages.source"),
    PageRoute("chain", "/chain", "service.pages.chain"),
    PageRoute("money", "/money", "service.pages.money"),
    PageRoute("whatif", "/whatif", "service.pages.whatif"),
    PageRoute("findings", "/findings", "service.pages.findings", beside_data=True),
    PageRoute("rules", "/rules", "service.pages.rules"),
    PageRoute("about", "/about", "service.pages.about"),
    PageRoute("about", "/resource", "service.pages.about", beside_data=True),
    PageRoute("about", "/data/{path:rest}", "service.pages.about", beside_data=True),
    PageRoute("explore", "/explore", "service.pages.explorer"),
    PageRoute("workbench", "/workbench", "service.pages.workbench"),
    PageRoute("result_sheet", "/workbench/result.xlsx", "service.pages.result_sheet", _XLSX),
    PageRoute("terms", "/workbench/terms.json", "service.pages.schema", "application/json"),
    PageRoute("review", "/review", "service.pages.review"),
    PageRoute("upload", "/upload", "service.pages.upload"),
    PageRoute("figure", "/figures/{kind}.svg", "service.pages.figure", _SVG),
    PageRoute("picture", "/figures/{kind}.png", "service.pages.picture", "image/png"),
)
"""Every page; the first that fits an address answers it."""

NAVIGATION: Final[tuple[Entry, ...]] = (
    Entry("board", "/", "nav_board"),
    Entry("chain", "/chain", "nav_chain"),
    Entry("money", "/money", "nav_money"),
    Entry("whatif", "/whatif", "nav_whatif"),
    Entry("explore", "/explore", "nav_explore"),
    Entry("source", "/source", "nav_source"),
    Entry("findings", "/findings", "nav_findings"),
    Entry("review", "/review", "nav_review"),
    Entry("workbench", "/workbench", "nav_workbench"),
    Entry("upload", "/upload", "nav_upload"),
)


def find_page(path: str) -> tuple[PageRoute, dict[str, str]] | None:
    """The page at a decoded address with the parts that its pattern names."""
    for route in PAGES:
        parts = route.match(path)
        if parts is not None:
            return route, parts
    return None


def navigation() -> tuple[Entry, ...]:
    """The entries whose pages are there."""
    names = {route.name for route in PAGES}
    return tuple(entry for entry in NAVIGATION if entry.page in names)


def fill_path(path: str, *parts: str) -> str:
    """An address with these parts as segments of it.

    >>> fill_path("/goal", "203001-2022-goals", "2/1")
    '/goal/203001-2022-goals/2%2F1'
    """
    return "/".join((path, *(quote(part, safe="") for part in parts)))


def _pattern(path: str) -> str:
    pieces = re.split(r"\{(\w+)(:rest)?\}", path)
    pattern = re.escape(pieces[0])
    for name, rest, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        pattern += f"(?P<{name}>{'.+' if rest else '[^/]+'}){re.escape(text)}"
    return pattern
