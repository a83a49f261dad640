"""Readers that misbehave in one way each, for the sandbox to survive."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from loaders.document import Document


def _nothing(name: str) -> Document:
    return Document("", name, "", "", (), "")


def read_well(_: bytes, name: str) -> Document:
    return _nothing(name)


def read_and_print(_: bytes, name: str) -> Document:
    print("noise", flush=True)  # noqa: T201 - the misbehaviour
    os.write(1, b"noise")
    sys.stderr.write("noise")
    return _nothing(name)


def abort(_: bytes, __: str) -> Document:
    os.abort()


def crash(_: bytes, name: str) -> Document:
    ctypes.string_at(0)
    return _nothing(name)


def leave(_: bytes, __: str) -> Document:
    os._exit(3)


def spin(_: bytes, __: str) -> Document:
    while True:
        pass


def sleep(_: bytes, name: str) -> Document:
    time.sleep(60)
    return _nothing(name)


def eat(_: bytes, name: str) -> Document:
    held = [bytes(64 * 1024 * 1024) for _ in range(1_000)]
    return _nothing(name + str(len(held)))


def recurse(data: bytes, name: str) -> Document:
    return recurse(data, name)


def stumble(_: bytes, __: str) -> Document:
    raise KeyError("a reader's own failure")


def give_too_much(_: bytes, name: str) -> Document:
    return Document("", name, "", "", (), "x" * 5_000_000)


def give_something_else(_: bytes, __: str) -> object:
    return Path("/etc/passwd")


def give_a_word(_: bytes, __: str) -> object:
    return "no document"


def call_out(_: bytes, name: str) -> Document:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    return _nothing(name)


def start_a_program(_: bytes, name: str) -> Document:
    subprocess.run(["true"], check=True)  # noqa: S607 - the misbehaviour
    return _nothing(name)


def write_a_file(_: bytes, name: str) -> Document:
    Path(name).write_text("x", encoding="utf-8")
    return _nothing(name)
