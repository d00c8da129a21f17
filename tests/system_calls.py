"""strace as a breaker of disks: which calls a command makes on the files of a folder, and the same with one failing."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FAMILIES = {
    "openat": ("openat",),
    "write": ("write", "writev", "pwrite64"),
    "fsync": ("fsync", "fdatasync"),
    "rename": ("rename", "renameat", "renameat2"),
    "entry": ("mkdir", "mkdirat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir", "ftruncate"),
}
EVERY = ",".join(name for names in FAMILIES.values() for name in names)
FAULTS = {"ENOSPC": "error=ENOSPC", "EIO": "error=EIO", "EACCES": "error=EACCES", "SIGKILL": "signal=SIGKILL"}
_LINE = re.compile(r"^\d+ +(?P<name>\w+)\((?P<said>.*)")
_FILE = re.compile(r'^\d+<(?P<of>[^>]*)>|^"(?P<at>[^"]*)"|^AT_FDCWD(?:<[^>]*>)?, "(?P<near>[^"]*)"')


@dataclass(frozen=True)
class Call:
    """The `number`-th call of this name on this path, counted from 1; the path is relative to the folder watched."""

    name: str
    path: str
    number: int

    @property
    def family(self) -> str:
        return next(family for family, names in FAMILIES.items() if self.name in names)

    def __str__(self) -> str:
        return f"{self.name} {self.number} on {self.path}"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, negative for a signal; what it said; whether the call was reached."""

    code: int
    out: str
    err: str
    reached: bool


def unusable() -> str:
    """Why system calls cannot be traced here; empty when they can."""
    if shutil.which("strace") is None:
        return "no strace here, and tools/setup.sh could not install it: no system call was made to fail"
    tried = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return f"strace may not trace here: {tried.stderr.strip()}" if tried.returncode else ""


def calls(command: Sequence[str], top: Path) -> list[Call]:
    """The calls that a command makes on files below `top`, in order; it must end well."""
    lines, ended = _traced(command, top, ["-e", f"trace={EVERY}"])
    assert ended.code == 0, ended.err
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for line in lines:
        if (call := _call(line, top)) is not None:
            seen[call] += 1
            found.append(Call(*call, seen[call]))
    return found


def struck(command: Sequence[str], top: Path, call: Call, fault: str) -> Ended:
    """The command with this one call failing, or killed as it makes it."""
    rules = ["-P", str(top / call.path), "-e", f"trace={call.name}"]
    rules += ["-e", f"inject={call.name}:{FAULTS[fault]}:when={call.number}"]
    return _traced(command, top, rules, quick=fault != "SIGKILL")[1]


def _traced(command: Sequence[str], top: Path, rules: Sequence[str], *, quick: bool = True) -> tuple[list[str], Ended]:
    """Run under strace; standard output and error are files below `top`, as under a scheduler that keeps a log.

    `quick`: let the kernel pick out the calls; strace 6.1 loses the signals it should inject that way.
    """
    with tempfile.TemporaryDirectory() as folder, (top / "out").open("w") as out, (top / "err").open("w") as err:
        log = Path(folder) / "calls"
        options = ["-f", "-qq", "-y", "-s", "4096", "-o", str(log), *(["--seccomp-bpf"] if quick else [])]
        order = ["strace", *options, *rules, *command]
        code = subprocess.run(order, stdout=out, stderr=err, stdin=subprocess.DEVNULL, cwd=top).returncode
        lines = log.read_text(errors="replace").splitlines()
    reached = code == -signal.SIGKILL or any("(INJECTED)" in line for line in lines)
    return lines, Ended(code, _text(top / "out"), _text(top / "err"), reached)


def _text(path: Path) -> str:
    return path.read_text(errors="replace")


def _call(line: str, top: Path) -> tuple[str, str] | None:
    """Name and path of a call below `top`."""
    parts = _LINE.match(line)
    file = parts and _FILE.match(parts["said"])
    if not parts or not file:
        return None
    path = Path(file["of"] or file["at"] or file["near"] or "")
    if not path.is_relative_to(top) or parts["name"] not in EVERY.split(","):
        return None
    return parts["name"], str(path.relative_to(top))
