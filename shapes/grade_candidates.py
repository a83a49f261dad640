"""Candidates for a reviewer: metrics foreign to their project, and shared numbers that may belong to one row."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from shapes.flags import RowView
from shapes.grade_fit import unit_class
from shapes.grade_metric import content_pairs, squeeze
from shapes.grade_records import Flag, ProjectLike
from shapes.profile import Profile

_PART: Final = re.compile("[一-龥]{2,}")
_COUNTED: Final = re.compile(
    "[0-9０-９一二两三四五六七八九十百]+(?:个|名|人|期|场|家|户|村|所|项|次|部|件|班|处|座)(?!性)"
)


class Surroundings(NamedTuple):
    """What a metric is looked up in: the project's own words, the plan's, and how often rows repeat in the plan.

    The words are pairs of neighbouring characters, so no dictionary decides what a word is. A department as a
    whole has no purpose that a metric could be foreign to: `whole` says that it is one.
    """

    whole: bool
    project: frozenset[str]
    plan: frozenset[str]
    repeats: Mapping[str, int]


def survey_projects(projects: Sequence[ProjectLike]) -> list[Surroundings]:
    """The surroundings of each project of a plan, in their order."""
    own = [_pairs_of(project) for project in projects]
    plan = frozenset().union(*own)
    repeats: Counter[str] = Counter()
    for project in projects:
        repeats.update({squeeze(row.name) for row in project.indicators})
    return [
        Surroundings(project.scope == "department", pairs, plan, repeats)
        for project, pairs in zip(projects, own, strict=True)
    ]


def _pairs_of(project: ProjectLike) -> frozenset[str]:
    texts = [project.name.text, project.purpose.text, project.goal_text.text]
    texts += sorted({row.readings[0].remark for row in project.indicators if row.readings})
    text = squeeze("。".join(texts))
    return frozenset(first + second for first, second in pairwise(text))


def find_misfit(view: RowView, around: Surroundings) -> Flag | None:
    """A candidate where the measured thing or group occurs nowhere in the project; a person decides.

    A project that says next to nothing about itself is no place to be foreign to. What satisfaction is asked
    about may lie outside the project's words, so such rows are looked up in the whole plan.
    """
    profile, name = view.case.profile, view.case.name
    left_out, kinds = profile.words["left_out"], profile.kinds.groups
    said = view.case.description or name
    if around.whole or len(around.project) < profile.number("misfit_own_words"):
        return None
    if view.row.kind in kinds["cost"] or view.row.kind in kinds["time"]:
        return None
    if left_out.find(name) or left_out.find(said):
        return None
    text = f"{said.rpartition('，')[2]}，{name}"
    foreign = foreign_words(text, around.project, profile)
    if foreign and view.row.kind in kinds["satisfaction"]:
        foreign = foreign_words(text, around.plan, profile)
    if not foreign or not _has_further_sign(view, text, around):
        return None
    return Flag(
        "misfit-candidate",
        f"“{'、'.join(foreign)}”在项目名称、用途、目标和备注中都没有出现",
        "L-misfit-candidate",
    )


def _has_further_sign(view: RowView, text: str, around: Surroundings) -> bool:
    """What absent words must be joined by: a row copied around, words at home in another project, or no sign known.

    Absence alone says little: what a project brings about has words of its own, which its department uses too.
    """
    profile = view.case.profile
    if around.repeats[view.case.name] >= profile.number("misfit_copied"):
        return True
    if not _is_measured(view):
        return False
    pairs = content_pairs(text, profile)
    elsewhere = len(pairs & (around.plan - around.project)) >= profile.number("misfit_elsewhere")
    if elsewhere:
        return view.row.kind in profile.kinds.groups["output"]
    signs = {sign for pair in pairs for sign in pair}
    known = {sign for pair in around.project for sign in pair}
    absent = len(signs - known)
    return len(pairs) >= profile.number("misfit_pairs") and absent >= len(signs) * profile.number(
        "misfit_signs"
    )


def _is_measured(view: RowView) -> bool:
    """Whether there is a thing to be foreign: an output, or a count or share of something."""
    return view.row.kind in view.case.profile.kinds.groups["output"] or view.metric.kind in ("count", "share")


def foreign_words(text: str, known: frozenset[str], profile: Profile) -> tuple[str, ...]:
    """The words of a metric that the given texts never use, where they outweigh those they use.

    A metric that begins with a thing the project names (培训合格率 in a training project), or that ends in one
    that is not just any group of people, is about the project.
    """
    pairs = content_pairs(text, profile)
    used = pairs & known
    if not pairs or len(used) > len(pairs) * float(profile.thresholds["misfit_words"]):
        return ()
    rest = profile.words["generic"].cut(text)
    parts = _PART.findall(rest)
    if not parts or parts[0][:2] in known:
        return ()
    stated = _PART.findall(profile.words["generic"].cut(text.partition("，")[0]))
    head = (stated or parts)[-1][-2:]
    if head in known and not profile.words["any_group"].find(head):
        return ()
    for pair in sorted(used):
        rest = rest.replace(pair, " ")
    return tuple(dict.fromkeys(_PART.findall(rest)))


def find_rebind(view: RowView) -> Flag | None:
    """A shared cell's number or dated event on the kind of row it could belong to, where no number fits."""
    if not view.facts.shared or view.target is not None or not view.row.readings:
        return None
    reading = view.row.readings[0]
    remark = reading.unit_text + reading.remark
    kinds = view.case.profile.kinds.groups
    seen = ""
    if view.row.kind == "quantity":
        match = _COUNTED.search(remark)
        firm = reading.comparator != "unspecified" and unit_class(reading) != "percent"
        seen = match.group() if match else f"{reading.comparator_text}{reading.number_text}" if firm else ""
    elif view.row.kind in kinds["cost"]:
        match = re.search("[0-9.]+[百千万亿]*元", remark)
        seen = match.group() if match else ""
    elif view.row.kind in kinds["time"]:
        seen = view.words["time_remark"].find(remark)
    if not seen:
        return None
    return Flag("rebind-candidate", f"各行共用的指标值里有“{seen}”，或应归本行", "L-rebind-candidate")
