"""The second reader: how probable it is, by the trained weights, that a sentence asserts an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.errors import ConfigurationError, Problem
from riskbrief.secondreader.classes import Lexicon, Parsed, parse
from riskbrief.secondreader.curve import Curve
from riskbrief.secondreader.features import Grams
from riskbrief.secondreader.reasons import Shares, joined, spans
from riskbrief.secondreader.weights import Weights, read_weights

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

ASSET = Path(__file__).parents[1] / "assets" / "second_reader.npz"
TEXTS = ASSET.with_name("text_reader.npz")
"The weights of the reader of whole texts."
KINDS = ASSET.with_name("text_kinds.npz")
"The weights of the reader that tells kinds of whole texts."
SLOT_BITS = 21
_CHUNK = 256  # sentences read at a time, so that the work stays in the processor's cache


class Reading(NamedTuple):
    """An indicator that a sentence seems to assert, and the words that decided: `text[a:b]` for each of `spans`."""

    indicator_id: str
    probability: float
    reasons: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Seen(NamedTuple):
    """An indicator that a sentence seems to assert, and what its words say for it; few are ever explained."""

    indicator_id: str
    probability: float
    text: str
    shares: Shares
    weight: Floats  # of every known n-gram

    def explained(self) -> Reading:
        """The same with the words that decided."""
        places = tuple(spans(self.text, self.shares, self.weight[self.shares.row]))
        return Reading(self.indicator_id, self.probability, tuple(self.text[a:b] for a, b in places), places)


def slots(keys: npt.NDArray[np.uint32]) -> Ints:
    """The place of a key in the look-up table."""
    return (keys >> np.uint32(32 - SLOT_BITS)).astype(np.int64)


class SecondReader:
    """Reads sentences beside the rules; a sentence reads the same whatever is read with it."""

    def __init__(self, weights: Weights) -> None:
        self.indicators = weights.indicators
        self.languages = frozenset(weights.languages)
        self.thresholds = weights.threshold
        self._offset, self._share, self._curve = weights.offset, weights.share, Curve(weights.curve, 0.0)
        self.lexicon = Lexicon(weights.phrases, weights.families)
        self._weight = weights.weight.astype(np.float32) * weights.scale * weights.rare[:, None]
        self._square = weights.rare.astype(np.float64) ** 2
        self._keys = weights.keys
        self._table = np.full(1 << SLOT_BITS, -1, np.int32)
        self._table[slots(weights.keys)] = np.arange(len(weights.keys))

    @classmethod
    def load(cls, path: Path | None = None) -> SecondReader:
        """The reader in a file; by default the one that comes with the package."""
        return cls(read_weights(path or ASSET))

    def probability(self, texts: Sequence[str], languages: Sequence[str]) -> Floats:
        """Probability for each sentence (rows) and each of `indicators`; nought in a language it has not learnt."""
        return probabilities([self], texts, languages)[0]

    def read(self, texts: Sequence[str], languages: Sequence[str], least: float | None = None) -> list[list[Reading]]:
        """What each sentence seems to assert, the most probable first; `least` overrides the trained thresholds."""
        return [
            [one.explained() for one in found] for found in self.seen(texts, self.probability(texts, languages), least)
        ]

    def seen(self, texts: Sequence[str], chance: Floats, least: float | None = None) -> list[list[Seen]]:
        """The same from probabilities that are known, not explained yet."""
        over = chance >= (self.thresholds if least is None else np.float32(least))
        found: list[list[Seen]] = [[] for _ in texts]
        for chunk in _chunks(np.flatnonzero(over.any(axis=1)).tolist()):
            for i, shares in zip(chunk, self._shares([texts[i] for i in chunk]), strict=True):
                order = sorted(np.flatnonzero(over[i]).tolist(), key=lambda k: (-chance[i, k], k))
                found[i] = [self._seen(texts[i], k, float(chance[i, k]), shares) for k in order]
        return found

    def reasons(self, text: str, indicator_id: str) -> tuple[str, ...]:
        """The words of a sentence that speak most for an indicator, whether or not it was read."""
        shares = next(self._shares([text]))
        return self._seen(text, self.indicators.index(indicator_id), 0.0, shares).explained().reasons

    def _seen(self, text: str, indicator: int, chance: float, shares: Shares) -> Seen:
        return Seen(self.indicators[indicator], round(chance, 4), text, shares, self._weight[:, indicator])

    def of_parsed(self, parsed: Parsed) -> Floats:
        """Probability for each of sentences parsed with the lexicon."""
        score = np.tile(self._offset, (len(parsed.lengths), 1))
        for share, grams in zip(self._share, parsed.kinds, strict=True):
            at, row = self._find(grams)
            code = np.sort(grams.home[grams.one[at]] << 32 | row)
            code = np.concatenate((code[:1], code[1:][code[1:] != code[:-1]]))  # each n-gram of a sentence once
            bounds = np.searchsorted(code, np.arange(len(score) + 1) << 32)
            home = np.flatnonzero(bounds[1:] > bounds[:-1])
            if len(home):
                row, begin = code & 0xFFFFFFFF, bounds[home]
                length = np.sqrt(np.add.reduceat(self._square.take(row), begin)).astype(np.float32)
                score[home] += np.add.reduceat(self._weight.take(row, axis=0), begin) * (share / length)[:, None]
        return np.asarray(self._curve.probability(score[:, :-1], score[:, -1], parsed.lengths), np.float32)

    def _find(self, grams: Grams) -> tuple[Ints, Ints]:
        """Which of the n-grams have weights, and their rows in the weights."""
        row = self._table.take(slots(grams.key))
        at = np.flatnonzero(row >= 0)
        row = row[at].astype(np.int64)
        known = self._keys[row] == grams.key[at]
        return at[known], row[known]

    def _shares(self, texts: Sequence[str]) -> Iterator[Shares]:
        """For each sentence, its n-grams that have weights, and the words they lie on."""
        kinds = zip(self._share, parse(texts, self.lexicon).kinds, strict=True)
        parts = [self._shared(grams, share) for share, grams in kinds]
        begins = [np.searchsorted(home, np.arange(len(texts) + 1)) for home, _ in parts]
        for i in range(len(texts)):
            yield joined([shares.part(b[i], b[i + 1]) for (_, shares), b in zip(parts, begins, strict=True)])

    def _shared(self, grams: Grams, share: np.float32) -> tuple[Ints, Shares]:
        """Each known n-gram of a sentence once, as two halves where it lies in two places; the sentences, in order."""
        at, row = self._find(grams)
        _, once = np.unique(grams.home[grams.one[at]] << 32 | row, return_index=True)
        grams, row = grams.part(at[once]), row[once]
        home, begin, close = grams.sentence, grams.first, grams.last
        factor = share / np.sqrt(np.bincount(home, self._square[row]))[home].astype(np.float32)
        apart = np.flatnonzero(grams.other != begin)
        factor[apart] /= 2
        order = np.argsort(np.concatenate((home, home[apart])), kind="stable")
        twice = np.concatenate((np.arange(len(row)), apart))[order]
        first = np.concatenate((begin, grams.other[apart]))[order]
        last = np.concatenate((close, grams.end[apart]))[order]
        return home[twice], Shares(row[twice], factor[twice], first, last)


def probabilities(readers: Sequence[SecondReader], texts: Sequence[str], languages: Sequence[str]) -> list[Floats]:
    """As `probability` of each reader; readers of one lexicon parse a sentence once."""
    if len(texts) != len(languages):
        raise ConfigurationError(Problem("", 0, 0, "sentences without a language", "pass one for each sentence"))
    found = [np.zeros((len(texts), len(reader.indicators)), np.float32) for reader in readers]
    learnt = [np.array([language in reader.languages for language in languages], bool) for reader in readers]
    for chunk in _chunks(np.flatnonzero(np.any(learnt, axis=0)).tolist()):
        parsed: dict[bytes, Parsed] = {}
        for reader, rows, knows in zip(readers, found, learnt, strict=True):
            if reader.lexicon.digest not in parsed:
                parsed[reader.lexicon.digest] = parse([texts[i] for i in chunk], reader.lexicon)
            rows[chunk] = reader.of_parsed(parsed[reader.lexicon.digest]) * knows[chunk, None]
    return found


def _chunks(numbers: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(numbers), _CHUNK):
        yield numbers[begin : begin + _CHUNK]
