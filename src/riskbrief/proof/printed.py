"""The text of a PDF against the briefing: every sentence and table row in order, and no number beyond them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riskbrief.proof.findings import Finding, capped, shown
from riskbrief.proof.flow import NUMBER, Flow, plain, right_to_left


@dataclass(frozen=True)
class Piece:
    """Text that must be printed in one piece. `name` as a message gives it, `source` what it rests on; `notes` stand
    right behind it; `parts` are the texts of a table row, those in `spare` may be left out; `short` is another wording
    that will do."""

    name: str
    parts: tuple[str, ...]
    source: str = ""
    spare: frozenset[int] = frozenset()
    short: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(filter(None, self.parts))


@dataclass(frozen=True)
class Printed:
    """What a PDF must hold: `runs` are pieces that follow each other, grouped by section in page order; `loose` texts
    (titles, captions) may stand anywhere and more than once, those of `once` (running heads) as often as named;
    `drawn`: the numbers of charts, each as often as drawn."""

    runs: Sequence[Sequence[Sequence[Piece]]]
    once: Sequence[str] = ()
    loose: Sequence[str] = ()
    drawn: Counter[str] = field(default_factory=Counter)


def unprinted(name: str, pages: Sequence[str], expected: Printed) -> Iterator[Finding]:
    """Sentences and rows that the pages do not print as they follow, then numbers that nothing accounts for."""
    flow = Flow(pages)
    yield from capped(_missing(name, flow, expected), name)
    for text in sorted(expected.once, key=lambda t: (-len(t), t)):
        at = flow.find(plain(text))
        flow.take(at, len(plain(text))) if at >= 0 else None
    for text in sorted(expected.loose, key=lambda t: (-len(t), t)):
        _take_all(flow, plain(text))
    yield from capped(_stray(name, flow, expected), name)


def _missing(name: str, flow: Flow, expected: Printed) -> Iterator[Finding]:
    floor = 0
    for section in expected.runs:
        starts = []
        for run in section:
            at = floor
            for piece in run:
                found, problem = _place(name, flow, piece, at)
                if problem is not None:
                    yield problem
                if found is not None:
                    starts.append(found[0])
                    at = found[1]
        floor = min(starts, default=floor)


def _place(name: str, flow: Flow, piece: Piece, start: int) -> tuple[tuple[int, int] | None, Finding | None]:
    """Where a piece stands from `start` on, taken; and what is wrong with it."""
    wordings = [w for w in _wordings(piece) if w]
    if not wordings:
        return None, None
    if right_to_left(piece.text):
        return _place_mixed(name, flow, piece, start)
    for wanted in wordings:
        at = flow.find(wanted, start)
        spans = [(at, len(wanted))] if at >= 0 else flow.torn(wanted, start)
        if spans:
            for place, length in spans:
                flow.take(place, length)
            return (spans[0][0], spans[-1][0] + spans[-1][1]), None
    return None, _problem(name, flow, piece, wordings, start)


def _place_mixed(name: str, flow: Flow, piece: Piece, start: int) -> tuple[tuple[int, int] | None, Finding | None]:
    """A piece with right-to-left letters: its other parts in order, whole or word by word, then the digits within."""
    whole = [part for n, part in enumerate(piece.parts) if n not in piece.spare]
    for parts in (piece.parts, whole, piece.short):
        spans = _spans(flow, [plain(p) for p in parts if not right_to_left(p) and plain(p)], start)
        if spans is None:
            words = [w for p in parts for w in p.split() if not right_to_left(w)]
            spans = _spans(flow, [plain(w) for w in words if plain(w)], start) if parts else None
        if spans is not None:
            for at, length in spans:
                flow.take(at, length)
            end = max((at + length for at, length in spans), default=start)
            return (min(spans, default=(start, 0))[0], _take_digits(flow, parts, start, end)), None
    wanted = [plain(part) for part in piece.parts if not right_to_left(part)]
    return None, _problem(name, flow, piece, [w for w in wanted if w], start)


def _spans(flow: Flow, wanted: Sequence[str], start: int) -> list[tuple[int, int]] | None:
    """Where texts stand one behind the other; None when one of them does not."""
    spans: list[tuple[int, int]] = []
    for text in wanted:
        at = flow.find(text, start)
        if at < 0:
            return None
        spans.append((at, len(text)))
        start = at + len(text)
    return spans


def _take_digits(flow: Flow, parts: Sequence[str], start: int, end: int) -> int:
    """Numbers within right-to-left parts, taken where they stand next; where the last of everything ends."""
    for part in filter(right_to_left, parts):
        for number in NUMBER.findall(part):
            at = flow.find(plain(number), start)
            if at >= 0:
                flow.take(at, len(plain(number)))
                end = max(end, at + len(plain(number))) if at < end + len(plain(part)) else end
    return end


def _problem(name: str, flow: Flow, piece: Piece, wordings: list[str], start: int) -> Finding:
    for wanted in wordings:
        at = flow.find(wanted)
        if at >= 0:
            flow.take(at, len(wanted))
            place = f"{name} page {flow.page_at(at)} {piece.name}"
            return Finding(place, shown(piece.text), why="stands before what it should follow")
    told = flow.near(wordings[0], start) or flow.near(wordings[0])
    page = f" page {flow.page_at(flow.text.find(plain(told)))}" if told else ""
    return Finding(f"{name}{page} {piece.name}", shown(told or None), shown(piece.text), piece.source)


def _wordings(piece: Piece) -> list[str]:
    """The piece with all of its parts, and without those that a table may leave out behind one that says why."""
    whole = "".join(plain(part) for part in piece.parts)
    short = "".join(plain(part) for n, part in enumerate(piece.parts) if n not in piece.spare)
    return list(dict.fromkeys((whole, short, "".join(map(plain, piece.short)))))


def _take_all(flow: Flow, wanted: str) -> None:
    at = flow.find(wanted) if len(wanted) > 1 else -1
    while at >= 0:
        flow.take(at, len(wanted))
        at = flow.find(wanted, at + len(wanted))


def _stray(name: str, flow: Flow, expected: Printed) -> Iterator[Finding]:
    """Numbers left over that no chart holds, or not so often."""
    drawn = expected.drawn.copy()
    for page, number, around in flow.numbers_left():
        if drawn[number] > 0:
            drawn[number] -= 1
        else:
            yield Finding(f"{name} page {page}", shown(around), why=f"the number {number} stands in no fact")
