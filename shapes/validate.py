"""Validate one document's graph against the SHACL files and say what was found."""

from collections.abc import Iterable
from typing import Final, Literal

from shapes.findings import Finding
from shapes.results import Result
from shapes.shape_files import choose_shape_files, shape_wordings
from shapes.subjects import UNKNOWN_SUBJECT, Subjects

DEFAULT_PROFILE: Final = "china-before-2021"

Engine = Literal["compiled", "reference"]


def validate(ntriples: str, profile: str = DEFAULT_PROFILE, engine: Engine = "compiled") -> list[Finding]:
    """The findings on one document: most severe first, then in the order of the document.

    `ntriples` is the union of the document's `source` and `reading` graphs; descriptions of source cells may
    be left out. The rule profile's name says which indicator kinds a project must have; what the form of the
    document asks for follows from the layout that the graph names and from the kinds that it prints.
    The reference engine is pySHACL; `shapes.agreement` holds the compiled one to it.
    """
    subjects = Subjects(ntriples)
    shape_files = choose_shape_files(profile, subjects.layouts(), subjects.kinds)
    return build_findings(_run(ntriples, shape_files, engine), shape_files, subjects)


def build_findings(
    results: Iterable[Result], shape_files: tuple[str, ...], subjects: Subjects
) -> list[Finding]:
    """Give an engine's results the words of their shapes and the names of their things, in order."""
    wordings = shape_wordings(shape_files)
    findings = (
        Finding(
            shape=result.shape,
            severity=result.severity,
            focus=result.focus,
            path=result.path,
            value=result.value_text,
            component=result.component,
            message_zh=wordings[result.shape].zh,
            message_en=wordings[result.shape].en,
            value_term=result.value,
            subject=subjects.describe(result.focus),
            value_subject=subjects.describe(result.value_text)
            if result.value.startswith("<")
            else UNKNOWN_SUBJECT,
        )
        for result in results
    )
    return sorted(findings, key=lambda finding: finding.sort_key)


def _run(ntriples: str, shape_files: tuple[str, ...], engine: Engine) -> list[Result]:
    if engine == "compiled":
        from shapes.compiled_engine import run_compiled  # noqa: PLC0415 - as below

        return run_compiled(ntriples, shape_files)
    from shapes.pyshacl_engine import run_pyshacl  # noqa: PLC0415 - half a second that --help need not pay

    return run_pyshacl(ntriples, shape_files)
