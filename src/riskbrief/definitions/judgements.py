"""judgements.yaml: what analysts decide beside the scores, signed, dated and expiring. None of it moves a score."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from riskbrief.definitions.base import Day, Definition, Identifier, RegionId, Words
from riskbrief.periods import Week

KINDS = ("lower_confidence", "sign_options", "assign_probability", "comment", "call_flash")


def _someone(text: str) -> str:
    if not text.strip():
        raise ValueError("must name a person")
    return text


class Judgement(Definition):
    """What every judgement carries; it holds from `date` to `expires`, both days included."""

    longest_days: ClassVar[int] = 366

    id: Identifier
    author: Annotated[str, AfterValidator(_someone)]
    reason: Words
    date: Day
    expires: Day

    def known_by(self, day: datetime.date) -> bool:
        """Whether it was written by that day."""
        return self.date <= day.isoformat()

    def in_force(self, day: datetime.date) -> bool:
        """Whether it holds on that day."""
        return self.date <= day.isoformat() <= self.expires


class LowerConfidence(Judgement):
    """Confidence in a country's score is at most `to`; it can never be raised (method A.3)."""

    region: RegionId
    to: Literal["moderate", "low"]


class SignOptions(Judgement):
    """The author signs options for decision of reports/library.yaml, in all reports unless some are named."""

    options: list[Identifier] = Field(min_length=1)
    reports: list[Identifier] = []


class AssignProbability(Judgement):
    """The author's probability that the index of a country worsens, improves or continues (method A.9)."""

    region: RegionId
    outcome: Literal["worsens", "improves", "continues"]
    weeks: int = Field(4, ge=1, le=52)
    p: float = Field(gt=0, lt=1)

    @property
    def issued_week(self) -> Week:
        """The week from whose index the change is counted."""
        return Week.of(datetime.date.fromisoformat(self.date))

    @property
    def due_week(self) -> Week:
        """The week whose index decides it."""
        return self.issued_week.shift(self.weeks)


class Comment(Judgement):
    """A remark printed beside the score of a country: `index`, a pillar or an indicator."""

    region: RegionId
    node: Identifier
    text: Words


class CallFlash(Judgement):
    """The author calls for a flash brief on a country; it holds no longer than a flash does (method A.13)."""

    longest_days: ClassVar[int] = 3

    region: RegionId


class Judgements(Definition):
    """The whole ledger, by kind of judgement."""

    schema_version: Literal[1] = 1
    lower_confidence: list[LowerConfidence] = []
    sign_options: list[SignOptions] = []
    assign_probability: list[AssignProbability] = []
    comment: list[Comment] = []
    call_flash: list[CallFlash] = []

    def every(self) -> Iterator[tuple[str, int, Judgement]]:
        """Kind, position and judgement, in the order of the file."""
        for kind in KINDS:
            yield from ((kind, i, one) for i, one in enumerate(getattr(self, kind)))

    def known_by(self, day: datetime.date) -> Judgements:
        """The ledger as it stood on that day: without what was written later."""
        return self._only("known_by", day)

    def in_force(self, day: datetime.date) -> Judgements:
        """What holds on that day."""
        return self._only("in_force", day)

    def _only(self, rule: str, day: datetime.date) -> Judgements:
        return self.model_copy(
            update={kind: [one for one in getattr(self, kind) if getattr(one, rule)(day)] for kind in KINDS}
        )
