"""Build the packaged demonstration corpus: `python tools/demo/build.py` writes src/riskbrief/demo/corpus.jsonl.gz."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from demo import ordinary, statements, violence
from demo.copies import copies_of
from demo.draw import Draw, elided
from demo.near import Nearness
from demo.world import (
    FIRST_DAY,
    LAST_DAY,
    NEIGHBOURS,
    SYNTHETIC,
    Article,
    Outlet,
    choose_language,
    choose_outlet,
    countries,
    publication,
)  # fmt: skip

PACKAGED = Path(__file__).parents[2] / "src" / "riskbrief" / "demo" / "corpus.jsonl.gz"
SEED = "riskbrief demonstration 1"
ATTEMPTS = 40
LIMIT, LIMIT_SAME_AGENCY = 0.42, 0.26
FEWEST_WORDS = 66
DENSE_FROM = date(2024, 3, 25)
# Distinct articles a week about each country, before and from DENSE_FROM (26 weeks before the demonstration issue).
TARGETS = {
    "MLI": (11, 18), "BFA": (10, 17), "NER": (11, 17), "NGA": (9, 18), "SEN": (6, 8), "GHA": (6, 7), "CIV": (6, 8),
    "GIN": (6, 7), "TCD": (6, 7), "BEN": (6, 8), "TGO": (6, 7), "MRT": (4, 5), "SLE": (4, 5), "LBR": (4, 5),
    "GMB": (2, 2), "GNB": (2, 2),
}  # fmt: skip

Compose = Callable[..., tuple[str, str]]


class Desk:
    """The articles written so far; refuses one too close to another of the same week and language."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self.near = {"en": Nearness(), "fr": Nearness()}
        self.per_week: defaultdict[date, Counter[str]] = defaultdict(Counter)

    def write(
        self, key: str, day: date, *, about: tuple[str, ...], choose: Callable[[Draw], Outlet], compose: Compose
    ) -> Article:
        """The first of ATTEMPTS drafts that is far enough from all others, else the farthest."""
        drafts = []
        for attempt in range(ATTEMPTS):
            draw = Draw(f"{SEED}|{key}|{day}|{len(self.articles)}|{attempt}")
            outlet = choose(draw)
            title, text = compose(draw, outlet=outlet)
            title = elided(title) if outlet.language == "fr" else title
            text = finished(text, draw, outlet=outlet, home=about[0])
            any_one, same = self.near[outlet.language].closest(text, day=day, credit=outlet.credit)
            drafts.append((max(any_one, same * LIMIT / LIMIT_SAME_AGENCY), attempt, title, text, outlet, draw))
            if any_one < LIMIT and same < LIMIT_SAME_AGENCY and len(text.split()) >= FEWEST_WORDS:
                break
        _, _, title, text, outlet, draw = min(drafts, key=lambda d: d[:2])
        at = publication(draw, day)
        return self.keep(Article(key, outlet.id, outlet.language, at, title, text, about), credit=outlet.credit)

    def keep(self, article: Article, *, credit: str) -> Article:
        day = article.published_at.date()
        article = replace(article, article_id=f"{article.article_id}-{len(self.articles) + 1:05d}")
        self.near[article.language].add(article.text, day=day, credit=credit)
        self.per_week[monday(day)].update(article.countries)
        self.articles.append(article)
        return article


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def finished(text: str, draw: Draw, *, outlet: Outlet, home: str) -> str:
    """The text with the dateline of an agency and the line that marks it as synthetic."""
    text = elided(text) if outlet.language == "fr" else text
    capital = countries()[home]["cap_en" if outlet.language == "en" else "cap_fr"]
    dateline = f"{capital.upper()} ({outlet.credit}) - " if outlet.credit else ""
    return f"{dateline}{text}\n{SYNTHETIC[outlet.language]}"


def build() -> list[Article]:
    """Every article of the corpus, in order of publication."""
    desk = Desk()
    write_violence(desk)
    write_statements(desk)
    originals = list(desk.articles)
    fill_weeks(desk)
    everything = desk.articles + copies_of(desk.articles, told=originals, seed=SEED)
    return sorted(everything, key=lambda a: (a.published_at, a.article_id))


def write_violence(desk: Desk) -> None:
    for job in violence.jobs():
        fact = job.fact
        official = job.form == "report" and violence.has_official_claim(fact)
        hushed = frozenset({"aggregator"} if official else {"aggregator", "state"})
        choose = chooser(fact["country"], without=hushed, languages=tuple(fact.get("languages", ())))
        key = f"demo-v.{fact['id']}-{job.form}"
        desk.write(key, job.day, about=(fact["country"],), choose=choose, compose=partial(violence.compose, job))


def write_statements(desk: Desk) -> None:
    for job in statements.jobs():
        choose = chooser(job.countries[job.number % len(job.countries)], without=frozenset({"aggregator"}))
        key = f"demo-p.{job.fact['id']}"
        desk.write(key, job.day, about=job.countries, choose=choose, compose=partial(statements.compose, job))


def chooser(
    home: str, *, without: frozenset[str] = frozenset(), languages: tuple[str, ...] = ()
) -> Callable[[Draw], Outlet]:
    """Draws an outlet for a story of that country, in one of `languages` if given, else in its usual mix."""

    def choose(draw: Draw) -> Outlet:
        language = draw.pick(languages) if languages else choose_language(draw, home)
        return choose_outlet(draw, language, home=home, without=without)

    return choose


def fill_weeks(desk: Desk) -> None:
    """Ordinary articles until each country has its number for the week."""
    week = FIRST_DAY
    while week <= LAST_DAY:
        for country, (before, dense) in TARGETS.items():
            target = Draw(f"{SEED}|{week}|{country}").between(-1, 1) + (dense if week >= DENSE_FROM else before)
            n = 0
            while desk.per_week[week][country] < target:
                write_ordinary(desk, week, country=country, number=n)
                n += 1
        week += timedelta(days=7)


def write_ordinary(desk: Desk, week: date, *, country: str, number: int) -> None:
    draw = Draw(f"{SEED}|{week}|{country}|{number}")
    day = week + timedelta(days=draw.below(7))
    topic = draw.pick(ordinary.topics(country, day))
    other = neighbour(desk, draw, week, country=country)

    about = ordinary.about(topic, country, other)
    compose = partial(ordinary.compose, topic, country=country, other=other, day=day)
    desk.write(f"demo-o.{topic}-{country.lower()}", day, about=about, choose=chooser(country), compose=compose)


def neighbour(desk: Desk, draw: Draw, week: date, *, country: str) -> str:
    """The neighbour that still lacks most articles in the week."""
    dense = week >= DENSE_FROM
    options = NEIGHBOURS[country].split()
    return max(options, key=lambda c: (TARGETS[c][dense] - desk.per_week[week][c], draw.share()))


def rows(articles: list[Article]) -> bytes:
    columns = ("article_id", "source_id", "language", "published_at", "title", "text", "url", "retracts")
    lines = []
    for a in articles:
        at = a.published_at.isoformat() + "Z"
        values = (a.article_id, a.source_id, a.language, at, a.title, a.text, "", a.retracts)
        lines.append(json.dumps(dict(zip(columns, values, strict=True)), ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()


def main() -> None:
    articles = build()
    content = rows(articles)
    PACKAGED.write_bytes(gzip.compress(content, 9, mtime=0))
    print(f"{len(articles)} articles, {len(content)} bytes, packed {PACKAGED.stat().st_size}")


if __name__ == "__main__":
    main()
