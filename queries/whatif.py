"""What if projects were dropped, linked otherwise or given other budgets: the difference for goals and objectives.

Nothing is stored: the question is answered on a network that was read, and the network stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import networkx as nx

from queries.network import Basis, Network
from queries.store import Store
from queries.suppositions import (
    SupposedLink,
    Suppositions,
    added_below,
    goals_and_objectives,
    read_touched,
    suppose,
)
from shapes.goal_grades import level_of_sums
from shapes.profile import Profile, load_profile, profile_names
from shapes.profile_quads import profile_iri
from shapes.verdict_flags import weakens


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
    added: tuple[SupposedLink, ...]
    differences: tuple[Difference, ...]
    supposed: Suppositions

    def changes(self) -> tuple[Difference, ...]:
        """Only the goals and objectives that stand differently."""
        return tuple(difference for difference in self.differences if difference.changed)


def what_if(  # noqa: PLR0913 - one supposition has these parts
    plan: "Store | Network",
    *,
    drop: Sequence[str] = (),
    budget: Mapping[str, Decimal] | None = None,
    add: Sequence[tuple[str, str]] = (),
    document: str | None = None,
    basis: Basis = "accepted",
    profile: Profile | None = None,
) -> WhatIf:
    """Compare the plan with itself without these projects, with these budgets in yuan and these links besides.

    `add` holds a project's code and a target (`2`, `2/1`) each; all of the project's money counts there. Of a
    store only the documents that hold the projects are read, with the links that count on this basis; a network
    is taken as it is. The levels follow the rule profile given, else the one that the store was judged with,
    else the default.
    """
    codes = (*drop, *(budget or {}), *(code for code, _ in add))
    if isinstance(plan, nx.MultiDiGraph):
        network, rules = plan, profile or load_profile()
    else:
        network = read_touched(plan, codes, document, basis)
        rules = profile or profile_of_store(plan)
    supposed = suppose(network, drop=drop, budget=budget, add=add)
    touched = {network.nodes[project]["document"] for project in supposed.projects}
    comparison = _Comparison(network, supposed, rules)
    return WhatIf(
        tuple(sorted(set(drop))),
        tuple(sorted((budget or {}).items())),
        tuple(sorted({SupposedLink(*link) for link in add})),
        tuple(
            comparison.difference(node, goal)
            for goal, node in goals_and_objectives(network)
            if not touched or network.nodes[node]["document"] in touched
        ),
        supposed,
    )


class Rows(NamedTuple):
    """What a project's rows bring: how many are of grade A or B, and the kinds of those that nothing weakens."""

    measurable: int
    sound_kinds: frozenset[str]


def sum_up_rows(rows: Iterable[Mapping[str, object]], profile: Profile) -> Rows:
    """Sum up indicator rows as the network holds them."""
    measured = [row for row in rows if row["measurable"]]
    sound = (row for row in measured if not weakens(_flags(row), profile))
    return Rows(len(measured), frozenset(str(row["indicator_kind"]) for row in sound))


def goal_level(projects: Sequence[Rows], profile: Profile) -> str:
    """The level G0 to G4 of what stands below a goal, from the rows of each of its projects."""
    sound = frozenset[str]().union(*(rows.sound_kinds for rows in projects))
    return level_of_sums(len(projects), sum(rows.measurable for rows in projects), sound, profile)[0]


def profile_of_store(store: Store) -> Profile:
    """The rule profile that a store was judged with, else the default."""
    judged_with = [name for name in profile_names() if profile_iri(name) in store.graphs()]
    return load_profile(judged_with[0]) if judged_with else load_profile()


def _flags(row: Mapping[str, object]) -> tuple[str, ...]:
    flags = row["flags"]
    return flags if isinstance(flags, tuple) else ()


def _part(edge: Mapping[str, Decimal | None]) -> Decimal:
    """The part of a project's money that a link carries: all of it where it does not say."""
    return edge["share"] if edge["share"] is not None else Decimal(1)


class _Comparison:
    """Compares a network with itself, each project's rows summed up once.

    The network's own dictionaries are read, not its views: over a thousand documents that is twice as quick.
    """

    def __init__(self, network: Network, supposed: Suppositions, profile: Profile) -> None:
        self._facts = dict(network.nodes(data=True))
        self._below = dict(network.adjacency())
        self._supposed, self._profile = supposed, profile
        self._added = added_below(network, supposed)
        self._rows: dict[str, Rows] = {}
        self._shares: dict[str, dict[str, Decimal]] = {}

    def difference(self, node: str, goal: str) -> Difference:
        facts = self._facts[node]
        shares = self._shares_of(node)
        after = shares | dict.fromkeys(self._added.get(node, ()), Decimal(1))
        after = {project: share for project, share in after.items() if project not in self._supposed.gone}
        before = self._standing(shares, {})
        touched = after != shares or not self._supposed.budgets.keys().isdisjoint(shares)
        return Difference(
            facts["kind"],
            node,
            facts["document"],
            self._facts[goal]["number"],
            facts["number"],
            facts["label"],
            before,
            self._standing(after, self._supposed.budgets) if touched else before,
        )

    def _standing(self, shares: Mapping[str, Decimal], budgets: Mapping[str, Decimal]) -> Standing:
        rows = [self._rows_of(project) for project in shares]
        yuan = Decimal(0)
        for project, share in shares.items():
            own = budgets.get(project, self._facts[project]["yuan"])
            yuan += Decimal(0) if own is None else own * share
        measurable = sum(found.measurable for found in rows)
        return Standing(len(shares), yuan, measurable, goal_level(rows, self._profile))

    def _shares_of(self, node: str) -> dict[str, Decimal]:
        """The same as `shares_below`, each objective asked once and in no order."""
        if node not in self._shares:
            shares: dict[str, Decimal] = {}
            for below, edges in self._below[node].items():
                relations = [edge for edge in edges.values() if edge["relation"] == "serves"]
                found = {below: sum((_part(edge) for edge in relations), Decimal(0))} if relations else {}
                if any(edge["relation"] == "has-objective" for edge in edges.values()):
                    found = self._shares_of(below)
                for project, share in found.items():
                    shares[project] = min(Decimal(1), shares.get(project, Decimal(0)) + share)
            self._shares[node] = shares
        return self._shares[node]

    def _rows_of(self, project: str) -> Rows:
        if project not in self._rows:
            below = (self._facts[node] for node in self._below[project])
            self._rows[project] = sum_up_rows(
                (facts for facts in below if facts["kind"] == "indicator"), self._profile
            )
        return self._rows[project]
