"""What a negation governs: the two halves of the French one, the clause it stands in, accusations that are denied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskbrief.coding.codebook import Use
from riskbrief.coding.match import Hit
from riskbrief.coding.phrases import Found
from riskbrief.coding.scopes import Cue, SentenceFrame, within_longer
from riskbrief.coding.terms import Term
from riskbrief.coding.text_words import TextBook
from riskbrief.folding import fold

TIGHT = 1  # words from a negation to talk about information that it voids: "no panic", not "no truth in the video"
REVERSAL_NEGATION_REACH = 3  # words from "not" to the reversal word it governs
_HALF_REACH = 5  # words from "ne" to "pas"


def negations(frame: SentenceFrame, text: TextBook) -> list[Cue]:
    """Every negation of the sentence that says something is not so, not one that only leaves it unconfirmed."""
    cues = [*frame.of("negation_before"), *_in_two_halves(frame, text)]
    return within_longer(cues, frame.of("hedges"))


def _in_two_halves(frame: SentenceFrame, text: TextBook) -> Iterator[Cue]:
    """ "n'ont toujours pas été", "n'attaque plus": from "ne" to its second half, in one stretch of words."""
    shields = frame.reading.cues.get("pseudo_triggers", ())
    for start, word in enumerate(frame.words):
        end = _second_half(frame, start, text) if word in text.negation_first else None
        if end is not None and not any(s.start < end and start < s.end for s in shields):
            said = " ".join(frame.words[start:end])
            yield Found(start, end, Term(said, tuple(frame.words[start:end])), Use("cue", "negation_before"))


def _second_half(frame: SentenceFrame, start: int, text: TextBook) -> int | None:
    """Where the second half ends; None when there is none, or when it only limits ("ne ... plus que")."""
    words, breaks = frame.words, frame.reading.sentence.breaks
    for here in range(start + 1, min(start + 1 + _HALF_REACH, len(words))):
        if here in breaks:
            return None
        if words[here] in text.negation_second:
            return None if here + 1 < len(words) and words[here + 1] in text.negation_only else here + 1
    return None


def governed(frame: SentenceFrame, cue: Cue, hit: Hit, gap: int, text: TextBook) -> bool:
    """Whether a negation governs what stands `gap` words on: no punctuation and no new clause between, except in a
    list ("did not burn, loot or kill"), and none before it where the hit began ("blown up; none of the men")."""
    breaks, start = frame.reading.sentence.breaks, cue.end + gap
    first = hit.cores[0]
    if not _told_later(frame, hit) and any(first[1] <= b <= cue.start for b in breaks):
        return False
    between = frame.words[cue.end : start]
    parted = frame.words[cue.end : hit.cores[-1][0]] if _told_later(frame, hit) else between
    if any(word in text.subordinators for word in parted) or _of_another(frame, cue, between, text):
        return False
    if presupposed(frame, cue, hit, start, text):
        return False
    return not any(cue.end <= b <= start for b in breaks) or any(word in text.listing for word in between)


def _of_another(frame: SentenceFrame, cue: Cue, between: Sequence[str], text: TextBook) -> bool:
    """Whether "no" is of a noun that a preposition joins to the hit ("no statement on the massacre"), and not of
    word of it ("no report of a massacre")."""
    if cue.end - cue.start > 1 or frame.words[cue.start] not in text.none_of:
        return False
    joint = next((n for n, word in enumerate(between) if word in text.prepositions), 0)
    return joint > 0 and not any(word.startswith(text.news) for word in between[:joint])


def presupposed(frame: SentenceFrame, cue: Cue, hit: Hit, start: int, text: TextBook) -> bool:
    """Whether the hit is a definite thing that a verb behind a cue acts upon ("could not reach the protest"), not one
    that the verb would bring about ("did not launch the offensive") nor the act that "of" completes."""
    between = frame.words[cue.end : start]
    if " > " in hit.term or len(between) < 2 or text.definite.isdisjoint(between[1:][-3:]):
        return False
    following = frame.words[hit.end : hit.end + 1]
    makes = any(word.startswith(text.bringing_about) for word in between)
    return not makes and not (following and following[0] in text.governing)


def _told_later(frame: SentenceFrame, hit: Hit) -> bool:
    """Whether the act of a frame stands behind its object, so that a negation between them is of the act."""
    _, found, target = hit.term.partition(" > ")
    return bool(found) and frame.words[slice(*hit.cores[0])] == tuple(fold(target).replace("'", " ").split())


def holds(cue: Cue, core: tuple[int, int]) -> bool:
    """Whether a matched phrase stands inside a negation: "n'attaque pas", "personne n'a été enlevé"."""
    return cue.start <= core[0] and core[1] <= cue.end and cue[:2] != core


def has_ne(frame: SentenceFrame, position: int, text: TextBook) -> bool:
    """Whether the first half of a negation in two parts stands shortly before."""
    return bool(text.negation_first & set(frame.words[max(position - 3, 0) : position]))


def accuses(words: Sequence[str], text: TextBook) -> bool:
    """Whether the words from a denial on speak of an accusation or of doing something ("denies running"), not of a
    rumour or a fake."""
    acts = any(word in text.denied_acts or word.endswith(text.denied_act_endings) for word in words[1:3])
    return acts or any(word.startswith(text.accusations) for word in words)


def negative(hit: Hit, cues: Sequence[Cue]) -> bool:
    """Whether a hit itself says no ("nobody came"), so that a "no" before it is of something else."""
    return any(a <= cue.start and cue.end <= b and (a, b) != cue[:2] for cue in cues for a, b in hit.cores)


def keeps(cue: Cue, hit: Hit, frame: SentenceFrame) -> bool:
    """ "did not lift the sanctions": the negation is of the reversal, so the sanctions stand."""
    words = frame.reading.reversal.get(hit.owner, ())
    return any(0 <= word.start - cue.end <= REVERSAL_NEGATION_REACH for word in words)
