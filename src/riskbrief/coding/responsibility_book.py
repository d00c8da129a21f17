"""Patterns over text as read of who claims an attack or is accused of it, from a language's text.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from riskbrief.coding.calendars import NEVER
from riskbrief.coding.text_words import _either, _letter
from riskbrief.definitions.languages import TextWords
from riskbrief.letters import fold_char

NAME = "group"  # of the part of a pattern that names armed groups
_JOIN = r"""[\s,"“”«»()]+"""
_SPACE = r"""[\s"“”«»()]+"""
_WORD = r"[\w'’-]+"
_ELIDED = r"(?:[ldLD]['’])?"
_END = r"(?=\s*(?:[,.;:!?)]|$))"
_ASIDE = r"(?:\s*\([^()]{1,120}\)|\s*,(?!NAMED)[^,;:.()]{1,90},|\s*[–—][^–—;:.()]{1,90}[–—]){0,2}"
_PERSONS = r"""[^,;:.!?()"“”«»]{2,60}?"""


@dataclass(frozen=True)
class ResponsibilityBook:
    """`groups`: the name of each group's spellings; `claimed`, `attributed`: patterns with a part `group`, the second
    kind perhaps with `who` accuses; `denied`, `others`: words that make a claim none, or one of another attack."""

    cues: tuple[str, ...] = ()
    groups: tuple[tuple[str, re.Pattern[str]], ...] = ()
    named: re.Pattern[str] = NEVER
    claimed: tuple[re.Pattern[str], ...] = ()
    attributed: tuple[re.Pattern[str], ...] = ()
    denied: re.Pattern[str] = NEVER
    others: re.Pattern[str] = NEVER
    against: re.Pattern[str] = NEVER
    act: re.Pattern[str] = NEVER


NO_RESPONSIBILITY = ResponsibilityBook()


def compile_responsibility(text: TextWords | None) -> ResponsibilityBook:
    """The patterns of a text.yaml; without groups nobody is held responsible."""
    if text is None or not any(text.armed_groups.values()):
        return NO_RESPONSIBILITY
    slots = _Slots(text)
    return ResponsibilityBook(
        cues=tuple(text.claim_cues),
        groups=tuple((name, re.compile(_name(names))) for name, names in text.armed_groups.items() if names),
        named=re.compile(slots.name),
        claimed=tuple(map(slots.pattern, text.claimed_by)),
        attributed=tuple(map(slots.pattern, text.attributed_to)),
        denied=_any(text.claims_denied),
        others=_any(text.claims_of_others),
        against=re.compile(rf"(?i:\b(?:{slots.words('AGAINST')})\s+(?:(?:{slots.words('DET')})\s+|{_ELIDED}))$"),
        act=re.compile(rf"(?i:\b(?:{slots.words('ACT')}))\b"),
    )


class _Slots:
    """What the words of a pattern stand for."""

    def __init__(self, text: TextWords) -> None:
        self._words = text.claim_words
        self.name = _name([n for names in text.armed_groups.values() for n in names])
        before = rf"(?:(?i:{self.words('DET')})\s+|{_ELIDED})"
        named = (
            rf"\s*{before}{self.name}\s*,"  # who an aside names is the subject: "an affiliate of al-Qaeda, JNIM, ..."
        )
        word = rf"(?:{_SPACE}(?!{_ELIDED}{self.name}){_WORD})"
        self._gaps = {
            "": "",
            "..": rf"{word}{{0,3}}?",
            "...": rf"{word}{{0,8}}?(?:\s*,(?!{named})[^,;:.()]{{1,60}},{word}{{0,4}}?)?",
        }
        joined = rf"(?:(?:\s*,\s*|\s+|\s*,\s+)(?i:{self.words('JOINS')})\s+{before}{self.name})*"
        stop = rf"(?!(?i:{self.words('STOP')})\b)"
        aside = _ASIDE.replace("NAMED", named)
        then = rf"(?!\s+(?i:{self.words('THEN')})\b)"
        closed = r"(?(aside)(?:\s*,)?)"
        self._made = {
            "GROUP": rf"(?P<aside>(?<=,\s))?{before}(?P<{NAME}>{self.name}{joined})(?:['’]s)?{aside}{closed}",
            "OBJECT": rf"(?:{stop}{_WORD}{_SPACE}){{0,5}}?{self._act}{then}",
            "ACT": self._act,
            "WHO": rf"(?<![^\s\"“”«»])(?P<who>{_PERSONS})",
            "BYWHO": rf"(?P<who>{_PERSONS})(?=\s*(?:[,.;:!?()]|$)|\s+(?:\b{self._act}))",
            "END": _END,
            ",": r"\s*,",
        }

    def words(self, name: str) -> str:
        """Alternatives of a list; none where it is missing."""
        return _either(self._words.get(name, ()), _letter) or "(?!)"

    @property
    def _act(self) -> str:
        return rf"{_ELIDED}(?i:{self.words('ACT')})(?!\w)"

    def pattern(self, written: str) -> re.Pattern[str]:
        """A pattern as it is searched for."""
        made, gap = "", ""
        for part in written.split():
            if part in self._gaps:
                gap = part
                continue
            join = self._gaps[gap] + _JOIN if made and part not in {"END", ","} else ""
            made, gap = made + join + self._part(part, first=not made), ""
        return re.compile(made)

    def _part(self, part: str, *, first: bool) -> str:
        if part == "WHO" and first:
            return r"(?:^|(?<=[,;:–—\"”»(]\s))" + self._made["WHO"]
        if part in self._made:
            return self._made[part]
        listed = self.words(part) if part in self._words else _either(part.split("|"), _letter)
        return rf"\b(?i:{listed})(?!\w)"


def _name(names: Sequence[str]) -> str:
    """A group's name in its own case, not as a part of another word ("al-Qaeda-linked")."""
    return rf"(?<![\w-])(?:{_either(names, _cased)})(?![\w-])"


def _cased(char: str) -> str:
    """A letter in its case, with or without its accent."""
    folded = fold_char(char)
    plain = folded.upper() if char.isupper() else folded
    return char if plain == char or len(plain) != 1 else f"[{char}{plain}][\u0300-\u036f]?"


def _any(words: Sequence[str]) -> re.Pattern[str]:
    either = _either(words, _letter)
    return re.compile(rf"(?i)\b(?:{either})\b") if either else NEVER
