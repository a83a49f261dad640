import socket
from pathlib import Path

import pytest

from loaders.errors import (
    CorruptFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    LoadError,
    MissingFileError,
    UnknownFormatError,
)
from loaders.reading import read_bytes, read_file
from tests.loaders.readers.ole_files import ole, xls
from tests.loaders.readers.packages import docx, p, tbl, tr
from tests.loaders.readers.pages import cells, grid, page, pdf
from tests.loaders.readers.test_xlsx import number, row, text, xlsx

XS, YS = [20.0, 100.0, 380.0], [60.0, 80.0, 100.0]
ROWS = [["名称", "指标值"], ["发放率", "100%"]]
HTML = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in r) + "</tr>" for r in ROWS)
FILES: dict[str, bytes] = {
    "plan.docx": docx(tbl(*[tr(*r) for r in ROWS])),
    "plan.xlsx": xlsx(
        row(1, text("A1", "名称"), text("B1", "指标值")) + row(2, text("A2", "发放率"), number("B2", 1, 1))
    ),
    "plan.xls": xls([["名称", "指标值"], ["发放率", (1.0, 1)]]),
    "plan.html": f"<html><body><table>{HTML}</table></body></html>".encode("gbk"),
    "plan.pdf": pdf(page(cells(XS, YS, ROWS), grid(XS, YS))),
    "plan.txt": "\t名称\n\t指标值\n\n\t发放率\n\t100%\n\n".encode("utf-16"),
}


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_format_gives_the_same_table(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    document = read_file(path)
    assert [[cell.text for cell in r] for r in next(document.tables()).rows] == ROWS
    assert document.name == name
    assert document.notes == ()


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_cell_leads_back_to_its_text(name: str) -> None:
    document = read_bytes(FILES[name], name)
    for cell in (cell for r in next(document.tables()).rows for cell in r):
        assert document.text[cell.anchor.start : cell.anchor.end] == cell.text
        assert cell.anchor.label.endswith(f"t1.r{cell.row}.c{cell.column}")


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_wrong_extension_changes_nothing_but_is_noted(name: str) -> None:
    document = read_bytes(FILES[name], "plan.rtf")
    assert [[cell.text for cell in r] for r in next(document.tables()).rows] == ROWS
    assert [note.code for note in document.notes] == ["wrong-extension"]


@pytest.mark.parametrize("name", [n for n in sorted(FILES) if n not in {"plan.txt", "plan.html"}])
@pytest.mark.parametrize("share", [0.3, 0.7, 0.9])
def test_a_file_cut_off_anywhere_is_one_sentence(name: str, share: float) -> None:
    data = FILES[name][: int(len(FILES[name]) * share)]
    with pytest.raises(LoadError) as caught:
        read_bytes(data, name)
    check_sentence(caught.value)


@pytest.mark.parametrize("name", sorted(FILES))
def test_noise_inside_a_file_is_at_worst_one_sentence(name: str) -> None:
    whole = FILES[name]
    for place in range(0, len(whole), max(len(whole) // 25, 1)):
        error = failure(whole[:place] + b"\xff\x00\xaa" + whole[place + 3 :], name)
        if error is not None:
            check_sentence(error)


def failure(data: bytes, name: str) -> LoadError | None:
    try:
        read_bytes(data, name)
    except LoadError as error:
        return error
    return None


def check_sentence(error: LoadError) -> None:
    """One line that ends once and tells what to do, in both languages."""
    for said in (error.message("en"), error.message("zh")):
        assert "\n" not in said
        assert len(said) < 500
    assert str(error).endswith(".")
    assert error.message("zh").endswith("。")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("empty.docx", b"", EmptyFileError),
        ("noise.docx", bytes(range(1, 250)) * 9, CorruptFileError),
        ("noise.pdf", b"\x81\xfe\xff" * 99, CorruptFileError),
        ("noise.txt", b"\x81\xfe\xff" * 99, EncodingError),
        ("locked.docx", ole({"EncryptedPackage": b"x"}), EncryptedFileError),
        ("activity.xml", b"<rss/>", UnknownFormatError),
    ],
)
def test_what_cannot_be_read_names_its_path(
    name: str, data: bytes, kind: type[LoadError], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(kind) as caught:
        read_file(path)
    assert str(caught.value).startswith(str(path))
    check_sentence(caught.value)


def test_a_missing_file_and_a_folder_are_no_files(tmp_path: Path) -> None:
    for path in (tmp_path / "none.docx", tmp_path):
        with pytest.raises(MissingFileError, match="there is no file to read"):
            read_file(path)


def test_a_hostile_name_does_not_break_the_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a\nb\u202efdp.exe"
    path.write_bytes(b"")
    with pytest.raises(EmptyFileError) as caught:
        read_file(path)
    check_sentence(caught.value)
    assert "\u202e" not in str(caught.value)


def test_no_reader_opens_a_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    linked = docx(p("文") + "<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink></w:p>")
    assert read_bytes(linked, "x.docx").text == "文\n链\n"
