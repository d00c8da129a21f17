"""Indicators, cues and families compiled for matching: one set of phrases per language, never shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from riskbrief.coding.gazetteer import Gazetteer
from riskbrief.coding.phrases import PhraseIndex
from riskbrief.coding.scan import Anchor, Scanner, compile_scanner
from riskbrief.coding.terms import NUMBER, Term, parse_terms
from riskbrief.definitions.indicators import AssertionCues, Concepts, CueScope, Indicator, Terms
from riskbrief.folding import fold

CUE_GROUPS = (
    "negation_before",
    "negation_after",
    "pseudo_triggers",
    "terminators",
    "denial",
    "hypothetical",
    "hedges",
    "foiled",
    "historic",
    "historic_article",
    "chronic",
    "recent_day",
    "retraction_article",
    "hard_violence",
)


class Use(NamedTuple):
    """What a phrase is for: `role` any, a, b, exclude, exclude_before, reversal, severity, cue or domain.

    `owner` is the indicator's index, or the name of the cue group or domain; `slot` the number of the near pattern.
    """

    role: str
    owner: int | str
    slot: int = 0


class NearRule(NamedTuple):
    """One near pattern of an indicator."""

    owner: int
    slot: int
    within: int
    ordered: bool


@dataclass(frozen=True)
class LanguageBook:
    """Everything compiled for one language."""

    language: str
    terms: tuple[tuple[Term, Use], ...]
    phrases: PhraseIndex[Use]
    scanner: Scanner
    domains: Scanner
    domain_names: tuple[tuple[str, str], ...]  # domain and cue of each anchor of `domains`
    nears: tuple[NearRule, ...]
    scope: CueScope
    reach: Mapping[str, int]  # folded hypothetical cue to its own reach in words
    incitement: frozenset[str]  # folded hypothetical cues that call for what follows
    since: frozenset[str]  # words that open a lasting state when a year follows ("since", "depuis")
    n_terms: int


@dataclass(frozen=True)
class Codebook:
    """Compiled indicators. `guarded[i]`: the domain filter (sport, fiction, ...) holds for indicator `i`."""

    indicators: tuple[Indicator, ...]
    index_of: Mapping[str, int]
    guarded: tuple[bool, ...]
    languages: Mapping[str, LanguageBook]
    gazetteer: Gazetteer


def compile_codebook(
    indicators: Iterable[Indicator],
    cues: Mapping[str, AssertionCues],
    gazetteer: Gazetteer,
    concepts: Mapping[str, Concepts] | None = None,
    *,
    pillar_of: Mapping[str, str] | None = None,
    guarded_pillars: Sequence[str] = ("security", "governance"),
) -> Codebook:
    """Compile every language that has cues. Without `pillar_of` the domain filter holds for every indicator (B.4)."""
    kept = tuple(indicators)
    guarded = tuple(pillar_of is None or pillar_of.get(i.id) in guarded_pillars for i in kept)
    books = {
        language: _compile(language, kept, cues[language], _families(concepts, language)) for language in sorted(cues)
    }
    return Codebook(kept, {i.id: n for n, i in enumerate(kept)}, guarded, books, gazetteer)


def _families(concepts: Mapping[str, Concepts] | None, language: str) -> dict[str, list[str]]:
    return dict(concepts[language].families) if concepts and language in concepts else {}


def _compile(
    language: str, indicators: Sequence[Indicator], cues: AssertionCues, families: dict[str, list[str]]
) -> LanguageBook:
    terms = [pair for n, i in enumerate(indicators) for pair in _indicator_terms(n, i, language, families)]
    nears = [
        NearRule(n, slot, near.within, near.ordered)
        for n, indicator in enumerate(indicators)
        for slot, near in enumerate(indicator.terms.get(language, Terms()).near)
    ]
    domains = [(t, Use("domain", d)) for d, texts in sorted(cues.domains.items()) for t in parse_terms(texts, families)]
    return LanguageBook(
        language=language,
        terms=tuple(terms),
        phrases=PhraseIndex([*terms, *_cue_terms(cues, families), *domains], language),
        scanner=_anchors(terms, nears),
        domains=compile_scanner([(t, Anchor(direct=True, label=n)) for n, (t, _) in enumerate(domains)]),
        domain_names=tuple((str(use.owner), term.text) for term, use in domains),
        nears=tuple(nears),
        scope=cues.scope,
        reach={fold(cue): words for cue, words in cues.scope.cues.items()},
        incitement=frozenset(fold(cue) for cue in cues.incitement),
        since=frozenset(t.elements[0] for t in parse_terms(cues.chronic) if _names_year(t)),
        n_terms=sum(use.role in {"any", "a", "b"} for _, use in terms),
    )


def _names_year(term: Term) -> bool:
    return len(term.elements) == 2 and (term.elements[1] == NUMBER or term.elements[1].isdigit())


def _indicator_terms(
    owner: int, indicator: Indicator, language: str, families: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Term, Use]]:
    terms = indicator.terms.get(language, Terms())
    for role, texts in (("any", terms.any), ("exclude", terms.exclude), ("exclude_before", terms.exclude_before)):
        for term in parse_terms(texts, families):
            yield term, Use(role, owner)
    for slot, near in enumerate(terms.near):
        for role, texts in (("a", near.a), ("b", near.b)):
            for term in parse_terms(texts, families):
                yield term, Use(role, owner, slot)
    if indicator.reversal:
        for term in parse_terms(indicator.reversal.words.get(language, []), families):
            yield term, Use("reversal", owner)
    for term in parse_terms(indicator.severity.terms):
        yield term, Use("severity", owner)


def _cue_terms(cues: AssertionCues, families: Mapping[str, Sequence[str]]) -> Iterator[tuple[Term, Use]]:
    for group in CUE_GROUPS:
        for term in parse_terms(getattr(cues, group), families):
            yield term, Use("cue", group)


def _anchors(terms: Sequence[tuple[Term, Use]], nears: Sequence[NearRule]) -> Scanner:
    """A sentence is worth reading with one whole term, or with both sides of one near pattern."""
    bit = {(n.owner, n.slot): 1 << k for k, n in enumerate(nears)}
    anchors = []
    for term, use in terms:
        if use.role == "any":
            anchors.append((term, Anchor(direct=True)))
        elif use.role in {"a", "b"}:
            mask = bit[(int(use.owner), use.slot)]
            anchors.append((term, Anchor(left=mask) if use.role == "a" else Anchor(right=mask)))
    return compile_scanner(anchors)
