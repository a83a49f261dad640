"""IRIs that visitors name, checked before they reach a question."""

import pyoxigraph as ox

from queries.answer import Term
from service.web.refusals import BadRequestError


def read_iri(text: str) -> Term:
    """The term of an absolute IRI; raises a sentence where it is none."""
    try:
        return str(ox.NamedNode(text))
    except ValueError as exc:
        raise BadRequestError(
            "The parameter iri has to be an absolute IRI.", detail_zh="参数 iri 应为完整的 IRI。"
        ) from exc
