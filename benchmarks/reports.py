"""Times and memory of the reports: the full set of one document, and the workbook of a thousand.

    python benchmarks/reports.py [--documents 1000] [--stored 20]

The documents are the shipped example under other names. Reading them out of a store is measured apart, on as many
stored documents as `--stored` says. Goals: the full set in 5 s CPU; the workbook of 1,000 documents (about 270,000
rows) in 60 s CPU and 1 GB.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from queries.coverage import read_coverage
from queries.coverage_records import Coverage
from queries.store import Store, open_store
from service.build import build
from service.reports.coverage_blocks import coverage_report
from service.reports.coverage_files import each_coverage
from service.reports.full_set import write_full_set
from service.reports.report_files import Form, write_worded
from service.reports.sheet import write_xlsx
from service.review import read_link_files
from shapes.profile import load_profile

EXAMPLE = Path("examples/organization-department-2022.docx")
LINKS = Path("links/caofeidian-organization-department-2022.sssom.tsv")
BASE = "https://w3id.org/goaltrace/data/"


def example_store() -> Store:
    """A store in memory with the shipped example and its links."""
    store = open_store(":memory:")
    build([EXAMPLE], store, load_profile("china-before-2021"), BASE, read_link_files([LINKS]))
    return store


def copies(coverage: Coverage, count: int) -> Iterator[Coverage]:
    """The same document under so many names, one after the other."""
    document = coverage.documents[0]
    for number in range(count):
        source = replace(document.document, iri=f"{BASE}document/{100000 + number}-2022-goals")
        yield replace(coverage, documents=(replace(document, document=source),))


def cpu(started: float) -> float:
    """CPU seconds since then."""
    return time.process_time() - started


def peak() -> float:
    """The most memory used so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def report_full_set(coverage: Coverage, folder: Path) -> None:
    """The full set, then each of its larger parts."""
    for lang in ("zh", "en"):
        started = time.process_time()
        files = list(write_full_set(coverage, lang, folder / lang))
        size = sum(path.stat().st_size for path in files) / 1e6
        print(f"full set ({lang}): {len(files)} files, {size:.1f} MB, {cpu(started):.2f} s CPU (goal 5 s)")
    for form in (Form.docx, Form.pdf, Form.md, Form.html):
        started = time.process_time()
        size = len(write_worded(coverage_report(coverage, "zh"), form)) / 1e6
        print(f"  {form.value}: {size:.2f} MB, {cpu(started):.2f} s CPU")


def report_workbook(coverage: Coverage, count: int, folder: Path) -> None:
    """The workbook of many documents from coverage that is at hand."""
    rows = coverage.headline.rows * count
    target = folder / "many.xlsx"
    started = time.process_time()
    write_xlsx(copies(coverage, count), "zh", target)
    spent = cpu(started)
    print(f"workbook of {count} documents, {rows:,} rows: {spent:.1f} s CPU (goal 60 s for 1,000),")
    print(f"  peak {peak():.0f} MB (goal 1,024), file {target.stat().st_size / 1e6:.1f} MB")


def report_reading(store: Store, times: int) -> None:
    """Reading coverage out of the store, per document."""
    read_coverage(store)
    started = time.process_time()
    for _ in range(times):
        for _found in each_coverage(store, None):
            pass
    print(f"reading one document out of the store: {cpu(started) / times * 1000:.0f} ms CPU")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--stored", type=int, default=20)
    chosen = parser.parse_args()
    store = example_store()
    coverage = read_coverage(store)
    print(f"python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as folder:
        report_workbook(coverage, chosen.documents, Path(folder))
        report_full_set(coverage, Path(folder))
    report_reading(store, chosen.stored)


if __name__ == "__main__":
    main()
