"""Makes varied documents in the example's form, any number of them, with faults planted and counted.

    python benchmarks/generate.py OUT [--documents 200] [--seed 1] [--docx 0.1]

Writes `OUT/documents/` and, last, `OUT/manifest.json` with what was planted. The same arguments give the
same bytes; a document depends on the seed and its own number only, so more documents leave the first ones
as they are. A few departments have many projects, most have few.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.generate_docx import as_docx
from benchmarks.generate_words import BASES, FIELDS, GOALS, KINDS_OF_WORK, PAYMENTS, PLACES, VERBS, Field

HEADER: Final = ("一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据")
NUMERALS: Final = "一二三四五六七八九十"
YEARS: Final = (2021, 2022, 2023)
Row = tuple[str, ...]

PLANTED_IN_PROJECTS: Final = {
    "funds-do-not-add-up": 0.02,
    "kind-missing": 0.02,
    "schedule-falls": 0.01,
    "value-missing": 0.01,
    "code-twice": 0.004,
}
PLANTED_IN_DOCUMENTS: Final = {"contact-line": 0.05, "gbk": 0.1, "code-of-another-document": 0.02}
PLANTED_FILES: Final = {"document-twice": 0.01, "unreadable": 0.01}


@dataclass(slots=True)
class Made:
    """One made document: paragraphs and tables in order, and what was planted in it."""

    name: str
    blocks: list[str | list[Row]] = field(default_factory=list)
    projects: int = 0
    rows: int = 0
    codes: list[str] = field(default_factory=list)
    planted: Counter[str] = field(default_factory=Counter)


class Maker:
    """Makes the document of one number; `projects` fixes how many it has."""

    def __init__(self, seed: int, number: int, projects: int | None = None) -> None:
        self.projects = projects
        self.random = random.Random(f"{seed}/{number}")
        self.number = number
        self.seed = seed
        self.field: Field = FIELDS[number % len(FIELDS)]
        self.department = f"{100000 + number // len(YEARS)}"
        self.year = YEARS[number % len(YEARS)]
        self.name = f"{self.random.choice(PLACES)}区{self.field.department}本级"
        self.made = Made(f"{number:06d}-{self.department}-{self.year}")

    def make(self) -> Made:
        """The whole document."""
        self._department_part()
        self.made.blocks += [" ", "第二部分", " ", "预算项目绩效目标", " "]
        for position in range(1, self._project_count() + 1):
            self._project(position)
        if self._chance(PLANTED_IN_DOCUMENTS["contact-line"]):
            self.made.planted["contact-line"] += 1
            self.made.blocks.append("填报人：某某某  联系电话：0335-1234567")
        return self.made

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _project_count(self) -> int:
        """Skewed: most departments have a dozen projects, one in twenty has hundreds."""
        if self.projects is not None:
            return self.projects
        kind = self.random.random()
        if kind < 0.8:
            return self.random.randint(4, 22)
        return self.random.randint(30, 80) if kind < 0.95 else self.random.randint(120, 300)

    def _department_part(self) -> None:
        say, pick = self.made.blocks.append, self.random
        say("第一部分")
        say("部门整体绩效目标")
        say(" ")
        say("#一、总体绩效目标")
        say(
            f"{self.year}年，围绕{'、'.join(self.field.works[:3])}等工作，提高为{self.field.people}服务的水平。"
        )
        say("#二、分项绩效目标")
        for position, goal in enumerate(pick.sample(GOALS, pick.randint(2, 5)), start=1):
            works = pick.sample(self.field.works, pick.randint(1, 3))
            say(f"（{NUMERALS[position - 1]}）{goal}")
            say(f"绩效目标：{'；'.join(pick.choice(VERBS) + work for work in works)}。")
            say(f"绩效指标：{works[0]}不少于{pick.randint(2, 900)}{self.field.unit}。")
        say("#三、工作保障措施")
        say("（一）完善制度建设。制定资金管理办法。")
        say("（二）加强绩效监控。按季开展监控。")

    def _code(self, position: int) -> str:
        return f"13{self.department}{self.year % 100}P{position:05d}{self.random.randrange(16**4):04X}"

    def _project(self, position: int) -> None:
        pick, made = self.random, self.made
        work = f"{pick.choice(self.field.works)}{pick.choice(KINDS_OF_WORK)}"
        name = f"{pick.choice(PLACES)}{work}（{position}期）"
        code = self._code(position)
        if position > 1 and self._plant("code-twice"):
            code = made.codes[-1]
        elif position == 1 and self.number and self._chance(PLANTED_IN_DOCUMENTS["code-of-another-document"]):
            code = self._code_of_another() or code
        made.codes.append(code)
        made.projects += 1
        heading = f"#{position}.{name}绩效目标表"
        money = pick.choice((pick.randint(1, 90), pick.randint(100, 5000))) * 5000
        fiscal = money if pick.random() < 0.8 else money // 2
        other = money - fiscal + (10_000 if self._plant("funds-do-not-add-up") else 0)
        shares = ["25%", "50%", "75%", "100%"]
        if self._plant("schedule-falls"):
            shares[1], shares[2] = shares[2], shares[1]
        funds = ("其中：财政    资金", _yuan(fiscal), "其他资金", _yuan(other))
        purpose = f"{name}预算数{_yuan(money)}万元，用于{name}支出。"
        made.blocks.append(heading)
        made.blocks.append(
            [
                (f"{self.department}{self.name}", "单位：万元"),
                ("项目编码", code, "项目名称", name),
                ("预算规模及资金用途", "预算数", _yuan(money), *funds),
                ("", purpose),
                ("资金支出计划（%）", "3月底", "6月底", "10月底", "12月底"),
                ("", *shares),
                ("绩效目标", f"1.目标内容1用于{name}支出。"),
            ]
        )
        made.blocks += [" ", [HEADER, *self._rows(work)], " "]

    def _code_of_another(self) -> str:
        """The first code of the document of three years before, that is, of another department."""
        other = self.number - len(YEARS)
        if other < 0:
            return ""
        first = Maker(self.seed, other).make().codes[0]
        if first[8:10] != f"{self.year % 100}":
            return ""
        self.made.planted["code-of-another-document"] += 1
        return first

    def _plant(self, fault: str) -> bool:
        planted = self._chance(PLANTED_IN_PROJECTS[fault])
        self.made.planted[fault] += planted
        return planted

    def _rows(self, work: str) -> list[Row]:
        pick, people, unit = self.random, self.field.people, self.field.unit
        count, shared = pick.randint(1, 2000), f"100{pick.choice(PAYMENTS)}"
        own = pick.random() < 0.4  # four projects in ten state a target of their own for each row
        target = f"≥{count}{unit}"
        percent = f"≥{pick.randint(80, 100)}%"
        drop = self._plant("kind-missing")
        blank = self._plant("value-missing")
        rows: list[tuple[str, str, str, str, str]] = [
            ("产出指标", "数量指标", f"{work}数量", f"{work}不少于{count}{unit}", target),
            ("", "质量指标", f"{work}合格率（%）", f"{work}合格率达到要求", percent),
            ("", "时效指标", f"{work}及时率", f"{work}及时率提高", "12月底前"),
            ("", "成本指标", f"{work}单位成本", "成本控制在预算以内", f"≤{pick.randint(100, 9000)}元"),
            ("效益指标", "经济效益指标", "资金使用效益", "资金使用效益提高", "提高"),
            ("", "社会效益指标", f"{people}投诉率", f"{people}投诉减少", f"≤{pick.randint(1, 9)}%"),
            ("", "生态效益指标", "改善环境质量", "减少污染", "改善"),
            ("", "可持续影响指标", "长期发挥作用", f"{work}长期发挥作用", "持续"),
            ("满意度指标", "服务对象满意度指标", f"{people}满意度", f"{people}满意度{percent}", percent),
        ]
        if drop:
            del rows[6]
        basis = pick.choice(BASES)
        finished: list[Row] = [
            (*row[:4], "" if blank and place == 1 else row[4] if own else shared, basis)
            for place, row in enumerate(rows)
        ]
        self.made.rows += len(finished)
        return finished


def _yuan(money: int) -> str:
    return f"{money / 10_000:.2f}"


def as_text(made: Made) -> str:
    """The text export: one cell a line behind a tab, an empty line behind each row."""
    lines: list[str] = []
    for place, block in enumerate(made.blocks):
        if isinstance(block, str):
            lines.append(f"[bookmark: _Toc_{place}]{block[1:]}" if block.startswith("#") else block)
        else:
            for row in block:
                lines += [f"\t{cell}" for cell in row] + [""]
            lines.append("")
    return "\n".join(lines) + "\n"


def generate(out: Path, documents: int, seed: int = 1, docx: float = 0.0) -> dict[str, object]:
    """Write the documents and, last, the manifest; returns the manifest."""
    folder = out / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    planted: Counter[str] = Counter(
        dict.fromkeys((*PLANTED_IN_PROJECTS, *PLANTED_IN_DOCUMENTS, *PLANTED_FILES), 0)
    )
    projects: list[int] = []
    rows = files = 0
    for number in range(documents):
        maker = Maker(seed, number)
        made = maker.make()
        files += _write(folder, made, maker.random, docx)
        planted.update(made.planted)
        projects.append(made.projects)
        rows += made.rows
    manifest: dict[str, object] = {
        "seed": seed,
        "documents": documents,
        "files": files,
        "projects": sum(projects),
        "rows": rows,
        "projects_of_the_largest_tenth": sum(sorted(projects)[-max(1, documents // 10) :]),
        "planted": dict(sorted(planted.items())),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (out / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def _write(folder: Path, made: Made, chance: random.Random, docx: float) -> int:
    files = 1
    text = as_text(made)
    if chance.random() < docx:
        (folder / f"{made.name}.docx").write_bytes(as_docx(made.blocks))
    elif chance.random() < PLANTED_IN_DOCUMENTS["gbk"]:
        made.planted["gbk"] += 1
        (folder / f"{made.name}.txt").write_bytes(text.encode("gb18030"))
    else:
        (folder / f"{made.name}.txt").write_text(text, encoding="utf-8")
    if chance.random() < PLANTED_FILES["document-twice"]:
        made.planted["document-twice"] += 1
        (folder / f"{made.name}-copy.txt").write_text(text, encoding="utf-8")
        files += 1
    if chance.random() < PLANTED_FILES["unreadable"]:
        made.planted["unreadable"] += 1
        (folder / f"{made.name}-cut.docx").write_bytes(as_docx(made.blocks)[:900])
        files += 1
    return files


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description="Make documents in the example's form.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--docx", type=float, default=0.0, help="share of documents written as .docx")
    given = parser.parse_args(arguments)
    print(
        json.dumps(generate(given.out, given.documents, given.seed, given.docx), ensure_ascii=False, indent=2)
    )


if __name__ == "__main__":
    main()
