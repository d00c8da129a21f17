"""W17 sources and method note: what was read, from whom, and how the largest outlet weighs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.leading import listing
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.series import contribution_figure
from riskbrief.briefing.volume import week_source
from riskbrief.document import FigureSpec, Section, Sentence
from riskbrief.figures import ShareFigure

TOP, LANGUAGES = 5, 3


@dataclass(frozen=True)
class _Week:
    """Articles of the issue's week."""

    articles: pd.DataFrame

    @property
    def shares(self) -> pd.Series:
        """Share of each outlet, largest first, ties by name."""
        counts = self.articles["source_id"].value_counts()
        return (counts / counts.sum()).sort_index().sort_values(ascending=False, kind="stable")


@SECTIONS.register("sources")
def sources(desk: Desk) -> Section:
    """Counts of articles, origins and outlets; ratings, the largest outlets, languages."""
    week = _Week(desk.week_articles)
    parts = {
        "lead": said(*_lead(desk, week)),
        "share": _share(desk, week),
        "drivers": _drivers(desk),
    }
    return desk.section("W17", "sources", parts)


def _lead(desk: Desk, week: _Week) -> Iterator[Sentence | None]:
    articles = week.articles
    proof = of_run("articles")
    facts = [
        desk.fact.number("articles", len(articles)),
        desk.fact.number("origins", int(articles["origin_id"].nunique())),
        desk.fact.number("outlets", int(articles["source_id"].nunique())),
        desk.fact.number("total", len(desk.given.articles)),
    ]
    yield desk.say("sources_count", "measured", facts, evidence=proof)
    yield desk.fixed("sources_method")
    if len(articles):
        yield _largest(desk, week)
        yield _ratings(desk, articles)
        yield _languages(desk, articles)
    dropped = sum(desk.given.log.dropped.values())
    if dropped:
        facts = [desk.fact.number("n", dropped), desk.fact.number("read", desk.given.log.read)]
        yield desk.say("sources_dropped", "measured", facts, evidence=of_run("ingest"))
    unrated = int((desk.given.outlets["source_class"] == "unrated").sum())
    if unrated:
        yield desk.say("sources_unrated", "measured", [desk.fact.number("n", unrated)], evidence=of_run("outlets"))


def _largest(desk: Desk, week: _Week) -> Sentence | None:
    shares = week.shares
    top = [str(source) for source in shares.index[shares.round(9) == round(float(shares.iloc[0]), 9)]]
    facts = [
        listing(desk, "outlet", [desk.ledger.outlet(source).name for source in top], top),
        desk.fact.number("tied", len(top)),
        desk.fact.percent("share", float(shares.iloc[0])),
        desk.fact.percent("top_share", float(shares.iloc[:TOP].sum())),
        desk.fact.number("top", min(TOP, len(shares))),
    ]
    over = float(shares.iloc[0]) > desk.given.config.index.pressure.outlet_cap
    key = "sources_largest_over" if over else "sources_largest"
    key += "_all" if len(shares) <= TOP else ""  # who carries all of them needs no share of the first five
    return desk.say(key, "measured", facts, evidence=of_run("articles"))


def _ratings(desk: Desk, articles: pd.DataFrame) -> Sentence | None:
    """Outlets of the week by Admiralty letter."""
    letters = [desk.ledger.outlet(str(s)).letter for s in sorted(articles["source_id"].unique())]
    texts = [f"{letter} {desk.book.printer.number(letters.count(letter))}" for letter in sorted(set(letters))]
    return desk.say("sources_ratings", "measured", [desk.fact.listed("ratings", texts)], evidence=of_run("outlets"))


def _languages(desk: Desk, articles: pd.DataFrame) -> Sentence | None:
    counts = articles["language"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    printer = desk.book.printer
    texts = [f"{printer.language(str(code))} {printer.number(n)}" for code, n in counts.iloc[:LANGUAGES].items()]
    return desk.say(
        "sources_languages", "measured", [desk.fact.listed("languages", texts)], evidence=of_run("articles")
    )


def _share(desk: Desk, week: _Week) -> FigureSpec | None:
    shares = week.shares if len(week.articles) else pd.Series(dtype=float)
    if shares.empty:
        return None
    named = [(desk.ledger.outlet(str(s)).name, round(float(v), 4)) for s, v in shares.iloc[:TOP].items()]
    rest = round(1 - sum(v for _, v in named), 4)
    parts = [*named, (desk.book.text("other_outlets"), rest)] if rest > 0 else named
    facts = [
        desk.fact.percent("top_share", float(shares.iloc[:TOP].sum())),
        desk.fact.number("top", len(named)),
    ]
    return FigureSpec(
        id="share",
        title=desk.book.write("share_title", facts),
        subtitle=desk.book.text("share_subtitle"),
        alt=desk.book.write("share_alt", facts),
        source=week_source(desk),
        figure=ShareFigure(tuple(parts)),
        width_mm=84,
        height_mm=11,
    )


def _drivers(desk: Desk) -> FigureSpec | None:
    parts = [(s, desk.drivers.leaves(s.region_id)) for s in desk.assessed[:6]]
    rows = [(s.name, leaves, desk.fact.score_text(s.score or 0.0)) for s, leaves in parts if leaves]
    return contribution_figure(desk, rows, figure_id="drivers", words="drivers")
