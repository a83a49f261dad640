"""What the shapes find on the published example, where the folder with it stands beside the checkout."""

from collections import Counter
from pathlib import Path

import pytest

from loaders.load import load_file
from ontology.prefixes import GTS
from shapes.validate import validate

EXAMPLE = Path(__file__).resolve().parents[2] / "../shared/data/caofeidian-organization-department-2022.txt"

pytestmark = pytest.mark.skipif(not EXAMPLE.exists(), reason="the published documents are not here")


def test_the_example_has_six_violations_in_the_cut_project_and_six_informations() -> None:
    quads = load_file(EXAMPLE).quads
    findings = validate(quads.source.ntriples() + quads.reading.ntriples())
    assert Counter((finding.severity, finding.shape.removeprefix(GTS)) for finding in findings) == {
        ("violation", "kind-ecological-required"): 1,
        ("violation", "kind-beneficiary-satisfaction-required"): 1,
        ("violation", "indicator-value"): 2,
        ("violation", "indicator-basis"): 2,
        ("info", "one-off-spent-in-steps"): 5,
        ("info", "project-heading"): 1,
    }
    assert all("驻村工作队工作经费" in f.sentence() for f in findings if f.severity == "violation")
    assert all(finding.place for finding in findings)
