"""`python -m service.web`: serve a store, with every setting of the server as an option."""

import argparse
import sys

from service.problems import EXIT_PROBLEM, PROBLEMS, sentence
from service.settings import WEB_SETTINGS, make_settings
from service.web.options import make_options
from service.web.serve import serve


def main(arguments: list[str] | None = None) -> int:
    """Read the options and serve; a problem is one sentence on standard error."""
    parser = argparse.ArgumentParser(prog="goaltrace serve", description="Serve a store over HTTP.")
    parser.add_argument("--store", metavar="DIR", help="Folder of the store")
    for setting in WEB_SETTINGS:
        option = f"--{setting.name.replace('_', '-')}"
        parser.add_argument(
            option, dest=setting.name, help=f"{setting.help_en} (default: {setting.default or 'none'})"
        )
    given = vars(parser.parse_args(arguments))
    store = given.pop("store")
    try:
        serve(make_settings(store=store), make_options(**given))
    except PROBLEMS as problem:
        sys.stderr.write(sentence(problem, "en") + "\n")
        return EXIT_PROBLEM
    return 0


if __name__ == "__main__":
    sys.exit(main())
