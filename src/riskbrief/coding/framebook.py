"""Frames of the indicators and the word families they name, compiled for one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from riskbrief.coding.frames import Frame
from riskbrief.coding.scene import NUMBER, SmallWords
from riskbrief.definitions.indicators import EventFrame, Indicator
from riskbrief.definitions.inflect import Written
from riskbrief.definitions.lexicons import Grammar
from riskbrief.folding import tokens

NO_WORDS = SmallWords()


@dataclass(frozen=True)
class FrameBook:
    """`written`: family and term of every word to look for, by the slot that names it in a match."""

    frames: tuple[Frame, ...] = ()
    written: tuple[tuple[str, Written], ...] = ()
    small: SmallWords = field(default=NO_WORDS)

    @cached_property
    def actors(self) -> frozenset[str]:
        """Families that some frame names as the doer."""
        return frozenset(name for frame in self.frames for name in frame.by | frame.not_by)

    @cached_property
    def objects(self) -> frozenset[str]:
        """Families that some frame names as what suffers the act, the voice telling which."""
        return frozenset(name for frame in self.frames if not frame.around for name in frame.object)

    @cached_property
    def clausal(self) -> frozenset[str]:
        """Families that tell who did what to whom; the others only stand near each other."""
        acts = frozenset(name for frame in self.frames if not frame.around for name in frame.act)
        return acts | self.actors | self.objects

    def acting(self, families: Iterable[str]) -> list[Frame]:
        """The frames whose act belongs to one of the families, in order."""
        return [self.frames[n] for n in sorted({n for name in families for n in self._by_act.get(name, ())})]

    @cached_property
    def _by_act(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, frame in enumerate(self.frames):
            for name in frame.act:
                found.setdefault(name, []).append(number)
        return found

    def sides(self, family: str) -> tuple[bool, int, int]:
        """What meeting a word of a family means: enough by itself, or one side (bits) of frames.

        The act is one side; the other is its object, or what must stand beside it when that may be a bare number.
        """
        if family not in self._known_sides:
            self._known_sides[family] = self._sides(family)
        return self._known_sides[family]

    @cached_property
    def _known_sides(self) -> dict[str, tuple[bool, int, int]]:
        return {}

    def _sides(self, family: str) -> tuple[bool, int, int]:
        direct, left, right = False, 0, 0
        for number, frame in enumerate(self.frames):
            other = _other(frame)
            if family in frame.act:
                left |= 1 << number
                direct = direct or not other
            if family in other:
                right |= 1 << number
        return direct, left, right


def _other(frame: Frame) -> frozenset[str]:
    open_ended = NUMBER in frame.object
    return frame.object if frame.object and not open_ended else frame.beside | frame.by


def compile_frames(
    indicators: Sequence[Indicator], vocabulary: Mapping[str, Sequence[Written]], grammar: Grammar | None
) -> FrameBook:
    """The frames that a language can fill: all families of act and object are known in it, else it has none."""
    if grammar is None:
        return FrameBook()
    frames = [frame for n, indicator in enumerate(indicators) for frame in _frames(n, indicator)]
    known = frozenset(vocabulary) | {NUMBER}
    fit = tuple(f for f in frames if f.act & known and (not f.object or f.object & known))
    named = {name for f in fit for name in (*f.act, *f.object, *f.by, *f.not_by, *f.beside, *f.without)}
    written = tuple((name, w) for name in sorted(named & frozenset(vocabulary)) for w in vocabulary[name])
    return FrameBook(fit, written, _small(grammar))


def _frames(owner: int, indicator: Indicator) -> list[Frame]:
    kinds = frozenset(name for frame in indicator.frames for name in frame.object)
    return [_frame(owner, frame, kinds) for frame in indicator.frames]


def _frame(owner: int, frame: EventFrame, kinds: frozenset[str]) -> Frame:
    return Frame(
        owner,
        frozenset(frame.act),
        frozenset(frame.object),
        frozenset(frame.by),
        frozenset(frame.not_by),
        frozenset(frame.beside),
        frozenset(frame.without),
        frame.within,
        frame.around,
        frame.yields or "",
        kinds,
    )


def _small(grammar: Grammar) -> SmallWords:
    return SmallWords(*(_sequences(getattr(grammar, name)) for name in SmallWords._fields))


def _sequences(texts: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(t.text for t in tokens(text)) for text in texts)
