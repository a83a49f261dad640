"""Where every IRI of the data is minted: from the fewest stable raw values, codes first.

Changing a recipe here changes the identity of published data; it needs a major version and a migration.
"""

import re
from dataclasses import dataclass
from typing import Final

from ontology.prefixes import GTC, GTR

DEFAULT_BASE: Final = "https://w3id.org/goaltrace/data/"

_UNSAFE = re.compile(
    r"[\x00-\x20<>\"{}|\\^`%#?/\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff0-\uffff]"
)


def path_segment(raw: str) -> str:
    """Make a raw value safe as one segment of an IRI; Chinese stays readable, nothing is lost.

    >>> path_segment("组织部 2022/1")
    '组织部%202022%2F1'
    """
    return _UNSAFE.sub(
        lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode("utf-8", "surrogatepass")), raw
    )


def concept(name: str) -> str:
    """IRI of a concept of the shipped schemes, such as `grade-A` or `kind-quantity`."""
    return GTC + name


def rule(identifier: str) -> str:
    """IRI of a rule of a rule profile."""
    return GTR + path_segment(identifier)


@dataclass(frozen=True, slots=True)
class PlanIdentifiers:
    """Mints the IRIs of one department's plan of one year, and of the document that states it.

    `department` is the department's code, or its name where the document prints no code.
    `kind` is the layout's kind of document: `goals`, `self-evaluation`, …
    """

    base: str
    department: str
    year: str
    kind: str

    @property
    def _key(self) -> str:
        return f"{path_segment(self.department)}-{path_segment(self.year)}"

    @property
    def department_iri(self) -> str:
        return f"{self.base}department/{path_segment(self.department)}"

    @property
    def plan(self) -> str:
        return f"{self.base}plan/{self._key}"

    @property
    def document(self) -> str:
        return f"{self.base}document/{self._key}-{path_segment(self.kind)}"

    def graph(self, layer: str) -> str:
        """Named graph of one layer: `source`, `reading`, `judgment` or `links`."""
        return f"{self.document}/{layer}"

    @property
    def overall_goal(self) -> str:
        return f"{self.plan}/goal/overall"

    def goal(self, number: str) -> str:
        return f"{self.plan}/goal/{path_segment(number)}"

    def objective(self, goal: str, number: str) -> str:
        return f"{self.goal(goal)}/objective/{path_segment(number)}"

    def statement(self, goal: str, number: int) -> str:
        return f"{self.goal(goal)}/statement/{number}"

    def safeguard(self, number: int) -> str:
        return f"{self.plan}/safeguard/{number}"

    def project(self, code: str) -> str:
        return f"{self.plan}/project/{path_segment(code)}"

    def indicator(self, project_code: str, kind: str, ordinal: int) -> str:
        """`ordinal` counts the rows of one kind within the project, so a lost row elsewhere moves nothing."""
        return f"{self.project(project_code)}/indicator/{path_segment(kind) or 'other'}-{ordinal}"

    def link(self, project_code: str, target: str) -> str:
        """`target` is the goal's number, `2/objective/3`, or `none`."""
        return f"{self.plan}/link/{path_segment(project_code)}-{path_segment(target)}"


def file_iri(base: str, sha256: str) -> str:
    """IRI of one file, by the hash of its bytes."""
    return f"{base}file/{sha256}"


def continuation_graph(earlier_plan: str, later_plan: str) -> str:
    """Named graph of what reviewers decided on two plans of different years.

    >>> continuation_graph("https://example.org/data/plan/1-2022", "https://example.org/data/plan/1-2023")
    'https://example.org/data/continuation/1-2022/1-2023'
    """
    base, _, earlier = earlier_plan.rpartition("plan/")
    return f"{base}continuation/{earlier}/{later_plan.rpartition('plan/')[2]}"


def continuation_iri(graph: str, earlier_key: str, later_key: str) -> str:
    """One decision in that graph, by the places of the two items in their plans."""
    return f"{graph}/{path_segment(earlier_key)}/{path_segment(later_key)}"
