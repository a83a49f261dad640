"""The command that shows the documentation without a network."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli_options import LangOption, problems, settle


def add_docs_command(app: typer.Typer) -> None:
    """Add `docs`."""

    @app.command(epilog="Example: goaltrace docs -o out/docs")
    def docs(
        output: Annotated[
            Path | None,
            typer.Option("--output", "-o", help="Write the pages into this folder instead", metavar="DIR"),
        ] = None,
        port: Annotated[
            int, typer.Option("--port", help="Port to listen on; 0 takes a free one", min=0, max=65535)
        ] = 7879,
        source: Annotated[
            Path | None,
            typer.Option("--source", help="Checkout whose documentation is shown", metavar="DIR"),
        ] = None,
        lang: LangOption = None,
    ) -> None:
        """Show the documentation in a browser, on this machine and without a network, or write it as HTML."""
        from service.docs import find_root, render_docs, write_docs

        with problems(settle(lang=lang).lang):
            files = render_docs(source or find_root())
            if output is None:
                _serve(files, port)
            else:
                write_docs(files, output)
                typer.echo(f"{output / 'index.html'}")


def _serve(files: dict[str, bytes], port: int) -> None:
    from service.docs_serve import make_server

    with make_server(files, port) as server:
        typer.echo(f"http://127.0.0.1:{server.server_port}/  (Ctrl+C)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
