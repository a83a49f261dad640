"""Reports of coverage: in the terminal, as one page that needs nothing else, as JSON for programs."""

import json
import shutil
import sys
from typing import Final

from queries.coverage_records import Coverage
from service.reports.facts import coverage_facts
from service.reports.html import render_html
from service.reports.terminal import WIDTH, render_terminal
from service.reports.wording import Language

NARROWEST: Final = 80
WIDEST: Final = 120


def render(coverage: Coverage, form: str, lang: str) -> str:
    """The coverage report in one of its forms; a language other than `en` is Chinese."""
    language: Language = "en" if lang == "en" else "zh"
    match form:
        case "html":
            return render_html(coverage, language)
        case "json":
            return json.dumps(coverage_facts(coverage), ensure_ascii=False, indent=2) + "\n"
        case _:
            return render_terminal(coverage, language, width=_terminal_width())


def _terminal_width() -> int:
    """The width of the terminal within what can be read, or the report's own where the output is no terminal."""
    if not sys.stdout.isatty():
        return WIDTH
    return min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
