"""Write the reports of a store, open them in LibreOffice, and turn every page into a picture to look at.

python tools/picture_reports.py --store out/store out/pages
Needs LibreOffice (`soffice`); its part is only to open what was written. Ends with 1 where it cannot open a file.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2

from queries.coverage import read_coverage
from queries.store import open_store
from service.reports.full_set import write_full_set

OFFICE: Final = (".docx", ".xlsx")
SECONDS: Final = 180


def open_in_office(path: Path, folder: Path) -> Path | None:
    """The file as LibreOffice shows it, as PDF; None where it cannot open it."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(folder), str(path)], check=False, capture_output=True, timeout=SECONDS
        )
    made = folder / f"{path.stem}.pdf"
    if not made.exists():
        return None
    return made.rename(folder / f"{path.stem}-{path.suffix[1:]}.pdf")


def picture_pages(path: Path, folder: Path, dots: int) -> Iterator[Path]:
    """Each page as PNG."""
    document = pypdfium2.PdfDocument(path)
    for number, page in enumerate(document, start=1):
        target = folder / f"{path.stem}-{number:03d}.png"
        page.render(scale=dots / 72).to_pil().save(target)
        yield target
    document.close()


def main() -> int:
    """Write, open, picture; how many pages each file has."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store", default="out/store")
    parser.add_argument("--document")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--dots", type=int, default=80, help="dots per inch")
    chosen = parser.parse_args()
    store = open_store(chosen.store, read_only=True)
    coverage = read_coverage(store, chosen.document)
    store.close()
    reports, pages = chosen.folder / "reports", chosen.folder / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    failed = False
    for path in list(write_full_set(coverage, chosen.lang, reports)):
        if path.suffix not in (*OFFICE, ".pdf"):
            continue
        shown = open_in_office(path, pages) if path.suffix in OFFICE else path
        if shown is None:
            failed = True
            sys.stdout.write(f"{path.name}: LibreOffice cannot open it\n")
            continue
        count = sum(1 for _ in picture_pages(shown, pages, chosen.dots))
        sys.stdout.write(f"{path.name}: {count} pages in {pages}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
