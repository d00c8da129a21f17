"""Where each country of the panel stands this week: what the board prints of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from riskbrief.assessment import Alert, Assessment, Confidence
from riskbrief.briefing.scorebook import ScoreBook, ScoreRow
from riskbrief.folding import fold

PILLARS = ("security", "governance", "international", "information")


@dataclass(frozen=True)
class Standing:
    """One country: its index this week (None without a row), the week before, its pillars, confidence and alerts."""

    region_id: str
    name: str
    row: ScoreRow | None
    previous: ScoreRow | None
    last: ScoreRow | None  # newest earlier week with a score
    pillars: Mapping[str, float | None]
    confidence: Confidence | None
    alerts: tuple[Alert, ...]

    @property
    def score(self) -> float | None:
        return self.row.score if self.row else None

    @property
    def level(self) -> int | None:
        return self.row.level if self.row and self.row.score is not None else None

    @property
    def label(self) -> str:
        return self.row.label if self.row else ""

    @property
    def coverage(self) -> str:
        return self.row.coverage if self.row else "none"

    @property
    def assessed(self) -> bool:
        return self.score is not None and self.level is not None

    @property
    def carried(self) -> bool:
        """The score stands on an earlier week because this one had too few articles."""
        return self.assessed and self.coverage == "none"

    @property
    def thin(self) -> bool:
        return self.assessed and self.coverage != "full"


def standings(
    regions: Mapping[str, str], book: ScoreBook, assessment: Assessment, confidence: Mapping[str, Confidence]
) -> tuple[Standing, ...]:
    """Countries by score, highest first; those not assessed last, by name. `confidence` as it is to be printed."""
    found = [_standing(region, name, book, assessment, confidence) for region, name in regions.items()]
    return tuple(sorted(found, key=lambda s: (not s.assessed, -(s.score or 0.0), fold(s.name), s.region_id)))


def _standing(
    region: str, name: str, book: ScoreBook, assessment: Assessment, confidence: Mapping[str, Confidence]
) -> Standing:
    return Standing(
        region_id=region,
        name=name,
        row=book.at(region, "index"),
        previous=book.at(region, "index", weeks_back=1),
        last=book.last_assessed(region),
        pillars={p: book.score(region, p) for p in PILLARS},
        confidence=confidence.get(region),
        alerts=tuple(a for a in assessment.alerts if a.region_id == region),
    )
