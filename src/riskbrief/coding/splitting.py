"""The sentences of a text, split only as far as somebody asks."""

from __future__ import annotations

from functools import cached_property
from itertools import islice

from riskbrief.coding.sentences import NO_STOPS, Span, Stops, iter_sentences

LEAD_SENTENCES = 2


class Splitting:
    """The sentences of a text, split only as far as somebody asks."""

    def __init__(self, text: str, stops: Stops = NO_STOPS) -> None:
        self._rest = iter_sentences(text, stops)
        self._found: list[Span] = []

    def first(self, count: int) -> list[Span]:
        """At least the first so many sentences, or all when there are fewer."""
        if len(self._found) < count:
            self._found.extend(islice(self._rest, count - len(self._found)))
        return self._found

    @cached_property
    def every(self) -> list[Span]:
        self._found.extend(self._rest)
        return self._found

    @property
    def lead_end(self) -> int:
        """Offset after the second sentence."""
        lead = self.first(LEAD_SENTENCES)[:LEAD_SENTENCES]
        return lead[-1].end if lead else 0
