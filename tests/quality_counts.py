"""Counting right, wrong and missed answers of gold cases: by indicator, language, status, toll and event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import floor
from typing import Any, NamedTuple

from gold_cases import KINDS, Case, Outcome

VIOLENCE = {"sec_attack_security_forces", "sec_attack_capital", "sec_attack_civilians", "sec_civilian_harm_ops"}
HALF = {"hedged", "foiled", "hypothetical"}  # a mention with such a status may count


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
            wanted = [_closed(t) for t in _listed(gold.get(kind))]
            found = list(dict.fromkeys(_closed(t) for t in outcome.tolls[kind] if t[1] > 0 or wanted))
            right = sum(t in found for t in wanted)
            count["right"] += right
            count["missed"] += len(wanted) - right
            count["wrong"] += len(found) - right
    return Counts(count["right"], count["wrong"], count["missed"])


def _listed(given: Sequence[Any] | None) -> Sequence[Sequence[float | None]]:
    """The tolls of a kind a case states: one, or one for each event."""
    if not given:
        return []
    return given if isinstance(given[0], list) else [given]


def _closed(toll: Sequence[float | None]) -> tuple[float | None, ...]:
    low, best, high = toll
    whole = None if best is None else floor(best)  # "between 10 and 15": 12, nobody is killed by halves
    return low, whole, best if high is None else high


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


def wanted_statuses(case: Case) -> dict[str, frozenset[str]]:
    """What each indicator a case names is to be told with: what fires without a half status is affirmed."""
    given = case.get("status") or {}
    wanted = {indicator: frozenset({status}) for indicator, status in given.items()}
    for indicator in case.get("fires") or {}:
        if given.get(indicator) not in HALF:
            wanted[indicator] = wanted.get(indicator, frozenset()) | {"affirmed"}
    return wanted


def statuses(outcomes: Iterable[Outcome]) -> dict[str, Counts]:
    """Status by status, over the indicators a case names: missed when no mention has it, wrong when one has it and
    should not. `excluded` is as good as not found."""
    count: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        for indicator, wanted in wanted_statuses(outcome.case).items():
            found = outcome.statuses.get(indicator, frozenset()) - {"excluded"}
            for status in wanted | found:
                answer = "missed" if status not in found else "right" if status in wanted else "wrong"
                count.setdefault(status, Counter())[answer] += 1
    return {status: Counts(c["right"], c["wrong"], c["missed"]) for status, c in sorted(count.items())}


def figures(outcomes: Sequence[Outcome]) -> dict[str, Counts]:
    """Every figure of a set by name, in the order of the report."""
    found = {"all": pairs(outcomes)}
    languages = sorted({o.language for o in outcomes})
    for language in languages if len(languages) > 1 else ():
        found[language] = pairs([o for o in outcomes if o.language == language])
    found["violence"] = pairs(outcomes, VIOLENCE.__contains__)
    by_status = statuses(outcomes)
    told = Counts(*(sum(column) for column in zip(*by_status.values(), strict=True))) if by_status else Counts()
    found |= {"tolls": tolls(outcomes), "events told apart": events(outcomes), "statuses": told}
    for name in sorted({i for o in outcomes for i, _ in o.gold | o.fired}):
        found[name] = pairs(outcomes, lambda i, name=name: i == name)  # type: ignore[misc]
    return found | {f"status {status}": c for status, c in by_status.items()}
