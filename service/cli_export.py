"""The command that writes what the store holds for other programs and in other standards."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from queries.store import Store
from service.cli_options import DocumentOption, LangOption, StoreOption, opened_store, problems, settle

_EXAMPLES = """\b
Examples:
  goaltrace export --trig out/graph.trig --jsonld out/graph.jsonld
  goaltrace export --graphml out/chain.graphml --gexf out/chain.gexf
  goaltrace export --tables out/tables --parquet out/parquet
  goaltrace export --package out/package
  goaltrace export --document 203001-2022-goals --iati out/plan.iati.xml --stratml out/plan.stratml.xml
"""


def add_export_command(app: typer.Typer) -> None:
    """Add `export` to the command line."""
    app.command(name="export", epilog=_EXAMPLES)(export)


def export(
    tables: Annotated[
        Path | None, typer.Option("--tables", help="Folder for CSV tables", metavar="DIR")
    ] = None,
    parquet: Annotated[
        Path | None,
        typer.Option("--parquet", help="Folder for the tables as Parquet (scale extra)", metavar="DIR"),
    ] = None,
    package: Annotated[
        Path | None,
        typer.Option(
            "--package",
            help="Folder for a data package: CSV tables, datapackage.json, CSV on the Web metadata",
            metavar="DIR",
        ),
    ] = None,
    turtle: Annotated[Path | None, typer.Option("--turtle", help="File for the graph as Turtle")] = None,
    nquads: Annotated[Path | None, typer.Option("--nquads", help="File for all graphs as N-Quads")] = None,
    trig: Annotated[Path | None, typer.Option("--trig", help="File for the named graphs as TriG")] = None,
    jsonld: Annotated[
        Path | None, typer.Option("--jsonld", help="File for the named graphs as JSON-LD with its context")
    ] = None,
    graphml: Annotated[
        Path | None, typer.Option("--graphml", help="File for the chain from goals to funds as GraphML")
    ] = None,
    gexf: Annotated[Path | None, typer.Option("--gexf", help="The same chain as GEXF, for Gephi")] = None,
    iati: Annotated[
        Path | None, typer.Option("--iati", help="File for one document's plan as IATI activities")
    ] = None,
    stratml: Annotated[
        Path | None, typer.Option("--stratml", help="File for one document's plan as StratML, part 2")
    ] = None,
    document: DocumentOption = None,
    store: StoreOption = None,
    lang: LangOption = None,
) -> None:
    """Write what the store holds: the graph, its chain, its tables; a plan as IATI or StratML.

    Turtle and N-Quads hold the whole store; --document chooses one document for the others. Beside an IATI or
    StratML file stands FILE.losses.json, what that standard cannot hold; the same is said on standard error.
    """
    settings = settle(store, lang)
    folders = {"tables": tables, "parquet": parquet, "package": package}
    graphs = {
        "turtle": turtle,
        "nquads": nquads,
        "trig": trig,
        "jsonld": jsonld,
        "graphml": graphml,
        "gexf": gexf,
    }
    plans = {"iati": iati, "stratml": stratml}
    if all(path is None for path in (*folders.values(), *graphs.values(), *plans.values())):
        raise typer.BadParameter(
            "say what to export: --tables, --parquet or --package DIR; "
            "--turtle, --nquads, --trig, --jsonld, --graphml, --gexf, --iati or --stratml FILE"
        )
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        for form, path in folders.items():
            if path is not None:
                for written in _write_folder(opened, form, path, document, settings.lang):
                    typer.echo(str(written))
        for form, path in graphs.items():
            if path is not None:
                _write_graph(opened, form, path, document)
                typer.echo(str(path))
        for standard, path in plans.items():
            if path is not None:
                _write_plan(opened, standard, path, document, settings.lang)
                typer.echo(str(path))


def _write_folder(store: Store, form: str, folder: Path, document: str | None, lang: str) -> Iterator[Path]:
    if form == "tables":
        from queries.tables import write_tables

        yield from write_tables(store, folder, document)
    elif form == "package":
        from service.data_package import write_data_package

        yield from write_data_package(store, folder, document)
    else:
        from service.parquet_tables import write_parquet

        made = write_parquet(store, folder, document)
        yield from made.paths
        if made.left_empty:
            typer.echo(_LEFT_EMPTY["en" if lang == "en" else "zh"].format(count=made.left_empty), err=True)


_LEFT_EMPTY = {
    "zh": "有 {count} 个单元格的数字超出 Parquet 列所能容纳的位数，留空；原文见 CSV。",
    "en": "{count} cells hold numbers with more digits than a Parquet column takes and stay empty; CSV has them.",
}


def _write_graph(store: Store, form: str, path: Path, document: str | None) -> None:
    from service.exports import write_nquads, write_turtle

    if form in {"graphml", "gexf"}:
        from service.network_exports import FORMS, write_network

        write_network(store, FORMS[form], path, document)
    elif form in {"trig", "jsonld"}:
        from service.graph_exports import write_jsonld, write_trig

        (write_trig if form == "trig" else write_jsonld)(store, path, document)
    else:
        (write_turtle if form == "turtle" else write_nquads)(store, path)


def _write_plan(store: Store, standard: str, path: Path, document: str | None, lang: str) -> None:
    from service.exports import write_standard

    for loss in write_standard(store, standard, path, document):
        typer.echo(loss.sentence("en" if lang == "en" else "zh"), err=True)
