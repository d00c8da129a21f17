"""A real run on two countries while one of its system calls fails, or the run is killed as it makes it (nightly).

Every file of the workspace is watched: definitions, articles, store, cache, record of attempts, output, delivery
folder, text file, and the log that a scheduler keeps. `CASES` is how many calls of each kind are tried for each fault.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import system_calls
from conftest import ROOT
from riskbrief.periods import Week, last_complete_week
from riskbrief.pipeline.opening import yesterday
from riskbrief.pipeline.standing import damage
from riskbrief.store.care import faults
from riskbrief.store.opening import version
from system_calls import FAULTS, Call, Ended
from two_regions import articles, published, two_regions

CASES = int(os.environ.get("CASES", "1"))
REGIONS = ("BFA", "MLI")
NOW = last_complete_week(yesterday())
OLD = NOW.shift(-1)
FOLDERS = "delivery:\n  folders: [{path: given, reports: [country]}]\n"
WATCHED = "\nmonitoring: {textfile: gauges.prom}\n"

# Where a call that fails leads to which exit codes; the first pattern that fits counts.
CODES: tuple[tuple[str, set[int]], ...] = (
    (r"ws/\.riskbrief/coding", {0}),
    (r"ws/\.riskbrief/delivery", {10}),
    (r"ws/\.riskbrief/attempts|ws/\.?gauges", {0}),
    (r"ws/\.riskbrief", {0, 8}),  # SQLite makes some calls that it can do without
    (r"ws/given", {10}),
    (r"ws/articles", {0, 4, 6}),  # first opened to see whether it changed; that fails, and it is read in full
    (r"ws/output", {8, 10}),  # 10: a set that stands cannot be read to be delivered
    (r"out$", {0, 8}),  # the first write is an empty one, to see whether it can be
    (r"err$", {0}),
    (r"ws$", {0, 3, 8}),  # also flushed after the text file
    (r"", {3, 8}),
)


@dataclass(frozen=True)
class Prepared:
    """A workspace as it stands on a Monday before the run, with what the run would publish and the calls it makes."""

    top: Path
    made: dict[str, bytes]
    calls: tuple[Call, ...]
    ends: dict[str, list[str]] = field(default_factory=dict)  # what the next run made of a workspace left as it was


def order(top: Path) -> list[str]:
    """The command that a schedule calls."""
    return [sys.executable, "-m", "riskbrief", "-C", str(top / "ws"), "run", "country", "--log-format", "json"]


def run(top: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "riskbrief", "-C", str(top / "ws"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def workspace(top: Path, *, warm: bool) -> Path:
    """Last week's issue stands; `warm`: so do the store and the cache, which lack only the new articles."""
    ws = top / "ws"
    for name in ("indicators", "reports", "templates"):
        shutil.copytree(ROOT / name, ws / name)
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    config = re.sub(r"(?m)^(\s+draws:) \d+", r"\1 50", config, count=1).replace("\ndelivery:\n", f"\n{FOLDERS}", 1)
    (ws / "config.yaml").write_text(config + WATCHED, encoding="utf-8")
    two_regions(ws)
    articles(ws, OLD, "a")
    if warm:
        run(top, "ingest")
    run(top, "run", "country", "--week", str(OLD), *([] if warm else ["--no-cache"]))
    file = articles(ws, NOW, "b")
    if warm:
        run(top, "code", "--articles", str(file))
    return top


def prepared(folder: Path, *, warm: bool) -> Prepared:
    top, trial = workspace(folder / "before", warm=warm), folder / "trial"
    shutil.copytree(top, trial, symlinks=True)
    calls = tuple(system_calls.calls(order(trial), trial))
    return Prepared(top, published(trial / "ws", str(NOW)), calls)


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Prepared]]:
    """`warm`: as on every Monday; `cold`: with neither store nor cache."""
    if reason := system_calls.unusable():
        pytest.skip(reason)
    yield {name: prepared(tmp_path_factory.mktemp(name), warm=name == "warm") for name in ("warm", "cold")}


def zone(call: Call) -> str:
    """Which part of the workspace a call touches."""
    return next(pattern for pattern, _ in CODES if re.match(pattern, call.path))


def sample(calls: tuple[Call, ...], fault: str, each: int = CASES) -> list[Call]:
    """Of every family in every part of the workspace so many calls, evenly; each fault meets others."""
    groups: dict[tuple[str, str], list[Call]] = {}
    for call in calls:
        groups.setdefault((call.family, zone(call)), []).append(call)
    shift = (list(FAULTS).index(fault) + 0.5) / len(FAULTS)
    return [
        call
        for group in groups.values()
        for call in dict.fromkeys(group[int((k + shift) * len(group) / each)] for k in range(each))
    ]


def readable(ws: Path, week: Week) -> dict[str, bytes]:
    """Every file of the issues of a week, as readers open them, and where the links lead."""
    found = {}
    for link in sorted((ws / "output" / "country").glob(f"{week}-[A-Z][A-Z][A-Z]")):
        found[link.name] = str(link.readlink()).encode()
        found |= {f"{link.name}/{p.name}": p.read_bytes() for p in link.iterdir()}
    return found


def broken(state: Prepared, top: Path, call: Call, fault: str) -> list[str]:
    """The promises that a run breaks when this call meets this fault; empty when it keeps them all."""
    shutil.copytree(state.top, top, symlinks=True)
    ws, before = top / "ws", readable(top / "ws", OLD)
    ended = system_calls.struck(order(top), top, call, fault)
    if not ended.reached:
        return [f"the call was not made again: exit {ended.code}"]
    found, state_left = [*_left(ended, call, fault), *_standing(ws, before)], digest(ws)
    if fault != "SIGKILL" and call.name not in {"unlink", "unlinkat", "rmdir"}:
        found += [f"left behind at once: {p}" for p in leftovers(ws)]
    if ended.code in {0, 10} and published(ws, str(NOW)) != state.made:
        found.append(f"it left with {ended.code}, but has not published all")
    if ended.code == 0 and len(list((ws / "given" / "country").glob(f"{NOW}-*"))) != len(REGIONS):
        found.append("it left with 0, but has not delivered all")
    if state_left not in state.ends:
        state.ends[state_left] = _next(state, top, before)
    return found + state.ends[state_left]


def _next(state: Prepared, top: Path, before: dict[str, bytes]) -> list[str]:
    """What is wrong after the next run, which nothing happens to."""
    ws, found = top / "ws", []
    if (store := ws / ".riskbrief" / "store.db").exists():
        with closing(sqlite3.connect(store)) as db:
            found += [f"the store: {fault}" for fault in faults(db)] if version(db) else []
    again = subprocess.run(order(top), capture_output=True, text=True)
    if again.returncode != 0:
        found.append(f"the next run left with {again.returncode}: {again.stderr[-600:]}")
    if published(ws, str(NOW)) != state.made:
        found.append("the next run published other bytes")
    return found + _standing(ws, before) + [f"left behind: {p}" for p in leftovers(ws)]


def digest(ws: Path) -> str:
    """Of all that a next run finds, but the record of attempts and the gauges: they tell the time."""
    found = hashlib.sha256()
    for path in sorted(p for p in ws.rglob("*") if p.name not in {"attempts.jsonl", "gauges.prom"}):
        content = str(path.readlink()).encode() if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found.update(repr((str(path.relative_to(ws)), content)).encode())
    return found.hexdigest()


def _left(ended: Ended, call: Call, fault: str) -> list[str]:
    """What is wrong with how the run left."""
    if fault == "SIGKILL":
        return [] if ended.code == -signal.SIGKILL else [f"it was not killed but left with {ended.code}"]
    wanted = next(codes for pattern, codes in CODES if re.match(pattern, call.path))
    wanted = wanted | {0} if call.name == "mkdir" else wanted  # the folder may stand already
    found = [] if ended.code in wanted else [f"exit {ended.code} instead of {wanted}: {ended.err[-600:]}"]
    return found + [f"a traceback: {ended.err[-1500:]}"] * ("Traceback" in ended.err)


def _standing(ws: Path, before: dict[str, bytes]) -> list[str]:
    """What readers could see that they should not."""
    links = [p for p in (ws / "output" / "country").glob("[!.]*") if p.is_symlink()]
    found = [f"{p.name} leads to a set that is not whole" for p in links if not p.is_dir() or damage(p)]
    given = [p for p in (ws / "given" / "country").glob("[!.]*") if damage(p)]
    changed = [] if readable(ws, OLD) == before else ["the old issue is not as it was"]
    return [*found, *(f"{p.name} was delivered half" for p in given), *changed]


def leftovers(ws: Path) -> list[Path]:
    """Files that a run leaves only when it was broken off."""
    return [*ws.rglob(".tmp-*"), *ws.rglob("*.link"), *ws.rglob(".part"), *ws.rglob("*.before")]


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_call_fails_readers_keep_a_whole_issue_and_the_next_run_ends_it(
    states: dict[str, Prepared], tmp_path: Path, fault: str
) -> None:
    """With an exit code of the contract, no traceback, and the bytes of a run that nothing happened to."""
    wrong, tried = [], 0
    for name, state in states.items():
        for call in sample(state.calls, fault):
            if name == "cold" and not call.path.startswith("ws/.riskbrief"):
                continue  # the rest is as in a warm run
            top = tmp_path / str(tried)
            tried += 1
            wrong += [f"{fault} at {call} ({name}): {what}" for what in broken(state, top, call, fault)]
            shutil.rmtree(top)
    print(f"{fault}: {tried} calls tried")
    assert not wrong, "\n".join(wrong)
    assert tried > 5 * CASES
