"""The sentences in which mentions and claims stand, with what resolving asks of them: so resolving opens no text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from riskbrief.coding.claims import claimant
from riskbrief.coding.dates import event_day

if TYPE_CHECKING:
    from riskbrief.coding.article import ArticleReader

KINDS = {"article_id": "string", "start": "int64", "end": "int64", "title": "bool", "dated": "bool", "quoted": "bool"}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence at `start` to `end` of the text, or the whole `title`; `dated`: it names a day; `quoted`: it says who
    says it."""

    start: int
    end: int
    title: bool
    dated: bool
    quoted: bool
    words: str

    def holds(self, field: str, start: int) -> bool:
        """Whether what begins there in the title or the text stands in it."""
        return field == "title" if self.title else field != "title" and self.start <= start < self.end


def sentences_of(reader: ArticleReader, numbers: Iterable[int]) -> Iterator[dict[str, object]]:
    """Rows of the table of sentences, for some sentences of an article."""
    tongue = reader.book.tongue
    for number in sorted(numbers):
        title = number == 0
        words = reader.article.title if title else reader.sentence_text(number)
        start, end = (0, len(words)) if title else reader.span(number)
        day = event_day(words, tongue, reader.published) if title else reader.day(number)
        yield {
            "article_id": reader.article.article_id, "start": start, "end": end, "title": title,
            "dated": day is not None, "quoted": bool(claimant(words, tongue.text)), "words": words,
        }  # fmt: skip


def sentence_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Sentences in the order of their articles and, in each, of reading; `words` as read."""
    made = pd.DataFrame(list(rows), columns=[*KINDS, "words"])
    return made.astype({**KINDS, "words": object})


def joined(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Tables of sentences as one."""
    return pd.concat([sentence_table([]), *(p for p in parts if len(p))], ignore_index=True)


def by_article(sentences: pd.DataFrame | None) -> dict[str, list[Said]]:
    """The sentences of each article; none where there is no table of them."""
    found: dict[str, list[Said]] = defaultdict(list)
    if sentences is not None:
        columns = [sentences[name].tolist() for name in (*KINDS, "words")]
        for name, *told in zip(*columns, strict=True):
            found[name].append(Said(*told))
    return found
