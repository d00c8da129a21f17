"""The opening of an article as one text, and where a place in it stands in the article."""

from __future__ import annotations

from riskbrief.coding.article import ArticleReader


def opening(reader: ArticleReader, words: int) -> str:
    """Title and the first whole sentences of up to so many words, at least one sentence."""
    title = reader.article.title
    if not reader.has(1):
        return title
    count, left = 1, words - len(reader.words(1))
    while left > 0 and reader.has(count + 1) and (left := left - max(len(reader.words(count + 1)), 1)) >= 0:
        count += 1
    text = reader.article.text[: reader.span(count).end]
    return f"{title}. {text}" if title else text


def sentence_at(reader: ArticleReader, place: int) -> tuple[int, int]:
    """The sentence in which a place of `opening` stands, and the place in that sentence."""
    title = len(reader.article.title)
    if place < title:
        return 0, place
    place = max(place - title - 2 if title else place, 0)
    number = 1
    while reader.has(number + 1) and reader.span(number).end <= place:
        number += 1
    return number, max(place - reader.span(number).start, 0)
