"""How far an act reaches for what suffers it: over which words, past which other sufferers."""

from __future__ import annotations

from riskbrief.coding.scene import Part, Scene, led


def reaches(scene: Scene, act: Part, target: Part, within: int) -> bool:
    """Whether an active verb reaches its object: no barrier word; punctuation only between listed verbs."""
    if target.start - act.end > within:
        return False
    words, breaks = scene.sentence.words, scene.sentence.breaks
    between = scene.begins(scene.small.barriers).intersection(range(act.end, target.start))
    if any(words[p : p + 1] in scene.small.barriers for p in between):
        return False
    if not _first(scene, act, target):
        return False
    crossed = [b for b in breaks if act.end <= b <= target.start]
    return not crossed or any(act.end <= a.start and a.end <= target.start for a in scene.acts)


def aimed(scene: Scene, act: Part, target: Part, within: int) -> bool:
    """Whether "on", "against", "contre", "de" leads to the target, right after a noun of action or after its doer
    ("the raid by soldiers on a village", "l'arrestation par la police de deux reporters")."""
    if target.start - act.end > within or any(act.end < b <= target.start for b in scene.sentence.breaks):
        return False
    if not _first(scene, act, target):
        return False
    begin, leading = act.end, scene.small.target
    if (by := _last_by(scene, act, target)) is not None:
        if not scene.begins(scene.small.against).isdisjoint(range(by, target.start)):
            return True
        begin = min((d.end for d in scene.doers if 0 <= d.start - by <= 3), default=by + 2)
        leading -= scene.small.during
    words = scene.sentence.words
    leads = range(begin, min(begin + 4, target.start))
    return any(words[p : p + size] in leading for p in leads for size in (1, 2))


def _last_by(scene: Scene, act: Part, target: Part) -> int | None:
    """Where the last "by" between a noun of action and its target stands; None when none does."""
    return max((p for p in scene.begins(scene.small.by) if act.end <= p < target.start), default=None)


def _first(scene: Scene, act: Part, target: Part) -> bool:
    """Whether nothing else that can suffer stands between act and target, unless the two are joined ("and") or "by"
    leads to it."""
    for part in scene.sufferers:
        inside = act.end <= part.start and part.end <= target.start and not part.touches(target)
        inside = inside and not led(scene, part, scene.small.by, 2)
        if inside and scene.begins(scene.small.coordinators).isdisjoint(range(part.end, target.start)):
            return False
    return True
