"""A rule profile as quads, so that questions can ask for a rule's wording, its source and its examples."""

from ontology import terms
from ontology.identifiers import path_segment, rule
from ontology.nquads import QuadWriter, iri, text
from shapes.profile import Example, Profile, Rule


def profile_iri(name: str) -> str:
    """The IRI of a profile, which is also the graph that holds it."""
    return f"https://w3id.org/goaltrace/profile/{path_segment(name)}"


def profile_quads(profile: Profile) -> QuadWriter:
    """The profile and all its rules in a graph of their own."""
    node = profile_iri(profile.name)
    writer = QuadWriter(node)
    writer.add(node, terms.RDF_TYPE, iri(terms.GT_RULE_PROFILE))
    writer.add(node, terms.SKOS_PREF_LABEL, text(profile.title_zh, "zh"))
    writer.add(node, terms.SKOS_PREF_LABEL, text(profile.title_en, "en"))
    for identifier in sorted(profile.rules):
        _rule(writer, node, profile.rules[identifier])
    return writer


def _rule(writer: QuadWriter, profile: str, one: Rule) -> None:
    node = rule(one.id)
    writer.add(node, terms.RDF_TYPE, iri(terms.GT_RULE))
    writer.add(node, terms.GT_BELONGS_TO_PROFILE, iri(profile))
    writer.add(node, terms.SKOS_PREF_LABEL, text(one.label_zh, "zh"))
    writer.add(node, terms.SKOS_PREF_LABEL, text(one.label_en, "en"))
    writer.add(node, terms.SKOS_DEFINITION, text(one.zh, "zh"))
    writer.add(node, terms.SKOS_DEFINITION, text(one.en, "en"))
    writer.add(node, terms.GT_OFFICIAL_TEXT, text(one.source.document))
    writer.add(node, terms.GT_CITATION_STATUS, text(one.source.access))
    if one.applies:
        writer.add(node, terms.GT_GOOD_EXAMPLE, text(example_words(one.applies)))
    if one.spares:
        writer.add(node, terms.GT_BAD_EXAMPLE, text(example_words(one.spares)))


def example_words(example: Example) -> str:
    """An example as people read it: name / description / value, or the text itself."""
    fields = example.fields
    parts = [str(fields[key]) for key in ("name", "description", "value", "text") if fields.get(key)]
    return " / ".join(parts)
