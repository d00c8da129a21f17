"""Indicators, cues and families compiled for matching: one set of phrases per language, never shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from riskbrief.coding.concern import Concern
from riskbrief.coding.framebook import FrameBook, compile_frames
from riskbrief.coding.gazetteer import Gazetteer
from riskbrief.coding.joint import JointRule, Listed, joint_rules
from riskbrief.coding.phrases import PhraseIndex
from riskbrief.coding.scan import Anchor, Scanner, compile_scanner
from riskbrief.coding.terms import NUMBER, Term, parse_terms
from riskbrief.coding.toll_families import toll_words
from riskbrief.coding.toll_words import TollWords
from riskbrief.coding.tongue import NO_TONGUE, Tongue, compile_tongues, tongue_of
from riskbrief.coding.wide import WideBook, compile_wide
from riskbrief.definitions.indicators import AssertionCues, CueScope, Indicator, Near, Terms
from riskbrief.definitions.inflect import Written
from riskbrief.definitions.languages import LanguageWords
from riskbrief.definitions.lexicons import Grammar
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
GUARDED_PILLARS = ("security", "governance")  # whose indicators the domain filter guards, unless others are named
OPENING_GROUPS = ("historic_article", "retraction_article")


class Use(NamedTuple):
    """What a phrase is for: `role` any, a, b, all, exclude, exclude_before, reversal, severity, cue, domain or family.

    `owner` is the indicator's index, or the name of the cue group, domain or word family; `slot` the number of the near
    pattern, of the list of `all`, or of the term in `FrameBook.written`.
    """

    role: str
    owner: int | str
    slot: int = 0


Families = Mapping[str, Sequence[Written]]


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
    opening: Scanner  # cues that title and first sentence are read for
    nears: tuple[NearRule, ...]
    joints: tuple[JointRule, ...]
    wide: WideBook | None
    frames: FrameBook
    tolls: TollWords
    scope: CueScope
    reach: Mapping[str, int]  # folded hypothetical cue to its own reach in words
    incitement: frozenset[str]  # folded hypothetical cues that call for what follows
    since: frozenset[str]  # words that open a lasting state when a year follows ("since", "depuis")
    n_terms: int
    tongue: Tongue = NO_TONGUE


@dataclass(frozen=True)
class Codebook:
    """Compiled indicators. `guarded[i]`: the domain filter (sport, fiction, ...) holds for indicator `i`; `panel`: the
    countries that are assessed (empty: all); `concern`: which articles are read (none: all)."""

    indicators: tuple[Indicator, ...]
    index_of: Mapping[str, int]
    guarded: tuple[bool, ...]
    languages: Mapping[str, LanguageBook]
    gazetteer: Gazetteer
    panel: frozenset[str] = frozenset()
    tongues: Mapping[str, Tongue] = field(default_factory=dict)
    concern: Concern | None = None

    def tongue(self, language: str) -> Tongue:
        """What is known of a language; of one without files, what holds for all."""
        return tongue_of(self.tongues, language)


def compile_codebook(
    indicators: Iterable[Indicator],
    cues: Mapping[str, AssertionCues],
    gazetteer: Gazetteer,
    vocabulary: Mapping[str, Families] | None = None,
    grammar: Mapping[str, Grammar] | None = None,
    words: Mapping[str, LanguageWords] | None = None,
    *,
    pillar_of: Mapping[str, str] | None = None,
    panel: Iterable[str] = (),
    guarded_pillars: Sequence[str] = GUARDED_PILLARS,
    concern: Concern | None = None,
) -> Codebook:
    """Compile every language that has cues. Without `pillar_of` the domain filter holds for every indicator (B.4)."""
    kept = tuple(indicators)
    guarded = tuple(pillar_of is None or pillar_of.get(i.id) in guarded_pillars for i in kept)
    tongues = compile_tongues(words or {})
    books = {
        language: _compile(
            language,
            kept,
            cues[language],
            (vocabulary or {}).get(language, {}),
            (grammar or {}).get(language),
            tongue_of(tongues, language),
        )
        for language in sorted(cues)
    }
    index_of = {i.id: n for n, i in enumerate(kept)}
    return Codebook(kept, index_of, guarded, books, gazetteer, frozenset(panel), tongues, concern)


def _compile(
    language: str,
    indicators: Sequence[Indicator],
    cues: AssertionCues,
    vocabulary: Families,
    grammar: Grammar | None,
    tongue: Tongue,
) -> LanguageBook:
    families = {name: [w.text for w in written] for name, written in vocabulary.items()}
    frames = compile_frames(indicators, vocabulary, grammar)
    parts = [(t, Use("family", name, n)) for n, (name, w) in enumerate(frames.written) for t in parse_terms([w.text])]
    joints, listed = joint_rules(indicators, language, families, "sentence")
    terms = [pair for n, i in enumerate(indicators) for pair in _indicator_terms(n, i, language, families)]
    terms += [(one.term, Use("all", one.owner, one.slot)) for one in listed]
    nears = [
        NearRule(n, slot, near.within, near.ordered)
        for n, indicator in enumerate(indicators)
        for slot, near in _nears(indicator, language)
    ]
    domains = [(t, Use("domain", d)) for d, texts in sorted(cues.domains.items()) for t in parse_terms(texts, families)]
    return LanguageBook(
        language=language,
        terms=tuple(terms),
        phrases=PhraseIndex([*terms, *_cue_terms(cues, families), *domains, *parts], tongue.numbers),
        scanner=_anchors(terms, nears, frames, parts, (joints, listed)),
        domains=compile_scanner([(t, Anchor(direct=True, label=n)) for n, (t, _) in enumerate(domains)]),
        domain_names=tuple((str(use.owner), term.text) for term, use in domains),
        opening=compile_scanner(
            [(term, Anchor(direct=True)) for term, use in _cue_terms(cues, families) if use.owner in OPENING_GROUPS]
        ),
        nears=tuple(nears),
        joints=tuple(joints),
        wide=compile_wide(indicators, language, families, tongue.numbers),
        frames=frames,
        tolls=toll_words(language, vocabulary),
        scope=cues.scope,
        reach={fold(cue): words for cue, words in cues.scope.cues.items()},
        incitement=frozenset(fold(cue) for cue in cues.incitement),
        since=frozenset(t.elements[0] for t in parse_terms(cues.chronic) if _names_year(t)),
        n_terms=sum(use.role in {"any", "a", "b", "all"} for _, use in terms),
        tongue=tongue,
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
    for slot, near in _nears(indicator, language):
        for role, texts in (("a", near.a), ("b", near.b)):
            for term in parse_terms(texts, families):
                yield term, Use(role, owner, slot)
    if indicator.reversal:
        for term in parse_terms(indicator.reversal.words.get(language, []), families):
            yield term, Use("reversal", owner)
    for term in parse_terms(indicator.severity.terms):
        yield term, Use("severity", owner)


def _nears(indicator: Indicator, language: str) -> Iterator[tuple[int, Near]]:
    """Near patterns inside one sentence, by their number."""
    numbered = enumerate(indicator.terms.get(language, Terms()).near)
    return ((slot, near) for slot, near in numbered if near.scope == "sentence")


def _cue_terms(cues: AssertionCues, families: Mapping[str, Sequence[str]]) -> Iterator[tuple[Term, Use]]:
    for group in CUE_GROUPS:
        for term in parse_terms(getattr(cues, group), families):
            yield term, Use("cue", group)


def _anchors(
    terms: Sequence[tuple[Term, Use]],
    nears: Sequence[NearRule],
    frames: FrameBook,
    parts: Sequence[tuple[Term, Use]],
    joint: tuple[Sequence[JointRule], Sequence[Listed]],
) -> Scanner:
    """A sentence is worth reading with one whole term, or with both sides of one near pattern or frame, or with the
    first two lists of one `all`."""
    bit = {(n.owner, n.slot): 1 << k for k, n in enumerate(nears)}
    anchors = []
    for term, use in terms:
        if use.role == "any":
            anchors.append((term, Anchor(direct=True)))
        elif use.role in {"a", "b"}:
            mask = bit[(int(use.owner), use.slot)]
            anchors.append((term, Anchor(left=mask) if use.role == "a" else Anchor(right=mask)))
    for term, use in parts:
        direct, left, right = frames.sides(str(use.owner))
        anchors.append((term, Anchor(direct, left << len(nears), right << len(nears))))
    first = len(nears) + len(frames.frames)
    sides = [{rule.lists[side]: 1 << first + k for k, rule in enumerate(joint[0])} for side in (0, 1)]
    for one in joint[1]:
        left, right = (side.get(one.slot, 0) for side in sides)
        if left or right:
            anchors.append((one.term, Anchor(left=left, right=right)))
    return compile_scanner(anchors)
