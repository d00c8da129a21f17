"""What a sentence asserts of a hit: the statuses of method B.4, in its order, each with its reason in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from riskbrief.coding import timing
from riskbrief.coding.codebook import Codebook, LanguageBook
from riskbrief.coding.match import Hit
from riskbrief.coding.scopes import Cue, SentenceFrame, after, anywhere, before, said
from riskbrief.coding.verbs import counterfactual, is_conditional, is_month, predicative, reported
from riskbrief.definitions.indicators import Indicator, Status
from riskbrief.folding import fold

PREDICATIVE_REACH = 6  # words back from "was possible", "is feared", "was denied"
EXCLUDE_BEFORE_REACH = 8
HEDGE_BEFORE, HEDGE_AFTER = 12, 6  # words
INCITEMENT = "incitement, "  # how the reason of a hypothetical mention opens when somebody calls for it
MOODS = {"infinitive": "an infinitive", "future": "in the future", "conditional": "in the conditional"}
REVERSAL_NEGATION_REACH = 3  # words from "not" to the reversal word it governs


class Verdict(NamedTuple):
    """Status of a mention and the rule or cue that set it."""

    status: Status
    reason: str


Rule = Callable[[Hit, SentenceFrame, Indicator, LanguageBook], Verdict | None]


def judge(hit: Hit, frame: SentenceFrame, book: Codebook, *, rules: Sequence[Rule]) -> Verdict:
    """The first rule that applies sets the status; with none the mention is affirmed."""
    indicator = book.indicators[hit.owner]
    language = book.languages[frame.article.language]
    for rule in rules:
        if rule is domain and not book.guarded[hit.owner]:
            continue
        if verdict := rule(hit, frame, indicator, language):
            return verdict
    return Verdict("affirmed", "")


def excluded(hit: Hit, frame: SentenceFrame, _: Indicator, __: LanguageBook) -> Verdict | None:
    """A phrase of `exclude` in the sentence, or of `exclude_before` shortly before, no other armed actor between."""
    for phrase in frame.reading.exclude.get(hit.owner, ()):
        return Verdict("excluded", f"excluding phrase '{phrase.term.text}' in the sentence")
    for phrase, gap in before(hit, frame, frame.reading.exclude_before.get(hit.owner, ()), EXCLUDE_BEFORE_REACH):
        if not any(phrase.end <= actor.start and actor.end <= hit.start for actor in frame.of("hard_violence")):
            return Verdict("excluded", said(phrase, gap, "before", frame))
    return None


def domain(hit: Hit, frame: SentenceFrame, _: Indicator, __: LanguageBook) -> Verdict | None:
    """Sport, fiction, games, cyber, health, animals; clear violence in the sentence overrides sport only."""
    reasons = dict(frame.article.domains)
    reasons |= {str(f.use.owner): f"{f.use.owner}: '{f.term.text}' in the sentence" for f in frame.reading.domains}
    if frame.of("hard_violence"):
        reasons.pop("sport", None)
    return Verdict("domain", reasons[min(reasons)]) if reasons else None


def flipped(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """A reversal word near the hit ("sanctions lifted"), unless it is itself negated ("did not lift")."""
    if indicator.reversal is None:
        return None
    words = frame.reading.reversal.get(hit.owner, ())
    reach = indicator.reversal.within
    for side, found in (("before", before(hit, frame, words, reach)), ("after", after(hit, frame, words, reach))):
        for word, gap in found:
            itself = Hit(hit.owner, word.start, word.end, ((word.start, word.end),), word.term.text)
            if not any(before(itself, frame, frame.of("negation_before"), REVERSAL_NEGATION_REACH)):
                return Verdict("reversed", said(word, gap, side, frame))
    return None


def retracted(_: Hit, frame: SentenceFrame, __: Indicator, ___: LanguageBook) -> Verdict | None:
    """Everything a correction repeats is withdrawn, not reported."""
    return Verdict("retracted", frame.article.notice) if frame.article.notice else None


def historic(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """About the past, or about a state that has lasted since an earlier year (reason starts with `chronic`)."""
    reason = timing.past(hit, frame, indicator, book.since)
    return Verdict("historic", reason) if reason else None


def denied(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """Somebody denies it."""
    if not indicator.negation_voids:
        return None
    cues = frame.of("denial")
    for cue, gap in before(hit, frame, cues, book.scope.denial):
        return Verdict("denied", said(cue, gap, "before", frame))
    for cue, gap in after(hit, frame, cues, PREDICATIVE_REACH):
        if predicative(frame.words, cue):
            return Verdict("denied", said(cue, gap, "after", frame))
    return None


def negated(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """The sentence says it did not happen."""
    if not indicator.negation_voids:
        return None
    cues = [c for c in frame.of("negation_before") if not _keeps(c, hit, frame)]
    for cue, gap in before(hit, frame, cues, book.scope.negation_before):
        return Verdict("negated", said(cue, gap, "before", frame))
    for cue, gap in after(hit, frame, frame.of("negation_after"), book.scope.negation_after):
        return Verdict("negated", said(cue, gap, "after", frame))
    return None


def _keeps(cue: Cue, hit: Hit, frame: SentenceFrame) -> bool:
    """ "did not lift the sanctions": the negation is of the reversal, so the sanctions stand."""
    words = frame.reading.reversal.get(hit.owner, ())
    return any(0 <= word.start - cue.end <= REVERSAL_NEGATION_REACH for word in words)


def foiled(hit: Hit, frame: SentenceFrame, _: Indicator, book: LanguageBook) -> Verdict | None:
    """It was tried and stopped."""
    for cue, gap in before(hit, frame, frame.of("foiled"), book.scope.foiled_before):
        return Verdict("foiled", said(cue, gap, "before", frame))
    for cue, gap in after(hit, frame, frame.of("foiled"), book.scope.foiled_after):
        return Verdict("foiled", said(cue, gap, "after", frame))
    return None


def hypothetical(hit: Hit, frame: SentenceFrame, indicator: Indicator, book: LanguageBook) -> Verdict | None:
    """It could happen, is feared, is called for, would have happened; the verb itself only plans or foretells it."""
    if hit.mood:
        return Verdict("hypothetical", f"the verb is {MOODS[hit.mood]}")
    cues = [c for c in frame.of("hypothetical") if not is_month(frame, c)]
    if not indicator.negation_voids:  # calls for violence that spread online are themselves what is reported
        cues = [c for c in cues if not _incited(c, book)]
    for cue in cues:
        reach = book.reach.get(fold(cue.term.text), book.scope.hypothetical)
        for _cue, gap in before(hit, frame, [cue], reach):
            return Verdict("hypothetical", _incited(cue, book) + said(cue, gap, "before", frame))
        if predicative(frame.words, cue):
            for _cue, gap in after(hit, frame, [cue], min(reach, PREDICATIVE_REACH)):
                return Verdict("hypothetical", said(cue, gap, "after", frame))
    for cue, gap in anywhere(hit, frame, _conditionals(frame)):
        if counterfactual(frame.words, cue.start):
            return Verdict("hypothetical", said(cue, gap, "away, what could have been", frame))
    return None


def _incited(cue: Cue, book: LanguageBook) -> str:
    """A call for violence is more than a fear of it: only it can weigh (`hypothetical_weight`)."""
    return INCITEMENT if fold(cue.term.text) in book.incitement else ""


def hedged(hit: Hit, frame: SentenceFrame, _: Indicator, __: LanguageBook) -> Verdict | None:
    """Alleged, unconfirmed, rumoured; the French conditional of hearsay."""
    cues = frame.of("hedges")
    for cue, gap in (*before(hit, frame, cues, HEDGE_BEFORE), *after(hit, frame, cues, HEDGE_AFTER)):
        conditional = is_conditional(frame.words[cue.start], frame.article.language) and cue.end - cue.start == 1
        if not conditional or reported(frame.words, cue.start):
            return Verdict("hedged", said(cue, gap, "before" if cue.end <= hit.start else "after", frame))
    return None


def _conditionals(frame: SentenceFrame) -> list[Cue]:
    return [c for c in frame.of("hedges") if is_conditional(frame.words[c.start], frame.article.language)]


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
CREDITED: tuple[Rule, ...] = tuple(r for r in RULES if r not in (excluded, flipped))
