"""The page on the shapes: what each says, for which layouts it holds, a case that conforms and one that does not."""

import re
from pathlib import Path
from typing import Final

import yaml
from rdflib import SH, Graph, URIRef

from ontology.prefixes import GTS, shorten
from tools.reference.example import ROOT
from tools.reference.page import Page

_ALWAYS: Final = ("structure", "arithmetic", "consistency")
_CASE: Final = re.compile(r"(?ms)^(@prefix[^\n]*\n)+|^\[\] a dash:GraphValidationTestCase.*\Z|^# baseURI.*?$")
_LONGEST: Final = 18  # lines of a case that are shown
_TARGETS: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


def write_shapes() -> Page:
    """The page, and as gaps every shape without message, severity or pair of cases."""
    page = Page("shapes", "检查 Shapes")
    page.add(
        "每条检查都有一份合格的例子和一份不合格的例子（`tests/shapes/cases/`），两份都是测试。\n\n"
        "Every check has a case that conforms and one that does not (`tests/shapes/cases/`); both are tests. "
        "Prefixes are left out, long cases are cut."
    )
    _write_layouts(page)
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        graph = Graph().parse(path)
        shapes = sorted(
            {shape for shape, _ in graph.subject_objects(SH.message) if str(shape).startswith(GTS)}
        )
        if not shapes or path.stem == "ontology_style":
            continue
        page.add(f"## {path.name}")
        for shape in shapes:
            _write_shape(page, graph, shape)
    return page


def _write_layouts(page: Page) -> None:
    forms = yaml.safe_load((ROOT / "shapes" / "forms.yaml").read_text("utf-8"))
    page.add(
        "## 哪种版式适用哪些检查 Which shapes hold for which layout\n\n"
        f"总是 always: `{'.ttl`, `'.join(_ALWAYS)}.ttl`"
    )
    rows = [
        (name, ", ".join(f"asked_{ask}.ttl" for ask in facts["asks"]), facts["kinds"])
        for name, facts in forms.items()
    ]
    page.table(("版式 layout", "另加 besides", "要求的指标类型 required kinds"), rows)


def _write_shape(page: Page, graph: Graph, shape: object) -> None:
    name = str(shape)[len(GTS) :]
    words = {str(getattr(text, "language", "")): str(text) for text in graph.objects(shape, SH.message)}  # type: ignore[arg-type]
    severity = graph.value(shape, SH.severity)  # type: ignore[arg-type]
    page.need(f"{name} lacks a message or severity", words.get("zh"), words.get("en"), severity)
    page.add(f"### {name}\n\n{words.get('zh', '')}\n\n{words.get('en', '')}")
    facts = [shorten(str(severity)) if severity else ""]
    facts += [
        f"对象 target `{shorten(str(t))}`"
        for kind in _TARGETS
        for t in sorted(graph.objects(_bearer(graph, shape), kind))
    ]
    path = graph.value(shape, SH.path)  # type: ignore[arg-type]
    facts += [f"路径 path `{shorten(str(path))}`"] if isinstance(path, URIRef) else []
    page.add("；".join(fact for fact in facts if fact))
    for title, case in (("合格 conforms", "conforms"), ("不合格 violates", "violates")):
        file = ROOT / "tests" / "shapes" / "cases" / name / f"{case}.ttl"
        page.need(f"{name} has no case {case}.ttl", file.exists())
        if file.exists():
            page.add(title)
            page.code("turtle", _case(file))


def _bearer(graph: Graph, shape: object) -> object:
    """The node that has the target: the shape, or the node shape it belongs to."""
    if any(graph.value(shape, kind) for kind in _TARGETS):  # type: ignore[arg-type]
        return shape
    return graph.value(None, SH.property, shape) or shape  # type: ignore[arg-type]


def _case(path: Path) -> str:
    lines = [line for line in _CASE.sub("", path.read_text("utf-8")).strip().splitlines() if line]
    return "\n".join(lines if len(lines) <= _LONGEST else [*lines[:_LONGEST], "# …"])
