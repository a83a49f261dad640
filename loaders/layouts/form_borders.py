"""Says where a table inside a form ends: at a line over its whole width, or at a label of the information part."""

from collections.abc import Mapping

from loaders.layouts.form_fields import FormFields
from loaders.layouts.form_header import Header
from loaders.layouts.grid import Placed
from loaders.layouts.labels import first_level_of, kind_of


def ends_table(reader: FormFields, index: int, header: Header, kind: str) -> bool:
    """Whether a row no longer belongs to the table of that kind under that heading."""
    grid = reader.grid
    own = [placed for placed in grid.own(index) if placed.text.strip()]
    first = own[0]
    known = bool(first_level_of(first.text) or kind_of(first.text))
    alone = len(own) == 1 and (not grid.table.ragged or len(grid.rows[index]) == 1)
    wide = alone and (grid.table.ragged or first.last - first.first + 1 >= max(len(header.columns) - 1, 3))
    if wide and not known:
        return True
    labelled = bool(reader.key(first) or (len(own) < 3 and reader.labels.inline(first.text)))
    if not labelled:
        return False
    if kind == "list":
        return _closes_list(first, header.columns)
    if known and kind == "indicators":
        return False
    # Levels and names may be worded like labels; what stands at the edge of the form is none of them.
    at_edge = first.first <= grid.lead and not _is_data(reader, index, header)
    return first.first not in header.levels or at_edge


def _is_data(reader: FormFields, index: int, header: Header) -> bool:
    """Whether a row fills its name and its target with cells of its own, as indicators do, and names no label."""
    grid = reader.grid
    targets = [header.columns[c] for c in ("value", "long-value", "actual", "step-优") if c in header.columns]
    cells = [grid.at(index, column) for column in (header.columns.get("name", -1), *targets[:1])]
    own = [c for c in cells if c is not None and c.text.strip() and grid.begins_here(c, index)]
    name = header.columns.get("name", -1)
    if len(own) < len(cells) or own[0] is own[-1] or own[0].first != name:
        return False
    return not (reader.key(own[0]) and reader.key(grid.at(index, 0)))


def _closes_list(first: Placed, columns: Mapping[str, int]) -> bool:
    """Whether a labelled cell ends a list: names of owners may be worded like labels, wide cells are none."""
    return first.last - first.first + 1 >= max(len(columns) - 2, 3)
