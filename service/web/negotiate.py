"""Which format an answer gets: by the `format` parameter, else by the Accept header with its q-values."""

from functools import lru_cache
from typing import Final, NamedTuple

from service.web.refusals import BadRequestError


class Offer(NamedTuple):
    """A media type that can be sent and the format behind it."""

    media_type: str
    format: str


ROWS: Final = (
    Offer("application/sparql-results+json", "json"),
    Offer("application/json", "json"),
    Offer("application/sparql-results+xml", "xml"),
    Offer("application/xml", "xml"),
    Offer("text/xml", "xml"),
    Offer("text/csv", "csv"),
    Offer("text/tab-separated-values", "tsv"),
)
GRAPHS: Final = (
    Offer("text/turtle", "turtle"),
    Offer("application/x-turtle", "turtle"),
    Offer("application/n-triples", "ntriples"),
    Offer("text/plain", "ntriples"),
    Offer("application/rdf+xml", "rdfxml"),
    Offer("application/xml", "rdfxml"),
    Offer("text/xml", "rdfxml"),
    Offer("application/ld+json", "jsonld"),
    Offer("application/json", "jsonld"),
)
DATASETS: Final = (
    Offer("application/n-quads", "nquads"),
    Offer("application/trig", "trig"),
    *(offer for offer in GRAPHS if offer.format == "jsonld"),
)
TABLES: Final = (Offer("application/json", "json"), Offer("text/csv", "csv"))
_SHORT_NAMES: Final = {
    "ttl": "turtle",
    "nt": "ntriples",
    "rdf": "rdfxml",
    "json-ld": "jsonld",
    "nq": "nquads",
}
_TEXTS: Final = ("text/", "application/n-")


class Chosen(NamedTuple):
    """The format to write and the Content-Type to send it with."""

    format: str
    content_type: str


@lru_cache(maxsize=512)
def choose(accept: str, offers: tuple[Offer, ...]) -> Chosen | None:
    """The offer that the header likes best, the first among equals; None where it takes none.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", ROWS).format
    'xml'
    >>> choose("image/png", ROWS) is None
    True
    """
    if not accept.strip():
        return _chosen(offers[0])
    ranges = _read_ranges(accept)
    best, best_offer = 0.0, None
    for offer in offers:
        quality = _quality(offer.media_type, ranges)
        if quality > best:
            best, best_offer = quality, offer
    return None if best_offer is None else _chosen(best_offer)


@lru_cache(maxsize=512)
def choose_named(name: str, offers: tuple[Offer, ...]) -> Chosen | None:
    """The offer with this format name, short name or media type.

    >>> choose_named("ttl", GRAPHS).content_type
    'text/turtle; charset=utf-8'
    """
    wanted = name.strip().lower()
    wanted = _SHORT_NAMES.get(wanted, wanted)
    for offer in offers:
        if wanted in (offer.format, offer.media_type):
            return _chosen(offer)
    return None


def choose_by_name(name: str) -> tuple[Chosen | None, Chosen | None]:
    """The format for rows and the format for a graph that have this name."""
    rows, graph = choose_named(name, ROWS), choose_named(name, GRAPHS)
    if rows is None and graph is None:
        raise BadRequestError(f"There is no format {name[:60]!r}; there are {', '.join(_known())}.")
    return rows, graph


def _known() -> list[str]:
    return list(dict.fromkeys(offer.format for offer in (*ROWS, *GRAPHS)))


def _chosen(offer: Offer) -> Chosen:
    text = offer.media_type.startswith(_TEXTS)
    return Chosen(offer.format, f"{offer.media_type}; charset=utf-8" if text else offer.media_type)


def _read_ranges(accept: str) -> list[tuple[str, float]]:
    ranges = []
    for part in accept.lower().split(",")[:100]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                quality = _read_quality(value.strip())
        if "/" in name:
            ranges.append((name, quality))
        elif name == "*":  # some old clients
            ranges.append(("*/*", quality))
    return ranges


def _read_quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0.0 <= quality <= 1.0 else 0.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """What the most specific range that fits says."""
    family = media_type.partition("/")[0] + "/*"
    for wanted in (media_type, family, "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0


def takes_gzip(accept_encoding: str) -> bool:
    """Whether the client takes gzip.

    >>> takes_gzip("br, gzip;q=0.8"), takes_gzip("gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    if not accept_encoding:
        return False
    found = {}
    for part in accept_encoding.lower().split(",")[:50]:
        name, _, rest = part.partition(";")
        quality = rest.partition("q=")[2].strip()
        found[name.strip()] = _read_quality(quality) if quality else 1.0
    return found.get("gzip", found.get("*", 0.0)) > 0
