"""Files, folders and patterns: which files a load means."""

from pathlib import Path

import pytest

from loaders.errors import MissingFileError
from service.sources import find_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.docx", "sub/c.txt", "sub/.hidden", "~$a.docx", "[2022].txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    return tmp_path


def names(found: list[Path]) -> list[str]:
    return [path.name for path in found]


def test_a_folder_stands_for_all_documents_in_it_in_order_of_their_names(folder: Path) -> None:
    assert names(find_sources([folder])) == ["[2022].txt", "a.docx", "b.txt", "c.txt"]


def test_a_quoted_pattern_finds_files_also_in_folders_below(folder: Path) -> None:
    assert names(find_sources([folder / "*.txt"])) == ["[2022].txt", "b.txt"]
    assert names(find_sources([folder / "**" / "*.txt"])) == ["[2022].txt", "b.txt", "c.txt"]
    assert names(find_sources([folder / "su*"])) == ["c.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    assert names(find_sources([folder / "[2022].txt"])) == ["[2022].txt"]


def test_a_file_that_is_named_twice_is_one_source(folder: Path) -> None:
    assert names(find_sources([folder / "b.txt", folder, folder / "*.txt"]))[:2] == ["b.txt", "[2022].txt"]
    assert len(find_sources([folder, folder / "*.txt"])) == 4


def test_a_missing_file_is_left_for_the_reader_to_name(tmp_path: Path) -> None:
    assert find_sources([tmp_path / "none.txt"]) == [tmp_path / "none.txt"]


@pytest.mark.parametrize(
    ("tail", "said"), [("*.pdf", "the pattern matches nothing"), ("", "the folder is empty")]
)
def test_nothing_to_load_is_said(tmp_path: Path, tail: str, said: str) -> None:
    with pytest.raises(MissingFileError, match=said):
        find_sources([tmp_path / tail if tail else tmp_path])
