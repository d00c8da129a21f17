"""Which indicators a sentence speaks of: whole terms and near patterns, with the phrases that may void them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from riskbrief.coding.codebook import LanguageBook, NearRule, Use
from riskbrief.coding.frames import find_frames, vetoed
from riskbrief.coding.joint import Place, joint_matches
from riskbrief.coding.phrases import Found
from riskbrief.coding.scan import Scanner
from riskbrief.coding.scenes import scene_of, with_they
from riskbrief.coding.sentences import Sentence, Span
from riskbrief.coding.wide import WideMatch
from riskbrief.folding import Canonical


class Hit(NamedTuple):
    """Indicator `owner` at words `start` to `end`; `cores` are the matched phrases (two for a near pattern or frame).

    `mood`: infinitive, future or conditional when a frame's verb does not say that it happened, freed when the victims
    of a capture are free again; `void`: why the pattern itself says that it does not count; `yields`: an indicator
    beside which it does not count.
    """

    owner: int
    start: int
    end: int
    cores: tuple[tuple[int, int], ...]
    term: str
    mood: str = ""
    void: str = ""
    yields: str = ""


@dataclass(frozen=True)
class Reading:
    """A sentence, its hits and every cue and voiding phrase in it, by group or by indicator."""

    sentence: Sentence
    hits: tuple[Hit, ...] = ()
    cues: dict[str, list[Found[Use]]] = field(default_factory=dict)
    domains: tuple[Found[Use], ...] = ()
    exclude: dict[int, list[Found[Use]]] = field(default_factory=dict)
    exclude_before: dict[int, list[Found[Use]]] = field(default_factory=dict)
    reversal: dict[int, list[Found[Use]]] = field(default_factory=dict)
    severity: dict[int, list[Found[Use]]] = field(default_factory=dict)
    vetoes: frozenset[int] = frozenset()  # indicators that a frame rules out


def scan_hits(folded: Canonical, scanner: Scanner) -> list[tuple[int, bool, int, int]]:
    """Position in the folded text, whether a whole term stands there, and the sides of near patterns it offers."""
    return [(start, a.direct, a.left, a.right) for start, _, anchors in scanner.scan(folded) for a in anchors]


def promising(hits: Sequence[tuple[int, bool, int, int]]) -> bool:
    """Whether any sentence could be worth reading: a whole term, or both sides of a near pattern in the field."""
    left = right = 0
    for _, whole, a, b in hits:
        if whole:
            return True
        left |= a
        right |= b
    return bool(left & right)


def worth_reading(hits: Iterable[tuple[int, bool, int, int]], folded: Canonical, spans: Sequence[Span]) -> list[int]:
    """The sentences with a whole term, or with both sides of one near pattern."""
    starts = [s.start for s in spans]
    direct: set[int] = set()
    left: dict[int, int] = defaultdict(int)
    right: dict[int, int] = defaultdict(int)
    for position, whole, a, b in hits:
        index = bisect_left(starts, folded.raw(position) + 1) - 1
        if whole:
            direct.add(index)
        left[index] |= a
        right[index] |= b
    both = {index for index, mask in left.items() if mask & right[index]}
    return sorted(i for i in direct | both if i >= 0)


def read(sentence: Sentence, book: LanguageBook, before: Callable[[], Sentence] | None = None) -> Reading:
    """Everything one sentence holds, from one pass over its words; "they" in it are who acts in the one `before`."""
    by_use: dict[Use, list[Found[Use]]] = {}
    for found in book.phrases.find(sentence):
        if found.use in by_use:
            by_use[found.use].append(found)
        else:
            by_use[found.use] = [found]
    by_role: dict[str, dict[tuple[int | str, int], list[Found[Use]]]] = {}
    for (role, owner, slot), group in by_use.items():
        by_role.setdefault(role, {})[owner, slot] = group
    vetoes: frozenset[int] = frozenset()
    hits = [
        Hit(int(owner), f.start, f.end, ((f.start, f.end),), f.term.text)
        for (owner, _), all_found in by_role.get("any", {}).items()
        for f in all_found
    ]
    if "a" in by_role and "b" in by_role:
        hits += _near_hits(book.nears, by_role["a"], by_role["b"])
    if "family" in by_role:
        framed, vetoes = _frame_hits(sentence, book, by_role["family"], before)
        hits += framed
    if "all" in by_role:
        hits += _joint_hits(book, by_role["all"])
    return Reading(
        sentence,
        _longest(hits),
        {str(group): found for (group, _), found in by_role.get("cue", {}).items()},
        tuple(f for found in by_role.get("domain", {}).values() for f in found),
        _by_owner(by_role.get("exclude", {})),
        _by_owner(by_role.get("exclude_before", {})),
        _by_owner(by_role.get("reversal", {})),
        _by_owner(by_role.get("severity", {})),
        vetoes=vetoes,
    )


def _by_owner(found: dict[tuple[int | str, int], list[Found[Use]]]) -> dict[int, list[Found[Use]]]:
    return {int(owner): all_found for (owner, _), all_found in found.items()}


def _near_hits(
    rules: Sequence[NearRule],
    lefts: dict[tuple[int | str, int], list[Found[Use]]],
    rights: dict[tuple[int | str, int], list[Found[Use]]],
) -> list[Hit]:
    hits = []
    for rule in rules:
        key = (rule.owner, rule.slot)
        if key in lefts and key in rights:
            hits += [_pair(rule, *pair) for pair in near_pairs(lefts[key], rights[key], rule)]
    return hits


def _frame_hits(
    sentence: Sentence,
    book: LanguageBook,
    found: dict[tuple[int | str, int], list[Found[Use]]],
    before: Callable[[], Sentence] | None,
) -> tuple[list[Hit], frozenset[int]]:
    """Hits of event frames and what they rule out."""
    scene = scene_of(sentence, book, ((slot, group) for (_, slot), group in found.items()))
    scene = with_they(scene, before, book) if before else scene
    hits, acting = [], book.frames.acting(scene.parts)
    for frame, act, target, _, mood in find_frames(scene, acting):
        cores = tuple(sorted({act[:2], target[:2]}))
        text = act.text if act == target else f"{act.text} > {target.text}"
        hits.append(Hit(frame.owner, cores[0][0], cores[-1][1], cores, text, mood, yields=frame.yields))
    return hits, vetoed(scene, acting)


def _joint_hits(book: LanguageBook, found: dict[tuple[int | str, int], list[Found[Use]]]) -> list[Hit]:
    places = {slot: [Place(f.start, f.end, f.term.text) for f in group] for (_, slot), group in found.items()}
    hits = []
    for owner, spots, void in joint_matches(book.joints, places, "in the sentence"):
        cores = tuple(sorted({spot[:2] for spot in spots}))
        text = " ... ".join(spot.text for spot in spots)
        hits.append(Hit(owner, cores[0][0], max(end for _, end in cores), cores, text, void=void))
    return hits


def with_wide(reading: Reading, matches: Sequence[WideMatch]) -> Reading:
    """The reading with what the whole article makes of its words."""
    wide = [Hit(m.owner, m.cores[0][0], m.cores[-1][1], m.cores, m.text, void=m.void) for m in matches]
    return replace(reading, hits=_longest([*reading.hits, *wide]))


def near_pairs(
    lefts: Sequence[Found[Use]], rights: Sequence[Found[Use]], rule: NearRule
) -> list[tuple[Found[Use], Found[Use]]]:
    """Each `a` with the nearest `b` after it (or on either side when unordered), at most `within` words between.

    Of several `a` with the same `b` the nearest is kept.
    """
    pairs: dict[int, tuple[int, Found[Use], Found[Use]]] = {}
    ordered = sorted(rights)
    starts = [b.start for b in ordered]
    for a in lefts:
        after = bisect_left(starts, a.end)
        options = [(b.start - a.end, b) for b in ordered[after : after + 1]]
        if not rule.ordered:
            options += [(a.start - b.end, b) for b in ordered[:after] if b.end <= a.start]
        gap, b = min(options, key=lambda o: o[0], default=(rule.within + 1, a))
        if gap <= rule.within and gap < pairs.get(b.start, (gap + 1,))[0]:
            pairs[b.start] = (gap, a, b)
    return [(a, b) for _, a, b in pairs.values()]


def _pair(rule: NearRule, a: Found[Use], b: Found[Use]) -> Hit:
    cores = tuple(sorted([(a.start, a.end), (b.start, b.end)]))
    return Hit(rule.owner, cores[0][0], cores[1][1], cores, f"{a.term.text} ... {b.term.text}")


def _longest(hits: list[Hit]) -> tuple[Hit, ...]:
    """Hits of one indicator that lie inside another of its hits are the same mention: keep the longest.

    A hit that its own pattern voids, or that yields, is kept only where the indicator has no other.
    """
    for weak in ("void", "yields"):
        if any(getattr(h, weak) for h in hits):
            live = {h.owner for h in hits if not getattr(h, weak)}
            hits = [h for h in hits if not getattr(h, weak) or h.owner not in live]
    kept: list[Hit] = []
    reach: dict[int, int] = {}
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, len(h.cores), h.owner)):
        if hit.end > reach.get(hit.owner, 0):
            reach[hit.owner] = hit.end
            kept.append(hit)
    return tuple(kept)
