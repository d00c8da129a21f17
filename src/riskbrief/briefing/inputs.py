"""Everything a briefing is written from, handed over by the pipeline."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from riskbrief.assessment import Assessment
from riskbrief.briefing.annex_record import NO_RECORD, MethodRun, Record
from riskbrief.briefing.flash_state import FlashNote
from riskbrief.briefing.gate import UNJUDGED, Verdict
from riskbrief.definitions.config import Config, Panel
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.reports import Library, Report
from riskbrief.document import Meta
from riskbrief.periods import Week
from riskbrief.tables import STATEMENTS


@dataclass(frozen=True)
class Place:
    """A gazetteer place, for maps and cards."""

    place_id: str
    name: str
    region_id: str
    lat: float
    lon: float
    admin1: str = ""


@dataclass(frozen=True)
class RunLog:
    """What the run read and dropped."""

    read: int
    unique: int
    dropped: Mapping[str, int]
    sources: Sequence[Mapping[str, object]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class SkillLine:
    """Brier score of the probabilities of one basis (base_rate, model, judgement), 0 best, over `n` outcomes.

    `own` and `against` are those of this basis and of its reference over the `paired` outcomes where both are known.
    """

    basis: str
    n: int
    brier: float
    paired: int
    own: float | None
    reference: str  # even, base_rate
    against: float | None


@dataclass(frozen=True)
class WordLine:
    """Of all `n` probabilities of one word (row 0-6 of the scale), the share that happened, 0-1."""

    word: int
    n: int
    happened: float


@dataclass(frozen=True)
class WordMoves:
    """Base rates and forecasts of the issue before by what became of their word: the same, a higher or a lower one, or
    none any more; `new`: those the issue before did not give out."""

    kept: int
    raised: int
    lowered: int
    closed: int
    new: int


@dataclass(frozen=True)
class Scorecard:
    """What became of earlier probabilities: `due` by this issue, of which `resolved` have an outcome; `issued` anew."""

    issues: int = 0
    left_out: tuple[tuple[str, str], ...] = ()  # issue, why
    issued: int = 0
    due: int = 0
    resolved: int = 0
    skill: tuple[SkillLine, ...] = ()
    words: tuple[WordLine, ...] = ()
    moved: WordMoves | None = None  # None without an issue of the week before that gave out any


@dataclass(frozen=True)
class Correction:
    """A past issue that was withdrawn: its report and name, its run, the ISO date, why, and the countries it was on."""

    report: str
    issue: str
    run: str
    on: str
    reason: str
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class BriefingInputs:
    """Tables are those of riskbrief.tables; `scores`, `observations`, `contributions` hold all weeks of history,
    `mentions`, `events`, `evidence`, `claims`, `focus` are as resolved at the cut-off of `week`."""

    week: Week
    report: Report
    panel: Panel
    config: Config
    indicators: tuple[Indicator, ...]
    pillar_of: Mapping[str, str]
    library: Library
    phrases: Mapping[str, str]
    language: str
    meta: Meta
    articles: pd.DataFrame
    outlets: pd.DataFrame
    mentions: pd.DataFrame
    focus: pd.DataFrame
    claims: pd.DataFrame
    events: pd.DataFrame
    evidence: pd.DataFrame
    observations: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    assessment: Assessment
    places: Mapping[str, Place]
    log: RunLog
    judgements: Judgements = field(default_factory=Judgements)  # as known by the Sunday of `week`
    scorecard: Scorecard = Scorecard()
    languages: tuple[str, ...] = ()  # editions of this set, where a run makes only some; empty = all of the report
    subject: str = ""  # the country of a country profile or a flash; the panel stays whole
    flash: FlashNote | None = None  # what a flash is about
    corrections: tuple[Correction, ...] = ()  # withdrawn issues that this one lists
    record: Record = NO_RECORD  # of the annex
    methods: tuple[MethodRun, ...] = ()  # the week by other methods (A.15 M7)
    verdict: Verdict = UNJUDGED  # of the quality gate
    statements: pd.DataFrame = field(default_factory=STATEMENTS.empty)  # of officials, on the week's situation
    named: Mapping[str, Collection[str]] | None = None  # by article about `subject` the actors of the library it names
