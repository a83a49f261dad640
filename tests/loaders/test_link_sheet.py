"""The spreadsheet of links: round trip, and problems by the sheet's row."""

import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook

from loaders.errors import LoadError
from loaders.link_errors import DuplicateLinkError
from loaders.links import LinkRecord, format_links, link_metadata, read_links, write_links
from loaders.row_errors import BadTableError
from tests.loaders.test_links import IDS, link_sets


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(link_sets())
def test_a_spreadsheet_gives_back_the_links_and_the_header(tmp_path: Path, records: list[LinkRecord]) -> None:
    place = tmp_path / "links.xlsx"
    write_links(place, records, link_metadata(IDS))
    read = read_links(place)

    assert set(read.records) == set(records)
    assert format_links(read.records, read.metadata) == format_links(records, link_metadata(IDS))


def test_words_that_look_like_a_formula_stay_words(tmp_path: Path) -> None:
    place = tmp_path / "links.xlsx"
    write_links(place, [LinkRecord("P1", "1", comment='=HYPERLINK("http://example.org")')])

    assert load_workbook(place)["links"].cell(2, 15).data_type == "s"
    assert read_links(place).records[0].comment.startswith("=HYPERLINK")


def test_a_reviewer_may_type_numbers_and_dates_and_put_a_title_above(tmp_path: Path) -> None:
    place = tmp_path / "links.xlsx"
    write_links(place, [LinkRecord("P1", "1")])
    book = load_workbook(place)
    sheet = book["links"]
    sheet["G2"], sheet["J2"], sheet["L2"] = 0.75, 1, datetime(2030, 3, 1)
    sheet.insert_rows(1)
    sheet["A1"] = "Links to review"
    book.save(place)
    record = read_links(place).records[0]

    assert (record.confidence, record.share, record.date) == (Decimal("0.75"), Decimal(1), "2030-03-01")


def test_conflicts_are_reported_by_the_row_of_the_sheet(tmp_path: Path) -> None:
    place = tmp_path / "links.xlsx"
    write_links(place, [LinkRecord("P1", "1"), LinkRecord("P2", "1")])
    book = load_workbook(place)
    sheet = book["links"]
    sheet["A3"], sheet["H3"] = "project:P1", "accepted"
    book.save(place)
    problem = read_links(place, keep_going=True).problems[0]

    assert isinstance(problem, DuplicateLinkError)
    assert (problem.row, problem.first_row) == (3, 2)


@pytest.mark.parametrize("content", [b"PK\x03\x04 no package", b"plain text"])
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "links.xlsx"
    place.write_bytes(content)

    with pytest.raises(BadTableError):
        read_links(place)


def test_a_package_without_a_workbook_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "links.xlsx"
    with zipfile.ZipFile(place, "w") as package:
        package.writestr("hello.txt", "hello")

    with pytest.raises(BadTableError):
        read_links(place)


def test_a_package_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "links.xlsx"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"\0" * (101 * 1024 * 1024))

    with pytest.raises(LoadError, match="limit"):
        read_links(place)
