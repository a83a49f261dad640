"""What if projects were dropped or given other budgets: the difference for each goal and objective.

Nothing is stored: the question is answered on a network that was read, and the network stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple
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
    """The answer: what was supposed, and every goal and objective of the documents it touches, in their order."""

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
    touched = {network.nodes[project]["document"] for project in gone | money.keys()}
    comparison = _Comparison(network, gone, money, rules)
    return WhatIf(
        tuple(sorted(set(drop))),
        tuple(sorted(budgets.items())),
        tuple(
            comparison.difference(node)
            for node in _goals_and_objectives(network)
            if not touched or network.nodes[node]["document"] in touched
        ),
    )


class Rows(NamedTuple):
    """What a project's rows bring: how many are of grade A or B, and the kinds of those that nothing weakens."""

    measurable: int
    sound_kinds: frozenset[str]


def sum_up_rows(rows: Iterable[Mapping[str, object]], profile: Profile) -> Rows:
    """Sum up indicator rows as the network holds them."""
    measured = [row for row in rows if row["measurable"]]
    sound = (row for row in measured if not profile.goal_blockers.intersection(_flags(row)))
    return Rows(len(measured), frozenset(str(row["indicator_kind"]) for row in sound))


def goal_level(projects: Sequence[Rows], profile: Profile) -> str:
    """The level G0 to G4 of what stands below a goal, from the rows of each of its projects.

    The same test as `shapes.goal_grades` makes on a loaded plan, here on the rows of a network.
    """
    if not projects:
        return "G0"
    if not any(rows.measurable for rows in projects):
        return "G1"
    groups, sound = profile.kinds.groups, frozenset[str]().union(*(rows.sound_kinds for rows in projects))
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


class _Comparison:
    """Compares a network with itself, each project's rows summed up once."""

    def __init__(
        self, network: Network, gone: frozenset[str], budgets: Mapping[str, Decimal], profile: Profile
    ) -> None:
        self._network, self._gone, self._budgets, self._profile = network, gone, budgets, profile
        self._rows: dict[str, Rows] = {}

    def difference(self, node: str) -> Difference:
        facts = self._network.nodes[node]
        shares = shares_below(self._network, node)
        kept = {project: share for project, share in shares.items() if project not in self._gone}
        before = self._standing(shares, {})
        touched = len(kept) < len(shares) or not self._budgets.keys().isdisjoint(shares)
        return Difference(
            facts["kind"],
            node,
            facts["document"],
            self._network.nodes[_goal_above(self._network, node)]["number"],
            facts["number"],
            facts["label"],
            before,
            self._standing(kept, self._budgets) if touched else before,
        )

    def _standing(self, shares: Mapping[str, Decimal], budgets: Mapping[str, Decimal]) -> Standing:
        rows = [self._rows_of(project) for project in shares]
        yuan = Decimal(0)
        for project, share in shares.items():
            own = budgets.get(project, self._network.nodes[project]["yuan"])
            yuan += Decimal(0) if own is None else own * share
        measurable = sum(found.measurable for found in rows)
        return Standing(len(shares), yuan, measurable, goal_level(rows, self._profile))

    def _rows_of(self, project: str) -> Rows:
        if project not in self._rows:
            found = (self._network.nodes[row] for row in indicators_of(self._network, [project]))
            self._rows[project] = sum_up_rows(found, self._profile)
        return self._rows[project]


def _goal_above(network: Network, node: str) -> str:
    while network.nodes[node]["kind"] != "goal":
        node = next(iter(network.predecessors(node)))
    return node
