"""Sentences as scenes of event frames: the words of each family in them, and whom "they" stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from riskbrief.coding.codebook import LanguageBook, Use
from riskbrief.coding.phrases import Found
from riskbrief.coding.scene import ORDER, Part, Scene, follows, led, starts_with
from riskbrief.coding.sentences import Sentence

PRONOUN_REACH = 2
"Words of a sentence among which a pronoun is its subject."
PLACE_FAMILY = "_site"
"How the names of word families of places end."
SUBJECT_REACH = 8
"Words of a sentence among which its subject stands."


def scene_of(sentence: Sentence, book: LanguageBook, found: Iterable[tuple[int, Sequence[Found[Use]]]]) -> Scene:
    """A sentence with its word families, from the phrases found of each slot of `FrameBook.written`; of overlapping
    words the longest stretch belongs to a family."""
    parts: dict[str, list[Part]] = {}
    for part, name in _outermost(book, found):
        parts.setdefault(name, []).append(part)
    frames = book.frames
    return Scene(sentence, parts, frames.small, book.tongue.numbers, frames.actors, frames.objects, frames.clausal)


def _outermost(book: LanguageBook, found: Iterable[tuple[int, Sequence[Found[Use]]]]) -> list[tuple[Part, str]]:
    """Words that only stand near others hide none of those that tell who did what to whom; of either only those that
    lie in no longer one are kept."""
    every: list[tuple[int, int, str, int, Part]] = []  # with a running number: sorted as they stand, without a key
    for slot, group in found:
        name, written = book.frames.written[slot]
        for f in group:
            part = Part(f.start, f.end, written.forms, written.middle, written.text)
            every.append((f.start, -f.end, name, len(every), part))
    every.sort()
    clausal = book.frames.clausal
    telling, near, reach, own = [], [], (0, 0), (0, 0)
    for start, minus_end, name, _, part in every:
        span = (start, -minus_end)
        covered = span[1] <= reach[1] and span != reach
        reach = reach if covered else span
        if name in clausal:
            if span[1] > own[1] or span == own:
                own = span
                telling.append((part, name))
        elif not covered:
            near.append((part, name))
    return telling + near


def with_they(scene: Scene, before: Callable[[], Sentence], book: LanguageBook) -> Scene:
    """The scene in which a pronoun that opens it belongs to the families of the subject of the sentence before,
    those that do or suffer acts."""
    spot = next((n for n in range(PRONOUN_REACH) if starts_with(scene, n, scene.small.they)), None)
    if spot is None or any(p.start < spot for p in (*scene.doers, *scene.sufferers)):
        return scene
    families = {name for name in _subject(_read(before(), book)) if not book.frames.acting([name])}
    they = Part(spot, spot + 1, frozenset({"noun"}), False, scene.sentence.words[spot])
    return replace(scene, parts={**scene.parts, **{f: [they, *scene.parts.get(f, ())] for f in sorted(families)}})


def _read(sentence: Sentence, book: LanguageBook) -> Scene:
    """A sentence as a scene, from its words."""
    found: dict[int, list[Found[Use]]] = {}
    for one in book.phrases.find(sentence):
        if one.use[0] == "family":
            found.setdefault(one.use[2], []).append(one)
    return scene_of(sentence, book, found.items())


def _subject(scene: Scene) -> frozenset[str]:
    """The families of the subject of a sentence; none when it stands far back, or another party is named
    beside it: no place, and nobody of its own side."""
    parties = {p for p in (*scene.doers, *scene.named) if not (_tells(scene, p) or _is_place(scene, p))}
    every = sorted(parties, key=ORDER)
    if not every or every[0].start > SUBJECT_REACH or any(follows(scene, p, scene.small.by) for p in scene.doers):
        return frozenset()
    if any(not p.touches(every[0]) and not _on_its_side(scene, p) for p in every[1:]):
        return frozenset()  # "police arrested bandits. They had ...": either may be meant
    return frozenset(name for name, parts in scene.parts.items() if any(p.touches(every[0]) for p in parts))


def _on_its_side(scene: Scene, part: Part) -> bool:
    """Whether words name others on the side of a subject: "soldiers and their auxiliaries"."""
    return any(end in scene.ends(scene.small.own_side) for end in range(part.start, part.end + 1))


def _is_place(scene: Scene, part: Part) -> bool:
    """Whether words name a place, which does nothing (`civilian_site`)."""
    return any(part in parts for name, parts in scene.parts.items() if name.endswith(PLACE_FAMILY))


def _tells(scene: Scene, part: Part) -> bool:
    """Whether somebody only says what the sentence tells: "the army said ...", "according to the army, ..."."""
    speech = scene.small.speech
    after = any(starts_with(scene, p, speech) for p in (part.end, part.end + 1))
    return after or (starts_with(scene, 0, speech) and led(scene, part, speech, 3))
