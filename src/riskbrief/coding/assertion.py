"""What a sentence asserts of a hit: the statuses of method B.4, in its order, each with its reason in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from riskbrief.coding import timing
from riskbrief.coding.codebook import Codebook, LanguageBook
from riskbrief.coding.match import Hit
from riskbrief.coding.negation import (
    REVERSAL_NEGATION_REACH,
    TIGHT,
    accuses,
    governed,
    has_ne,
    holds,
    keeps,
    negations,
    negative,
    presupposed,
)
from riskbrief.coding.scopes import (
    Cue,
    SentenceFrame,
    after,
    anywhere,
    before,
    correction,
    overlaps,
    said,
    touching,
    within_longer,
)
from riskbrief.coding.text_words import TextBook
from riskbrief.coding.verbs import (
    counterfactual,
    governs,
    hyphenated,
    is_modal,
    is_month,
    predicative,
    reported,
    stretch,
    subject_of,
)
from riskbrief.definitions.indicators import Indicator, Status
from riskbrief.folding import fold

PREDICATIVE_REACH = 6  # words back from "was possible", "is feared", "was denied"
EXCLUDE_BEFORE_REACH = 8
HEDGE_BEFORE, HEDGE_AFTER = 12, 6  # words
INCITEMENT = "incitement, "  # how the reason of a hypothetical mention opens when somebody calls for it
MOODS = {"infinitive": "an infinitive", "future": "in the future", "conditional": "in the conditional"}
REVERSAL_AWAITED_REACH = 8  # words from "until" to it


class Verdict(NamedTuple):
    """Status of a mention and the rule or cue that set it."""

    status: Status
    reason: str


Rule = Callable[[Hit, SentenceFrame, Indicator, LanguageBook], Verdict | None]


def judge(hit: Hit, frame: SentenceFrame, book: Codebook, *, rules: Sequence[Rule]) -> Verdict:
    """The first rule that applies sets the status; with none the mention is affirmed."""
    indicator = book.indicators[hit.owner]
    language = book.languages[frame.article.language]
    if not indicator.assertion:
        rules = [rule for rule in rules if rule in SEARCH]
    for rule in rules:
        if rule is domain and not book.guarded[hit.owner]:
            continue
        if verdict := rule(hit, frame, indicator, language):
            return verdict
    return Verdict("affirmed", "")


def excluded(hit: Hit, frame: SentenceFrame, _: Indicator, __: LanguageBook) -> Verdict | None:
    """A phrase of `exclude_article` in the article, of `exclude` in the sentence, or of `exclude_before` shortly
    before, no other armed actor between; or the pattern itself forbids something that is there."""
    if reason := hit.void or frame.article.excluded.get(hit.owner, ""):
        return Verdict("excluded", reason)
    for phrase in frame.reading.exclude.get(hit.owner, ()):
        return Verdict("excluded", f"excluding phrase '{phrase.term.text}' in the sentence")
    for phrase, gap in before(hit, frame, frame.reading.exclude_before.get(hit.owner, ()), EXCLUDE_BEFORE_REACH):
        if not any(phrase.end <= actor.start and actor.end <= hit.start for actor in frame.of("hard_violence")):
            return Verdict("excluded", said(phrase, gap, "before", frame))
    return None


def domain(hit: Hit, frame: SentenceFrame, _: Indicator, __: LanguageBook) -> Verdict | None:
    """Sport, fiction, games, cyber, health, animals; clear violence in the sentence overrides sport only, and a text
    that reads as news overrides what the second reader can tell."""
    reasons = dict(frame.article.domains)
    cues = [f for f in frame.reading.domains if not touching(f, frame.reading.cues.get("pseudo_triggers", ()))]
    reasons |= {str(f.use.owner): f"{f.use.owner}: '{f.term.text}' in the sentence" for f in cues}
    if frame.of("hard_violence"):
        reasons.pop("sport", None)
    reasons = {world: reason for world, reason in reasons.items() if world not in frame.article.unlikely}
    return Verdict("domain", reasons[min(reasons)]) if reasons else None


def flipped(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """A reversal word near the hit ("sanctions lifted"), unless it is itself negated ("did not lift")."""
    if indicator.reversal is None:
        return None
    words = frame.reading.reversal.get(hit.owner, ())
    reach, behind = indicator.reversal.within, indicator.reversal.after or indicator.reversal.within
    for side, found in (("before", before(hit, frame, words, reach)), ("after", after(hit, frame, words, behind))):
        for word, gap in found:
            if not hyphenated(frame, word) and not _fails(word, frame, book.tongue.text):
                return Verdict("reversed", said(word, gap, side, frame))
    return None


def _fails(word: Cue, frame: SentenceFrame, text: TextBook) -> bool:
    """Whether a reversal is itself negated or still to come: "did not lift", "n'ont rouvert", "until it is lifted"."""
    itself = Hit(0, word.start, word.end, ((word.start, word.end),), word.term.text)
    if has_ne(frame, word.start, text):
        return True
    if not text.awaiting.isdisjoint(frame.words[max(word.start - REVERSAL_AWAITED_REACH, 0) : word.start]):
        return True
    return any(before(itself, frame, negations(frame, text), REVERSAL_NEGATION_REACH))


def retracted(hit: Hit, frame: SentenceFrame, indicator: Indicator, _: LanguageBook) -> Verdict | None:
    """Everything a correction repeats is withdrawn, not reported; that somebody corrects something is itself news."""
    notice = frame.article.notice
    if not notice or not (indicator.negation_voids or frame.article.recorded):
        return None
    talk = not indicator.negation_voids
    own = (correction(cue) for cue in frame.of("retraction_article") if talk or overlaps(cue, hit.cores))
    return None if notice in own else Verdict("retracted", notice)


def historic(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """About the past, captives who are free again, or a state lasting since an earlier year (reason: `chronic ...`)."""
    reason = timing.past(hit, frame, indicator, book)
    return Verdict("historic", reason) if reason else None


def denied(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """Somebody denies it; of talk about information only an accusation can be denied, not a rumour or a fake."""
    cues = frame.of("denial")
    for cue, gap in before(hit, frame, cues, book.scope.denial):
        if indicator.negation_voids or accuses(frame.words[cue.start : hit.start], book.tongue.text):
            return Verdict("denied", said(cue, gap, "before", frame))
    for cue, gap in after(hit, frame, cues, PREDICATIVE_REACH):
        if indicator.negation_voids and predicative(frame.words, cue, book.tongue.text):
            return Verdict("denied", said(cue, gap, "after", frame))
    return None


def negated(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """The sentence says it did not happen; talk about information only where the negation touches it ("no panic")."""
    reach = book.scope.negation_before if indicator.negation_voids else TIGHT
    cues = [c for c in negations(frame, book.tongue.text) if not keeps(c, hit, frame)]
    for cue, gap in before(hit, frame, cues, 0 if negative(hit, cues) else reach):
        if governed(frame, cue, hit, gap, book.tongue.text):
            return Verdict("negated", said(cue, gap, "before", frame))
    for cue in cues:
        if any(holds(cue, core) for core in hit.cores):
            return Verdict("negated", said(cue, 0, "around", frame))
    if not indicator.negation_voids:
        return None
    cues = [c for c in frame.of("negation_after") if not keeps(c, hit, frame)]
    for cue, gap in after(hit, frame, cues, book.scope.negation_after):
        return Verdict("negated", said(cue, gap, "after", frame))
    return None


def foiled(hit: Hit, frame: SentenceFrame, _: Indicator, book: LanguageBook) -> Verdict | None:
    """It was tried and stopped; "tried to" speaks only of the verb that follows it."""
    for cue in frame.of("foiled"):
        reach = book.reach.get(fold(cue.term.text), book.scope.foiled_before)
        for _cue, gap in before(hit, frame, [cue], reach):
            if not governs(cue, book.tongue.text) or hit.mood == "infinitive" or gap == 0:
                return Verdict("foiled", said(cue, gap, "before", frame))
        for _cue, gap in after(hit, frame, [cue], min(reach, book.scope.foiled_after)):
            if not governs(cue, book.tongue.text):
                return Verdict("foiled", said(cue, gap, "after", frame))
    return None


def hypothetical(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """It could happen, is feared, is called for, would have happened; the verb itself only plans or foretells it."""
    if hit.mood:
        return Verdict("hypothetical", f"the verb is {MOODS[hit.mood]}")
    text = book.tongue.text
    for cue in _suppositions(frame, indicator, book):
        reach = book.reach.get(fold(cue.term.text), book.scope.hypothetical)
        ahead = min(reach, stretch(frame, cue, text)) if is_modal(frame, cue, text) else reach
        for _cue, gap in before(hit, frame, [cue], ahead):
            if not (is_modal(frame, cue, text) and presupposed(frame, cue, hit, cue.end + gap, text)):
                return Verdict("hypothetical", _incited(cue, book) + said(cue, gap, "before", frame))
        if predicative(frame.words, cue, text) or subject_of(hit, frame, cue, book):
            for _cue, gap in after(hit, frame, [cue], min(reach, PREDICATIVE_REACH)):
                return Verdict("hypothetical", said(cue, gap, "after", frame))
    for cue, gap in anywhere(hit, frame, _conditionals(frame, book)):
        if counterfactual(frame.words, cue.start, text) and gap <= stretch(frame, cue, text):
            return Verdict("hypothetical", said(cue, gap, "away, what could have been", frame))
    return None


def _suppositions(frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> list[Cue]:
    """Cues that suppose something: not the month of May, not "may have", not "would-be".

    Calls for violence that spread online are themselves what is reported.
    """
    cues = within_longer(frame.of("hypothetical"), frame.of("hedges"))
    cues = [c for c in cues if not is_month(frame, c, book.tongue.calendar) and not hyphenated(frame, c)]
    return cues if indicator.negation_voids else [c for c in cues if not _incited(c, book)]


def _incited(cue: Cue, book: LanguageBook) -> str:
    """A call for violence is more than a fear of it: only it can weigh (`hypothetical_weight`)."""
    return INCITEMENT if fold(cue.term.text) in book.incitement else ""


def hedged(hit: Hit, frame: SentenceFrame, _: Indicator, book: LanguageBook) -> Verdict | None:
    """Alleged, unconfirmed, rumoured; the conditional of hearsay (French)."""
    cues = frame.of("hedges")
    own = [cue for cue in cues if not _of_clause_behind(cue, hit, frame, book.tongue.text)]
    for cue, gap in (*before(hit, frame, cues, HEDGE_BEFORE), *after(hit, frame, own, HEDGE_AFTER)):
        conditional = frame.words[cue.start] in book.tongue.text.conditional and cue.end - cue.start == 1
        if not conditional or reported(frame.words, cue.start, book.tongue.text):
            return Verdict("hedged", said(cue, gap, "before" if cue.end <= hit.start else "after", frame))
    return None


def _of_clause_behind(cue: Cue, hit: Hit, frame: SentenceFrame, text: TextBook) -> bool:
    """Whether a hedge belongs to a verb after the comma behind a hit ("..., seized by rebels, is reportedly held")."""
    parted = any(hit.end <= b < cue.start for b in frame.reading.sentence.breaks)
    return parted and frame.words[cue.start - 1] in text.copulas


def _conditionals(frame: SentenceFrame, book: LanguageBook) -> list[Cue]:
    return [c for c in frame.of("hedges") if frame.words[c.start] in book.tongue.text.conditional]


RULES: tuple[Rule, ...] = (
    excluded,
    domain,
    flipped,
    retracted,
    historic,
    denied,
    negated,
    foiled,
    hypothetical,
    hedged,
)
SEARCH: tuple[Rule, ...] = (excluded, flipped)  # of an indicator that is a plain search (`assertion: false`)
SECONDED: tuple[Rule, ...] = (excluded, domain, retracted, historic, foiled, hedged)
"""Of what the second reader proposes: it has learnt itself what is denied, absent, feared or undone."""
CREDITED: tuple[Rule, ...] = tuple(r for r in RULES if r not in (excluded, flipped))
