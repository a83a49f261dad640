"""Candidates for a reviewer: metrics foreign to their project, and shared numbers that may belong to one row."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from shapes.flags import RowView
from shapes.grade_metric import content_pairs, is_han, squeeze
from shapes.grade_records import Flag, ProjectLike
from shapes.profile import Profile

_COUNTED: Final = re.compile("[0-9０-９一二两三四五六七八九十百]+(?:个|名|人|期|场|家|户|村|所|项|次|部|件|班|处|座)(?!性)")


class ProjectWords(NamedTuple):
    """What a project says of itself: the pairs of characters of its name, purpose, goal and remarks."""

    pairs: frozenset[str]
    text: str


def project_words(project: ProjectLike) -> ProjectWords:
    """The words of a project that a metric is looked up in."""
    texts = [project.name.text, project.purpose.text, project.goal_text.text]
    texts += sorted({reading.remark for row in project.indicators for reading in row.readings[:1]})
    text = squeeze("。".join(texts))
    pairs = (text[at : at + 2] for at in range(len(text) - 1))
    return ProjectWords(frozenset(pairs), text)


def find_misfit(
    view: RowView, project: ProjectWords, seen_elsewhere: Mapping[str, int] | None, profile: Profile
) -> Flag | None:
    """A candidate where the measured thing or group occurs nowhere in the project; a person decides."""
    words = profile.words
    said = view.description or view.name
    if words["left_out"].find(view.name) or words["left_out"].find(said):
        return None
    foreign = foreign_words(f"{view.name}，{said}", project, profile)
    if not foreign:
        return None
    saw = f"“{'、'.join(foreign)}”在项目名称、用途、目标和备注中都没有出现"
    if seen_elsewhere is not None:
        saw += f"；同类部门中有{seen_elsewhere.get(view.name, 0)}个部门用这一指标"
    return Flag("misfit-candidate", saw, "L-misfit-candidate")


def foreign_words(text: str, project: ProjectWords, profile: Profile) -> list[str]:
    """The words of a metric that the project never uses, where they outweigh those it uses."""
    pairs = content_pairs(text, profile)
    if not pairs:
        return []
    known = pairs & project.pairs
    if len(known) > len(pairs) * float(profile.thresholds["misfit_words"]):
        return []
    rest = profile.words["generic"].cut(text)
    parts = {part for part in re.split("[^一-龥]+", rest) if len(part) > 1 and is_han(part[0])}
    return sorted(part for part in parts if not any(part[at : at + 2] in known for at in range(len(part) - 1)))


def find_rebind(view: RowView, profile: Profile) -> Flag | None:
    """A shared cell's number or dated event on the kind of row it could belong to, where no number fits."""
    if not view.facts.shared or view.target is not None or not view.row.readings:
        return None
    reading = view.row.readings[0]
    remark = reading.unit_text + reading.remark
    kinds = profile.kinds.groups
    seen = ""
    if view.row.kind == "quantity":
        match = _COUNTED.search(remark)
        firm = reading.comparator != "unspecified"
        seen = match.group() if match else f"{reading.comparator_text}{reading.number_text}" if firm else ""
    elif view.row.kind in kinds["cost"]:
        match = re.search("[0-9.]+[百千万亿]*元", remark)
        seen = match.group() if match else ""
    elif view.row.kind in kinds["time"]:
        seen = profile.words["time_remark"].find(remark)
    if not seen:
        return None
    return Flag("rebind-candidate", f"各行共用的指标值里有“{seen}”，或应归本行", "L-rebind-candidate")
