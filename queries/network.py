"""A plan as a network: goals above objectives, projects below them, indicators and funds at the ends.

Every edge points down: goal → objective → project → indicator or fund. A node is an IRI with the
attributes `kind` (goal, objective, project, indicator, fund), `label`, `document` and what belongs to its
kind: `number`, `code`, `yuan`, `grade`, `flags`, `measurable`, `indicator_kind`, `row`, `order`; a project has
`measured` as well, the kind and the flags of each of its rows of grade A or B. An edge
has a `relation`; link edges (`serves`) also have `status`, `evidence`, `share` and `link`, fund edges `yuan`.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Final, Literal, NamedTuple, TypeAlias, cast

import networkx as nx

from ontology.identifiers import concept
from ontology.vocabulary import labels
from queries.fact_records import PlanFacts
from queries.facts import choose_documents, read_facts
from queries.store import Store

Network: TypeAlias = "nx.MultiDiGraph[str]"
Basis = Literal["stated", "accepted", "proposed"]

COUNTED: Final[dict[str, frozenset[str]]] = {
    "stated": frozenset({"stated"}),
    "accepted": frozenset({"stated", "accepted"}),
    "proposed": frozenset({"stated", "accepted", "proposed"}),
}
"""Which statuses count on which link basis: each basis holds the one before it."""


class Step(NamedTuple):
    """One step of a path: the node reached, and the edge that led there with its evidence."""

    node: str
    kind: str
    label: str
    relation: str
    status: str
    evidence: str


class SoleCarrier(NamedTuple):
    """A goal whose measurable indicators all stand in one project."""

    goal: str
    goal_label: str
    project: str
    project_label: str
    indicators: int


class Articulation(NamedTuple):
    """A node whose loss cuts other nodes off from the rest of the network."""

    node: str
    kind: str
    label: str
    cut_off: tuple[str, ...]


class Orphans(NamedTuple):
    """What hangs on nothing at each level, as node names in the network's order."""

    goals_without_project: tuple[str, ...]
    objectives_without_project: tuple[str, ...]
    projects_without_goal: tuple[str, ...]
    projects_without_indicator: tuple[str, ...]
    projects_without_fund: tuple[str, ...]
    projects_without_measurable_indicator: tuple[str, ...]


def plan_network(store: Store, document: str | None = None, *, basis: Basis = "accepted") -> Network:
    """The network of one document (IRI or key) or of all, with the links that count on this basis."""
    network: Network = nx.MultiDiGraph()
    for found in choose_documents(store, document):
        add_plan(network, read_facts(store, found), basis)
    return network


def add_plan(network: Network, facts: PlanFacts, basis: Basis = "accepted") -> None:
    """Add the facts of one plan to a network."""
    document = facts.document.iri
    for goal in facts.goals:
        network.add_node(goal.iri, kind="goal", label=goal.name, number=goal.number, document=document)
    for objective in facts.objectives:
        network.add_node(
            objective.iri, kind="objective", label=objective.text, number=objective.number, document=document
        )
        network.add_edge(objective.whole or objective.goal, objective.iri, relation="has-objective")
    _add_projects(network, facts)
    for row in facts.indicators:
        if row.project not in network:
            continue  # A row of the whole department stands below no project.
        network.add_node(
            row.iri,
            kind="indicator",
            label=row.name,
            row=row.row,
            indicator_kind=row.kind,
            grade=row.grade,
            flags=row.flags,
            measurable=row.measurable,
            document=document,
        )
        network.add_edge(row.project, row.iri, relation="has-indicator")
    for link in facts.links:
        if link.status in COUNTED[basis] and link.target in network and link.project in network:
            network.add_edge(
                link.target,
                link.project,
                relation="serves",
                status=link.status,
                evidence=link.evidence,
                share=link.share,
                link=link.iri,
            )


def _add_projects(network: Network, facts: PlanFacts) -> None:
    measured: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in facts.indicators:
        if row.measurable:
            measured.setdefault(row.project, []).append((row.kind, row.flags))
    for project in facts.projects:
        network.add_node(
            project.iri,
            kind="project",
            label=project.name,
            code=project.code,
            order=project.order,
            yuan=project.yuan,
            measured=tuple(measured.get(project.iri, ())),
            document=facts.document.iri,
        )
        for fund in project.funds:
            if fund.yuan:
                source = concept(f"fund-{fund.source}")
                network.add_node(source, kind="fund", label=labels("zh").get(source, fund.source))
                network.add_edge(project.iri, source, relation="paid-from", yuan=fund.yuan)


def nodes_of_kind(network: Network, kind: str) -> tuple[str, ...]:
    """The nodes of one kind, in the order in which they were read."""
    return tuple(node for node, facts in network.nodes(data=True) if facts["kind"] == kind)


def find_paths(
    network: Network, upper: str, lower: str, *, limit: int = 1000
) -> tuple[tuple[Step, ...], ...]:
    """All ways from an upper node, such as a goal, down to a lower one, such as a fund; at most `limit`."""
    if upper not in network or lower not in network:
        return ()
    paths = islice(nx.all_simple_edge_paths(network, upper, lower), limit)
    # The type stubs know the edges of simple graphs only; a multigraph's edges carry a key as well.
    return tuple(_steps(network, upper, cast("Sequence[tuple[str, str, int]]", path)) for path in paths)


def find_paths_up(network: Network, node: str, *, limit: int = 1000) -> tuple[tuple[Step, ...], ...]:
    """All ways from a node, such as a fund or an indicator, up to the goals it serves."""
    if node not in network:
        return ()
    above = nx.ancestors(network, node)
    goals = (goal for goal in nodes_of_kind(network, "goal") if goal in above)
    paths = (path for goal in goals for path in find_paths(network, goal, node, limit=limit))
    return tuple(_upwards(path) for path in islice(paths, limit))


def projects_below(network: Network, node: str) -> tuple[str, ...]:
    """The projects that serve a goal, one of its objectives, or an objective's part, in document order."""
    return tuple(shares_below(network, node))


def shares_below(network: Network, node: str) -> dict[str, Decimal]:
    """The same projects, each with the part of its money that goes there: all of it unless its links say less."""
    shares: dict[str, Decimal] = {}
    for target in [node, *_objectives_below(network, node)]:
        for _, project, edge in network.out_edges(target, data=True):
            if edge["relation"] == "serves":
                part = Decimal(1) if edge["share"] is None else edge["share"]
                shares[project] = min(Decimal(1), shares.get(project, Decimal(0)) + part)
    order = {project: (network.nodes[project]["order"], project) for project in shares}
    return dict(sorted(shares.items(), key=lambda item: order[item[0]]))


def indicators_of(network: Network, projects: Iterable[str]) -> Iterator[str]:
    """The indicator rows of these projects."""
    for project in projects:
        for _, below, edge in network.out_edges(project, data=True):
            if edge["relation"] == "has-indicator":
                yield below


def find_orphans(network: Network) -> Orphans:
    """What hangs on nothing: an upper node without projects, a project without what it needs."""
    projects = nodes_of_kind(network, "project")
    below = {project: [network.nodes[node] for node in network.successors(project)] for project in projects}

    def lacking(kind: str) -> tuple[str, ...]:
        return tuple(p for p in projects if not any(node["kind"] == kind for node in below[p]))

    return Orphans(
        tuple(goal for goal in nodes_of_kind(network, "goal") if not projects_below(network, goal)),
        tuple(o for o in nodes_of_kind(network, "objective") if not _served(network, o)),
        tuple(project for project in projects if not network.in_degree(project)),
        lacking("indicator"),
        lacking("fund"),
        tuple(p for p in projects if not any(node.get("measurable") for node in below[p])),
    )


def find_sole_carriers(network: Network) -> tuple[SoleCarrier, ...]:
    """The goals whose measurable indicators all stand in one project."""
    found = []
    for goal in nodes_of_kind(network, "goal"):
        carried = {
            project: sum(1 for row in indicators_of(network, [project]) if network.nodes[row]["measurable"])
            for project in projects_below(network, goal)
        }
        carriers = [project for project, rows in carried.items() if rows]
        if len(carriers) == 1:
            project = carriers[0]
            goal_label, label = network.nodes[goal]["label"], network.nodes[project]["label"]
            found.append(SoleCarrier(goal, goal_label, project, label, carried[project]))
    return tuple(found)


def find_articulations(network: Network) -> tuple[Articulation, ...]:
    """The goals, objectives and projects whose loss cuts others off from the rest; indicators are left out.

    `cut_off` names what falls away with the node: every part but the largest.
    """
    frame: nx.Graph[str] = nx.Graph(
        network.subgraph(n for n in network if network.nodes[n]["kind"] != "indicator")
    )
    found = []
    for component in sorted(nx.connected_components(frame), key=min):
        part = frame.subgraph(component)
        points = set(nx.articulation_points(part))
        found += [_articulation(network, part, node) for node in network if node in points]
    return tuple(found)


def _articulation(network: Network, part: "nx.Graph[str]", node: str) -> Articulation:
    rest = nx.connected_components(part.subgraph(other for other in part if other != node))
    smaller = sorted(rest, key=lambda nodes: (-len(nodes), min(nodes)))[1:]
    fallen = frozenset[str]().union(*smaller)
    cut_off = tuple(other for other in network if other in fallen)
    return Articulation(node, network.nodes[node]["kind"], network.nodes[node]["label"], cut_off)


def _objectives_below(network: Network, node: str) -> list[str]:
    found: list[str] = []
    for _, below, edge in network.out_edges(node, data=True):
        if edge["relation"] == "has-objective":
            found += [below, *_objectives_below(network, below)]
    return found


def _served(network: Network, objective: str) -> bool:
    """Whether a project serves the objective, a part of it, or the clause it is a part of."""
    wholes = [n for n in network.predecessors(objective) if network.nodes[n]["kind"] == "objective"]
    served_whole = any(network.nodes[n]["kind"] == "project" for w in wholes for n in network.successors(w))
    return served_whole or bool(projects_below(network, objective))


def _steps(network: Network, start: str, path: Sequence[tuple[str, str, int]]) -> tuple[Step, ...]:
    first = network.nodes[start]
    steps = [Step(start, first["kind"], first["label"], "", "", "")]
    for upper, lower, key in path:
        edge, node = network.edges[upper, lower, key], network.nodes[lower]
        relation, status = edge["relation"], edge.get("status", "")
        steps.append(Step(lower, node["kind"], node["label"], relation, status, edge.get("evidence", "")))
    return tuple(steps)


def _upwards(path: tuple[Step, ...]) -> tuple[Step, ...]:
    """The same path read from below: each step then names the edge that leads up to it."""
    last = path[-1]._replace(relation="", status="", evidence="")
    pairs = zip(reversed(path[:-1]), reversed(path[1:]), strict=True)
    edges = (
        upper._replace(relation=lower.relation, status=lower.status, evidence=lower.evidence)
        for upper, lower in pairs
    )
    return (last, *edges)
