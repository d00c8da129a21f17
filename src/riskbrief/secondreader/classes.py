"""Word families in a sentence: which phrases of an analyst's lexicon it holds, in which order, beside which words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.secondreader.features import NUMBER, SPACE, Batch, Grams, Ints, Keys, Symbols, pair, short

LONGEST = 5  # words of a phrase
AHEAD = 30  # families that one is paired with, so that a long list takes no longer
_FILTER_BITS = 20
_SALT = np.uint64(0xA0761D6478BD642F)


class Found(NamedTuple):
    """Families in a batch, in reading order: the words `first` to `last` that name one, and its number.

    `phrase`: of several families that share their words, the same number.
    """

    first: Ints
    last: Ints
    family: Ints
    phrase: Ints


class Lexicon:
    """Phrases by key with the families they belong to; of overlapping phrases the longest counts."""

    def __init__(self, phrases: Keys, families: npt.NDArray[np.uint16]) -> None:
        self.phrases, self.families = phrases, families
        self.digest = blake2b(phrases.tobytes() + families.tobytes()).digest()
        self._keys, begin = np.unique(phrases, return_index=True)
        self._begin = np.append(begin, len(phrases))
        self._may = np.zeros(1 << _FILTER_BITS, bool)
        self._may[self._keys >> np.uint32(32 - _FILTER_BITS)] = True

    def find(self, batch: Batch) -> Found:
        """The families of each sentence."""
        length, row = self._longest(batch)
        end = np.arange(len(length)) + length
        reach = np.concatenate(([0], np.maximum.accumulate(end)[:-1])) if len(end) else end
        first = np.flatnonzero((length > 0) & (end > reach))
        begin = self._begin[row[first]]
        count = self._begin[row[first] + 1] - begin
        phrase = np.repeat(np.arange(len(first)), count)
        place = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        family = self.families[begin[phrase] + place].astype(np.int64)
        return Found(first[phrase], end[first[phrase]] - 1, family, phrase)

    def _longest(self, batch: Batch) -> tuple[Ints, Ints]:
        """Words of the longest phrase that begins at each word, nought for none, and the row of its key."""
        home, single = batch.home, batch.single
        length, row = np.zeros(len(home), np.int64), np.zeros(len(home), np.int64)
        chain, size = single, len(home)
        for words in range(1, LONGEST + 1):
            if words > 1:
                size -= 1
                chain = pair(chain[: max(size, 0)], single[words - 1 :])
            key = short(chain)
            at = np.flatnonzero(self._may[key >> np.uint32(32 - _FILTER_BITS)])
            at = at[home[at] == home[at + words - 1]]
            here = np.minimum(np.searchsorted(self._keys, key[at]), len(self._keys) - 1)
            known = self._keys[here] == key[at]
            length[at[known]], row[at[known]] = words, here[known]
        return length, row


def lexicon(families: Mapping[str, Iterable[str]]) -> Lexicon:
    """The phrases of all families, of whatever language, one number for each family in the order of names."""
    pairs = [(text, number) for number, name in enumerate(sorted(families)) for text in families[name]]
    keys = _phrase_keys([text for text, _ in pairs])
    numbers = np.array([number for _, number in pairs], np.uint64)
    code = np.unique(keys[keys > 0].astype(np.uint64) << np.uint64(16) | numbers[keys > 0])
    return Lexicon((code >> np.uint64(16)).astype(np.uint32), (code & np.uint64(0xFFFF)).astype(np.uint16))


def _phrase_keys(texts: Sequence[str]) -> Keys:
    """The key of each phrase; nought for one of no word or of too many."""
    with np.errstate(over="ignore"):
        batch = Batch(texts)
        begin = np.cumsum(batch.lengths) - batch.lengths
        fit = np.flatnonzero((batch.lengths > 0) & (batch.lengths <= LONGEST))
        chain = np.zeros(len(texts), np.uint64)
        chain[fit] = batch.single[begin[fit]]
        for word in range(1, LONGEST):
            longer = fit[batch.lengths[fit] > word]
            chain[longer] = pair(chain[longer], batch.single[begin[longer] + word])
        keys = np.zeros(len(texts), np.uint32)
        keys[fit] = short(chain[fit])
    return keys


def orders(batch: Batch, found: Found) -> Grams:
    """Which family comes before which, anywhere in a sentence."""
    home = batch.home[found.first]
    number = np.arange(len(home))
    after = np.searchsorted(found.phrase, found.phrase, side="right")
    count = np.minimum(np.searchsorted(home, home, side="right") - after, AHEAD)
    one = np.repeat(number, count)
    two = after[one] + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    mark = _marks(found)
    key = short(pair(mark[one], mark[two]))
    return batch.grams(key, found.first[one], found.last[one], found.first[two], found.last[two])


def neighbours(batch: Batch, found: Found) -> Grams:
    """Each family with the word before it and with the word after it, or with the edge of the sentence."""
    home, mark = batch.home, _marks(found)
    padded = np.concatenate((batch.single, batch.single[:1]))
    opens = np.diff(home, prepend=-1) != 0
    closes = np.diff(home, append=-1) != 0
    left = np.where(opens[found.first], np.uint64(SPACE), padded[found.first - 1])
    right = np.where(closes[found.last], np.uint64(NUMBER), padded[found.last + 1])
    key = short(np.concatenate([pair(left, mark), pair(mark, right)]))
    return batch.grams(key, np.tile(found.first, 2), np.tile(found.last, 2))


def _marks(found: Found) -> Symbols:
    """A number for each family."""
    return np.asarray((found.family.astype(np.uint64) + np.uint64(1)) * _SALT)


KINDS = ("words", "runs", "orders", "neighbours")
EMPTY = Lexicon(np.zeros(0, np.uint32), np.zeros(0, np.uint16))


class Parsed(NamedTuple):
    """The n-grams of sentences, kind by kind, and how many words each sentence has."""

    kinds: tuple[Grams, ...]
    lengths: Ints


def parse(texts: Sequence[str], known: Lexicon = EMPTY) -> Parsed:
    """All n-grams of sentences; those of families as far as the lexicon knows them."""
    with np.errstate(over="ignore"):
        batch = Batch(texts)
        found = known.find(batch)
        return Parsed((batch.words(), batch.runs(), orders(batch, found), neighbours(batch, found)), batch.lengths)
