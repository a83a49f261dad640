import pytest

from loaders.errors import CorruptFileError, EncryptedFileError, TooLargeError
from loaders.readers.xls import read_xls
from tests.loaders.readers.ole_files import ole, xls


def test_a_number_is_read_as_its_format_shows_it() -> None:
    document = read_xls(xls([["发放率", (1.0, 1)], ["人数", 120.0]]), "x.xls")
    rows = next(document.tables()).rows
    assert [[cell.text for cell in row] for row in rows] == [["发放率", "100%"], ["人数", "120"]]
    assert (rows[0][1].raw, rows[0][1].number_format) == (1.0, "0%")
    assert rows[0][1].anchor.label == "表一!t1.r1.c2"


def test_merged_ranges_are_spans() -> None:
    document = read_xls(xls([["产出指标", "数量", "1"], ["", "质量", "2"]], [(0, 1, 0, 0)]), "x.xls")
    assert [row[0].text if row[0] else None for row in next(document.tables()).expanded()] == ["产出指标"] * 2


def test_a_cell_at_the_last_row_and_column_is_refused() -> None:
    rows: list[list[str | float | tuple[float, int]]] = [["a"]]
    data = xls(rows)
    far = data.replace(b"\x04\x02\x0b\x00\x00\x00\x00\x00", b"\x04\x02\x0b\x00\xff\xff\xff\x00")
    assert far != data
    with pytest.raises(TooLargeError, match="cells in the used area"):
        read_xls(far, "x.xls")


def test_an_encrypted_workbook_is_named() -> None:
    data = xls([["a"]])
    at = data.index(b"\x42\x00\x02\x00")
    locked = data[:at] + b"\x2f\x00\x02\x00" + b"\x01\x00" + data[at + 6 :]
    with pytest.raises(EncryptedFileError, match="xls file is encrypted"):
        read_xls(locked, "x.xls")


@pytest.mark.parametrize("size", [600, 1_500, 2_600])
def test_a_workbook_that_is_cut_off_is_damaged(size: int) -> None:
    with pytest.raises(CorruptFileError):
        read_xls(xls([["a", "b"]] * 3)[:size], "x.xls")


def test_records_without_sense_are_damaged() -> None:
    with pytest.raises(CorruptFileError):
        read_xls(ole({"Workbook": b"\x09\x08\x10\x00" + b"\xff" * 200}), "x.xls")
