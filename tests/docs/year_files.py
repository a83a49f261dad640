"""`python -m tests.docs.year_files FOLDER` writes two made-up documents of one department, a year apart."""

import sys
from pathlib import Path

from tests.year_documents import loaded_texts


def write_years(folder: Path) -> None:
    """Write both documents as text."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in loaded_texts():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_years(Path(sys.argv[1]))
