"""Whom a blow hit whose victims have no name of their own: "people killed in a raid on a barracks" are its men."""

from __future__ import annotations

from collections.abc import Set

from riskbrief.coding.reach import aimed, reaches
from riskbrief.coding.scene import Part, Scene

REACH = 8
"Words from a noun or verb of a blow to whom it hits."


def hit_others(scene: Scene, act: Part, victims: Part, kinds: Set[str]) -> bool:
    """Whether people of no named kind were hit in a blow at somebody of none of these kinds, and at nobody of them.

    The blow is a noun in the same clause ("an ambush of a convoy killed 12 people"), or the verb that a gerund goes on
    from ("attacked a post, killing 12 people").
    """
    if not _nameless(scene, victims):
        return False
    aims = [aim for aim in (_aim(scene, blow) for blow in _blows(scene, act)) if aim]
    return bool(aims) and not any(scene.is_one(p, frozenset(kinds)) for p in scene.named if not _nameless(scene, p))


def _nameless(scene: Scene, victims: Part) -> bool:
    return scene.sentence.words[victims.start : victims.end] in scene.small.persons or scene.anonymous(victims)


def _blows(scene: Scene, act: Part) -> list[Part]:
    """What an act belongs to: nouns of acts in its clause, and the verb before it where it is a gerund."""
    nouns = [n for n in scene.blows if not n.touches(act) and _one_clause(scene, act, n)]
    verbs = [a for a in scene.acts if a.end <= act.start and "finite" in a.forms] if "gerund" in act.forms else []
    return nouns + verbs[-1:]


def _one_clause(scene: Scene, act: Part, noun: Part) -> bool:
    """Whether no other verb that says something happened stands between an act and a noun."""
    first, last = sorted((act, noun), key=lambda p: p.start)
    return not any(first.end <= a.start and a.end <= last.start and "finite" in a.forms for a in scene.acts)


def _aim(scene: Scene, blow: Part) -> Part | None:
    """The first whom a blow is aimed at by name."""
    to = aimed if "noun" in blow.forms else reaches
    named = (p for p in scene.named if p.start >= blow.end and not _nameless(scene, p))
    return next((p for p in named if to(scene, blow, p, REACH)), None)
