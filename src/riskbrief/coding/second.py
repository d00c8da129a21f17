"""The second reader over a batch of articles: many sentences at a time, since that is quick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riskbrief.coding.article import ArticleReader, Kind
from riskbrief.coding.openings import opening
from riskbrief.coding.opinions import Opinion
from riskbrief.definitions.reading import SecondReading
from riskbrief.secondreader.model import Floats, SecondReader, Seen, probabilities

NONE: frozenset[str] = frozenset()
OPENING = 150  # words of an article that are read as a whole; a news brief is shorter


@dataclass(frozen=True)
class Second:
    """The second reader with its settings; `texts` reads openings of articles as a whole, and `kinds` tells by them
    exercises, fiction, accidents ... from news."""

    reader: SecondReader
    settings: SecondReading
    texts: SecondReader | None = None
    kinds: SecondReader | None = None

    def read(self, articles: Sequence[ArticleReader]) -> None:
        """Give each article its kind, and opinions on its title, first sentences and every sentence that a rule may
        read."""
        readable = [article for article in articles if article.article.language in self.reader.languages]
        self._read_openings(readable)
        places = [(article, number) for article in readable for number in self._numbers(article)]
        texts = [article.sentence_text(number) for article, number in places]
        chances = self.reader.probability(texts, [article.article.language for article, _ in places])
        opinions = self._opinions(self.reader, texts, chances, self.settings.propose)
        for (article, number), opinion in zip(places, opinions, strict=True):
            article.opinions[number] = opinion

    def _read_openings(self, articles: Sequence[ArticleReader]) -> None:
        """Give articles their kind, and those of several sentences an opinion on their opening as a whole."""
        kinds = self.kinds if self.settings.kind is not None else None
        whole = self.texts if self.settings.whole is not None else None
        if not (readers := [reader for reader in (kinds, whole) if reader]):
            return
        texts = [opening(article, OPENING) for article in articles]
        chances = probabilities(readers, texts, [article.article.language for article in articles])
        if whole:
            self._read_whole(whole, articles, texts, chances[-1])
        if kinds:
            self._tell_kinds(kinds, articles, texts, chances[0])

    def _read_whole(
        self, reader: SecondReader, articles: Sequence[ArticleReader], texts: Sequence[str], chances: Floats
    ) -> None:
        several = [n for n, article in enumerate(articles) if article.has(2)]
        opinions = self._opinions(reader, [texts[n] for n in several], chances[several], self.settings.whole)
        for n, opinion in zip(several, opinions, strict=True):
            articles[n].overall = opinion

    def _opinions(
        self, reader: SecondReader, texts: Sequence[str], chances: Floats, least: float | None
    ) -> Iterator[Opinion]:
        """On texts, by their probabilities; what is at least so probable is seen."""
        column = {indicator: n for n, indicator in enumerate(reader.indicators)}
        for row, seen in zip(chances, reader.seen(texts, chances, least), strict=True):
            yield Opinion(tuple(seen), row, column, self.settings)

    def _tell_kinds(
        self, reader: SecondReader, articles: Sequence[ArticleReader], texts: Sequence[str], chances: Floats
    ) -> None:
        """The most probable kind of each article that does not tell what happened."""
        read, unlikely = reader.seen(texts, chances, self.settings.kind), frozenset(self.settings.kind_domains)
        for article, row, seen in zip(articles, chances, read, strict=True):
            if article.article.language in reader.languages:
                article.kind = _kind(seen[0]) if seen else None
                article.unlikely = unlikely if row.max() < self.settings.kind_doubt else NONE

    def _numbers(self, article: ArticleReader) -> list[int]:
        """Of the sentences that are read: the first ones and those in which a rule may find something."""
        first = range(0 if article.article.title else 1, article.first(self.settings.sentences) + 1)
        return sorted({*first, *article.candidates})


def _kind(seen: Seen) -> Kind:
    words = ", ".join(f"'{reason}'" for reason in seen.explained().reasons)
    reason = f"{seen.indicator_id}: the whole text reads so ({seen.probability:.2f}: {words})"
    return Kind(seen.indicator_id, reason, seen.probability)
