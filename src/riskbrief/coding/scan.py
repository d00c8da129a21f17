"""One automaton over folded bytes: where terms may stand, before any word is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from riskbrief.coding.terms import Term
from riskbrief.folding import Canonical

DENSE = 2_000
"Patterns up to which an automaton knows the next state for every byte; of more, that table outgrows the cache."
_BORDER = ord(".")  # in folded text letters and digits lie above it, a space below


class Anchor(NamedTuple):
    """What it means to meet a text: a whole term (`direct`), or a side of near patterns (bits `left`, `right`)."""

    direct: bool = False
    left: int = 0
    right: int = 0
    label: int = -1


@dataclass(frozen=True)
class Scanner:
    """Patterns of one language; `whole` counts when the word ends there, `open_` also when it goes on (`word*`)."""

    automaton: BytesAhoCorasick | None
    whole: tuple[tuple[Anchor, ...], ...]
    open_: tuple[tuple[Anchor, ...], ...]

    def scan(self, folded: Canonical) -> Iterator[tuple[int, int, tuple[Anchor, ...]]]:
        """Start, end (in the folded text) and meanings of every pattern that starts and ends at word borders."""
        if self.automaton is None:
            return
        data, size, whole, open_ = folded.data, len(folded.data), self.whole, self.open_
        for pattern, start, end in self.automaton.find_matches_as_indexes(data, overlapping=True):
            if start and data[start - 1] > _BORDER:
                continue
            if end == size or data[end] <= _BORDER:
                yield start, end, whole[pattern]
            elif open_[pattern]:
                yield start, end, open_[pattern]


def compile_scanner(anchors: Sequence[tuple[Term, Anchor]]) -> Scanner:
    """Build the automaton from the anchor texts of terms; meanings of equal texts are joined."""
    whole: dict[str, list[Anchor]] = {}
    opened: dict[str, list[Anchor]] = {}
    for term, anchor in anchors:
        text, goes_on = term.anchor
        whole.setdefault(text, []).append(anchor)
        opened.setdefault(text, [])
        if goes_on:
            opened[text].append(anchor)
    texts = sorted(whole)
    patterns = [t.encode("ascii") for t in texts]
    way = Implementation.DFA if len(patterns) <= DENSE else Implementation.ContiguousNFA
    automaton = BytesAhoCorasick(patterns, implementation=way) if patterns else None
    return Scanner(automaton, tuple(_join(whole[t]) for t in texts), tuple(_join(opened[t]) for t in texts))


def _join(anchors: list[Anchor]) -> tuple[Anchor, ...]:
    """Labelled anchors stay apart; the others become one."""
    plain = [a for a in anchors if a.label < 0]
    labelled = [a for a in anchors if a.label >= 0]
    if not plain:
        return tuple(labelled)
    left = right = 0
    for anchor in plain:
        left |= anchor.left
        right |= anchor.right
    return (Anchor(any(a.direct for a in plain), left, right), *labelled)
