"""What a reader may write into a cell, and what it means."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from riskbrief.secondreader.labels import COUNTING, STATUSES

NO = "no"
_YES = frozenset({"yes", "y", "oui", "o", "1", "affirmed"})
_NO = frozenset({"no", "n", "non", "0", "-"})
_UNCLEAR = frozenset({"unclear", "incertain", "?"})
_WORDS = "yes, no, unclear, " + ", ".join(sorted(STATUSES - {""}))


@dataclass(frozen=True)
class Answer:
    """Indicator to status; the empty status is a plain yes, `no` is none."""

    labels: Mapping[str, str] = field(default_factory=dict)
    unclear: bool = False

    def asserts(self, indicator: str) -> bool:
        """Whether the sentence asserts the indicator, by this answer."""
        return self.labels.get(indicator, NO) in COUNTING

    def asserting(self) -> bool:
        """Whether it asserts any."""
        return any(status in COUNTING for status in self.labels.values())


class AnswerError(ValueError):
    """A cell that means nothing: `args` are what is wrong and how to mend it."""


def parse(cell: str, indicator: str, known: Collection[str]) -> Answer | None:
    """The answer in a cell; None when it is empty. `indicator` is the one asked about, empty when all are.

    >>> parse("Yes, gov_coup:historic", "sec_raid", ["gov_coup"]).labels
    {'sec_raid': '', 'gov_coup': 'historic'}
    >>> parse("no", "", []).labels
    {}
    """
    words = [w for part in re.split(r"[,;\n]", cell.casefold()) if (w := part.strip(" .'\u00a0"))]
    if not words:
        return None
    if not _UNCLEAR.isdisjoint(words):
        return Answer(unclear=True)
    labels: dict[str, str] = {}
    for name, status in _labels(words, indicator, known):
        if labels.setdefault(name, status) != status:
            raise AnswerError(f"two answers about {name}", "keep one of them")
    if indicator and indicator not in labels:
        raise AnswerError(f"no answer about {indicator}", "begin with yes, no or a status")
    return Answer(labels)


def _labels(words: list[str], indicator: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        name, _, status = (part.strip() for part in word.partition(":"))
        if name in _NO and not status:
            if indicator:
                yield indicator, NO
        elif name in known:
            yield name, _status(status)
        elif indicator and not status and (name in _YES or name in STATUSES):
            yield indicator, _status(name)
        else:
            raise _unknown(name, indicator, known)


def _status(word: str) -> str:
    if word in _YES:
        return ""
    if word in _NO:
        return NO
    if word not in STATUSES:
        raise AnswerError(f"unknown status {word!r}", f"write one of {_WORDS}")
    return word


def _unknown(word: str, indicator: str, known: Collection[str]) -> AnswerError:
    close = difflib.get_close_matches(word, [*known, *STATUSES, *_YES, *_NO, *_UNCLEAR], n=1)
    if close:
        return AnswerError(f"unknown answer {word!r}", f"did you mean {close[0]!r}?")
    every = f"write one of {_WORDS}" if indicator else "write ids of indicators, no or unclear"
    return AnswerError(f"unknown answer {word!r}", every)
