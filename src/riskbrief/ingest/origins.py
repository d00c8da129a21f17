"""Which articles are copies of one production: shared word windows, compared through an index of them (method B.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pandas as pd

from riskbrief.folding import TOKEN, fold
from riskbrief.ingest.windows import Shelf, Windows, windows_of
from riskbrief.tables import ARTICLES

WINDOW = 5
HEAD_TOKENS = 200
_CREDIT = re.compile(r"\(([A-Z][\w.&' -]{1,30})\)|(?:with|avec|source\s*:|—|–)\s*([A-Z]{2,12}(?: [A-Z]\w+)?)\s*$")


@dataclass(frozen=True)
class Card:
    """What of an article decides how much must be shared: how many windows it has, whether it is short, its credits."""

    size: int
    short: bool
    credits: frozenset[str]


@dataclass(frozen=True)
class Sketch(Card):
    """With the windows themselves: the 5-token windows of the article's first 200 tokens, as numbers."""

    shingles: frozenset[int]


@dataclass(frozen=True)
class Likeness:
    """When two articles are one production. `containment` is |A and B| / min(|A|, |B|); agencies credited by both
    halve what is asked for."""

    containment: float
    short_containment: float
    days: int

    def holds(self, a: Card, b: Card, shared: int) -> bool:
        """Whether two articles with `shared` common windows are one production."""
        smaller = min(a.size, b.size)
        if not smaller:
            return False
        if a.short or b.short:
            return shared >= self.short_containment * smaller
        needed = self.containment / 2 if a.credits & b.credits else self.containment
        return shared >= needed * smaller

    def least(self, a: Card) -> float:
        """The smallest part of the smaller one's windows that an article and any other must share."""
        if a.short:
            return self.short_containment
        return min(self.containment / 2 if a.credits else self.containment, self.short_containment)


def assign_origins(
    articles: pd.DataFrame, *, containment: float, short_containment: float, short_tokens: int, days: int
) -> pd.DataFrame:
    """The articles with `origin_id`: that of the earliest similar article before it (by published_at, article_id) in
    the same language and within `days`, else its own id. Later articles never change the origin of earlier ones.

    Texts under `short_tokens` tokens need `short_containment`. Example (B.3): 40 and 30 windows, 27 shared: .90.
    """
    likeness = Likeness(containment, short_containment, days)
    ordered = articles.sort_values(["published_at", "article_id"], kind="stable")
    earliest: dict[str, str] = {}
    for _, group in ordered.groupby("language", sort=True):
        sketched = sketches(group["title"], group["text"], short_tokens=short_tokens)
        earliest |= earliest_alike(group, sketched, likeness)
    return with_origin_ids(ordered, earliest)


def sketches(titles: Iterable[str], texts: Iterable[str], *, short_tokens: int) -> list[tuple[Card, Windows]]:
    """What of each article is compared with others."""
    return [_card_of(title, text, short_tokens=short_tokens) for title, text in zip(titles, texts, strict=True)]


def earliest_alike(
    articles: pd.DataFrame, sketched: Sequence[tuple[Card, Windows]], likeness: Likeness, *, first: int = 0
) -> dict[str, str]:
    """By article id the earliest similar article before it and within `days`, where there is one; of articles of one
    language in order of publication, from number `first` on."""
    cards = [card for card, _ in sketched]
    shelf = Shelf([windows for _, windows in sketched], [likeness.least(card) for card in cards])
    times = pd.DatetimeIndex(articles["published_at"])
    starts = times.searchsorted(times - timedelta(days=likeness.days)).tolist()
    ids = list(articles["article_id"])
    found: dict[str, str] = {}
    for number in range(first, len(ids)):
        earlier = shelf.earliest(number, starts[number], partial(_alike, likeness, cards, cards[number]))
        if earlier is not None:
            found[ids[number]] = ids[earlier]
    return found


def with_origin_ids(ordered: pd.DataFrame, earliest: Mapping[str, str]) -> pd.DataFrame:
    """Articles in order of publication with the origin that `earliest_alike` leads to."""
    origins: dict[str, str] = {}
    for name in ordered["article_id"].tolist():
        origins[name] = origins[earliest[name]] if name in earliest else name
    return ARTICLES.shape(ordered.assign(origin_id=ordered["article_id"].map(origins)))


def _alike(likeness: Likeness, cards: Sequence[Card], card: Card, number: int, shared: int) -> bool:
    return likeness.holds(card, cards[number], shared)


def sketch_of(title: str, text: str, *, short_tokens: int) -> Sketch:
    """The sketch of an article; one without text is compared by its title."""
    card, windows = _card_of(title, text, short_tokens=short_tokens)
    return Sketch(card.size, card.short, card.credits, frozenset(windows.tolist()))


def _card_of(title: str, text: str, *, short_tokens: int) -> tuple[Card, Windows]:
    head = _head(text if text.strip() else title)
    windows = windows_of(head, WINDOW)
    return Card(len(windows), len(head) < short_tokens, frozenset(_credits(title, text))), windows


def _head(body: str) -> list[str]:
    """The first HEAD_TOKENS folded words; only as much text is folded as they need."""
    start = body.lstrip()
    words: list[str] = TOKEN.findall(fold(start[: HEAD_TOKENS * 8]))
    if len(words) <= HEAD_TOKENS and len(start) > HEAD_TOKENS * 8:
        words = TOKEN.findall(fold(start))
    return words[:HEAD_TOKENS]


def _credits(title: str, text: str) -> Iterator[str]:
    """Agencies credited in the title, the first or the last line: `(AFP)`, `with Reuters`, `— AP`."""
    lines = text.strip().split("\n")
    for line in (title, lines[0][:200], lines[-1][-200:]):
        for match in _CREDIT.finditer(line.strip().rstrip(".")):
            yield fold(match[1] or match[2])
