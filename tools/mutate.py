"""Share of small faults, put into riskbrief.index one by one, that the tests named in pyproject.toml notice.

Run: make mutate [SAMPLE=400]. Without a sample every fault is tried, which takes hours; a sample takes every n-th
in the order of their names, the same ones each time. A fault without a test counts as not noticed. Ends with 1
below LEAST; of a sample the lower end of the 95 % interval (Wilson 1927) must reach it. Run it again with a larger
sample where the interval holds LEAST.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from math import sqrt
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ROOT / "mutants"
LEAST = 0.85
Z = 1.959964  # two-sided 95 %
FIRST = "riskbrief.index.levels.x_band__mutmut_1"  # one fault, so that all are made and tests are matched to functions
SURVIVED, WITHOUT_TEST = (0,), (5, 33)
LEFT_OUT = (2, 34, None)  # interrupted, skipped, not tried


def main(sample: int) -> int:
    """Exit code; prints a line for each module and each fault that went unnoticed."""
    shutil.rmtree(MADE, ignore_errors=True)
    mutmut(FIRST)
    names = sorted(codes())
    chosen = names[:: max(len(names) // sample, 1)] if sample else names
    mutmut(*(chosen if sample else ()))
    found = {name: code for name, code in codes().items() if name in set(chosen) and code not in LEFT_OUT}
    missed = [name for name, code in found.items() if code in SURVIVED + WITHOUT_TEST]
    for name in missed:
        print("not noticed:", name, "(no test)" if found[name] in WITHOUT_TEST else "")
    for module in sorted({of_module(name) for name in found}):
        own = [name for name in found if of_module(name) == module]
        print(f"{module:40} {len(own) - sum(n in missed for n in own):4} of {len(own):4}")
    if not found:
        sys.exit("no fault could be tried")
    noticed, tried = len(found) - len(missed), len(found)
    low, high = (noticed / tried,) * 2 if tried == len(names) else wilson(noticed, tried)
    print(f"{tried} of {len(names)} faults tried, {noticed} ({noticed / tried:.1%}) noticed, {low:.1%} to {high:.1%}")
    print(f"at least {LEAST:.0%}: {'shown' if low >= LEAST else 'missed' if high < LEAST else 'not shown'}")
    return int(low < LEAST)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Interval of a share of a sample.

    >>> [round(end, 4) for end in wilson(170, 200)]
    [0.7939, 0.8929]
    """
    share, spread = hits / n, Z**2 / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return middle - half, middle + half


def mutmut(*names: str) -> None:
    done = subprocess.run([sys.executable, "-m", "mutmut", "run", *names], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}\nmutmut ended with {done.returncode}")


def codes() -> dict[str, int | None]:
    """How each fault's run ended, by name."""
    found: dict[str, int | None] = {}
    for path in sorted(MADE.rglob("*.meta")):
        found |= json.loads(path.read_text())["exit_code_by_key"]
    return found


def of_module(name: str) -> str:
    return name.rpartition(".")[0].removeprefix("riskbrief.")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
