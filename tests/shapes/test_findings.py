"""A finding says itself, keeps its identity and writes itself as quads."""

from dataclasses import FrozenInstanceError, replace

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from ontology import terms
from ontology.identifiers import PlanIdentifiers
from ontology.nquads import QuadWriter
from shapes.findings import Finding, finding_iri, finding_quads
from shapes.subjects import Subject
from shapes.validate import validate
from tests.shapes.sample_plan import BASE, PROJECT, changed, without_line

IDENTIFIERS = PlanIdentifiers(BASE, "101", "2020", "goals")


def only(ntriples: str) -> Finding:
    (finding,) = validate(ntriples)
    return finding


def written(*findings: Finding) -> Graph:
    writer = QuadWriter(IDENTIFIERS.graph("judgment"))
    finding_quads(writer, IDENTIFIERS, findings)
    return Graph().parse(data=writer.ntriples(), format="nt")


def test_a_finding_on_a_project_says_its_name_what_is_missing_and_where() -> None:
    finding = only(without_line("kind-ecological"))
    assert finding.sentence("zh") == "项目「道路养护」：缺少生态效益指标，见 t1.r2.c2。"
    assert finding.sentence("en") == (
        'Project "道路养护": There is no ecological benefit indicator, at t1.r2.c2.'
    )


def test_a_finding_on_an_indicator_names_its_project_too() -> None:
    finding = only(changed('gt:printedValue "≥95%" ;', ""))
    assert finding.sentence("zh") == "项目「道路养护」的指标「养护合格率」：没有指标值，见 t2.r3。"
    assert finding.sentence("en").startswith('Indicator "养护合格率" of project "道路养护": ')


def test_a_value_that_is_a_thing_of_the_document_is_shown_by_its_words_and_place() -> None:
    finding = only(changed("gt:cumulativeShare 1.0", "gt:cumulativeShare 0.9"))
    assert finding.sentence() == (
        "项目「道路养护」：最后一个时点的支出进度没有达到100%（12月底 100%），见 t1.r6.c5。"
    )


def test_a_statement_is_the_sentence_without_the_place() -> None:
    finding = only(changed('gt:printedValue "≥95%" ;', ""))
    assert finding.statement() == "项目「道路养护」的指标「养护合格率」：没有指标值。"


def test_a_long_value_is_shortened_in_the_sentence_and_whole_in_the_graph() -> None:
    long = "年内，" * 60
    finding = only(changed('gt:year "2020"^^xsd:gYear', f'gt:year "{long}"'))
    assert len(finding.value_label) == 80
    assert finding.value_label.endswith("…")
    assert Literal(long) in set(written(finding).objects(None, SH.value))


@pytest.mark.parametrize(
    ("old", "new", "begins"),
    [
        ("a gt:OverallGoal", "a skos:Concept", "绩效计划「示例局 2020」："),
        ("gt:hasFile <file/abc>", "gt:hasFile []", ""),
        ('skos:prefLabel "养好道路"@zh', "skos:inScheme <plan/101-2020>", "分项绩效目标「1」："),
        ("gt:month 6 ; ", "", "项目「道路养护」的支出进度「6月底 50%」："),
        ('gt:printedNumber "0" ;', "", "项目「道路养护」的其他资金「万元」："),
        ('org:identifier "101" ;', "", "部门「示例局」："),
        ('skos:prefLabel "道路养护"@zh ;', "", "项目「P001」："),
    ],
)
def test_each_kind_of_thing_is_called_by_its_noun(old: str, new: str, begins: str) -> None:
    assert all(finding.sentence().startswith(begins) for finding in validate(changed(old, new)))


def test_a_thing_that_the_graph_does_not_name_is_called_by_its_iri() -> None:
    finding = replace(only(without_line("kind-ecological")), subject=Subject((9,), ""))
    assert finding.sentence("en").startswith(f"{PROJECT}: ")


def test_a_finding_cannot_be_changed() -> None:
    finding = only(without_line("kind-ecological"))
    with pytest.raises(FrozenInstanceError):
        finding.focus = "x"  # type: ignore[misc]


def test_the_identity_of_a_finding_hangs_on_shape_focus_path_value_and_component_alone() -> None:
    finding = only(without_line("kind-ecological"))
    reworded = replace(finding, message_zh="另一句。", severity="info", subject=Subject((9,), ""))
    assert finding_iri(IDENTIFIERS, reworded) == finding_iri(IDENTIFIERS, finding)
    others = (
        replace(finding, shape="x"),
        replace(finding, focus="x"),
        replace(finding, path="x"),
        replace(finding, value_term="x"),
        replace(finding, component="x"),
    )
    assert len({finding.key, *(other.key for other in others)}) == 6
    assert finding_iri(IDENTIFIERS, finding) == f"{BASE}document/101-2020-goals/finding/{finding.key}"


def test_a_finding_is_written_as_a_validation_result_with_its_source_cell() -> None:
    finding = only(changed('gt:printedValue "≥95%" ;', ""))
    graph = written(finding)
    node = URIRef(finding_iri(IDENTIFIERS, finding))
    assert set(graph.predicate_objects(node)) == {
        (RDF.type, SH.ValidationResult),
        (SH.resultSeverity, SH.Violation),
        (SH.sourceShape, URIRef("https://w3id.org/goaltrace/shape#indicator-value")),
        (SH.sourceConstraintComponent, SH.MinCountConstraintComponent),
        (SH.focusNode, URIRef(f"{PROJECT}/indicator/quality-1")),
        (SH.resultPath, URIRef(terms.GT_PRINTED_VALUE)),
        (SH.resultMessage, Literal(finding.statement("zh"), lang="zh")),
        (SH.resultMessage, Literal(finding.statement("en"), lang="en")),
        (URIRef(terms.GT_FOUND_AT), URIRef(f"{BASE}file/abc#t2.r3")),
    }


def test_a_path_of_several_steps_is_left_to_the_shape() -> None:
    finding = only(without_line("kind-ecological"))
    assert finding.path == f"<{terms.GT_HAS_INDICATOR}>/<{terms.GT_HAS_KIND}>"
    assert not list(written(finding).objects(None, SH.resultPath))


def test_a_place_that_the_validated_graph_lacks_is_asked_for() -> None:
    finding = replace(only(without_line("kind-ecological")), subject=Subject((9,), ""))
    writer = QuadWriter(IDENTIFIERS.graph("judgment"))
    finding_quads(writer, IDENTIFIERS, [finding], {PROJECT: f"{BASE}file/abc#t9"}.get)
    assert f"<{BASE}file/abc#t9>" in writer.nquads()
