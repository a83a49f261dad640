"""Where answers go: a table for people, JSON or CSV for programs, to the terminal or to a file."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

from loaders.errors import LoadError


class Format(StrEnum):
    """How a list is printed."""

    table = "table"
    json = "json"
    csv = "csv"


class CannotWriteError(LoadError):
    """Raised when a result cannot be written where it was asked for."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"the result cannot be written ({reason})",
            str(path),
            "choose another place with -o",
            zh=(f"结果无法写入（{reason}）", "请用 -o 指定其他位置"),
        )


def plain(value: object) -> object:
    """A value as JSON can hold it: whole decimals as whole numbers, others as numbers.

    >>> plain(Decimal("28981600.00")), plain(Decimal("0.25"))
    (28981600, 0.25)
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def as_json(value: object) -> str:
    """JSON text, readable, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=plain) + "\n"


def write(text: str, output: Path | None) -> None:
    """Write text to a file, or to standard output."""
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as exc:
        raise CannotWriteError(output, exc.strerror or str(exc)) from exc


def write_list(
    columns: Sequence[str], rows: Iterable[Sequence[object]], form: Format, output: Path | None
) -> None:
    """Write rows in the form that was asked for."""
    found = [tuple(row) for row in rows]
    if form is Format.json:
        write(as_json([dict(zip(columns, row, strict=True)) for row in found]), output)
    elif form is Format.csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([columns, *(map(shown, row) for row in found)])
        write(text.getvalue(), output)
    else:
        write(_table(columns, found), output)


def shown(value: object) -> str:
    """A value as a cell of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    table = RichTable(show_edge=False, pad_edge=False)
    for position, column in enumerate(columns):
        numbers = rows and all(isinstance(row[position], int | Decimal) for row in rows)
        table.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_safe(shown(value)) for value in row))
    text = io.StringIO()
    width = Console().width if sys.stdout.isatty() else 160
    Console(file=text, width=width, highlight=False, markup=False, emoji=False).print(table)
    return text.getvalue() + f"{len(rows)} rows\n"


def _safe(text: str) -> str:
    """Text of a document without control characters that would steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
