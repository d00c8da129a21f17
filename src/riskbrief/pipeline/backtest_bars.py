"""What a backtest is to show (method B.22, B.24), and whether it did: told either way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from riskbrief.pipeline.backtest_validity import COUNT, LEAD, LEAD_SMOOTHED, OURS, SAME

POOLED = 0.5  # same-month correlation over all countries and months (B.24)
Found = Mapping[str, Any]


def bars(found: Found) -> list[dict[str, Any]]:
    """Each aim with its figure and whether it was `reached`; None where there was nothing to measure or no interval."""
    return [*_validity(found), *_ablations(found), *_placebos(found), *_skill(found)]


def _validity(found: Found) -> Iterator[dict[str, Any]]:
    for table in found["validity"]:
        rows = {row["measure"]: row for row in table["rows"]}
        n = len(table["regions"])
        if not rows:
            continue
        if table is found["validity"][-1]:
            pooled = rows[f"{SAME}, pooled"]["estimates"][OURS]
            yield _bar(f"same month, pooled, {n} countries: {POOLED:g} or more", pooled, pooled["value"] >= POOLED)
        within = rows[f"{SAME}, within countries"]
        if COUNT in within["estimates"]:
            gap = within["more_than_keywords"]
            yield _bar(f"same month, within {n} countries, surely above the keyword count", gap, gap["low"] > 0)
        for lead in (LEAD, LEAD_SMOOTHED):
            value = rows[lead]["estimates"][OURS]
            yield _bar(f"{lead}, {n} countries, surely above 0", value, value["low"] > 0)


def _ablations(found: Found) -> Iterator[dict[str, Any]]:
    """The full method is to be no worse than the method without a part, by the figures themselves."""
    for row in found["ablations"]:
        for label in ("within countries", "pooled"):
            gap = row[label]["full_less_this"]
            yield _bar(f"same month, {label}: no better {row['without']}", gap, gap["value"] >= 0)


def _placebos(found: Found) -> Iterator[dict[str, Any]]:
    copies = found["placebos"]["copies"]
    largest = {"value": copies["largest"], "low": None, "high": None}
    yield _bar(f"every article of a week {copies['copies']} times more: {copies['allowed']:g} point or less", largest,
               copies["passed"])  # fmt: skip
    for row in found["placebos"].get("shuffled", ()):
        gap = {"value": row["own"] - row["highest"], "low": None, "high": None}
        aim = f"same month, {row['measure']}: own country above every shuffling of countries"
        yield _bar(aim, gap, row["own"] > row["highest"])


def _skill(found: Found) -> Iterator[dict[str, Any]]:
    for table in found["skill"]:
        yield _bar(f"{table['target']}: model surely beats the best simple forecast", table["skill"], table["passed"])


def _bar(aim: str, figure: Mapping[str, float | None], reached: bool) -> dict[str, Any]:
    unknown = any(number != number for number in (figure["value"], figure["low"]))
    return {"aim": aim, **figure, "reached": None if unknown else bool(reached)}
