import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from loaders.document import Document
from loaders.errors import CorruptFileError, LoadError, ReaderStoppedError, TooLargeError
from loaders.readers.docx import read_docx
from loaders.sandbox import Limits, Sandbox, shared_sandbox
from tests.loaders.readers.packages import docx, p

MIB = 1024 * 1024
DOCX = docx(p("第一部分"))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as found:
        yield found


@pytest.fixture
def strict() -> Iterator[Sandbox]:
    limits = Limits(seconds=20, cpu_seconds=1, memory=512 * MIB, answer=4 * MIB)
    with Sandbox(limits, "tests.loaders.misreaders") as found:
        yield found


def read(sandbox: Sandbox, data: bytes = DOCX) -> Document:
    return sandbox.read("loaders.readers.docx", "read_docx", data, "plan.docx")


def misread(sandbox: Sandbox, way: str, name: str = "x") -> Document:
    return sandbox.read("tests.loaders.misreaders", way, b"", name)


def test_a_reader_gives_the_same_document_in_a_child(sandbox: Sandbox) -> None:
    assert read(sandbox) == read_docx(DOCX, "plan.docx")


def test_an_error_keeps_its_kind_and_its_facts(sandbox: Sandbox) -> None:
    with pytest.raises(CorruptFileError, match="it is no zip archive") as caught:
        read(sandbox, b"no zip")
    assert caught.value.kind == "docx"
    assert "请" in caught.value.message("zh")


def test_one_child_reads_many_files_and_survives_errors(sandbox: Sandbox) -> None:
    read(sandbox)
    starts = sandbox.starts
    for data in (b"", b"no zip", bytes(5 * MIB)):
        with pytest.raises(LoadError):
            read(sandbox, data)
        assert read(sandbox).text == "第一部分\n"
    assert sandbox.starts == starts


def test_a_child_is_replaced_after_its_share_of_files() -> None:
    with Sandbox(Limits(files=2)) as sandbox:
        for _ in range(5):
            read(sandbox)
        assert sandbox.starts == 3


def test_a_child_that_was_killed_is_replaced(sandbox: Sandbox) -> None:
    read(sandbox)
    assert sandbox.pid is not None
    os.kill(sandbox.pid, signal.SIGKILL)
    os.waitid(os.P_PID, sandbox.pid, os.WEXITED | os.WNOWAIT)
    assert read(sandbox).text == "第一部分\n"


def test_threads_share_one_child(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda n: read(sandbox, docx(p(str(n)))).text, range(20)))
    assert texts == [f"{n}\n" for n in range(20)]


def test_a_fork_gets_a_child_of_its_own() -> None:
    shared = shared_sandbox()
    read(shared)
    mine = shared.pid
    with multiprocessing.get_context("fork").Pool(1) as pool:
        theirs, text = pool.apply(_read_in_a_fork)
    assert text == "第一部分\n"
    assert theirs != mine
    assert read(shared).text == "第一部分\n"
    assert shared.pid == mine


def test_only_readers_are_run(sandbox: Sandbox) -> None:
    with pytest.raises(ReaderStoppedError, match="it is no reader"):
        sandbox.read("os", "system", b"true", "x")


def test_what_a_reader_prints_does_not_run_into_its_answer(strict: Sandbox) -> None:
    assert misread(strict, "read_and_print").name == "x"
    assert misread(strict, "read_well").name == "x"


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("abort", "the reader aborted"),
        ("crash", "the reader crashed"),
        ("leave", "the reader ended with status 3"),
        ("spin", "it used more than its 1 s of computing time"),
        ("eat", "it needs more memory than it may have"),
        ("give_too_much", "its answer was too large"),
        ("give_something_else", "its answer held something else than a document"),
        ("give_a_word", "its answer was no document"),
    ],
)
def test_a_reader_that_fails_the_process_is_a_sentence_and_the_next_file_is_read(
    strict: Sandbox, way: str, said: str
) -> None:
    with pytest.raises(ReaderStoppedError, match=said) as caught:
        misread(strict, way)
    assert "读取被中止" in caught.value.message("zh")
    assert misread(strict, "read_well").name == "x"


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    with Sandbox(Limits(seconds=1), "tests.loaders.misreaders") as sandbox:
        with pytest.raises(ReaderStoppedError, match="it took more than 1 s"):
            misread(sandbox, "sleep")
        assert misread(sandbox, "read_well").name == "x"


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("stumble", "KeyError"),
        ("call_out", "a reader must not do this: socket"),
        ("start_a_program", "a reader must not do this: subprocess"),
    ],
)
def test_a_readers_own_failure_is_a_sentence(strict: Sandbox, way: str, said: str) -> None:
    with pytest.raises(CorruptFileError, match=said):
        misread(strict, way)


def test_a_reader_cannot_write_files(strict: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(CorruptFileError, match="a reader must not write files"):
        misread(strict, "write_a_file", str(tmp_path / "left"))
    assert not list(tmp_path.iterdir())


def test_endless_recursion_is_nesting(strict: Sandbox) -> None:
    with pytest.raises(TooLargeError, match="evels of nesting"):
        misread(strict, "recurse")


def _read_in_a_fork() -> tuple[int | None, str]:
    text = read(shared_sandbox()).text
    pid = shared_sandbox().pid
    shared_sandbox().close()
    return pid, text
