"""The side of a press that works: letters in, an answer out for each, each made by a copy of this process.

A copy ends with its letter, under limits of its own, so that no letter meets what another left behind. Before each
letter stands its length.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

LENGTH_BYTES = 8  # before each letter
FAILED = 70  # exit code of a copy that failed
LARGEST_FILE_BYTES = 64_000_000

Outcome = tuple[int, str, bytes]  # exit code, last words, result


def answer_letters(
    work: Callable[[bytes], Outcome], *, begin: Callable[[], None] | None = None,
    get_ready: Callable[[bytes], None] | None = None,
) -> None:  # fmt: skip
    """Answer every letter with a line of JSON, exit code, last words and length, and the result.

    `begin` loads what every letter needs; `get_ready`, which sees the letter, what this one and later ones need.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where whoever started us ignores it, how a copy ended is lost
    gc.disable()  # a copy's life is short: collecting costs an eighth of its time and gives back hardly any memory
    letters, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints may end up in an answer
    with suppress(Exception):  # a copy will tell what is missing
        if begin:
            begin()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while length := letters.read(LENGTH_BYTES):
        letter = letters.read(int.from_bytes(length, "big"))
        with suppress(Exception):
            if get_ready:
                get_ready(letter)
        code, said, result = _in_a_copy(letter, work)
        answers.write(json.dumps({"code": code, "said": said, "bytes": len(result)}).encode() + b"\n" + result)
        answers.flush()


def _in_a_copy(letter: bytes, work: Callable[[bytes], Outcome]) -> Outcome:
    """Exit code, below 0 the signal that ended the copy, last words and result."""
    ours, its = os.pipe()
    copy = os.fork()
    if copy == 0:
        try:
            os.close(ours)
            _work(letter, work, its)
        finally:
            os._exit(FAILED)
    os.close(its)
    with os.fdopen(ours, "rb") as pipe:
        said, _, result = pipe.read().partition(b"\n")
    return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]), said.decode("utf-8", "replace"), result


def _work(letter: bytes, work: Callable[[bytes], Outcome], answer: int) -> None:
    """Write last words and result, and end."""
    try:
        code, said, result = work(letter)
    except BaseException as error:
        code, said, result = FAILED, f"{type(error).__name__}: {str(error)[:300]}", b""
    with os.fdopen(answer, "wb") as pipe:
        pipe.write(" ".join(said.split()).encode("utf-8", "replace") + b"\n" + result)
    os._exit(code)  # to take apart what it built would cost a tenth of a second


def limit(cpu_seconds: int, memory_bytes: int) -> None:
    """Bound what this process may use from now on."""
    for kind, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a limit set from outside may already be lower
            resource.setrlimit(kind, (most, most))
