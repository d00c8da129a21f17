"""Event frames that nearly matched: each requirement of a frame let go in turn, and the frame tried again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from riskbrief.coding.codebook import LanguageBook
from riskbrief.coding.frames import Found, Frame, find_frames
from riskbrief.coding.near_terms import WIDER
from riskbrief.coding.nearness import Miss, Missing, forms_in, instead, some
from riskbrief.coding.scene import NUMBER, Part, Scene
from riskbrief.coding.scenes import scene_of
from riskbrief.coding.sentences import Sentence
from riskbrief.definitions.inflect import Written
from riskbrief.folding import fold

ANY = frozenset[str]()
ANYWHERE = 2000  # words; more than a sentence has


def frame_misses(sentence: Sentence, book: LanguageBook, fired: Collection[int], free: Sequence[str]) -> Iterator[Miss]:
    """For each frame whose act stands in the sentence the one thing it lacks; then those that a word with another
    ending would fill, of the words that are `free`. Indicators that fired are left out."""
    found = ((f.use.slot, (f,)) for f in book.phrases.find(sentence) if f.use.role == "family")
    scene = scene_of(sentence, book, found)
    for frame in book.frames.acting(scene.parts):
        if frame.owner not in fired and (miss := _lack(scene, frame)):
            yield miss
    yield from _forms(scene, book, fired, free)


def _lack(scene: Scene, frame: Frame) -> Miss | None:
    """The nearest of all single changes of a frame that the sentence would fill."""
    ways = (_forbidden, _wrong_doer, _too_far, _unled, _no_company, _no_doer, _no_victim)
    return next((miss for way in ways if (miss := way(scene, frame))), None)


def _filled(scene: Scene, frame: Frame) -> Found | None:
    return next(find_frames(scene, [frame]), None)


def _forbidden(scene: Scene, frame: Frame) -> Miss | None:
    found = _filled(scene, frame._replace(without=ANY)) if scene.of(frame.without) else None
    if found is None:
        return None
    return _miss(found, "forbidden", f"{_one(scene, frame.without)} stands in the sentence, which the frame rules out")


def _too_far(scene: Scene, frame: Frame) -> Miss | None:
    found = _filled(scene, frame._replace(within=WIDER * frame.within))
    if found is None:
        return None
    gap = max(found.object.start - found.act.end, found.act.start - found.object.end)
    why = f"{gap} words lie between; the frame allows {frame.within}"
    return _miss(found, "gap", why, gap / (WIDER * frame.within + 1))


def _wrong_doer(scene: Scene, frame: Frame) -> Miss | None:
    found = _filled(scene, frame._replace(not_by=ANY)) if frame.not_by else None
    there = frozenset(name for name in frame.not_by if name in scene.parts)
    return found and _miss(found, "forbidden", f"it is done by {_names(there)}, whom the frame leaves out")


def _no_company(scene: Scene, frame: Frame) -> Miss | None:
    found = _filled(scene, frame._replace(beside=ANY)) if frame.beside else None
    return found and _miss(found, "part", f"none of {_names(frame.beside)} stands beside it")


def _unled(scene: Scene, frame: Frame) -> Miss | None:
    """The victim stands in the sentence, but the act does not lead to it."""
    if frame.around or not scene.of(frame.object) or (frame.by and not scene.of(frame.by)):
        return None
    found = _filled(scene, frame._replace(around=True, within=ANYWHERE, by=ANY, not_by=ANY))
    if found is None or _filled(scene, frame._replace(by=ANY)):
        return None
    why = f"'{found.object.text}' stands in the sentence, but not as what '{found.act.text}' is done to"
    return _miss(found, "reach", why)


def _no_doer(scene: Scene, frame: Frame) -> Miss | None:
    found = _filled(scene, frame._replace(by=ANY)) if frame.by else None
    if found is None:
        return None
    why = f"its actor is missing: none of {_names(frame.by)} stands in the sentence"
    if scene.of(frame.by):
        why = f"{_one(scene, frame.by)} stands in the sentence, but not as who does it"
    return _miss(found, "part" if frame.object else "half", why)


def _no_victim(scene: Scene, frame: Frame) -> Miss | None:
    if not frame.object or scene.of(frame.object):
        return None
    found = _filled(scene, frame._replace(object=ANY))
    if found is None:
        return None
    why = f"its object is missing: none of {_names(frame.object)} stands in the sentence"
    return _miss(found, "part" if frame.by or frame.beside else "half", why)


def _forms(scene: Scene, book: LanguageBook, fired: Collection[int], free: Sequence[str]) -> Iterator[Miss]:
    """Frames that one word more would fill: another form of a word of a family that the sentence lacks."""
    families: dict[str, dict[str, Written]] = {}
    for name, written in book.frames.written:
        families.setdefault(name, {})[fold(written.text)] = written
    for name, known in families.items():
        for position, form in forms_in(free, [w for w in known if " " not in w]):
            one = known[form]
            part = Part(position, position + 1, one.forms, one.middle, one.text)
            guess = replace(scene, parts={**scene.parts, name: [*scene.parts.get(name, ()), part]})
            for found in find_frames(guess, book.frames.acting(guess.parts)):
                if found.frame.owner not in fired and not _filled(scene, found.frame):
                    yield _miss(found, "form", instead(free[position], one.text))


def _miss(found: Found, missing: Missing, why: str, more: float = 0.0) -> Miss:
    act, target = found.act.text, found.object.text
    return Miss(found.frame.owner, missing, act if act == target else f"{act} > {target}", why, more)


def _one(scene: Scene, families: frozenset[str]) -> str:
    """The first word of some families in the sentence, and its family."""
    _, text, name = min((p.order, p.text, name) for name in families for p in scene.parts.get(name, ()))
    return f"'{text}' (@{name})"


def _names(families: frozenset[str]) -> str:
    """Families as terms name them."""
    return some(["a number" if name == NUMBER else f"@{name}" for name in sorted(families)], "")
