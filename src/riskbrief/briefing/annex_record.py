"""What the annex tells of a run beside its tables: kept measures, the issue before, and how to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Factor:
    """A choice of the index and its Sobol indices for the regional mean, 0-1."""

    name: str
    first: float
    total: float


@dataclass(frozen=True)
class SobolRun:
    """The last kept `riskbrief sensitivity`: `moved` is the share of runs in which a country has another level, 0-1;
    `starred` those in which that share reaches the bound of config.yaml."""

    week: str
    index_version: str
    runs: int
    factors: tuple[Factor, ...] = ()
    moved: Mapping[str, float] = field(default_factory=dict)
    starred: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; None = it could not be worked out."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Forecast:
    """A forecast under test: its loss and that of the best simple one over the same cases."""

    target: str
    loss: float | None
    best: str
    best_loss: float | None
    passed: bool


@dataclass(frozen=True)
class BacktestRun:
    """The last kept `riskbrief backtest`: validity of the security pillar and skill of the model."""

    first_month: str
    last_month: str
    index_version: str
    coverage: str  # kept, ignored
    validity: tuple[Estimate, ...] = ()
    skill: tuple[Forecast, ...] = ()


@dataclass(frozen=True)
class ReadersRun:
    """The last kept `riskbrief audit score`: Cohen's kappa of the two readers over `n` units, and precision."""

    kept_on: str  # ISO day
    n: int
    kappa: Estimate
    precision: Estimate


@dataclass(frozen=True)
class Edit:
    """A key of the configuration with what it was and is; empty = it did not stand there."""

    key: str
    was: str
    now: str


@dataclass(frozen=True)
class Move:
    """An article that is late, changed or deleted; `known`: the ISO day on which the store learned of it; `regions`:
    countries the issue before had it about, when it is changed or deleted."""

    article_id: str
    source_id: str
    published: str  # ISO day
    kind: str  # late, changed, deleted
    known: str
    regions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moves:
    """What became known since the issue before of articles published before its end: how many by kind, the first of
    them (deleted, then changed, then late; newest first)."""

    counts: Mapping[str, int] = field(default_factory=dict)
    first: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Before:
    """The issue published before this one. `edits`: the first keys that differ, `edited` how many do by part of the
    configuration; `scores`: what it printed for its own week by country, score and level; `pillars`: its pillar scores
    by country; `moves`: None when the record does not reach back to it (`Record.why` says why)."""

    issue: str
    index_version: str
    config_hash: str
    edits: tuple[Edit, ...] = ()
    edited: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    pillars: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    moves: Moves | None = None


@dataclass(frozen=True)
class Record:
    """Everything above of one run. `why` says of what is missing why it is (`not_kept`, `unreadable`, `later`,
    `no_record`, `other_record`); digests are SHA-256."""

    command: str = ""
    code: str = ""
    inputs: str = ""
    configuration: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    sobol: SobolRun | None = None
    backtest: BacktestRun | None = None
    readers: ReadersRun | None = None
    why: Mapping[str, str] = field(default_factory=dict)
    before: Before | None = None


NO_RECORD = Record()


@dataclass(frozen=True)
class MethodRun:
    """The week by another method: level 1-5 by country, None = not assessed; `mean_level` of the region."""

    name: str
    levels: Mapping[str, int | None]
    mean_level: int | None = None
