"""What-if over many documents: how long an answer takes once the network is read.

    .venv/bin/python benchmarks/whatif.py [DOCUMENTS]

The documents are made up in memory, each as big as the shipped example: 4 goals, 16 objectives, 31 projects with
nine rows each, one link a project. Codes repeat over the documents where that makes the question harder.
"""

import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal

import networkx as nx

from queries.fact_records import (
    DocumentFact,
    FundFact,
    GoalFact,
    IndicatorFact,
    LinkFact,
    ObjectiveFact,
    PlanFacts,
    ProjectFact,
)
from queries.network import Network, add_plan
from queries.whatif import what_if
from shapes.profile import load_profile

DOCUMENTS = 1000
GOALS, OBJECTIVES, PROJECTS = 4, 4, 31
KINDS = [
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic",
    "social",
    "ecological",
    "sustainability",
    "beneficiary-satisfaction",
]
RUNS = 5


def make_plan(number: int) -> PlanFacts:
    """One plan; project 1 has the same code in every document, the others have codes of their own."""
    plan = f"https://example.org/data/plan/{number}-2022"
    document = f"https://example.org/data/document/{number}-2022-goals"
    fact = DocumentFact(document, document, plan, str(number), "", "2022", "goals", "", "", "", "")
    goals = tuple(GoalFact(f"{plan}/goal/{g}", str(g), "目标") for g in range(1, GOALS + 1))
    objectives = tuple(
        ObjectiveFact(f"{goal.iri}/objective/{o}", goal.iri, "", str(o), "分项")
        for goal in goals
        for o in range(1, OBJECTIVES + 1)
    )
    projects = tuple(
        ProjectFact(
            f"{plan}/project/{p}",
            p,
            "SHARED" if p == 1 else f"{number}-{p}",
            "项目",
            "",
            Decimal(10000 * p),
            (FundFact("fiscal", Decimal(10000 * p)),),
        )
        for p in range(1, PROJECTS + 1)
    )
    rows = tuple(_row(project.iri, r, kind) for project in projects for r, kind in enumerate(KINDS, start=1))
    links = tuple(
        LinkFact(
            f"{plan}/link/{p}",
            project.iri,
            objectives[p % len(objectives)].iri,
            "accepted",
            *("", None, None),
            *[""] * 4,
        )
        for p, project in enumerate(projects)
    )
    return PlanFacts(fact, goals, objectives, projects, rows, links)


def _row(project: str, row: int, kind: str) -> IndicatorFact:
    grade = "ABCDEF"[row % 6]
    flags = ("shared-value",) if row % 2 else ()
    iri = f"{project}/indicator/{kind}-1"
    words = ("指标", "指标", "", "≥95%", "")
    return IndicatorFact(iri, project, row, kind, "", "", *words, grade, flags, (), verifiable=False, cell="")


def cpu_milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """The first call, and the median of further ones: CPU time, for other programs may share the machine."""
    times = []
    for _ in range(RUNS + 1):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return times[0], statistics.median(times[1:])


def main() -> None:
    """Make the network, ask, print."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    network: Network = nx.MultiDiGraph()
    start = time.perf_counter()
    for number in range(1, documents + 1):
        add_plan(network, make_plan(number))
    made = time.perf_counter() - start
    gc.freeze()  # as a program does that keeps what it loaded: else each answer pays for walking through it
    profile = load_profile()
    one = f"{documents}-2"
    shared_budget = {"SHARED": Decimal(1)}
    questions: dict[str, Callable[[], object]] = {
        "drop one project": lambda: what_if(network, drop=[one], profile=profile),
        "add a link": lambda: what_if(network, add=[(one, "3/1")], profile=profile),
        "a budget of one project": lambda: what_if(network, budget={one: Decimal(1)}, profile=profile),
        "drop a project of every document": lambda: what_if(network, drop=["SHARED"], profile=profile),
        "add a link in every document": lambda: what_if(network, add=[("SHARED", "4/2")], profile=profile),
        "a budget in every document": lambda: what_if(network, budget=shared_budget, profile=profile),
    }
    print(
        f"{documents} documents, {len(network)} nodes, {network.number_of_edges()} edges, made in {made:.1f} s"
    )
    for name, ask in questions.items():
        first, median = cpu_milliseconds(ask)
        print(f"{name:34} first {first:8.1f} ms CPU   then {median:8.1f} ms CPU   (goal: 1000)")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
