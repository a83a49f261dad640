"""Figures as pictures need no font of the machine."""

import hashlib
import struct

import pytest

from service.figures import KINDS, write_figure
from service.reports.fonts import font_files, font_folder, missing_characters, shipped_characters
from service.reports.picture import (
    PictureTooLargeError,
    as_slide,
    picture_size,
    unseen_characters,
    write_picture,
)
from tests.service.coverage_samples import make_coverage

BOX = '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">{inner}</svg>'


def drawn(text: str) -> bytes:
    words = f'<text x="4" y="30" font-size="28" font-family="\'Noto Sans CJK SC\',sans-serif">{text}</text>'
    return write_picture(BOX.format(w=200, h=40, inner=words), width=200)


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_chinese_words_are_drawn_and_differ_from_each_other() -> None:
    empty, one, other = drawn(""), drawn("绩效目标"), drawn("曹妃甸区")
    assert len({empty, one, other}) == 3
    assert drawn("绩效目标") == one


def test_a_character_that_the_font_lacks_is_named() -> None:
    assert missing_characters(["目标𠮷龘"]) == ("龘", "𠮷")
    assert unseen_characters(BOX.format(w=9, h=9, inner="<text>龘</text>")) == ("龘",)


def test_the_font_has_every_character_of_gb_2312() -> None:
    wanted = set()
    for row in range(0xA1, 0xF8):
        for column in range(0xA1, 0xFF):
            try:
                wanted.add(ord(bytes((row, column)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    assert len(wanted) > 7400
    assert wanted - shipped_characters() == set()


def test_the_font_files_are_the_ones_that_were_cut() -> None:
    sums: dict[str, str] = dict(
        line.split()[::-1] for line in (font_folder() / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    )
    for path in font_files():
        with open(path, "rb") as file:
            assert sums[path.rpartition("/")[2]] == hashlib.sha256(file.read()).hexdigest()
    assert "SIL OPEN FONT LICENSE" in (font_folder() / "OFL.txt").read_text(encoding="utf-8")


def test_the_list_of_characters_is_that_of_the_font() -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    for path in font_files():
        assert set(fonts.TTFont(path).getBestCmap()) == shipped_characters()


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_fills_a_slide(kind: str) -> None:
    svg = as_slide(write_figure(make_coverage(), kind, "zh"))
    assert picture_size(svg)[0] == 1920
    assert size(write_picture(svg))[1] >= 1080


def test_a_figure_that_would_take_all_memory_is_refused() -> None:
    with pytest.raises(PictureTooLargeError):
        write_picture(BOX.format(w=1920, h=1920 * 100, inner=""))


def test_a_figure_cannot_bring_in_a_file() -> None:
    inner = "".join(
        f'<image href="{address}" width="100" height="40"/>'
        for address in ("/etc/hostname", "file:///etc/hostname")
    )
    assert write_picture(BOX.format(w=200, h=40, inner=inner), width=200) == drawn("")
