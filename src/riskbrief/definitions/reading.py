"""How articles are read: which of them, how copies and events are told, and what the second reader may do."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Definition, Share
from riskbrief.definitions.indicators import Status


class SecondReading(Definition):
    """What the second reader may do: propose a mention from `propose` on (`beside` where the rules read another
    indicator of the same event family in the article, or the sentence has fewer than `few_words`), void one of the
    rules below `doubt`. `whole`: from which probability on the opening of an article as a whole tells what no sentence
    tells. `kind`: from which probability on a whole text is taken for an exercise, a film, an accident ... so that its
    violence does not count (status domain), unless it asserts an indicator more surely; below `kind_doubt` of all
    kinds, words of the domains `kind_domains` (a "match", a "film") void nothing."""

    propose: Share = 0.6
    beside: Share = 0.9
    doubt: Share = 0.03
    sentences: int = Field(4, ge=0)
    few_words: int = Field(5, ge=0)
    whole: Share | None = None
    kind: Share | None = None
    kind_doubt: Share = 0.1
    kind_domains: list[str] = []


class Scope(Definition):
    """Which articles are read: with `configured` those that name a country of `regions`, a place of one, or no place at
    all; with `all` every one. A text of fewer than `short_text` characters is always read."""

    countries: Literal["configured", "all"] = "all"
    short_text: int = Field(600, ge=0)


class Reading(Definition):
    """How much a mention weighs by where it stands and what it asserts (B.2, B.4)."""

    zones: dict[Literal["title", "lead", "rest"], Share]
    event_weights: dict[Status, Share]
    attention_weights: dict[Status, Share]
    chronic_attention: Share = 0.5
    copy_containment: Share = 0.60
    short_copy_containment: Share = 0.90
    short_tokens: int = 30
    copy_days: int = 7
    event_similarity: Share = 0.60
    event_span_days: int = 3
    follow_up_days: int = Field(7, ge=0, le=14)
    named_place_km: float = 50.0
    second_reader: SecondReading | None = None
    scope: Scope = Scope()
