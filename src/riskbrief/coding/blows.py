"""Whom a blow hit whose victims have no name of their own: "people killed in a raid on a barracks" are its men."""

from __future__ import annotations

from riskbrief.coding.reach import aimed
from riskbrief.coding.scene import Part, Scene, led, starts_with

REACH = 8
"Words from the noun of a blow to whom it is aimed at."
LED = 4
"Words before the noun of a blow in which a small word tells how it stands to an act."


def hit_others(scene: Scene, act: Part, victims: Part, kinds: frozenset[str]) -> bool:
    """Whether people of no named kind were hit in a blow at others, and the sentence names nobody of these kinds: the
    blow is the subject of the act, or the act lies within it ("killed in an ambush of a convoy")."""
    if not _nameless(scene, victims):
        return False
    blows = (n for n in scene.blows if not n.touches(act) and _contains(scene, n, act))
    if not any(_aim(scene, blow) for blow in blows):
        return False
    return not any(scene.is_one(p, kinds) for p in scene.named if not _nameless(scene, p))


def _nameless(scene: Scene, victims: Part) -> bool:
    return scene.sentence.words[victims.start : victims.end] in scene.small.persons or scene.anonymous(victims)


def _contains(scene: Scene, blow: Part, act: Part) -> bool:
    """Whether an act is part of a blow, which is no mere occasion of it ("after an ambush, troops killed ...")."""
    first, last = sorted((act, blow), key=lambda p: p.start)
    if any(first.end <= a.start and a.end <= last.start and "finite" in a.forms for a in scene.acts):
        return False
    return _is_subject(scene, blow, act) if first is blow else _surrounds(scene, blow, act)


def _is_subject(scene: Scene, blow: Part, act: Part) -> bool:
    """Whether the blow does the act: no small word makes it an occasion, and nobody else stands between them."""
    between = (p for p in scene.doers if blow.end <= p.start and p.end <= act.start)
    return not led(scene, blow, scene.small.barriers, LED) and all(aimed(scene, blow, p, REACH) for p in between)


def _surrounds(scene: Scene, blow: Part, act: Part) -> bool:
    """Whether a word like "in" leads from the act to the blow right behind it."""
    small = scene.small
    if any(act.end <= b <= blow.start for b in scene.sentence.breaks):
        return False
    before = range(max(act.end, blow.start - LED), blow.start)
    inside = max((at for at in before if starts_with(scene, at, small.amid)), default=blow.start)
    others = scene.begins(small.barriers) | scene.begins(small.by)
    return inside < blow.start and others.isdisjoint(range(inside + 1, blow.start))


def _aim(scene: Scene, blow: Part) -> Part | None:
    """The first whom a blow is aimed at by name."""
    named = (p for p in scene.named if p.start >= blow.end and not _nameless(scene, p))
    return next((p for p in named if aimed(scene, blow, p, REACH)), None)
