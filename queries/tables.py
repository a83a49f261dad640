"""The graph as CSV tables for people and programs: UTF-8, RFC 4180, every text as the document has it."""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from queries.errors import TableWriteError
from queries.facts import choose_documents
from queries.store import Store
from queries.table_rows import COLUMNS, DocumentTables, Row

Tell = Callable[[str, Row], None]


def write_tables(
    store: Store, directory: Path, document: str | None = None, tell: Tell = lambda _table, _row: None
) -> list[Path]:
    """Write `documents, goals, projects, indicators, funds, links, findings` as CSV; returns their paths.

    One document after the other is read and written, so the cost in memory is that of the largest. Whoever
    has to know the rows as well is told each of them with the name of its table.
    """
    documents = choose_documents(store, document)
    paths = {name: directory / f"{name}.csv" for name in COLUMNS}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with ExitStack() as files:
            writers = {
                name: csv.writer(files.enter_context(path.open("w", encoding="utf-8", newline="")))
                for name, path in paths.items()
            }
            for name, columns in COLUMNS.items():
                writers[name].writerow(columns)
            for found in documents:
                for name, rows in DocumentTables(store, found).rows().items():
                    writers[name].writerows(_telling(tell, name, rows))
    except OSError as exc:
        raise TableWriteError(str(directory), exc.strerror or str(exc)) from exc
    return list(paths.values())


def _telling(tell: Tell, table: str, rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        tell(table, row)
        yield row
