"""The SPARQL questions behind the coverage report, each asked of one named graph of one document.

The graph variable `?layer` is bound by the caller, so an answer costs what it holds and two documents
about the same plan never mix. Prefixes are those of `ontology.prefixes`.
"""

from typing import Final

DOCUMENTS: Final = """
SELECT ?document ?plan ?title ?department ?name ?year ?kind ?layout ?file ?fileName ?sha256 ?format ?reader
WHERE { GRAPH ?source {
  ?document a foaf:Document ; gt:statesPlan ?plan .
  OPTIONAL { ?document dcterms:title ?title }
  OPTIONAL { ?document gt:year ?year }
  OPTIONAL { ?document gt:documentKind ?kind }
  OPTIONAL { ?document gt:layout ?layout }
  OPTIONAL { ?document dcterms:creator ?body
    OPTIONAL { ?body org:identifier ?department }
    OPTIONAL { ?body skos:prefLabel ?name } }
  OPTIONAL { ?document gt:hasFile ?file
    OPTIONAL { ?file gt:fileName ?fileName }
    OPTIONAL { ?file gt:sha256 ?sha256 }
    OPTIONAL { ?file dcterms:format ?format }
    OPTIONAL { ?file gt:reader ?reader } }
} } ORDER BY ?document ?file ?name"""

OVERALL_GOALS: Final = """
SELECT ?text WHERE { GRAPH ?layer { ?goal a gt:OverallGoal ; gt:printedText ?text } } ORDER BY ?text"""

GOALS: Final = """
SELECT ?goal ?number ?name ?cell WHERE { GRAPH ?layer {
  ?goal a gt:Goal ; gt:listNumber ?number .
  OPTIONAL { ?goal skos:prefLabel ?name }
  OPTIONAL { ?goal prov:wasQuotedFrom ?cell } } }"""

OBJECTIVES: Final = """
SELECT ?objective ?above ?number ?text ?cell WHERE { GRAPH ?layer {
  ?objective a gt:Objective ; skos:broader ?above ; gt:printedText ?text .
  OPTIONAL { ?objective gt:listNumber ?number }
  OPTIONAL { ?objective prov:wasQuotedFrom ?cell } } }"""

STATEMENTS: Final = """
SELECT ?statement ?goal ?order ?text ?cell WHERE { GRAPH ?layer {
  ?statement a gt:GoalStatement ; gt:specifiesGoal ?goal ; gt:order ?order ; gt:printedText ?text .
  OPTIONAL { ?statement prov:wasQuotedFrom ?cell } } }"""

SAFEGUARDS: Final = """
SELECT ?order ?text WHERE { GRAPH ?layer {
  ?measure a gt:SafeguardMeasure ; gt:order ?order ; gt:printedText ?text } } ORDER BY ?order"""

PROJECTS: Final = """
SELECT ?project ?code ?name ?order ?purpose ?cell WHERE { GRAPH ?layer {
  ?project a gt:Project .
  OPTIONAL { ?project gt:code ?code }
  OPTIONAL { ?project skos:prefLabel ?name }
  OPTIONAL { ?project gt:order ?order }
  OPTIONAL { ?project gt:purpose ?purpose }
  OPTIONAL { ?project prov:wasQuotedFrom ?cell } } }"""

AMOUNTS: Final = """
SELECT ?project ?amount ?role ?fund WHERE { GRAPH ?layer {
  ?project gt:hasAmount ?amount . ?amount gt:amountRole ?role .
  OPTIONAL { ?amount gt:hasFundSource ?fund } } }"""

YUAN: Final = """
SELECT ?amount ?yuan WHERE { GRAPH ?layer { ?amount gt:yuan ?yuan } }"""

ROWS: Final = """
SELECT ?project ?row ?kind ?order ?printedName ?description ?value ?basis ?cell WHERE { GRAPH ?layer {
  ?project gt:hasIndicator ?row .
  OPTIONAL { ?row gt:hasKind ?kind }
  OPTIONAL { ?row gt:order ?order }
  OPTIONAL { ?row gt:printedName ?printedName }
  OPTIONAL { ?row gt:description ?description }
  OPTIONAL { ?row gt:printedValue ?value }
  OPTIONAL { ?row gt:basis ?basis }
  OPTIONAL { ?row prov:wasQuotedFrom ?cell } } }"""

NAMES: Final = """
SELECT ?row ?name WHERE { GRAPH ?layer { ?row gt:name ?name } }"""

READINGS: Final = """
SELECT ?reading ?comparator ?number ?numberEnd ?unit WHERE { GRAPH ?layer {
  ?reading gt:hasComparator ?comparator .
  OPTIONAL { ?reading gt:number ?number }
  OPTIONAL { ?reading gt:numberEnd ?numberEnd }
  OPTIONAL { ?reading gt:unitText ?unit } } }"""

READ_FROM: Final = """
SELECT ?row ?value ?own WHERE { GRAPH ?layer {
  { ?row gt:hasReading ?value } UNION { ?row gt:hasOwnTarget ?own } } }"""

REPAIRS: Final = """
SELECT ?repair ?rule ?printed ?repaired ?cell WHERE { GRAPH ?layer {
  ?repair a gt:Repair ; gt:repairRule ?rule .
  OPTIONAL { ?repair gt:printedText ?printed }
  OPTIONAL { ?repair gt:repairedText ?repaired }
  OPTIONAL { ?repair prov:wasDerivedFrom ?cell } } }"""

MEASUREMENTS: Final = """
SELECT ?measurement ?property ?value WHERE { GRAPH ?layer {
  ?measurement a dqv:QualityMeasurement ; ?property ?value } }"""

EVIDENCE: Final = """
SELECT ?thing ?said WHERE { GRAPH ?layer { ?thing gt:evidence ?said } }"""

CHECKS: Final = """
SELECT ?check ?project ?outcome ?expression ?yuan ?budget ?words ?lower WHERE { GRAPH ?layer {
  ?check a gt:ArithmeticCheck ; gt:checks ?project ; gt:hasOutcome ?outcome .
  OPTIONAL { ?check gt:expression ?expression }
  OPTIONAL { ?check gt:yuan ?yuan }
  OPTIONAL { ?check gt:budgetYuan ?budget }
  OPTIONAL { ?check gt:wordsUsed ?words }
  OPTIONAL { ?check gt:lowerBound ?lower } } }"""

FINDINGS: Final = """
SELECT ?finding ?severity ?shape ?focus ?value ?zh ?en ?cell WHERE { GRAPH ?layer {
  ?finding a sh:ValidationResult ; sh:resultSeverity ?severity .
  OPTIONAL { ?finding sh:sourceShape ?shape }
  OPTIONAL { ?finding sh:focusNode ?focus }
  OPTIONAL { ?finding sh:value ?value }
  OPTIONAL { ?finding sh:resultMessage ?zh FILTER(LANG(?zh) = "zh") }
  OPTIONAL { ?finding sh:resultMessage ?en FILTER(LANG(?en) = "en") }
  OPTIONAL { ?finding gt:foundAt ?cell } } }"""

LINKS: Final = """
SELECT ?link ?project ?target ?status ?evidence ?reviewer ?date ?confidence ?justification ?comment
WHERE { GRAPH ?layer {
  ?link a gt:Link ; sssom:subject_id ?project ; sssom:object_id ?target ; gt:hasStatus ?status .
  OPTIONAL { ?link gt:evidence ?evidence }
  OPTIONAL { ?link sssom:reviewer_label ?reviewer }
  OPTIONAL { ?link sssom:mapping_date ?date }
  OPTIONAL { ?link sssom:confidence ?confidence }
  OPTIONAL { ?link sssom:mapping_justification ?justification }
  OPTIONAL { ?link sssom:comment ?comment } } }"""

LABELS: Final = """
SELECT ?concept ?labelZh ?labelEn ?zh ?en WHERE { GRAPH ?layer {
  ?concept a skos:Concept .
  OPTIONAL { ?concept skos:prefLabel ?labelZh FILTER(LANG(?labelZh) = "zh") }
  OPTIONAL { ?concept skos:prefLabel ?labelEn FILTER(LANG(?labelEn) = "en") }
  OPTIONAL { ?concept skos:definition ?zh FILTER(LANG(?zh) = "zh") }
  OPTIONAL { ?concept skos:definition ?en FILTER(LANG(?en) = "en") } } }"""

RULES: Final = """
SELECT ?rule ?labelZh ?labelEn ?zh ?en ?source ?citation WHERE {
  ?rule a gt:Rule .
  OPTIONAL { ?rule skos:prefLabel ?labelZh FILTER(LANG(?labelZh) = "zh") }
  OPTIONAL { ?rule skos:prefLabel ?labelEn FILTER(LANG(?labelEn) = "en") }
  OPTIONAL { ?rule skos:definition ?zh FILTER(LANG(?zh) = "zh") }
  OPTIONAL { ?rule skos:definition ?en FILTER(LANG(?en) = "en") }
  OPTIONAL { ?rule gt:officialText ?source }
  OPTIONAL { ?rule gt:citationStatus ?citation }
} ORDER BY ?rule ?source"""
