"""The child side of the sandbox: `python -m loaders.sandbox_child READERS MEMORY CPU_SECONDS`.

Takes requests on standard input, answers on standard output, and refuses to itself what no reader needs:
the network, other programs, writing files.
"""

import importlib
import os
import pickle
import resource
import struct
import sys
from typing import BinaryIO, Final

from loaders.errors import CorruptFileError, LoadError, ReaderStoppedError, TooLargeError

_LENGTH: Final = struct.Struct("<Q")
_OUT_OF_MEMORY: Final = ReaderStoppedError("it needs more memory than it may have", "内存超过上限")
_REFUSED: Final = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "urllib.Request",
)


def serve(source: BinaryIO, target: BinaryIO, readers: str, cpu_seconds: int) -> None:
    """Answer requests until the pipe closes."""
    while True:
        header = source.read(_LENGTH.size)
        if len(header) < _LENGTH.size:
            return
        module, function, name = pickle.loads(source.read(_LENGTH.unpack(header)[0]))  # noqa: S301 - our parent
        data = source.read(_LENGTH.unpack(source.read(_LENGTH.size))[0])
        _allow_cpu(cpu_seconds)
        answer = _pickled(_answer(readers, module, function, data, name))
        target.write(_LENGTH.pack(len(answer)))
        target.write(answer)
        target.flush()


def _pickled(answer: object) -> bytes:
    try:
        return pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(_OUT_OF_MEMORY)


def _answer(readers: str, module: str, function: str, data: bytes, name: str) -> object:
    """The document, or the error that says why there is none."""
    try:
        if not f"{module}.".startswith(f"{readers}."):
            return ReaderStoppedError("it is no reader", "不是读取器")
        return getattr(importlib.import_module(module), function)(data, name)
    except LoadError as error:
        return error
    except MemoryError:
        return _OUT_OF_MEMORY
    except RecursionError:
        return TooLargeError("levels of nesting", sys.getrecursionlimit(), sys.getrecursionlimit())
    except Exception as error:  # whatever a reader trips over in a broken file must become a sentence
        kind = function.removeprefix("read_")
        return CorruptFileError(kind, f"{type(error).__name__}: {error}")


def _allow_cpu(seconds: int) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(f"a reader must not do this: {event}")
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        raise PermissionError("a reader must not write files")


def main() -> None:
    """Take the limits and serve."""
    readers, memory, cpu_seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not run into the answers
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    serve(source, target, readers, cpu_seconds)


if __name__ == "__main__":
    main()
