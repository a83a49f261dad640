"""Processes side by side: results in order, and a piece that ends its process is one outcome."""

import os

import pytest

from loaders.errors import ReaderStoppedError
from service.worker_pool import Limits, WorkerPool
from tests.service.pieces import work


def pool(jobs: int = 2, limits: Limits | None = None) -> WorkerPool[str, object]:
    return WorkerPool(
        work,
        jobs,
        lambda task, problem: f"{task}: {problem.reason}",
        lambda question: f"answer to {question} by {os.getpid()}",
        limits or Limits(),
    )


def test_outcomes_come_in_the_order_of_the_tasks() -> None:
    tasks = ["sleep 0.2", *(str(number) for number in range(30))]
    assert list(pool().run(tasks)) == tasks


def test_the_work_is_done_in_as_many_processes_as_asked_for() -> None:
    workers = pool()
    outcomes = [outcome for outcome in workers.run(["who sleep"] * 8) if isinstance(outcome, tuple)]
    assert os.getpid() not in {process for _, process in outcomes}
    assert workers.starts == 2


def test_a_piece_can_ask_the_process_that_gave_it_out() -> None:
    assert list(pool().run(["ask a", "ask b"])) == [f"answer to {q} by {os.getpid()}" for q in "ab"]


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("kill SIGKILL", "it was killed from outside, perhaps for want of memory"),
        ("kill SIGABRT", "it aborted, most likely out of memory"),
        ("kill SIGSEGV", "it crashed"),
        ("leave", "it ended with status 3"),
        ("eat", "it needs more memory than it may have"),
    ],
)
def test_a_piece_that_ends_its_process_is_one_outcome_and_the_others_go_on(piece: str, said: str) -> None:
    tasks = ["1", "2", piece, "3", "4", "5"]
    assert list(pool().run(tasks)) == ["1", "2", f"{piece}: {said}", "3", "4", "5"]


def test_a_piece_that_takes_too_long_is_ended() -> None:
    tasks = ["1", "sleep 60", "2"]
    outcomes = list(pool(limits=Limits(seconds=6)).run(tasks))
    assert outcomes == ["1", "sleep 60: it took more than 6 s", "2"]


def test_no_process_is_left_when_the_caller_stops_taking() -> None:
    workers = pool()
    taking = workers.run(["who"] * 40)
    outcome = next(taking)
    assert isinstance(outcome, tuple)
    taking.close()
    with pytest.raises(ProcessLookupError):
        os.kill(outcome[1], 0)


def test_the_error_says_it_in_both_languages() -> None:
    seen: list[ReaderStoppedError] = []
    workers = WorkerPool(work, 1, lambda _task, problem: seen.append(problem))
    assert list(workers.run(["leave"])) == [None]
    assert "读取被中止" in seen[0].message("zh")
