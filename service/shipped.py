"""The ontology and the rule profile as graphs of the store, so that questions can ask for labels and rules."""

from ontology.vocabulary import ONTOLOGY_GRAPH, ontology_nquads
from queries.store import Store
from shapes.profile import Profile
from shapes.profile_quads import profile_quads


def write_shipped_graphs(store: Store, profile: Profile) -> None:
    """Put the shipped vocabulary and the profile's rules into the store; only differences are written."""
    store.replace_graphs([ONTOLOGY_GRAPH], ontology_nquads())
    rules = profile_quads(profile)
    store.replace_graphs([rules.graph], rules.nquads())
