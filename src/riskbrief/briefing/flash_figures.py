"""Figures of people killed in a flash: which claims give different ones, and how a figure stands in a sentence."""

from __future__ import annotations

from math import inf
from typing import Any

from riskbrief.briefing.claimants import first_told
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_words import claim_figure, claims_of
from riskbrief.briefing.happenings import Happening
from riskbrief.document import Fact

VAGUE = ("approximate", "range", "upper")  # precisions of a claim that names no single number


def toll_ends(desk: Desk, event: Happening) -> tuple[Any, Any] | None:
    """The claims with the lowest and the highest figure; None where all of them give one figure or none is given."""
    claims = claims_of(desk, event)
    pairs = [(a, b) for a in claims for b in claims if _rank(a) < _rank(b) and not one_figure(a, b)]
    if not pairs:
        return None
    low, high = min(pairs, key=lambda p: p[0].best - p[1].best)
    return first_told(low, claims), first_told(high, claims)


def one_figure(one: Any, other: Any) -> bool:
    """Whether two claims give one figure: the same number, or a vague one that the other can be ("dozens" and 24)."""
    if one.precision in VAGUE or other.precision in VAGUE:
        return bool(one.low <= _most(other) and other.low <= _most(one))
    return bool(one.low == other.low)


def people(desk: Desk, key: str, figure: Fact, count: float) -> Fact:
    """A figure with its noun: `at least 20 people`, `dozens of people`; `count` decides between one and many."""
    text = desk.book.write("flash_figure", [figure, desk.fact.number("count", count)])
    return Fact(key, figure.value, text, "persons")


def claimed_people(desk: Desk, key: str, claim: Any) -> Fact:
    """The figure of a claim with its noun."""
    high = _most(claim)
    return people(desk, key, claim_figure(desk, claim), float(claim.best) if high == inf else high)


def _most(claim: Any) -> float:
    return inf if claim.high != claim.high else float(claim.high)


def _rank(claim: Any) -> tuple[float, float]:
    return float(claim.best), float(claim.low)
