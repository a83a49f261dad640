"""The documentation as HTML pages that need no network: found beside the program, rendered, linked to one another."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import starmap
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Final
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loaders.errors import LoadError
from service.docs_frame import STYLE, Entry, frame

_TOP: Final = (
    "README.md",
    "README.en.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "examples/README.md",
)
_PICTURES: Final = (".png", ".svg")
_GROUPS: Final = (
    ("docs/guides/", "指南 Guides"),
    ("docs/reference/", "参考 Reference"),
    ("docs/decisions/", "决定 Decisions"),
    ("docs/", "说明 Explanations"),
)
_SLUG: Final = re.compile(r"[^\w\- ]")


class NoDocumentationError(LoadError):
    """Raised when the pages of the documentation are not beside the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            "there is no documentation here",
            str(folder),
            "name the folder of a checkout with --source",
            zh=("这里没有文档", "请用 --source 指定源代码所在的文件夹"),
        )


def find_root() -> Path:
    """The folder that has the documentation: the checkout, or what was packed into the installed program."""
    packed = Path(__file__).parent / "handbook"
    return packed if packed.is_dir() else Path(__file__).parents[1]


def render_docs(root: Path) -> dict[str, bytes]:
    """Every file of the HTML documentation by its path; raises `NoDocumentationError` where there is none."""
    sources = dict(_sources(root))
    if not any(name.startswith("docs/") for name in sources):
        raise NoDocumentationError(root)
    order = ["", *(title for _, title in _GROUPS)]
    entries = sorted(starmap(_entry, sources.items()), key=lambda entry: order.index(entry.group))
    made = {
        html_name(name): frame(html_name(name), title_of(text), _body(name, text, sources), entries).encode()
        for name, text in sources.items()
    }
    made["index.html"] = made.get("README.html", b"")
    made["style.css"] = STYLE.encode()
    for path in sorted((root / "docs").rglob("*")):
        if path.suffix in _PICTURES and path.is_file():
            made[path.relative_to(root).as_posix()] = path.read_bytes()
    return made


def write_docs(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files into a folder."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def html_name(name: str) -> str:
    """Where the page of a Markdown file is.

    >>> html_name("docs/walk.md")
    'docs/walk.html'
    """
    return str(PurePosixPath(name).with_suffix(".html"))


def title_of(text: str) -> str:
    """The first heading of a page."""
    return next((line.lstrip("# ") for line in text.splitlines() if line.startswith("# ")), "goaltrace")


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it.

    >>> slug("The command `goaltrace build`")
    'the-command-goaltrace-build'
    """
    return _SLUG.sub("", heading.strip().lower()).replace(" ", "-")


def _sources(root: Path) -> Iterator[tuple[str, str]]:
    names = [name for name in _TOP if (root / name).is_file()]
    names += sorted(path.relative_to(root).as_posix() for path in (root / "docs").rglob("*.md"))
    for name in names:
        yield name, (root / name).read_text(encoding="utf-8")


def _entry(name: str, text: str) -> Entry:
    group = next((title for folder, title in _GROUPS if name.startswith(folder)), "")
    return Entry(group, title_of(text), html_name(name))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _body(name: str, text: str, sources: Mapping[str, str]) -> str:
    """The HTML of a page; raw HTML in it is shown as text, links to other pages lead to their HTML."""
    tokens = _markdown().parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            before.attrSet("id", slug(token.content))
        for child in token.children or ():
            if child.type == "link_open":
                _lead(child, name, sources)
    return str(_markdown().renderer.render(tokens, _markdown().options, {}))


def _lead(link: Token, name: str, sources: Mapping[str, str]) -> None:
    """Let a link to a Markdown file or a folder of them lead to its page, others to what they name."""
    parts = urlsplit(str(link.attrGet("href") or ""))
    if parts.scheme or parts.netloc or not parts.path:
        return
    there = normpath(str(PurePosixPath(name).parent / unquote(parts.path)))
    inside = [source for source in sources if source.startswith(f"{there}/")]
    target = there if there in sources else inside[0] if inside else ""
    if target:
        up = "../" * (len(PurePosixPath(name).parts) - 1)
        anchor = f"#{parts.fragment}" if parts.fragment else ""
        link.attrSet("href", f"{up}{html_name(target)}{anchor}")
