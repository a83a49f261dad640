"""The one table that turns what goes wrong while documents are read and decisions are made into refusals."""

from typing import Final

from loaders.errors import LoadError
from loaders.link_errors import (
    ContradictingLinkError,
    SharesOverOneError,
    StatedLinkFixedError,
    UnknownLinkProjectError,
    UnknownLinkTargetError,
)
from loaders.review_errors import SeveralRowsError, UnknownRowError
from queries.errors import QueryError, StoreAccessError, StoreError, StoreLockedError, UnknownDocumentError
from service.review import SeveralDocumentsError, UnknownProjectCodeError
from service.web.refusals import (
    BadRequestError,
    BusyError,
    ConflictError,
    DocumentRefusedError,
    NotFoundError,
    NotWrittenError,
    RefusedError,
)
from shapes.profile import ProfileError

_KINDS: Final[tuple[tuple[tuple[type[Exception], ...], type[RefusedError]], ...]] = (
    (
        (
            UnknownDocumentError,
            UnknownProjectCodeError,
            UnknownLinkProjectError,
            UnknownLinkTargetError,
            UnknownRowError,
        ),
        NotFoundError,
    ),
    ((StatedLinkFixedError, ContradictingLinkError, SharesOverOneError), ConflictError),
    ((SeveralDocumentsError, SeveralRowsError, QueryError), BadRequestError),
    ((LoadError, ProfileError), DocumentRefusedError),
)
KNOWN: Final = (LoadError, StoreError, QueryError, ProfileError)
"""What speaks to the user; anything else is a defect."""


def refusal_for(problem: Exception, *, reviewing: bool = False) -> RefusedError:
    """The refusal for a problem; of the store's place only the kind of trouble is told."""
    if isinstance(problem, StoreLockedError):
        return BusyError("Another program is writing to the store; ask again in a moment.", retry=5)
    if isinstance(problem, StoreError) and not isinstance(problem, UnknownDocumentError):
        reason = problem.reason if isinstance(problem, StoreAccessError) else getattr(problem, "reason", "")
        words = f" ({_without_paths(str(reason))})" if reason else ""
        return NotWrittenError(f"The store cannot be written{words}; it is as it was.", retry=30)
    kind = next((kind for known, kind in _KINDS if isinstance(problem, known)), DocumentRefusedError)
    if reviewing and kind is DocumentRefusedError:
        kind = BadRequestError
    english, chinese = _said(problem, "en"), _said(problem, "zh")
    return kind(english, detail_zh=chinese)


def _said(problem: Exception, language: str) -> str:
    message = getattr(problem, "message", None)
    return str(message(language)) if callable(message) else str(problem)


def _without_paths(text: str) -> str:
    return " ".join(word for word in text.split() if "/" not in word and "\\" not in word)
