"""Writes the golden reports anew: `python -m tests.service.write_golden`, then read the difference."""

from pathlib import Path
from typing import get_args

from service.reports import render
from service.reports.wording import Language
from tests.service.coverage_samples import make_coverage

GOLDEN = Path(__file__).with_name("golden")
FORMS = {"text": "txt", "html": "html", "json": "json"}


def golden_files() -> dict[str, str]:
    """Every golden report by its file name."""
    coverage = make_coverage()
    return {
        f"coverage.{lang}.{ending}": render(coverage, form, lang)
        for form, ending in FORMS.items()
        for lang in get_args(Language)
        if form != "json" or lang == "zh"
    }


if __name__ == "__main__":
    for name, text in golden_files().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
