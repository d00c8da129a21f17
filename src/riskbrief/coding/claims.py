"""Tolls near event mentions, who claimed them, and which mentions they belong to (method B.6)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from riskbrief.coding.tolls import Toll

CLAIMANT_LENGTH = 80
_ACCORDING = re.compile(
    r"(?i)\b(?:according to|selon|d['’]apr[eè]s)\s+(?P<who>[^,;:.!?()]{2,80}?)"
    r"(?=\s+(?:on|at|late|early|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|[,;:.!?()]|$)"
)
_SAID = re.compile(
    r"(?i)(?:^|,\s*|[”\"»]\s*)(?P<who>[^,;:.!?()”\"»]{2,80}?)\s+"
    r"(?:said|says|told|announced|confirmed|reported|claimed"
    r"|(?:a|ont) (?:indiqu|d[eé]clar|annonc|affirm|confirm|rapport|dit)\w*)\b"
)
_DIT = re.compile(
    r"(?i)(?:^|,\s*)(?:a|ont)\s+(?:indiqu|d[eé]clar|annonc|affirm|confirm|rapport|dit)\w*"
    r"(?:\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))?\s+(?P<who>[^,;:.!?()]{2,80}?)(?=[,;:.!?()]|$)"
)
_PASSIVE = re.compile(r"(?i)\b(?:is|are|was|were|been|being|be|has|have|had|not)\s*$")  # "the toll is confirmed"
_JOINED = re.compile(r"(?i)^(?:and|but|while|et|mais|tandis que)\s+")


def claimant(sentence: str) -> str:
    """Who says what the sentence says, as read; empty when the article speaks for itself.

    >>> claimant("Six soldiers were killed near Menaka on Tuesday, the army said.")
    'the army'
    >>> claimant("Trente civils ont été tués, selon un élu local.")
    'un élu local'
    >>> claimant("Trente-deux civils ont été tués, a indiqué jeudi le maire de la commune.")
    'le maire de la commune'
    >>> claimant("The toll from the camp, and the airport is confirmed to be at least 77.")
    ''
    """
    for pattern in (_ACCORDING, _DIT, _SAID):
        if (match := pattern.search(sentence)) and not _PASSIVE.search(match["who"]):
            return _JOINED.sub("", match["who"].strip())[:CLAIMANT_LENGTH]
    return ""


def sentence_toll(tolls: Sequence[Toll]) -> Toll | None:
    """The number of dead a sentence gives: the largest whole, not a share of another number."""
    killed = [t for t in tolls if t.kind == "killed"]
    whole = [t for t in killed if not t.part and t.victims != "armed_group"] or [t for t in killed if not t.part]
    return max(whole or killed, key=lambda t: (t.best, -t.start), default=None)
