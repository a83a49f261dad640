"""The difference figure of a what-if question as a file: SVG, or PNG at slide size."""

from pathlib import Path

from queries.coverage import read_coverage
from queries.store import Store
from queries.whatif import WhatIf
from service.figures.stack import stack_figures
from service.figures.whatif import draw_what_if
from service.reports.picture import as_slide, write_picture
from service.reports.report_files import save
from service.reports.sentences import Sentences


def save_what_if(store: Store, answer: WhatIf, path: Path, lang: str) -> None:
    """Draw each document that the supposition touches, the one below the other."""
    drawn = []
    for place, iri in enumerate(dict.fromkeys(change.document for change in answer.differences), start=1):
        coverage = read_coverage(store, iri)
        say = Sentences.about(coverage, "en" if lang == "en" else "zh")
        drawn += [draw_what_if(found, answer, say, name=f"what-if-{place}") for found in coverage.documents]
    svg = drawn[0] if len(drawn) == 1 else stack_figures(drawn)
    png = path.suffix.lower() == ".png"
    save(write_picture(as_slide(svg)) if png else svg.encode("utf-8"), path)
