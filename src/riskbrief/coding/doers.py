"""Who did it: the subject of an active verb, who stands behind "by", the owner of a noun of action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from riskbrief.coding.reach import aimed, reaches
from riskbrief.coding.scene import Part, Scene, follows, led, starts_with

Voice = Literal["active", "passive", "nominal", "reduced", "around"]
DOER_REACH, AIMED_REACH = 26, 5  # words


def doer_of(scene: Scene, act: Part, voice: Voice, suffering: Part) -> Part | None:
    """Who did it."""
    others = [p for p in scene.doers if not (p.touches(suffering) or p.touches(act) or _answers(scene, p))]
    if voice == "active" and not _thing(scene, act):
        return _subject(scene, act, others)
    after = [p for p in others if 0 <= p.start - act.end <= DOER_REACH]
    named_by = (p for p in after if follows(scene, p, scene.small.by) or follows(scene, p, scene.small.during))
    if named := next(named_by, None):
        return _whose(scene, named, after)
    if voice != "nominal":
        return None
    touching = (p for p in reversed(others) if 0 <= act.start - p.end <= 1)
    beside = (p for p in after if p.start - act.end <= 3 and not _against(scene, act, p))
    return next(touching, next(beside, None))


def _thing(scene: Scene, act: Part) -> bool:
    """Whether several words that may be a verb are led by a preposition: "after the death of"."""
    return "word" in act.forms and act.end - act.start > 1 and led(scene, act, scene.small.during, 1)


def _whose(scene: Scene, some: Part, others: Sequence[Part]) -> Part:
    """The force that some belong to: "elements of Boko Haram"."""
    behind = (p for p in others if scene.sentence.words[some.end : p.start] in scene.small.owners)
    whole = (p for p in behind if not starts_with(scene, p.end, scene.small.owners))  # no "Army of Liberation"
    return next((p for p in whole if scene.sentence.breaks.isdisjoint(range(some.end, p.start + 1))), some)


def _answers(scene: Scene, part: Part) -> bool:
    """Whether a part stands behind the "by" of who only answered, told, watched or held something ("repelled by"), and
    did not do another act as well ("attacked and followed by")."""
    near = (p for p in range(part.start, max(part.start - 4, 0), -1) if p in scene.begins(scene.small.by))
    start = next(near, None)
    if start is None or start not in scene.ends(scene.small.answered):
        return False
    said = max((p for p in scene.begins(scene.small.answered) if p < start), default=start)
    joined = [p for p in range(max(said - 2, 0), said) if p in scene.begins(scene.small.coordinators)]
    return not any(act.end == p for act in scene.acts for p in joined)


def _against(scene: Scene, act: Part, part: Part) -> bool:
    """Whether a word behind which only what suffers can stand leads to a part: "assault on", "contre"."""
    return not scene.begins(scene.small.against).isdisjoint(range(act.end, part.start))


def _subject(scene: Scene, act: Part, others: Sequence[Part]) -> Part | None:
    """The nearest actor before an active verb that no verb before it made its object."""
    before = [p for p in reversed(others) if p.end <= act.start and act.start - p.end <= DOER_REACH]
    if "noun" in act.forms and before and before[0].end == act.start:
        return None  # "supplétifs tués"
    own = [p for p in before if scene.begins(scene.small.speech).isdisjoint(range(p.end, act.start))]
    own = [p for p in own if not _other_subject(scene, p, act)]
    own = [p for p in own if not _hit(scene, p)]
    free = (p for p in own if not any(_suffers(scene, a, p) for a in scene.acts))
    return next(free, own[0] if own else None)


def _hit(scene: Scene, actor: Part) -> bool:
    """Whether a noun of an act is aimed at an actor, who does nothing then: "an ambush on soldiers killed"."""
    return any(_straight(scene, b.end, actor.start) for b in scene.blows if b.end <= actor.start)


def _straight(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing but "on", "against" and articles or numbers stand between the noun of an act and an actor."""
    words, small = scene.sentence.words, scene.small
    lead = next((n for n in (2, 1) if words[start : start + n] in small.against), 0)
    between = words[start + lead : end]
    return bool(lead) and end - start <= AIMED_REACH and all((w,) in small.articles or w.isdigit() for w in between)


def _other_subject(scene: Scene, actor: Part, act: Part) -> bool:
    """Whether an act has a subject of its own in another clause than the actor: "gendarmes died when poachers fired",
    "when soldiers came, 29 people lay dead"."""
    inside = range(actor.end, act.start)
    opened = (p for p in scene.ends(scene.small.clauses) if p - 1 in inside)
    open_still = (p for p in opened if not any(p <= b <= act.start for b in scene.sentence.breaks))
    opens = any(_names_somebody(scene, p, act) for p in open_still)
    last = max((b for b in scene.sentence.breaks if b in inside), default=act.start)
    persons = any(last <= p < act.start for p in scene.begins(scene.small.persons))
    parts = (*scene.sufferers, *scene.numbers)
    return opens or persons or any(p.start >= last and p.end <= act.start for p in parts)


def _names_somebody(scene: Scene, start: int, act: Part) -> bool:
    """Whether a subject opens what stands before an act; "they" and the like settle that none does."""
    return start < act.start and scene.sentence.words[start : start + 1] not in scene.small.no_subject


def _suffers(scene: Scene, earlier: Part, part: Part) -> bool:
    """Whether an earlier act has this part as its object."""
    if earlier.middle or not 0 <= part.start - earlier.end <= 6:
        return False
    if follows(scene, part, scene.small.by):
        return False
    return reaches(scene, earlier, part, 6) if "noun" not in earlier.forms else aimed(scene, earlier, part, 6)
