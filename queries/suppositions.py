"""What a what-if question supposes, found in a network: projects gone, other budgets, further links."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple
from urllib.parse import unquote

import networkx as nx

from loaders.link_decisions import parse_target
from ontology.nquads import text
from queries.errors import UnknownGoalError, UnknownProjectError
from queries.facts import choose_documents, number_order, read_facts, words
from queries.network import Basis, Network, add_plan, nodes_of_kind, plan_network
from queries.store import Store

_WITH_CODE: Final = (
    "SELECT DISTINCT ?source WHERE { GRAPH ?source { ?project a gt:Project ; gt:code ?code } }"
)


class SupposedLink(NamedTuple):
    """A link that is supposed: a project's code and a target such as `2` or `2/objective/1`."""

    project_code: str
    target: str


class Suppositions(NamedTuple):
    """What was supposed, as the nodes of the network: projects gone, other budgets in yuan, further links."""

    gone: frozenset[str]
    budgets: Mapping[str, Decimal]
    added: tuple[tuple[str, str], ...]
    """Project and target of each supposed link."""

    @property
    def projects(self) -> frozenset[str]:
        """Every project that a supposition is about."""
        return self.gone | self.budgets.keys() | {project for project, _ in self.added}


def suppose(
    network: Network,
    *,
    drop: Sequence[str] = (),
    budget: Mapping[str, Decimal] | None = None,
    add: Sequence[tuple[str, str]] = (),
) -> Suppositions:
    """Find the nodes that suppositions are about; a code means its project in every document of the network."""
    by_code = _projects_by_code(network)
    unknown = sorted({*drop, *(budget or {}), *(code for code, _ in add)} - by_code.keys())
    if unknown:
        raise UnknownProjectError(tuple(unknown))
    return Suppositions(
        frozenset(node for code in drop for node in by_code[code]),
        {node: yuan for code, yuan in (budget or {}).items() for node in by_code[code]},
        tuple(link for code, target in add for link in _supposed_links(network, by_code[code], target)),
    )


def _supposed_links(network: Network, projects: Sequence[str], target: str) -> list[tuple[str, str]]:
    """The project with the target of its own document, wherever that document has such a target."""
    goal, objective = parse_target(target)
    wanted = (goal or "none", objective or "")
    documents = {network.nodes[project]["document"] for project in projects}
    targets: dict[tuple[str, str, str], str] = {}
    for above, node in goals_and_objectives(network, documents):
        facts = network.nodes[node]
        own = "" if node == above else facts["number"]
        targets.setdefault((facts["document"], network.nodes[above]["number"], own), node)
    links = [
        (project, targets[key])
        for project in projects
        if (key := (network.nodes[project]["document"], *wanted)) in targets
    ]
    if not links:
        known = sorted({number for _, number, _ in targets}, key=number_order)
        raise UnknownGoalError(target, tuple(known))
    return links


def read_touched(store: Store, codes: Sequence[str], document: str | None, basis: Basis) -> Network:
    """The network of the documents that hold these codes; of all that may be meant where a code is not found."""
    if document is not None or not codes:
        return plan_network(store, document, basis=basis)
    sources: set[str] = set()
    for code in dict.fromkeys(codes):
        found = {words(row[0]) for row in store.select(_WITH_CODE, {"code": text(code)}).rows}
        if not found:  # It may name a project without a code by its place in the plan.
            return plan_network(store, basis=basis)
        sources |= found
    network: Network = nx.MultiDiGraph()
    for fact in choose_documents(store, None):
        if f"{fact.iri}/source" in sources:
            add_plan(network, read_facts(store, fact), basis)
    return network


def _projects_by_code(network: Network) -> dict[str, list[str]]:
    """The projects of each code; one without a code answers to the last part of its IRI."""
    found: dict[str, list[str]] = {}
    for node in nodes_of_kind(network, "project"):
        code = network.nodes[node]["code"] or unquote(node.rpartition("/")[2])
        found.setdefault(code, []).append(node)
    return found


def goals_and_objectives(network: Network, documents: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Each goal of these documents, or of all, followed by its objectives and their parts: pairs of goal and node."""
    found: list[tuple[str, str]] = []

    def descend(goal: str, node: str) -> None:
        found.append((goal, node))
        for below in network.successors(node):
            if network.nodes[below]["kind"] == "objective":
                descend(goal, below)

    for goal in nodes_of_kind(network, "goal"):
        if documents is None or network.nodes[goal]["document"] in documents:
            descend(goal, goal)
    return found


def added_below(network: Network, supposed: Suppositions) -> dict[str, set[str]]:
    """The projects that supposed links bring to each goal and objective; what serves a part serves the whole."""
    added: dict[str, set[str]] = {}
    for project, target in supposed.added:
        node = target
        while True:
            added.setdefault(node, set()).add(project)
            if network.nodes[node]["kind"] == "goal":
                break
            node = next(iter(network.predecessors(node)))
    return added
