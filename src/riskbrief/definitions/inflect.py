"""Lemmas to their forms, by the endings of a YAML file: analysts write `attaquer`, not its forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from riskbrief.definitions.lexicons import Concepts, Family, Form, Inflection
from riskbrief.folding import fold

PLAIN: tuple[Form, ...] = ("word",)


class Written(NamedTuple):
    """A word family's term and the forms it can be; `middle`: its subject suffers the act."""

    text: str
    forms: frozenset[str]
    middle: bool = False


KEPT = 12  # languages whose words are remembered
_Own = Mapping[str, Sequence[tuple[str, Written]]]  # family -> folded text and term
_MADE: dict[tuple[int, int], tuple[Concepts, Inflection | None, dict[str, tuple[Written, ...]]]] = {}


def family_terms(concepts: Concepts, inflection: Inflection | None) -> dict[str, tuple[Written, ...]]:
    """Every family's terms, each once, with those of the families it names in `of`; made once for the same objects."""
    key = (id(concepts), id(inflection))
    if key not in _MADE:
        if len(_MADE) >= KEPT:
            _MADE.clear()
        _MADE[key] = concepts, inflection, _family_terms(concepts, inflection)
    return _MADE[key][-1]


def _family_terms(concepts: Concepts, inflection: Inflection | None) -> dict[str, tuple[Written, ...]]:
    own = {name: [*_folded(family, inflection)] for name, family in concepts.families.items()}
    return {name: _unique(_terms(concepts, own, name, ())) for name in concepts.families}


def _folded(family: Family, inflection: Inflection | None) -> Iterator[tuple[str, Written]]:
    """A family's own terms, each with its folded text."""
    for term in _written(family, inflection):
        yield fold(term.text), term


def _written(family: Family, inflection: Inflection | None) -> Iterator[Written]:
    yield from (Written(word, frozenset(PLAIN)) for word in family.words)
    for noun in family.nouns:
        yield from (Written(form, frozenset({"noun"})) for form in noun_forms(noun, inflection))
    for middle, verbs in ((False, family.verbs), (True, family.middle)):
        for verb in verbs:
            yield from (Written(t, frozenset(f), middle) for t, f in verb_forms(verb, inflection).items())


def _terms(concepts: Concepts, own: _Own, name: str, seen: tuple[str, ...]) -> Iterator[tuple[str, Written]]:
    """The terms of a family, then those of the families it names."""
    if name in seen or name not in own:
        return
    yield from own[name]
    for other in concepts.families[name].of:
        yield from _terms(concepts, own, other, (*seen, name))


def _unique(terms: Iterator[tuple[str, Written]]) -> tuple[Written, ...]:
    """Terms that read alike joined: "attack" is a noun and a verb, "attaque" and "attaqué" are one folded word."""
    joined: dict[str, Written] = {}
    for text, term in terms:
        known = joined.setdefault(text, term)
        if known is not term:
            joined[text] = Written(known.text, known.forms | term.forms, known.middle and term.middle)
    return tuple(joined.values())


def noun_forms(lemma: str, inflection: Inflection | None) -> list[str]:
    """Singular and plural of a noun or a compound.

    >>> rules = Inflection(schema_version=1, language="fr", nouns={"": ["-s"], "al": ["-aux"]}, noun_stops=["de"],
    ...     verbs={}, irregular_forms=[])
    >>> noun_forms("poste de police", rules), noun_forms("arsenal", rules)
    (['poste de police', 'postes de police'], ['arsenal', 'arsenaux'])
    """
    if inflection is None or lemma in inflection.invariable:
        return [lemma]
    words = lemma.split()
    stops = set(inflection.noun_stops)
    head = next((n for n, word in enumerate(words) if word in stops or "'" in word), len(words))
    first = 0 if inflection.noun_stops else len(words) - 1
    plurals = [_by_ending(w, inflection.nouns) if first <= n < head else [w] for n, w in enumerate(words)]
    return [lemma, *(" ".join(p) for p in zip(*_even(plurals), strict=True))]


def _even(choices: list[list[str]]) -> list[list[str]]:
    """Lists of equal length: single choices repeated."""
    size = max(map(len, choices))
    return [c * size if len(c) == 1 else c for c in choices]


def verb_forms(lemma: str, inflection: Inflection | None) -> dict[str, set[str]]:
    """Forms of a verb, or of the first word of a phrase ("open fire"), and what each can be.

    >>> rules = Inflection(schema_version=1, language="en", nouns={}, irregular_forms=[["finite"], ["participle"]],
    ...     verbs={"": {"finite": ["-s", "-ed"], "participle": ["-ed"]}}, irregular={"shoot": ["shot", "shot"]})
    >>> sorted(verb_forms("attack", rules).items())[0], sorted(verb_forms("shoot down", rules)["shot down"])
    (('attacked', {...}), ['finite', 'participle'])
    """
    verb, _, rest = lemma.partition(" ")
    found: dict[str, set[str]] = {}
    if inflection is None:
        return {lemma: {"finite"}}
    for form, texts in _forms(verb, inflection):
        for text in texts:
            found.setdefault(f"{text} {rest}".strip(), set()).add(form)
    return found


def _forms(verb: str, inflection: Inflection) -> Iterator[tuple[Form, list[str]]]:
    ending = max((e for e in inflection.verbs if verb.endswith(e)), key=len, default=None)
    regular = inflection.verbs.get(ending or "", {}) if ending is not None else {}
    irregular = inflection.irregular.get(verb)
    if irregular is None:
        stem = verb.removesuffix(ending or "")
        yield from ((form, [t.replace("-", stem, 1) for t in texts]) for form, texts in regular.items())
        return
    yield from ((form, [verb]) for form in inflection.lemma)
    for kinds, texts in zip(inflection.irregular_forms, irregular, strict=False):
        for kind in kinds:
            yield kind, texts.split("|")


def _by_ending(word: str, endings: Mapping[str, list[str]]) -> list[str]:
    ending = max((e for e in endings if word.endswith(e)), key=len, default=None)
    if ending is None:
        return [word]
    stem = word.removesuffix(ending) if ending else word
    texts = endings[ending]
    return [t.replace("-", stem, 1) for t in texts]
