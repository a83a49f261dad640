"""Reads the coverage of one document: each question asked of its own graph, the answers joined by IRI."""

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Final

from ontology.lines import split_lines
from ontology.prefixes import GTS, PREFIXES
from queries import coverage_questions as questions
from queries.answer import Value
from queries.coverage_answers import (
    NOT_MEASURED,
    DocumentGraphs,
    Measurement,
    cell_label,
    count_kinds,
    kinds_in_order,
    number_order,
    whole,
)
from queries.coverage_goals import GoalReader, goals_by_basis, read_links, read_statements, read_targets
from queries.coverage_records import (
    ArithmeticCheck,
    DocumentCoverage,
    Finding,
    Fund,
    Label,
    Link,
    Project,
    ReadTarget,
    Repair,
    Row,
    SourceDocument,
)
from queries.facts import Record, concept_key, money, words
from queries.fingerprints import boilerplate_of
from queries.reported import read_told
from queries.store import Store
from queries.totals import read_totals

SEVERITIES: Final = ("violation", "warning", "info")


def read_document(store: Store, document: SourceDocument, plan: str) -> DocumentCoverage:
    """The coverage of one document, projects worst first."""
    reading = _Reading(DocumentGraphs(store, document.iri), plan)
    goal_records = sorted(
        reading.graphs.ask(questions.GOALS, "source"), key=lambda r: number_order(words(r["number"]))
    )
    targets = read_targets(reading.graphs, goal_records)
    links = read_links(reading.graphs, targets, reading.codes)
    rows = reading.rows()
    kinds = kinds_in_order(row.kind for own in rows.values() for row in own)
    findings = reading.findings()
    projects = reading.projects(rows, kinds, links, findings)
    statements = read_statements(reading.graphs, reading.measured)
    goals = GoalReader(targets, links, projects, kinds, statements, reading.measured)
    return DocumentCoverage(
        document=document,
        overall_goal="\n".join(reading.texts(questions.OVERALL_GOALS)),
        goals=tuple(goals.read(record) for record in goal_records),
        projects=tuple(sorted(projects, key=worst_first)),
        safeguards=tuple(reading.texts(questions.SAFEGUARDS)),
        links=links,
        kinds=kinds,
        findings=findings,
        repairs=reading.repairs(),
        checks=reading.checks(),
        told=read_told(store, document.iri),
        boilerplate=boilerplate_of(read_totals(store, document.iri).get(document.iri)),
    )


def worst_first(project: Project) -> tuple[Decimal, Decimal, Decimal, str]:
    """Sort key: least measurable, then least judgeable, then most money."""
    rows = len(project.rows) or 1
    return (
        Decimal(project.counts.measurable) / rows,
        Decimal(project.judgeable) / rows,
        -project.yuan,
        project.code,
    )


class _Reading:
    """One document while it is read: its graphs, and what several answers are joined by."""

    def __init__(self, graphs: DocumentGraphs, plan: str) -> None:
        self.graphs = graphs
        self.project_path = f"{plan}/project/"
        self.measured = graphs.measurements()
        self.evidence = graphs.evidence()
        self.read: dict[str, ReadTarget] = {}
        self.own: dict[str, ReadTarget] = {}
        self.project_records = graphs.ask(questions.PROJECTS, "source")
        self.codes = {words(r["project"]): _code(r) for r in self.project_records}
        self.cells = {words(r["project"]): cell_label(r["cell"]) for r in self.project_records}

    def texts(self, question: str) -> list[str]:
        return [words(record["text"]) for record in self.graphs.ask(question, "source")]

    def code_of(self, focus: Value) -> str:
        """The code of the project that a node is or belongs to, empty for the plan and its goals."""
        if not words(focus).startswith(self.project_path):
            return ""
        segment = words(focus)[len(self.project_path) :].partition("/")[0]
        return self.codes.get(self.project_path + segment, "")

    def rows(self) -> dict[str, list[Row]]:
        """Every project's rows in their order, by the project's IRI."""
        names = {words(r["row"]): words(r["name"]) for r in self.graphs.ask(questions.NAMES, "reading")}
        self.read_targets()
        rows: dict[str, list[Row]] = defaultdict(list)
        for record in self.graphs.ask(questions.ROWS, "source"):
            iri = words(record["row"])
            self.cells[iri] = cell_label(record["cell"])
            rows[words(record["project"])].append(self._row(iri, record, names.get(iri, "")))
        for own in rows.values():
            own.sort(key=lambda row: (row.order, row.kind, row.name))
        return rows

    def read_targets(self) -> None:
        """What was read from each row's value cell and from its description."""
        readings = {words(r["reading"]): _target(r) for r in self.graphs.ask(questions.READINGS, "reading")}
        for record in self.graphs.ask(questions.READ_FROM, "reading"):
            row = words(record["row"])
            if words(record["value"]) in readings:
                self.read[row] = readings[words(record["value"])]
            if words(record["own"]) in readings:
                self.own[row] = readings[words(record["own"])]

    def _row(self, iri: str, record: Record, name: str) -> Row:
        stored = self.measured.get((iri, ""), NOT_MEASURED)
        return Row(
            project_code=self.codes.get(words(record["project"]), ""),
            kind=concept_key(record["kind"], "kind"),
            order=whole(record["order"]),
            name=name or words(record["printedName"]),
            printed_name=words(record["printedName"]),
            description=words(record["description"]),
            value=words(record["value"]),
            basis=words(record["basis"]),
            read=self.read.get(iri),
            own=self.own.get(iri),
            grade=stored.grade,
            rules=stored.rules,
            flags=stored.flags,
            evidence=self._evidence(iri, stored),
            verifiable=stored.one("verifiable") is True,
            cell=cell_label(record["cell"]),
        )

    def _evidence(self, iri: str, stored: Measurement) -> tuple[str, ...]:
        own = (line for joined in stored.many("evidence") for line in split_lines(joined))
        return tuple(sorted({*self.evidence.get(iri, ()), *own}))

    def projects(
        self,
        rows: dict[str, list[Row]],
        kinds: tuple[str, ...],
        links: tuple[Link, ...],
        findings: tuple[Finding, ...],
    ) -> list[Project]:
        """The projects with their rows and money, as the document orders them."""
        found = Counter(finding.project_code for finding in findings)
        amounts = self._amounts()
        projects = []
        for record in self.project_records:
            iri, code = words(record["project"]), _code(record)
            yuan, funds = amounts.get(iri, (Decimal(0), ()))
            projects.append(
                Project(
                    iri=iri,
                    code=code,
                    name=words(record["name"]),
                    order=whole(record["order"]),
                    purpose=words(record["purpose"]),
                    cell=cell_label(record["cell"]),
                    yuan=yuan,
                    funds=funds,
                    rows=tuple(rows.get(iri, ())),
                    kinds=count_kinds(rows.get(iri, ()), kinds),
                    findings=found[code],
                    goals=goals_by_basis(code, links),
                )
            )
        return sorted(projects, key=lambda project: (project.order, project.code))

    def _amounts(self) -> dict[str, tuple[Decimal, tuple[Fund, ...]]]:
        """Budget and money per fund source by project; without a budget figure the funds are added up."""
        yuan = {words(r["amount"]): money(r["yuan"]) for r in self.graphs.ask(questions.YUAN, "reading")}
        budgets: dict[str, Decimal] = {}
        funds: dict[str, dict[str, Decimal]] = defaultdict(dict)
        for record in self.graphs.ask(questions.AMOUNTS, "source"):
            project, amount = words(record["project"]), yuan.get(words(record["amount"]))
            if amount is None:
                continue
            if record["fund"] is not None:
                source = concept_key(record["fund"], "fund")
                funds[project][source] = funds[project].get(source, Decimal(0)) + amount
            elif record["role"] == "budget":
                budgets[project] = amount
        return {
            project: (
                budgets.get(project, sum(funds[project].values(), Decimal(0))),
                tuple(Fund(source, amount) for source, amount in sorted(funds[project].items())),
            )
            for project in {**budgets, **funds}
        }

    def findings(self) -> tuple[Finding, ...]:
        """The validator's results, the gravest first."""
        found = [self._finding(record) for record in self.graphs.ask(questions.FINDINGS, "judgment")]
        severities = {severity: position for position, severity in enumerate(SEVERITIES)}
        projects = {_code(r): whole(r["order"]) for r in self.project_records}

        def order(finding: Finding) -> tuple[object, ...]:
            gravity = severities.get(finding.severity, len(severities))
            place = projects.get(finding.project_code, 0)
            return gravity, finding.shape, place, finding.focus, finding.message

        return tuple(sorted(found, key=order))

    def _finding(self, record: Record) -> Finding:
        focus = words(record["focus"])
        return Finding(
            severity=words(record["severity"]).removeprefix(PREFIXES["sh"]).lower(),
            shape=words(record["shape"]).removeprefix(GTS),
            message=Label(words(record["zh"]), words(record["en"])),
            focus=focus,
            value=words(record["value"]),
            project_code=self.code_of(focus),
            cell=cell_label(record["cell"]) or self.cells.get(focus, ""),
        )

    def repairs(self) -> tuple[Repair, ...]:
        """What was mended, in the order in which it was logged."""
        records = self.graphs.ask(questions.REPAIRS, "reading")
        return tuple(
            Repair(words(r["rule"]), words(r["printed"]), words(r["repaired"]), cell_label(r["cell"]))
            for r in sorted(records, key=lambda r: number_order(words(r["repair"])))
        )

    def checks(self) -> tuple[ArithmeticCheck, ...]:
        """Calculations found in the prose: those that do not hold first."""
        outcomes = ("does-not-hold", "holds", "cannot-say")
        place = {outcome: position for position, outcome in enumerate(outcomes)}
        records = self.graphs.ask(questions.CHECKS, "judgment")
        checks = [
            ArithmeticCheck(
                project_code=self.code_of(r["project"]),
                outcome=concept_key(r["outcome"], "check"),
                expression=words(r["expression"]),
                yuan=money(r["yuan"]),
                budget_yuan=money(r["budget"]),
                words=words(r["words"]),
                lower_bound=r["lower"] is True,
            )
            for r in sorted(records, key=lambda r: number_order(words(r["check"])))
        ]
        return tuple(sorted(checks, key=lambda check: place.get(check.outcome, len(outcomes))))


def _code(record: Record) -> str:
    # A project whose code the document lost is known by the end of its IRI.
    return words(record["code"]) or words(record["project"]).rpartition("/")[2]


def _target(record: Record) -> ReadTarget:
    return ReadTarget(
        concept_key(record["comparator"], "comparator"),
        money(record["number"]),
        money(record["numberEnd"]),
        words(record["unit"]),
    )
