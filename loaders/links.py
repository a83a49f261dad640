"""Goal–project links as SSSOM tab-separated files, and as quads of a plan's links graph.

The header is YAML behind `#`: `mapping_set_id`, `license`, `curie_map` (where `project:` and `goal:` carry
the plan's IRI), `extension_definitions` for the columns SSSOM does not have. A file without `curie_map`
speaks of whatever plan it is given with.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import yaml

from loaders.errors import EmptyFileError, MissingFileError, TooLargeError
from loaders.link_checks import check_links, check_plan, find_conflicts, keep_good, merge_links
from loaders.link_errors import (
    BadLinkEncodingError,
    BadLinkHeaderError,
    BadLinkTableError,
    LinkError,
    ManyLinksError,
    MissingLinkColumnError,
    UnknownLinkColumnError,
)
from loaders.link_quads import link_quads
from loaders.link_records import LinkFile, LinkRecord, sort_records
from loaders.link_rows import COLUMNS, REQUIRED, RowReader, write_cells
from ontology import terms
from ontology.identifiers import PlanIdentifiers
from ontology.prefixes import GT, PREFIXES

__all__ = [
    "LinkFile",
    "LinkRecord",
    "check_links",
    "check_plan",
    "format_links",
    "link_metadata",
    "link_quads",
    "merge_links",
    "parse_links",
    "read_links",
    "write_links",
]

LONGEST_FILE: Final = 50 * 1024 * 1024
EXTENSIONS: Final = {
    "status": terms.GT_HAS_STATUS,
    "evidence": terms.GT_EVIDENCE,
    "share": terms.GT_SHARE,
    "document_sha256": terms.GT_SHA256,
    "words_sha256": terms.GT_WORDS_SHA256,
}


def read_links(path: Path | str, *, keep_going: bool = False) -> LinkFile:
    """Read a link file; a problem raises, or with `keep_going` stands beside the good rows."""
    links = parse_links(read_link_bytes(Path(path)), Path(path).name)
    return links if keep_going else refuse_problems(links)


def read_link_bytes(path: Path) -> bytes:
    """The bytes of a link file, refused where it is missing, empty or far too long."""
    try:
        size = path.stat().st_size
        if size > LONGEST_FILE:
            raise TooLargeError("bytes of a link file", size, LONGEST_FILE, str(path))
        data = path.read_bytes()
    except OSError as exc:
        raise MissingFileError(str(path), exc.strerror or "") from exc
    if not data.strip():
        raise EmptyFileError(str(path))
    return data


def refuse_problems(links: LinkFile) -> LinkFile:
    """The same file where nothing is wrong with it; else its problems are raised."""
    if len(links.problems) == 1:
        raise links.problems[0]
    if links.problems:
        raise ManyLinksError(links.problems)
    return links


def parse_links(data: bytes, name: str) -> LinkFile:
    """Read the bytes of a link file; a broken header or table raises, bad rows become problems."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise BadLinkEncodingError(name, exc.start) from exc
    header, body, first_row = _split_header(text)
    metadata = read_metadata(header, name)
    curie_map = read_curie_map(metadata, name)
    return read_rows(_table(body, name, first_row), name, metadata, curie_map)


def _split_header(text: str) -> tuple[str, str, int]:
    lines = io.StringIO(text, newline="").readlines()
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(line[1:] for line in lines[:count]), "".join(lines[count:]), count + 1


def read_metadata(header: str, name: str) -> dict[str, object]:
    """The header's names and values; a header that is no YAML mapping raises."""
    try:
        metadata = yaml.safe_load(header)
    except (yaml.YAMLError, RecursionError, ValueError) as exc:
        raise BadLinkHeaderError(name, str(exc).partition("\n")[0], 1) from exc
    if metadata is None:
        return {}
    if not isinstance(metadata, dict):
        raise BadLinkHeaderError(name, "it holds no names with values", 1)
    return {str(key): value for key, value in metadata.items()}


def read_curie_map(metadata: Mapping[str, object], name: str) -> dict[str, str]:
    """The prefixes of a header; `project` and `goal` must speak of one plan."""
    raw = metadata.get("curie_map", {})
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise BadLinkHeaderError(name, "curie_map must map prefixes to addresses")
    curie_map = {str(prefix): str(value) for prefix, value in raw.items()}
    plans = set()
    for prefix in ("project", "goal"):
        if prefix in curie_map:
            plan, mark, rest = curie_map[prefix].rpartition(f"/{prefix}/")
            if not mark or rest or "/plan/" not in plan:
                raise BadLinkHeaderError(name, f"{prefix} must end in /plan/DEPARTMENT-YEAR/{prefix}/")
            plans.add(plan)
    if len(plans) > 1:
        raise BadLinkHeaderError(name, "project and goal speak of two plans")
    return curie_map


def _table(body: str, name: str, first_row: int) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(body, newline=""), delimiter="\t", strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 0
    try:
        for cells in reader:
            rows.append((first_row + start, cells))
            start = reader.line_num
    except csv.Error as exc:
        raise BadLinkTableError(name, str(exc), first_row + start) from exc
    return rows


def read_rows(
    rows: Sequence[tuple[int, Sequence[str]]],
    name: str,
    metadata: Mapping[str, object],
    curie_map: Mapping[str, str],
) -> LinkFile:
    """Read numbered rows, the first being the column names, into a link file."""
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not rows:
        raise BadLinkTableError(name, "there is no row of column names")
    at, columns = rows[0][0], [cell.strip() for cell in rows[0][1]]
    problems: list[LinkError] = [
        MissingLinkColumnError(name, at, column) for column in REQUIRED if column not in columns
    ]
    if problems:
        raise problems[0] if len(problems) == 1 else ManyLinksError(problems)
    for position, column in enumerate(columns):
        if column in columns[:position] and column:
            raise BadLinkHeaderError(name, f"the column {column} stands twice", at)
        if column not in COLUMNS and any(len(cells) > position and cells[position] for _, cells in rows):
            problems.append(UnknownLinkColumnError(name, at, column, COLUMNS))
    reader = RowReader(name, curie_map)
    records: list[LinkRecord] = []
    for number, cells in rows[1:]:
        if len(cells) > len(columns):
            problems.append(BadLinkTableError(name, "the row has more cells than there are columns", number))
            continue
        record = reader.read(dict(zip(columns, cells, strict=False)), number)
        if record is not None:
            records.append(record)
    problems += reader.problems
    conflicts = find_conflicts(records, name)
    problems = sorted(problems + conflicts, key=lambda problem: problem.row)
    return LinkFile(name, keep_good(records, conflicts), dict(metadata), dict(curie_map), tuple(problems))


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
    header = (
        yaml.safe_dump(dict(metadata), allow_unicode=True, sort_keys=False, width=100) if metadata else ""
    )
    lines = [f"#{line}" for line in header.split("\n")[:-1]]
    lines.append("\t".join(COLUMNS))
    for record in sort_records(records):
        lines.append("\t".join(_quoted(value) for value in write_cells(record).values()))
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    if any(c in value for c in '\t\n\r"'):
        return '"' + value.replace('"', '""') + '"'
    return value


def write_links(
    path: Path | str, records: Iterable[LinkRecord], metadata: Mapping[str, object] | None = None
) -> None:
    """Write a link file in one move, so that a reader never sees half of it."""
    place = Path(path)
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(format_links(records, metadata).encode("utf-8"))
    os.replace(part, place)
