"""`goaltrace serve` as a person starts it."""

import inspect
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import app
from service.cli_serve import serve
from service.settings import WEB_SETTINGS
from service.web.access import Role, read_tokens


def test_every_setting_of_the_server_is_an_option() -> None:
    assert {setting.name for setting in WEB_SETTINGS} | {"store", "lang"} == set(
        inspect.signature(serve).parameters
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--store", "absent"], "there is no store here"),
        (["--store", "PLAIN", "--host", "0.0.0.0"], "--tokens"),  # noqa: S104 - what is to be refused
        (["--store", "PLAIN", "--port", "http"], "a whole number from 0 to 65535"),
        (["--store", "PLAIN", "--tokens", "absent.txt"], "the tokens cannot be read"),
        (["--store", "EMPTY"], "no goaltrace store"),
        (["--store", "ftp://example.org/sparql"], "it is no address of an endpoint"),
        (["--store", "http://127.0.0.1:9/sparql"], "no answer came"),
        (["--store", "PLAIN", "--port", "TAKEN"], "nothing can listen here"),
    ],
)
def test_what_keeps_it_from_serving_is_one_sentence(
    plain_store: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        meant = {"PLAIN": str(plain_store), "EMPTY": str(tmp_path), "TAKEN": str(other.getsockname()[1])}
        given = [meant.get(argument, argument) for argument in arguments]
        result = CliRunner().invoke(app, ["serve", *given, "--lang", "en"])
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stderr.strip().count("\n") == 0


def test_a_token_is_shown_once_and_its_line_can_be_read(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["token", "anna", "review"])
    assert result.exit_code == 0
    file = tmp_path / "tokens"
    file.write_text(result.stdout, encoding="utf-8")
    assert [(token.name, token.role) for token in read_tokens(file)] == [("anna", Role.review)]
    assert result.stderr.startswith("token: ")
    assert result.stderr.split()[1] not in result.stdout


def test_it_answers_until_it_is_told_to_stop_and_leaves_nothing(plain_store: Path, tmp_path: Path) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "service.cli", "serve", "--store", str(plain_store), "--port", str(port)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        command, stderr=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    try:
        until = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                    assert answer.read() == b"ready\n"
                break
            except urllib.error.URLError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=20)[1]
    assert process.returncode in (0, -signal.SIGTERM)
    assert f"http://127.0.0.1:{port}/sparql\n" in said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
