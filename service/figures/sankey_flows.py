"""What the money figure shows: who gives how much to which project, and to which goals that leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from queries.coverage_records import Basis, DocumentCoverage, Goal, Project
from service.reports.sentences import Sentences

MOST_COMBINATIONS: Final = 6
UNNAMED: Final = ""


class Flow(NamedTuple):
    """Money between two cards, by their places in their columns."""

    source: int
    target: int
    yuan: Decimal

    @property
    def ends(self) -> tuple[int, int]:
        return self.source, self.target


@dataclass(frozen=True, slots=True)
class Card:
    """A fund, a project or a goal: its key for page scripts, its words and its money.

    `only` marks a goal whose projects shared with others are drawn on a card of their own.
    """

    key: str
    label: str
    yuan: Decimal
    projects: int = 1
    no_goal: bool = False
    only: bool = False


@dataclass(frozen=True, slots=True)
class Flows:
    """Three columns of cards, and the flows from each to the next."""

    funds: tuple[Card, ...]
    projects: tuple[Card, ...]
    goals: tuple[Card, ...]
    given: tuple[Flow, ...]
    spent: tuple[Flow, ...]
    shared: int


def read_flows(document: DocumentCoverage, say: Sentences, basis: Basis) -> Flows:
    """The flows on one basis; a project that serves several goals flows, undivided, to those goals together."""
    order = {goal.number: place for place, goal in reversed(list(enumerate(document.goals)))}
    served = {id(project): _served(project, order, basis) for project in document.projects}
    together = sorted({goals for goals in served.values() if len(goals) > 1})
    # The combinations have a card each while few; many of them stand on one card, still undivided.
    many = len(together) > MOST_COMBINATIONS
    keys: list[tuple[int, ...]] = [(place,) for place in range(len(document.goals))]
    keys += [(0, 0)] if many else together
    keys = sorted(keys, key=lambda key: (sum(key) / len(key), key)) if not many else keys
    if any(not goals for goals in served.values()):
        keys.append(())

    def target(project: Project) -> int:
        goals = served[id(project)]
        return keys.index((0, 0) if many and len(goals) > 1 else goals)

    projects = sorted(document.projects, key=lambda p: (target(p), -p.yuan, p.order, p.iri))
    own: list[list[Project]] = [[p for p in projects if target(p) == place] for place in range(len(keys))]
    goals = tuple(
        _goal_card(key, own[place], document.goals, say, together) for place, key in enumerate(keys)
    )
    funds, given = _given(projects, say)
    return Flows(
        funds,
        tuple(Card(p.code, p.name or p.code, p.yuan) for p in projects),
        goals,
        given,
        tuple(Flow(place, target(p), p.yuan) for place, p in enumerate(projects)),
        sum(len(goals) > 1 for goals in served.values()),
    )


def _served(project: Project, order: dict[str, int], basis: Basis) -> tuple[int, ...]:
    return tuple(sorted({order[number] for number in project.goals_on(basis) if number in order}))


def _goal_card(
    key: tuple[int, ...],
    projects: Sequence[Project],
    goals: Sequence[Goal],
    say: Sentences,
    together: Sequence[tuple[int, ...]],
) -> Card:
    yuan = sum((project.yuan for project in projects), Decimal(0))
    if not key:
        return Card("", say.wording("figure_no_goal"), yuan, len(projects), no_goal=True)
    if len(key) == 1:
        goal = goals[key[0]]
        label = f"{say.wording('figure_goal_number', number=goal.number)} {goal.name}"
        shares = any(key[0] in combination for combination in together)
        return Card(goal.number, label, yuan, len(projects), only=shares)
    numbers = [goals[place].number for place in sorted(set(key))]
    if len(numbers) == 1:
        return Card("*", say.wording("figure_goals_several"), yuan, len(projects))
    label = say.wording("figure_goals_together", numbers=say.wording.joined(numbers))
    return Card(" ".join(numbers), label, yuan, len(projects))


def _given(projects: Sequence[Project], say: Sentences) -> tuple[tuple[Card, ...], tuple[Flow, ...]]:
    """Fund cards, most money first, and what each gives; money that no fund accounts for has its own card."""
    parts = [_parts(project) for project in projects]
    sums: dict[str, Decimal] = {}
    for own in parts:
        for source, yuan in own.items():
            sums[source] = sums.get(source, Decimal(0)) + yuan
    sources = sorted(sums, key=lambda source: (-sums[source], source))
    cards = tuple(
        Card(
            source,
            say.label(f"fund-{source}") if source else say.wording("figure_fund_unnamed"),
            sums[source],
            sum(source in own for own in parts),
        )
        for source in sources
    )
    flows = [
        Flow(sources.index(source), place, yuan)
        for place, own in enumerate(parts)
        for source, yuan in sorted(own.items(), key=lambda item: sources.index(item[0]))
    ]
    return cards, tuple(sorted(flows))


def _parts(project: Project) -> dict[str, Decimal]:
    parts: dict[str, Decimal] = {}
    for fund in project.funds:
        if fund.yuan > 0:
            parts[fund.source] = parts.get(fund.source, Decimal(0)) + fund.yuan
    rest = project.yuan - sum(parts.values(), Decimal(0))
    if rest > 0:
        parts[UNNAMED] = parts.get(UNNAMED, Decimal(0)) + rest
    return parts
