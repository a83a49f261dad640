"""The one shape of every error.

{
  "type": "https://w3id.org/goaltrace/problem/CODE",
  "title": "what kind of problem it is",
  "status": 400,
  "code": "CODE",
  "detail": "One sentence: what is wrong and what to do.",
  "request": "the number that the log and the header x-request-id have",
  ... facts of this kind of problem, such as "line" and "column"
}

It is sent as application/problem+json (RFC 9457) by every route for every status from 400 on.
"""

import json
import re

import pytest

from service.web.refusals import REFUSALS
from tests.service.web.live import LiveServer

WRONG = [
    ("GET", "/sparql?query=x"),
    ("GET", "/sparql?query=%FF"),
    ("PUT", "/sparql"),
    ("POST", "/sparql"),
    ("GET", "/store?graph=x"),
    ("PUT", "/store"),
    ("GET", "/resource"),
    ("GET", "/data/absent"),
    ("POST", "/health"),
    ("POST", "/ready"),
    ("POST", "/metrics"),
    ("POST", "/openapi.json"),
    ("GET", "/nothing"),
    ("POST", "/goals"),
    ("GET", "/goals?limit=x"),
    ("GET", "/queries/absent"),
    ("GET", "/trace/99"),
    ("DELETE", "/trace/4"),
    ("GET", "/what-if?budget=x"),
    ("GET", "/what-if?basis=x"),
    ("GET", "/coverage?document=absent"),
    ("PATCH", "/coverage"),
    ("BREW", "/coverage"),
]


@pytest.mark.parametrize(("method", "path"), WRONG)
def test_every_route_answers_a_wrong_request_in_the_one_shape(
    example: LiveServer, method: str, path: str
) -> None:
    if method == "BREW":  # a method that is no method ends before there is a request
        assert b" 400 " in example.send(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return
    answer = example.ask(method, path)
    assert 400 <= answer.status < 500
    assert answer.headers["content-type"] == "application/problem+json"
    facts = json.loads(answer.body)
    assert list(facts)[:6] == ["type", "title", "status", "code", "detail", "request"]
    assert facts["type"] == f"https://w3id.org/goaltrace/problem/{facts['code']}"
    assert facts["code"] in REFUSALS
    assert facts["status"] == answer.status
    assert facts["request"] == answer.headers["x-request-id"]
    assert re.fullmatch(r"[^\n]{10,}[.。]", facts["detail"])
    assert answer.headers["cache-control"] == "no-store"


def test_every_refusal_has_a_code_a_status_and_a_title_of_its_own() -> None:
    codes = [kind.code for kind in REFUSALS.values()]
    assert len(set(codes)) == len(codes)
    assert all(400 <= kind.status < 600 and kind.title for kind in REFUSALS.values())
