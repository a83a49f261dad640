"""Commands that walk the network of goals, projects, indicators and funds."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

import typer

from queries.store import Store
from service.cli_lists import Rows, print_list
from service.cli_options import (
    DocumentOption,
    FormatOption,
    LangOption,
    OutputOption,
    StoreOption,
    opened_store,
    problems,
    settle,
)
from service.output import Format, write
from service.settings import Settings

graph_app = typer.Typer(
    help="Walk the network: what hangs on nothing, what hangs on one project, all ways up and down.",
    no_args_is_help=True,
)


class LinkBasis(StrEnum):
    """Which links count."""

    stated = "stated"
    accepted = "accepted"
    proposed = "proposed"


BasisOption = Annotated[
    LinkBasis, typer.Option("--basis", help="Which links count; each holds the one before it")
]


class FigureKind(StrEnum):
    """Figures that can be drawn."""

    chain = "chain"
    sankey = "sankey"
    matrix = "matrix"
    grades = "grades"


@graph_app.command("draw", epilog="Example: goaltrace graph draw chain -o out/chain.svg")
def draw_figure(
    kind: Annotated[FigureKind, typer.Argument(help="What to draw")],
    basis: Annotated[LinkBasis | None, typer.Option("--basis", help="Which links to draw")] = None,
    store: StoreOption = None,
    document: DocumentOption = None,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """Draw the chain from funds to goals, the money, the matrix or the grades: SVG, or PNG where -o ends in .png."""
    from queries.coverage import read_coverage
    from service.figures import write_figure

    settings = settle(store, lang)
    with problems(settings.lang), opened_store(settings.store, read_only=True) as opened:
        found = read_coverage(opened, document)
        language = "en" if settings.lang == "en" else "zh"
        drawn = write_figure(found, kind.value, language, basis.value if basis else "")
        if output is None or output.suffix.lower() != ".png":
            write(drawn, output)
            return
        from service.reports.picture import as_slide, write_picture
        from service.reports.report_files import save

        save(write_picture(as_slide(drawn)), output)


@graph_app.command("orphans", epilog="Example: goaltrace graph orphans --basis proposed")
def list_orphans(
    basis: BasisOption = LinkBasis.accepted,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List what hangs on nothing: goals and objectives without a project, projects without goal, money or rows."""
    from queries.network import find_orphans, plan_network

    def read(opened: Store, _: Settings) -> Rows:
        network = plan_network(opened, document, basis=basis.value)
        return ("lack", "label", "iri"), [
            (lack, network.nodes[node]["label"], node)
            for lack, nodes in find_orphans(network)._asdict().items()
            for node in nodes
        ]

    print_list(read, store, lang, format, output)


@graph_app.command("carriers", epilog="Example: goaltrace graph carriers")
def list_carriers(
    basis: BasisOption = LinkBasis.accepted,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List goals whose measurable indicators all stand in one project."""
    from queries.network import find_sole_carriers, plan_network

    def read(opened: Store, _: Settings) -> Rows:
        found = find_sole_carriers(plan_network(opened, document, basis=basis.value))
        return ("goal_label", "project_label", "measurable_rows", "goal", "project"), [
            (one.goal_label, one.project_label, one.indicators, one.goal, one.project) for one in found
        ]

    print_list(read, store, lang, format, output)


@graph_app.command("weak", epilog="Example: goaltrace graph weak")
def list_weak_points(
    basis: BasisOption = LinkBasis.accepted,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List goals, objectives and projects whose loss cuts others off from the rest."""
    from queries.network import find_articulations, plan_network

    def read(opened: Store, _: Settings) -> Rows:
        network = plan_network(opened, document, basis=basis.value)
        return ("kind", "label", "cut_off", "cut_off_labels", "iri"), [
            (one.kind, one.label, len(one.cut_off), _labels(network.nodes, one.cut_off), one.node)
            for one in find_articulations(network)
        ]

    print_list(read, store, lang, format, output)


@graph_app.command(
    "paths", epilog="Example: goaltrace graph paths https://w3id.org/goaltrace/data/…/indicator/quality-1"
)
def list_paths(
    node: Annotated[str, typer.Argument(help="IRI of an indicator, fund, project or objective")],
    basis: BasisOption = LinkBasis.accepted,
    store: StoreOption = None,
    document: DocumentOption = None,
    format: FormatOption = Format.table,
    output: OutputOption = None,
    lang: LangOption = None,
) -> None:
    """List all ways from a node up to the goals it serves, with the evidence of each step."""
    from queries.network import find_paths_up, plan_network

    def read(opened: Store, _: Settings) -> Rows:
        found = find_paths_up(plan_network(opened, document, basis=basis.value), node)
        return ("way", "step", "kind", "label", "relation", "status", "evidence", "iri"), [
            (way, place, step.kind, step.label, step.relation, step.status, step.evidence, step.node)
            for way, path in enumerate(found, start=1)
            for place, step in enumerate(path, start=1)
        ]

    print_list(read, store, lang, format, output)


def _labels(nodes: Any, names: Sequence[str]) -> str:
    return "、".join(str(nodes[name]["label"]) for name in names[:10]) + ("…" if len(names) > 10 else "")
