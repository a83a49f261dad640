"""A server in a thread of the test process, and a small client that says exactly what it sends."""

import asyncio
import http.client
import json
import socket
import threading
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn

from service.settings import make_settings
from service.web.app import Pages
from service.web.options import make_options
from service.web.serve import make_app, make_server

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON_RESULTS = "application/sparql-results+json"


@dataclass(frozen=True)
class Answer:
    """A response as a test looks at it; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    def json(self) -> dict[str, object]:
        return dict(json.loads(self.body))

    @property
    def problem(self) -> dict[str, object]:
        """The error, held to its one shape; see tests/service/web/test_error_shape.py."""
        assert self.headers["content-type"] == "application/problem+json"
        facts = self.json()
        assert {"type", "title", "status", "code", "detail", "request"} <= facts.keys()
        assert facts["status"] == self.status
        return facts

    def rows(self) -> list[dict[str, str]]:
        """The values of a result in JSON."""
        found = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]


@dataclass
class LiveServer:
    """A server that listens on a free port of this machine until it is stopped."""

    store: Path | str
    options: dict[str, str] = field(default_factory=dict)
    pages: Pages | None = None

    def __enter__(self) -> "LiveServer":
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        given = {"port": str(self.port), "log": "off", "workers": "2", "long_queries": "1", **self.options}
        self.gate = make_app(make_settings({}, store=str(self.store)), make_options({}, **given), self.pages)
        self.server: uvicorn.Server = make_server(self.gate, make_options({}, **given))
        self._thread = threading.Thread(target=asyncio.run, args=(self.server.serve(),), daemon=True)
        self._thread.start()
        until = time.monotonic() + 30
        while not self.server.started:
            assert self._thread.is_alive(), "the server ended"
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            found = connection.getresponse()
            names = {name.lower(): value for name, value in found.getheaders()}
            return Answer(found.status, names, found.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        """A GET; header names are given with underscores."""
        return self.ask("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def query(self, query: str, accept: str = JSON_RESULTS, **parameters: str) -> Answer:
        """A query by GET."""
        address = urllib.parse.urlencode({"query": query, **parameters})
        return self.get(f"/sparql?{address}", Accept=accept)

    def post(self, body: str | bytes, content_type: str, path: str = "/sparql", **headers: str) -> Answer:
        """A POST of a body."""
        raw = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", path, raw, {"Content-Type": content_type, **named})

    def send(self, raw: bytes, wait: float = 5.0) -> bytes:
        """Bytes as they are; what comes back until the server closes or says nothing more."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            found = b""
            try:
                connection.sendall(raw)
            except (BrokenPipeError, ConnectionResetError):
                return found
            while True:
                try:
                    piece = connection.recv(65536)
                except (TimeoutError, ConnectionResetError):
                    return found
                if not piece:
                    return found
                found += piece
