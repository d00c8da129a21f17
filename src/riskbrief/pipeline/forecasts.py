"""The probabilities an issue gives out, one a row, so that a later issue can say what happened (method B.22)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pandas as pd

from riskbrief.briefing.likelihood import AHEAD, OUTCOMES, country_rates
from riskbrief.briefing.scorebook import ScoreBook
from riskbrief.columns import COUNT, NUMBER, TEXT, Column, Table
from riskbrief.definitions.judgements import AssignProbability
from riskbrief.periods import Week

FORECASTS_CSV = "forecasts.csv"
BASE_RATE, JUDGEMENT = "base_rate", "judgement:"
FORECASTS = Table(
    "forecasts",
    {
        "issue": Column(TEXT, "issue that gave it out"),
        "region_id": Column(TEXT, "country"),
        "target": Column(
            TEXT, "index_up_5, index_down_5 or index_within_5: a rise or fall of so many points, or neither"
        ),
        "horizon_weeks": Column(COUNT, "weeks from issued_week to due_week"),
        "due_week": Column(TEXT, "ISO week whose index decides it"),
        "probability": Column(NUMBER, "as given out", "0-1"),
        "basis": Column(TEXT, "base_rate, model or judgement:<id>"),
        "issued_week": Column(TEXT, "ISO week from whose index the change is counted"),
        "baseline_score": Column(NUMBER, "index of that week as known at issue", "0-100", missing=True),
        "reference": Column(NUMBER, "base rate of the same target and horizon as known at issue", "0-1", missing=True),
        "cases": Column(NUMBER, "past cases the reference rests on", missing=True),
    },
    key=("issue", "region_id", "target", "horizon_weeks", "issued_week", "basis"),
)
_TARGET = re.compile(r"index_(up|down|within)_([0-9]+(?:\.[0-9]+)?)")
_WORDS = dict(zip(OUTCOMES, ("within", "up", "down"), strict=True))


def target(outcome: str, delta: float) -> str:
    """The name of an outcome with the points that make a change.

    >>> target("worsens", 5.0), target("continues", 7.5)
    ('index_up_5', 'index_within_7.5')
    """
    return f"index_{_WORDS[outcome]}_{delta:g}"


def happened(name: str, change: float) -> bool:
    """Whether a change of the index in points makes the target of that name true; ValueError for other names.

    >>> happened("index_up_5", 5.0), happened("index_within_5", -5.0), happened("index_down_5", -5.0)
    (True, False, True)
    """
    found = _TARGET.fullmatch(name)
    if not found:
        raise ValueError(f"{name!r} is no target")
    delta = float(found[2])
    return {"up": change >= delta, "down": change <= -delta, "within": -delta < change < delta}[found[1]]


def issued(
    scores: pd.DataFrame, assigned: Sequence[AssignProbability], *, week: Week, regions: Sequence[str], delta: float
) -> pd.DataFrame:
    """FORECASTS of one issue: base rates of every assessed country, then probabilities that analysts assigned.

    `scores` are SCORES of all weeks, `assigned` those in force and not yet due. A country without a score this week
    gets none; one with fewer than 12 past cases has no base rate. A judgement counts from the week of its date and is
    given out in every issue until it expires or is due.
    """
    rows = [*_base_rates(ScoreBook(scores, week), regions, delta), *_assigned(scores, assigned, delta)]
    return FORECASTS.build([{"issue": str(week), **row} for row in rows])


def _base_rates(book: ScoreBook, regions: Sequence[str], delta: float) -> Iterator[dict[str, object]]:
    for region in regions:
        score = book.score(region, "index")
        rates = None if score is None else country_rates(book, region, weeks_ahead=AHEAD, delta=delta)
        for outcome in OUTCOMES if rates else ():
            assert rates is not None
            share = rates.shares[outcome]
            row = _row(region, target(outcome, delta), book.week, AHEAD, score)
            yield row | {"probability": share, "reference": share, "cases": rates.n, "basis": BASE_RATE}


def _assigned(scores: pd.DataFrame, assigned: Sequence[AssignProbability], delta: float) -> Iterator[dict[str, object]]:
    for one in assigned:
        book = ScoreBook(scores, one.issued_week)
        rates = country_rates(book, one.region, weeks_ahead=one.weeks, delta=delta)
        row = _row(one.region, target(one.outcome, delta), book.week, one.weeks, book.score(one.region, "index"))
        known = {"reference": rates.shares[one.outcome], "cases": rates.n} if rates else {}
        yield row | {"probability": one.p, "basis": f"{JUDGEMENT}{one.id}"} | known


def _row(region: str, name: str, start: Week, weeks: int, score: float | None) -> dict[str, object]:
    return {
        "region_id": region,
        "target": name,
        "horizon_weeks": weeks,
        "issued_week": str(start),
        "due_week": str(start.shift(weeks)),
        "baseline_score": score,
    }
