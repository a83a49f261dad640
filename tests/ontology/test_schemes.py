"""What the concept schemes hold."""

import pytest
from rdflib import SKOS, Graph, Literal, URIRef

from ontology.prefixes import GTC

SPECIFIED_FLAGS = [
    "shared-value",
    "form-default",
    "input-as-target",
    "value-description-conflict",
    "name-description-conflict",
    "unit-lost",
    "comparator-lost",
    "kind-misplaced",
    "implausible",
    "adverse-target",
    "metric-undefined",
    "misfit-candidate",
    "rebind-candidate",
    "unnamed-standard",
    "no-deadline",
    "self-referential-basis",
    "name-truncated",
    "ambiguous-parse",
    "universal-quantifier",
    "indefinite",
]
VERDICTS = ["fits", "misfit", "rebind"]
NINE_KINDS = [
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic",
    "social",
    "ecological",
    "sustainability",
    "beneficiary-satisfaction",
]


def gtc(name: str) -> URIRef:
    return URIRef(GTC + name)


def members(ontology: Graph, scheme: str) -> set[str]:
    return {str(c).removeprefix(GTC) for c in ontology.subjects(SKOS.inScheme, gtc(scheme))}


def leaves(ontology: Graph, scheme: str) -> set[str]:
    parents = {str(p).removeprefix(GTC) for p in ontology.objects(None, SKOS.broader)}
    return members(ontology, scheme) - parents


def tops(ontology: Graph, scheme: str) -> set[str]:
    return {str(c).removeprefix(GTC) for c in ontology.objects(gtc(scheme), SKOS.hasTopConcept)}


def printed(ontology: Graph, concept: str) -> set[str]:
    found = (*ontology.objects(gtc(concept), SKOS.prefLabel), *ontology.objects(gtc(concept), SKOS.altLabel))
    return {str(label) for label in found if isinstance(label, Literal) and label.language == "zh"}


def notations(ontology: Graph, scheme: str) -> dict[str, str]:
    found = ((name, ontology.value(gtc(name), SKOS.notation)) for name in members(ontology, scheme))
    return {name: str(notation) for name, notation in found if notation is not None}


def test_every_flag_of_the_specification_is_a_concept(ontology: Graph) -> None:
    assert members(ontology, "flags") == {f"flag-{name}" for name in [*SPECIFIED_FLAGS, *VERDICTS]}


def test_a_reviewer_says_that_a_row_fits_is_a_misfit_or_takes_the_shared_number(ontology: Graph) -> None:
    assert members(ontology, "verdicts") == {f"verdict-{name}" for name in VERDICTS}


def test_there_are_nine_kinds_before_2021(ontology: Graph) -> None:
    assert leaves(ontology, "indicator-kinds-before-2021") == {f"kind-{name}" for name in NINE_KINDS}


def test_cost_is_a_kind_of_output_before_2021(ontology: Graph) -> None:
    assert ontology.value(gtc("kind-cost"), SKOS.broader) == gtc("kind-output")
    assert "kind-cost" not in members(ontology, "indicator-kinds-2021")


def test_cost_is_at_level_one_in_the_2021_scheme(ontology: Graph) -> None:
    old, new = tops(ontology, "indicator-kinds-before-2021"), tops(ontology, "indicator-kinds-2021")
    assert new - old == {"kind-cost-level1"}
    assert old - new == set()
    below = {str(c).removeprefix(GTC) for c in ontology.subjects(SKOS.broader, gtc("kind-cost-level1"))}
    assert below == {"kind-economic-cost", "kind-social-cost", "kind-ecological-cost"}


def test_environmental_benefit_is_another_name_of_ecological_benefit(ontology: Graph) -> None:
    assert {"生态效益", "环境效益"} <= printed(ontology, "kind-ecological")


def test_satisfaction_of_the_public_is_satisfaction_of_the_people_served(ontology: Graph) -> None:
    assert "社会公众或服务对象满意度" in printed(ontology, "kind-beneficiary-satisfaction")


def test_people_and_attendances_are_different_units(ontology: Graph) -> None:
    assert "名" in printed(ontology, "unit-person")
    assert printed(ontology, "unit-person").isdisjoint(printed(ontology, "unit-person-time"))


@pytest.mark.parametrize("scheme", ["units", "grades", "goal-grades"])
def test_every_unit_and_grade_has_a_notation(ontology: Graph, scheme: str) -> None:
    assert notations(ontology, scheme).keys() == members(ontology, scheme)


def test_the_comparators_have_their_signs(ontology: Graph) -> None:
    assert notations(ontology, "comparators") == {
        "comparator-at-least": "≥",
        "comparator-at-most": "≤",
        "comparator-equal": "=",
        "comparator-more-than": ">",
        "comparator-less-than": "<",
        "comparator-about": "≈",
        "comparator-all": "全部",
    }
    assert members(ontology, "comparators") - notations(ontology, "comparators").keys() == {
        "comparator-range",
        "comparator-unspecified",
    }


def test_the_grade_letters_are_the_names_of_the_grades(ontology: Graph) -> None:
    assert notations(ontology, "grades") == {f"grade-{letter}": letter for letter in "ABCDEF"}
    assert notations(ontology, "goal-grades") == {f"grade-G{n}": f"G{n}" for n in range(5)}


def test_a_link_is_stated_accepted_proposed_or_rejected(ontology: Graph) -> None:
    names = ("stated", "accepted", "proposed", "rejected")
    assert members(ontology, "link-statuses") == {f"status-{name}" for name in names}


def test_a_check_holds_does_not_hold_or_cannot_say(ontology: Graph) -> None:
    names = ("holds", "does-not-hold", "cannot-say")
    assert members(ontology, "check-outcomes") == {f"check-{name}" for name in names}


def test_the_printed_fund_sources_are_two(ontology: Graph) -> None:
    assert printed(ontology, "fund-fiscal") >= {"财政资金"}
    assert printed(ontology, "fund-other") >= {"其他资金"}
