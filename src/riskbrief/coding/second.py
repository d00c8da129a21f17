"""The second reader over a batch of articles: many sentences at a time, since that is quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riskbrief.coding.article import ArticleReader
from riskbrief.coding.opinions import Opinion
from riskbrief.definitions.reading import SecondReading
from riskbrief.secondreader.model import SecondReader


@dataclass(frozen=True)
class Second:
    """The second reader with its settings."""

    reader: SecondReader
    settings: SecondReading

    def read(self, articles: Sequence[ArticleReader]) -> None:
        """Give each article opinions on its title, first sentences and every sentence that a rule may read."""
        places = [(article, number) for article in articles for number in self._numbers(article)]
        texts = [article.sentence_text(number) for article, number in places]
        languages = [article.article.language for article, _ in places]
        chances = self.reader.probability(texts, languages)
        seen = self.reader.readings(texts, chances, self.settings.propose)
        column = {indicator: n for n, indicator in enumerate(self.reader.indicators)}
        for (article, number), row, readings in zip(places, chances, seen, strict=True):
            article.opinions[number] = Opinion(tuple(readings), row, column, self.settings)

    def _numbers(self, article: ArticleReader) -> list[int]:
        if article.article.language not in self.reader.languages:
            return []
        first = range(0 if article.article.title else 1, article.first(self.settings.sentences) + 1)
        return sorted({*first, *article.candidates})
