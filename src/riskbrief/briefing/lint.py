"""What no briefing may say: method A.2, A.3 and A.11 as checks on the finished document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from riskbrief.briefing.facts import OUTSIDE
from riskbrief.briefing.phrasebook import Phrasebook
from riskbrief.briefing.words import count_words, printed_words, sentences_of
from riskbrief.document import Briefing, DataTable, Sentence
from riskbrief.errors import Problem

NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0]\d+)*")
QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
HEADLINE_WORDS = 12
COUNTED = {"reported", "measured", "assessed"}


def lint(
    briefing: Briefing, book: Phrasebook, bands: tuple[float, ...], *, headline: Sentence | None = None
) -> list[Problem]:
    """Every broken rule with the section it stands in; an empty list means the briefing may be published."""
    rules = Rules(book, bands)
    problems = [Problem("headline", 0, 0, why) for why in _too_long(briefing.headline)]
    for place, sentence in _placed(briefing, headline):
        remedy = _remedy(sentence, book.language)
        problems += [Problem(place, 0, 0, f"{why}: {sentence.text!r}", remedy) for why in rules.broken(sentence)]
    for section in briefing.sections:
        for part in section.parts.values():
            if isinstance(part, DataTable):
                problems += [Problem(f"{section.id}.{part.id}", 0, 0, why) for why in rules.broken_table(part)]
        problems += [
            Problem(section.id, 0, 0, f"a label stands outside quoted speech: {text!r}")
            for text in printed_words(section)
            if rules.labels(text)
        ]
    return problems


def _placed(briefing: Briefing, headline: Sentence | None) -> Iterator[tuple[str, Sentence]]:
    yield from (("headline", s) for s in [headline] if s is not None)
    yield from (("standfirst", s) for s in briefing.standfirst)
    for section in briefing.sections:
        yield from ((section.id, s) for s in sentences_of(section))


def _remedy(sentence: Sentence, language: str) -> str:
    """Where the words of a sentence stand."""
    entry = next((e.ref for e in sentence.evidence if e.kind == "library"), "")
    if entry.startswith("judgement/"):
        return f"Reword {entry.removeprefix('judgement/')} in judgements.yaml."
    place = "reports/library.yaml or " if entry else ""
    return f"Reword it in {place}reports/phrases.{language}.yaml{f', {sentence.phrase}' if sentence.phrase else ''}."


def _too_long(headline: str) -> Iterator[str]:
    if count_words(headline) > HEADLINE_WORDS:
        yield f"a headline has at most {HEADLINE_WORDS} words: {headline!r}"


class Rules:
    """The rules with the words of one language."""

    def __init__(self, book: Phrasebook, bands: tuple[float, ...]) -> None:
        self._bands = bands
        self._vague = _pattern(book.words("lint.vague"))
        self._labels = _pattern(book.words("lint.labels"))
        self._confidence = _pattern(book.words("lint.confidence"))
        self._reported = _pattern(book.words("lint.reported"))
        self._likelihood = _pattern(tuple(book.text(f"likelihood.{n}") for n in range(7)))

    def broken(self, sentence: Sentence) -> Iterator[str]:
        """What is wrong with a sentence, in words."""
        own = own_words(sentence)
        if sentence.kind == "assessed" and self._vague.search(own):
            yield "a judgement uses a vague word; use a likelihood of the scale"
        if self._likelihood.search(own) and self._confidence.search(own):
            yield "likelihood and confidence stand in one sentence"
        if self.labels(own):
            yield "a label stands outside quoted speech"
        if sentence.kind in COUNTED:
            yield from unsupported_numbers(sentence)
        yield from self._toll(sentence)
        yield from self._level(sentence)

    def broken_table(self, table: DataTable) -> Iterator[str]:
        """Rows whose level does not follow from the score beside it."""
        for row in table.rows:
            level = next((c for c in row if c.level and isinstance(c.value, int)), None)
            score = next((c.value for c in row if isinstance(c.value, float) and c.bar is None), None)
            stated = table.id == "board" and level is not None and not level.small
            if stated and level and score is not None and self._band(score) != level.level:
                yield f"{row[0].text}: level {level.text!r} contradicts score {score:.1f}"

    def labels(self, text: str) -> bool:
        """Whether a label of method A.11 stands outside quotation marks."""
        return bool(self._labels.search(QUOTED.sub(" ", text)))

    def _toll(self, sentence: Sentence) -> Iterator[str]:
        keys = {fact.key for fact in sentence.facts}
        if not keys & {"toll", "deaths"}:
            return
        if not self._reported.search(sentence.text):
            yield "a toll is not called reported"
        if "toll" in keys and "attribution" not in keys:
            yield "a toll has no attribution"

    def _level(self, sentence: Sentence) -> Iterator[str]:
        facts = {fact.key: fact for fact in sentence.facts}
        level, score, held = facts.get("level"), facts.get("score"), facts.get("held")
        if level is None or score is None or held is not None or score.unit != "score":
            return
        if isinstance(score.value, int | float) and self._band(float(score.value)) != level.value:
            yield f"level {level.text!r} contradicts score {score.text}"

    def _band(self, score: float) -> int:
        return max(1, sum(score >= bound for bound in self._bands))


def own_words(sentence: Sentence) -> str:
    """The sentence without quotations and without names that come from outside."""
    text = QUOTED.sub(" ", sentence.text)
    for fact in sentence.facts:
        if fact.unit == OUTSIDE and fact.text and sentence.kind not in {"option", "assumed", "fixed"}:
            text = text.replace(fact.text, " ")
    return text


def unsupported_numbers(sentence: Sentence) -> Iterator[str]:
    """Numbers printed in a sentence that none of its facts carries."""
    carried = {n for fact in sentence.facts for n in NUMBER.findall(fact.text)}
    for number in NUMBER.findall(sentence.text):
        if number not in carried:
            yield f"number {number} is not in its facts"


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)", re.IGNORECASE)
