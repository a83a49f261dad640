"""Taking in an uploaded file: from the body or the one file of a form, piece by piece, onto the disk."""

import asyncio
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from service.web.refusals import BadRequestError, ClientLeftError, MediaTypeError, TooLargeError
from service.web.request import Request, one_value

_STALLED: Final = 30.0
_FORM_ROOM: Final = 64 * 1024
_LONGEST_NAME: Final = 150
_NOT_A_FILE: Final = frozenset(
    {
        "application/json",
        "application/x-www-form-urlencoded",
        "application/sparql-query",
        "application/sparql-update",
        "multipart/mixed",
    }
)
_SEPARATORS = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class Received:
    """An uploaded file as it lies on the disk; the name is what the person calls it, and never a path."""

    file: Path
    name: str
    size: int
    sha256: str


def shown_name(given: str) -> str:
    r"""The last part of a name, without what would steer a terminal or a page; `document` where nothing is left.

    >>> shown_name(r"C:\plans\2022.docx"), shown_name("../../etc/passwd"), shown_name("..")
    ('2022.docx', 'passwd', 'document')
    """
    last = _SEPARATORS.split(given)[-1]
    plain = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip().strip(".")
    if len(plain) > _LONGEST_NAME:
        stem, dot, suffix = plain.rpartition(".")
        plain = f"{stem[: _LONGEST_NAME - 20]}{dot}{suffix[:19]}" if dot else plain[:_LONGEST_NAME]
    return plain or "document"


async def receive_file(request: Request, target: Path, most: int) -> Received:
    """Write the request's file to the target; raises before more than the limit is on the disk."""
    media_type = request.header(b"content-type").partition(";")[0].strip().lower()
    if media_type in _NOT_A_FILE:
        raise MediaTypeError(
            "Send the file as the body itself, or as the part `file` of multipart/form-data."
        )
    if request.header(b"content-encoding").strip().lower() not in ("", "identity"):
        raise MediaTypeError("Send the file as it is, not compressed.")
    declared = request.headers.get(b"content-length", b"")
    if declared.isdigit() and int(declared[:18]) > most + _FORM_ROOM:
        raise _too_large(most)
    with target.open("wb") as file:
        sink = _Sink(file, most)
        if media_type == "multipart/form-data":
            await _receive_form(request, sink)
        else:
            sink.name = one_value(request.query_parameters(), "name") or ""
            await _receive(request, sink.write)
    if not sink.size:
        raise BadRequestError("The file is empty.")
    return Received(target, shown_name(sink.name), sink.size, sink.digest.hexdigest())


class _Sink:
    """Where a file's bytes go."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most
        self.digest = hashlib.sha256()
        self.size = 0
        self.name = ""

    def write(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.size > self._most:
            raise _too_large(self._most)
        self.digest.update(piece)
        self._file.write(piece)


async def _receive(request: Request, take: Callable[[bytes], None]) -> None:
    more = True
    while more:
        try:
            async with asyncio.timeout(_STALLED):
                message = await request.receive()
        except TimeoutError as exc:
            raise BadRequestError("The file did not arrive in time.", close=True) from exc
        if message["type"] == "http.disconnect":
            raise ClientLeftError("The client has left.")
        take(message.get("body", b""))
        more = message.get("more_body", False)


async def _receive_form(request: Request, sink: _Sink) -> None:
    boundary = parse_options_header(request.headers.get(b"content-type", b""))[1].get(b"boundary", b"")
    if not 0 < len(boundary) <= 200:
        raise BadRequestError("The form has no boundary.")
    form = _Form(sink)
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": form.begin_part,
                "on_part_data": form.take_data,
                "on_header_field": form.take_header_name,
                "on_header_value": form.take_header_value,
                "on_header_end": form.end_header,
                "on_end": form.end,
            },
        )
        await _receive(request, lambda piece: form.feed(parser, piece))
    except FormParserError as exc:
        raise BadRequestError("The form cannot be read.", close=True) from exc
    if not form.whole or form.files != 1:
        raise BadRequestError("The form has to bring one file, in the part `file`.")


class _Form:
    """Takes the parts of a form; only the part named `file` is kept."""

    def __init__(self, sink: _Sink) -> None:
        self._sink = sink
        self._header = b""
        self._value = b""
        self._kept = False
        self._other = 0
        self.files = 0
        self.whole = False

    def feed(self, parser: MultipartParser, piece: bytes) -> None:
        """The next piece of the body."""
        if piece and not self.whole:
            parser.write(piece)

    def begin_part(self) -> None:
        self._header, self._value, self._kept = b"", b"", False

    def take_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def take_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def end_header(self) -> None:
        if self._header.strip().lower() == b"content-disposition":
            facts = parse_options_header(self._value)[1]
            if facts.get(b"name") == b"file":
                self._kept = True
                self.files += 1
                self._sink.name = facts.get(b"filename", b"").decode("utf-8", "replace")
                if self.files > 1:
                    raise BadRequestError(
                        "The form brings more than one file; send one at a time.", close=True
                    )
        self._header, self._value = b"", b""

    def take_data(self, data: bytes, start: int, end: int) -> None:
        if self._kept:
            self._sink.write(data[start:end])
        else:
            self._other += end - start
            if self._other > _FORM_ROOM:
                raise BadRequestError("The form brings more than a file.", close=True)

    def end(self) -> None:
        self.whole = True


def _too_large(most: int) -> TooLargeError:
    return TooLargeError(f"The file has more than {most // (1024 * 1024)} MB.", close=True)
