"""Helper processes of the server and their lines: started with our own interpreter, and killed when time is up."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from service.web.lines import read_line
from service.web.refusals import DefectError, RefusedError, revive

_LONGEST_LINE: Final = 64 * 1024 * 1024
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV", "TMPDIR", "HOME")


class Helper:
    """One such process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, module: str, orders: str) -> "Helper":
        """Start `python -m MODULE ORDERS` in a session of its own, so that what it starts can be ended with it."""
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(path or os.getcwd() for path in sys.path)
        environment["PYTHONUTF8"] = "1"
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            orders,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
            limit=_LONGEST_LINE,
        )
        return cls(process)

    async def next_line(self) -> Mapping[str, Any] | None:
        """What it says next; None when it has ended."""
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        with suppress(ValueError, ConnectionError):  # a line without end
            if line := await self._process.stdout.readline():
                return read_line(line)
        return None

    async def tell(self, line: str) -> None:
        """Send it a line."""
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()

    async def finish(self, seconds: float) -> None:
        """Close its input and let it end what it works on."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._process.wait()
        await self.kill()

    async def kill(self) -> None:
        """End it and all that it started, at once."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid


def raise_refusal(line: Mapping[str, Any]) -> None:
    """Raise what a helper refused or failed at."""
    if "refused" in line:
        refused = line["refused"]
        raise revive(str(refused["code"]), str(refused["sentence"]), dict(refused["facts"]))
    if "defect" in line:
        raise DefectError


def refused_or(line: Mapping[str, Any]) -> RefusedError | None:
    """The refusal of a line, if it is one."""
    try:
        raise_refusal(line)
    except RefusedError as refusal:
        return refusal
    return None
