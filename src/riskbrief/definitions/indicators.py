"""indicators/*.yaml: what is measured, over which words, and how it is scored (method.md C)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Day, Definition, Identifier, LanguageCode, Positive, RegionId, Share, Words

PillarId = Literal["security", "governance", "international", "information"]
Status = Literal[
    "affirmed",
    "hedged",
    "foiled",
    "hypothetical",
    "negated",
    "denied",
    "historic",
    "domain",
    "excluded",
    "retracted",
    "reversed",
]


Scope = Literal["sentence", "article"]


class Near(Definition):
    """`a` within `within` tokens of `b`; `ordered`: a before b. In one sentence, or (scope `article`) also across the
    end of a sentence; the match then stands where `a` does. Title and text are never joined."""

    a: list[str]
    b: list[str]
    within: int = Field(6, ge=1, le=30)
    ordered: bool = True
    scope: Scope = "sentence"


class Together(Definition):
    """One term of each list of `of` in the sentence or article, and none of `none` there. In an article the match
    stands wherever a term of the first list does."""

    of: list[list[str]] = Field(min_length=2)
    none: list[str] = []
    scope: Scope = "sentence"


class Terms(Definition):
    """What to look for in one language. A term is consecutive words; `word*` a prefix (stem >= 4 letters);
    `#` one number in digits or words; `=Name` a word in these capitals; `@name` a word family from
    indicators/lexicons/concepts.*.yaml. `any`, `near` and `all` are alternatives; the others void what they find."""

    any: list[str] = []
    near: list[Near] = []
    all: list[Together] = []
    exclude: list[str] = []
    exclude_before: list[str] = []
    exclude_article: list[str] = []


class EventFrame(Definition):
    """Who did what to whom, over the word families of every language.

    `act` on `object`, done `by` (or `not_by`) somebody, with one of `beside` and none of `without` in the sentence; at
    most `within` words from act to object, on either side when `around`. Where the same passage tells of the indicator
    `yields`, the act does not count: a lorry burnt in a raid on a barracks is no second attack.
    """

    act: list[Identifier]
    object: list[Identifier] = []
    by: list[Identifier] = []
    not_by: list[Identifier] = []
    beside: list[Identifier] = []
    without: list[Identifier] = []
    within: int = Field(8, ge=1, le=30)
    around: bool = False
    yields: Identifier | None = None


class Reversal(Definition):
    """Words that flip the meaning within `within` tokens, or within `after` tokens behind it ("the truce between A and
    B collapsed"; as `within` unless set); the mention is credited to `to`, if set."""

    words: dict[LanguageCode, list[str]]
    within: int = Field(6, ge=1, le=20)
    after: int | None = Field(None, ge=1, le=40)
    to: Identifier | None = None


class Yielding(Definition):
    """The act is told as `to` where that indicator is met in the same passage (the sentence or one beside it), unless
    the sentence also holds `unless`: those whom soldiers kill are not victims of somebody unknown as well."""

    to: Identifier
    unless: Identifier | None = None


class Severity(Definition):
    """Base severity of one event, whether reported deaths add log2(1+F), and terms that raise the base."""

    base: float = Field(1.0, ge=0, le=10)
    fatalities: bool = False
    terms: dict[str, float] = {}


class NormaliserChoice(Definition):
    """A registered normaliser by name with its options."""

    name: str = "anchored"
    options: dict[str, float | bool] = {}


class Reference(Definition):
    """Where a definition or anchor comes from."""

    title: str
    url: str = ""
    note: str = ""


class Example(Definition):
    """A sentence (own words) and the indicators it must fire, by status; `{}` = nothing may count."""

    text: str
    language: LanguageCode = "en"
    title: str = ""
    date: Day = "2024-03-08"
    place: RegionId | None = None
    fires: dict[Identifier, Status] = {}
    note: str = ""


class Indicator(Definition):
    """One indicator. `hi` is the value that scores 100 (pressure for events, % of articles for attention)."""

    id: Identifier
    name: Words
    question: Words
    references: list[Reference] = []
    type: Literal["event", "attention", "computed"]
    direction: Literal["aggravating", "protective", "context"] = "aggravating"
    weight: Share
    critical: bool = False
    lo: float = Field(0.0, ge=0)
    hi: Positive = 63.0
    half_life_days: Positive = 14.0
    event_window_days: int = Field(14, ge=1)
    severity: Severity = Severity()
    hypothetical_weight: Share = 0.0
    negation_voids: bool = True
    assertion: bool = True
    locate: Literal["sentence", "concerned", "focus", "parties", "every"] = "sentence"
    zone: Literal["capital"] | None = None
    family: Identifier | None = None
    compute: Literal["spatial_lag", "contested_share"] | None = None
    denominator: Literal["country", "panel", "baseline"] = "country"
    normaliser: NormaliserChoice = NormaliserChoice()
    terms: dict[LanguageCode, Terms] = {}
    frames: list[EventFrame] = []
    reversal: Reversal | None = None
    yields: Yielding | None = None
    second_reader: Literal["both", "sentences", "propose", "none"] = "both"
    note: str = ""

    @property
    def event_family(self) -> str:
        """Indicators of one family share event clusters."""
        return self.family or self.id


class IndicatorFile(Definition):
    """One file under indicators/: a pillar, shared defaults, its indicators and runnable examples."""

    schema_version: Literal[1]
    pillar: PillarId
    defaults: dict[str, object] = {}
    indicators: list[Indicator]
    examples: list[Example] = []


class CueScope(Definition):
    """How many tokens a cue reaches."""

    negation_before: int = 6
    negation_after: int = 6
    denial: int = 14
    hypothetical: int = 12
    foiled_before: int = 5
    foiled_after: int = 3
    cues: dict[str, int] = {}


class AssertionCues(Definition):
    """indicators/lexicons/assertion.<language>.yaml: assertion cues (written with accents; folded on load)."""

    schema_version: Literal[1]
    language: LanguageCode
    negation_before: list[str]
    negation_after: list[str]
    pseudo_triggers: list[str]
    terminators: list[str]
    denial: list[str]
    hypothetical: list[str]
    incitement: list[str] = []
    hedges: list[str]
    foiled: list[str]
    historic: list[str]
    historic_article: list[str]
    chronic: list[str] = []
    recent_day: list[str]
    retraction_article: list[str] = []
    hard_violence: list[str]
    domains: dict[str, list[str]]
    scope: CueScope = CueScope()
