"""Writes what only some forms state: split targets, results, steps, further cells, notes on the reading.

The shape of these quads is described in `docs/graph-model.md` beside that of `loaders.quads`.
"""

from collections.abc import Sequence
from typing import Final

from loaders.places import Places
from loaders.plan import FormField, Indicator, Plan, Project, Quote, Reading, ReadingNote
from ontology import terms
from ontology.identifiers import PlanIdentifiers, concept, rule
from ontology.nquads import QuadWriter, decimal, integer, iri, plain_decimal, text

_A: Final = terms.RDF_TYPE


class FormQuads:
    """Adds to the source and reading graphs of a plan."""

    def __init__(self, source: QuadWriter, reading: QuadWriter, places: Places) -> None:
        self._source, self._reading, self._places = source, reading, places

    def project(self, subject: str, project: Project) -> None:
        """The scope, goals and further cells of a project."""
        if project.scope != "project":
            self._source.add(subject, terms.GT_PROJECT_SCOPE, text(project.scope))
        for predicate, quote in (
            (terms.GT_LONG_TERM_GOAL_TEXT, project.long_term_goal),
            (terms.GT_REPORTED_GOAL_TEXT, project.reported_goal),
        ):
            self._words(subject, predicate, quote)
        self.fields(subject, project.fields)

    def fields(self, subject: str, fields: Sequence[FormField]) -> None:
        """The further labelled cells of a project or plan."""
        for number, field in enumerate(fields, start=1):
            node = f"{subject}/field/{number}"
            self._source.add(subject, terms.GT_HAS_FORM_FIELD, iri(node))
            self._source.add(node, _A, iri(terms.GT_FORM_FIELD))
            self._source.add(node, terms.GT_FIELD_KEY, text(field.key))
            self._words(node, terms.GT_FIELD_LABEL, field.label)
            self._words(node, terms.GT_FIELD_TEXT, field.value)
            self._quoted(node, field.value)

    def indicator(self, project: str, subject: str, indicator: Indicator) -> None:
        """The split target, points, steps and results of an indicator."""
        split = indicator.split
        for predicate, quote in (
            (terms.GT_PRINTED_COMPARATOR, split.comparator if split else None),
            (terms.GT_PRINTED_TARGET, split.number if split else None),
            (terms.GT_PRINTED_TARGET_UNIT, split.unit if split else None),
            (terms.GT_PRINTED_WEIGHT, indicator.weight),
            (terms.GT_PRINTED_SCORE, indicator.score),
        ):
            self._words(subject, predicate, quote)
        self.fields(subject, indicator.fields)
        if indicator.period != "annual":
            self._source.add(subject, terms.GT_INDICATOR_PERIOD, text(indicator.period))
        for number, step in enumerate(indicator.steps, start=1):
            node = f"{subject}/step/{number}"
            self._source.add(subject, terms.GT_HAS_STEP, iri(node))
            self._source.add(node, _A, iri(terms.GT_STEP_VALUE))
            self._source.add(node, terms.GT_ORDER, integer(number))
            self._source.add(node, terms.GT_STEP_LABEL, text(step.label))
            self._words(node, terms.GT_STEP_TEXT, step.value)
        for number, reading in enumerate(indicator.further, start=1):
            node = f"{subject}/further/{number}"
            self._reading.add(subject, terms.GT_HAS_FURTHER_TARGET, iri(node))
            write_reading(self._reading, node, reading)
        self._observation(project, subject, "actual", indicator.actual, indicator.actual_reading)
        self._observation(project, subject, "baseline", indicator.baseline, indicator.baseline_reading)

    def _observation(
        self, project: str, indicator: str, role: str, printed: Quote | None, reading: Reading | None
    ) -> None:
        if printed is None or not printed.text:
            return
        node = f"{indicator}/{role}"
        add = self._source.add
        add(node, _A, iri(terms.SOSA_OBSERVATION))
        add(node, terms.SOSA_HAS_FEATURE_OF_INTEREST, iri(project))
        add(node, terms.SOSA_OBSERVED_PROPERTY, iri(indicator))
        add(node, terms.GT_OBSERVATION_ROLE, text(role))
        self._words(node, terms.GT_PRINTED_RESULT, printed)
        self._quoted(node, printed)
        if reading is None:
            return
        if reading.number is not None and reading.number_end is None:
            self._reading.add(node, terms.SOSA_HAS_SIMPLE_RESULT, decimal(reading.number))
        self._reading.add(node, terms.GT_HAS_RESULT_READING, iri(f"{node}/reading"))
        write_reading(self._reading, f"{node}/reading", reading)

    def notes(self, plan: Plan, identifiers: PlanIdentifiers) -> None:
        """What was noticed while reading, and what nobody could read."""
        run = f"{identifiers.document}/reading-run"
        if plan.dropped_personal:
            self._reading.add(run, terms.GT_DROPPED_PERSONAL_COUNT, integer(plan.dropped_personal))
        unread = [ReadingNote("unread", f"{u.reason}: {u.text.text}", u.text.anchor) for u in plan.unread]
        for number, note in enumerate([*plan.notes, *unread], start=1):
            node = f"{identifiers.document}/note/{number}"
            add = self._reading.add
            add(run, terms.GT_HAS_READING_NOTE, iri(node))
            add(node, _A, iri(terms.GT_READING_NOTE))
            add(node, terms.GT_ORDER, integer(number))
            add(node, terms.GT_NOTE_CODE, text(note.code))
            add(node, terms.GT_NOTE_TEXT, text(note.detail))
            if note.anchor.block:
                add(node, terms.PROV_WAS_DERIVED_FROM, iri(self._places.row(note.anchor)))

    def _words(self, subject: str, predicate: str, quote: Quote | None) -> None:
        if quote is not None and quote.text:
            self._source.add(subject, predicate, text(quote.text))

    def _quoted(self, subject: str, quote: Quote) -> None:
        self._source.add(subject, terms.PROV_WAS_QUOTED_FROM, iri(self._places.cell(quote.anchor)))


def write_reading(graph: QuadWriter, node: str, reading: Reading, rank: int = 1) -> None:
    """One reading of a printed value as a node of the reading graph; the chosen one does not say its rank.

    The text that was read stands where the node is led to from: a row's value cell, a description, a result.
    """
    add = graph.add
    add(node, _A, iri(terms.GT_VALUE_READING))
    if rank > 1:
        add(node, terms.GT_READING_RANK, integer(rank))
    add(node, terms.GT_HAS_COMPARATOR, iri(concept(f"comparator-{reading.comparator}")))
    if reading.comparator_text:
        add(node, terms.GT_COMPARATOR_TEXT, text(reading.comparator_text))
    if reading.number is not None:
        add(node, terms.GT_NUMBER, decimal(reading.number))
    if reading.number_end is not None:
        add(node, terms.GT_NUMBER_END, decimal(reading.number_end))
    if reading.number_text != ("" if reading.number is None else plain_decimal(reading.number)):
        add(node, terms.GT_NUMBER_TEXT, text(reading.number_text))
    if reading.unit_text:
        add(node, terms.GT_UNIT_TEXT, text(reading.unit_text))
    if reading.remark:
        add(node, terms.GT_REMARK, text(reading.remark))
    add(node, terms.GT_CITES_RULE, iri(rule(reading.rule)))
