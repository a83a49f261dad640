"""`goaltrace shards`: documents as folders of quads and tables, made side by side and loaded in bulk."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli_options import (
    JobsOption,
    KeepPersonalOption,
    LangOption,
    StoreOption,
    available_cores,
    opened_store,
    problems,
    settle,
)
from service.output import as_json, write
from service.problems import EXIT_PROBLEM, sentence
from service.settings import SETTINGS

if TYPE_CHECKING:
    from service.build import Failure

shards_app = typer.Typer(
    help="Documents as shards: quads and tables for any store or engine", no_args_is_help=True
)

FolderArgument = Annotated[Path, typer.Argument(help="Folder of shards", metavar="DIR")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else")]


@shards_app.command(name="build", epilog="Example: goaltrace shards build documents/ --to shards/ --jobs 2")
def build_command(
    sources: Annotated[
        list[Path],
        typer.Argument(help="Documents, folders of documents, or quoted patterns", metavar="SOURCES…"),
    ],
    to: Annotated[Path, typer.Option("--to", help="Folder for the shards", metavar="DIR")],
    links: Annotated[
        list[Path] | None, typer.Option("--links", help="Goal–project links (SSSOM TSV)")
    ] = None,
    profile: Annotated[str | None, typer.Option("--profile", help=SETTINGS[2].help_en)] = None,
    size: Annotated[int, typer.Option("--size", min=1, help="Documents a shard, on average")] = 50,
    jobs: JobsOption = None,
    keep_personal: KeepPersonalOption = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Read and judge documents into shards; finished ones are kept, so a killed run goes on where it was."""
    from service.prepare import Recipe
    from service.progress import BuildProgress
    from service.review import read_link_files
    from service.shards import build_shards
    from service.sources import find_sources
    from shapes.profile import load_profile

    settings = settle(lang=lang, profile=profile)
    with problems(settings.lang):
        files = find_sources(sources)
        rules, link_files = load_profile(settings.profile), read_link_files(links or [])
        recipe = Recipe.of(rules, settings.base, link_files, keep_personal=keep_personal)
        with BuildProgress(len(files), settings.lang, quiet=json) as progress:
            result = build_shards(files, to, recipe, progress.step, jobs=jobs or available_cores(), size=size)
    if json:
        write(as_json(result.summary()), None)
    else:
        progress.close_with(result, str(to), "shards")
    _exit(result.failures, settings.lang, tell=json)


@shards_app.command(name="load", epilog="Example: goaltrace shards load shards/ --store out/store")
def load_command(
    folder: FolderArgument,
    store: StoreOption = None,
    profile: Annotated[str | None, typer.Option("--profile", help=SETTINGS[2].help_en)] = None,
    force: Annotated[bool, typer.Option("--force", help="Load unchanged documents as well")] = False,
    json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Load finished shards into a store in bulk; documents that it holds already stay as they are."""
    from service.progress import BuildProgress
    from service.shard_load import count_documents, load_shards
    from shapes.profile import load_profile

    settings = settle(store, lang, profile)
    with problems(settings.lang):
        total = count_documents(folder)
        rules = load_profile(settings.profile)
        with (
            opened_store(settings.store) as opened,
            BuildProgress(total, settings.lang, quiet=json) as progress,
        ):
            result = load_shards(folder, opened, rules, progress.step, force=force)
    if json:
        write(as_json(result.summary()), None)
    else:
        progress.close_with(result, settings.store)
    _exit(result.failures, settings.lang, tell=json)


def _exit(failures: "list[Failure]", lang: str, *, tell: bool) -> None:
    if not failures:
        return
    for failure in failures if tell else ():
        typer.echo(sentence(failure.problem, lang), err=True)
    raise typer.Exit(EXIT_PROBLEM)
