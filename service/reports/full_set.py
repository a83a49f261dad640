"""Everything for one meeting in one folder: the coverage report in every form, the brief, the figures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from queries.coverage_records import Coverage
from service.figures import KINDS, write_figure
from service.reports.brief import brief_report
from service.reports.coverage_blocks import coverage_report
from service.reports.coverage_files import write_coverage
from service.reports.picture import as_slide, write_picture
from service.reports.report_files import Form, save, write_worded
from service.reports.wording import Language

COVERAGE_FORMS: Final = (Form.xlsx, Form.json, Form.html)
BRIEF_FORMS: Final = (Form.docx, Form.pdf)
WORDED_FORMS: Final = (Form.docx, Form.pdf, Form.md)


def write_full_set(
    coverage: Coverage, lang: Language, folder: Path, template: Path | None = None
) -> Iterator[Path]:
    """Write file after file and name each."""
    report = coverage_report(coverage, lang)
    for form in WORDED_FORMS:
        yield _save(write_worded(report, form, template), folder / f"coverage.{form.value}")
    for form in COVERAGE_FORMS:
        yield _save(write_coverage(coverage, form, lang), folder / f"coverage.{form.value}")
    yield _save(write_coverage(coverage, Form.csv, lang), folder / "coverage-tables.zip")
    brief = brief_report(coverage, lang)
    for form in BRIEF_FORMS:
        yield _save(write_worded(brief, form, template), folder / f"brief.{form.value}")
    for kind in KINDS:
        svg = write_figure(coverage, kind, lang)
        yield _save(svg.encode("utf-8"), folder / f"{kind}.svg")
        yield _save(write_picture(as_slide(svg)), folder / f"{kind}.png")


def _save(data: bytes, path: Path) -> Path:
    save(data, path)
    return path
