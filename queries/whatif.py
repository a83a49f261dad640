"""What if projects were dropped or given other budgets: the difference for each goal and objective.

Nothing is stored: the question is answered on a network that was read, and the network stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import unquote

import networkx as nx

from queries.errors import UnknownProjectError
from queries.network import Basis, Network, indicators_of, nodes_of_kind, plan_network, shares_below
from queries.store import Store
from shapes.profile import Profile, load_profile, profile_names
from shapes.profile_quads import profile_iri


@dataclass(frozen=True, slots=True)
class Standing:
    """How a goal or objective stands: projects, money, rows of grade A or B, and the level G0 to G4."""

    projects: int
    yuan: Decimal
    measurable: int
    level: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A goal or objective before and after; `kind` says which it is."""

    kind: str
    iri: str
    document: str
    goal_number: str
    number: str
    label: str
    before: Standing
    after: Standing

    @property
    def changed(self) -> bool:
        """Whether anything is different."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer: every goal and objective in document order, and what was supposed."""

    dropped: tuple[str, ...]
    budgets: tuple[tuple[str, Decimal], ...]
    differences: tuple[Difference, ...]

    def changes(self) -> tuple[Difference, ...]:
        """Only the goals and objectives that stand differently."""
        return tuple(difference for difference in self.differences if difference.changed)


def what_if(  # noqa: PLR0913 - one supposition has these parts
    plan: "Store | Network",
    *,
    drop: Sequence[str] = (),
    budget: Mapping[str, Decimal] | None = None,
    document: str | None = None,
    basis: Basis = "accepted",
    profile: Profile | None = None,
) -> WhatIf:
    """Compare the plan with itself without these projects and with these budgets in yuan, by project code.

    A store is read first, with the links that count on this basis; a network is taken as it is. The levels
    follow the rule profile given, else the one that the store was judged with, else the default.
    """
    if isinstance(plan, nx.MultiDiGraph):
        network, rules = plan, profile or load_profile()
    else:
        network = plan_network(plan, document, basis=basis)
        rules = profile or _profile_of(plan)
    budgets = dict(budget or {})
    by_code = _projects_by_code(network)
    unknown = sorted({*drop, *budgets} - by_code.keys())
    if unknown:
        raise UnknownProjectError(tuple(unknown))
    gone = frozenset(node for code in drop for node in by_code[code])
    money = {node: yuan for code, yuan in budgets.items() for node in by_code[code]}
    return WhatIf(
        tuple(sorted(set(drop))),
        tuple(sorted(budgets.items())),
        tuple(_difference(network, node, gone, money, rules) for node in _goals_and_objectives(network)),
    )


def goal_level(rows: Iterable[Mapping[str, object]], projects: int, profile: Profile) -> str:
    """The level G0 to G4 of what stands below a goal, from its projects and their indicator rows.

    The same test as `shapes.goal_grades` makes on a loaded plan, here on the rows of a network.
    """
    if not projects:
        return "G0"
    measured = [row for row in rows if row["measurable"]]
    if not measured:
        return "G1"
    sound = {row["indicator_kind"] for row in measured if not profile.goal_blockers.intersection(_flags(row))}
    groups = profile.kinds.groups
    if not sound & groups["output"]:
        return "G2"
    return "G4" if sound & (groups["benefit"] | groups["satisfaction"]) else "G3"


def _profile_of(store: Store) -> Profile:
    judged_with = [name for name in profile_names() if profile_iri(name) in store.graphs()]
    return load_profile(judged_with[0]) if judged_with else load_profile()


def _flags(row: Mapping[str, object]) -> tuple[str, ...]:
    flags = row["flags"]
    return flags if isinstance(flags, tuple) else ()


def _projects_by_code(network: Network) -> dict[str, list[str]]:
    """The projects of each code; one without a code answers to the last part of its IRI."""
    found: dict[str, list[str]] = {}
    for node in nodes_of_kind(network, "project"):
        code = network.nodes[node]["code"] or unquote(node.rpartition("/")[2])
        found.setdefault(code, []).append(node)
    return found


def _goals_and_objectives(network: Network) -> list[str]:
    """Each goal, followed by its objectives and their parts."""
    found: list[str] = []

    def descend(node: str) -> None:
        found.append(node)
        for below in network.successors(node):
            if network.nodes[below]["kind"] == "objective":
                descend(below)

    for goal in nodes_of_kind(network, "goal"):
        descend(goal)
    return found


def _difference(
    network: Network, node: str, gone: frozenset[str], budgets: Mapping[str, Decimal], profile: Profile
) -> Difference:
    facts = network.nodes[node]
    shares = shares_below(network, node)
    kept = {project: share for project, share in shares.items() if project not in gone}
    before = _standing(network, shares, {}, profile)
    touched = len(kept) < len(shares) or not budgets.keys().isdisjoint(shares)
    return Difference(
        facts["kind"],
        node,
        facts["document"],
        network.nodes[_goal_above(network, node)]["number"],
        facts["number"],
        facts["label"],
        before,
        _standing(network, kept, budgets, profile) if touched else before,
    )


def _goal_above(network: Network, node: str) -> str:
    while network.nodes[node]["kind"] != "goal":
        node = next(iter(network.predecessors(node)))
    return node


def _standing(
    network: Network, shares: Mapping[str, Decimal], budgets: Mapping[str, Decimal], profile: Profile
) -> Standing:
    rows = [network.nodes[row] for row in indicators_of(network, shares)]
    money = ((budgets.get(project, network.nodes[project]["yuan"]), shares[project]) for project in shares)
    return Standing(
        len(shares),
        sum((yuan * share for yuan, share in money if yuan is not None), Decimal(0)),
        sum(1 for row in rows if row["measurable"]),
        goal_level(rows, len(shares), profile),
    )
