"""A folder that an open-data portal can take: the CSV tables, `datapackage.json` and CSV on the Web metadata.

Keys and references are said only where the rows that were written keep to them.
"""

import hashlib
from pathlib import Path
from typing import Any, Final

from ontology.prefixes import expand
from queries.store import Store
from queries.table_rows import Row
from queries.tables import write_tables
from service.export_files import whole_file
from service.output import as_json
from service.table_columns import LIST_SIGN, ColumnType, Reference, TableColumn, TableFacts, table_facts

DATA_PACKAGE: Final = "datapackage.json"
CSV_METADATA: Final = "csv-metadata.json"
_TITLE: Final = {
    "zh": "预算绩效目标：目标、项目、指标、资金及其关联",
    "en": "Budget performance goals: goals, projects, indicators, money and their links",
}
_WEB_TYPES: Final[dict[ColumnType, str]] = {
    "string": "string",
    "list": "string",
    "iri": "anyURI",
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "year": "gYear",
    "date": "date",
}
_PACKAGE_TYPES: Final[dict[ColumnType, str]] = {
    "string": "string",
    "list": "string",
    "iri": "string",
    "integer": "integer",
    "decimal": "number",
    "boolean": "boolean",
    "year": "year",
    "date": "date",
}


class KeyWatch:
    """Sees every row go by and knows afterwards which columns name a row, and which are filled in all rows."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, tuple[str, ...]], set[bytes]] = {}
        self._twice: set[tuple[str, tuple[str, ...]]] = set()
        self._empty: dict[str, set[str]] = {}

    def tell(self, table: str, row: Row) -> None:
        """Take one row of a table."""
        facts = table_facts()[table]
        cells = dict(zip((column.name for column in facts.columns), row, strict=True))
        self._empty.setdefault(table, set()).update(name for name, cell in cells.items() if not cell)
        for key in facts.keys:
            named = hashlib.sha256("\x00".join(cells[name] for name in key).encode("utf-8", "replace"))
            seen = self._seen.setdefault((table, key), set())
            if named.digest() in seen:
                self._twice.add((table, key))
            seen.add(named.digest())

    def names_a_row(self, table: str, columns: tuple[str, ...]) -> bool:
        """Whether no two rows of the table have the same cells there."""
        return columns in table_facts()[table].keys and (table, columns) not in self._twice

    def filled(self, table: str, columns: tuple[str, ...]) -> bool:
        """Whether every row of the table has something in each of these columns."""
        return self._empty.get(table, set()).isdisjoint(columns)


def write_data_package(store: Store, directory: Path, document: str | None = None) -> list[Path]:
    """Write the tables and both descriptions; returns the paths of all files."""
    watch = KeyWatch()
    paths = write_tables(store, directory, document, watch.tell)
    for name, described in (
        (CSV_METADATA, web_metadata(watch)),
        (DATA_PACKAGE, package_metadata(watch, directory)),
    ):
        with whole_file(directory / name) as file:
            file.write(as_json(described).encode())
        paths.append(directory / name)
    return paths


def web_metadata(watch: KeyWatch) -> dict[str, Any]:
    """The tables as CSV on the Web describes them."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}],
        "dc:title": _spoken(_TITLE["zh"], _TITLE["en"]),
        "dialect": {"encoding": "utf-8", "header": True},
        "tables": [
            {
                "url": f"{facts.name}.csv",
                "dc:title": _spoken(facts.zh, facts.en),
                "tableSchema": _web_schema(facts, watch),
            }
            for facts in table_facts().values()
        ],
    }


def _spoken(zh: str, en: str) -> list[dict[str, str]]:
    return [{"@value": zh, "@language": "zh"}, {"@value": en, "@language": "en"}]


def _web_schema(facts: TableFacts, watch: KeyWatch) -> dict[str, Any]:
    schema: dict[str, Any] = {"columns": [_web_column(column) for column in facts.columns]}
    if facts.key and watch.names_a_row(facts.name, facts.key):
        schema["primaryKey"] = list(facts.key)
    references = [
        {
            "columnReference": list(reference.columns),
            "reference": {"resource": f"{reference.table}.csv", "columnReference": list(reference.named)},
        }
        for reference in _kept(facts, watch)
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _web_column(column: TableColumn) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        # The heading of the file is the name; a title without a language lets validators find it.
        "titles": {"und": column.name, "zh": column.zh, "en": column.en},
        "datatype": _WEB_TYPES[column.type],
    }
    if column.type == "list":
        described["separator"] = LIST_SIGN
    if column.property:
        described["propertyUrl"] = expand(column.property)
    return described


def _kept(facts: TableFacts, watch: KeyWatch) -> list[Reference]:
    """The references that hold in every row: an empty part would be looked up and not be found."""
    return [
        reference
        for reference in facts.references
        if watch.names_a_row(reference.table, reference.named) and watch.filled(facts.name, reference.columns)
    ]


def package_metadata(watch: KeyWatch, directory: Path) -> dict[str, Any]:
    """The tables as a Data Package describes them."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "goaltrace-tables",
        "title": f"{_TITLE['zh']} · {_TITLE['en']}",
        "resources": [_resource(facts, watch, directory) for facts in table_facts().values()],
    }


def _resource(facts: TableFacts, watch: KeyWatch, directory: Path) -> dict[str, Any]:
    path = directory / f"{facts.name}.csv"
    schema: dict[str, Any] = {"fields": [_field(column) for column in facts.columns], "missingValues": [""]}
    if facts.key and watch.names_a_row(facts.name, facts.key) and watch.filled(facts.name, facts.key):
        schema["primaryKey"] = list(facts.key)
    references = [
        {
            "fields": list(reference.columns),
            "reference": {"resource": reference.table, "fields": list(reference.named)},
        }
        for reference in _kept(facts, watch)
    ]
    if references:
        schema["foreignKeys"] = references
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": facts.name,
        "type": "table",
        "title": f"{facts.zh} · {facts.en}",
        "path": path.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": schema,
    }


def _field(column: TableColumn) -> dict[str, Any]:
    described = {
        "name": column.name,
        "type": _PACKAGE_TYPES[column.type],
        "title": f"{column.zh} · {column.en}",
    }
    if column.property:
        described["rdfType"] = expand(column.property)
    return described
