"""Whom a blow hit whose victims have no name of their own: "people killed in a raid on a barracks" are its men."""

from __future__ import annotations

from collections.abc import Set

from riskbrief.coding.reach import aimed
from riskbrief.coding.scene import Part, Scene, led, starts_with

REACH = 8
"Words from the noun of a blow to whom it is aimed at."
LED = 4
"Words before the noun of a blow in which a small word tells how it stands to an act."


def hit_others(scene: Scene, act: Part, victims: Part, kinds: Set[str]) -> bool:
    """Whether people of no named kind were hit in a blow at others, and the sentence names nobody of these kinds: the
    blow is the subject of the act, or the act lies within it ("killed in an ambush of a convoy")."""
    if not _nameless(scene, victims):
        return False
    blows = (n for n in scene.blows if not n.touches(act) and _contains(scene, n, act))
    if not any(_aim(scene, blow) for blow in blows):
        return False
    return not any(scene.is_one(p, frozenset(kinds)) for p in scene.named if not _nameless(scene, p))


def _nameless(scene: Scene, victims: Part) -> bool:
    return scene.sentence.words[victims.start : victims.end] in scene.small.persons or scene.anonymous(victims)


def _contains(scene: Scene, blow: Part, act: Part) -> bool:
    """Whether an act is part of a blow, which is no mere occasion of it ("after an ambush, troops killed ...")."""
    first, last = sorted((act, blow), key=lambda p: p.start)
    if any(first.end <= a.start and a.end <= last.start and "finite" in a.forms for a in scene.acts):
        return False
    if blow.start < act.start:
        return not led(scene, blow, scene.small.barriers, LED) and not any(
            blow.end <= p.start and p.end <= act.start and not aimed(scene, blow, p, REACH) for p in scene.doers
        )
    if any(act.end <= b <= blow.start for b in scene.sentence.breaks):
        return False
    inside = [
        at for at in range(max(act.end, blow.start - LED), blow.start) if starts_with(scene, at, scene.small.amid)
    ]
    barriers = scene.begins(scene.small.barriers) | scene.begins(scene.small.by)
    return bool(inside) and barriers.isdisjoint(range(inside[-1] + 1, blow.start))


def _aim(scene: Scene, blow: Part) -> Part | None:
    """The first whom a blow is aimed at by name."""
    named = (p for p in scene.named if p.start >= blow.end and not _nameless(scene, p))
    return next((p for p in named if aimed(scene, blow, p, REACH)), None)
