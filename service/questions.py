"""Questions asked on the command line: a shipped one by name, or a person's own file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from queries.answer import Table
from queries.errors import ParameterError
from queries.library import load_query_file, run_query
from queries.store import Store
from queries.whatif import WhatIf
from queries.whatif_picture import Picture

_STANDING: Final = ("projects", "yuan", "measurable", "level")
_PICTURED: Final = tuple(
    f"{what}_{when}" for what in ("level", "yuan", "measurable") for when in ("before", "after")
)


def split_parameters(given: Sequence[str]) -> dict[str, str]:
    """Read `name=value` words; raises `ParameterError` where there is no `=`."""
    split: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ParameterError("query", text, "should be NAME=VALUE", "basis=accepted")
        split[name] = value
    return split


def ask(store: Store, name: str, parameters: Mapping[str, str]) -> Table:
    """Ask a shipped question by its name, or a `.rq` file: with a header as a named question, else as it is."""
    if not name.endswith(".rq"):
        return run_query(store, name, parameters)
    return run_query(store, load_query_file(Path(name)), parameters)


def difference_rows(answer: WhatIf) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The goals and objectives that stand differently, before and after, as rows of a table."""
    columns = (
        "goal",
        "objective",
        "label",
        *(f"{what}_{when}" for what in _STANDING for when in ("before", "after")),
    )
    rows: list[tuple[object, ...]] = []
    for change in answer.changes():
        objective = change.number if change.kind == "objective" else ""
        pairs = (getattr(side, what) for what in _STANDING for side in (change.before, change.after))
        rows.append((change.goal_number, objective, change.label, *pairs))
    return columns, rows


def picture_rows(picture: Picture) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The nodes and edges of a picture as rows of one table; an edge has two ends, a node only the first."""
    columns = ("part", "id", "to", "kind", "label", "number", "state", *_PICTURED)
    rows: list[tuple[object, ...]] = [
        ("node", node.id, "", node.kind, node.label, node.number, node.state, *node[5:])
        for node in picture.nodes
    ]
    for edge in picture.edges:
        yuan = (edge.yuan_before, edge.yuan_after)
        rows.append(
            ("edge", edge.upper, edge.lower, edge.relation, "", "", edge.state, "", "", *yuan, "", "")
        )
    return columns, rows
