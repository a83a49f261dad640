"""The documentation as HTML: every page, links that lead somewhere, nothing from elsewhere, nothing else served."""

import re
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.docs import NoDocumentationError, render_docs
from service.docs_serve import make_server
from tests.docs.transcripts import ROOT


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    return render_docs(ROOT)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("# 首页\n\n[看](docs/a.md#two-words)\n", encoding="utf-8")
    (tmp_path / "docs" / "a.md").write_text(
        "# A\n\n## Two `words`\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n", encoding="utf-8"
    )
    return tmp_path


def test_every_markdown_page_has_its_html(pages: dict[str, bytes]) -> None:
    names = [path.relative_to(ROOT).with_suffix(".html").as_posix() for path in ROOT.glob("docs/**/*.md")]
    assert set(names) | {"README.html", "README.en.html", "index.html"} <= set(pages)


def test_links_between_pages_and_to_pictures_lead_to_files(pages: dict[str, bytes]) -> None:
    for name, data in pages.items():
        if name.startswith("docs/") and name.endswith(".html"):
            for target in re.findall(r'(?:href|src)="([^"#]+)', data.decode()):
                there = normpath(join(dirname(name), unquote(target)))
                assert "://" in target or there in pages or (ROOT / there).exists(), (name, target)


def test_anchors_of_the_reference_exist(pages: dict[str, bytes]) -> None:
    ids = set(re.findall(r'id="([^"]+)"', pages["docs/reference/queries.html"].decode()))
    asked = set(
        re.findall(r'href="[^"]*queries.html#([^"]+)"', pages["docs/reference/ontology.html"].decode())
    )
    assert asked
    assert asked <= ids


def test_raw_html_is_shown_as_text_and_scripts_are_no_links(small: Path) -> None:
    page = render_docs(small)["docs/a.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page
    assert 'id="two-words"' in page


def test_pages_load_nothing_from_elsewhere(pages: dict[str, bytes]) -> None:
    for name, data in pages.items():
        if name.endswith(".html"):
            assert not re.search(r'(?:src|rel="stylesheet" href)="(?:https?:)?//', data.decode()), name


def test_without_documentation_the_command_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoDocumentationError):
        render_docs(tmp_path)
    result = CliRunner().invoke(app, ["docs", "--source", str(tmp_path), "-o", str(tmp_path / "html")])
    assert result.exit_code == 2


def test_the_command_writes_the_pages(small: Path) -> None:
    result = CliRunner().invoke(app, ["docs", "--source", str(small), "-o", str(small / "html")])
    assert result.exit_code == 0
    written = small / "html"
    assert (written / "index.html").read_bytes() == (written / "README.html").read_bytes()
    assert 'href="docs/a.html#two-words"' in (written / "index.html").read_text(encoding="utf-8")
    assert (written / "style.css").exists()


@pytest.fixture
def connection(small: Path) -> Iterator[HTTPConnection]:
    with make_server(render_docs(small), 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        client = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        yield client
        client.close()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/docs/a.html", 200),
        ("/docs/a.md", 404),
        ("/../../etc/passwd", 404),
        ("/%2e%2e/README.md", 404),
    ],
)
def test_the_server_gives_the_pages_and_nothing_else(
    connection: HTTPConnection, path: str, status: int
) -> None:
    connection.request("GET", path)
    assert connection.getresponse().status == status
