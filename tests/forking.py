"""Runs of the command line, each in a process of its own that can be killed, forked from one that has imported it.

Imports would be half of the processor time of a small run.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

IMPORTED = ["riskbrief.cli", "riskbrief.pipeline.run", "riskbrief.pipeline.watching"]


@dataclass(frozen=True)
class Run:
    """A run that has begun, and the reading end of its standard error."""

    process: ForkServerProcess
    heard: Connection

    def lines(self) -> Iterator[str]:
        """What it tells, line by line, until it and whoever writes for it have ended."""
        with os.fdopen(os.dup(self.heard.fileno()), encoding="utf-8") as told:
            yield from told

    def code(self) -> int:
        """How it left, once it has: the exit code, or the signal that killed it as a negative number."""
        self.process.join()
        assert self.process.exitcode is not None
        return self.process.exitcode


def start(workspace: Path, *arguments: str) -> Run:
    """`riskbrief -C workspace ARGUMENTS`; standard output is thrown away."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    heard, told = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(told, ["riskbrief", "-C", str(workspace), *arguments]))
    process.start()
    told.close()
    return Run(process, heard)


def _run(told: Connection, command: list[str]) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for number, to in enumerate((nothing, nothing, told.fileno())):
        os.dup2(to, number)
    told.close()
    sys.argv = command
    from riskbrief.cli import main

    main()
