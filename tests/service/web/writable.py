"""A server that may be written to, on a store built from the example, and the words a client says to it."""

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.service.web.live import Answer, LiveServer


@contextmanager
def writable_server(built_store: Path, place: Path, **options: str) -> Iterator[LiveServer]:
    """A server on a copy of the built store whose visitors may do everything."""
    shutil.copytree(built_store, place)
    with LiveServer(place, {"allow": "load", **options}) as server:
        yield server


def send(server: LiveServer, method: str, path: str, facts: object = None, **headers: str) -> Answer:
    """A request with facts as JSON."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = None if facts is None else json.dumps(facts).encode()
    return server.ask(method, path, body, {"Content-Type": "application/json", **named} if body else named)


def upload(
    server: LiveServer, data: bytes, path: str = "/documents?name=2022.docx", **headers: str
) -> Answer:
    """A file as the body itself."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return server.ask("POST", path, data, {"Content-Type": "application/octet-stream", **named})


def follow(server: LiveServer, job: object, *states: str) -> dict[str, object]:
    """The job once it is in one of these states, or has ended."""
    until = time.monotonic() + 60
    facts = server.get(f"/jobs/{job}").json()
    while facts["state"] not in (*states, "refused", "loaded", "cancelled"):
        assert time.monotonic() < until, facts
        facts = server.get(f"/jobs/{job}?wait=20&revision={facts['revision']}").json()
    return facts


def taken_over(server: LiveServer, data: bytes, path: str = "/documents?name=2022.docx") -> dict[str, object]:
    """The job of a file that was brought, previewed and confirmed."""
    job = upload(server, data, path).json()["id"]
    assert follow(server, job, "ready")["state"] == "ready"
    assert server.ask("POST", f"/jobs/{job}/confirm").status == 202
    return follow(server, job)
