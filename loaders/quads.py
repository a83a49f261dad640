"""Writes a plan as N-Quads: the document's own words to `source`, what was read from them to `reading`.

The shape of both graphs is described in `docs/graph-model.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loaders.document import Anchor, Document
from loaders.form_quads import FormQuads, write_reading
from loaders.layouts.labels import KINDS
from loaders.places import Places
from loaders.plan import Amount, Goal, Indicator, Milestone, Objective, Plan, Project, Quote, Reading, Repair
from ontology import terms
from ontology.identifiers import PlanIdentifiers, concept, file_iri
from ontology.nquads import QuadWriter, decimal, integer, iri, text, year

_A: Final = terms.RDF_TYPE
# Money for a project's whole life has a role of its own and no fund source: sums by source are sums of a year.
_FUND_OF_ROLE: Final = {"fiscal": "fund-fiscal", "other": "fund-other"}


@dataclass(frozen=True, slots=True)
class PlanQuads:
    """The quads of one plan; `places` belongs to the source graph and is kept apart for engines that skip it."""

    source: QuadWriter
    places: QuadWriter
    reading: QuadWriter

    def nquads(self) -> str:
        """All of them as N-Quads text."""
        return "".join([*self.source.lines, *self.places.lines, *self.reading.lines])


def write_plan(plan: Plan, document: Document, identifiers: PlanIdentifiers, software: str) -> PlanQuads:
    """Write one plan; `software` is the version that the reading run names."""
    writer = _PlanWriter(plan, document, identifiers)
    writer.document(document, software)
    writer.goals()
    for position, project in enumerate(plan.projects, start=1):
        writer.project(position, project)
    if plan.whole is not None:
        writer.project(0, plan.whole)
    writer.forms.fields(identifiers.plan, plan.fields)
    writer.forms.notes(plan, identifiers)
    for position, repair in enumerate(plan.repairs, start=1):
        writer.repair(position, repair)
    return PlanQuads(writer.source, writer.places.quads(), writer.reading)


def indicator_anchor(indicator: Indicator) -> Anchor:
    """The stretch of a row from its name to its last cell: the place an indicator is quoted from."""
    quotes = [indicator.name_printed, indicator.description, indicator.value, indicator.basis]
    start = indicator.name_printed.anchor
    return start._replace(end=max([start.end, *(q.anchor.end for q in quotes if q.text)]))


class _PlanWriter:
    def __init__(self, plan: Plan, document: Document, identifiers: PlanIdentifiers) -> None:
        self.plan = plan
        self.ids = identifiers
        self.file = file_iri(identifiers.base, document.sha256)
        self.source = QuadWriter(identifiers.graph("source"))
        self.reading = QuadWriter(identifiers.graph("reading"))
        self.places = Places(self.file, identifiers.graph("source"))
        self.forms = FormQuads(self.source, self.reading, self.places)

    def words(self, subject: str, predicate: str, quote: Quote, language: str = "") -> None:
        """State words of the document; an empty cell states nothing."""
        if quote.text:
            self.source.add(subject, predicate, text(quote.text, language))

    def quoted(self, subject: str, place: str) -> None:
        self.source.add(subject, terms.PROV_WAS_QUOTED_FROM, iri(place))

    def document(self, document: Document, software: str) -> None:
        add, ids, plan = self.source.add, self.ids, self.plan
        add(ids.document, _A, iri(terms.FOAF_DOCUMENT))
        add(ids.document, _A, iri(terms.PROV_ENTITY))
        add(ids.document, terms.DCTERMS_TITLE, text(plan.title))
        add(ids.document, terms.DCTERMS_CREATOR, iri(ids.department_iri))
        if plan.year:
            add(ids.document, terms.GT_YEAR, year(plan.year))
        add(ids.document, terms.GT_DOCUMENT_KIND, text(plan.kind))
        add(ids.document, terms.GT_LAYOUT, text(plan.layout))
        add(ids.document, terms.GT_STATES_PLAN, iri(ids.plan))
        add(ids.document, terms.GT_HAS_FILE, iri(self.file))
        add(self.file, _A, iri(terms.GT_SOURCE_FILE))
        add(self.file, _A, iri(terms.PROV_ENTITY))
        add(self.file, terms.GT_SHA256, text(document.sha256))
        add(self.file, terms.GT_FILE_NAME, text(document.name))
        add(self.file, terms.DCTERMS_FORMAT, text(document.media_type))
        add(self.file, terms.GT_READER, text(document.reader))
        add(ids.department_iri, _A, iri(terms.ORG_FORMAL_ORGANIZATION))
        if plan.department_code:
            add(ids.department_iri, terms.ORG_IDENTIFIER, text(plan.department_code))
        self.words(ids.department_iri, terms.SKOS_PREF_LABEL, plan.department_name, "zh")
        add(ids.plan, _A, iri(terms.GT_PLAN))
        add(ids.plan, _A, iri(terms.SKOS_CONCEPT_SCHEME))
        add(ids.plan, terms.GT_BELONGS_TO_DEPARTMENT, iri(ids.department_iri))
        if plan.year:
            add(ids.plan, terms.GT_YEAR, year(plan.year))
        run = f"{ids.document}/reading-run"
        self.reading.add(run, _A, iri(terms.PROV_ACTIVITY))
        self.reading.add(run, terms.PROV_USED, iri(self.file))
        self.reading.add(run, terms.GT_SOFTWARE_VERSION, text(software))

    def goals(self) -> None:
        plan, ids = self.plan, self.ids
        if plan.overall_goal is not None:
            self._concept(ids.overall_goal, terms.GT_OVERALL_GOAL)
            self.words(ids.overall_goal, terms.GT_PRINTED_TEXT, plan.overall_goal)
            self.quoted(ids.overall_goal, self.places.cell(plan.overall_goal.anchor))
        for goal in plan.goals:
            self._goal(goal)
        for position, safeguard in enumerate(plan.safeguards, start=1):
            subject = ids.safeguard(position)
            self.source.add(subject, _A, iri(terms.GT_SAFEGUARD_MEASURE))
            self.source.add(subject, terms.GT_ORDER, integer(position))
            self.source.add(subject, terms.GT_SAFEGUARDS, iri(ids.plan))
            self.words(subject, terms.GT_PRINTED_TEXT, safeguard)
            self.quoted(subject, self.places.cell(safeguard.anchor))

    def _concept(self, subject: str, kind: str) -> None:
        self.source.add(subject, _A, iri(kind))
        self.source.add(subject, _A, iri(terms.SKOS_CONCEPT))
        self.source.add(subject, terms.SKOS_IN_SCHEME, iri(self.ids.plan))

    def _goal(self, goal: Goal) -> None:
        subject = self.ids.goal(goal.number)
        self._concept(subject, terms.GT_GOAL)
        self.source.add(subject, terms.GT_LIST_NUMBER, text(goal.number))
        if self.plan.overall_goal is not None:
            self.source.add(subject, terms.SKOS_BROADER, iri(self.ids.overall_goal))
        self.words(subject, terms.SKOS_PREF_LABEL, goal.name, "zh")
        self.quoted(subject, self.places.cell(goal.name.anchor))
        for objective in goal.objectives:
            self._objective(goal, objective)
        for statement in goal.statements:
            node = self.ids.statement(goal.number, statement.number)
            self.source.add(node, _A, iri(terms.GT_GOAL_STATEMENT))
            self.source.add(node, terms.GT_ORDER, integer(statement.number))
            self.source.add(node, terms.GT_SPECIFIES_GOAL, iri(subject))
            self.words(node, terms.GT_PRINTED_TEXT, statement.text)
            self.quoted(node, self.places.cell(statement.text.anchor))
            if statement.own is not None:
                self._own_target(node, statement.own)

    def _objective(self, goal: Goal, objective: Objective) -> None:
        subject = self.ids.objective(goal.number, objective.number)
        self._concept(subject, terms.GT_OBJECTIVE)
        self.source.add(subject, terms.GT_LIST_NUMBER, text(objective.number))
        self.source.add(subject, terms.SKOS_BROADER, iri(self.ids.goal(goal.number)))
        self.words(subject, terms.GT_PRINTED_TEXT, objective.text)
        self.quoted(subject, self.places.cell(objective.text.anchor))
        for letter, part in zip("abcdefgh", objective.parts, strict=False):
            node = self.ids.objective(goal.number, objective.number + letter)
            self.reading.add(node, _A, iri(terms.GT_OBJECTIVE))
            self.reading.add(node, terms.GT_LIST_NUMBER, text(objective.number + letter))
            self.reading.add(node, terms.SKOS_BROADER, iri(subject))
            self.reading.add(node, terms.GT_PRINTED_TEXT, text(part.text))
            self.reading.add(node, terms.PROV_WAS_DERIVED_FROM, iri(subject))

    def project(self, position: int, project: Project) -> None:
        subject = self.ids.project(project.key)
        add = self.source.add
        add(
            subject, _A, iri(terms.GT_PROJECT if project.scope != "department" else terms.GT_WHOLE_DEPARTMENT)
        )
        add(subject, terms.GT_BELONGS_TO_PLAN, iri(self.ids.plan))
        if position:
            add(subject, terms.GT_ORDER, integer(position))
        self.words(subject, terms.GT_CODE, project.code)
        self.words(subject, terms.SKOS_PREF_LABEL, project.name, "zh")
        if project.heading is not None:
            self.words(subject, terms.GT_PRINTED_HEADING, project.heading)
        self.words(subject, terms.GT_PURPOSE, project.purpose)
        self.words(subject, terms.GT_GOAL_TEXT, project.goal_text)
        self.quoted(subject, self.places.cell(project.code.anchor if project.code.text else project.anchor))
        for amount in project.amounts:
            self._amount(subject, amount)
        for number, milestone in enumerate(project.milestones, start=1):
            self._milestone(subject, number, milestone)
        self._indicators(subject, project)
        self.forms.project(subject, project)

    def _amount(self, project: str, amount: Amount) -> None:
        node = f"{project}/amount/{amount.role}"
        self.source.add(project, terms.GT_HAS_AMOUNT, iri(node))
        self.source.add(node, _A, iri(terms.GT_AMOUNT))
        self.source.add(node, terms.GT_AMOUNT_ROLE, text(amount.role))
        self.words(node, terms.GT_PRINTED_NUMBER, amount.printed)
        if amount.unit:
            self.source.add(node, terms.GT_PRINTED_UNIT, text(amount.unit))
        fund = _FUND_OF_ROLE.get(amount.role)
        if fund:
            self.source.add(node, terms.GT_HAS_FUND_SOURCE, iri(concept(fund)))
        self.quoted(node, self.places.cell(amount.printed.anchor))
        if amount.yuan is not None:
            self.reading.add(node, terms.GT_YUAN, decimal(amount.yuan))

    def _milestone(self, project: str, number: int, milestone: Milestone) -> None:
        node = f"{project}/milestone/{number}"
        self.source.add(project, terms.GT_HAS_MILESTONE, iri(node))
        self.source.add(node, _A, iri(terms.GT_MILESTONE))
        self.source.add(node, terms.GT_ORDER, integer(number))
        self.words(node, terms.GT_PRINTED_LABEL, milestone.label)
        self.words(node, terms.GT_PRINTED_NUMBER, milestone.percent)
        self.quoted(node, self.places.cell(milestone.percent.anchor))
        if milestone.month is not None:
            self.reading.add(node, terms.GT_MONTH, integer(milestone.month))
        if milestone.share is not None:
            self.reading.add(node, terms.GT_CUMULATIVE_SHARE, decimal(milestone.share))

    def _indicators(self, project: str, project_record: Project) -> None:
        nodes: dict[tuple[Reading, ...], str] = {}
        for indicator in project_record.indicators:
            subject = self.ids.indicator(project_record.key, indicator.kind, indicator.ordinal)
            self._indicator(project, subject, indicator)
            if not indicator.readings:
                continue
            if indicator.readings not in nodes:
                nodes[indicator.readings] = f"{project}/reading/{len(nodes) + 1}"
                self._readings(nodes[indicator.readings], indicator.readings)
            self.reading.add(subject, terms.GT_HAS_READING, iri(nodes[indicator.readings]))

    def _indicator(self, project: str, subject: str, indicator: Indicator) -> None:
        add = self.source.add
        add(project, terms.GT_HAS_INDICATOR, iri(subject))
        add(subject, _A, iri(terms.GT_INDICATOR))
        add(subject, terms.GT_ORDER, integer(indicator.row))
        if indicator.kind:
            add(subject, terms.GT_HAS_KIND, iri(concept(f"kind-{indicator.kind}")))
        if indicator.kind not in KINDS or indicator.kind2 != f"{KINDS[indicator.kind][0]}指标":
            # Said only where it differs from the kind's own label.
            if indicator.kind1:
                add(subject, terms.GT_PRINTED_FIRST_LEVEL, text(indicator.kind1))
            if indicator.kind2:
                add(subject, terms.GT_PRINTED_SECOND_LEVEL, text(indicator.kind2))
        self.words(subject, terms.GT_PRINTED_NAME, indicator.name_printed)
        self.words(subject, terms.GT_DESCRIPTION, indicator.description)
        self.words(subject, terms.GT_PRINTED_VALUE, indicator.value)
        self.words(subject, terms.GT_BASIS, indicator.basis)
        self.quoted(subject, self.places.row(indicator_anchor(indicator)))
        if indicator.name != indicator.name_printed.text:
            self.reading.add(subject, terms.GT_NAME, text(indicator.name))
        if indicator.own is not None:
            self._own_target(subject, indicator.own)
        self.forms.indicator(project, subject, indicator)

    def _own_target(self, subject: str, own: Reading) -> None:
        self.reading.add(subject, terms.GT_HAS_OWN_TARGET, iri(f"{subject}/target"))
        write_reading(self.reading, f"{subject}/target", own)

    def _readings(self, chosen: str, readings: Sequence[Reading]) -> None:
        write_reading(self.reading, chosen, readings[0])
        for rank, other in enumerate(readings[1:], start=2):
            self.reading.add(chosen, terms.GT_HAS_OTHER_READING, iri(f"{chosen}/{rank}"))
            write_reading(self.reading, f"{chosen}/{rank}", other, rank)

    def repair(self, position: int, repair: Repair) -> None:
        node = f"{self.ids.document}/repair/{position}"
        add = self.reading.add
        add(node, _A, iri(terms.GT_REPAIR))
        add(node, terms.GT_REPAIR_RULE, text(repair.rule))
        if repair.printed:
            add(node, terms.GT_PRINTED_TEXT, text(repair.printed))
        if repair.repaired:
            add(node, terms.GT_REPAIRED_TEXT, text(repair.repaired))
        add(node, terms.PROV_WAS_DERIVED_FROM, iri(self.places.cell(repair.anchor)))
