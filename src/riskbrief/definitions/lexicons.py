"""indicators/lexicons/: word families over lemmas, how lemmas inflect, and the small words that show who did what."""

from __future__ import annotations

from typing import Literal

from riskbrief.definitions.base import Definition, Identifier, LanguageCode

Form = Literal["infinitive", "finite", "participle", "gerund", "conditional", "future", "noun", "word"]


class Family(Definition):
    """Words of one meaning. `verbs` and `nouns` are lemmas and take their forms from inflection.<language>.yaml;
    `middle` are verbs whose subject suffers the act ("die", "périr"); `words` stand as they are; `of` names families
    whose words belong here too."""

    verbs: list[str] = []
    middle: list[str] = []
    nouns: list[str] = []
    words: list[str] = []
    of: list[Identifier] = []


class Concepts(Definition):
    """indicators/lexicons/concepts.<language>.yaml: word families that indicators name as `@family` and in frames."""

    schema_version: Literal[1]
    language: LanguageCode
    families: dict[Identifier, Family]


class Inflection(Definition):
    """indicators/lexicons/inflection.<language>.yaml: forms by ending; `-` stands for the lemma without the ending.

    `irregular`: past finite forms, participles, gerund and so on, in the order of `irregular_forms`, `|` between
    forms of one kind.
    """

    schema_version: Literal[1]
    language: LanguageCode
    nouns: dict[str, list[str]]
    noun_stops: list[str] = []
    invariable: list[str] = []
    verbs: dict[str, dict[Form, list[str]]]
    lemma: list[Form] = ["infinitive"]
    irregular_forms: list[list[Form]]
    irregular: dict[str, list[str]] = {}


class Grammar(Definition):
    """indicators/lexicons/grammar.<language>.yaml: the small words that show who did what to whom.

    `passive` and `perfect` stand before a participle (was, a été; has, a), `by` names the doer after the act, `target`
    leads from a noun of action to what suffers it, `during` from an act to the operation it was part of, `to` marks an
    infinitive and `realised` before it one that did happen; an active verb does not reach across `barriers` for its
    object; after `future` it has not happened yet; who stands before `speech` is a source, not the doer; `coordinators`
    join two objects of one act; after `articles` a word that could be a verb is a noun; `anonymous` count persons
    without naming them ("others"); who stands behind `against` suffers a noun of action ("assault on a column");
    `clauses` open a clause with a subject of its own, unless only `no_subject` stands between them and the verb ("when
    they fired"), as do `persons` behind a comma ("soldiers came, 29 people lay dead"); `by` after `answered` names no
    doer of the act before ("an attack repelled by soldiers"); `owners` lead from some of a force to the force
    ("elements of Boko Haram"); `they` that opens a sentence stands for the subject of the one before,
    where that names no other party but one of its own (`own_side`: "soldiers and their allies");
    behind `freeing` somebody "kidnapped" was so before ("rebels freed a nurse kidnapped in May");
    right before a word that may be verb or noun, `bare_plurals` are its subject ("soldiers raid a camp"), other nouns
    what suffers it ("army base attack"); an act right before `amid` is part of the blow behind it ("people killed in an
    ambush of a convoy" are its men).
    """

    schema_version: Literal[1]
    language: LanguageCode
    passive: list[str]
    perfect: list[str]
    by: list[str]
    target: list[str]
    during: list[str]
    to: list[str]
    realised: list[str]
    barriers: list[str]
    future: list[str]
    speech: list[str]
    coordinators: list[str]
    articles: list[str]
    anonymous: list[str] = []
    against: list[str] = []
    clauses: list[str] = []
    no_subject: list[str] = []
    persons: list[str] = []
    answered: list[str] = []
    owners: list[str] = []
    they: list[str] = []
    own_side: list[str] = []
    freeing: list[str] = []
    bare_plurals: list[str] = []
    amid: list[str] = []
