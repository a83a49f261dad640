"""Cut the shipped fonts from Noto Sans CJK SC: only the characters of `service/fonts/characters.txt`.

Needs fontTools and Debian's fonts-noto-cjk 1:20220127. Run `python tools/cut_fonts.py`; the result is the same on
every run, and `service/fonts/SHA256SUMS` says so. `--add FILE` takes the characters of a text into the list first.
"""

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

FAMILY: Final = "Noto Sans CJK SC"
WEIGHTS: Final = ("Regular", "Bold")
SOURCE: Final = Path("/usr/share/fonts/opentype/noto")
TARGET: Final = Path(__file__).resolve().parents[1] / "service/fonts"
CHARACTERS: Final = TARGET / "characters.txt"
# Letters of Western Europe and Pinyin, punctuation, arrows, signs of mathematics, boxes, circled numbers, full width.
BLOCKS: Final = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x1CD, 0x1DC), (0x391, 0x3C9), (0x401, 0x451)),
    *((0x2010, 0x2044), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x218B), (0x2190, 0x21FF)),
    *((0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x26FF)),
    *(
        (0x2700, 0x27BF),
        (0x3000, 0x303F),
        (0x3220, 0x3247),
        (0x3280, 0x32B0),
        (0x3380, 0x33DF),
        (0xFE30, 0xFE6F),
        (0xFF00, 0xFF65),
        (0xFFE0, 0xFFEF),
    ),
)


def gb2312() -> set[int]:
    """Every character of GB 2312: signs and both levels of Chinese characters."""
    found = set()
    for row in range(0xA1, 0xF8):
        for column in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((row, column)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def read_characters() -> set[int]:
    """The shipped list: code points and ranges in hexadecimal, one a line."""
    found: set[int] = set()
    for line in CHARACTERS.read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def write_characters(characters: set[int]) -> None:
    """Write the list with neighbours joined into ranges."""
    ranges: list[list[int]] = []
    for code in sorted(characters):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    lines = (f"{first:X}" if first == last else f"{first:X}-{last:X}" for first, last in ranges)
    CHARACTERS.write_text("\n".join(lines) + "\n", encoding="ascii")


def open_font(weight: str) -> TTFont:
    """The simplified Chinese face of that weight."""
    faces = TTCollection(SOURCE / f"NotoSansCJK-{weight}.ttc").fonts
    return next(
        face for face in faces if face["name"].getDebugName(16) in (FAMILY, None) and _family(face) == FAMILY
    )


def _family(face: TTFont) -> str:
    return str(face["name"].getDebugName(16) or face["name"].getDebugName(1))


def cut(weight: str, characters: set[int]) -> Path:
    """Write the font of that weight with these characters and nothing that a report does not use."""
    options = Options()
    options.hinting = False
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "DSIG"]
    font = open_font(weight)
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    path = TARGET / f"NotoSansCJKsc-{weight}-subset.otf"
    font.save(path)
    return path


def main() -> None:
    """Settle the list, cut both weights, write their sums."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--add", type=Path, action="append", default=[], help="a text whose characters are added"
    )
    chosen = parser.parse_args()
    if chosen.add or not CHARACTERS.exists():
        wanted = gb2312() | {code for first, last in BLOCKS for code in range(first, last + 1)}
        for path in chosen.add:
            wanted |= {ord(c) for c in path.read_text(encoding="utf-8") if c.isprintable()}
        write_characters(wanted & set(open_font("Regular").getBestCmap()))
    characters = read_characters()
    paths = [cut(weight, characters) for weight in WEIGHTS]
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in paths]
    (TARGET / "SHA256SUMS").write_text("\n".join(sums) + "\n", encoding="ascii")
    sizes = ", ".join(f"{path.name} {path.stat().st_size:,} bytes" for path in paths)
    sys.stdout.write(f"{len(characters)} characters; {sizes}\n")


if __name__ == "__main__":
    main()
