"""A second opinion on a sentence: what no rule found is proposed, what a rule found may be doubted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from riskbrief.coding.codebook import Codebook
from riskbrief.coding.match import Hit, Reading
from riskbrief.coding.sentences import Sentence
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.reading import SecondReading
from riskbrief.secondreader.model import Reading as Explained
from riskbrief.secondreader.model import Seen

NAME = "second reader"
NEVER = frozenset({"none"})
NOT_WHOLE = frozenset({"none", "sentences"})
DOUBTED = f"the {NAME}"
"How the reason begins of a mention that only the second reader finds unlikely."
TOLD_AS = "told as"
"How the reason begins of a mention that yields to another indicator beside it."


class Opinion(NamedTuple):
    """On one sentence: what the second reader would propose, and how probable it finds each of its indicators, by the
    `column` of these; few sentences are ever asked."""

    seen: tuple[Seen, ...]
    chances: Sequence[float]
    column: Mapping[str, int]
    settings: SecondReading

    def chance(self, indicator: Indicator) -> float | None:
        """How probable an indicator is here; None of one that the second reader has not learnt."""
        column = self.column.get(indicator.id)
        return None if column is None else float(self.chances[column])

    def doubt(self, indicator: Indicator) -> str:
        """Why a mention that a rule found does not count, or an empty text."""
        chance = self.chance(indicator) if indicator.second_reader in ("both", "sentences") else None
        if chance is None or not indicator.assertion or chance >= self.settings.doubt:
            return ""
        return f"{DOUBTED} finds it unlikely ({chance:.3f})"


def proposals(opinion: Opinion, reading: Reading, book: Codebook, told: frozenset[str]) -> list[Hit]:
    """Hits for what no rule found in the sentence and none rules out; each names the words that decided.

    `told`: event families that rules find in the article; what they already tell needs a surer proposal, as does a
    sentence of few words.
    """
    brief = len(reading.sentence.words) < opinion.settings.few_words
    taken = {hit.owner for hit in reading.hits} | reading.vetoes
    every = sure(opinion, book, told, taken, brief=brief)
    return [_hit(book.index_of[seen.indicator_id], seen, reading.sentence) for seen in every]


def sure(
    opinion: Opinion | None,
    book: Codebook,
    told: Set[str],
    taken: Set[int],
    *,
    brief: bool = False,
    never: Set[str] = NEVER,
) -> Iterator[Explained]:
    """What the second reader may propose and is sure enough of, but indicators that are `taken`: `told` and `brief` ask
    for more; `never` are the values of `second_reader` that forbid it."""
    for seen in opinion.seen if opinion else ():
        owner = book.index_of.get(seen.indicator_id, -1)
        if opinion is None or owner < 0 or owner in taken or book.indicators[owner].second_reader in never:
            continue
        easy = book.indicators[owner].event_family not in told and not brief
        if (easy or seen.probability >= opinion.settings.beside) and (explained := seen.explained()).spans:
            yield explained


def of_whole(seen: Explained, owner: int, sentence: Sentence) -> Hit:
    """A hit for what the article as a whole asserts, at the words of one sentence that decided."""
    return _hit(owner, seen, sentence, whole=True)


def proposed(hit: Hit) -> bool:
    """Whether no rule found a hit."""
    return hit.term.startswith(NAME)


def _hit(owner: int, seen: Explained, sentence: Sentence, *, whole: bool = False) -> Hit:
    cores = tuple(sorted({_words(span, sentence) for span in seen.spans}))
    words = ", ".join(f"'{reason}'" for reason in seen.reasons)
    name = f"{NAME}, whole text," if whole else NAME
    return Hit(owner, cores[0][0], cores[-1][1], cores, f"{name} {seen.probability:.2f}: {words}")


def _words(span: tuple[int, int], sentence: Sentence) -> tuple[int, int]:
    """Words of a sentence that cover characters of its text."""
    start, end = span[0] + sentence.start, span[1] + sentence.start
    inside = [i for i, (a, b) in enumerate(zip(sentence.starts, sentence.ends, strict=True)) if a < end and start < b]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)
