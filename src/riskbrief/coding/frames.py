"""Event frames: who did what to whom, over word families, whatever the voice (method B.2, C).

A frame names families for the act, what suffers it and who does it. "Gunmen attacked the post", "the post was
attacked", "the attack on the post" and "l'attaque du poste" are one frame: the act decides by its form and the small
words around it where its object and its doer stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riskbrief.coding.blows import hit_others
from riskbrief.coding.doers import Voice, doer_of
from riskbrief.coding.reach import aimed, reaches
from riskbrief.coding.scene import NUMBER, Part, Scene, follows, led, speaks, starts_with

OBJECT_BEFORE, LIST_REACH, PERSONS_REACH = 14, 14, 6  # words
CAPTURE = frozenset({"abduct", "carry_off"})
"Families of acts whose victims may be free again."
FREED = "freed"
"The mood of such an act in a sentence that tells of it."


class Frame(NamedTuple):
    """A frame of indicator `owner`, families by name. `by` empty: anybody but `not_by`; `yields`: an indicator;
    `kinds`: the families that any frame of the indicator names as object."""

    owner: int
    act: frozenset[str]
    object: frozenset[str]
    by: frozenset[str]
    not_by: frozenset[str]
    beside: frozenset[str]
    without: frozenset[str]
    within: int
    around: bool
    yields: str = ""
    kinds: frozenset[str] = frozenset()


class Found(NamedTuple):
    """A frame met in a sentence: its act, its object (equal to the act when the frame needs none) and how."""

    frame: Frame
    act: Part
    object: Part
    voice: Voice
    mood: str


def find_frames(scene: Scene, frames: Sequence[Frame]) -> Iterator[Found]:
    """Every frame that the sentence fills, one for each act; the act of each of `frames` stands in it."""
    for frame in frames:
        if not _suits(scene, frame):
            continue
        for act in scene.of(frame.act):
            if found := _fill(scene, frame, act):
                yield found


def vetoed(scene: Scene, frames: Sequence[Frame]) -> frozenset[int]:
    """Indicators with a frame whose act and object stand in the sentence with a word that rules the frame out."""
    parts = scene.parts
    ruled_out = [f for f in frames if not f.without.isdisjoint(parts)]
    return frozenset(f.owner for f in ruled_out if not f.object or not f.object.isdisjoint(parts))


def _suits(scene: Scene, frame: Frame) -> bool:
    """Whether the sentence holds words for every other side of a frame, and none that rule it out."""
    parts = scene.parts
    if not frame.without.isdisjoint(parts):
        return False
    if frame.object and NUMBER not in frame.object and frame.object.isdisjoint(parts):
        return False
    if frame.by and frame.by.isdisjoint(parts):
        return False
    return not frame.beside or not frame.beside.isdisjoint(parts)


def _fill(scene: Scene, frame: Frame, act: Part) -> Found | None:
    every: list[Voice] = ["around"] if frame.around else voices(scene, act)
    for voice in every:
        suffering = _suffering(scene, frame, act, voice)
        if suffering is None or (_may_be_theirs(scene, frame, act) and hit_others(scene, act, suffering, frame.kinds)):
            continue
        doer = doer_of(scene, act, voice, suffering)
        if doer and scene.is_one(doer, frame.not_by):
            return None
        if frame.by and not (doer and scene.is_one(doer, frame.by)):
            continue
        return Found(frame, act, suffering, voice, _mood(scene, act, voice))
    return None


def _may_be_theirs(scene: Scene, frame: Frame, act: Part) -> bool:
    """Whether nameless victims of an act can be those of a blow at others: not where the frame asks who did it, nor
    where somebody is carried off."""
    return not frame.by and not scene.is_one(act, CAPTURE)


def _suffering(scene: Scene, frame: Frame, act: Part, voice: Voice) -> Part | None:
    """What suffers the act; the act itself stands for anybody where a frame names only the doer."""
    if frame.object:
        return _object(scene, frame, act, voice)
    return act if not frame.by or voice != "active" or _governs(scene, act) else None


def _governs(scene: Scene, act: Part) -> bool:
    """Whether words that could be an object follow a verb: "attacked Boulkessi", not "attacked in", "killed by"."""
    small = scene.small
    if act.end >= len(scene.sentence.words) or act.end in scene.sentence.breaks:
        return False
    others = (small.barriers, small.by, small.passive, small.perfect, small.coordinators)
    return not any(starts_with(scene, act.end, words) for words in others)


def _mood(scene: Scene, act: Part, voice: Voice) -> str:
    """`infinitive`, `future` or `conditional` when the act is not told as having happened, `freed` when its victims
    are free again ("freed a nurse kidnapped in May"); else empty."""
    if voice == "reduced" and scene.is_one(act, CAPTURE) and _freed(scene, act):
        return FREED
    if voice == "nominal":
        return ""
    if act.forms <= {"conditional"}:
        return "conditional"
    if act.forms <= {"future"} or led(scene, act, scene.small.future):
        return "future"
    bare = act.forms <= {"infinitive"} or ("infinitive" in act.forms and led(scene, act, scene.small.to, 2))
    return "infinitive" if bare and not led(scene, act, scene.small.realised, 4) else ""


def _freed(scene: Scene, act: Part) -> bool:
    """Whether a word of freeing stands before an act: "freed a nurse kidnapped", not "kidnapped, then released"."""
    return any(start < act.start for start in scene.begins(scene.small.freeing))


def voices(scene: Scene, act: Part) -> list[Voice]:
    """What the act can be, the likelier first.

    A participle after a form of `be` is passive; after `have` active; alone it is active with an object behind it,
    else passive; a noun is nominal.
    """
    if act.middle:
        return ["passive", "active"] if act.forms - {"noun"} else ["nominal"]
    if "word" in act.forms:
        return ["active", "nominal", "passive"]
    if "noun" in act.forms and led(scene, act, scene.small.articles, 2):
        return ["nominal"]
    found: list[Voice] = []
    if "participle" in act.forms and led(scene, act, scene.small.passive):
        return ["passive"]
    if "participle" in act.forms and led(scene, act, scene.small.perfect):
        return ["active"]
    if act.forms - {"noun", "participle"}:
        found.append("active")
    if "noun" in act.forms:
        found.append("nominal")
    if "participle" in act.forms:
        found.append("reduced")
    return found


def _object(scene: Scene, frame: Frame, act: Part, voice: Voice) -> Part | None:
    found = [p for p in scene.of(frame.object) if not p.touches(act) and not _of_others(scene, frame, p)]
    if voice == "around":
        silent = [p for p in found if not speaks(scene, p)]
        nearest = min(silent, key=lambda p: (_gap(act, p), p.order), default=None)
        return nearest if nearest and _gap(act, nearest) <= frame.within else None
    if voice == "active":
        return next((p for p in found if p.start >= act.end and reaches(scene, act, p, frame.within)), None)
    before = [p for p in found if p.end <= act.start and not led(scene, p, scene.small.by, 2)]
    if voice == "nominal":
        towards = next((p for p in found if p.start >= act.end and aimed(scene, act, p, frame.within)), None)
        touching = next((p for p in reversed(before) if act.start - p.end <= 0 and not _subject(scene, act, p)), None)
        return towards or touching
    if voice == "reduced" and _has_object(scene, act, frame.within):
        return None
    reach = OBJECT_BEFORE if voice == "passive" else 1
    near = next((p for p in reversed(before) if act.start - p.end <= reach and _open(scene, p.end, act.start)), None)
    if near is None and voice == "passive":
        after = (p for p in found if 0 <= p.start - act.end <= 2 and not _cut_off(scene, act, p))
        return next(after, None)
    return near


def _has_object(scene: Scene, act: Part, within: int) -> bool:
    """Whether a verb is active because somebody suffers it: "gunmen killed a guard", "gunmen killed three people"."""
    if any(reaches(scene, act, p, within) for p in scene.sufferers if p.start >= act.end):
        return True
    small, persons = scene.small, scene.begins(scene.small.persons)
    stops = scene.begins(small.barriers) | scene.begins(small.coordinators) | scene.sentence.breaks
    after = range(act.end, min(act.end + PERSONS_REACH, len(scene.sentence.words)))
    return next((at not in stops for at in after if at in persons or at in stops), False)


def _subject(scene: Scene, act: Part, part: Part) -> bool:
    """Whether a plural right before a word that may be a verb is its subject: "soldiers raid", not "army base raid"."""
    return bool(act.forms - {"noun"}) and part.end in scene.ends(scene.small.bare_plurals)


def _of_others(scene: Scene, frame: Frame, part: Part) -> bool:
    """Whether a bare number or "others" counts more of a kind named before it that is none of the frame's objects:
    "three soldiers died and five were hurt"."""
    if not scene.anonymous(part):
        return False
    named = [p for p in scene.named if p.end <= part.start]
    return bool(named) and part.start - named[-1].end <= LIST_REACH and not scene.is_one(named[-1], frame.object)


def _gap(act: Part, part: Part) -> int:
    return max(part.start - act.end, act.start - part.end)


def _cut_off(scene: Scene, act: Part, part: Part) -> bool:
    """Whether words after a passive verb name its doer or belong to another clause."""
    return follows(scene, part, scene.small.by) or any(act.end <= b <= part.start for b in scene.sentence.breaks)


def _open(scene: Scene, start: int, end: int) -> bool:
    """No other act that says something happened between an object and its passive verb."""
    inside = (a for a in scene.acts if start <= a.start and a.end < end and "finite" in a.forms)
    return all(led(scene, a, scene.small.to, 1) for a in inside)
