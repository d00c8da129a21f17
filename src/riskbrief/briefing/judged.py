"""What analysts decided, as the issue prints it: where it applies, and all of it in one table. No score is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from riskbrief.assessment import Confidence
from riskbrief.definitions.judgements import (
    AssignProbability,
    CallFlash,
    Comment,
    Judgement,
    Judgements,
    LowerConfidence,
)
from riskbrief.periods import Week

J = TypeVar("J", bound=Judgement)
CAP = "judgement:"  # before the id of a judgement among the caps of a confidence or the triggers of a flash
RANKS = ("low", "moderate", "high")


@dataclass(frozen=True)
class Judged:
    """The ledger as known to an issue, of the countries it covers; `day` is the Sunday of its `week`."""

    ledger: Judgements
    week: Week
    report: str
    regions: frozenset[str]

    @property
    def day(self) -> date:
        return self.week.sunday

    def lowered(self, confidence: Mapping[str, Confidence]) -> dict[str, Confidence]:
        """Confidence per country with what analysts lowered; a label already as low stays as computed."""
        made = dict(confidence)
        for one in self._holding(self.ledger.lower_confidence):
            rated = made.get(one.region)
            if rated is not None and RANKS.index(one.to) < RANKS.index(rated.label):
                made[one.region] = replace(rated, label=one.to, caps=(*rated.caps, CAP + one.id))
        return made

    def lowering(self, cap: str) -> LowerConfidence | None:
        """The judgement behind a cap, None for a cap of another kind."""
        return next((one for one in self.ledger.lower_confidence if cap == CAP + one.id), None)

    def signers(self, option: str) -> tuple[str, ...]:
        """Who signed an option for this report, in the order of the ledger."""
        signed = [
            one
            for one in self._holding(self.ledger.sign_options)
            if option in one.options and (not one.reports or self.report in one.reports)
        ]
        return tuple(dict.fromkeys(one.author for one in signed))

    def probabilities(self) -> list[AssignProbability]:
        """Assigned probabilities in force and not yet due, in the order of the ledger."""
        return [one for one in self._holding(self.ledger.assign_probability) if one.due_week > self.week]

    def comments(self, nodes: Sequence[str]) -> list[Comment]:
        """Comments in force on any of the nodes."""
        return [one for one in self._holding(self.ledger.comment) if one.node in nodes]

    def calls(self, region: str) -> list[CallFlash]:
        """Calls in force for a flash brief on the country."""
        return [one for one in self._holding(self.ledger.call_flash) if one.region == region]

    def call(self, detail: str) -> CallFlash | None:
        """The judgement behind the detail of a trigger, None for a reason given with the run."""
        return next((one for one in self.ledger.call_flash if detail == CAP + one.id), None)

    def every(self) -> Iterator[tuple[str, Judgement, str]]:
        """Kind, judgement and its state (in_force, due, expired), newest first."""
        rows = [(kind, one) for kind, _, one in self.ledger.every() if self._here(one)]
        for kind, one in sorted(rows, key=lambda row: (row[1].date, row[1].id), reverse=True):
            yield kind, one, self.state(one, self.day)

    def state(self, one: Judgement, day: date) -> str:
        """`in_force`, `due` (a probability whose week has come), `expired`, or `unknown` when written later."""
        if not one.known_by(day):
            return "unknown"
        if isinstance(one, AssignProbability) and one.due_week.sunday <= day:
            return "due"
        return "in_force" if one.in_force(day) else "expired"

    def moves(self) -> dict[str, int]:
        """How many matters judged are new, raised, lowered, kept or closed since the Sunday before (method A.1).

        A matter is the confidence in a country, an outcome for it, an author's comment on a node, a flash or
        a signature; the newest judgement on it counts.
        """
        before, now = self._matters(self.week.shift(-1).sunday), self._matters(self.day)
        both = [(before[matter], value) for matter, value in now.items() if matter in before]
        return {
            "holding": len(now),
            "new": len(now.keys() - before.keys()),
            "raised": sum(value > old for old, value in both),
            "lowered": sum(value < old for old, value in both),
            "kept": sum(value == old for old, value in both),
            "closed": len(before.keys() - now.keys()),
        }

    def _matters(self, day: date) -> dict[tuple[str, ...], float]:
        """Each matter judged on a day with what its newest judgement says: a probability or a rank of confidence."""
        every = [one for _, _, one in self.ledger.every() if self._here(one)]
        every.sort(key=lambda one: (one.date, one.id))
        return {_matter(one): _value(one) for one in every if self.state(one, day) == "in_force"}

    def _holding(self, judgements: Sequence[J]) -> list[J]:
        return [one for one in judgements if one.in_force(self.day) and self._here(one)]

    def _here(self, one: Judgement) -> bool:
        return getattr(one, "region", None) in {None, *self.regions}


def _matter(one: Judgement) -> tuple[str, ...]:
    if isinstance(one, AssignProbability):
        return "probability", one.region, one.outcome
    if isinstance(one, LowerConfidence):
        return "confidence", one.region
    if isinstance(one, Comment):
        return "comment", one.region, one.node, one.author
    return ("flash", one.region) if isinstance(one, CallFlash) else ("signature", one.id)


def _value(one: Judgement) -> float:
    if isinstance(one, AssignProbability):
        return one.p
    return float(RANKS.index(one.to)) if isinstance(one, LowerConfidence) else 0.0
