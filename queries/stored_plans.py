"""A stored document as the plan that its layout made, in the document's own words, so that it can be written again.

Places are not read back: a plan from the store is for other standards, not for showing where a word stands.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, cast
from urllib.parse import unquote

from loaders.document import Anchor
from loaders.layouts.labels import KINDS
from loaders.plan import (
    Amount,
    FormField,
    Goal,
    Indicator,
    Milestone,
    Objective,
    Period,
    Plan,
    Project,
    Quote,
    Repair,
    Scope,
    SplitValue,
    StatedLink,
    Statement,
    Step,
)
from loaders.plan_values import read_values
from ontology import terms
from ontology.identifiers import PlanIdentifiers
from ontology.prefixes import GTC
from queries.document_choice import identify_document
from queries.fact_records import DocumentFact
from queries.facts import number_order
from queries.store import Store
from queries.stored_links import stored_links
from queries.stored_statements import Statements

_NOWHERE: Final = Anchor(0, 0)
_FIRST_LEVELS: Final = {
    **dict.fromkeys(("quantity", "quality", "timeliness", "cost"), "产出指标"),
    **dict.fromkeys(("economic", "social", "ecological", "sustainability"), "效益指标"),
    "beneficiary-satisfaction": "满意度指标",
    **dict.fromkeys(("economic-cost", "social-cost", "ecological-cost"), "成本指标"),
}


def stored_plan(store: Store, document: DocumentFact) -> Plan:
    """The plan of one document of the store, with its values read again."""
    identifiers = identify_document(document)
    graphs = (identifiers.graph("source"), identifiers.graph("reading"))
    plan = _PlanReader(Statements(store, *graphs), document, identifiers).plan(store)
    return read_values(plan, 0)


class _PlanReader:
    """Makes the records of a plan of the statements of its two graphs."""

    def __init__(self, found: Statements, document: DocumentFact, identifiers: PlanIdentifiers) -> None:
        self.found, self.document, self.ids = found, document, identifiers

    def plan(self, store: Store) -> Plan:
        """The plan as its layout made it, without readings."""
        nodes = self.found.subjects(terms.GT_BELONGS_TO_PLAN, self.ids.plan)
        whole = f"{self.ids.plan}/project/department"
        projects = sorted(
            (node for node in nodes if not self._is_department(node)),
            key=lambda node: (self.found.order(node, terms.GT_ORDER), node),
        )
        return Plan(
            department_code=self.document.department_code,
            department_name=_quote(self.document.department_name),
            year=self.document.year,
            kind=self.document.kind,
            layout=self.document.layout,
            title=self.document.title,
            overall_goal=self.optional(self.ids.overall_goal, terms.GT_PRINTED_TEXT),
            goals=tuple(self.goals()),
            safeguards=tuple(self.safeguards()),
            projects=tuple(self.project(node) for node in projects),
            repairs=tuple(self.repairs()),
            whole=self.project(whole) if whole in nodes and self._is_department(whole) else None,
            fields=self.fields(self.ids.plan),
            links=tuple(
                StatedLink(link.project_code, link.goal, link.objective, _quote(" ".join(link.evidence)))
                for link in stored_links(store, self.ids)
                if link.status == "stated" and link.goal is not None
            ),
        )

    def _is_department(self, node: str) -> bool:
        return terms.GT_WHOLE_DEPARTMENT in self.found.all(node, terms.RDF_TYPE)

    def quote(self, subject: str, predicate: str) -> Quote:
        """The words of a property."""
        return _quote(self.found.text(subject, predicate))

    def optional(self, subject: str, predicate: str) -> Quote | None:
        """The words of a property, or None."""
        words = self.found.text(subject, predicate)
        return _quote(words) if words else None

    def goals(self) -> Iterator[Goal]:
        """The goals in the order of their numbers, with their printed objectives."""
        prefix = f"{self.ids.plan}/goal/"
        nodes = [
            node for node in self.found.subjects(terms.RDF_TYPE, terms.GT_GOAL) if node.startswith(prefix)
        ]
        for node in sorted(nodes, key=self._number):
            below = self.found.subjects(terms.SKOS_BROADER, node)
            objectives = [
                Objective(self.found.text(o, terms.GT_LIST_NUMBER), self.quote(o, terms.GT_PRINTED_TEXT))
                for o in sorted(below, key=self._number)
            ]
            said = self.found.subjects(terms.GT_SPECIFIES_GOAL, node)
            statements = [
                Statement(self.found.order(s, terms.GT_ORDER), self.quote(s, terms.GT_PRINTED_TEXT))
                for s in sorted(said, key=lambda s: self.found.order(s, terms.GT_ORDER))
            ]
            number, name = (
                self.found.text(node, terms.GT_LIST_NUMBER),
                self.quote(node, terms.SKOS_PREF_LABEL),
            )
            yield Goal(number, name, tuple(objectives), tuple(statements))

    def _number(self, node: str) -> tuple[int, str]:
        return number_order(self.found.text(node, terms.GT_LIST_NUMBER))

    def safeguards(self) -> Iterator[Quote]:
        """The safeguard measures in printed order."""
        nodes = self.found.subjects(terms.GT_SAFEGUARDS, self.ids.plan)
        for node in sorted(nodes, key=lambda n: self.found.order(n, terms.GT_ORDER)):
            yield self.quote(node, terms.GT_PRINTED_TEXT)

    def repairs(self) -> Iterator[Repair]:
        """What was mended while the document was read."""
        for node in self.found.subjects(terms.RDF_TYPE, terms.GT_REPAIR):
            before, after = (
                self.found.text(node, p) for p in (terms.GT_PRINTED_TEXT, terms.GT_REPAIRED_TEXT)
            )
            yield Repair(self.found.text(node, terms.GT_REPAIR_RULE), before, after, _NOWHERE)

    def project(self, node: str) -> Project:
        """One project, task, activity or the department as a whole."""
        found = self.found
        department = self._is_department(node)
        rows = found.numbered(node, terms.GT_HAS_INDICATOR, terms.GT_ORDER)
        return Project(
            key=unquote(node.rpartition("/project/")[2]),
            code=self.quote(node, terms.GT_CODE),
            name=self.quote(node, terms.SKOS_PREF_LABEL),
            heading=self.optional(node, terms.GT_PRINTED_HEADING),
            purpose=self.quote(node, terms.GT_PURPOSE),
            goal_text=self.quote(node, terms.GT_GOAL_TEXT),
            amounts=tuple(self.amount(amount) for amount in found.all(node, terms.GT_HAS_AMOUNT)),
            milestones=tuple(self.milestones(node)),
            indicators=tuple(self.indicator(row) for row in rows),
            anchor=_NOWHERE,
            scope=cast(
                "Scope", "department" if department else found.text(node, terms.GT_PROJECT_SCOPE) or "project"
            ),
            long_term_goal=self.optional(node, terms.GT_LONG_TERM_GOAL_TEXT),
            reported_goal=self.optional(node, terms.GT_REPORTED_GOAL_TEXT),
            fields=self.fields(node),
        )

    def amount(self, node: str) -> Amount:
        """Money as printed and in yuan."""
        role, unit = (self.found.text(node, p) for p in (terms.GT_AMOUNT_ROLE, terms.GT_PRINTED_UNIT))
        return Amount(
            role, self.quote(node, terms.GT_PRINTED_NUMBER), unit, self.found.number(node, terms.GT_YUAN)
        )

    def milestones(self, project: str) -> Iterator[Milestone]:
        """The steps of the spending plan."""
        for node in self.found.numbered(project, terms.GT_HAS_MILESTONE, terms.GT_ORDER):
            month: Decimal | None = self.found.number(node, terms.GT_MONTH)
            yield Milestone(
                self.quote(node, terms.GT_PRINTED_LABEL),
                int(month) if month is not None else None,
                self.quote(node, terms.GT_PRINTED_NUMBER),
                self.found.number(node, terms.GT_CUMULATIVE_SHARE),
            )

    def fields(self, subject: str) -> tuple[FormField, ...]:
        """The further cells of a project, row or plan."""
        nodes = sorted(
            self.found.all(subject, terms.GT_HAS_FORM_FIELD), key=lambda n: int(n.rpartition("/")[2])
        )
        return tuple(
            FormField(
                self.found.text(node, terms.GT_FIELD_KEY),
                self.quote(node, terms.GT_FIELD_LABEL),
                self.quote(node, terms.GT_FIELD_TEXT),
            )
            for node in nodes
        )

    def indicator(self, node: str) -> Indicator:
        """One row; level labels that the graph leaves out are those of the kind."""
        found = self.found
        kind = found.text(node, terms.GT_HAS_KIND).removeprefix(f"{GTC}kind-")
        own, _, ordinal = node.rpartition("/indicator/")[2].rpartition("-")
        printed = self.quote(node, terms.GT_PRINTED_NAME)
        plain = kind in KINDS and not found.text(node, terms.GT_PRINTED_SECOND_LEVEL)
        implied = plain and not found.text(node, terms.GT_PRINTED_FIRST_LEVEL)
        return Indicator(
            row=found.order(node, terms.GT_ORDER),
            kind=kind or ("" if own == "other" else unquote(own)),
            ordinal=int(ordinal),
            kind1=_FIRST_LEVELS.get(kind, "") if implied else found.text(node, terms.GT_PRINTED_FIRST_LEVEL),
            kind2=f"{KINDS[kind][0]}指标" if implied else found.text(node, terms.GT_PRINTED_SECOND_LEVEL),
            name=found.text(node, terms.GT_NAME) or printed.text,
            name_printed=printed,
            description=self.quote(node, terms.GT_DESCRIPTION),
            value=self.quote(node, terms.GT_PRINTED_VALUE),
            basis=self.quote(node, terms.GT_BASIS),
            period=cast("Period", found.text(node, terms.GT_INDICATOR_PERIOD) or "annual"),
            split=self.split(node),
            actual=self.optional(f"{node}/actual", terms.GT_PRINTED_RESULT),
            baseline=self.optional(f"{node}/baseline", terms.GT_PRINTED_RESULT),
            weight=self.optional(node, terms.GT_PRINTED_WEIGHT),
            score=self.optional(node, terms.GT_PRINTED_SCORE),
            steps=tuple(self.steps(node)),
            fields=self.fields(node),
        )

    def split(self, node: str) -> SplitValue | None:
        """A target whose parts stand in columns of their own."""
        parts = [
            self.quote(node, p)
            for p in (terms.GT_PRINTED_COMPARATOR, terms.GT_PRINTED_TARGET, terms.GT_PRINTED_TARGET_UNIT)
        ]
        return SplitValue(*parts) if any(part.text for part in parts) else None

    def steps(self, node: str) -> Iterator[Step]:
        """The steps by which a result is graded."""
        for step in self.found.numbered(node, terms.GT_HAS_STEP, terms.GT_ORDER):
            yield Step(self.found.text(step, terms.GT_STEP_LABEL), self.quote(step, terms.GT_STEP_TEXT))


def _quote(text: str) -> Quote:
    return Quote(text, _NOWHERE)
