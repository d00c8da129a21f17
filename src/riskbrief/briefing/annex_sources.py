"""Annex M3: the outlets of the week with rating, class and language, and how much rests on each alone."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.leading import listing
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.outlets import rating
from riskbrief.document import Cell, DataTable, Fact, Section, Sentence

ROWS, NAMED = 24, 6
HEADER = ("outlet", "rating", "class", "language", "articles", "share", "alone_before", "alone_after")


@SECTIONS.register("annex_sources")
def annex_sources(desk: Desk) -> Section:
    """One row an outlet, the busiest first, the smallest together; then ratings that have expired or are missing."""
    articles = desk.week_articles
    parts = {"outlets": _table(desk, articles), "ratings": said(_expired(desk), _unrated(desk))}
    return desk.section("M3", "annex_sources", parts)


def _table(desk: Desk, articles: pd.DataFrame) -> DataTable | None:
    counts = articles["source_id"].value_counts()
    alone = desk.given.assessment.alone
    names = sorted({*map(str, counts.index), *alone}, key=lambda s: (-int(counts.get(s, 0)), s))
    if not names:
        return None
    shown = names[:ROWS]
    rows = [_row(desk, s, articles[articles["source_id"] == s], len(articles)) for s in shown]
    rest = names[ROWS:]
    return DataTable(
        id="annex_outlets",
        title=desk.book.text("annex_outlets_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{name}") for name in HEADER),
        align="lcllrrrr",
        rows=(*rows, *([_rest(desk, rest, articles)] if rest else [])),
        note=desk.book.write("annex_outlets_note", [_cap(desk)]),
    )


def _cap(desk: Desk) -> Fact:
    return desk.fact.percent("cap", desk.given.config.index.pressure.outlet_cap)


def _row(desk: Desk, source: str, own: pd.DataFrame, total: int) -> tuple[Cell, ...]:
    card = desk.ledger.outlet(source)
    languages = ", ".join(sorted({str(code) for code in own["language"]})) or "–"
    return (
        Cell(card.name, source),
        Cell(card.letter, card.letter),
        Cell(desk.book.text(f"class.{card.source_class}"), card.source_class),
        Cell(languages, languages),
        *_shares(desk, [source], len(own), total),
    )


def _rest(desk: Desk, names: list[str], articles: pd.DataFrame) -> tuple[Cell, ...]:
    """The outlets that have no row of their own."""
    label = desk.book.write("annex_others", [desk.fact.number("n", len(names))])
    own = int(articles["source_id"].isin(names).sum())
    return (Cell(label, len(names)), *(Cell("–", None) for _ in range(3)), *_shares(desk, names, own, len(articles)))


def _shares(desk: Desk, names: list[str], own: int, total: int) -> tuple[Cell, ...]:
    """Articles, their share, and the share of event weight resting on the outlets alone before and after the cap."""
    number = desk.book.printer.number
    share = own / total if total else 0.0
    alone = [desk.given.assessment.alone.get(n, (0.0, 0.0)) for n in names]
    both = [sum(pair[k] for pair in alone) for k in (0, 1)]
    return (Cell(number(own), own), *(Cell(number(100 * v), round(v, 6)) for v in (share, *both)))


def _expired(desk: Desk) -> Sentence | None:
    """Outlets read whose rating is past its review day and so counts as F."""
    outlets = desk.given.config.outlets
    seen = sorted(map(str, desk.given.articles["source_id"].unique()))
    rated = [(s, prior) for s in seen if (prior := rating(s, outlets)) is not None]
    day = desk.given.week.sunday.isoformat()
    return _named(desk, "annex_expired", [s for s, prior in rated if prior.review_by and prior.review_by < day])


def _unrated(desk: Desk) -> Sentence | None:
    table = desk.given.outlets
    return _named(desk, "annex_unrated", [str(s) for s in table.loc[table["source_class"] == "unrated", "source_id"]])


def _named(desk: Desk, key: str, sources: list[str]) -> Sentence | None:
    """The outlets by name, or that there is none."""
    if not sources:
        return desk.fixed(f"{key}_none")
    facts = [
        desk.fact.number("n", len(sources)),
        listing(desk, "outlets", list(_names(desk, sources)), sources),
    ]
    return desk.say(key, "measured", facts, evidence=of_run("outlets"))


def _names(desk: Desk, sources: list[str]) -> Iterator[str]:
    yield from (desk.ledger.outlet(s).name for s in sources)
