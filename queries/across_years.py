"""Recognises goals, objectives, projects and metrics of one plan in a later one: by code, by words, by likeness.

What the documents state (one code, the same words) is taken as said; likeness of names only proposes, with a
score, and a reviewer's decision stands over both. A year printed in a name does not make it another name.
"""

from collections.abc import Iterable, Mapping, Sequence

from queries.fact_records import PlanFacts
from queries.year_matcher import Decided, Matcher, Within
from queries.year_records import KINDS, Decision, Item, Pair, Thread, YearChanges


def compare_years(earlier: PlanFacts, later: PlanFacts, decisions: Iterable[Decision] = ()) -> YearChanges:
    """Lay two plans side by side, with a reviewer's decisions on them."""
    old, new = list_items(earlier), list_items(later)
    decided = Decided.of(decisions, (*old, *new))
    goals = Matcher("goal", old, new, decided)
    goals.pair_words()
    goals.pair_alike()
    objectives = Matcher("objective", old, new, decided)
    objectives.pair_words()
    objectives.pair_alike(goals.within())
    objectives.pair_alike()
    projects = Matcher("project", old, new, decided)
    projects.pair_codes()
    projects.pair_words()
    projects.pair_alike()
    metrics = Matcher("indicator", old, new, decided)
    within = {**_same_bearers(old), **projects.within()}
    metrics.pair_words(within, same_kind=True)
    metrics.pair_words(within)
    metrics.pair_alike(within)
    pairs = (pair for matcher in (goals, objectives, projects, metrics) for pair in matcher.finish())
    return YearChanges(earlier.document.key, later.document.key, tuple(pairs))


def _same_bearers(items: Sequence[Item]) -> Within:
    """What bears metrics and is no project, such as the department as a whole, is the same in every year."""
    projects = {item.key for item in items if item.kind == "project"}
    bearers = {item.above for item in items if item.kind == "indicator"} - projects
    return {key: frozenset({key}) for key in bearers}


def follow_years(
    plans: Sequence[PlanFacts], decisions: Mapping[tuple[str, str], Sequence[Decision]]
) -> tuple[Thread, ...]:
    """Follow everything through the plans, which stand in order of their years.

    `decisions` holds those on two neighbouring plans by the IRIs of the plans.
    """
    threads: list[list[Item | None]] = []
    thread_of: dict[str, int] = {}
    for place, plan in enumerate(plans):
        before = plans[place - 1] if place else None
        went_on: dict[str, int] = {}
        for pair in _pairs_between(before, plan, decisions):
            if pair.earlier and pair.later and pair.later.iri not in went_on:
                number = thread_of.pop(pair.earlier.iri, None)
                if number is not None:
                    threads[number].append(pair.later)
                    went_on[pair.later.iri] = number
        for item in list_items(plan):
            if item.iri not in went_on:
                went_on[item.iri] = len(threads)
                threads.append([*[None] * place, item])
        for thread in threads:
            thread.extend([None] * (place + 1 - len(thread)))
        thread_of = went_on
    return tuple(sorted((_thread(items) for items in threads), key=lambda thread: KINDS.index(thread.kind)))


def _pairs_between(
    before: PlanFacts | None, plan: PlanFacts, decisions: Mapping[tuple[str, str], Sequence[Decision]]
) -> tuple[Pair, ...]:
    if before is None:
        return ()
    return compare_years(before, plan, decisions.get((before.document.plan, plan.document.plan), ())).pairs


def _thread(items: Sequence[Item | None]) -> Thread:
    last = [item for item in items if item is not None][-1]
    return Thread(last.kind, last.label, tuple(items))


def list_items(facts: PlanFacts) -> list[Item]:
    """Everything a plan states that can go on, in the document's order; parts of an objective are its repair."""
    plan = f"{facts.document.plan}/"

    def key(iri: str) -> str:
        return iri.removeprefix(plan)

    items = [Item("goal", key(g.iri), g.iri, "", g.name, "") for g in facts.goals]
    items += [
        Item("objective", key(o.iri), o.iri, "", o.text, "", key(o.goal))
        for o in facts.objectives
        if not o.whole
    ]
    items += [
        Item(
            "project", key(p.iri), p.iri, p.code, p.name, "" if p.yuan is None else f"{p.yuan.normalize():f}"
        )
        for p in facts.projects
    ]
    items += [
        Item("indicator", key(r.iri), r.iri, "", r.name, r.value_text, key(r.project), r.kind)
        for r in facts.indicators
    ]
    return items
