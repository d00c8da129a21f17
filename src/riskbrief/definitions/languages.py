"""indicators/lexicons/: what else coding needs to know of a language: days and dates, numbers, who is quoted, where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from riskbrief.definitions.base import Definition, Identifier, LanguageCode
from riskbrief.definitions.indicators import Terms


class Calendar(Definition):
    """indicators/lexicons/calendar.<language>.yaml: how the language names days and years.

    `days` from Monday, `months` from January; `|` stands between names of one day or month.
    """

    schema_version: Literal[1]
    language: LanguageCode
    days: list[str] = Field(min_length=7, max_length=7)
    months: list[str] = Field(min_length=12, max_length=12)
    day_links: list[str] = []
    day_suffixes: list[str] = []
    before_month: list[str] = []
    before_year: list[str] = []
    month_first: bool = False
    not_after_day: list[str] = []
    relative: dict[str, int] = {}
    units: dict[str, int] = {}
    ago_before: list[str] = []
    ago_after: list[str] = []
    days_on: dict[str, int] = {}
    later: list[str] = []
    last_before: list[str] = []
    last_after: list[str] = []
    saying: list[str] = []
    beside_day: list[str] = []
    future: list[str] = []
    counted: list[str] = []
    year_names: list[str] = []
    time_words: list[str] = []
    dated_things: list[str] = []
    around_month: list[str] = []
    in_month: list[str] = []


class NumberWords(Definition):
    """indicators/lexicons/numbers.<language>.yaml: numbers in words.

    `values` of words or phrases; larger and smaller ones add up, a hundred or a thousand multiplies what stands before
    it. `vague` are numbers without a value ("dozens"); `links` join two number words, `of` may end a number
    ("une trentaine de"), `one` are articles that count one.
    """

    schema_version: Literal[1]
    language: LanguageCode
    values: dict[str, int]
    vague: list[str] = []
    links: list[str] = []
    of: list[str] = []
    one: list[str] = []
    qualifiers: list[str] = []


class TextWords(Definition):
    """indicators/lexicons/text.<language>.yaml: abbreviations, words that quote, words before places, verb grammar.

    `word*` is the beginning of a word.
    """

    schema_version: Literal[1]
    language: LanguageCode
    abbreviations: list[str] = []
    abbreviations_too: list[str] = []
    before_number: list[str] = []
    openers: list[str] = []
    according: list[str] = []
    said: list[str] = []
    said_first: list[str] = []
    when: list[str] = []
    not_saying: list[str] = []
    joined: list[str] = []
    place_said: list[str] = []
    before_said: list[str] = []
    at: list[str] = []
    at_between: list[str] = []
    come_from: list[str] = []
    from_between: list[str] = []
    acted_on: list[str] = []
    gone_to: list[str] = []
    only_near: list[str] = []
    near_to: list[str] = []
    near_ends: list[str] = []
    border_after: list[str] = []
    border_of: list[str] = []
    across: list[str] = []
    likened: list[str] = []
    listed: list[str] = []
    quarter_of: list[str] = []
    including: list[str] = []
    some: list[str] = []
    likewise: list[str] = []
    governs: list[str] = []
    conditional: list[str] = []
    copulas: list[str] = []
    adverbs: list[str] = []
    semi_modals: list[str] = []
    participle_endings: list[str] = []
    modals: list[str] = []
    governing: list[str] = []
    subordinators: list[str] = []
    relatives: list[str] = []
    listing: list[str] = []
    negation_first: list[str] = []
    negation_second: list[str] = []
    negation_only: list[str] = []
    none_of: list[str] = []
    prepositions: list[str] = []
    news: list[str] = []
    denied_acts: list[str] = []
    pictures: list[str] = []
    gerund_endings: list[str] = []
    accusations: list[str] = []
    denied_act_endings: list[str] = []
    awaiting: list[str] = []
    hanging: list[str] = []
    definite: list[str] = []
    bringing_about: list[str] = []
    figures: list[str] = []
    figure_verbs: list[str] = []
    figure_said: list[str] = []
    figure_fillers: list[str] = []
    figure_links: list[str] = []
    figure_is: list[str] = []
    figure_they: list[str] = []
    figure_by: list[str] = []
    right_figure: list[str] = []
    in_fact: list[str] = []
    figure_instead: list[str] = []
    figure_not: list[str] = []
    figure_but: list[str] = []
    former_report: list[str] = []
    lying_hurt: list[str] = []
    care_in: list[str] = []
    scene_acts: list[str] = []
    scene_lands: list[str] = []
    scene_begins: list[str] = []
    scene_apart: list[str] = []
    scene_joins: list[str] = []
    acts_told_of: list[str] = []
    other_scenes: list[str] = []
    periods: list[str] = []
    days_or_periods: list[str] = []
    worst: list[str] = []
    more_dead: list[str] = []
    more_hurt: list[str] = []
    mortally: list[str] = []
    likewise_dead: list[str] = []
    dies_late: list[str] = []
    of_wounds: list[str] = []
    toll_whole: list[str] = []
    other_source: list[str] = []
    one_more: list[str] = []
    the_one: list[str] = []
    kin: list[str] = []
    told_again: list[str] = []
    anybody: list[str] = []
    described: list[str] = []
    scene_at: list[str] = []
    goes_on_at: list[str] = []
    other_fates: list[str] = []
    escaped: list[str] = []
    set_free: list[str] = []
    some_of_them: list[str] = []
    some_of: list[str] = []
    others_free: list[str] = []
    not_free: list[str] = []
    armed_groups: dict[str, list[str]] = {}
    claim_cues: list[str] = []
    claim_words: dict[str, list[str]] = {}
    claimed_by: list[str] = []
    attributed_to: list[str] = []
    claims_denied: list[str] = []
    claims_of_others: list[str] = []


class LanguageTerms(Definition):
    """indicators/lexicons/terms.<language>.yaml: terms of indicators in a language that the indicator files lack.

    `reversal` holds the words that flip an indicator's meaning. What an indicator file says of the language wins.
    """

    schema_version: Literal[1]
    language: LanguageCode
    terms: dict[Identifier, Terms] = {}
    reversal: dict[Identifier, list[str]] = {}


@dataclass(frozen=True)
class LanguageWords:
    """What is known of a language beside its cues, families and grammar; None: no such file."""

    calendar: Calendar | None = None
    numbers: NumberWords | None = None
    text: TextWords | None = None
