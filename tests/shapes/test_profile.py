import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from loaders.quantities import find_quantities
from loaders.values import choose_reading, read_value
from ontology import terms
from ontology.identifiers import rule
from shapes.goal_grades import grade_level
from shapes.grade import Flag, Grade, RowKey, grade_projects
from shapes.profile import ProfileError, load_profile, profile_names
from shapes.profile_quads import profile_quads
from tests.shapes.graded_rows import PROFILE, grade_one, grade_shared, project, row

SHAPES = Path(__file__).resolve().parents[2] / "shapes"
EXAMPLES = [
    (identifier, which, dict(example.fields))
    for identifier, one in sorted(PROFILE.rules.items())
    for which, example in (("applies", one.applies), ("spares", one.spares))
    if example is not None
]


def grade_of(fields: Mapping[str, Any]) -> Grade:
    """The grade of an example row: `shared` cells stand on all rows, `repeated` ones on one other row."""
    one = row(
        str(fields["name"]),
        str(fields.get("description", "")),
        str(fields.get("value", "")),
        str(fields["kind"]),
        basis=str(fields.get("basis", "")),
        printed=str(fields.get("printed", "")),
    )
    if fields.get("shared"):
        return grade_shared(str(fields["value"]), one)
    beside = [row("项目总成本", "", "≤5万元", "cost", ordinal=98)]
    if fields.get("repeated"):
        beside.append(row("补贴到位率", "", str(fields["value"]), "quality", ordinal=99))
    inside = str(fields.get("project", one.name))
    return grade_one(one, beside=beside, inside=inside, purpose=str(fields.get("purpose", "")))


def cited_in_reading(fields: Mapping[str, Any]) -> set[str]:
    """The rules by which a cell is read: the chosen reading's, or those of all its readings."""
    budget = Decimal(str(fields["budget"])) if "budget" in fields else None
    found = choose_reading(
        read_value(str(fields["value"])), find_quantities(str(fields.get("purpose", ""))), budget
    )
    return {reading.rule for reading in (found if fields.get("any_reading") else found[:1])}


def level_of(fields: Mapping[str, Any]) -> str:
    """The rule by which a goal gets its level from one project with rows of given letters."""
    letters = list(fields["rows"])
    rows = [row(f"指标{n}", kind=str(one["kind"]), ordinal=n) for n, one in enumerate(letters, start=1)]
    grades = {
        RowKey("P1", str(one["kind"]), n): Grade(
            str(one["letter"]),
            (),
            (Flag(str(one["flag"]), "", ""),) if "flag" in one else (),
            None,
            "",
            False,
        )
        for n, one in enumerate(letters, start=1)
    }
    return grade_level([project(rows)] if rows else [], grades, PROFILE)[1]


@pytest.mark.parametrize(
    ("identifier", "which", "fields"), EXAMPLES, ids=[f"{e[0]}-{e[1]}" for e in EXAMPLES]
)
def test_a_rule_applies_to_its_good_example_and_spares_its_bad_one(
    identifier: str, which: str, fields: Mapping[str, Any]
) -> None:
    if "rows" in fields:
        cited = {level_of(fields)}
    elif "name" in fields:
        grade = grade_of(fields)
        cited = {*grade.rules, *(flag.rule for flag in grade.flags)}
    else:
        cited = cited_in_reading(fields)
    assert (identifier in cited) == (which == "applies"), cited


def test_every_rule_has_both_languages_a_source_and_two_examples() -> None:
    for name in profile_names():
        for one in load_profile(name).rules.values():
            assert all((one.label_zh, one.label_en, one.zh, one.en, one.source.document)), one.id
            assert one.source.access in ("read", "secondary", "own"), one.id
            assert one.applies, one.id
            assert one.spares, one.id
            assert one.zh.endswith("。"), one.id
            assert one.en.endswith("."), one.id


def test_every_rule_that_code_cites_is_in_the_profile_and_the_other_way_round() -> None:
    code = "".join(path.read_text("utf-8") for path in SHAPES.glob("*.py"))
    code += "".join((SHAPES.parent / "loaders" / name).read_text("utf-8") for name in ("values.py",))
    cited = set(re.findall(r'"((?:G|V|L)-[A-Za-z0-9-]+)"', code))
    cited |= {f"G-B-{flag}" for flag in ("comparator-lost", "unit-lost")}
    flags = {f"L-{key}" for key in re.findall(r'yield "([a-z-]+)"', code)} | {
        "L-comparator-lost",
        "L-unit-lost",
    }
    flags |= {"L-universal-quantifier", "L-indefinite"}
    assert cited | flags == set(PROFILE.rules)


def test_every_word_list_that_code_asks_for_is_in_the_profile_and_used() -> None:
    code = "".join(path.read_text("utf-8") for path in SHAPES.glob("*.py"))
    asked = set(re.findall(r'words\["([a-z_]+)"\]', code)) | set(re.findall(r'"([a-z_]+)", profile\)', code))
    known = set(PROFILE.words.names())
    indirect = {
        "universal",
        "indefinite",
        "up",
        "down",
        "share",
        "duration",
        "count",
        "amount",
        "property",
        "person",
        "metric_end",
        "place_end",
    }
    assert asked <= known
    assert known - asked <= indirect


def test_the_two_shipped_profiles_differ_where_the_forms_do() -> None:
    before, after = load_profile("china-before-2021"), load_profile("china-2021")
    assert len(before.kinds.required) == 9
    assert "cost" in before.kinds.groups["output"]
    assert "economic-cost" in after.kinds.groups["cost"]
    assert not after.kinds.groups["output"] & after.kinds.groups["cost"]
    assert before.kinds.satisfaction_required == "always"
    assert after.kinds.satisfaction_required == "public-service"
    assert set(after.rules) == set(before.rules)


def test_a_word_list_is_changed_without_code(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        yaml.safe_dump(
            {
                "extends": "china-before-2021",
                "name": "own",
                "words": {"event": {"any": ["挂牌成立"], "not_in": []}},
            },
            allow_unicode=True,
        ),
        "utf-8",
    )
    centre = row("服务中心", "服务中心挂牌成立", "挂牌成立")
    assert grade_one(centre, profile=load_profile(str(own))).letter == "C"
    assert grade_one(row("验收", "通过验收", "通过验收"), profile=load_profile(str(own))).letter == "E"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: x", "lacks 'place'"),
        ("[1, 2]", "no mapping"),
        ("a: [", "no YAML"),
        ("extends: nowhere", "not shipped"),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(tmp_path: Path, text: str, words: str) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(text, "utf-8")
    with pytest.raises(ProfileError, match=words):
        load_profile(str(broken))


def test_an_unknown_profile_names_those_that_are_shipped() -> None:
    with pytest.raises(ProfileError, match="china-2021, china-before-2021"):
        load_profile("atlantis")


def test_a_profile_is_published_with_its_rules_labels_and_sources() -> None:
    quads = profile_quads(PROFILE)
    text = quads.nquads()
    assert quads.graph == "https://w3id.org/goaltrace/profile/china-before-2021"
    assert text.count(f"<{terms.RDF_TYPE}> <{terms.GT_RULE}>") == len(PROFILE.rules)
    for identifier in PROFILE.rules:
        assert f"<{rule(identifier)}> <{terms.SKOS_PREF_LABEL}>" in text
    assert '"read"' in text
    assert '"secondary"' in text


def test_every_flag_of_the_vocabulary_has_a_rule() -> None:
    scheme = (SHAPES.parent / "ontology" / "schemes.ttl").read_text("utf-8")
    known = set(re.findall(r"^gtc:flag-([a-z-]+) a ", scheme, re.MULTILINE))
    by_reviewers = {"fits", "misfit", "rebind"}
    assert known - by_reviewers == {
        identifier[2:] for identifier in PROFILE.rules if identifier.startswith("L-")
    }


def test_grading_with_either_profile_gives_every_row_a_letter() -> None:
    rows = [row("培训合格率", "", "≥95%"), row("成本", "", "", "economic-cost")]
    for name in profile_names():
        assert set(grade_projects([project(rows)], load_profile(name))) == {
            RowKey("P1", "quality", 1),
            RowKey("P1", "economic-cost", 1),
        }
