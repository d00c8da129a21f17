"""What nearly matched a text, for `riskbrief try`: which term, pattern or frame, and the one thing that is missing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from riskbrief.coding.codebook import Codebook, LanguageBook, NearRule
from riskbrief.coding.joint import JointRule
from riskbrief.coding.match import read
from riskbrief.coding.near_frames import frame_misses
from riskbrief.coding.near_terms import Pattern, Spot, met, pattern_miss, term_miss
from riskbrief.coding.nearness import FORM, Miss, Nearly, nearest, nearly_of
from riskbrief.coding.sentences import MAX_SENTENCE, Sentence, Span, iter_sentences, read_sentence
from riskbrief.coding.wide import WideBook
from riskbrief.definitions.indicators import Scope, Terms
from riskbrief.folding import canonical

SPEAKING = ("any", "a", "b", "all", "family")  # roles of words that tell what a text speaks of
APART = 100  # words put between title and text, which no pattern joins

Spots = Mapping[tuple[str, int, int], Sequence[Spot]]


def nearly(text: str, book: Codebook, language: str, title: str = "") -> list[Nearly]:
    """What nearly matched, at most ten, the nearest first; the same in every run.

    Indicators that did match in a sentence are left out of it; what matched and does not count is no near miss.
    """
    sentences = _sentences(text, title, book, language)
    own = book.languages.get(language)
    whole, misses = _in_article(sentences, own.wide, book, language) if own and own.wide else (set(), [])
    found: list[tuple[int, Miss]] = []
    every = set(whole)
    for sentence in sentences:
        fired = whole | {hit.owner for hit in read(sentence, own).hits} if own else whole
        every |= fired
        near = [*(_in_sentence(sentence, own, book, fired) if own else ()), *_elsewhere(sentence, book, language)]
        found += [(sentence.number, miss) for miss in near if miss.owner not in fired]
    found += [(0, miss) for miss in misses if miss.owner not in every]
    return nearest(nearly_of(miss, number, book.indicators[miss.owner].id) for number, miss in found)


def _sentences(text: str, title: str, book: Codebook, language: str) -> list[Sentence]:
    """The title as sentence 0 where there is one, then those of the text."""
    spans = [Span(0, min(len(title), MAX_SENTENCE))] if title else []
    head, body = canonical(title), canonical(text)
    found = [read_sentence(0, span, head, title) for span in spans]
    for number, span in enumerate(iter_sentences(text, book.tongue(language).stops), 1):
        found.append(read_sentence(number, span, body, text))
    return found


def _in_sentence(sentence: Sentence, own: LanguageBook, book: Codebook, fired: Collection[int]) -> Iterator[Miss]:
    """Terms, patterns and frames of one sentence."""
    free = _free(sentence, own)
    for term, use in own.terms:
        owner = int(use.owner)
        if use.role == "any" and owner not in fired and (miss := term_miss(owner, term, sentence.words, free)):
            yield miss
    spots: dict[tuple[str, int, int], list[Spot]] = {}
    for f in own.phrases.find(sentence):
        if f.use.role in {"a", "b", "all"}:
            spots.setdefault((f.use.role, int(f.use.owner), f.use.slot), []).append(Spot(f.start, f.end, f.term.text))
    listed = {slot: found for (role, _, slot), found in spots.items() if role == "all"}
    near = (_near(rule, book.indicators[rule.owner].terms[own.language], spots) for rule in own.nears)
    for pattern in (*near, *_joint(own.joints, book, own.language, "sentence", listed)):
        if miss := pattern_miss(pattern, _plain(sentence)):
            yield miss
    yield from frame_misses(sentence, own, fired, free)


def _plain(sentence: Sentence) -> list[str]:
    """The words of a sentence that may be a form of a known one; "" for names."""
    return ["" if n and sentence.as_read(n)[:1].isupper() else word for n, word in enumerate(sentence.words)]


def _free(sentence: Sentence, own: LanguageBook) -> list[str]:
    """The same, and "" for words that are known themselves."""
    known = {n for f in own.phrases.find(sentence) if f.use.role in SPEAKING for n in range(f.start, f.end)}
    return ["" if n in known else word for n, word in enumerate(_plain(sentence))]


def _near(rule: NearRule, terms: Terms, spots: Mapping[tuple[str, int, int], Sequence[Spot]]) -> Pattern:
    """A near pattern of one sentence."""
    one = terms.near[rule.slot]
    sides = tuple(spots.get((role, rule.owner, rule.slot), ()) for role in ("a", "b"))
    return Pattern(rule.owner, (one.a, one.b), sides, rule.within, rule.ordered, "sentence")


def _joint(
    rules: Iterable[JointRule], book: Codebook, language: str, scope: Scope, spots: Mapping[int, Sequence[Spot]]
) -> Iterator[Pattern]:
    """Patterns of a scope with their lists as written; the rules of an indicator stand in the order of its YAML."""
    written: dict[int, Iterator[Sequence[Sequence[str]]]] = {}
    for rule in rules:
        terms = book.indicators[rule.owner].terms[language]
        lists = next(written.setdefault(rule.owner, _lists(terms, scope)))
        standing = tuple(spots.get(slot, ()) for slot in rule.lists)
        yield Pattern(rule.owner, tuple(lists), standing, rule.within, rule.ordered, scope)


def _lists(terms: Terms, scope: Scope) -> Iterator[Sequence[Sequence[str]]]:
    yield from (one.of for one in terms.all if one.scope == scope)
    yield from ((near.a, near.b) for near in terms.near if near.scope == scope == "article")


def _in_article(
    sentences: Sequence[Sentence], wide: WideBook, book: Codebook, language: str
) -> tuple[set[int], list[Miss]]:
    """Indicators whose patterns over a whole article are met, and what the others miss."""
    spots: dict[int, list[Spot]] = {}
    plain: list[str] = []
    for sentence in sentences:
        offset = len(plain) + (bool(sentence.number) and APART)
        for f in wide.phrases.find(sentence):
            spots.setdefault(f.use, []).append(Spot(f.start + offset, f.end + offset, f.term.text))
        plain += _plain(sentence)
    patterns = list(_joint(wide.rules, book, language, "article", spots))
    misses = (pattern_miss(pattern, plain) for pattern in patterns)
    return {p.owner for p in patterns if met(p)}, [miss for miss in misses if miss]


def _elsewhere(sentence: Sentence, book: Codebook, language: str) -> Iterator[Miss]:
    """Terms of other languages that stand in the text."""
    for other, other_book in sorted(book.languages.items()):
        if other == language:
            continue
        for hit in read(sentence, other_book).hits:
            if hit.end - hit.start > 1 or len(sentence.words[hit.start]) >= FORM[0]:
                why = f"is a term of language '{other}'; the text was read as '{language}'"
                yield Miss(hit.owner, "language", hit.term, why)
