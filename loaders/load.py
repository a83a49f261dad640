"""From a file to a plan and its quads: read, lay out, read values, write."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.document import Document
from loaders.errors import NoProjectError
from loaders.layouts.layout import Layout, layout_data
from loaders.layouts.registry import choose_layout
from loaders.plan import Plan
from loaders.quads import PlanQuads, write_plan
from loaders.plan_values import read_values
from loaders.reading import read_file
from ontology.identifiers import DEFAULT_BASE, PlanIdentifiers

SOFTWARE_VERSION: Final = "0.1.0"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, the plan it states, and the plan's quads."""

    document: Document
    plan: Plan
    identifiers: PlanIdentifiers
    quads: PlanQuads


def load_file(path: Path, base: str = DEFAULT_BASE) -> Loaded:
    """Load one file; raises a `LoadError` that says in one sentence what is wrong, where, and what to do."""
    return load_document(read_file(path), base)


def load_document(document: Document, base: str = DEFAULT_BASE) -> Loaded:
    """Load a document that was read already."""
    layout = choose_layout(document)
    plan = read_values(layout.read(document), _cut_name_length(layout))
    if not plan.projects:
        raise NoProjectError(layout.name)
    identifiers = identify(plan, document, base)
    return Loaded(document, plan, identifiers, write_plan(plan, document, identifiers, SOFTWARE_VERSION))


def identify(plan: Plan, document: Document, base: str) -> PlanIdentifiers:
    """The plan's identity: department code, else its name, else the file itself."""
    department = plan.department_code or plan.department_name.text or f"file-{document.sha256[:12]}"
    return PlanIdentifiers(base, department, plan.year or "undated", plan.kind)


def _cut_name_length(layout: Layout) -> int:
    project: Mapping[str, int] = layout_data(layout.name).get("project", {})
    return int(project.get("cut_name_length", 0))
