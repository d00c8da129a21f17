"""Work on many articles shared with a second process, a copy of this one, so that both know and do the same.

Numbers of chunks wait in a pipe from which both take the next; the copy puts what it makes into a file without a name,
as Arrow streams. Whatever it did not finish, for whatever reason, is done here, so that an error is the one that a
single process raises.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from typing import IO

import pyarrow as pa

MANY = 20_000  # articles from which a second process is worth its start
CHUNK = 250
NUMBER = struct.Struct("<I")
HEAD = struct.Struct("<IQ")  # before each stream: the number of its chunk, its length
PARENT_DEATH_SIGNAL = 1  # Linux: what prctl is asked for
Make = Callable[[int], pa.Table]  # of the number of a chunk
Parts = dict[int, pa.Table]
Tick = Callable[[], None]


def chunks(count: int) -> int:
    """How many chunks so many articles are.

    >>> chunks(0), chunks(250), chunks(251)
    (0, 1, 2)
    """
    return -(-count // CHUNK)


def shared(count: int, work: Callable[[int, int], pa.Table], *, tick: Tick = lambda: None) -> list[pa.Table]:
    """What `work` makes of so many articles, chunk by chunk (from one number up to another), in order.

    `tick` hears of each chunk. The first is done before the second process begins: what is made on first use is made
    once.
    """

    def make(number: int) -> pa.Table:
        return work(number * CHUNK, min(number * CHUNK + CHUNK, count))

    size = chunks(count)
    done: Parts = {}
    for number in range(size):
        if number not in done:
            done[number] = make(number)
            tick()
        if number == 0 and count >= MANY and processors() > 1:
            done |= _by_two(range(1, size), make, tick)
    if size > 1:
        give_back()
    return [done[number] for number in range(size)]


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def _by_two(numbers: range, make: Make, tick: Tick) -> Parts:
    """What this process and a copy of it make of numbers; what the copy did not finish is not there."""
    done: Parts = {}
    give_back()
    with ExitStack() as stack:
        try:
            answers = stack.enter_context(tempfile.TemporaryFile())
            queue = _queue(numbers)
            stack.callback(os.close, queue)
            helper = _copied(queue, make, answers)
        except OSError:  # no room for the file or the numbers, or no further process
            return done
        stack.callback(_end, helper)
        for number in _taken(queue):
            done[number] = make(number)
            tick()
        with suppress(ChildProcessError):  # whoever ignores SIGCHLD is told of the end by this
            os.waitid(os.P_PID, helper, os.WEXITED | os.WNOWAIT)
        for number, table in _answers(answers):
            done[number] = table
            tick()
    return done


def give_back() -> None:
    """Return memory that is free to the system: a copy would hold it a second time, and what follows coding needs it
    in other pieces."""
    pa.default_memory_pool().release_unused()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # of glibc
        trim(0)


def _end(helper: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(helper, signal.SIGKILL)
        os.waitpid(helper, 0)


def _queue(numbers: range) -> int:
    """A pipe in which numbers wait. Errors: OSError when they do not fit."""
    queue, end = os.pipe()
    os.set_blocking(end, False)
    waiting = b"".join(map(NUMBER.pack, numbers))
    written = os.write(end, waiting)
    os.close(end)
    if written < len(waiting):
        os.close(queue)
        raise BlockingIOError
    return queue


def _taken(queue: int) -> Iterator[int]:
    """The next number, as long as one waits."""
    while taken := os.read(queue, NUMBER.size):
        yield NUMBER.unpack(taken)[0]


def _copied(queue: int, make: Make, answers: IO[bytes]) -> int:
    """The number of a copy of this process that works until no number is left, or this process is gone.

    Errors: OSError when the system allows no further process.
    """
    parent = os.getpid()
    gc.freeze()  # what is not looked at stays shared
    try:
        helper = os.fork()
        if not helper:
            _serve(parent, queue, make, answers)
    finally:
        if os.getpid() != parent:  # also when a signal came at once: a copy never goes on where this process does
            os._exit(0)
        gc.unfreeze()
    return helper


def _serve(parent: int, queue: int, make: Make, answers: IO[bytes]) -> None:
    """What the copy does. It ends with its parent, at once where the system can: it holds the parent's locks."""
    if control := getattr(ctypes.CDLL(None), "prctl", None):
        control(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    for number in _taken(queue):
        if os.getppid() != parent:
            break
        content = _stream(make(number))
        answers.write(HEAD.pack(number, len(content)) + content)
        answers.flush()


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _answers(file: IO[bytes]) -> Iterator[tuple[int, pa.Table]]:
    """What stands in the file, up to where it breaks off."""
    file.seek(0)
    while len(head := file.read(HEAD.size)) == HEAD.size:
        number, length = HEAD.unpack(head)
        if len(content := file.read(length)) < length:
            return
        yield number, pa.ipc.open_stream(content).read_all()
