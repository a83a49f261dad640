"""Each danger that files bring, with a file of its own: one sentence and exit 2, or a document read with a note.

A folder that holds them all beside one good document loads that document and nothing else.
"""

import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from loaders.document import Document
from loaders.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    ForbiddenMarkupError,
    LoadError,
    NeedsOcrError,
    TooLargeError,
)
from loaders.reading import read_bytes
from service.cli import app
from tests.documents import small_export
from tests.hostile import office_files, other_files
from tests.hostile.kinds import KINDS
from tests.loaders.readers.packages import W, docx, p, relations, tbl, tc, tr, zipped
from tests.loaders.readers.pages import page, pdf

assert office_files
assert other_files  # importing them fills the collection
FILES: Mapping[str, Callable[[], bytes]] = {kind.file: kind.make for kind in KINDS.values()}

REFUSED: dict[str, tuple[str, type[LoadError]]] = {
    "a zip bomb by its expanded size": ("bomb.docx", TooLargeError),
    "a zip bomb by its ratio": ("ratio.docx", TooLargeError),
    "a zip whose header lies about a part's size": ("size.docx", TooLargeError),
    "a zip of seventy thousand entries": ("entries.docx", TooLargeError),
    "a sheet of a million filled cells": ("million.xlsx", TooLargeError),
    "a cell at the last row and column": ("last.xlsx", TooLargeError),
    "elements nested deeply in a package": ("deep.docx", CorruptFileError),
    "elements nested deeply in a page": ("deep.html", TooLargeError),
    "elements nested deeply in XML": ("deep.xml", CorruptFileError),
    "an external entity": ("entity.docx", ForbiddenMarkupError),
    "entities that expand without end": ("laughs.xml", ForbiddenMarkupError),
    "an encrypted package": ("package.docx", EncryptedFileError),
    "an encrypted workbook": ("locked.xls", EncryptedFileError),
    "an encrypted PDF": ("locked.pdf", EncryptedFileError),
    "a truncated package": ("cut.docx", CorruptFileError),
    "a truncated workbook": ("cut.xls", CorruptFileError),
    "a truncated PDF": ("cut.pdf", CorruptFileError),
    "a PDF of five thousand pages": ("pages.pdf", TooLargeError),
    "a PDF of pictures": ("scan.pdf", NeedsOcrError),
    "a table of more cells than a form ever has": ("cells.html", TooLargeError),
    "an empty file": ("empty.txt", EmptyFileError),
}


@pytest.fixture(autouse=True)
def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        # Processes of one machine talk over local sockets; a document must not make the program call anybody.
        assert self.family == socket.AF_UNIX, "a document made the program open a connection"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(name: str) -> Document:
    return read_bytes(FILES[name](), name)


@pytest.mark.parametrize("danger", REFUSED)
def test_a_danger_is_refused_in_one_sentence_of_both_languages(danger: str) -> None:
    name, kind = REFUSED[danger]
    with pytest.raises(kind) as caught:
        read(name)
    for sentence in (caught.value.message("en"), caught.value.message("zh")):
        assert sentence.endswith((".", "。"))
        assert "\n" not in sentence


def test_a_folder_of_dangers_loads_its_one_good_document_and_lists_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    folder.mkdir()
    small = [
        "ratio.docx",
        "last.xlsx",
        "entity.docx",
        "laughs.xml",
        "package.docx",
        "locked.pdf",
        "cut.docx",
        "empty.txt",
    ]
    for name in small:
        (folder / name).write_bytes(FILES[name]())
    (folder / "good.txt").write_text(small_export(), encoding="utf-8")
    made = CliRunner().invoke(app, ["build", str(folder), "--store", str(tmp_path / "store"), "--lang", "en"])
    assert made.exit_code == 2
    assert [name for name in small if name not in made.output] == []
    listed = CliRunner().invoke(
        app, ["query", "list_documents", "--store", str(tmp_path / "store"), "--format", "csv"]
    )
    assert len(listed.stdout.strip().splitlines()) == 2  # the heading and the one good document


def macro_package() -> bytes:
    """A Word file with macros, a template and a picture somewhere on the network."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types><Override ContentType="wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{p("目标")}</w:body></w:document>',
        "word/_rels/document.xml.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Type="x/attachedTemplate" Target="http://127.0.0.1:9/a.dotm" TargetMode="External"/>'
            '<Relationship Id="r2" Type="x/image" Target="http://127.0.0.1:9/a.png" TargetMode="External"/>'
            "</Relationships>"
        ),
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 64,
    }
    return zipped(parts)


def test_macros_are_not_run_and_links_and_pictures_are_not_fetched() -> None:
    document = read_bytes(macro_package(), "plan.docm")
    assert document.text.strip() == "目标"
    assert [note.code for note in document.notes] == ["macros"]


def test_a_page_with_links_scripts_and_pictures_fetches_and_runs_nothing() -> None:
    page_of_links = (
        "<html><head><link rel=stylesheet href='http://127.0.0.1:9/a.css'><script src='http://127.0.0.1:9/a.js'>"
        "</script></head><body><img src='http://127.0.0.1:9/a.png'><p>目标</p><script>alert(1)</script></body></html>"
    )
    document = read_bytes(page_of_links.encode(), "plan.html")
    assert document.text.strip() == "目标"


@pytest.mark.parametrize("name", ["plan.docx", "plan.xlsx", "plan.pdf", "plan.xls", "plan.doc"])
def test_a_wrong_extension_is_read_by_content_and_noted(name: str) -> None:
    document = read_bytes(small_export().encode(), name)
    assert document.media_type.startswith("text/plain")
    assert document.notes[0].code == "wrong-extension"


def test_nul_bytes_and_direction_marks_do_not_change_what_is_read() -> None:
    plain = read_bytes(small_export().encode(), "plan.txt")
    for name in ("nul.txt", "bidi.txt"):
        assert len(list(read(name).tables())) == len(list(plain.tables()))


def test_spans_of_two_thousand_million_are_held_to_what_a_table_can_have() -> None:
    wide = tbl(tr(tc("目标", '<w:gridSpan w:val="2000000000"/>')), tr("一", "二"))
    (cell,) = next(read_bytes(docx(wide), "plan.docx").tables()).rows[0]
    assert cell.colspan == 63
    widest = "<td colspan=2000000000 rowspan=2000000000>目标</td>"
    page_of_spans = f"<table><tr>{widest}</tr><tr><td>一</td><td>二</td></tr></table>"
    cell = next(read_bytes(page_of_spans.encode(), "plan.html").tables()).rows[0][0]
    assert (cell.rowspan, cell.colspan) <= (65_534, 1_000)


def test_absurd_numbers_are_words_like_others() -> None:
    huge = "9" * 400
    document = read_bytes(f"\t预算数\n\t{huge}\n\n".encode(), "plan.txt")
    assert next(document.tables()).rows[0][1].text == huge


def test_a_pdf_with_text_is_read_without_drawing_it() -> None:
    assert read_bytes(pdf(page([(20, 40, "目标")])), "plan.pdf").text.strip() == "目标"
