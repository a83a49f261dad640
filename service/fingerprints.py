"""Fingerprints of all that the result of a build depends on; where they are the same, so is the result."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from loaders.link_records import LinkRecord, sort_records
from loaders.load import SOFTWARE_VERSION
from loaders.proposals import ProposalRecord
from loaders.verdicts import VerdictRecord
from service.row_reviews import Reviews
from shapes.profile import Profile

_PACKAGES: Final = ("ontology", "loaders", "shapes")
_SHIPPED: Final = (".py", ".ttl", ".yaml")
# Not what a person decided: where the record stood in a file, and what the program reckons anew.
_NOT_SAID: Final = frozenset({"line", "grade"})


@cache
def software_fingerprint() -> str:
    """Of the version and of every file that reads and judges, so that a mended rule counts as a change."""
    digest = hashlib.sha256(SOFTWARE_VERSION.encode())
    for package in _PACKAGES:
        for name, file in _shipped(files(package), package):
            digest.update(f"\n{name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _shipped(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _shipped(entry, name)
        elif entry.name.endswith(_SHIPPED):
            yield name, entry


def rules_fingerprint(profile: Profile, base: str, *, keep_personal: bool) -> str:
    """Of all that is the same for every document of a build."""
    facts = (software_fingerprint(), profile.name, profile.fingerprint, base, str(keep_personal))
    return hashlib.sha256("\n".join(facts).encode("utf-8", "replace")).hexdigest()


def input_fingerprint(rules: str, sha256: str, name: str) -> str:
    """Of one file under these rules; the name counts, as the store says it."""
    return hashlib.sha256(f"{rules}\n{sha256}\n{name}".encode("utf-8", "replace")).hexdigest()


def review_fingerprint(links: Iterable[LinkRecord], reviews: Reviews) -> str:
    """Of what people decided on one document; empty where nobody decided anything.

    Links that the document states itself are left out: they follow from the file.
    """
    said = [_said(record) for record in sort_records(links) if record.status != "stated"]
    said += sorted(map(_said, reviews.verdicts)) + sorted(map(_said, reviews.proposals))
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest() if said else ""


def _said(record: LinkRecord | VerdictRecord | ProposalRecord) -> str:
    values = (getattr(record, field.name) for field in fields(record) if field.name not in _NOT_SAID)
    # The store gives numbers back in canonical form: 0.9 for 0.90.
    return repr([f"{v.normalize():f}" if isinstance(v, Decimal) else v for v in values])
