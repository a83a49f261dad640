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


def find_misfit(view: RowView, around: Surroundings, seen_elsewhere: Mapping[str, int] | None) -> Flag | None:
    """A candidate where the measured thing or group occurs nowhere in the project; a person decides.

    Outputs are looked up in the project itself. What a project brings about may lie outside its own words, so
    benefits and satisfaction are candidates only where the whole plan is silent or the row is copied around.
    """
    profile, name = view.case.profile, view.case.name
    left_out, kinds = profile.words["left_out"], profile.kinds.groups
    said = view.case.description or name
    if around.whole or view.row.kind in kinds["cost"] or view.row.kind in kinds["time"]:
        return None
    if left_out.find(name) or left_out.find(said):
        return None
    text = f"{said.rpartition('，')[2]}，{name}"
    foreign = foreign_words(text, around.project, profile)
    if not foreign:
        return None
    copied = around.repeats[name] >= _COPIED
    if not copied and (view.row.kind in kinds["satisfaction"] or not _is_measured(view)):
        return None
    if view.row.kind in kinds["satisfaction"] or (view.row.kind in kinds["benefit"] and not copied):
        foreign = foreign_words(text, around.plan, profile)
    if not foreign:
        return None
    saw = f"“{'、'.join(foreign)}”在项目名称、用途、目标和备注中都没有出现"
    if seen_elsewhere is not None:
        saw += f"；同类部门中有{seen_elsewhere.get(name, 0)}个部门用这一指标"
    return Flag("misfit-candidate", saw, "L-misfit-candidate")


_COPIED: Final = 3


def _is_measured(view: RowView) -> bool:
    """Whether there is a thing to be foreign: an output, or a count or share of something."""
    return view.row.kind in view.case.profile.kinds.groups["output"] or view.metric.kind in ("count", "share")


def foreign_words(text: str, known: frozenset[str], profile: Profile) -> tuple[str, ...]:
    """The words of a metric that the given texts never use, where they outweigh those they use.

    A metric that begins with a thing the project names (培训合格率 in a training project) is about the project.
    """
    pairs = content_pairs(text, profile)
    used = pairs & known
    if not pairs or len(used) > len(pairs) * float(profile.thresholds["misfit_words"]):
        return ()
    rest = profile.words["generic"].cut(text)
    parts = _PART.findall(rest)
    if not parts or parts[0][:2] in known:
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
