"""Events as a reader meets them: what, where, when, how sure, ranked by severity, credibility and recency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import log2, prod
from typing import Any

import pandas as pd

from riskbrief.briefing.inputs import BriefingInputs, Place
from riskbrief.definitions.indicators import Indicator

EARLIER_DAYS = 28


@dataclass(frozen=True)
class Happening:
    """One event of the panel. `weight` is severity x credibility x recency (method A.12, W5); kappa 0-1."""

    event_id: str
    region_id: str
    place: Place | None
    day: date
    facets: tuple[str, ...]  # indicators, the weightiest first
    pillar: str
    weight: float
    severity: float
    kappa: float
    raised: bool  # a term raised the base severity above the indicator's own
    toll: tuple[float | None, float | None, float | None]
    claimed_max: float | None
    wounded: float | None
    kidnapped: float | None
    n_articles: int
    n_origins: int
    n_outlets: int
    reliability: str
    credibility: int
    contested: bool
    capital: bool
    status: str
    article_id: str
    first_reported: datetime
    verified: datetime | None
    this_week: bool
    unconfirmed: bool

    @property
    def code(self) -> str:
        """Admiralty code, such as B2."""
        return f"{self.reliability}{self.credibility}"


@dataclass(frozen=True)
class _Facet:
    indicator_id: str
    severity: float
    kappa: float
    order: int
    raised: bool = False


_Affirmed = dict[str, list[list[float]]]


def happenings(given: BriefingInputs, *, days: int = EARLIER_DAYS) -> tuple[Happening, ...]:
    """Events of the panel in the last `days` days: those of the issue's week first, each group by weight."""
    events = given.events
    first = pd.Timestamp(given.week.sunday - timedelta(days=days - 1))
    shown = events[events["region_id"].isin(given.panel.regions) & (events["event_date"] >= first)]
    evidence = given.evidence[given.evidence["event_id"].isin(shown["event_id"])]
    order = {indicator.id: (n, indicator) for n, indicator in enumerate(given.indicators)}
    by_event = _affirmed(evidence[evidence["indicator_id"].isin(list(order))])
    found = [_happening(row, by_event.get(row["event_id"], {}), order, given) for row in shown.to_dict("records")]
    return tuple(sorted(found, key=lambda h: (not h.this_week, -h.weight, h.day, h.event_id)))


def _happening(
    row: dict[Any, Any],
    evidence: _Affirmed,
    order: Mapping[str, tuple[int, Indicator]],
    given: BriefingInputs,
) -> Happening:
    facets = _facets(evidence, order, _number(row["toll_best"]) or 0.0, given.config.index.belief.cap)
    lead = facets[0] if facets else _Facet(_first_of_family(row["family"], given.indicators), 0.0, 0.0, 0)
    day = row["event_date"].date()
    half_life = order[lead.indicator_id][1].half_life_days if lead.indicator_id in order else 14.0
    recency = 2.0 ** (-max(0, (given.week.sunday - day).days) / half_life)
    r = given.config.index.belief.reliability.get(row["reliability"], 0.0)
    weak = row["n_origins"] < 2 and r < given.config.index.pressure.uncapped_reliability
    return Happening(
        event_id=row["event_id"],
        region_id=row["region_id"],
        place=None if pd.isna(row["place_id"]) else given.places.get(row["place_id"]),
        day=day,
        facets=tuple(f.indicator_id for f in facets) or (lead.indicator_id,),
        pillar=given.pillar_of.get(lead.indicator_id, "security"),
        weight=lead.severity * lead.kappa * recency,
        severity=lead.severity,
        kappa=lead.kappa,
        raised=lead.raised,
        toll=(_number(row["toll_low"]), _number(row["toll_best"]), _number(row["toll_high"])),
        claimed_max=_number(row["claimed_max"]),
        wounded=_number(row["wounded_best"]),
        kidnapped=_number(row["kidnapped_best"]),
        n_articles=int(row["n_articles"]),
        n_origins=int(row["n_origins"]),
        n_outlets=int(row["n_outlets"]),
        reliability=row["reliability"],
        credibility=int(row["credibility"]),
        contested=bool(row["contested"]),
        capital=bool(row["capital"]),
        status=row["status"],
        article_id=row["article_id"],
        first_reported=row["first_reported_at"].to_pydatetime(),
        verified=None if pd.isna(row["verified_at"]) else row["verified_at"].to_pydatetime(),
        this_week=day >= given.week.monday or row["first_reported_at"] >= given.week.start,
        unconfirmed=weak or int(row["credibility"]) >= 4,
    )


def _affirmed(evidence: pd.DataFrame) -> dict[str, _Affirmed]:
    """Severity base, alpha and reliability of what affirms an event, by event and indicator."""
    affirms = evidence[evidence["stance"] == "affirms"]
    found: dict[str, _Affirmed] = {}
    columns = (affirms[name].tolist() for name in ("event_id", "indicator_id", "severity_base", "alpha", "r"))
    for event_id, indicator_id, *numbers in zip(*columns, strict=True):
        found.setdefault(event_id, {}).setdefault(indicator_id, []).append(numbers)
    return found


def _facets(evidence: _Affirmed, order: Mapping[str, tuple[int, Indicator]], toll: float, cap: float) -> list[_Facet]:
    found = []
    for indicator_id, rows in sorted(evidence.items()):
        place, indicator = order[indicator_id]
        base = max(base for base, _, _ in rows)
        severity = base + (min(7.0, log2(1 + toll)) if indicator.severity.fatalities else 0.0)
        kappa = min(cap, 1 - prod(1 - alpha * r for _, alpha, r in rows))
        found.append(_Facet(indicator_id, severity, kappa, place, base > indicator.severity.base))
    return sorted(found, key=lambda f: (-round(f.severity * f.kappa, 6), f.order))


def _first_of_family(family: str, indicators: Sequence[Indicator]) -> str:
    return next((i.id for i in indicators if i.event_family == family), family)


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
