"""Prints how well every published sample agrees, field by field, with what a person read in it.

    python benchmarks/agreement.py

The samples stand beside the checkout; the checked expectations are in tests/loaders/layouts/expected.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.loaders.layouts.agreement import DATA, SAMPLES, agreement


def main() -> int:
    """One line a sample; the exit code says whether all reach their threshold."""
    if not DATA.is_dir():
        print(f"the published samples are not at {DATA.resolve()}")
        return 2
    print(f"{'sample':46} {'layout':20} {'agree':>11} {'share':>7} {'least':>6}")
    short = 0
    for sample in SAMPLES:
        if not (DATA / sample.name).is_file():
            print(f"{sample.name:46} {sample.layout:20} not there")
            continue
        found = agreement(sample)
        short += found.share < sample.least
        counts = f"{found.agreed}/{found.fields}"
        print(f"{sample.name:46} {sample.layout:20} {counts:>11} {found.share:7.4f} {sample.least:6.2f}")
        for place, cell in found.differ[:10]:
            print(f"    only one of both has: {place} = {cell}")
    return int(short > 0)


if __name__ == "__main__":
    raise SystemExit(main())
