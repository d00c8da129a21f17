"""The stages in order, each once: intake, origins, coding, resolution, scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from riskbrief.coding.code import Coded
from riskbrief.coding.codebook import Codebook
from riskbrief.coding.resolve import Resolved, Resolver
from riskbrief.coding.tongue import compile_tongues
from riskbrief.definitions.outlets import Outlet
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem, UnavailableError
from riskbrief.index.engine import Scored, WeekView, score_weeks
from riskbrief.ingest.collect import Intake, collect_file
from riskbrief.periods import Week, weeks_ending
from riskbrief.pipeline.coded import coded_anew, coded_from_cache
from riskbrief.pipeline.gathering import gather, left_in
from riskbrief.pipeline.origins_kept import remembered_origins
from riskbrief.pipeline.resolving import rated, with_origins
from riskbrief.tables import ARTICLES

BASELINE_WARM_UP = 8  # weeks before history and baseline that let smoothing settle


@dataclass(frozen=True)
class Progress:
    """Tells a terminal how far long work is; silent by default."""

    step: Callable[[str, int], AbstractContextManager[Callable[[], None]]] = field(
        default=lambda _label, _total: nullcontext(lambda: None)
    )


@dataclass(frozen=True)
class Basis:
    """Everything known by a cut-off, coded: what an issue is made from beside its scores."""

    articles: pd.DataFrame
    outlets: pd.DataFrame
    outlet_notes: tuple[str, ...]
    intake: Intake
    coded: Coded


@dataclass(frozen=True)
class Material(Basis):
    """The same with what tells events at any instant: what weeks are scored from."""

    resolver: Resolver

    def basis(self) -> Basis:
        """Without what only scoring asks for, which takes most of the memory."""
        coded = replace(self.coded, sentences=None)
        return Basis(self.articles, self.outlets, self.outlet_notes, self.intake, coded)


Hear = Callable[[Intake, datetime], None]  # told what was read, and the cut-off
Watch = Callable[[Week, Resolved], None]  # told what was known at the end of each week, oldest first


def unheard(*_told: object) -> None:
    """Nobody listens."""


def intake(
    workspace: Workspace, articles: Path | None, *, moment: datetime | None = None, read: Intake | None = None,
    texts: bool = True, closes: bool = True,
) -> Intake:  # fmt: skip
    """Articles of one file or folder, or of the configured sources: files as they lie there, and the store.

    `moment`: what was known then, if the store's record goes back that far. No server is asked. `read`, `texts` and
    `closes`: as in `gather`.
    Errors: UnavailableError (6) when every configured source fails.
    """
    if articles is not None:
        return collect_file(articles, languages=workspace.config.coded)
    taken = gather(workspace, moment=moment, read=read, texts=texts, closes=closes)
    if taken.all_failed:
        raise no_answer(taken)
    return taken


def no_answer(taken: Intake) -> UnavailableError:
    """How each source failed, when none gave an answer that can be used."""
    error = UnavailableError(*(f"source {row['source']} {row['state']}: {row['message']}" for row in taken.sources))
    error.accounts = tuple(taken.sources)
    return error


def no_article(taken: Intake, articles: Path | None) -> UnavailableError:
    """Why there is nothing to publish from, and what to do."""
    if not taken.sources:
        remedy = "Set `enabled: true` for a source there, or name a file with --articles."
        return UnavailableError(Problem("config.yaml", 0, 0, "no source is enabled", remedy))
    told = "; ".join(str(row["message"] or "it holds no article") for row in taken.sources)
    remedy = "Name a file with at least one dated article, or leave out --articles to read the configured sources."
    return UnavailableError(Problem(str(articles or "config.yaml"), 0, 0, f"no article could be read: {told}", remedy))


def prepare(
    workspace: Workspace,
    taken: Intake,
    *,
    cutoff: datetime,
    outlets: dict[str, Outlet] | None = None,
    book: Codebook | None = None,
    cached: bool = False,
    progress: Progress = Progress(),
) -> Material:
    """Code what was known by the cut-off (published and known before it); `book`: the codebook when it is made.

    `cached`: read again only what changed since the last run of the workspace; the result is the same to the letter.
    """
    known = known_by(taken.articles, cutoff)
    visible = taken.articles if known.all() else ARTICLES.shape(taken.articles[known])
    reading, store = workspace.config.index.reading, left_in(taken)
    kept = partial(remembered_origins, workspace.root, store=store)
    articles = (kept if cached else with_origins)(visible, reading)
    del visible  # a copy of every text
    ratings = workspace.config.outlets if outlets is None else outlets
    tongues = compile_tongues(workspace.words) if book is None else book.tongues
    begin = partial(progress.step, "coding articles")
    if cached and book is None:
        coded, read = coded_from_cache(workspace, articles, store, begin)
    else:
        coded, read = coded_anew(workspace, book, begin, articles), articles
    table, notes, resolver = rated(workspace, read, coded, cutoff=cutoff, outlets=ratings, tongues=tongues)
    return Material(articles, table, tuple(notes), taken, coded, resolver)


def first_week(material: Material, last: Week, history: int) -> Week:
    """The week computation starts: long enough before `history` for baselines, not before the first article."""
    earliest = last.shift(1 - history)
    if material.articles.empty:
        return earliest
    oldest = Week.of(material.articles["published_at"].min().date(), early_days=last.early_days)
    return min(max(oldest, earliest), last)


def calendar_of(workspace: Workspace, material: Material, *, last: Week, weeks: int) -> list[Week]:
    """The weeks that scores of the last `weeks` weeks are worked out from, oldest first."""
    definition = workspace.config.index
    span = weeks + definition.baseline_weeks + definition.baseline_gap_weeks + BASELINE_WARM_UP
    start = min(first_week(material, last, span), last.shift(-weeks))
    return weeks_ending(last, last - start + 1)


def score(
    workspace: Workspace,
    material: Material,
    *,
    last: Week,
    weeks: int,
    panel: Sequence[str],
    progress: Progress = Progress(),
    intervals: int | None = None,
    keep: bool = False,
    watch: Watch = unheard,
) -> tuple[Scored, Resolved]:
    """Scores of the last `weeks` weeks (and what the baseline needs before them), each from its own vintage.

    `intervals`: for how many of them, all if None; `keep` what each was scored from; `watch` hears what was known.
    """
    definition = workspace.config.index
    calendar = calendar_of(workspace, material, last=last, weeks=weeks)
    known: list[Resolved] = []
    with progress.step("scoring weeks", len(calendar)) as tick:
        scored = score_weeks(
            _views(material, calendar, known, tick, watch),
            seen=sorted(material.articles["source_id"].unique()),
            definition=definition,
            indicators=workspace.indicators,
            pillar_of=workspace.pillar_of,
            regions=workspace.config.regions,
            panel=panel,
            outlets=material.outlets,
            intervals_for={str(week) for week in calendar[-(weeks if intervals is None else intervals) - 1 :]},
            seed_key=workspace.digest,
            keep_weeks=keep,
        )
    return scored, known[-1]


def _views(
    material: Material, calendar: Sequence[Week], known: list[Resolved], tick: Callable[[], None], watch: Watch
) -> Iterator[WeekView]:
    """Each week's view in turn; `known` holds what was known at the end of the one made last."""
    for week in calendar:
        known[:] = [material.resolver.at(week.cutoff)]
        watch(week, known[0])
        yield week_view(week, material.articles, known[0])
        tick()


def known_by(articles: pd.DataFrame, cutoff: datetime) -> pd.Series[bool]:
    """Which articles were published and known before a cut-off."""
    return (articles["published_at"] < cutoff) & (articles["known_at"] < cutoff)


def week_view(week: Week, articles: pd.DataFrame, resolved: Resolved) -> WeekView:
    """What was known of the articles at the week's cut-off, as the index reads it."""
    visible = articles[known_by(articles, week.cutoff)]
    return WeekView(
        week=week,
        articles=visible[["article_id", "origin_id", "source_id", "published_at"]].reset_index(drop=True),
        focus=resolved.focus,
        mentions=resolved.mentions,
        events=resolved.events,
        evidence=resolved.evidence,
    )


def with_outlets(workspace: Workspace, outlets: dict[str, Outlet]) -> Workspace:
    """The workspace with other outlet ratings."""
    config: Any = workspace.config.model_copy(update={"outlets": outlets})
    return replace(workspace, config=config)


def panel_regions(workspace: Workspace, panel: str, only: Sequence[str] = ()) -> list[str]:
    """Region ids of a panel in order, narrowed to `only` if given."""
    regions = list(workspace.config.panels[panel].regions)
    return [r for r in regions if r in only] if only else regions
