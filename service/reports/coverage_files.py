"""The coverage report in every form, from a store: one document after the other where all would not fit."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from queries.coverage import read_coverage
from queries.coverage_records import Coverage
from queries.facts import choose_documents
from queries.store import Store
from service.reports.coverage_blocks import coverage_report
from service.reports.csv_set import csv_set
from service.reports.facts import coverage_facts
from service.reports.fixed_zip import write_zip
from service.reports.report_files import Form, write_worded
from service.reports.wording import Language


def each_coverage(store: Store, document: str | None) -> Iterator[Coverage]:
    """The coverage of one document after the other; that of none where the store is empty."""
    documents = choose_documents(store, document)
    if not documents:
        yield read_coverage(store)
    for found in documents:
        yield read_coverage(store, found.iri)


def write_coverage(coverage: Coverage, form: Form, lang: Language, template: Path | None = None) -> bytes:
    """The coverage report of documents at hand in one form."""
    match form:
        case Form.json:
            return (json.dumps(coverage_facts(coverage), ensure_ascii=False, indent=2) + "\n").encode("utf-8")
        case Form.csv:
            return write_zip(csv_set(coverage, lang))
        case Form.xlsx:
            from service.reports.sheet import write_xlsx  # noqa: PLC0415 - loads the workbook writer

            made = BytesIO()
            write_xlsx([coverage], lang, made)
            return made.getvalue()
        case Form.html:
            from service.reports.html import render_html  # noqa: PLC0415 - loads the template engine

            return render_html(coverage, lang).encode("utf-8")
        case _:
            return write_worded(coverage_report(coverage, lang), form, template)
