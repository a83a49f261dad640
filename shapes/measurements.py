"""The quads of grades: rows and sentences that the rules judge alike share one measurement.

What the measurement says (grade, rules, flags) is stated once; `dqv:computedOn` leads to each row. Only the words
that were seen belong to the row itself.
"""

from collections.abc import Iterable

from ontology import terms
from ontology.identifiers import concept, rule
from ontology.lines import join_lines
from ontology.nquads import QuadWriter, boolean, iri, text
from shapes.grade_records import Flag, Grade

_Said = tuple[str, tuple[str, ...], tuple[str, ...], bool]


class GradeQuads:
    """Writes the grades of one document's rows and sentences."""

    def __init__(self, writer: QuadWriter, document: str) -> None:
        self._writer = writer
        self._document = document
        self._nodes: dict[_Said, str] = {}

    def add(self, subject: str, grade: Grade) -> None:
        """State the grade of one row or sentence."""
        rules = tuple(sorted({*grade.rules, *(flag.rule for flag in grade.flags)}))
        said = (grade.letter, rules, tuple(sorted({flag.key for flag in grade.flags})), grade.verifiable)
        if said not in self._nodes:
            self._nodes[said] = f"{self._document}/grade/{len(self._nodes) + 1}"
            self._state(self._nodes[said], said)
        self._writer.add(self._nodes[said], terms.DQV_COMPUTED_ON, iri(subject))
        seen = [*map(flag_evidence, grade.flags), *([grade.saw] if grade.saw else ())]
        if seen:
            self._writer.add(subject, terms.GT_EVIDENCE, text(join_lines(seen), "zh"))

    def _state(self, node: str, said: _Said) -> None:
        letter, rules, flags, verifiable = said
        begin_measurement(self._writer, node, terms.GT_MEASURABILITY)
        self._writer.add(node, terms.GT_HAS_GRADE, iri(concept(f"grade-{letter}")))
        cite(self._writer, node, rules)
        for flag in flags:
            self._writer.add(node, terms.GT_HAS_FLAG, iri(concept(f"flag-{flag}")))
        self._writer.add(node, terms.GT_VERIFIABLE, boolean(verifiable))


def flag_evidence(flag: Flag) -> str:
    """What a flag saw, as one line that begins with its key."""
    return f"{flag.key}：{flag.saw}"


def begin_measurement(writer: QuadWriter, node: str, metric: str, subject: str = "") -> None:
    """State that a node is a measurement by a metric, and of what where it is of one thing only."""
    writer.add(node, terms.RDF_TYPE, iri(terms.DQV_QUALITY_MEASUREMENT))
    writer.add(node, terms.DQV_IS_MEASUREMENT_OF, iri(metric))
    if subject:
        writer.add(node, terms.DQV_COMPUTED_ON, iri(subject))


def cite(writer: QuadWriter, node: str, rules: Iterable[str]) -> None:
    """State the rules that a measurement rests on."""
    for identifier in rules:
        writer.add(node, terms.GT_CITES_RULE, iri(rule(identifier)))
