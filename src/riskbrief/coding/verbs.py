"""Small grammar that cue lists need: the French conditional, predicates that look back, the month of May."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.coding.scopes import Cue, SentenceFrame


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COPULAS = _words(
    """
    is are was were be been being remains remain remained seems seemed looks looked est sont etait etaient ete etre
    reste restent restait semble semblait parait paraissait
    """
)
_ADVERBS = _words(
    """
    also still now widely again very not ainsi egalement aussi deja bien meme encore ete t il elle ils elles y en pas
    """
)
_SEMI_MODALS = _words("pu du voulu fallu")
_PARTICIPLE = tuple(sorted(_words("e ee es ees i ie is ies u ue us ues it ite its ert erts mort morts")))
_BEFORE_MONTH = _words("in on of by until since from last next this late early mid end")


def is_conditional(word: str, language: str) -> bool:
    """French "aurait", "auraient", "serait", "seraient": said, not known."""
    return language == "fr" and word in {"aurait", "auraient", "serait", "seraient"}


def reported(words: Sequence[str], position: int) -> bool:
    """Whether a conditional at `position` reports a fact: it is followed by a participle.

    >>> reported("des hommes auraient attaqué".replace("é", "e").split(), 2)
    True
    >>> reported("il aurait pu partir".split(), 1)
    False
    """
    return _next(words, position).endswith(_PARTICIPLE) and not counterfactual(words, position)


def counterfactual(words: Sequence[str], position: int) -> bool:
    """Whether a conditional at `position` says what could have been: "aurait pu"."""
    return _next(words, position) in _SEMI_MODALS


def _next(words: Sequence[str], position: int) -> str:
    here = position + 1
    while here < len(words) and words[here] in _ADVERBS:
        here += 1
    return words[here] if here < len(words) else ""


def predicative(words: Sequence[str], cue: Cue) -> bool:
    """Whether a one-word cue says something of what stands before it: "was possible", "is widely feared"."""
    here = cue.start - 1
    while here > 0 and words[here] in _ADVERBS and words[here] not in _COPULAS:
        here -= 1
    return cue.end - cue.start == 1 and here >= 0 and words[here] in _COPULAS


def is_month(frame: SentenceFrame, cue: Cue) -> bool:
    """ "May" with a capital is the month or a name, except where every word of a headline has one.

    At the start of a sentence it is the month when a number follows.
    """
    if frame.words[cue.start] != "may" or not frame.as_read(cue.start)[0].isupper():
        return False
    following = frame.words[cue.end] if cue.end < len(frame.words) else ""
    if following.isdigit() or (cue.start and frame.words[cue.start - 1] in _BEFORE_MONTH):
        return True
    return cue.start > 0 and not _headline(frame)


def _headline(frame: SentenceFrame) -> bool:
    long = [frame.as_read(i) for i in range(len(frame.words)) if len(frame.words[i]) > 3]
    return frame.reading.sentence.number == 0 and bool(long) and all(w[0].isupper() or w[0].isdigit() for w in long)
