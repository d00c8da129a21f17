"""Coding quality over gold cases: precision, recall, F1 by indicator, status and language (`make quality`).

.venv/bin/python tests/quality.py [--details] [--workspace DIR] [FILE.yaml ...]
.venv/bin/python tests/quality.py --floors

Without files: the blind rounds and the hard sets of tests/gold/. `--floors` prints tests/gold/floors.yaml anew: floors
only rise; who lowers one edits the file by hand.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from gold_cases import GOLD, Outcome, load_cases, run_cases
from quality_counts import Counts, events, figures, tolls, wanted_statuses
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace

ROOT = Path(__file__).parents[1]
SETS = (*(f"blind{n}" for n in range(1, 23)), "hard_en", "hard_fr")
TOGETHER = "together"  # all sets as one
FLOORS = GOLD / "floors.yaml"
MARGIN = 0.01  # a floor lies this much below the figure it was taken from
FEW = 5  # an indicator or status with fewer cases has no floor: one case more or less would move it too far


def cases_of(outcomes: Iterable[Outcome]) -> Counter[str]:
    """In how many cases each indicator must count and each status be told."""
    seen = Counter[str]()
    for outcome in outcomes:
        seen.update({i for i, _ in outcome.gold})
        seen.update({f"status {s}" for told in wanted_statuses(outcome.case).values() for s in told})
    return seen


def pinned(outcomes: Sequence[Outcome]) -> dict[str, Counts]:
    """The figures of a set that need a floor: not those of few cases, nor those that nothing was asked of."""
    seen, found = cases_of(outcomes), figures(outcomes)
    small = {n for n in found if ("_" in n or n.startswith("status ")) and seen[n] < FEW}
    return {n: c for n, c in found.items() if n not in small and c.right + c.missed}


def measured(workspace: Workspace) -> dict[str, list[Outcome]]:
    """What became of every set, and of all together."""
    every = {name: load_cases(name) for name in SETS}
    outcomes = iter(run_cases([case for cases in every.values() for case in cases], workspace))
    told = {name: [next(outcomes) for _ in cases] for name, cases in every.items()}
    return told | {TOGETHER: [o for of in told.values() for o in of]}


def load_floors() -> dict[str, dict[str, float]]:
    """The lowest F1 allowed, by set and figure."""
    return yaml.safe_load(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}


def below(told: Mapping[str, Sequence[Outcome]], floors: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """What is below its floor or has none, and floors of nothing: a sentence each."""
    for name, outcomes in told.items():
        counts, wanted = pinned(outcomes), floors.get(name, {})
        for figure, c in counts.items():
            if figure not in wanted:
                yield f"{name}, {figure}: F1 {c.f1:.3f} has no floor"
            elif c.f1 < wanted[figure]:
                told_of = f"{c.right} right, {c.wrong} wrong, {c.missed} missed"
                yield f"{name}, {figure}: F1 {c.f1:.3f} is below its floor {wanted[figure]:.3f} ({told_of})"
        yield from (f"{name}, {figure}: a floor of nothing measured" for figure in sorted(set(wanted) - set(counts)))
    yield from (f"{name}: floors of a set that is not measured" for name in sorted(set(floors) - set(told)))


def floor_lines(told: Mapping[str, Sequence[Outcome]], old: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """The text of floors.yaml: the old floors, raised where the figures have risen."""
    yield "# The lowest F1 each figure of `make quality` may have. `tests/quality.py --floors` raises them; who lowers"
    yield "# one edits this file and says why."
    for name, outcomes in told.items():
        yield f"{name}:"
        for figure, counts in pinned(outcomes).items():
            floor = max(old.get(name, {}).get(figure, 0), int((counts.f1 - MARGIN) * 1000) / 1000)
            yield f"  {figure}: {max(floor, 0):.3f}"


def report(outcomes: Sequence[Outcome]) -> list[str]:
    """The lines of the quality report."""
    plain = ("all", "tolls", "events told apart", "statuses")
    lines = [c.line(n if n in plain else f"  {n}") for n, c in figures(outcomes).items()]
    return [f"({len(outcomes)} cases)", *lines]


def details(outcome: Outcome) -> list[str]:
    """What went wrong in a case, with its text and every mention."""
    wrong = [f"  WRONG  {i} {c}" for i, c in sorted(outcome.wrong)]
    missed = [f"  MISSED {i} {c}" for i, c in sorted(outcome.missed)]
    bad = tolls([outcome])
    if bad.wrong or bad.missed:
        missed.append(f"  TOLL   wanted {outcome.case.get('toll')} found {dict(outcome.tolls)}")
    if (told := events([outcome])).wrong or told.missed:
        missed.append(f"  EVENTS wanted {outcome.case['events']} found {dict(outcome.events)}")
    if not wrong + missed:
        return []
    articles = outcome.case.get("articles") or [outcome.case]
    texts = [f"  | {a.get('title', '')} | {a['text']}" for a in articles]
    return [str(outcome.case["id"]), *texts, *wrong, *missed, *(f"    {d}" for d in outcome.details)]


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--workspace", type=Path, default=ROOT)
    parser.add_argument("--floors", action="store_true")
    options = parser.parse_args()
    workspace = load_workspace(options.workspace)
    if options.floors:
        print(*floor_lines(measured(workspace), load_floors()), sep="\n")
        return
    if options.files:
        every = [case for p in options.files for case in yaml.safe_load(p.read_text(encoding="utf-8"))]
        told = {" ".join(p.stem for p in options.files): run_cases(every, workspace)}
    else:
        told = measured(workspace)
    for name, outcomes in told.items():
        print(f"== {name}", *report(outcomes), sep="\n")
        if options.details and name != TOGETHER:
            print(*(line for o in outcomes for line in details(o)), sep="\n")


if __name__ == "__main__":
    main()
