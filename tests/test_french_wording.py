"""French patterns read as French whatever country or indicator fills them: names stand without an article, so no
pattern may make one the subject of a verb or put it behind a preposition."""

from __future__ import annotations

import re

import pytest

from briefing_builders import rich_case, workspace
from riskbrief.briefing.compose import compose
from riskbrief.briefing.words import sentences_of

FRENCH = workspace().phrases["fr"]
NAMED = ("country", "neighbour", "driver", "source", "target")  # slots filled without an article
GOVERNS = re.compile(
    r"\b(?:à|au|de|du|des|en|par|vers|dans|sur|pour|avec|sans|contre) \{(?:" + "|".join(NAMED) + r")\}"
)
HELD = re.compile(r"^\{country\} (?!:|en tête\b|au (?:niveau|plus haut)\b|dans \{weeks\}|\()[a-zà-ÿ]")


@pytest.mark.parametrize("key", sorted(key for key in FRENCH if not key.startswith(("lint.", "column."))))
def test_no_pattern_puts_a_bare_name_behind_a_preposition_or_before_a_verb(key: str) -> None:
    told = re.sub(r"\{\w+, plural,.*?\}\}", "", FRENCH[key])
    assert not GOVERNS.search(told) and not HELD.search(told), FRENCH[key]


def test_outlets_of_a_state_are_called_so_in_both_languages() -> None:
    """In French `public` would call a state outlet a public service."""
    assert workspace().phrases["en"]["class.state"] == "state" and FRENCH["class.state"] == "d'État"


def test_a_whole_issue_has_no_colon_behind_a_preposition() -> None:
    made = compose(rich_case().inputs("fr"))
    texts = [*(s.text for s in made.standfirst), *(s.text for section in made.sections for s in sentences_of(section))]
    assert len(texts) > 30
    assert not [t for t in texts if re.search(r"\b(?:à|de|par|sur|vers) ?:", t)]
