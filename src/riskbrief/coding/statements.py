"""What officials said of the situation: sentences that name an office of the state, a verb of saying and a word of calm
(`statements` in reports/library.yaml). Found when an issue is made and published with it, as texts are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from riskbrief.coding.sentences import split_sentences
from riskbrief.definitions.reports import StatementWords
from riskbrief.folding import fold
from riskbrief.tables import STATEMENTS

Patterns = tuple[re.Pattern[str], ...]
NAMES = ("article_id", "region_id", "language", "text")


def statements_in(articles: pd.DataFrame, words: Mapping[str, StatementWords]) -> pd.DataFrame:
    """STATEMENTS of articles with their texts, each row of which has a `region_id` it is about; at most one an article
    and country, the first."""
    patterns = {language: _patterns(one) for language, one in words.items()}
    rows = []
    for article, region, language, text in articles[[*NAMES]].itertuples(index=False):
        span = _first(text, patterns[language]) if language in patterns and isinstance(text, str) else None
        if span is not None:
            start, end = span
            rows.append({
                "article_id": article, "region_id": region, "field": "text", "start": start, "end": end,
                "quote": text[start:end],
            })  # fmt: skip
    return STATEMENTS.build(rows)


def _patterns(words: StatementWords) -> Patterns:
    return tuple(_any_of(terms) for terms in (words.offices, words.verbs, words.calm))


def _any_of(terms: Iterable[str]) -> re.Pattern[str]:
    """Any of the terms as whole words, whatever their case and accents."""
    longest = sorted({fold(t) for t in terms}, key=lambda t: (-len(t), t))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)" if longest else r"(?!)")


def _first(text: str, patterns: Patterns) -> tuple[int, int] | None:
    """Where the first sentence stands in which every pattern is found."""
    whole = fold(text)
    if not all(pattern.search(whole) for pattern in patterns):
        return None
    for span in split_sentences(text):
        folded = fold(text[span.start : span.end])
        if all(pattern.search(folded) for pattern in patterns):
            return span.start, span.end
    return None
