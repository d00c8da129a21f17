"""Which scene of an article each sentence tells of, where the article says that another one begins (method B.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from riskbrief.coding.said import Said
from riskbrief.folding import fold

_ACT = (
    r"(?:attack|assault|raid|ambush|incident|strike|airstrike|blast|explosion|clash|shooting|killing|abduction|kidnapping"
    r"|episode)"
)
_ACTE = (
    r"(?:attaque|assaut|raid|embuscade|incident|frappe|explosion|affrontement|fusillade|tuerie|enlevement|rapt|episode"
    r"|attentat|incursion)"
)
_LAND = r"(?:state|country|region|province|district|county|north|south|east|west|area)"
_PAYS = r"(?:etat|pays|region|province|departement|cercle|commune|nord|sud|est|ouest|zone)"
_ANOTHER = re.compile(
    rf"^\W*(?:(?:and|but|then|also|meanwhile),? )?(?:(?:in|during) (?:a|another|yet another) (?:separate |different "
    rf"|second |third |similar |related )?{_ACT}\b|separately\b|in (?:a )?separate {_ACT}s?\b"
    rf"|(?:a|yet)? ?(?:another|separate|second|third|fourth|similar) {_ACT} "
    r"(?!(?:in|since|of) (?:as many|a (?:week|month)|the (?:week|month|past|last)))"
    rf"|elsewhere in (?:the |that )?(?:same )?[\w ]{{0,12}}\b{_LAND}\b"
    rf"|(?:dans|lors d|au cours d) ?une? (?:autre|seconde?|deuxieme|troisieme) {_ACTE}\b"
    rf"|une? (?:autre|seconde?|deuxieme|troisieme) {_ACTE}\b|ailleurs dans (?:le |la |l )?(?:meme )?{_PAYS}\b)"
)


def begins_another(sentence: str) -> bool:
    """Whether a sentence opens with the words that another scene begins.

    >>> begins_another("In a separate incident, four traders died."), begins_another("It was the second attack.")
    (True, False)
    >>> begins_another("Une seconde attaque a fait quatre morts."), begins_another("L'attaque a fait un mort.")
    (True, False)
    """
    return bool(_ANOTHER.search(fold(sentence).replace("'", " ").replace("’", " ")))


def scene_numbers(sentences: Iterable[Said]) -> list[int]:
    """The scene of each of some sentences of one article in reading order, from 0; the title is of the first."""
    found: list[int] = []
    number, last = 0, -1
    for one in sentences:
        if not one.title and one.start != last and begins_another(one.words):
            number += 1
        last = -1 if one.title else one.start
        found.append(0 if one.title else number)
    return found
