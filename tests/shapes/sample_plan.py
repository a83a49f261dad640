"""One small complete plan in the form of `docs/graph-model.md`, as Turtle that tests change line by line."""

from rdflib import Graph

BASE = "https://w3id.org/goaltrace/data/"
PROJECT = f"{BASE}plan/101-2020/project/P001"

_PREFIXES = """
@prefix gt: <https://w3id.org/goaltrace/ontology#> .
@prefix gtc: <https://w3id.org/goaltrace/concept#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/goaltrace/data/> .
"""

_PLAN = """
<document/101-2020-goals> a foaf:Document , prov:Entity ; dcterms:title "示例局2020年绩效目标" ;
    gt:layout "hebei-project-goals" ; gt:statesPlan <plan/101-2020> ; gt:hasFile <file/abc> .
<department/101> a org:FormalOrganization ; org:identifier "101" ; skos:prefLabel "示例局"@zh .
<plan/101-2020> a gt:Plan ; gt:belongsToDepartment <department/101> ; gt:year "2020"^^xsd:gYear .

<plan/101-2020/goal/overall> a gt:OverallGoal ; skos:inScheme <plan/101-2020> .
<plan/101-2020/goal/1> a gt:Goal ; gt:listNumber "1" ; skos:prefLabel "养好道路"@zh ;
    skos:inScheme <plan/101-2020> ; prov:wasQuotedFrom <file/abc#p2> .
<plan/101-2020/goal/1/objective/1> a gt:Objective ; skos:broader <plan/101-2020/goal/1> .
<plan/101-2020/goal/1/statement/1> a gt:GoalStatement ; gt:specifiesGoal <plan/101-2020/goal/1> .

<plan/101-2020/project/P001> a gt:Project ; gt:belongsToPlan <plan/101-2020> ; gt:order 1 ;
    gt:code "P001" ;
    skos:prefLabel "道路养护"@zh ;
    gt:printedHeading "1.道路养护绩效目标表" ;
    gt:purpose "道路养护预算数12万元，全部为财政资金，用于养护道路12公里。" ;
    gt:goalText "用于养护道路12公里。" ;
    prov:wasQuotedFrom <file/abc#t1.r2.c2> .
"""

_AMOUNTS = (("budget", "12.00", "120000"), ("fiscal", "12.00", "120000"), ("other", "0", "0"))
_MILESTONES = (("3月底", 3, "0.25"), ("6月底", 6, "0.5"), ("10月底", 10, "0.75"), ("12月底", 12, "1.0"))
_INDICATORS = (
    ("quantity", "养护里程", "养护道路12公里", "=12公里"),
    ("quality", "养护合格率", "养护合格率不低于95%", "≥95%"),
    ("timeliness", "完成时间", "10月底前完成", "10月底"),
    ("cost", "每公里成本", "每公里成本不超过1万元", "≤1万元"),
    ("economic", "运输成本下降率", "运输成本下降3%", "≥3%"),
    ("social", "事故下降数", "事故减少5起", "≥5起"),
    ("ecological", "扬尘下降率", "扬尘下降2%", "≥2%"),
    ("sustainability", "管护制度", "建立管护制度1项", "=1项"),
    ("beneficiary-satisfaction", "群众满意度", "群众满意度不低于90%", "≥90%"),
)


def sample_turtle() -> str:
    """The whole sample; every amount, milestone and indicator is one line."""
    lines = [_PREFIXES, _PLAN]
    project = "<plan/101-2020/project/P001"
    for role, printed, yuan in _AMOUNTS:
        fund = "" if role == "budget" else f" ; gt:hasFundSource gtc:fund-{role}"
        node = f"{project}/amount/{role}>"
        lines.append(
            f'{project}> gt:hasAmount {node} . {node} a gt:Amount ; gt:amountRole "{role}"{fund} ; '
            f'gt:printedNumber "{printed}" ; gt:printedUnit "万元" ; gt:yuan "{yuan}"^^xsd:decimal ; '
            f"prov:wasQuotedFrom <file/abc#t1.r3.c{_AMOUNTS.index((role, printed, yuan)) + 2}> ."
        )
    for order, (label, month, share) in enumerate(_MILESTONES, start=1):
        node = f"{project}/milestone/{order}>"
        lines.append(
            f"{project}> gt:hasMilestone {node} . {node} a gt:Milestone ; gt:order {order} ; "
            f'gt:month {month} ; gt:printedLabel "{label}" ; gt:printedNumber "{float(share):.0%}" ; '
            f"gt:cumulativeShare {share} ; prov:wasQuotedFrom <file/abc#t1.r6.c{order + 1}> ."
        )
    for order, (kind, name, description, value) in enumerate(_INDICATORS, start=1):
        node = f"{project}/indicator/{kind}-1>"
        lines.append(
            f"{project}> gt:hasIndicator {node} . {node} a gt:Indicator ; gt:order {order} ; "
            f'gt:hasKind gtc:kind-{kind} ; gt:printedName "{name}" ; gt:name "{name}" ; '
            f'gt:description "{description}" ; gt:printedValue "{value}" ; gt:basis "养护规划" ; '
            f"prov:wasQuotedFrom <file/abc#t2.r{order + 1}> ."
        )
    return "\n".join(lines)


def sample_ntriples() -> str:
    """The sample as N-Triples."""
    return to_ntriples(sample_turtle())


def to_ntriples(turtle: str) -> str:
    """A changed sample as the validator takes it."""
    return str(Graph().parse(data=turtle, format="turtle").serialize(format="nt"))


def changed(old: str, new: str) -> str:
    """The sample with words replaced that stand there exactly once, as N-Triples."""
    turtle = sample_turtle()
    assert turtle.count(old) == 1, f"{turtle.count(old)} times {old}"
    return to_ntriples(turtle.replace(old, new))


def without_line(words: str) -> str:
    """The sample without the one line that holds the words, as N-Triples."""
    lines = sample_turtle().split("\n")
    kept = [line for line in lines if words not in line]
    assert len(kept) == len(lines) - 1
    return to_ntriples("\n".join(kept))
