"""scenarios.yaml: invented weeks with what must come of them, so that an edit that breaks one is seen at once."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Day, Definition, Identifier, LanguageCode, Positive, RegionId, Share
from riskbrief.definitions.outlets import Letter, OutletClass
from riskbrief.periods import Week

Direction = Literal["up", "down", "flat", "not_up"]


class ScenarioOutlet(Definition):
    """An invented outlet."""

    rel: Letter
    cls: OutletClass
    owner: str = ""


class Filler(Definition):
    """Neutral articles of each country that a scenario is about, so that there is a week of news to score."""

    articles: int = Field(ge=0, le=500)
    outlets: int = Field(ge=1, le=50)
    rel: Letter
    text: str


class ScenarioArticle(Definition):
    """An invented article."""

    id: str = Field(min_length=1)
    src: Identifier
    lang: LanguageCode
    date: Day
    title: str = ""
    body: str
    retracts: str = ""


class Repeated(Definition):
    """An article that stands several times, each time under another id."""

    id: str
    n: int = Field(ge=2, le=500)


class Fired(Definition):
    """What counts for an indicator in a country."""

    events: int | None = Field(None, ge=1)


class ExpectedToll(Definition):
    """What one event says of the dead; only what is written is compared."""

    low: float | None = None
    best: float | None = None
    high: float | None = None
    claimed_max: float | None = None
    contested: bool | None = None


class EarlierToll(ExpectedToll):
    """The same as it was known on an earlier day."""

    as_of: Day


class Expected(Definition):
    """What must come of a scenario; `INDICATOR@COUNTRY` means that country alone."""

    fires: dict[Identifier, dict[RegionId, Fired]]
    may: list[Identifier] = []
    not_: list[str] = Field([], alias="not")
    threat: list[Identifier] = []
    contested: list[Identifier] = []
    toll: ExpectedToll | None = None
    tolls: dict[RegionId, ExpectedToll] = {}
    toll_before_retraction: EarlierToll | None = None
    origins: dict[Identifier, int] = {}
    kappa: dict[str, Share] = {}
    kappa_max: dict[str, Share] = {}
    status: dict[RegionId, Literal["not_assessed"]] = {}
    direction: dict[str, Direction] = {}
    below: dict[str, float] = {}
    note: str = ""


class Scenario(Definition):
    """One invented week and what must come of it."""

    id: str = Field(min_length=1)
    title: str
    traps: list[str] = []
    region: RegionId | None = None
    filler: bool = True
    repeat: Repeated | None = None
    articles: list[ScenarioArticle] = Field(min_length=1)
    expect: Expected


class Scenarios(Definition):
    """All scenarios of a workspace; they share a week, outlets and filler."""

    schema_version: Literal[1] = 1
    as_of: Day
    region: RegionId
    flat_within: Positive
    sources: dict[Identifier, ScenarioOutlet]
    filler: Filler
    scenarios: list[Scenario]

    @property
    def week(self) -> Week:
        """The ISO week they are scored in."""
        return Week.of(date.fromisoformat(self.as_of))

    def home(self, scenario: Scenario) -> str:
        """The country that expectations without `@COUNTRY` are about."""
        return scenario.region or self.region

    def regions(self, scenario: Scenario) -> list[str]:
        """Its home and every country that its expectations name, sorted."""
        expect = scenario.expect
        named = {region for countries in expect.fires.values() for region in countries}
        texts = (*expect.not_, *expect.kappa, *expect.kappa_max, *expect.direction, *expect.below)
        named |= {text.split("@")[1] for text in texts if "@" in text}
        return sorted(named | {*expect.tolls, *expect.status, self.home(scenario)})
