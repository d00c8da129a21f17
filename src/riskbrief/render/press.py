"""A process that prints pages one after another: what every page needs is loaded once, each is laid out in a copy."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event, Lock, Timer

from riskbrief.render.child import LENGTH_BYTES

CHILD = "riskbrief.render.child"


@dataclass(frozen=True)
class Printed:
    """What became of a letter: exit code of the copy (below 0 the signal that ended it), its last words, the PDF."""

    code: int
    said: str = ""
    pdf: bytes = b""
    late: bool = False


class Press:
    """Starts its process with the first letter, and anew when that has ended or the environment is another; what comes
    while it prints goes to the press `beside` it, if there is one, else waits."""

    def __init__(self, beside: Press | None = None) -> None:
        self._beside = beside
        self._process: subprocess.Popen[bytes] | None = None
        self._started_in: tuple[int, Mapping[str, str]] = (0, {})
        self._one_at_a_time = Lock()
        atexit.register(self.close)

    def lay_out(self, letter: bytes, environment: Mapping[str, str], *, seconds: float) -> Printed:
        """The PDF of a letter, as render/child.py has it; nothing of the process is left when it took too long."""
        if not self._one_at_a_time.acquire(blocking=self._beside is None):
            assert self._beside
            return self._beside.lay_out(letter, environment, seconds=seconds)
        try:
            return self._laid_out(letter, environment, seconds)
        finally:
            self._one_at_a_time.release()

    def _laid_out(self, letter: bytes, environment: Mapping[str, str], seconds: float) -> Printed:
        process = self._running(environment)
        late = Event()
        clock = Timer(seconds, _stop, [process, late])
        clock.start()
        try:
            return _exchange(process, letter)
        except (OSError, ValueError, EOFError):  # it has ended
            return replace(_ended(process), late=late.is_set())
        except BaseException:
            _kill(process)
            raise
        finally:
            clock.cancel()

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process if none runs. Errors: OSError."""
        with self._one_at_a_time:
            self._running(environment)

    def stop(self) -> None:
        """End it, and the one beside it, whatever it does."""
        if self._process and self._started_in[0] == os.getpid():
            _kill(self._process)
        if self._beside:
            self._beside.stop()

    def close(self) -> None:
        """End the process, and the one beside it, once it has done what it does."""
        if self._beside:
            self._beside.close()
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._started_in[0] != os.getpid():
            return
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        process.wait()

    def _running(self, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        here = (os.getpid(), environment)
        if self._process is None or self._started_in != here or self._process.poll() is not None:
            self._end()
            self._process, self._started_in = _start(environment), here
        return self._process


def _start(environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-m", CHILD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(environment),
        start_new_session=True,
    )


def _exchange(process: subprocess.Popen[bytes], letter: bytes) -> Printed:
    assert process.stdin and process.stdout
    process.stdin.write(len(letter).to_bytes(LENGTH_BYTES, "big") + letter)
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    pdf = process.stdout.read(told["bytes"])
    if len(pdf) < told["bytes"]:
        raise EOFError
    return Printed(told["code"], told["said"], pdf)


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    _kill(process)


def _ended(process: subprocess.Popen[bytes]) -> Printed:
    assert process.stderr
    said = process.stderr.read().decode("utf-8", "replace")
    return Printed(process.wait(), said)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and its copies: they are a session of their own."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
