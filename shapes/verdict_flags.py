"""What a reviewer's verdict adds to the judgment of a row: a flag that says who decided, beside the candidate.

The program only ever raises candidates. A verdict removes nothing, so that it can be changed and followed;
whether a row still carries a goal is asked of `weakens`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, Protocol

from ontology import terms
from ontology.identifiers import concept
from ontology.lines import join_lines
from ontology.nquads import QuadWriter, iri, text
from shapes.grade_records import Flag, Grade
from shapes.measurements import begin_measurement, cite, flag_evidence
from shapes.profile import Profile

RULE_OF: Final = {
    "fits": "L-misfit-candidate",
    "misfit": "L-misfit-candidate",
    "rebind": "L-rebind-candidate",
}
"""The rule that leaves each question to a person, by verdict; a verdict's flag is called like the verdict."""
_SAID: Final = {"fits": "认定与项目相关", "misfit": "认定与项目无关", "rebind": "认定数值应归本行"}
_CANDIDATE: Final = "misfit-candidate"


class VerdictLike(Protocol):
    """A verdict with who gave it and when."""

    @property
    def verdict(self) -> str: ...
    @property
    def reviewer(self) -> str: ...
    @property
    def date(self) -> str: ...
    @property
    def note(self) -> str: ...


def weakens(flags: Iterable[str], profile: Profile) -> bool:
    """Whether flags keep a row of A or B from carrying a goal, reviewers' verdicts taken into account.

    >>> from shapes.profile import load_profile
    >>> [weakens(flags, load_profile()) for flags in (["misfit-candidate"], ["misfit-candidate", "fits"], ["misfit"])]
    [True, False, True]
    """
    keys = set(flags)
    if "fits" in keys:
        keys.discard(_CANDIDATE)
    return "misfit" in keys or not profile.goal_blockers.isdisjoint(keys)


def verdict_flag(verdict: VerdictLike) -> Flag:
    """The flag of a verdict, citing who and when."""
    when = f"（{verdict.date}）" if verdict.date else ""
    note = f"：{verdict.note}" if verdict.note else ""
    return Flag(
        verdict.verdict, f"{verdict.reviewer}{when}{_SAID[verdict.verdict]}{note}", RULE_OF[verdict.verdict]
    )


def flag_row(grade: Grade, verdict: VerdictLike) -> Grade:
    """The grade with the flag of a verdict beside those of the rules."""
    return replace(grade, flags=tuple(sorted((*grade.flags, verdict_flag(verdict)))))


def write_verdict_flags(writer: QuadWriter, verdicts: Mapping[str, tuple[str, VerdictLike]]) -> None:
    """State the flags of verdicts in the judgment graph; rows by their IRI, each with the verdict's IRI.

    Such a row has a measurement of its own beside the one that it shares with rows judged alike.
    """
    for row in sorted(verdicts):
        node, (decided, verdict) = f"{row}/grade", verdicts[row]
        flag = verdict_flag(verdict)
        begin_measurement(writer, node, terms.GT_MEASURABILITY, row)
        cite(writer, node, [flag.rule])
        writer.add(node, terms.GT_CITES_VERDICT, iri(decided))
        writer.add(node, terms.GT_HAS_FLAG, iri(concept(f"flag-{flag.key}")))
        writer.add(node, terms.GT_EVIDENCE, text(join_lines([flag_evidence(flag)]), "zh"))


def without_verdict_flags(nquads: str) -> str:
    """A judgment's N-Quads without what verdicts added to them: the measurements that cite one."""
    lines = nquads.split(
        "\n"
    )  # Not by splitlines: a literal may hold other characters that it takes for ends.
    cites = f" <{terms.GT_CITES_VERDICT}> "
    added = {line.partition(" ")[0] for line in lines if cites in line}
    return "\n".join(line for line in lines if line.partition(" ")[0] not in added)
