"""reports/*.yaml: what to publish, and the libraries a briefing draws on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Day, Definition, Identifier, LanguageCode, Period, RegionId, Words
from riskbrief.definitions.gate import OwnGate


class SectionChoice(Definition):
    """A registered section by name; `title` overrides its heading; `words` is its budget."""

    section: Identifier
    title: Words = {}
    words: int | None = Field(None, ge=10)
    options: dict[str, object] = {}


class ContextLine(Definition):
    """A dated fact from the context library, with its source."""

    region: RegionId | Literal["REGION"]
    date: Period
    text: Words
    source: str
    review_by: Day


class CalendarEntry(Definition):
    """A scheduled date that matters."""

    date: Day
    regions: list[RegionId]
    text: Words
    source: str = ""


class Precaution(Definition):
    """A line for citizens, printed when the level or an indicator calls for it; `fixed` = always."""

    text: Words
    fixed: bool = False
    min_level: int = Field(1, ge=1, le=5)
    indicators: list[Identifier] = []


class Target(Definition):
    """What an indicator must come to for an option to have worked."""

    indicator: Identifier
    below: float | None = Field(None, ge=0, le=100)
    above: float | None = Field(None, ge=0, le=100)

    def met(self, score: float) -> bool:
        """Whether the score is where the option would bring it."""
        return (self.below is None or score < self.below) and (self.above is None or score > self.above)


class Option(Definition):
    """An option for decision; unsigned ones print as awaiting review."""

    id: Identifier
    action: Words
    who: Words
    horizon: Words
    effect: Words
    trade_off: Words
    rights_check: Words
    measure: Words
    target: Target | None = None
    audience: Literal["international", "national", "public"]
    kind: Literal["military", "non_military", "regional", "information", "review"]
    indicators: list[Identifier] = []
    min_score: float = Field(40.0, ge=0, le=100)
    signed_by: str = ""
    signed_on: Day | None = None


class ScenarioText(Definition):
    """Prose of a scenario by outcome and top driver pillar."""

    outcome: Literal["continues", "worsens", "improves"]
    pillar: str
    text: Words
    assumptions: list[Words] = []


class Assumption(Definition):
    """A key assumption and the indicator that watches it."""

    region: RegionId | Literal["REGION"]
    text: Words
    rating: Literal["solid", "caveats", "unsupported"]
    breaks_if: Words
    indicator: Identifier


class Actor(Definition):
    """Who acts in a country, in neutral words; `terms` by language find its name in the news."""

    id: Identifier
    regions: list[RegionId] = []
    name: Words
    kind: Literal["state", "armed_group", "partner", "organisation", "civic"]
    terms: dict[LanguageCode, list[str]] = {}
    review_by: Day


class Limit(Definition):
    """A known limit of the index or its sources, with the reference it rests on; printed in every annex."""

    text: Words
    source: str = ""


class StatementWords(Definition):
    """Words by which an issue finds what officials said of the situation, in one language."""

    offices: list[str]
    verbs: list[str]
    calm: list[str]


class Library(Definition):
    """reports/library.yaml: curated text, dated and cited."""

    schema_version: Literal[1]
    context: list[ContextLine] = []
    calendar: list[CalendarEntry] = []
    precautions: list[Precaution] = []
    options: list[Option] = []
    scenarios: list[ScenarioText] = []
    assumptions: list[Assumption] = []
    actors: list[Actor] = []
    limits: list[Limit] = []
    statements: dict[LanguageCode, StatementWords] = {}


class FlashRules(Definition):
    """When a flash brief is sent and for how long it holds; hours count back from the end of the as-of day."""

    min_kappa: float = Field(ge=0, le=1)
    min_severity: float = Field(ge=0, le=20)
    min_rise: float = Field(gt=0, le=100)
    min_reliability: float = Field(ge=0, le=1)
    fresh_hours: int = Field(ge=1, le=168)
    expires_hours: int = Field(ge=1, le=168)
    update_hours: int = Field(ge=1, le=168)


class Report(Definition):
    """A report: panel, languages, sections in order, handling line; `country` makes one set for each country, `flash`
    one for each country that something sudden happened in."""

    schema_version: Literal[1]
    id: Identifier
    kind: Literal["regional", "country", "flash"] = "regional"
    title: Words
    panel: Identifier
    language: LanguageCode = "en"
    languages: list[LanguageCode] = ["en"]
    every_weeks: int = Field(1, ge=1, le=53)
    history_weeks: int = Field(52, ge=4, le=156)
    template: str = "briefing.html.j2"
    sections: list[SectionChoice]
    handling: Words = {}
    contact: str = ""
    words: tuple[int, int] | None = None
    quote_words: int = Field(25, ge=0, le=60)
    flash: FlashRules | None = None
    gate: OwnGate = OwnGate()
