"""Commands that lay plans side by side: what if, two years or departments, the league, what went on over years."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import typer

from queries.store import Store
from service.output import Format, as_json, write, write_list

years_app = typer.Typer(
    help="Goals, projects and metrics over the years: what went on, changed its words, came or went.",
    no_args_is_help=True,
)


def add_compare_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.add_typer(years_app, name="years")


def write_what_if(
    store: Store,
    drop: Sequence[str],
    budgets: Mapping[str, Decimal],
    links: Sequence[tuple[str, str]],
    document: str | None,
    form: Format,
    output: Path | None,
    *,
    picture: bool,
) -> None:
    """Answer a what-if question as a table of differences, or as the data of a picture."""
    from queries.suppositions import read_touched
    from queries.whatif import profile_of_store, what_if
    from queries.whatif_picture import draw_difference
    from service.questions import difference_rows, picture_rows
    from service.reports.facts import to_plain

    codes = [*drop, *budgets, *(code for code, _ in links)]
    network = read_touched(store, codes, document, "accepted")
    answer = what_if(network, drop=drop, budget=budgets, add=links, profile=profile_of_store(store))
    if not picture:
        write_list(*difference_rows(answer), form, output)
    elif form is Format.json:
        write(as_json(to_plain(draw_difference(network, answer))), output)
    else:
        write_list(*picture_rows(draw_difference(network, answer)), form, output)
