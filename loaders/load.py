"""From a file to a plan and its quads: read, lay out, read values, write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from loaders.document import Document, Note
from loaders.errors import BrokenExpectationError, NoProjectError
from loaders.layouts.expectations import check_expectations, notes_of
from loaders.layouts.form_layout import READER_REPAIRS
from loaders.layouts.layout import Layout
from loaders.layouts.registry import LAYOUTS, read_plan
from loaders.personal import without_personal
from loaders.plan import Plan, ReadingNote
from loaders.plan_values import read_values
from loaders.quads import PlanQuads, write_plan
from loaders.reading import read_file
from ontology.identifiers import DEFAULT_BASE, PlanIdentifiers

SOFTWARE_VERSION: Final = "0.1.0"
_MOST_OF_A_KIND: Final = 50


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document, the plan it states, and the plan's quads."""

    document: Document
    plan: Plan
    identifiers: PlanIdentifiers
    quads: PlanQuads


def load_file(path: Path, base: str = DEFAULT_BASE, *, keep_personal: bool = False) -> Loaded:
    """Load one file; raises a `LoadError` that says in one sentence what is wrong, where, and what to do.

    Names and numbers in contact cells are left out and counted, unless `keep_personal`.
    """
    return load_document(read_file(path), base, keep_personal=keep_personal)


def load_document(
    document: Document,
    base: str = DEFAULT_BASE,
    *,
    layouts: Sequence[Layout] = LAYOUTS,
    keep_personal: bool = False,
) -> Loaded:
    """Load a document that was read already."""
    layout, plan = read_plan(document, layouts)
    plan = read_values(plan, _cut_name_length(layout))
    plan = replace(plan, notes=(*plan.notes, *reader_notes(document)))
    if not plan.bearers:
        raise NoProjectError(layout.name)
    plan = hold_to_expectations(plan, layout.facts.get("expect", {}))
    if not keep_personal:
        plan = without_personal(plan)
    identifiers = identify(plan, document, base)
    return Loaded(document, plan, identifiers, write_plan(plan, document, identifiers, SOFTWARE_VERSION))


def reader_notes(document: Document) -> tuple[ReadingNote, ...]:
    """What the reader of the file mended, left out or doubts, but for what is a repair of the plan already.

    A file with more than fifty of one kind has them counted.
    """
    found: dict[str, list[Note]] = {}
    for note in document.notes:
        if note.code not in READER_REPAIRS:
            found.setdefault(note.code, []).append(note)
    shown = [
        ReadingNote(code, note.detail, note.anchor)
        for code in found
        for note in found[code][:_MOST_OF_A_KIND]
    ]
    counted = [
        ReadingNote(code, f"{len(notes) - _MOST_OF_A_KIND} more", notes[-1].anchor)
        for code, notes in found.items()
        if len(notes) > _MOST_OF_A_KIND
    ]
    return (*shown, *counted)


def hold_to_expectations(plan: Plan, expected: Mapping[str, Any]) -> Plan:
    """The plan with notes on what is unusual; a broken minimum raises `BrokenExpectationError`."""
    broken = check_expectations(plan, expected)
    fatal = next((b for b in broken if b.fatal), None)
    if fatal is not None:
        raise BrokenExpectationError(plan.layout, fatal.measure, fatal.found, fatal.expected)
    return replace(plan, notes=(*plan.notes, *notes_of(broken))) if broken else plan


def identify(plan: Plan, document: Document, base: str) -> PlanIdentifiers:
    """The plan's identity: department code, else its name, else the file itself."""
    department = plan.department_code or plan.department_name.text or f"file-{document.sha256[:12]}"
    return PlanIdentifiers(base, department, plan.year or "undated", plan.kind)


def _cut_name_length(layout: Layout) -> int:
    project: Mapping[str, int] = layout.facts.get("project", {})
    return int(project.get("cut_name_length", 0))
