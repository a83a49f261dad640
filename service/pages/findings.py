"""What the checks found in a document: filtered by rule, severity and project, each with its place and its repair."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from queries.coverage_records import DocumentCoverage, Finding
from service.pages.desk import Desk, Page
from service.pages.visit import Visit
from service.reports.wording import Wording

ON_A_PAGE: Final = 50
SEVERITIES: Final = ("violation", "warning", "info")
_KIND_RULES: Final = ("-required", "-expected")


def show(visit: Visit, desk: Desk) -> Page:
    """The page of findings that the filters leave."""
    fact = desk.document(visit)
    coverage = desk.coverage(fact)
    document, say = coverage.documents[0], desk.say(coverage, visit)
    severity = visit.chosen("severity", ("", *SEVERITIES), "")
    rule, project = visit.one("rule"), visit.one("project")
    found = [
        one
        for one in document.findings
        if (not severity or one.severity == severity)
        and (not rule or one.shape == rule)
        and (not project or one.project_code == project)
    ]
    offset = visit.whole("offset", 0, 10_000_000)
    values = {
        "say": say,
        "document": document,
        "severity": severity,
        "severities": SEVERITIES,
        "rule": rule,
        "project": project,
        "shown": found[offset : offset + ON_A_PAGE],
        "count": len(found),
        "offset": offset,
        "limit": ON_A_PAGE,
        "by_severity": Counter(one.severity for one in document.findings),
        "rules": sorted(Counter(one.shape for one in document.findings).items()),
        "projects": _projects(document, document.findings),
        "remedy": lambda one: remedy(one, say.wording),
    }
    return Page("findings.html.j2", values, say.wording("findings_title"), nav="findings", document=fact)


def remedy(finding: Finding, wording: Wording) -> str:
    """What would repair it: by its rule, else in general."""
    known = wording.entries.get(f"remedy_{finding.shape}")
    if known is None and finding.shape.endswith(_KIND_RULES):
        known = wording.entries["remedy_kind"]
    return known or wording.entries["remedy_other"]


def _projects(document: DocumentCoverage, findings: Sequence[Finding]) -> list[tuple[str, str, int]]:
    """Code, name and number of findings of each project that has some."""
    counted = Counter(one.project_code for one in findings if one.project_code)
    named = [(project.code, project.name or project.code) for project in document.projects]
    return sorted((code, name, counted[code]) for code, name in named if counted[code])
