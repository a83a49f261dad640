"""A link as a row of named cells, and back: what the tab-separated file and the spreadsheet share."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, cast
from urllib.parse import unquote

from loaders.link_errors import UnknownLinkStatusError
from loaders.link_records import (
    JUSTIFICATIONS,
    STATUSES,
    SUPPORTS_GOAL,
    SUPPORTS_OBJECTIVE,
    LinkRecord,
    Status,
)
from loaders.row_errors import BadCellError, RowError
from ontology.identifiers import path_segment

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "status",
    "evidence",
    "share",
    "reviewer_label",
    "mapping_date",
    "document_sha256",
    "words_sha256",
    "comment",
)
REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification", "status")
IDENTIFIERS: Final = frozenset({"subject_id", "object_id"})
NO_TERM: Final = "sssom:NoTermFound"

_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,30})?|\.[0-9]{1,30}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OBJECTIVE = "/objective/"
_WORDS = re.compile(r"(?:\\.|[^|\\]|\\$)+", re.DOTALL)


def write_cells(record: LinkRecord) -> dict[str, str]:
    """The cells of one link, every column present, absent facts as empty text."""
    return {
        "subject_id": f"project:{path_segment(record.project_code)}",
        "subject_label": record.project_label,
        "predicate_id": record.predicate,
        "object_id": target_id(record.goal, record.objective),
        "object_label": record.target_label,
        "mapping_justification": record.justification,
        "confidence": _decimal_text(record.confidence),
        "status": record.status,
        "evidence": join_words(record.evidence),
        "share": _decimal_text(record.share),
        "reviewer_label": record.reviewer,
        "mapping_date": record.date,
        "document_sha256": record.document_sha256,
        "words_sha256": record.words_sha256,
        "comment": record.comment,
    }


def target_id(goal: str | None, objective: str | None) -> str:
    """How link files write a target: `goal:3`, `goal:3/objective/1` or `sssom:NoTermFound`."""
    if goal is None:
        return NO_TERM
    tail = "" if objective is None else _OBJECTIVE + path_segment(objective)
    return f"goal:{path_segment(goal)}{tail}"


def join_words(words: Sequence[str]) -> str:
    r"""Several texts as one cell, `|` between them.

    >>> join_words(["驻村", "a|b"])
    '驻村|a\\|b'
    """
    return "|".join(word.replace("\\", "\\\\").replace("|", "\\|") for word in words if word)


def split_words(cell: str) -> tuple[str, ...]:
    r"""The texts that `join_words` put into one cell.

    >>> split_words("驻村|a\\|b")
    ('驻村', 'a|b')
    """
    return tuple(re.sub(r"\\([\\|])", r"\1", word) for word in _WORDS.findall(cell))


def _decimal_text(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


class RowReader:
    """Reads rows of one file into links and gathers what is wrong with them."""

    def __init__(self, file: str, curie_map: Mapping[str, str]) -> None:
        self._file = file
        self._namespaces = [(curie_map[p], f"{p}:") for p in ("project", "goal") if curie_map.get(p)]
        self.problems: list[RowError] = []

    def read(self, cells: Mapping[str, str], row: int) -> LinkRecord | None:
        """The link in this row; None where a cell is wrong, each wrong cell being a problem."""
        before = len(self.problems)

        def cell(column: str, read: Callable[[str], object], expected: str, expected_zh: str) -> object:
            # Identifiers escape ASCII blanks, so only those can be slips; other blanks may belong to a code.
            raw = cells.get(column, "").strip(" \t\r\n" if column in IDENTIFIERS else None)
            value = read(raw)
            if value is BAD:
                kind = UnknownLinkStatusError if column == "status" else BadCellError
                self.problems.append(kind(self._file, row, column, raw, expected, expected_zh))
            return value

        def choice(column: str, *allowed: str) -> object:
            said, said_zh = f"one of {', '.join(allowed)}", f"其中之一：{'、'.join(allowed)}"
            return cell(column, _one_of(*allowed), said, said_zh)

        fraction, digits = (
            ("a number from 0 to 1", "0 至 1 的数"),
            ("64 hexadecimal digits", "64 位十六进制数"),
        )
        code = cell("subject_id", self._project, "a project such as project:CODE", "项目，如 project:编码")
        targets = f"goal:3, goal:3/objective/1 or {NO_TERM}"
        target = cell("object_id", self._target, targets, targets.replace(" or ", " 或 "))
        predicate = choice("predicate_id", SUPPORTS_GOAL, SUPPORTS_OBJECTIVE)
        justification = choice("mapping_justification", *JUSTIFICATIONS)
        status = choice("status", *STATUSES)
        confidence = cell("confidence", _fraction, *fraction)
        share = cell("share", _fraction, *fraction)
        day = cell("mapping_date", _day, "a date such as 2022-03-31", "日期，如 2022-03-31")
        document = cell("document_sha256", _hash, *digits)
        words = cell("words_sha256", _hash, *digits)
        if len(self.problems) > before:
            return None
        goal, objective = cast("tuple[str | None, str | None]", target)
        return LinkRecord(
            project_code=cast("str", code),
            goal=goal,
            objective=objective,
            predicate=cast("str", predicate),
            status=cast("Status", status),
            justification=cast("str", justification),
            confidence=cast("Decimal | None", confidence),
            evidence=split_words(cells.get("evidence", "")),
            share=cast("Decimal | None", share),
            reviewer=cells.get("reviewer_label", ""),
            date=cast("str", day),
            document_sha256=cast("str", document),
            words_sha256=cast("str", words),
            comment=cells.get("comment", ""),
            project_label=cells.get("subject_label", ""),
            target_label=cells.get("object_label", ""),
            line=row,
        )

    def _local(self, raw: str, prefix: str) -> str:
        for namespace, short in self._namespaces:
            if short == prefix and raw.startswith(namespace):
                return raw.removeprefix(namespace)
        return raw.removeprefix(prefix) if raw.startswith(prefix) else ""

    def _project(self, raw: str) -> object:
        return unquote(self._local(raw, "project:"), errors="surrogatepass") or BAD

    def _target(self, raw: str) -> object:
        if raw == NO_TERM:
            return None, None
        goal, mark, objective = self._local(raw, "goal:").partition(_OBJECTIVE)
        if not goal or (mark and not objective):
            return BAD
        return unquote(goal), unquote(objective) if mark else None


BAD: Final = object()


def _one_of(*allowed: str) -> Callable[[str], object]:
    return lambda raw: raw if raw in allowed else BAD


def _fraction(raw: str) -> object:
    """A number from 0 to 1, also as a spreadsheet shows it: 50%."""
    if not raw:
        return None
    plain = raw.removesuffix("%")
    if not _NUMBER.fullmatch(plain):
        return BAD
    value = Decimal(plain) if plain == raw else Decimal(plain) / 100
    return value if value <= 1 else BAD


def _day(raw: str) -> object:
    if not raw:
        return ""
    if not _DATE.fullmatch(raw):
        return BAD
    try:
        date.fromisoformat(raw)
    except ValueError:
        return BAD
    return raw


def _hash(raw: str) -> object:
    return raw if not raw or _SHA256.fullmatch(raw) else BAD
