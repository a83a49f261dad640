"""Reads rows of the tables beside a form's indicators: a department's tasks, a project's cost lines."""

from collections.abc import Iterator

from loaders.layouts.form_draft import FormDraft
from loaders.layouts.form_header import Header
from loaders.layouts.form_labels import FormLabels
from loaders.layouts.grid import Grid, Placed, quote
from loaders.layouts.labels import normalise
from loaders.plan import FormField, Quote, Unread


def read_task(
    grid: Grid, index: int, header: Header, labels: FormLabels, unit: str
) -> tuple[FormDraft | None, list[Unread]]:
    """The task of a row, None where the row is open or names none, and what of it could not be read."""
    anchor = grid.anchor(index)

    def cell(name: str) -> Placed | None:
        return grid.at(index, header.columns[name]) if name in header.columns else None

    draft = FormDraft(anchor, labels, "task")
    name = quote(cell("name"), anchor)
    if normalise(name.text) in labels.nothing:
        return None, []
    if not name.text:
        return None, [Unread(Quote(grid.words(index), anchor), "a task without a name")]
    draft.name, draft.purpose = name, quote(cell("content"), anchor)
    draft.take("annual-goal", name, quote(cell("goal"), anchor))
    unread = [
        left
        for role in ("budget", "fiscal", "other")
        for left in _money(draft, role, cell(role), header, unit)
    ]
    further = [
        ("project", cell("project")),
        *(("column", grid.at(index, p.first)) for _, p in header.further),
    ]
    for key, placed in further:
        if placed is not None:
            draft.take(f"task-{key}", _heading(header, placed), quote(placed, anchor))
    return draft, unread


def _money(draft: FormDraft, role: str, placed: Placed | None, header: Header, unit: str) -> Iterator[Unread]:
    if placed is None or normalise(placed.text) in draft.labels.nothing | {""}:
        return
    unit = header.units.get(header.columns[role]) or unit or next(iter(header.units.values()), "")
    words = quote(placed, draft.anchor)
    if not draft.take_amount(role, words, unit, placed.cell.raw):
        yield Unread(words, f"no amount of money in the column {role}")


def _heading(header: Header, placed: Placed) -> Quote:
    """The heading over a cell."""
    above = header.labels.get(placed.first)
    return quote(above or placed, placed.cell.anchor)


def read_expense(grid: Grid, index: int, header: Header) -> Iterator[FormField]:
    """The cells of a cost line: what is paid for, how much, and how it was reckoned."""
    anchor = grid.anchor(index)
    item = quote(grid.at(index, header.columns["item"]), anchor)
    yield FormField("expense-line", item, quote(grid.at(index, header.columns["money"]), anchor))
    basis = (
        quote(grid.at(index, header.columns["estimate"]), anchor) if "estimate" in header.columns else None
    )
    if basis is not None and basis.text:
        yield FormField("expense-basis", item, basis)
