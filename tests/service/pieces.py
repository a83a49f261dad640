"""Pieces of work for the pool of workers: well-behaved ones and ones that end their process."""

import os
import signal
import time

from service.worker_pool import Ask


def work(task: str, ask: Ask) -> object:
    """Do what the task says."""
    kind, _, rest = task.partition(" ")
    if kind == "kill":
        os.kill(os.getpid(), getattr(signal, rest))
    if kind == "leave":
        os._exit(3)
    if kind == "sleep":
        time.sleep(float(rest))
    if kind == "eat":
        return len(bytearray(1 << 40))
    if kind == "ask":
        return ask(rest)
    return (task, os.getpid()) if kind == "who" else task
