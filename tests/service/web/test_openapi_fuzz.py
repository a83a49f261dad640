"""What the description of the routes allows, and what it does not, makes no route fail: a short run with a fixed seed.

`st run http://127.0.0.1:7878/openapi.json` runs as long as one likes.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings

from service.web.api import openapi_text
from service.web.framework import make_api
from tests.service.web.live import LiveServer
from tests.service.web.writable import writable_server

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

DESCRIPTION = json.loads(openapi_text(make_api(cast("Any", None), cast("Any", None), cast("Any", None))))
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
ROUTES = [(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods]
TAKING = [
    (path, method)
    for path, method in ROUTES
    if {"parameters", "requestBody"} & DESCRIPTION["paths"][path][method].keys()
]
NOW = settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def server(built_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with writable_server(built_store, tmp_path_factory.mktemp("fuzz") / "store") as running:
        yield running


def hold(server: LiveServer, path: str, method: str, mode: Any) -> None:
    @NOW
    @given(SCHEMA[path][method].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        answer = case.call(base_url=f"http://127.0.0.1:{server.port}")
        assert answer.status_code < 500 or answer.headers.get("retry-after"), answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == ["application/problem+json"]

    ask()


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_no_request_that_is_as_described_makes_a_route_fail(
    server: LiveServer, path: str, method: str
) -> None:
    hold(server, path, method, schemathesis.GenerationMode.POSITIVE)


@pytest.mark.parametrize(("path", "method"), TAKING)
def test_no_request_that_is_not_as_described_makes_a_route_fail(
    server: LiveServer, path: str, method: str
) -> None:
    hold(server, path, method, schemathesis.GenerationMode.NEGATIVE)


def test_the_description_has_every_route_and_an_example_of_every_parameter() -> None:
    assert len(ROUTES) > 60
    for path, method in ROUTES:
        for parameter in DESCRIPTION["paths"][path][method].get("parameters", ()):
            assert '"example' in json.dumps(parameter), (path, method, parameter["name"])
