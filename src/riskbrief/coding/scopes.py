"""How far a cue reaches inside its sentence, and what stops it (method B.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from riskbrief.coding.codebook import Use
from riskbrief.coding.match import Hit, Reading
from riskbrief.coding.phrases import Found

Cue = Found[Use]


@dataclass(frozen=True)
class ArticleFrame:
    """What the article as a whole says about its sentences."""

    published: date
    language: str
    notice: str = ""  # why the article is a retraction notice, or empty
    corrected: bool = False  # whether a correction gives the right number of victims: what it reports stands
    recorded: bool = False  # whether its own record says which article it withdraws
    historic: str = ""  # cue in title or first sentence that makes the article one about the past
    domains: Mapping[str, str] = field(default_factory=dict)  # domains that void the whole article, and why
    unlikely: frozenset[str] = frozenset()  # domains of which the second reader finds that the article is none
    excluded: Mapping[int, str] = field(default_factory=dict)  # indicators whose matches a word of the article voids


class SentenceFrame(NamedTuple):
    """A reading with its live cues (pseudo-triggers taken out) and what it says of time."""

    reading: Reading
    article: ArticleFrame
    raw: str  # the field as read
    cues: Mapping[str, tuple[Cue, ...]]
    day: date | None  # day the sentence speaks of
    years: frozenset[int] = frozenset()  # years before the publication year that the sentence names

    @property
    def words(self) -> tuple[str, ...]:
        return self.reading.sentence.words

    def as_read(self, word: int) -> str:
        """One word as it stands in the text."""
        sentence = self.reading.sentence
        return self.raw[sentence.starts[word] : sentence.ends[word]]

    def between(self, start: int, end: int) -> str:
        """The text as read from the word before `start` to word `end`, neither of them in it; empty if they overlap."""
        sentence = self.reading.sentence
        return self.raw[sentence.ends[start - 1] : sentence.starts[end]]

    def of(self, group: str) -> tuple[Cue, ...]:
        return self.cues.get(group, ())


def live_cues(cues: Mapping[str, Sequence[Cue]]) -> dict[str, tuple[Cue, ...]]:
    """Cues without those that are part of a pseudo-trigger ("no fewer than", "sans précédent").

    A cue that holds a whole pseudo-trigger means more than it ("cannot be ruled out").
    """
    shields = [(p.start, p.end) for p in cues.get("pseudo_triggers", ())]
    if not shields:
        return {group: tuple(found) for group, found in cues.items()}
    return {group: tuple(f for f in found if not _shielded(f, shields)) for group, found in cues.items()}


def _shielded(cue: Cue, shields: Iterable[tuple[int, int]]) -> bool:
    return any(cue.start < end and start < cue.end and (cue.start > start or cue.end < end) for start, end in shields)


def inside(cue: Cue, others: Iterable[Cue]) -> bool:
    """Whether a cue is part of one of the others ("film" in "propaganda film")."""
    return any(o.start <= cue.start and cue.end <= o.end for o in others)


def touching(cue: Cue, others: Iterable[Cue]) -> bool:
    """Whether a cue shares words with one of the others ("were hacked" with "hacked to death")."""
    return overlaps(cue, [o[:2] for o in others])


def within_longer(cues: Iterable[Cue], longer: Sequence[Cue]) -> list[Cue]:
    """The cues that are no part of a longer one of another kind ("may" in "may have")."""
    return [c for c in cues if not any(inside(c, [o]) and o[:2] != c[:2] for o in longer)]


def before(hit: Hit, frame: SentenceFrame, cues: Iterable[Cue], reach: int) -> Iterator[tuple[Cue, int]]:
    """Cues that stand at most `reach` words before the hit (or before the second half of a near pattern)."""
    for cue in cues:
        for start, _ in hit.cores:
            gap = start - cue.end
            if 0 <= gap <= reach and not overlaps(cue, hit.cores) and not stopped(frame, cue.end, start):
                yield cue, gap
                break


def after(hit: Hit, frame: SentenceFrame, cues: Iterable[Cue], reach: int) -> Iterator[tuple[Cue, int]]:
    """Cues that stand at most `reach` words after the hit (or after the first half of a near pattern)."""
    for cue in cues:
        for _, end in hit.cores:
            gap = cue.start - end
            if 0 <= gap <= reach and not overlaps(cue, hit.cores) and not stopped(frame, end, cue.start):
                yield cue, gap
                break


def anywhere(hit: Hit, frame: SentenceFrame, cues: Iterable[Cue]) -> Iterator[tuple[Cue, int]]:
    """Cues of the sentence on either side, up to a terminator."""
    size = len(frame.words)
    cues = tuple(cues)
    yield from before(hit, frame, cues, size)
    yield from after(hit, frame, cues, size)


def stopped(frame: SentenceFrame, start: int, end: int) -> bool:
    """Whether a terminator ("but", "mais") or a semicolon stands between two word positions."""
    if any(start <= t.start and t.end <= end for t in frame.of("terminators")):
        return True
    return end > start and ";" in frame.between(start, end)


def distance(hit: Hit, start: int, end: int) -> int:
    """Words between the hit and a stretch of words; 0 when they touch or overlap."""
    return min(max(s - end, start - e, 0) for s, e in hit.cores)


def said(cue: Cue, gap: int, side: str, frame: SentenceFrame) -> str:
    """The reason an analyst reads: "cue 'denied' 4 words before"."""
    words = " ".join(frame.as_read(i) for i in range(cue.start, cue.end))
    near = "right" if gap == 0 else f"{gap} word{'s' if gap > 1 else ''}"
    return f"cue '{words}' {near} {side}"


def correction(cue: Cue) -> str:
    """Why a cue makes an article one that takes something back."""
    return f"correction cue '{cue.term.text}'"


def overlaps(cue: Cue, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a cue shares words with one of the stretches."""
    return any(cue.start < end and start < cue.end for start, end in spans)
