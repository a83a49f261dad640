"""What the columns of the tables hold: type, words and the ontology's term, and how the tables refer to each other."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import yaml

from queries.table_rows import COLUMNS

ColumnType = Literal["string", "integer", "decimal", "boolean", "year", "date", "iri", "list"]
LIST_SIGN = ";"


class TableColumn(NamedTuple):
    """One column: its name in the file, its words, and the term it stands for, as a CURIE, where there is one."""

    name: str
    type: ColumnType
    zh: str
    en: str
    property: str = ""


class Reference(NamedTuple):
    """Columns of a table whose cells name a row of another one."""

    table: str
    columns: tuple[str, ...]
    named: tuple[str, ...]


class TableFacts(NamedTuple):
    """One table: its words, its columns, the columns that name a row, and what it refers to."""

    name: str
    zh: str
    en: str
    columns: tuple[TableColumn, ...]
    keys: tuple[tuple[str, ...], ...]
    references: tuple[Reference, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that name a row, empty where none do."""
        return self.keys[0] if self.keys else ()


@cache
def table_facts() -> Mapping[str, TableFacts]:
    """Every table by name, in the order in which they are written."""
    said = yaml.safe_load(files("service").joinpath("table_columns.yaml").read_text(encoding="utf-8"))
    return MappingProxyType({name: _table(name, said["columns"], said["tables"][name]) for name in COLUMNS})


def _table(name: str, shared: Mapping[str, Any], said: Mapping[str, Any]) -> TableFacts:
    own = {**shared, **said["columns"]}
    return TableFacts(
        name,
        said["zh"],
        said["en"],
        tuple(TableColumn(column, **own[column]) for column in COLUMNS[name]),
        tuple(tuple(said[key]) for key in ("key", "other_key") if key in said),
        tuple(
            Reference(table, tuple(pairs), tuple(pairs.values()))
            for table, pairs in said.get("references", {}).items()
        ),
    )
