"""The SPARQL questions behind the records of a plan, each asked of the named graphs of one document.

The variables `?source`, `?reading`, `?judgment` and `?links` are bound by the caller, so an answer costs
what the document holds, and two documents about one plan never mix.
"""

from typing import Final

DOCUMENTS: Final = """
SELECT ?document ?plan ?code ?name ?year ?kind ?title ?layout ?file ?sha256 WHERE {
  GRAPH ?source {
    ?document gt:statesPlan ?plan .
    OPTIONAL { ?document gt:documentKind ?kind . }
    OPTIONAL { ?document dcterms:title ?title . }
    OPTIONAL { ?document gt:layout ?layout . }
    OPTIONAL { ?document gt:year ?year . }
    OPTIONAL { ?document dcterms:creator ?department . ?department org:identifier ?code . }
    OPTIONAL { ?document dcterms:creator ?creator . ?creator skos:prefLabel ?name . }
    OPTIONAL { ?document gt:hasFile ?held . ?held gt:fileName ?file ; gt:sha256 ?sha256 . }
  }
} ORDER BY ?document ?sha256"""

IS_DOCUMENT: Final = "ASK { ?document gt:statesPlan ?plan }"

ONE_DOCUMENT: Final = "SELECT ?document WHERE { GRAPH ?source { ?document gt:statesPlan ?plan } } LIMIT 1"

GOALS: Final = """
SELECT ?goal ?number ?name WHERE {
  GRAPH ?source { ?goal a gt:Goal ; gt:listNumber ?number . OPTIONAL { ?goal skos:prefLabel ?name . } }
}"""

OBJECTIVES: Final = """
SELECT ?objective ?above ?number ?text WHERE {
  { GRAPH ?source { ?objective a gt:Objective ; skos:broader ?above ; gt:printedText ?text .
      OPTIONAL { ?objective gt:listNumber ?number . } } }
  UNION
  { GRAPH ?reading { ?objective a gt:Objective ; skos:broader ?above ; gt:printedText ?text .
      OPTIONAL { ?objective gt:listNumber ?number . } } }
}"""

PROJECTS: Final = """
SELECT ?project ?order ?code ?name ?purpose WHERE {
  GRAPH ?source {
    ?project a gt:Project ; gt:order ?order .
    OPTIONAL { ?project gt:code ?code . }
    OPTIONAL { ?project skos:prefLabel ?name . }
    OPTIONAL { ?project gt:purpose ?purpose . }
  }
} ORDER BY ?order ?project ?code ?name ?purpose"""

AMOUNTS: Final = """
SELECT ?project ?role ?fund ?yuan WHERE {
  GRAPH ?source {
    ?project gt:hasAmount ?amount .
    ?amount gt:amountRole ?role .
    FILTER(!STRSTARTS(?role, "total-"))
    OPTIONAL { ?amount gt:hasFundSource ?fund . }
  }
  OPTIONAL { GRAPH ?reading { ?amount gt:yuan ?yuan . } }
} ORDER BY ?project ?fund ?role ?yuan"""

INDICATORS: Final = """
SELECT ?project ?indicator ?row ?kind ?first ?second ?printed ?description ?value ?basis ?cell WHERE {
  GRAPH ?source {
    ?project gt:hasIndicator ?indicator .
    ?indicator gt:order ?row .
    OPTIONAL { ?indicator gt:hasKind ?kind . }
    OPTIONAL { ?indicator gt:printedFirstLevel ?first . }
    OPTIONAL { ?indicator gt:printedSecondLevel ?second . }
    OPTIONAL { ?indicator gt:printedName ?printed . }
    OPTIONAL { ?indicator gt:description ?description . }
    OPTIONAL { ?indicator gt:printedValue ?value . }
    OPTIONAL { ?indicator gt:basis ?basis . }
    OPTIONAL { ?indicator prov:wasQuotedFrom ?cell . }
  }
} ORDER BY ?row ?indicator ?printed ?description ?value ?basis"""

NAMES: Final = "SELECT ?indicator ?name WHERE { GRAPH ?reading { ?indicator gt:name ?name . } }"

JUDGED: Final = """
SELECT ?judged ?property ?found WHERE {
  GRAPH ?judgment {
    ?judged dqv:isMeasurementOf gt:measurability ; ?property ?found .
    FILTER(?property IN (dqv:computedOn, gt:hasGrade, gt:hasFlag, gt:citesRule, gt:verifiable))
  }
}"""

LINKS: Final = """
SELECT ?link ?project ?target ?status ?evidence ?confidence ?share ?reviewer ?date ?comment
       ?justification WHERE {
  GRAPH ?links {
    ?link a gt:Link ; sssom:subject_id ?project ; sssom:object_id ?target ; gt:hasStatus ?status .
    OPTIONAL { ?link gt:evidence ?evidence . }
    OPTIONAL { ?link sssom:confidence ?confidence . }
    OPTIONAL { ?link gt:share ?share . }
    OPTIONAL { ?link sssom:reviewer_label ?reviewer . }
    OPTIONAL { ?link sssom:mapping_date ?date . }
    OPTIONAL { ?link sssom:comment ?comment . }
    OPTIONAL { ?link sssom:mapping_justification ?justification . }
  }
} ORDER BY ?link ?status ?evidence"""

PLACES: Final = """
SELECT ?place ?ranges ?column WHERE {
  GRAPH ?source { { ?place gt:characterRanges ?ranges } UNION { ?place gt:columnNumber ?column } }
}"""
