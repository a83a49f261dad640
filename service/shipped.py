"""The ontology, the rule profile and the named questions as graphs of the store, so that all of them can be asked."""

from ontology.vocabulary import ONTOLOGY_GRAPH, ontology_nquads
from queries.store import Store
from service.query_examples import QUERY_GRAPH, query_quads
from shapes.profile import Profile
from shapes.profile_quads import profile_quads


def write_shipped_graphs(store: Store, profile: Profile) -> None:
    """Put the vocabulary, the profile's rules and the named questions into the store; only differences are written."""
    store.replace_graphs([ONTOLOGY_GRAPH], ontology_nquads())
    rules = profile_quads(profile)
    store.replace_graphs([rules.graph], rules.nquads())
    store.replace_graphs([QUERY_GRAPH], query_quads())
