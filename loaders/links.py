"""Goal–project links as SSSOM files, tab-separated or a spreadsheet, and as quads of a plan's links graph.

The header is YAML behind `#`: `mapping_set_id`, `license`, `curie_map` (where `project:` and `goal:` carry
the plan's IRI), `extension_definitions` for the columns SSSOM does not have. A file without `curie_map`
speaks of whatever plan it is given with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from loaders.link_checks import check_links, check_plan, find_conflicts, fit_links, keep_good, merge_links
from loaders.link_quads import link_quads
from loaders.link_records import LinkFile, LinkRecord, sort_records
from loaders.link_rows import COLUMNS, REQUIRED, RowReader, write_cells
from loaders.mapping_table import (
    MappingTable,
    format_table,
    parse_table,
    read_bytes,
    write_sheet,
    write_text,
)
from loaders.row_errors import (
    BadHeaderError,
    BadTableError,
    MissingColumnError,
    RowError,
    UnknownColumnError,
    refuse,
)
from ontology import terms
from ontology.identifiers import PlanIdentifiers
from ontology.prefixes import GT, PREFIXES

__all__ = [
    "LinkFile",
    "LinkRecord",
    "check_links",
    "check_plan",
    "fit_links",
    "format_links",
    "link_metadata",
    "link_quads",
    "merge_links",
    "parse_links",
    "read_links",
    "write_links",
]

EXTENSIONS: Final = {
    "status": terms.GT_HAS_STATUS,
    "evidence": terms.GT_EVIDENCE,
    "share": terms.GT_SHARE,
    "document_sha256": terms.GT_SHA256,
    "words_sha256": terms.GT_WORDS_SHA256,
}


def read_links(path: Path | str, *, keep_going: bool = False) -> LinkFile:
    """Read a link file, text or spreadsheet; a problem raises, or with `keep_going` stands beside the good rows."""
    place = Path(path)
    return settle_problems(parse_links(read_bytes(place), place.name), keep_going=keep_going)


def settle_problems(links: LinkFile, *, keep_going: bool) -> LinkFile:
    """The same file where nothing is wrong with it or its good rows are wanted alone; else its problems are raised."""
    if keep_going:
        return replace(links, keep_going=True)
    refuse(links.problems)
    return links


def parse_links(data: bytes, name: str) -> LinkFile:
    """Read the bytes of a link file; a broken header or table raises, bad rows become problems."""
    table = parse_table(data, name)
    return _read_rows(table, _check_prefixes(table))


def _check_prefixes(table: MappingTable) -> dict[str, str]:
    """The prefixes of a header; `project` and `goal` must speak of one plan."""
    prefixes = table.prefixes
    plans = set()
    for prefix in ("project", "goal"):
        if prefix in prefixes:
            plan, mark, rest = prefixes[prefix].rpartition(f"/{prefix}/")
            if not mark or rest or "/plan/" not in plan:
                raise BadHeaderError(table.name, f"{prefix} must end in /plan/DEPARTMENT-YEAR/{prefix}/")
            plans.add(plan)
    if len(plans) > 1:
        raise BadHeaderError(table.name, "project and goal speak of two plans")
    return prefixes


def _read_rows(table: MappingTable, curie_map: dict[str, str]) -> LinkFile:
    """Read numbered rows, the first being the column names, into a link file."""
    name = table.name
    rows = [(number, cells) for number, cells in table.rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise BadTableError(name, "there is no row of column names")
    at, columns = rows[0][0], [cell.strip() for cell in rows[0][1]]
    problems: list[RowError] = [
        MissingColumnError(name, at, column) for column in REQUIRED if column not in columns
    ]
    refuse(problems)
    for position, column in enumerate(columns):
        if column in columns[:position] and column:
            raise BadHeaderError(name, f"the column {column} stands twice", at)
        if column not in COLUMNS and any(len(cells) > position and cells[position] for _, cells in rows):
            problems.append(UnknownColumnError(name, at, column, COLUMNS))
    reader = RowReader(name, curie_map)
    records: list[LinkRecord] = []
    for number, cells in rows[1:]:
        if len(cells) > len(columns):
            problems.append(BadTableError(name, "the row has more cells than there are columns", number))
            continue
        record = reader.read(dict(zip(columns, cells, strict=False)), number)
        if record is not None:
            records.append(record)
    problems += reader.problems
    conflicts = find_conflicts(records, name)
    problems = sorted(problems + conflicts, key=lambda problem: problem.row)
    return LinkFile(name, keep_good(records, conflicts), table.metadata, curie_map, tuple(problems))


def link_metadata(identifiers: PlanIdentifiers, comment: str = "") -> dict[str, object]:
    """The header of a new link file of this plan."""
    metadata: dict[str, object] = {
        "mapping_set_id": f"{identifiers.plan}/links",
        "license": "https://www.apache.org/licenses/LICENSE-2.0",
    }
    if comment:
        metadata["comment"] = comment
    metadata["curie_map"] = {
        "goal": f"{identifiers.plan}/goal/",
        "gt": GT,
        "project": f"{identifiers.plan}/project/",
        "semapv": PREFIXES["semapv"],
        "sssom": PREFIXES["sssom"],
    }
    metadata["extension_definitions"] = [
        {"slot_name": slot, "property": term} for slot, term in EXTENSIONS.items()
    ]
    return metadata


def format_links(records: Iterable[LinkRecord], metadata: Mapping[str, object] | None = None) -> str:
    """The text of a link file, rows in their fixed order."""
    return format_table(metadata, COLUMNS, (write_cells(r).values() for r in sort_records(records)))


def write_links(
    path: Path | str, records: Iterable[LinkRecord], metadata: Mapping[str, object] | None = None
) -> None:
    """Write a link file: a spreadsheet where its name ends in `.xlsx`, else tab-separated text."""
    if Path(path).suffix.lower() == ".xlsx":
        rows = (tuple(write_cells(record).values()) for record in sort_records(records))
        write_sheet(path, "links", metadata, COLUMNS, rows)
    else:
        write_text(path, format_links(records, metadata))
