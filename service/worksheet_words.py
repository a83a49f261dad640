"""The worksheet's words in one language, from `worksheet_words.yaml`."""

from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import yaml

from service.worksheet_rows import COLUMNS, FILLED

LANGUAGES: Final = ("zh", "en")


class WorksheetWords(NamedTuple):
    """Headers by column, sheet names, and the sentences around the table."""

    lang: str
    headers: dict[str, str]
    sheets: dict[str, str]
    sentences: dict[str, str]
    column_notes: dict[str, str]


@cache
def worksheet_words(lang: str) -> WorksheetWords:
    """The words in one language."""
    data: dict[str, Any] = yaml.safe_load(
        files("service").joinpath("worksheet_words.yaml").read_text("utf-8")
    )
    sentences = {
        key: entry[lang] for key, entry in data.items() if key not in ("columns", "sheets", "columns_notes")
    }
    return WorksheetWords(
        lang,
        {column: data["columns"][column][lang] for column in COLUMNS},
        {name: entry[lang] for name, entry in data["sheets"].items()},
        sentences,
        {column: data["columns_notes"][column][lang] for column in FILLED},
    )


def column_of_header(header: str) -> str:
    """The column that a header names in any language; empty where it names none."""
    said = header.strip()
    for lang in LANGUAGES:
        for column, label in worksheet_words(lang).headers.items():
            if said == label:
                return column
    return ""
