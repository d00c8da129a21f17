"""C6 who acts in the country: the library's neutral names, and how many articles name them (method A.14, A.11)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.leading import NAMED, leaders, listing
from riskbrief.briefing.profile import MONTH
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.reports import Actor
from riskbrief.document import Cell, DataTable, Evidence, Section, Sentence
from riskbrief.folding import fold

ROWS, WEEKS = 6, 12


@dataclass(frozen=True)
class Named:
    """An actor of the library and how many articles about the country name it, in twelve weeks and in four."""

    actor: Actor
    articles: int
    month: int


@SECTIONS.register("profile_actors")
def profile_actors(desk: Desk) -> Section:
    """The actors most named in twelve weeks; the library's own where nobody was named."""
    about = _articles(desk, WEEKS)
    named = _named(desk, about)
    parts = {"lead": said(_lead(desk, named, len(about))), "actors": _table(desk, named)}
    return desk.section("C6", "profile_actors", parts)


def _articles(desk: Desk, weeks: int) -> pd.DataFrame:
    """Articles about the country, by the focus of the resolver, of the last weeks; one for each origin."""
    focus, articles = desk.given.focus, desk.given.articles
    about = focus.loc[(focus["region_id"] == desk.given.subject) & focus["about"], "article_id"]
    since = desk.given.week.shift(1 - weeks).start
    shown = articles[articles["article_id"].isin(about) & (articles["published_at"] >= since)]
    return shown.drop_duplicates("origin_id")


def _named(desk: Desk, articles: pd.DataFrame) -> list[Named]:
    """Actors of the country in force at the issue, most named first, those of the country before those of all."""
    day = desk.given.week.sunday.isoformat()
    named = desk.given.named or {}
    by_article = [named.get(article, ()) for article in articles["article_id"]]
    late = list(articles["published_at"] >= desk.given.week.shift(1 - MONTH).start)
    found = []
    for actor in desk.given.library.actors:
        if actor.review_by < day or (actor.regions and desk.given.subject not in actor.regions):
            continue
        hits = [actor.id in names for names in by_article]
        found.append(Named(actor, sum(hits), sum(hit and new for hit, new in zip(hits, late, strict=True))))
    return sorted(found, key=lambda n: (-n.articles, not n.actor.regions, n.actor.id))


def actors_named(articles: pd.DataFrame, actors: Sequence[Actor]) -> dict[str, tuple[str, ...]]:
    """By article the ids of the actors that its title or text names; articles that name none are left out."""
    texts = [f"{title} {text}" for title, text in zip(articles["title"], articles["text"], strict=True)]
    folded = [fold(text) for text in texts]
    found = {actor.id: _hits(actor, texts, folded) for actor in actors}
    every = ((a, tuple(i for i, hits in found.items() if hits[n])) for n, a in enumerate(articles["article_id"]))
    return {article: named for article, named in every if named}


def _hits(actor: Actor, texts: Sequence[str], folded: Sequence[str]) -> list[bool]:
    """Whether each text names the actor: terms in capitals as they stand, others whatever their case and accents."""
    terms = {t for words in actor.terms.values() for t in words}
    exact = _pattern({t for t in terms if t.isupper()})
    loose = _pattern({fold(t) for t in terms if not t.isupper()})
    return [bool(exact.search(t) or loose.search(f)) for t, f in zip(texts, folded, strict=True)]


def _pattern(terms: Collection[str]) -> re.Pattern[str]:
    """Any of the terms as whole words; without terms nothing."""
    longest = sorted(terms, key=lambda t: (-len(t), t))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)" if longest else r"(?!)")


def _lead(desk: Desk, named: Sequence[Named], articles: int) -> Sentence | None:
    """Which armed group or partner the news names most, over which weeks; that none was named where that is so."""
    top = _foremost(named)
    counted = [desk.fact.number("articles", articles), desk.fact.number("weeks", WEEKS)]
    if not top:
        key = "profile_actors_none" if articles else "profile_actors_unread"
        return desk.say(key, "measured", counted, evidence=of_run("articles"))
    facts = [
        listing(desk, "actor", [desk.words(n.actor.name) for n in top], [n.actor.id for n in top]),
        desk.fact.number("n", top[0].articles),
        desk.fact.number("tied", len(top)),
        *counted,
    ]
    proof = [*of_run("articles"), *(Evidence("library", f"actors/{n.actor.id}") for n in top)]
    return desk.say("profile_actors_most", "measured", facts, evidence=proof)


def _foremost(named: Sequence[Named]) -> list[Named]:
    """The armed groups or foreign partners named most; none where nobody was named."""
    found = [n for n in named if n.actor.kind in {"armed_group", "partner"} and n.articles]
    return leaders(found, lambda n: n.articles, str)


def _shown(named: Sequence[Named]) -> list[Named]:
    """Those named most and those of the country itself, those that the sentence names always among them."""
    shown = [n for n in named if n.articles or n.actor.regions][:ROWS] or list(named[:ROWS])
    missing = [n for n in _foremost(named)[:NAMED] if n not in shown]
    return [*shown[: len(shown) - len(missing)], *missing]


def _table(desk: Desk, named: Sequence[Named]) -> DataTable | None:
    shown = _shown(named)
    if not shown:
        return None
    return DataTable(
        id="profile_actors",
        title=desk.book.text("profile_actors_title"),
        subtitle="",
        header=desk.book.columns(("actor", "kind", "articles_term", "articles_month")),
        align="llrr",
        rows=tuple(_row(desk, n) for n in shown),
    )


def _row(desk: Desk, named: Named) -> tuple[Cell, ...]:
    number = desk.book.printer.number
    return (
        Cell(desk.words(named.actor.name), named.actor.id),
        Cell(desk.book.text(f"actor_kind.{named.actor.kind}"), named.actor.kind),
        Cell(number(named.articles), named.articles),
        Cell(number(named.month), named.month),
    )
