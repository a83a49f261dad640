"""What if projects were dropped, linked otherwise or given other budgets: the difference for goals and objectives.

Nothing is stored: the question is answered on a network that was read, and the network stays as it is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

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
            comparison.difference(node, goal) for goal, node in goals_and_objectives(network, touched or None)
        ),
        supposed,
    )


class Rows(NamedTuple):
    """What a project's rows bring: how many are of grade A or B, and the kinds of those that nothing weakens."""

    measurable: int
    sound_kinds: frozenset[str]


def sum_up_rows(measured: Collection[tuple[str, tuple[str, ...]]], profile: Profile) -> Rows:
    """Sum up rows of grade A or B, each by its kind and its flags, as a project of a network holds them."""
    return _sum_up(tuple(measured), profile)


@lru_cache(maxsize=65_536)
def _sum_up(measured: tuple[tuple[str, tuple[str, ...]], ...], profile: Profile) -> Rows:
    # Projects of one form often have the same kinds with the same flags.
    return Rows(len(measured), frozenset(kind for kind, flags in measured if not weakens(flags, profile)))


def goal_level(projects: Sequence[Rows], profile: Profile) -> str:
    """The level G0 to G4 of what stands below a goal, from the rows of each of its projects."""
    sound = frozenset[str]().union(*(rows.sound_kinds for rows in projects))
    return level_of_sums(len(projects), sum(rows.measurable for rows in projects), sound, profile)[0]


def profile_of_store(store: Store) -> Profile:
    """The rule profile that a store was judged with, else the default."""
    judged_with = [name for name in profile_names() if profile_iri(name) in store.graphs()]
    return load_profile(judged_with[0]) if judged_with else load_profile()


_WHOLE: Final = Decimal(1)
_NOTHING: Final = Decimal(0)


def _add_share(shares: dict[str, Decimal], project: str, share: Decimal) -> None:
    """Shares of one project add up to all of its money at most."""
    shares[project] = share if project not in shares else min(_WHOLE, shares[project] + share)


class _Comparison:
    """Compares a network with itself, each project's rows and each objective's shares summed up once."""

    def __init__(self, network: Network, supposed: Suppositions, profile: Profile) -> None:
        self._network, self._supposed, self._profile = network, supposed, profile
        self._nodes = network.nodes  # made anew at every mention
        self._added = added_below(network, supposed)
        self._rows: dict[str, Rows] = {}
        self._shares: dict[str, dict[str, Decimal]] = {}

    def difference(self, node: str, goal: str) -> Difference:
        facts = self._nodes[node]
        shares = self._shares_of(node)
        after = shares
        if node in self._added:
            after = after | dict.fromkeys(self._added[node], _WHOLE)
        if not self._supposed.gone.isdisjoint(after):
            after = {project: share for project, share in after.items() if project not in self._supposed.gone}
        before = self._standing(shares, {})
        touched = after != shares or not self._supposed.budgets.keys().isdisjoint(shares)
        return Difference(
            facts["kind"],
            node,
            facts["document"],
            self._nodes[goal]["number"],
            facts["number"],
            facts["label"],
            before,
            self._standing(after, self._supposed.budgets) if touched else before,
        )

    def _standing(self, shares: Mapping[str, Decimal], budgets: Mapping[str, Decimal]) -> Standing:
        rows = [self._rows_of(project) for project in shares]
        yuan = _NOTHING
        for project, share in shares.items():
            own = budgets[project] if project in budgets else self._nodes[project]["yuan"]
            if own is not None:
                yuan += own if share is _WHOLE else own * share
        measurable = sum(found.measurable for found in rows)
        return Standing(len(shares), yuan, measurable, goal_level(rows, self._profile))

    def _shares_of(self, node: str) -> dict[str, Decimal]:
        """The same as `shares_below`, each objective asked once and in no order."""
        if node not in self._shares:
            shares: dict[str, Decimal] = {}
            for below, edges in self._network.adj[node].items():
                for edge in edges.values():
                    if edge["relation"] == "serves":
                        _add_share(shares, below, _WHOLE if edge["share"] is None else edge["share"])
                    else:
                        for project, share in self._shares_of(below).items():
                            _add_share(shares, project, share)
            self._shares[node] = shares
        return self._shares[node]

    def _rows_of(self, project: str) -> Rows:
        if project not in self._rows:
            self._rows[project] = sum_up_rows(self._nodes[project]["measured"], self._profile)
        return self._rows[project]
