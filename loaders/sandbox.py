"""Runs readers in a child process with limits on memory, CPU and time.

Native readers abort the process instead of raising, so nothing inside this process could save it. One
child serves many files; it is started anew after a stop, after many files and in every forked process.
"""

import atexit
import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Final, NoReturn

from loaders.document import Document
from loaders.errors import LoadError, ReaderStoppedError

_LENGTH: Final = struct.Struct("<Q")
_MIB: Final = 1024 * 1024
_TRUSTED: Final = {"loaders.document", "loaders.errors"}
_REASONS: Final = {
    signal.SIGXCPU: ("it used more than its {cpu} s of computing time", "计算时间超过 {cpu} 秒"),
    signal.SIGKILL: ("it was killed from outside", "进程被终止"),
    signal.SIGABRT: ("the reader aborted, most likely out of memory", "读取器异常退出，可能是内存不足"),
    signal.SIGSEGV: ("the reader crashed", "读取器崩溃"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost before its reader is stopped."""

    seconds: int = 90
    cpu_seconds: int = 60
    memory: int = 1536 * _MIB
    answer: int = 512 * _MIB
    files: int = 500


class Sandbox:
    """A child process that reads one file at a time; safe to share between threads.

    `readers` is the package whose functions may be called; `starts` counts the children there were.
    """

    def __init__(self, limits: Limits | None = None, readers: str = "loaders.readers") -> None:
        self.limits = limits or Limits()
        self.starts = 0
        self._readers = readers
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0
        self._lock = threading.Lock()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, module: str, function: str, data: bytes, name: str) -> Document:
        """What `module.function(data, name)` gives; a stop at a limit is a `ReaderStoppedError`."""
        with self._lock:
            child = self._running_child()
            try:
                answer = self._exchange(child, pickle.dumps((module, function, name)), data)
            except BaseException:
                self._end(child)
                raise
            self._served += 1
        if isinstance(answer, LoadError):
            raise answer
        if not isinstance(answer, Document):
            raise ReaderStoppedError("its answer was no document", "返回的不是文档")
        return answer

    @property
    def pid(self) -> int | None:
        """The process of the child that runs now."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the child; the next file starts another."""
        with self._lock:
            if self._child is not None and self._owner == os.getpid():
                self._end(self._child)

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._child = None  # a fork: the child belongs to the parent, who goes on using its pipes
        if self._child is not None and (self._served >= self.limits.files or self._child.poll() is not None):
            self._end(self._child)
        if self._child is None:
            self._child = self._start()
            self._owner, self._served = os.getpid(), 0
        return self._child

    def _start(self) -> subprocess.Popen[bytes]:
        # The child is this package run as a module; it must find what this process finds.
        self.starts += 1
        paths = os.pathsep.join(path for path in sys.path if path)
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            [
                sys.executable,
                "-m",
                "loaders.sandbox_child",
                self._readers,
                str(self.limits.memory),
                str(self.limits.cpu_seconds),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        self._child = None

    def _exchange(self, child: subprocess.Popen[bytes], request: bytes, data: bytes) -> object:
        if child.stdin is None or child.stdout is None:
            raise ReaderStoppedError("its process has no pipes", "进程没有管道")
        deadline = time.monotonic() + self.limits.seconds
        try:
            child.stdin.write(_LENGTH.pack(len(request)) + request + _LENGTH.pack(len(data)))
            child.stdin.write(data)
            child.stdin.flush()
        except BrokenPipeError:
            self._tell_why(child)
        size = _LENGTH.unpack(self._receive(child, _LENGTH.size, deadline))[0]
        if size > self.limits.answer:
            raise ReaderStoppedError("its answer was too large", "返回内容过大")
        return _Unpickler(BytesIO(self._receive(child, size, deadline))).load()

    def _receive(self, child: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        pipe = child.stdout.fileno() if child.stdout else -1
        # poll, not select: a busy service has more open files than select can count.
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN)
        pieces: list[bytes] = []
        while size:
            if not waiting.poll(max(deadline - time.monotonic(), 0) * 1_000):
                seconds = self.limits.seconds
                raise ReaderStoppedError(f"it took more than {seconds} s", f"用时超过 {seconds} 秒")
            piece = os.read(pipe, min(size, _MIB))
            if not piece:
                self._tell_why(child)
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _tell_why(self, child: subprocess.Popen[bytes]) -> NoReturn:
        code = child.wait()
        default = (f"the reader ended with status {code}", f"读取器以状态 {code} 退出")
        english, chinese = _REASONS.get(-code, default) if code < 0 else default  # type: ignore[call-overload]
        cpu = self.limits.cpu_seconds
        raise ReaderStoppedError(english.format(cpu=cpu), chinese.format(cpu=cpu))


class _Unpickler(pickle.Unpickler):
    """Takes only the classes of a document or an error, whatever a broken reader may have sent."""

    def find_class(self, module: str, name: str) -> object:
        if module in _TRUSTED or (module, name) in {("builtins", "complex"), ("decimal", "Decimal")}:
            return super().find_class(module, name)
        raise ReaderStoppedError("its answer held something else than a document", "返回内容异常")


@cache
def shared_sandbox() -> Sandbox:
    """The sandbox of this process; its child starts with the first file that needs it and ends with us."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox
