"""Questions asked on the command line: a shipped one by name, or a person's own file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from queries.answer import Table
from queries.errors import ParameterError
from queries.library import load_query_file, run_query
from queries.store import Store


def split_parameters(given: Sequence[str]) -> dict[str, str]:
    """Read `name=value` words; raises `ParameterError` where there is no `=`."""
    split: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise ParameterError("query", text, "should be NAME=VALUE", "basis=accepted")
        split[name] = value
    return split


def ask(store: Store, name: str, parameters: Mapping[str, str]) -> Table:
    """Ask a shipped question by its name, or a `.rq` file: with a header as a named question, else as it is."""
    path = Path(name)
    if path.suffix != ".rq":
        return run_query(store, name, parameters)
    query = load_query_file(path)
    return run_query(store, query, parameters)
