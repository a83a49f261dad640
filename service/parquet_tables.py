"""The tables as Parquet files with types, for DuckDB, Spark and data frames; needs the `scale` extra."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from loaders.errors import LoadError
from queries.facts import choose_documents
from queries.store import Store
from queries.table_rows import DocumentTables, Row
from service.export_files import whole_file
from service.table_columns import LIST_SIGN, ColumnType, TableFacts, table_facts

# 20 digits before the point and 18 behind it: what every reader of Parquet holds exactly.
_DIGITS: Final = 38
_PLACES: Final = 18
_LARGEST: Final = Decimal(10) ** (_DIGITS - _PLACES)
_MOST_WHOLE: Final = 2**63
# Rows of many small documents share a row group, so that columns pack well.
GROUP_ROWS: Final = 50_000


class ParquetMissingError(LoadError):
    """Raised when Parquet tables are asked for and the `scale` extra is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Parquet needs the scale extra, which is not installed",
            "goaltrace[scale]",
            "pip install 'goaltrace[scale]', or export CSV with --tables",
            zh=(
                "Parquet 需要 scale 附加组件，尚未安装",
                "pip install 'goaltrace[scale]'，或用 --tables 导出 CSV",
            ),
        )


class ParquetTables(NamedTuple):
    """The files written, and how many cells stayed empty because no column of numbers can hold them."""

    paths: tuple[Path, ...]
    left_empty: int


def write_parquet(store: Store, directory: Path, document: str | None = None) -> ParquetTables:
    """Write every table as `NAME.parquet`; the columns are those of the CSV tables."""
    arrow, parquet = _arrow()
    documents = choose_documents(store, document)
    with ExitStack() as files:
        made = []
        for facts in table_facts().values():
            file = files.enter_context(whole_file(directory / f"{facts.name}.parquet"))
            made.append(files.enter_context(_TableFile(facts, file, arrow, parquet)))
        for found in documents:
            rows = DocumentTables(store, found).rows()
            for table in made:
                table.take(rows[table.facts.name])
    return ParquetTables(
        tuple(directory / f"{table.facts.name}.parquet" for table in made),
        sum(table.left_empty for table in made),
    )


def _arrow() -> tuple[Any, Any]:
    try:
        # An extra, and slow to import.
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as exc:
        raise ParquetMissingError from exc


class _TableFile:
    """One Parquet file, filled group by group."""

    def __init__(self, facts: TableFacts, file: Any, arrow: Any, parquet: Any) -> None:
        self.facts = facts
        self.left_empty = 0
        self._arrow = arrow
        types = _types(arrow)
        self._schema = arrow.schema(
            [arrow.field(column.name, types[column.type]) for column in facts.columns]
        )
        self._writer = parquet.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def __enter__(self) -> "_TableFile":
        return self

    def __exit__(self, *problem: object) -> None:
        if problem[0] is None:
            self._write()
        self._writer.close()

    def take(self, rows: Iterator[Row]) -> None:
        self._rows += rows
        if len(self._rows) >= GROUP_ROWS:
            self._write()

    def _write(self) -> None:
        held = list(zip(*self._rows, strict=True)) if self._rows else [()] * len(self.facts.columns)
        arrays = [
            self._arrow.array([self._value(text, column.type) for text in cells], field.type)
            for cells, column, field in zip(held, self.facts.columns, self._schema, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows = []

    def _value(self, text: str, type_: ColumnType) -> Any:
        if not text:
            return None
        value = _READERS[type_](text)
        self.left_empty += value is None
        return value


def _types(arrow: Any) -> Mapping[ColumnType, Any]:
    return {
        "string": arrow.string(),
        "iri": arrow.string(),
        "integer": arrow.int64(),
        "year": arrow.int64(),
        "decimal": arrow.decimal128(_DIGITS, _PLACES),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "list": arrow.list_(arrow.string()),
    }


def _decimal(text: str) -> Decimal | None:
    """The number where a column holds it exactly.

    >>> _decimal("1.5"), _decimal("1" + "0" * 30)
    (Decimal('1.5'), None)
    """
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    fits = isinstance(exponent, int) and -exponent <= _PLACES and abs(number) < _LARGEST
    return number if fits else None


def _whole(text: str) -> int | None:
    number = int(text) if text.removeprefix("-").isdecimal() else None
    return None if number is None or abs(number) >= _MOST_WHOLE else number


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_READERS: Final[Mapping[ColumnType, Callable[[str], Any]]] = {
    "string": str,
    "iri": str,
    "integer": _whole,
    "year": _whole,
    "decimal": _decimal,
    "boolean": lambda text: text == "true",
    "date": _day,
    "list": lambda text: text.split(LIST_SIGN),
}
