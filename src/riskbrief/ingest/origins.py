"""Which articles are copies of one production: shared word windows, compared through an inverted index (method B.3)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pandas as pd

from riskbrief.folding import fold, tokens
from riskbrief.tables import ARTICLES

WINDOW = 5
HEAD_TOKENS = 200
_CREDIT = re.compile(r"\(([A-Z][\w.&' -]{1,30})\)|(?:with|avec|source\s*:|—|–)\s*([A-Z]{2,12}(?: [A-Z]\w+)?)\s*$")

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Sketch:
    """What of an article is compared: the 5-token windows of its first 200 tokens, whether it is short, its credits."""

    shingles: Shingles
    short: bool
    credits: frozenset[str]


@dataclass(frozen=True)
class Likeness:
    """When two articles are one production. `containment` is |A and B| / min(|A|, |B|); agencies credited by both
    halve what is asked for."""

    containment: float
    short_containment: float
    days: int

    def holds(self, a: Sketch, b: Sketch, shared: int) -> bool:
        """Whether two sketches with `shared` common windows are one production."""
        smaller = min(len(a.shingles), len(b.shingles))
        if not smaller:
            return False
        if a.short or b.short:
            return shared >= self.short_containment * smaller
        needed = self.containment / 2 if a.credits & b.credits else self.containment
        return shared >= needed * smaller


def assign_origins(
    articles: pd.DataFrame, *, containment: float, short_containment: float, short_tokens: int, days: int
) -> pd.DataFrame:
    """The articles with `origin_id`: that of the earliest similar article before it (by published_at, article_id) in
    the same language and within `days`, else its own id. Later articles never change the origin of earlier ones.

    Texts under `short_tokens` tokens need `short_containment`. Example (B.3): 40 and 30 windows, 27 shared: .90.
    """
    likeness = Likeness(containment, short_containment, days)
    ordered = articles.sort_values(["published_at", "article_id"], kind="stable")
    origins: dict[str, str] = {}
    for _, group in ordered.groupby("language", sort=True):
        origins |= _origins_of(group, likeness, short_tokens)
    return ARTICLES.shape(articles.assign(origin_id=articles["article_id"].map(origins)))


def _origins_of(articles: pd.DataFrame, likeness: Likeness, short_tokens: int) -> dict[str, str]:
    """Origin by article id, for articles of one language in order of publication."""
    index = Index(likeness)
    ids = list(articles["article_id"])
    origins: dict[str, str] = {}
    columns = zip(ids, articles["published_at"], articles["title"], articles["text"], strict=True)
    for article_id, published, title, text in columns:
        sketch = sketch_of(title, text, short_tokens=short_tokens)
        earlier = index.earliest_similar(sketch, published)
        origins[article_id] = article_id if earlier is None else origins[ids[earlier]]
        index.add(sketch, published)
    return origins


def sketch_of(title: str, text: str, *, short_tokens: int) -> Sketch:
    """The sketch of an article; one without text is compared by its title."""
    body = text if text.strip() else title
    head = _head(body)
    windows = frozenset(tuple(head[i : i + WINDOW]) for i in range(max(1, len(head) - WINDOW + 1))) if head else None
    return Sketch(windows or frozenset(), len(head) < short_tokens, frozenset(_credits(title, text)))


def _head(body: str) -> list[str]:
    """The first HEAD_TOKENS folded words; only as much text is folded as they need."""
    start = body.lstrip()
    words = tokens(start[: HEAD_TOKENS * 8])
    if len(words) <= HEAD_TOKENS and len(start) > HEAD_TOKENS * 8:
        words = tokens(start)
    return [word.text for word in words[:HEAD_TOKENS]]


def _credits(title: str, text: str) -> Iterator[str]:
    """Agencies credited in the title, the first or the last line: `(AFP)`, `with Reuters`, `— AP`."""
    lines = text.strip().split("\n")
    for line in (title, lines[0][:200], lines[-1][-200:]):
        for match in _CREDIT.finditer(line.strip().rstrip(".")):
            yield fold(match[1] or match[2])


@dataclass
class Index:
    """Articles in order of publication, found by the windows they hold."""

    likeness: Likeness
    sketches: list[Sketch] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    postings: defaultdict[tuple[str, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sketch: Sketch, published: datetime) -> None:
        """Append an article; it must not be published before the last one."""
        number = len(self.sketches)
        self.sketches.append(sketch)
        self.times.append(published)
        for window in sketch.shingles:
            self.postings[window].append(number)

    def earliest_similar(self, sketch: Sketch, published: datetime) -> int | None:
        """The first article within the last `days` that is one production with this one.

        The earliest holder of each window is tried first: in a flood of copies that settles it without counting.
        """
        start = bisect_left(self.times, published - timedelta(days=self.likeness.days))
        lists = [(found, bisect_left(found, start)) for found in map(self._posting, sketch.shingles) if found]
        heads = sorted({found[at] for found, at in lists if at < len(found)})
        best = next((n for n in heads if self._similar(sketch, n)), None)
        counts: Counter[int] = Counter()
        for found, at in lists:
            counts.update(found[at:] if best is None else found[at : bisect_left(found, best)])
        return min((n for n, shared in counts.items() if self._holds(sketch, n, shared)), default=best)

    def _posting(self, window: tuple[str, ...]) -> Sequence[int]:
        return self.postings.get(window, ())

    def _similar(self, sketch: Sketch, number: int) -> bool:
        return self._holds(sketch, number, len(sketch.shingles & self.sketches[number].shingles))

    def _holds(self, sketch: Sketch, number: int, shared: int) -> bool:
        return self.likeness.holds(sketch, self.sketches[number], shared)
