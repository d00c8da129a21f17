"""Small grammar that cue lists need: the conditional of hearsay, predicates that look back, the month of May."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.coding.calendars import CalendarBook
from riskbrief.coding.codebook import LanguageBook
from riskbrief.coding.match import Hit
from riskbrief.coding.scopes import Cue, SentenceFrame, overlaps
from riskbrief.coding.text_words import TextBook


def reported(words: Sequence[str], position: int, text: TextBook) -> bool:
    """Whether a conditional at `position` ("auraient") reports a fact: a participle follows ("auraient attaqué")."""
    return _next(words, position, text).endswith(text.participle_endings) and not counterfactual(words, position, text)


def counterfactual(words: Sequence[str], position: int, text: TextBook) -> bool:
    """Whether a conditional at `position` says what could have been: "aurait pu"."""
    return _next(words, position, text) in text.semi_modals


def _next(words: Sequence[str], position: int, text: TextBook) -> str:
    here = position + 1
    while here < len(words) and words[here] in text.adverbs:
        here += 1
    return words[here] if here < len(words) else ""


def predicative(words: Sequence[str], cue: Cue, text: TextBook) -> bool:
    """Whether a cue says something of what stands before it: "was possible", "is feared", "is pure invention"."""
    here = cue.start - 1
    while here > 0 and words[here] in text.adverbs and words[here] not in text.copulas:
        here -= 1
    return here >= 0 and words[here] in text.copulas and not governs(cue, text)


def is_modal(frame: SentenceFrame, cue: Cue, text: TextBook) -> bool:
    """Whether a cue is a modal verb, which speaks of the verb of its own clause."""
    return frame.words[cue.start] in text.modals


def stretch(frame: SentenceFrame, cue: Cue, text: TextBook) -> int:
    """Words from a cue to the end of its clause: punctuation that no participle or list follows ("could attack the
    post, killing many")."""
    ends = (b for b in sorted(frame.reading.sentence.breaks) if b >= cue.end and not _goes_on(frame.words[b], text))
    return next(ends, len(frame.words)) - cue.end - 1


def _goes_on(word: str, text: TextBook) -> bool:
    return word in text.listing or word.endswith(text.gerund_endings)


def hyphenated(frame: SentenceFrame, cue: Cue) -> bool:
    """Whether the first word of a cue is part of a longer one ("would-be", "open-ended")."""
    start, end = frame.reading.sentence.starts[cue.start], frame.reading.sentence.ends[cue.start]
    return bool({frame.raw[end : end + 1], frame.raw[max(start - 1, 0) : start]} & {"-", "\u2011"})


def governs(cue: Cue, text: TextBook) -> bool:
    """Whether a cue speaks only of what follows it: "tried to", "fear of", "menace de"."""
    return len(cue.term.elements) > 1 and cue.term.elements[-1] in text.governing


def subject_of(hit: Hit, frame: SentenceFrame, cue: Cue, book: LanguageBook) -> bool:
    """Whether the hit is a thing of which a modal right behind it says what it could do: "land disputes could grow".

    Who could do something is there already: "militants could attack" speaks of militants.
    """
    actor = any(overlaps(c, hit.cores) for c in frame.of("hard_violence"))
    if actor or not is_modal(frame, cue, book.tongue.text) or _verbal(hit, frame, book):
        return False
    end = max(e for _, e in hit.cores)
    between = frame.words[end : cue.start]
    broken = any(end <= b <= cue.start for b in frame.reading.sentence.breaks)
    return not broken and not any(word in book.tongue.text.relatives for word in between)


def _verbal(hit: Hit, frame: SentenceFrame, book: LanguageBook) -> bool:
    """Whether a hit tells what somebody did rather than naming a thing."""
    if " > " not in hit.term:
        return False
    start = hit.cores[0][0]
    leading = frame.words[max(start - 3, 0) : start]
    return bool(leading) and (
        bool(book.tongue.text.relatives & set(leading))
        or not any((word,) in book.frames.small.articles for word in leading)
    )


def is_month(frame: SentenceFrame, cue: Cue, calendar: CalendarBook) -> bool:
    """ "May" with a capital is the month or a name, except where every word of a headline has one.

    At the start of a sentence it is the month when a number follows.
    """
    if frame.words[cue.start] not in calendar.months or not frame.as_read(cue.start)[0].isupper():
        return False
    following = frame.words[cue.end] if cue.end < len(frame.words) else ""
    if following.isdigit() or (cue.start and frame.words[cue.start - 1] in calendar.around_month):
        return True
    return cue.start > 0 and not _headline(frame)


def _headline(frame: SentenceFrame) -> bool:
    long = [frame.as_read(i) for i in range(len(frame.words)) if len(frame.words[i]) > 3]
    return frame.reading.sentence.number == 0 and bool(long) and all(w[0].isupper() or w[0].isdigit() for w in long)
