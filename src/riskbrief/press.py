"""A process that works on letters one after another: what every letter needs is loaded once, each is done in a copy."""

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

from riskbrief.copies import LENGTH_BYTES


@dataclass(frozen=True)
class Done:
    """What became of a letter: exit code of the copy (below 0 the signal that ended it), its last words, the result."""

    code: int
    said: str = ""
    result: bytes = b""
    late: bool = False


class Press:
    """Starts its process, the module `child`, with the first letter, and anew when that has ended or the environment is
    another; what comes while it works goes after `patience` seconds to the press `beside` it, if there is one, else
    waits."""

    def __init__(self, child: str, beside: Press | None = None, *, patience: float = 0.0) -> None:
        self._child, self._beside, self._patience = child, beside, patience
        self._process: subprocess.Popen[bytes] | None = None
        self._started_in: tuple[int, Mapping[str, str]] = (0, {})
        self._one_at_a_time = Lock()
        atexit.register(self.close)

    def work_on(self, letter: bytes, environment: Mapping[str, str], *, seconds: float) -> Done:
        """What the child makes of a letter; nothing of the process is left when it took too long."""
        if not self._one_at_a_time.acquire(timeout=self._patience if self._beside else -1):
            assert self._beside
            return self._beside.work_on(letter, environment, seconds=seconds)
        try:
            return self._worked_on(letter, environment, seconds)
        finally:
            self._one_at_a_time.release()

    def _worked_on(self, letter: bytes, environment: Mapping[str, str], seconds: float) -> Done:
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
            self._process, self._started_in = _start(self._child, environment), here
        return self._process


def _start(child: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-m", child],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(environment),
        start_new_session=True,
    )


def _exchange(process: subprocess.Popen[bytes], letter: bytes) -> Done:
    assert process.stdin and process.stdout
    process.stdin.write(len(letter).to_bytes(LENGTH_BYTES, "big") + letter)
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    result = process.stdout.read(told["bytes"])
    if len(result) < told["bytes"]:
        raise EOFError
    return Done(told["code"], told["said"], result)


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    _kill(process)


def _ended(process: subprocess.Popen[bytes]) -> Done:
    assert process.stderr
    said = process.stderr.read().decode("utf-8", "replace")
    return Done(process.wait(), said)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and its copies: they are a session of their own."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
