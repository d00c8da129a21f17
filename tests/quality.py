"""Coding quality over gold cases: precision, recall, F1 by indicator, status and language (`make quality`).

.venv/bin/python tests/quality.py [--details] [--workspace DIR] [FILE.yaml ...]

Without files: everything under tests/gold/.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from gold_cases import KINDS, Outcome, load_cases, run_cases
from riskbrief.definitions.load import load_workspace

ROOT = Path(__file__).parents[1]
VIOLENCE = {"sec_attack_security_forces", "sec_attack_capital", "sec_attack_civilians", "sec_civilian_harm_ops"}
SETS = ("cases", "blind1", "blind2", "blind3")


class Counts(NamedTuple):
    """Right, wrong and missed answers."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float("nan")

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else float("nan")

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else float("nan")

    def line(self, name: str) -> str:
        figures = f"precision {self.precision:5.3f}  recall {self.recall:5.3f}  F1 {self.f1:5.3f}"
        return f"{name:<36} {figures}   {self.right} right, {self.wrong} wrong, {self.missed} missed"


def pairs(outcomes: Iterable[Outcome], keep: Callable[[str], bool] = lambda _: True) -> Counts:
    """(case, indicator, country) answers of the indicators kept."""
    count = Counter[str]()
    for outcome in outcomes:
        for name, found in (
            ("right", outcome.gold & outcome.fired),
            ("wrong", outcome.wrong),
            ("missed", outcome.missed),
        ):
            count[name] += sum(keep(indicator) for indicator, _ in found)
    return Counts(count["right"], count["wrong"], count["missed"])


def tolls(outcomes: Iterable[Outcome]) -> Counts:
    """Tolls with the same low, best and high (open: the best, B.6), over killed, wounded and kidnapped; not of cases
    of several events that state none."""
    count = Counter[str]()
    for outcome in outcomes:
        gold = outcome.case.get("toll") or {}
        several = any(n > 1 for of in (outcome.case.get("events") or {}).values() for n in of.values())
        if several and not gold:
            continue
        for kind in KINDS:
            wanted = [_closed(gold[kind])] if gold.get(kind) else []
            found = list(dict.fromkeys(_closed(t) for t in outcome.tolls[kind] if t[1] > 0 or wanted))
            right = sum(t in found for t in wanted)
            count["right"] += right
            count["missed"] += len(wanted) - right
            count["wrong"] += len(found) - right
    return Counts(count["right"], count["wrong"], count["missed"])


def _closed(toll: Sequence[float | None]) -> tuple[float | None, ...]:
    low, best, high = toll
    return low, best, best if high is None else high


def events(outcomes: Iterable[Outcome]) -> Counts:
    """Numbers of distinct events, for cases that state them: right when equal."""
    right = wrong = missed = 0
    for outcome in outcomes:
        for indicator, countries in (outcome.case.get("events") or {}).items():
            for country, number in countries.items():
                found = outcome.events.get((indicator, country), 0)
                right += min(found, number) if found == number else 0
                wrong += max(found - number, 0)
                missed += max(number - found, 0)
    return Counts(right, wrong, missed)


def statuses(outcomes: Iterable[Outcome]) -> dict[str, Counts]:
    """Status by status: right when a mention of the indicator has it, wrong when it has another, missed when unseen."""
    count: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        for indicator, wanted in (outcome.case.get("status") or {}).items():
            found = outcome.statuses.get(indicator, frozenset())
            answer = "right" if wanted in found else "wrong" if found else "missed"
            count.setdefault(wanted, Counter())[answer] += 1
    return {status: Counts(c["right"], c["wrong"], c["missed"]) for status, c in sorted(count.items())}


def report(outcomes: Sequence[Outcome]) -> list[str]:
    """The lines of the quality report."""
    lines = [pairs(outcomes).line(f"all ({len(outcomes)} cases)")]
    for language in sorted({o.language for o in outcomes}):
        lines.append(pairs([o for o in outcomes if o.language == language]).line(f"  {language}"))
    lines.append(
        pairs(outcomes, lambda i: i.startswith("sec_attack") or i == "sec_civilian_harm_ops").line("  violence")
    )
    lines += [tolls(outcomes).line("tolls"), events(outcomes).line("events told apart")]
    names = sorted({i for o in outcomes for i, _ in o.gold | o.fired})
    lines += [pairs(outcomes, lambda i, name=name: i == name).line(f"  {name}") for name in names]  # type: ignore[misc]
    for status, c in statuses(outcomes).items():
        lines.append(f"  status {status:<13} {c.right} right, {c.wrong} set otherwise, {c.missed} unseen")
    return lines


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
    options = parser.parse_args()
    workspace = load_workspace(options.workspace)
    if options.files:
        sets = {p.stem: yaml.safe_load(p.read_text(encoding="utf-8")) for p in options.files}
    else:
        sets = {name: load_cases(name) for name in SETS if (ROOT / "tests/gold" / f"{name}.yaml").exists()}
    for name, cases in sets.items():
        outcomes = run_cases(cases, workspace)
        print(f"== {name}", *report(outcomes), sep="\n")
        if options.details:
            print(*(line for o in outcomes for line in details(o)), sep="\n")


if __name__ == "__main__":
    main()
