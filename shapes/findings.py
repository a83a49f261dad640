"""Findings: what a shape has to say about one thing of a document, in words and as quads."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from ontology import terms
from ontology.nquads import QuadWriter, iri, text
from shapes.results import SEVERITY_IRIS, Severity
from shapes.subjects import UNKNOWN_SUBJECT, Subject
from shapes.totals import write_severities

SEVERITY_ORDER: Final[dict[Severity, int]] = {"violation": 0, "warning": 1, "info": 2}

_LONGEST_VALUE: Final = 80


class DocumentIdentifiers(Protocol):
    """The part of `ontology.identifiers.PlanIdentifiers` that findings need."""

    @property
    def document(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the thing it is about, the shape that says so, and the words for people.

    `value` is the value as text, `value_term` the same as an N-Triples term; `subject` and `value_subject`
    say what focus and value are called and where they stand in the file.
    """

    shape: str
    severity: Severity
    focus: str
    path: str
    value: str
    component: str
    message_zh: str
    message_en: str
    value_term: str = ""
    subject: Subject = UNKNOWN_SUBJECT
    value_subject: Subject = UNKNOWN_SUBJECT

    @property
    def key(self) -> str:
        """Short stable identity: the same finding has it in every run and on every engine."""
        facts = (self.shape, self.focus, self.path, self.value_term, self.component)
        return hashlib.sha256("\n".join(facts).encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def focus_label(self) -> str:
        """What the thing is called in the document."""
        return self.subject.label

    @property
    def place(self) -> str:
        """IRI of the place to look at: that of the value where the value is a thing of the document."""
        return self.value_subject.place or self.subject.place

    @property
    def value_label(self) -> str:
        """The value as people read it: the name of a thing, or the text itself, shortened.

        Empty where the value only repeats the focus, as queries without a value of their own give it.
        """
        if self.value == self.focus:
            return ""
        label = " ".join((self.value_subject.label or self.value).split())
        return label if len(label) <= _LONGEST_VALUE else label[: _LONGEST_VALUE - 1] + "…"

    @property
    def sort_key(self) -> tuple[int, tuple[int, ...], tuple[str, ...]]:
        """Severity first, then document order; the rest only makes the order total."""
        rest = (self.focus, self.shape, self.path, self.value_term, self.component)
        return SEVERITY_ORDER[self.severity], self.subject.order, rest

    def message(self, lang: str = "zh") -> str:
        """The shape's own sentence."""
        return self.message_zh if lang == "zh" else self.message_en

    def statement(self, lang: str = "zh") -> str:
        """What is found on what, with the value; for places that show the source cell themselves."""
        return self._say(lang, "")

    def sentence(self, lang: str = "zh") -> str:
        """The finding in one sentence that stands alone: what it is about, what is found, value and place."""
        return self._say(lang, self.place.rpartition("#")[2])

    def _say(self, lang: str, place: str) -> str:
        chinese = lang == "zh"
        said = f"{self.subject.called(lang) or self.focus}{'：' if chinese else ': '}"
        said += self.message(lang).rstrip("。.")
        if self.value_label:
            said += f"（{self.value_label}）" if chinese else f" ({self.value_label})"
        if place:
            said += f"，见 {place}" if chinese else f", at {place}"
        return said + ("。" if chinese else ".")


def finding_iri(identifiers: DocumentIdentifiers, finding: Finding) -> str:
    """IRI of a finding: the document and the finding's stable key."""
    return f"{identifiers.document}/finding/{finding.key}"


def finding_quads(
    writer: QuadWriter,
    identifiers: DocumentIdentifiers,
    findings: Iterable[Finding],
    place_of: Callable[[str], str | None] | None = None,
) -> None:
    """Write each finding as a `sh:ValidationResult`, and their number beside the document's totals.

    `place_of` gives the source cell of a focus node that the validated graph did not know. A path longer than
    one step is not repeated here: the shape that `sh:sourceShape` names has it.
    """
    said = list(findings)
    write_severities(writer, identifiers.document, (finding.severity for finding in said))
    for finding in said:
        node = finding_iri(identifiers, finding)
        writer.add(node, terms.RDF_TYPE, iri(terms.SH_VALIDATION_RESULT))
        writer.add(node, terms.SH_RESULT_SEVERITY, iri(SEVERITY_IRIS[finding.severity]))
        writer.add(node, terms.SH_SOURCE_SHAPE, iri(finding.shape))
        writer.add(node, terms.SH_SOURCE_CONSTRAINT_COMPONENT, iri(finding.component))
        writer.add(node, terms.SH_FOCUS_NODE, iri(finding.focus))
        if finding.path and not finding.path.startswith(("<", "^", "(")):
            writer.add(node, terms.SH_RESULT_PATH, iri(finding.path))
        if finding.value_term:
            writer.add(node, terms.SH_VALUE, finding.value_term)
        writer.add(node, terms.SH_RESULT_MESSAGE, text(finding.statement("zh"), "zh"))
        writer.add(node, terms.SH_RESULT_MESSAGE, text(finding.statement("en"), "en"))
        place = finding.place or (place_of(finding.focus) if place_of else None)
        if place:
            writer.add(node, terms.GT_FOUND_AT, iri(place))
