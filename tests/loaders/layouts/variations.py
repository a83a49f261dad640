"""The same form written another way: each function takes a form's parts and gives parts that say the same."""

import re
from collections.abc import Callable

from loaders.layouts.form_labels import form_labels
from loaders.layouts.labels import first_level_of, kind_of
from tests.loaders.layouts.grids import split

Rows = list[list[str]]
Variation = Callable[[tuple[str, ...]], tuple[str, ...]]

LABELS = form_labels({})


def written(rows: Rows) -> str:
    """A table of cells as text again."""
    return "\n".join("|" + "|".join(row) + "|" for row in rows)


def each_table(change: Callable[[Rows], list[Rows]]) -> Variation:
    """A variation that changes every table by itself; a table may become several."""

    def vary(parts: tuple[str, ...]) -> tuple[str, ...]:
        found: list[str] = []
        for part in parts:
            found += [part] if not part.startswith("|") else [written(t) for t in change(split(part))]
        return tuple(found)

    return vary


def is_label(cell: str) -> bool:
    """Whether a cell is a label of the information part, a column or a level."""
    words = cell.replace("\\n", "")
    known = LABELS.fields.field(words) or LABELS.columns.field(words) or LABELS.tasks.field(words)
    return bool(words) and bool(known or first_level_of(words) or kind_of(words))


def header_of(rows: Rows) -> int | None:
    """The last row of the heading of the last indicator table."""
    found = None
    for number, row in enumerate(rows):
        names = {LABELS.columns.field(cell.replace("\\n", "")) for cell in row}
        if names & {"name", "name-weak", "name-content"} and names & {"value", "kind1", "kind1-weak"}:
            found = number
    if found is not None and found + 1 < len(rows) and rows[found + 1].count("^") >= 2:
        lower = rows[found + 1]
        if all(is_label(c) for c in lower if c not in {"^", "<", ""}):
            return found + 1
    return found


def without_merges_down(rows: Rows) -> list[Rows]:
    return [[["" if cell == "^" else cell for cell in row] for row in rows]]


def repeated_down(rows: Rows) -> list[Rows]:
    filled: Rows = []
    for row in rows:
        above = filled[-1] if filled else [""] * len(row)
        filled.append([above[n] if cell == "^" else cell for n, cell in enumerate(row)])
    return [filled]


def with_blank_rows(rows: Rows) -> list[Rows]:
    spaced: Rows = []
    for number, row in enumerate(rows):
        spaced.append(row)
        if number + 1 < len(rows):
            below = rows[number + 1]
            spaced.append(["^" if cell == "^" else "" for cell in below])
    return [_joined_at_edges(spaced)]


def _joined_at_edges(rows: Rows) -> Rows:
    """A blank row inside merged cells needs the merge to the left of it too."""
    for row in rows:
        for column in range(1, len(row)):
            if row[column] == "<" and row[column - 1] == "":
                row[column] = ""
    return rows


def with_heading_again(rows: Rows) -> list[Rows]:
    header = header_of(rows)
    if header is None or len(rows) - header < 4 or "^" in rows[header]:
        return [rows]
    middle = header + 1 + (len(rows) - header - 1) // 2
    return [[*rows[:middle], rows[header], *without_merges_up(rows[middle:])]]


def without_merges_up(rows: Rows) -> Rows:
    """Rows that no longer hang on what stood above them."""
    return [["" if cell == "^" else cell for cell in rows[0]], *rows[1:]] if rows else []


def cut_by_a_page(rows: Rows) -> list[Rows]:
    header = header_of(rows)
    if header is None or len(rows) - header < 4:
        return [rows]
    middle = header + 1 + (len(rows) - header - 1) // 2
    return [rows[:middle], without_merges_up(rows[middle:])]


def cut_with_heading_again(rows: Rows) -> list[Rows]:
    header = header_of(rows)
    if header is None or len(rows) - header < 4 or "^" in rows[header]:
        return [rows]
    middle = header + 1 + (len(rows) - header - 1) // 2
    return [rows[:middle], [rows[header], *without_merges_up(rows[middle:])]]


def with_spaced_labels(rows: Rows) -> list[Rows]:
    return [[[" ".join(c) if is_label(c) and "\\n" not in c else c for c in row] for row in rows]]


def with_broken_labels(rows: Rows) -> list[Rows]:
    def broken(cell: str) -> str:
        middle = len(cell) // 2
        return cell[:middle] + "\\n" + cell[middle:] if is_label(cell) and "\\n" not in cell else cell

    return [[[broken(cell) for cell in row] for row in rows]]


def with_colons(rows: Rows) -> list[Rows]:
    header = header_of(rows)
    end = len(rows) if header is None else header - 1
    return [
        [
            [f"{c}：" if LABELS.fields.field(c) and not c.endswith("：") and n < end else c for c in row]
            for n, row in enumerate(rows)
        ]
    ]


def with_a_column_at_the_right(rows: Rows) -> list[Rows]:
    return [[[*row, ""] for row in rows]]


def with_a_column_at_the_left(rows: Rows) -> list[Rows]:
    return [[["", *row] for row in rows]]


def in_wide_digits(rows: Rows) -> list[Rows]:
    wide = str.maketrans("0123456789%", "０１２３４５６７８９％")
    return [[[c if is_label(c) else c.translate(wide) for c in row] for row in rows]]


def with_blanks_around(rows: Rows) -> list[Rows]:
    return [[[c if c in {"^", "<", ""} else f"\u3000{c} " for c in row] for row in rows]]


def with_title_inside(parts: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        if part.startswith("|") and found and not found[-1].startswith("|") and "：" not in found[-1]:
            width = len(split(part)[0])
            titles = [["".join(line)] + ["<"] * (width - 1) for line in found.pop().split("\n")]
            found.append(written([*titles, *split(part)]))
        else:
            found.append(part)
    return tuple(found)


def with_text_around(parts: tuple[str, ...]) -> tuple[str, ...]:
    above = "第四部分 绩效目标公开情况"
    below = "注：本表由预算单位填报。"
    return (above, *parts, below)


def with_levels_in_the_middle(rows: Rows) -> list[Rows]:
    """First levels without a merge, printed beside the middle row of their block."""
    header = header_of(rows)
    if header is None:
        return [rows]
    column = next((n for n, c in enumerate(rows[header]) if LABELS.columns.field(c) == "kind1"), None)
    if column is None:
        return [rows]
    changed = [list(row) for row in rows]
    number = header + 1
    while number < len(rows):
        last = number
        while last + 1 < len(rows) and rows[last + 1][column] == "^":
            last += 1
        label = rows[number][column]
        if last > number and first_level_of(label):
            for r in range(number, last + 1):
                changed[r][column] = label if r == (number + last) // 2 else ""
        number = last + 1
    return [changed]


VARIATIONS: dict[str, Variation] = {
    "without merges down": each_table(without_merges_down),
    "every merged cell repeated": each_table(repeated_down),
    "blank rows between": each_table(with_blank_rows),
    "the heading printed again": each_table(with_heading_again),
    "cut by a page": each_table(cut_by_a_page),
    "cut by a page with its heading again": each_table(cut_with_heading_again),
    "blanks inside labels": each_table(with_spaced_labels),
    "line breaks inside labels": each_table(with_broken_labels),
    "colons behind labels": each_table(with_colons),
    "an empty column at the right": each_table(with_a_column_at_the_right),
    "an empty column at the left": each_table(with_a_column_at_the_left),
    "digits of full width": each_table(in_wide_digits),
    "blanks around every cell": each_table(with_blanks_around),
    "the title inside the table": with_title_inside,
    "text above and below": with_text_around,
    "levels beside the middle of their block": each_table(with_levels_in_the_middle),
}
"""Name of each variation, as a fact about the document."""

_BLANKS = re.compile(r"\s+")


def bare(line: str) -> str:
    """A line without blanks, for comparing what only differs in them."""
    return _BLANKS.sub("", line)
