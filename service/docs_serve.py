"""Serves the pages of the documentation on this machine, from memory: no other file can be asked for."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


def make_server(files: Mapping[str, bytes], port: int) -> ThreadingHTTPServer:
    """A server of these files on 127.0.0.1; port 0 takes a free one."""

    class Answer(BaseHTTPRequestHandler):
        """Answers GET and HEAD with one of the files."""

        timeout = 10

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def _answer(self, *, body: bool) -> None:
            name = unquote(urlsplit(self.path).path).lstrip("/") or "index.html"
            data = files.get(name)
            status, data = (404, b"not found\n") if data is None else (200, data)
            kind = _TYPES.get(PurePosixPath(name).suffix, "text/plain") if status == 200 else "text/plain"
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if body:
                self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that the server gives
            """Log nothing."""

    return ThreadingHTTPServer(("127.0.0.1", port), Answer)
