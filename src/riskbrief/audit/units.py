"""What can be asked of a reader: one sentence and one indicator, or one sentence and all indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from riskbrief.audit.answers import Answer
from riskbrief.secondreader.labels import COUNTING

ASSERTED, NOT_ASSERTED, SECOND_ONLY = "asserted", "not_asserted", "second_only"
SPEAKING, BESIDE, SILENT = "speaking", "beside", "silent"
PAIRS = (ASSERTED, NOT_ASSERTED, SECOND_ONLY)
SAID = frozenset({"affirmed", "hedged", "foiled"})  # statuses that take a sentence at its word


@dataclass(frozen=True)
class Unit:
    """A sentence with what the program made of it; `indicator_id` is empty when all are asked about.

    `group`: asserted and not_asserted are mentions, second_only what the second reader sees and no mention says;
    whole sentences are speaking (something was found in them), beside (only elsewhere in their article) or silent.
    `known`: indicators that have a mention or that the second reader sees; `likely`: those asserted to either.
    """

    group: str
    language: str
    sentence: str
    indicator_id: str = ""
    status: str = ""
    reason: str = ""
    chance: float | None = None  # probability by the second reader, None without one
    rules: bool = False  # whether the rules alone take it as asserted
    second: bool = False  # whether the second reader alone does
    known: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    title: str = ""
    article_id: str = ""
    source_id: str = ""
    published: str = ""
    place: str = ""  # title, or text:start-end

    @property
    def said(self) -> bool:
        """Whether the program takes it as asserted."""
        return self.group == ASSERTED

    @property
    def identity(self) -> str:
        """The same for the same question whatever else is in the sample."""
        return "\t".join((self.group, self.language, self.indicator_id, self.sentence))


@dataclass(frozen=True)
class Drawn:
    """A unit in the sample: one of `drawn` taken from the `population` units of its stratum."""

    item: str
    unit: Unit
    stratum: str
    population: int
    drawn: int


@dataclass(frozen=True)
class Read:
    """A drawn unit with the readers' answers by column."""

    item: Drawn
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def unit(self) -> Unit:
        return self.item.unit

    def verdicts(self) -> list[Answer]:
        """The answers that count: the agreed one, else those of the readers; unclear ones never."""
        agreed = self.answers.get("agreed")
        given = [agreed] if agreed else [a for _, a in sorted(self.answers.items())]
        return [a for a in given if not a.unclear]

    def truth(self) -> float | None:
        """How many assertions the readers see on average: of the indicator, or of indicators nobody knew of."""
        counts = [self._seen(a) for a in self.verdicts()]
        return sum(counts) / len(counts) if counts else None

    def _seen(self, answer: Answer) -> int:
        unit = self.unit
        if unit.indicator_id:
            return int(answer.asserts(unit.indicator_id))
        return sum(status in COUNTING and name not in unit.known for name, status in answer.labels.items())
