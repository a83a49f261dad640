"""The SPARQL questions behind the CSV tables, each asked of the named graphs of one document."""

from typing import Final

SUMS: Final = """
SELECT ?subject ?basis ?level ?projects ?indicators ?measurable ?yuan ?a ?b ?c ?d ?e ?f WHERE {
  GRAPH ?judgment {
    ?sums gt:indicatorCount ?indicators ; dqv:computedOn ?subject ; dqv:isMeasurementOf ?metric .
    FILTER(?metric IN (gt:projectMeasurability, gt:goalCoverage))
    OPTIONAL { ?sums gt:linkBasis ?basis . }
    OPTIONAL { ?sums gt:hasGrade ?level . }
    OPTIONAL { ?sums gt:projectCount ?projects . }
    OPTIONAL { ?sums gt:measurableCount ?measurable . }
    OPTIONAL { ?sums gt:yuan ?yuan . }
    OPTIONAL { ?sums gt:countA ?a . }
    OPTIONAL { ?sums gt:countB ?b . }
    OPTIONAL { ?sums gt:countC ?c . }
    OPTIONAL { ?sums gt:countD ?d . }
    OPTIONAL { ?sums gt:countE ?e . }
    OPTIONAL { ?sums gt:countF ?f . }
  }
}"""

READINGS: Final = """
SELECT ?indicator ?comparator ?sign ?number ?numberText ?unit ?remark ?end WHERE {
  GRAPH ?reading {
    ?indicator gt:hasReading ?read .
    ?read gt:hasComparator ?comparator .
    OPTIONAL { ?read gt:comparatorText ?sign . }
    OPTIONAL { ?read gt:number ?number . }
    OPTIONAL { ?read gt:numberEnd ?end . }
    OPTIONAL { ?read gt:numberText ?numberText . }
    OPTIONAL { ?read gt:unitText ?unit . }
    OPTIONAL { ?read gt:remark ?remark . }
  }
}"""

OWN_TARGETS: Final = READINGS.replace("gt:hasReading", "gt:hasOwnTarget")

POINTS: Final = """
SELECT ?indicator ?period ?weight ?score WHERE {
  GRAPH ?source {
    ?project gt:hasIndicator ?indicator .
    OPTIONAL { ?indicator gt:indicatorPeriod ?period . }
    OPTIONAL { ?indicator gt:printedWeight ?weight . }
    OPTIONAL { ?indicator gt:printedScore ?score . }
  }
}"""

RESULTS: Final = """
SELECT ?indicator ?role ?printed ?number WHERE {
  GRAPH ?source { ?seen sosa:observedProperty ?indicator ; gt:observationRole ?role ; gt:printedResult ?printed . }
  OPTIONAL { GRAPH ?reading { ?seen sosa:hasSimpleResult ?number . } }
}"""

AMOUNTS: Final = """
SELECT ?project ?amount ?role ?fund ?printed ?unit ?yuan ?cell WHERE {
  GRAPH ?source {
    ?project gt:hasAmount ?amount .
    ?amount gt:amountRole ?role .
    OPTIONAL { ?amount gt:hasFundSource ?fund . }
    OPTIONAL { ?amount gt:printedNumber ?printed . }
    OPTIONAL { ?amount gt:printedUnit ?unit . }
    OPTIONAL { ?amount prov:wasQuotedFrom ?cell . }
  }
  OPTIONAL { GRAPH ?reading { ?amount gt:yuan ?yuan . } }
} ORDER BY ?amount ?printed ?cell"""

PROJECT_TEXTS: Final = """
SELECT ?project ?goalText ?heading ?cell WHERE {
  GRAPH ?source {
    ?project a gt:Project .
    OPTIONAL { ?project gt:goalText ?goalText . }
    OPTIONAL { ?project gt:printedHeading ?heading . }
    OPTIONAL { ?project prov:wasQuotedFrom ?cell . }
  }
} ORDER BY ?project ?goalText ?heading ?cell"""

GOAL_CELLS: Final = """
SELECT ?goal ?cell WHERE {
  GRAPH ?source { ?goal a gt:Goal ; prov:wasQuotedFrom ?cell . }
} ORDER BY ?goal ?cell"""

FINDINGS: Final = """
SELECT ?finding ?severity ?shape ?focus ?value ?zh ?en ?cell WHERE {
  GRAPH ?judgment {
    ?finding a sh:ValidationResult ; sh:resultSeverity ?severity .
    OPTIONAL { ?finding sh:sourceShape ?shape . }
    OPTIONAL { ?finding sh:focusNode ?focus . }
    OPTIONAL { ?finding sh:value ?value . }
    OPTIONAL { ?finding sh:resultMessage ?zh . FILTER(LANG(?zh) = "zh") }
    OPTIONAL { ?finding sh:resultMessage ?en . FILTER(LANG(?en) = "en") }
    OPTIONAL { ?finding gt:foundAt ?cell . }
  }
} ORDER BY ?severity ?shape ?focus ?finding ?value ?cell"""
