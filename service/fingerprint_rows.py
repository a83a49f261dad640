"""Boilerplate fingerprints as rows: shares with their counts for people, plain numbers for programs."""

from collections.abc import Sequence

from queries.fingerprints import Print
from service.compare_rows import Rows
from service.reports.numbers import show_share
from shapes.fingerprint import Boilerplate, share_of

_TITLES = {
    "zh": (
        "对象",
        "名称",
        "年度",
        "指标行",
        "与别的行共用指标值",
        "与其他项目逐字相同",
        "最常见的支出进度",
        "最常见的依据",
    ),
    "en": (
        *("key", "name", "year", "rows"),
        *(
            "value shared with another row",
            "row repeated in another project",
            "commonest schedule",
            "commonest basis",
        ),
    ),
}


def fingerprint_table(prints: Sequence[Print], lang: str) -> Rows:
    """One row for each project, plan, department or year, shares as per cent with the counts."""
    return _TITLES["en" if lang == "en" else "zh"], [
        (one.key, one.name, one.year, one.counts.rows, *(_share(*part) for part in one.counts.parts.values()))
        for one in prints
    ]


def _share(part: int, whole: int) -> str:
    return f"{show_share(part, whole)} ({part}/{whole})" if whole else "—"


def fingerprint_rows(prints: Sequence[Print]) -> Rows:
    """The same in plain numbers: each share from 0 to 1 with its part and its whole."""
    names = [name.replace("-", "_") for name in Boilerplate().parts]
    columns = [column for name in names for column in (name, f"{name}_part", f"{name}_of")]
    rows: list[tuple[object, ...]] = []
    for one in prints:
        cells = [cell for part in one.counts.parts.values() for cell in (share_of(*part), *part)]
        rows.append((one.key, one.name, one.year, one.counts.rows, *cells))
    return ("key", "name", "year", "rows", *columns), rows
