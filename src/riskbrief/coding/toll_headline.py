"""A headline that adds up what its text tells of several scenes: "Twin raids leave 14 dead" (method B.6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riskbrief.coding.claims import sentence_toll
from riskbrief.coding.toll_telling import Stated, Telling, counts
from riskbrief.coding.tolls import Toll

HEADLINE = 0
"The number of the title among the sentences of an article."


def without_sum(stated: Mapping[int, Sequence[Toll]], telling: Telling) -> Stated:
    """The tolls without the dead of the headline where they are the sum of those of two scenes or more: each scene
    tells its own."""
    out = {n: list(tolls) for n, tolls in stated.items()}
    whole = sentence_toll([t for t in out.get(HEADLINE, ()) if counts(t)])
    scenes = _scenes(out, telling)
    if whole and len(scenes) > 1 and whole.best == sum(scenes):
        out[HEADLINE] = [t for t in out[HEADLINE] if not counts(t)]
    return out


def _scenes(stated: Stated, telling: Telling) -> list[int]:
    """The most dead that each scene of the text tells of, in reading order."""
    found: list[tuple[int, int]] = []
    for number in sorted(n for n in stated if n > HEADLINE):
        toll = sentence_toll([t for t in stated[number] if counts(t)])
        if toll is None:
            continue
        same = next((n for n, (first, _) in enumerate(found) if telling.of_one_scene(first, number)), None)
        if same is None:
            found.append((number, toll.best))
        else:
            found[same] = (found[same][0], max(found[same][1], toll.best))
    return [best for _, best in found]
