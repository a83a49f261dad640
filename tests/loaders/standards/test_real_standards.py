"""Exports held against the structure of the standards' own samples: which elements, below which, in which order."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from loaders.load import load_document, load_file
from loaders.plan import Plan
from loaders.standards.iati_export import write_iati
from loaders.standards.stratml_export import write_stratml
from tests.loaders.layouts import samples
from tests.loaders.layouts.form_files import all_forms
from tests.loaders.layouts.grids import document

DATA = Path(__file__).resolve().parents[3] / "../shared/data"
IATI, STRATML = "iati_activity_example_annotated.xml", "stratml_part2_smlc_2011_annual_report.xml"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published samples are not beside the checkout")


def sample(name: str) -> Path:
    if not (DATA / name).is_file():
        pytest.skip(f"{name} is not there")
    return DATA / name


def elements(root: etree._Element) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each element with its children and attributes, by their names without namespaces."""
    for node in root.iter(tag=etree.Element):
        children = [etree.QName(child).localname for child in node.iterchildren(tag=etree.Element)]
        yield etree.QName(node).localname, children, list(map(str, node.attrib))


def strange(root: etree._Element, known: etree._Element) -> list[str]:
    """What an export has that the sample has not: elements, places, attributes, another order."""
    children: dict[str, set[str]] = defaultdict(set)
    attributes: dict[str, set[str]] = defaultdict(set)
    before: set[tuple[str, str, str]] = set()
    for name, below, has in elements(known):
        children[name].update(below)
        attributes[name].update(has)
        before |= {(name, a, b) for n, a in enumerate(below) for b in below[n + 1 :] if a != b}
    found = []
    for name, below, has in elements(root):
        found += [f"{name}/{child}" for child in below if child not in children[name]]
        found += [f"{name}@{attribute}" for attribute in has if attribute not in attributes[name]]
        pairs = {(a, b) for n, a in enumerate(below) for b in below[n + 1 :] if a != b}
        found += [
            f"{b} before {a} in {name}"
            for a, b in pairs
            if (name, b, a) in before and (name, a, b) not in before
        ]
    return sorted(set(found))


def plans() -> list[Plan]:
    made = [
        load_document(document(*getattr(samples, name))).plan for name in ("CENTRAL_FORM", "DUTY_ACTIVITY")
    ]
    forms = (form for form in all_forms() if form.name.split("/")[0] in {"self-evaluation", "hebei", "list"})
    return made + [load_document(document(*form.parts)).plan for form in forms]


def test_an_iati_export_has_the_structure_of_the_standards_own_example() -> None:
    known = etree.parse(sample(IATI)).getroot()
    for plan in plans():
        assert strange(etree.fromstring(write_iati(plan).xml.encode()), known) == []


def test_a_stratml_export_has_the_structure_of_a_published_report() -> None:
    known = etree.parse(sample(STRATML)).getroot()
    for plan in plans():
        assert strange(etree.fromstring(write_stratml(plan).xml.encode()), known) == []


def test_the_iati_example_written_as_iati_keeps_its_result() -> None:
    again = load_file(sample(IATI)).plan
    xml = etree.fromstring(write_iati(again).xml.encode())
    assert [node.get("value") for node in xml.iter("target", "actual", "baseline")] == ["10", "10", "11"]


def test_the_stratml_report_written_as_stratml_keeps_goals_objectives_and_results() -> None:
    plan = load_file(sample(STRATML)).plan
    export = write_stratml(plan)
    xml = etree.fromstring(export.xml.encode())
    known = etree.parse(sample(STRATML)).getroot()

    def texts(root: etree._Element, path: str) -> list[str]:
        return [(node.text or "").strip() for node in root.iterfind(path)]

    for path in (".//{*}Goal/{*}Name", ".//{*}Objective/{*}Name", ".//{*}ActualResult/{*}NumberOfUnits"):
        assert [t for t in texts(xml, path) if t] == [t for t in texts(known, path) if t]
