"""The words of the pages in one language: those of the reports, and every file of the folder `words`."""

from functools import cache
from importlib.resources import files

import yaml

from service.reports.wording import QUICK_LOADER, Language, Wording, read_wording_file


@cache
def read_page_words() -> dict[str, dict[str, str]]:
    """Every entry of the pages' own files with its words by language."""
    found: dict[str, dict[str, str]] = {}
    folder = files("service").joinpath("pages/words")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml"):
            found |= _read(file.read_text(encoding="utf-8"))
    return found


def _read(text: str) -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] | None = yaml.load(text, Loader=QUICK_LOADER)  # noqa: S506 - the safe one
    return entries or {}


@cache
def load_page_words(lang: Language) -> Wording:
    """The words of pages and reports in one language."""
    entries = {**read_wording_file(), **read_page_words()}
    return Wording(lang, {key: words[lang] for key, words in entries.items()})
