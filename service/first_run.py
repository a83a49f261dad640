"""`make run`: the whole main job on the shipped example, and what to look at afterwards."""

import sys
from pathlib import Path

from queries.coverage import read_coverage
from queries.store import open_store
from service.build import build
from service.exports import write_turtle
from service.figures import write_figure
from service.output import write
from service.problems import EXIT_PROBLEM, PROBLEMS, sentence
from service.progress import BuildProgress
from service.reports import render
from service.review import read_link_files
from service.settings import make_settings
from service.sources import find_sources
from shapes.profile import load_profile

EXAMPLE = Path("examples/organization-department-2022.docx")
LINKS = Path("links/caofeidian-organization-department-2022.sssom.tsv")
OUT = Path("out")


def run() -> None:
    """Build the example with its reviewed links, print the report, write HTML and Turtle to `out/`."""
    settings = make_settings(store=str(OUT / "store"))
    files = find_sources([EXAMPLE])
    store = open_store(settings.store)
    with BuildProgress(len(files), settings.lang, quiet=False) as progress:
        result = build(
            files,
            store,
            load_profile(settings.profile),
            settings.base,
            read_link_files([LINKS]),
            progress.step,
        )
    coverage = read_coverage(store)
    write(render(coverage, "text", settings.lang), None)
    write(render(coverage, "html", "zh"), OUT / "coverage.html")
    write(render(coverage, "html", "en"), OUT / "coverage.en.html")
    write(write_figure(coverage, "chain", "zh"), OUT / "chain.svg")
    write_turtle(store, OUT / "graph.ttl")
    store.close()
    sys.stdout.write(_NEXT)
    if result.failures:
        sys.exit(EXIT_PROBLEM)


_NEXT = """
打开 Open
  out/coverage.html       覆盖报告（可打印）；英文版 out/coverage.en.html  the coverage report, ready to print
  out/chain.svg           资金、项目、指标与目标的链条图 the chain from funds to goals
  out/graph.ttl           知识图谱 the graph, for Protégé or any RDF tool

接着试试 Try next
  .venv/bin/goaltrace query list --store out/store
  .venv/bin/goaltrace query find_goals_without_measurable_indicator --store out/store
  .venv/bin/goaltrace trace 4 --store out/store
  .venv/bin/goaltrace check --store out/store
  .venv/bin/goaltrace export --tables out/tables --store out/store
"""


def main() -> None:
    """Run, and say in one sentence what is wrong where something is."""
    try:
        run()
    except PROBLEMS as problem:
        sys.stderr.write(sentence(problem, "zh") + "\n")
        sys.exit(EXIT_PROBLEM)


if __name__ == "__main__":
    main()
