"""A language's text.yaml compiled: who is quoted, which words make a name a place, a small grammar of cues."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from riskbrief.coding.calendars import NEVER, flat
from riskbrief.definitions.languages import TextWords
from riskbrief.letters import fold_char

_WHO = r"(?P<who>[^,;:.!?()]{2,80}?)"
_OPENING = r"(?:^|,\s*|[”\"»]\s*)"
_MARK = "[\u0300-\u036f]"
_STOP = r"[,;:.!?()]|$"


@dataclass(frozen=True)
class TextBook:
    """Patterns over text as read, and folded words."""

    according: re.Pattern[str] = NEVER
    said: re.Pattern[str] = NEVER
    said_first: re.Pattern[str] = NEVER
    not_saying: re.Pattern[str] = NEVER
    joined: re.Pattern[str] = NEVER
    source_before: re.Pattern[str] = NEVER
    source_after: re.Pattern[str] = NEVER
    at: re.Pattern[str] = NEVER
    come_from: re.Pattern[str] = NEVER
    acted_on: re.Pattern[str] = NEVER
    gone_to: re.Pattern[str] = NEVER
    only_near: re.Pattern[str] = NEVER
    near_to: re.Pattern[str] = NEVER
    name_ends: re.Pattern[str] = NEVER
    border_after: re.Pattern[str] = NEVER
    border_of: re.Pattern[str] = NEVER
    across: re.Pattern[str] = NEVER
    likened: re.Pattern[str] = NEVER
    listed: re.Pattern[str] = NEVER
    quarter_of: re.Pattern[str] = NEVER
    including: re.Pattern[str] = NEVER
    likewise: re.Pattern[str] = NEVER
    governs: re.Pattern[str] = NEVER
    figure_given: re.Pattern[str] = NEVER
    figure_spoken: re.Pattern[str] = NEVER
    figure_said: re.Pattern[str] = NEVER
    figure_is: re.Pattern[str] = NEVER
    figure_they: re.Pattern[str] = NEVER
    figure_by: re.Pattern[str] = NEVER
    figure_links: frozenset[str] = frozenset()
    right_figure: re.Pattern[str] = NEVER
    in_fact: re.Pattern[str] = NEVER
    figure_instead: re.Pattern[str] = NEVER
    figure_not: re.Pattern[str] = NEVER
    figure_but: re.Pattern[str] = NEVER
    former_report: re.Pattern[str] = NEVER
    cared_for: re.Pattern[str] = NEVER
    conditional: frozenset[str] = frozenset()
    copulas: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    semi_modals: frozenset[str] = frozenset()
    participle_endings: tuple[str, ...] = ()
    modals: frozenset[str] = frozenset()
    governing: frozenset[str] = frozenset()
    subordinators: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    listing: frozenset[str] = frozenset()
    negation_first: frozenset[str] = frozenset()
    negation_second: frozenset[str] = frozenset()
    negation_only: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    news: tuple[str, ...] = ()
    denied_acts: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()
    awaiting: frozenset[str] = frozenset()
    hanging: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    bringing_about: tuple[str, ...] = ()
    gerund_endings: tuple[str, ...] = ()
    accusations: tuple[str, ...] = ()
    denied_act_endings: tuple[str, ...] = ()


NO_TEXT = TextBook()


def compile_text(text: TextWords | None) -> TextBook:
    """The patterns of a text.yaml; without one nobody is quoted and no word makes a place."""
    if text is None:
        return NO_TEXT
    when, from_between = _loose(text.when), _loose(text.from_between)
    after_according = rf"(?=\s+(?:{when})\b|{_STOP})" if when else rf"(?={_STOP})"
    day = rf"(?:\s+(?:{when}))?" if when else ""
    before_place = _before_place(text)
    own = _WHO.replace("()", '()”\\"»')
    return TextBook(
        according=_made(text.according, r"\b(?:{})\s+" + _WHO + after_according),
        said=_made(text.said, _OPENING + own + r"\s+(?:{})\b"),
        said_first=_made(text.said_first, r"(?:^|,\s*)(?:{})" + day + r"\s+" + _WHO + rf"(?={_STOP})"),
        not_saying=_made(text.not_saying, r"\b(?:{})\s*$"),
        joined=_made(text.joined, r"^(?:{})\s+"),
        source_before=_made(text.according, r"\b(?:{})\b[^,;:.]*$"),
        source_after=_made(text.place_said, r"\A['’\w]*" + _fillers(text.before_said) + r"\s+(?:{})\b"),
        at=_made(text.at, before_place),
        come_from=_made(text.come_from, r"\b(?:{})(?:\s+|(?<=['’]))(?:(?:" + (from_between or "(?!)") + r")\s*)?$"),
        acted_on=_made(text.acted_on, before_place),
        **_part_words(text),
        **_figure_words(text),
        figure_links=_set([*text.figure_links, *text.right_figure]),
        conditional=_set(text.conditional),
        copulas=_set(text.copulas),
        adverbs=_set(text.adverbs),
        semi_modals=_set(text.semi_modals),
        participle_endings=_endings(text.participle_endings),
        modals=_set(text.modals),
        governing=_set(text.governing),
        subordinators=_set(text.subordinators),
        relatives=_set(text.relatives),
        listing=_set(text.listing),
        negation_first=_set(text.negation_first),
        negation_second=_set(text.negation_second),
        negation_only=_set(text.negation_only),
        none_of=_set(text.none_of),
        prepositions=_set(text.prepositions),
        news=_endings(text.news),
        denied_acts=_set(text.denied_acts),
        pictures=_set(text.pictures),
        awaiting=_set(text.awaiting),
        hanging=_set(text.hanging),
        definite=_set(text.definite),
        bringing_about=_endings(text.bringing_about),
        gerund_endings=_endings(text.gerund_endings),
        accusations=_endings(text.accusations),
        denied_act_endings=_endings(text.denied_act_endings),
    )


def _part_words(text: TextWords) -> dict[str, re.Pattern[str]]:
    """What gives a place another part than that of the scene, or makes several places a list."""
    small, before_place = _small([*text.at, *text.at_between]), _before_place(text)
    return {
        "gone_to": _made(text.gone_to, r"\b(?:{})" + _other_words(text.subordinators, 5) + r"\s+(?:[ld]['’])?$"),
        "only_near": _made(text.only_near, before_place),
        "near_to": _made(text.near_to, before_place),
        "name_ends": _made([*text.near_ends, *text.listed, *text.border_after], r"\A\s*(?:[^\w\s'’-]|$|\s(?:{})\b)"),
        "border_after": _made(text.border_after, r"\A\s+(?:{})\b"),
        "border_of": _made(text.border_of, r"\A\s+(?:\w+\s+)?(?:{})\b"),
        "across": _made(text.across, r"\b(?:{})(?:\s+\w+)?\s+$"),
        "likened": _made(text.likened, rf"^[\s\"“«']*(?:{{}})\s+{small}$"),
        "listed": _made(text.listed, rf"(?:\s*,\s*|\s*,?\s+(?P<last>{{}})\s+){small}"),
        "including": _made(
            text.including, rf"\b(?:{{}})\s+(?:{_loose(text.some) or '(?!)'}|\d+)(?:\s+[\w'’-]+){{0,2}}\s+$"
        ),
        "quarter_of": _made(text.quarter_of, r",?\s+(?:{})\s+"),
        "likewise": _made(text.likewise, r"\b(?:{})\b"),
        "governs": _made(text.governs, r"\A" + _fillers(text.before_said) + r"\s+(?:{})\b"),
    }


def _figure_words(text: TextWords) -> dict[str, re.Pattern[str]]:
    """What stands right before, or between, numbers of victims whose noun was said before (`figures.py`)."""
    figures = _loose(text.figures) or "(?!)"
    fill = rf"(?:[\s,'’]+(?:{_loose(text.figure_fillers) or '(?!)'})\b)*[\s,'’]*$"
    words, right = r"(?P<{}>(?:[\s,]+[\w'’-]+){{0,6}}?)", _loose(text.right_figure) or "(?!)"
    of = words.format("of")
    return {
        "figure_given": _made(text.figure_verbs, rf"\b(?:{{}})\b{words.format('gap')}[\s,'’]+(?:{figures})\b{of}\s*$"),
        "figure_spoken": _made(text.figure_verbs, rf"\b(?:{{}})\b{fill}"),
        "figure_said": _made(text.figure_said, rf"\b(?:{{}})\b{fill}"),
        "figure_is": _made(text.figure_is, rf"\b(?:{figures})\b{of}\s+(?:{{}})\s*$"),
        "figure_they": _made(text.figure_they, r"(?:^|[.,;:]|\w)\s*\b(?:{})\s*$"),
        "figure_by": _made(text.figure_by, r"(?:^|[.;:,]\s*|\w\s+)(?:{})\s+(?P<who>[^,;:.!?()]{2,60}),?\s*$"),
        "right_figure": _made(
            text.figures, rf"\b(?:(?:{right})\s+(?:{{}})|(?:{figures})\s+(?:{right}))\b[^.;!?]{{0,40}}$"
        ),
        "in_fact": _made(text.in_fact, r"\b(?:{})\b[^.;!?]{0,60}$"),
        "figure_instead": _made(text.figure_instead, r"\A[^.;:!?]{0,40}?[\s,(]\b(?:{})\b[\s,]*$"),
        "figure_not": _made(text.figure_not, r"\b(?:{})\b[^.;:!?]{0,25}$"),
        "figure_but": _made(text.figure_but, r"\A[^.;:!?]{0,40}?\b(?:{})\b(?:\s+[\w'’]+){0,3}\s*$"),
        "former_report": _made(text.former_report, r"\b(?:{})\b"),
        "cared_for": _made(
            text.lying_hurt,
            rf"\b(?:{{}})\b[^.;:!?]*\b(?:{_loose(text.care_in) or '(?!)'})\b(?:\s+[\w'’-]+){{0,2}}\s+(?:[ld]['’])?$",
        ),
    }


def _before_place(text: TextWords) -> str:
    """Right before a place, but for small words."""
    return r"\b(?:{})\s+" + _small(text.at_between) + "$"


def _small(words: Sequence[str]) -> str:
    """Any number of these before a name, joined to it by a space, a hyphen or their own apostrophe."""
    return rf"(?:(?:{_loose(words) or '(?!)'})(?:[\s-]+|(?<=['’])))*"


def _other_words(stops: Sequence[str], most: int) -> str:
    """Up to so many words, none of them one of these."""
    stop = rf"(?!(?:{_loose(stops)})\b)" if stops else ""
    return rf"(?:\s+{stop}[\w'’-]+){{0,{most}}}"


def _fillers(words: Sequence[str]) -> str:
    return rf"(?:\s+(?:{_loose(words)}))*" if words else ""


def _made(words: Sequence[str], pattern: str) -> re.Pattern[str]:
    """The pattern with the words for its {}, whatever the case; never met when there are none."""
    either = _loose(words)
    return re.compile("(?i)" + pattern.replace("{}", either, 1)) if either else NEVER


def _loose(words: Iterable[str]) -> str:
    """Alternatives over text as read: accents may be missing or stand apart, `word*` is a beginning."""
    return _either(words, _letter)


def _letter(char: str) -> str:
    plain = fold_char(char)
    return char if plain == char or not plain.islower() else f"[{char}{plain}]{_MARK}?"


def _either(words: Iterable[str], written: Callable[[str], str]) -> str:
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(_one(word, written) for word in ordered)


def _one(word: str, written: Callable[[str], str]) -> str:
    parts = []
    for char in word.removeprefix("*").removesuffix("*"):
        if char.isspace():
            parts.append(r"\s+")
        elif char in "'’":
            parts.append("['’]")
        else:
            parts.append(written(char) if char.isalpha() else re.escape(char))
    begin, end = (r"\w+" if word.startswith("*") else ""), (r"\w*" if word.endswith("*") else "")
    return begin + "".join(parts) + end


def _set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in words for word in flat(text).split())


def _endings(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(_set(words)))
