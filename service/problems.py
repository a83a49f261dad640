"""The one table that turns exceptions into exit codes and sentences.

Exit 0 is good, 1 says that there are findings at or above `--fail-on`, 2 that the question could not be
answered: bad input, no store. Every problem is one sentence on standard error: what, where, what to do.
"""

from typing import Final

from loaders.errors import LoadError
from queries.errors import QueriesError
from shapes.profile import ProfileError
from shapes.shape_files import NoRequiredKindsError

EXIT_GOOD: Final = 0
EXIT_FINDINGS: Final = 1
EXIT_PROBLEM: Final = 2

PROBLEMS: Final[tuple[type[Exception], ...]] = (LoadError, QueriesError, ProfileError, NoRequiredKindsError)
"""Exceptions that speak to the user; anything else is a defect and shows itself as one."""


def sentence(problem: Exception, lang: str) -> str:
    """What to tell the user, in the language asked for where the exception knows it."""
    message = getattr(problem, "message", None)
    return str(message(lang)) if callable(message) else str(problem)
