"""What a SHACL engine reports, in a form that all engines can give: compared as tuples, built from terms."""

from typing import Literal, NamedTuple

from ontology.prefixes import PREFIXES

Severity = Literal["violation", "warning", "info"]

SEVERITY_IRIS: dict[Severity, str] = {
    "violation": PREFIXES["sh"] + "Violation",
    "warning": PREFIXES["sh"] + "Warning",
    "info": PREFIXES["sh"] + "Info",
}
SEVERITIES: dict[str, Severity] = {iri: severity for severity, iri in SEVERITY_IRIS.items()}


class Result(NamedTuple):
    """One validation result.

    `path` is empty, an IRI, or a SPARQL property path for anything longer; `value` is an N-Triples term or
    empty, `value_text` the same without the syntax. All other fields are bare IRIs.
    """

    shape: str
    severity: Severity
    focus: str
    path: str
    value: str
    value_text: str
    component: str
