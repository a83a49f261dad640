"""A request as the routes read it: headers, parameters and a body, each strictly and within limits."""

import asyncio
from typing import Final
from urllib.parse import unquote_to_bytes

from service.web.negotiate import TABLES, choose, choose_named
from service.web.refusals import AddressTooLongError, BadRequestError, ClientLeftError, TooLargeError
from service.web.reply import Receive, Scope

MOST_BODY: Final = 512 * 1024
MOST_ADDRESS: Final = 256 * 1024
_MOST_PARAMETERS: Final = 200
_BODY_TIME: Final = 30.0

Parameters = list[tuple[str, str]]


class Request:
    """One request; nothing of it is read before it is asked for."""

    __slots__ = ("headers", "receive", "scope")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            before = self.headers.get(name)
            self.headers[name] = value if before is None else before + b", " + value

    @property
    def method(self) -> str:
        """The method, in capitals."""
        return str(self.scope["method"])

    def header(self, name: bytes) -> str:
        """A header's text, empty where there is none."""
        return self.headers.get(name, b"").decode("latin-1")

    def query_parameters(self) -> Parameters:
        """The parameters of the address."""
        return read_parameters(self.scope["query_string"])

    def choose_table(self, named: str | None) -> str | None:
        """The form of a list: by name, else by Accept; None where neither can be written."""
        chosen = choose_named(named, TABLES) if named else choose(self.header(b"accept"), TABLES)
        return chosen.format if chosen else None

    async def body(self) -> bytes:
        """The whole body; raises before more than the limit is held."""
        declared = self.headers.get(b"content-length", b"")
        if declared.isdigit() and int(declared[:18]) > MOST_BODY:
            raise _too_large()
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY_TIME):
                more = True
                while more:
                    message = await self.receive()
                    if message["type"] == "http.disconnect":
                        raise ClientLeftError("The client has left.")
                    body += message.get("body", b"")
                    if len(body) > MOST_BODY:
                        raise _too_large()
                    more = message.get("more_body", False)
        except TimeoutError as exc:
            raise BadRequestError("The body did not arrive in time.", close=True) from exc
        return bytes(body)


def read_parameters(raw: bytes) -> Parameters:
    """Names and values of a form or an address, in order.

    >>> read_parameters(b"a=1&a=%E4%B8%AD+x")
    [('a', '1'), ('a', '中 x')]
    """
    if not raw:
        return []
    if len(raw) > MOST_BODY:
        raise AddressTooLongError("The parameters are too long; send the query by POST.")
    parts = raw.split(b"&", _MOST_PARAMETERS)
    if len(parts) > _MOST_PARAMETERS:
        raise BadRequestError(f"There are more than {_MOST_PARAMETERS} parameters.")
    found = []
    for part in parts:
        if part:
            name, _, value = part.partition(b"=")
            found.append((_decode(name), _decode(value)))
    return found


def _decode(raw: bytes) -> str:
    if b"+" in raw:
        raw = raw.replace(b"+", b" ")
    try:
        return (unquote_to_bytes(raw) if b"%" in raw else raw).decode("utf-8")
    except UnicodeDecodeError as exc:
        raise BadRequestError("A parameter is not in UTF-8.") from exc


def one_value(parameters: Parameters, name: str) -> str | None:
    """The value of a parameter that may be given once."""
    found = [value for key, value in parameters if key == name]
    if len(found) > 1:
        raise BadRequestError(f"The parameter {name} is given {len(found)} times; give it once.")
    return found[0] if found else None


def _too_large() -> TooLargeError:
    return TooLargeError(f"The body has more than {MOST_BODY} bytes.", close=True)
