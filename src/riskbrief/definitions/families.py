"""Word families written out: `@name` in a term list stands for every term of the family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riskbrief.definitions.indicators import Indicator, Terms
from riskbrief.definitions.inflect import Written

Families = Mapping[str, Sequence[Written]]


def with_families(indicator: Indicator, vocabulary: Mapping[str, Families]) -> Indicator:
    """The indicator with its families written out; unknown families stay as they are (`check` names them)."""
    terms = {
        language: _terms_without_families(one, vocabulary.get(language, {}))
        for language, one in indicator.terms.items()
    }
    return indicator.model_copy(update={"terms": terms})


def names_families(indicator: Indicator) -> bool:
    """Whether a term of it names a word family."""
    return any(term.startswith("@") for terms in indicator.terms.values() for term in every_term(terms))


def every_term(terms: Terms) -> list[str]:
    """All terms of one language, whatever their part."""
    near = [term for pattern in terms.near for term in pattern.a + pattern.b]
    joint = [term for pattern in terms.all for part in (*pattern.of, pattern.none) for term in part]
    return [*terms.any, *near, *joint, *terms.exclude, *terms.exclude_before, *terms.exclude_article]


def _terms_without_families(terms: Terms, families: Families) -> Terms:
    near = [n.model_copy(update={"a": expand(n.a, families), "b": expand(n.b, families)}) for n in terms.near]
    joint = [
        t.model_copy(update={"of": [expand(part, families) for part in t.of], "none": expand(t.none, families)})
        for t in terms.all
    ]
    plain = ("any", "exclude", "exclude_before", "exclude_article")
    lists = {name: expand(getattr(terms, name), families) for name in plain}
    return terms.model_copy(update={"near": near, "all": joint, **lists})


def expand(terms: Sequence[str], families: Families) -> list[str]:
    """Terms with each `@family` replaced by its words, each term once, in order.

    >>> expand(["raid", "@site"], {"site": [Written(w, frozenset({"word"})) for w in ("camp", "base")]})
    ['raid', 'camp', 'base']
    """
    return list(dict.fromkeys(word for term in terms for word in _words(term, families)))


def _words(term: str, families: Families) -> list[str]:
    named = families.get(term.removeprefix("@")) if term.startswith("@") else None
    return [term] if named is None else [word.text for word in named]
