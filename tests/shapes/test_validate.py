"""The validator on one small complete plan and on changes of one thing in it."""

import re
import subprocess
import sys

import pytest
import yaml

from loaders.layouts.registry import LAYOUTS
from ontology import terms
from ontology.nquads import text
from ontology.prefixes import GTC, GTS
from shapes.findings import Finding
from shapes.profile import load_profile
from shapes.shape_files import (
    NoRequiredKindsError,
    choose_shape_files,
    read_shape_file,
    required_kinds_names,
    shape_wordings,
)
from shapes.validate import DEFAULT_PROFILE, validate
from tests.shapes.sample_plan import (
    PROJECT,
    changed,
    sample_ntriples,
    sample_turtle,
    to_ntriples,
    without_line,
)

HEBEI = "hebei-project-goals"


def names(findings: list[Finding]) -> list[str]:
    return [finding.shape.removeprefix(GTS) for finding in findings]


def test_a_complete_plan_conforms_to_every_shape() -> None:
    assert validate(sample_ntriples()) == []


def test_a_missing_kind_gives_one_finding_on_its_project() -> None:
    (finding,) = validate(without_line("kind-ecological"))
    assert (finding.severity, finding.focus) == ("violation", PROJECT)
    assert finding.message_zh == "缺少生态效益指标。"
    assert finding.message_en == "There is no ecological benefit indicator."


@pytest.mark.parametrize(
    ("old", "new", "shape"),
    [
        ('gt:printedValue "≥95%" ;', "", "indicator-value"),
        ('gt:description "养护合格率不低于95%" ;', "", "indicator-description"),
        ('gt:printedHeading "1.道路养护绩效目标表" ;', "", "project-heading"),
        ("1.道路养护绩效目标表", "1.桥梁养护绩效目标表", "heading-names-project"),
        ('gt:code "P001" ;', "", "project-code"),
        ("道路养护预算数12万元", "道路养护预算数15万元", "purpose-states-budget"),
        ('gt:goalText "用于养护道路12公里。"', 'gt:goalText "用于养护桥梁3座。"', "goal-text-in-purpose"),
        (
            '养护道路12公里。" ;\n    gt:goalText',
            '一次性拨付，用于养护道路12公里。" ;\n    gt:goalText',
            "one-off-spent-in-steps",
        ),
        ("gt:cumulativeShare 1.0", "gt:cumulativeShare 0.9", "last-milestone-is-all"),
        ("gt:cumulativeShare 0.5", "gt:cumulativeShare 0.2", "milestones-rise"),
        ("gt:month 10 ; ", "", "milestone-month"),
        ("gtc:kind-quantity ;", "gtc:kind-quantity , gtc:kind-quality ;", "indicator-kind"),
        ('gt:year "2020"^^xsd:gYear', 'dcterms:title "无年度"', "plan-year"),
        ("a gt:OverallGoal", "a skos:Concept", "plan-overall-goal"),
        ("a gt:Objective ; skos:broader <plan/101-2020/goal/1>", "a gt:Objective", "goal-objective"),
    ],
)
def test_one_fault_in_a_complete_plan_gives_exactly_its_finding(old: str, new: str, shape: str) -> None:
    assert names(validate(changed(old, new))) == [shape]


def test_what_only_the_hebei_form_prints_is_not_asked_of_other_layouts() -> None:
    turtle = sample_turtle().replace("hebei-project-goals", "another-form").replace("gt:basis", "gt:remark")
    assert validate(to_ntriples(turtle)) == []


def test_the_kinds_of_2021_are_asked_for_under_a_profile_of_2021() -> None:
    turtle = sample_turtle().replace("gtc:kind-cost ", "gtc:kind-economic-cost ")
    assert names(validate(to_ntriples(turtle))) == ["kind-cost-required"]
    assert validate(to_ntriples(turtle), "china-2021") == []


def test_a_profile_without_required_kinds_is_refused_by_name() -> None:
    with pytest.raises(NoRequiredKindsError, match=r"'my-rules'.*2021, before-2021") as caught:
        validate(sample_ntriples(), "my-rules")
    assert caught.value.profile == "my-rules"


def test_a_profile_takes_the_longest_name_that_it_ends_in() -> None:
    assert "required_kinds_before_2021.ttl" in choose_shape_files("china-before-2021", [HEBEI])
    assert "required_kinds_2021.ttl" in choose_shape_files("2021", [HEBEI])
    assert required_kinds_names() == ("2021", "before-2021")


def test_a_form_whose_kinds_are_taken_as_printed_follows_the_scheme_that_it_prints() -> None:
    plain = choose_shape_files("china-before-2021", ["project-form"], [f"{GTC}kind-quantity"])
    assert "required_first_levels.ttl" in plain
    assert not [name for name in plain if name.startswith("required_kinds")]
    with_cost = choose_shape_files("china-before-2021", ["project-form"], [f"{GTC}kind-economic-cost"])
    assert set(with_cost) - set(plain) == {"required_kinds_2021.ttl"}


def test_documents_without_rows_by_kind_are_not_asked_for_kinds() -> None:
    for layout in ("narrative-chapter", "iati", "stratml"):
        assert not [n for n in choose_shape_files("china-2021", [layout]) if n.startswith("required")]


def test_every_layout_has_an_entry_and_every_entry_names_files_that_exist() -> None:
    forms = yaml.safe_load(read_shape_file("forms.yaml"))
    assert set(forms) == {layout.name for layout in LAYOUTS} | {"default"}
    for layout in forms:
        for name in choose_shape_files("china-2021", [layout]):
            assert read_shape_file(name)


def test_a_department_as_a_whole_is_asked_for_output_and_benefit_like_a_project() -> None:
    turtle = sample_turtle().replace("hebei-project-goals", "department-table")
    whole = turtle.replace("a gt:Project ;", "a gt:WholeDepartment ;")
    assert whole != turtle
    only_quantity = re.sub(r"gt:hasKind gtc:kind-[a-z-]+", "gt:hasKind gtc:kind-quantity", whole)
    assert names(validate(to_ntriples(only_quantity))) == ["benefit-required", "satisfaction-expected"]


def test_the_default_profile_and_the_shapes_require_the_same_kinds() -> None:
    wordings = shape_wordings(("required_kinds_before_2021.ttl",))
    required = {f"{GTS}kind-{kind}-required" for kind in load_profile(DEFAULT_PROFILE).kinds.required}
    assert set(wordings) == required


def test_findings_come_by_severity_and_then_in_the_order_of_the_document() -> None:
    turtle = sample_turtle().replace('gt:basis "养护规划" ;', "").replace("gt:month 3 ; ", "")
    findings = validate(to_ntriples(turtle.replace('gt:printedHeading "1.道路养护绩效目标表" ;', "")))
    assert names(findings) == ["indicator-basis"] * 9 + ["milestone-month", "project-heading"]
    labels = [finding.focus_label for finding in findings[:3]]
    assert labels == ["养护里程", "养护合格率", "完成时间"]


def test_the_same_graph_in_another_order_gives_the_same_findings() -> None:
    turtle = sample_turtle().replace('gt:basis "养护规划" ;', "")
    lines = to_ntriples(turtle).splitlines(keepends=True)
    assert validate("".join(sorted(lines))) == validate("".join(sorted(lines, reverse=True)))


def test_a_second_table_with_the_same_code_is_reported() -> None:
    turtle = sample_turtle() + "\n<plan/101-2020/project/P001> gt:order 2 ."
    assert names(validate(to_ntriples(turtle))) == ["project-stated-once"]


@pytest.mark.parametrize(
    "words",
    [
        'x") } SELECT * { # \\" {?value} {$this} <script>alert(1)</script>',
        "\x00\x0b\x7f\ud800\u202e\u2028\u2066\ufeff",
        "line one\r\nline two\\u0041\ttab \\",
        "预算" + "9" * 5000 + "用于" * 5000 + "\\g<1>",
    ],
    ids=["query", "controls", "escapes", "long"],
)
def test_hostile_words_are_only_words(words: str) -> None:
    ntriples = sample_ntriples()
    for printed in ("用于养护道路12公里。", "1.道路养护绩效目标表", "养护道路12公里", "≥95%"):
        assert ntriples.count(f'"{printed}"') == 1
        ntriples = ntriples.replace(f'"{printed}"', text(words))
    assert names(validate(ntriples)) == ["goal-text-in-purpose", "heading-names-project"]


def test_a_hostile_value_is_kept_character_for_character() -> None:
    term = text('C:\\x \\1 "q"\n')
    (finding,) = validate(sample_ntriples().replace(f'"2020"^^<{terms.XSD_G_YEAR}>', term))
    assert (finding.shape, finding.value_term) == (f"{GTS}plan-year", term)


def test_a_graph_without_anything_conforms() -> None:
    assert validate("") == []


def test_importing_the_validator_imports_neither_rdflib_nor_pyshacl() -> None:
    code = "import sys, shapes.validate; print({'rdflib', 'pyshacl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "set()"
