"""The data of a picture of a what-if question: goals, objectives and projects, and what leads from one to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from queries.network import Network
from queries.suppositions import Suppositions
from queries.whatif import Difference, WhatIf

State = Literal["kept", "changed", "lost", "added"]


class PictureNode(NamedTuple):
    """A goal, an objective or a project, before and after; a project has no level, measurable rows are its own."""

    id: str
    kind: str
    label: str
    number: str
    state: State
    level_before: str
    level_after: str
    yuan_before: Decimal
    yuan_after: Decimal
    measurable_before: int
    measurable_after: int


class PictureEdge(NamedTuple):
    """What leads from an upper node to a lower one; a link carries the share of money it is worth."""

    upper: str
    lower: str
    relation: str
    state: State
    yuan_before: Decimal
    yuan_after: Decimal


@dataclass(frozen=True, slots=True)
class Picture:
    """The nodes, each goal followed by what stands below it, then the projects; and the edges between them."""

    nodes: tuple[PictureNode, ...]
    edges: tuple[PictureEdge, ...]


def draw_difference(network: Network, answer: WhatIf) -> Picture:
    """The picture of an answer on this network: the goals with any difference, and all that stands below them."""
    different = {(change.document, change.goal_number) for change in answer.changes()}
    shown = [d for d in answer.differences if (d.document, d.goal_number) in different]
    return _draw(network, shown, answer.supposed)


def _draw(network: Network, shown: Sequence[Difference], supposed: Suppositions) -> Picture:
    targets = {difference.iri for difference in shown}
    edges: list[PictureEdge] = []
    for node in (difference.iri for difference in shown):
        for _, below, facts in network.out_edges(node, data=True):
            if facts["relation"] == "serves":
                edges.append(_link(network, node, below, facts["share"], supposed))
            elif below in targets:
                edges.append(PictureEdge(node, below, "has-objective", "kept", Decimal(0), Decimal(0)))
    standing = {(edge.upper, edge.lower) for edge in edges}
    for project, target in dict.fromkeys(supposed.added):
        if target in targets and (target, project) not in standing and project not in supposed.gone:
            after = _budget_after(network, project, supposed)
            edges.append(PictureEdge(target, project, "serves", "added", Decimal(0), after))
    projects = dict.fromkeys(edge.lower for edge in edges if edge.relation == "serves")
    in_order = sorted(projects, key=lambda project: (network.nodes[project]["order"], project))
    nodes = [_target(difference) for difference in shown]
    return Picture((*nodes, *(_project(network, project, supposed) for project in in_order)), tuple(edges))


def _link(
    network: Network, target: str, project: str, share: Decimal | None, supposed: Suppositions
) -> PictureEdge:
    part = Decimal(1) if share is None else share
    if (project, target) in supposed.added:
        before, after = part, Decimal(1)
    else:
        before = after = part
    yuan = _budget(network, project) * before
    if project in supposed.gone:
        return PictureEdge(target, project, "serves", "lost", yuan, Decimal(0))
    then = _budget_after(network, project, supposed) * after
    return PictureEdge(target, project, "serves", "kept" if then == yuan else "changed", yuan, then)


def _budget(network: Network, project: str) -> Decimal:
    yuan = network.nodes[project]["yuan"]
    return Decimal(0) if yuan is None else yuan


def _budget_after(network: Network, project: str, supposed: Suppositions) -> Decimal:
    if project in supposed.gone:
        return Decimal(0)
    return supposed.budgets.get(project, _budget(network, project))


def _target(difference: Difference) -> PictureNode:
    before, after = difference.before, difference.after
    return PictureNode(
        difference.iri,
        difference.kind,
        difference.label,
        difference.number,
        "changed" if difference.changed else "kept",
        before.level,
        after.level,
        before.yuan,
        after.yuan,
        before.measurable,
        after.measurable,
    )


def _project(network: Network, project: str, supposed: Suppositions) -> PictureNode:
    facts = network.nodes[project]
    yuan, then = _budget(network, project), _budget_after(network, project, supposed)
    rows = sum(1 for row in network.successors(project) if network.nodes[row].get("measurable"))
    gone = project in supposed.gone
    state: State = "lost" if gone else "changed" if then != yuan else "kept"
    return PictureNode(
        project,
        "project",
        facts["label"],
        facts["code"],
        state,
        "",
        "",
        yuan,
        then,
        rows,
        0 if gone else rows,
    )
