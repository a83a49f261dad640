"""What was sent for one request, and the headers that every answer gets, whoever wrote it."""

from collections.abc import Iterable
from typing import Any, Final

from service.web.reply import DATA_HEADERS, PAGE_HEADERS, Header, Message, Send

_OURS: Final = frozenset(header[0] for header in DATA_HEADERS)


class Outcome:
    """Notes what is sent: whether anything was, its status, and its size."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False
        self.complete = False
        self.status = 499
        self.size = 0

    async def send(self, message: Message) -> None:
        """Pass a message on and note it."""
        if message["type"] == "http.response.start":
            self.begun = True
            self.status = message["status"]
        else:
            self.size += len(message.get("body", b""))
            self.complete = not message.get("more_body", False)
        await self._send(message)

    def send_with(self, more: tuple[Header, ...]) -> Send:
        """The same for other applications, whose answers get our headers."""

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_ours(message.get("headers", ()), more)
            await self.send(message)

        return send


def _with_ours(headers: Iterable[Any], more: tuple[Header, ...]) -> list[Header]:
    given: list[Header] = [(bytes(name).lower(), bytes(value)) for name, value in headers]
    # A page that is not sent again says nothing of its type, and has to have the policy that it was sent with.
    page = PAGE_HEADERS[-1] in given or any(
        name == b"content-type" and value.startswith(b"text/html") for name, value in given
    )
    kept = [header for header in given if header[0] not in _OURS]
    return [*kept, *(PAGE_HEADERS if page else DATA_HEADERS), *more]
