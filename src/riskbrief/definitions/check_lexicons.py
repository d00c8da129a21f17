"""What terms and cue lists mean: the grammar of a term, and lexicons that fit their file's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskbrief.definitions.documents import Document, Phrases
from riskbrief.definitions.indicators import AssertionCues
from riskbrief.definitions.known import Known, Steps, repeated, unknown
from riskbrief.definitions.languages import Calendar, LanguageTerms, NumberWords, TextWords
from riskbrief.definitions.lexicons import Concepts, Grammar, Inflection
from riskbrief.errors import Problem
from riskbrief.folding import tokens

SHORTEST_STEM = 4
WordLists = Calendar | Grammar | NumberWords | TextWords
SPOKEN = (
    AssertionCues, Calendar, Concepts, Grammar, Inflection, LanguageTerms, NumberWords, Phrases, TextWords,
)  # fmt: skip
CUE_LISTS = (
    "negation_before", "negation_after", "pseudo_triggers", "terminators", "denial", "hypothetical", "hedges", "foiled",
    "historic", "historic_article", "chronic", "recent_day", "retraction_article", "hard_violence",
)  # fmt: skip


def lexicon_problems(documents: Sequence[Document], names: Known) -> Iterator[Problem]:
    """Every problem of meaning in indicators/lexicons/ and in the language of phrase files."""
    for document in documents:
        made = document.made
        if isinstance(made, SPOKEN):
            yield from _language(document, made.language)
        if isinstance(made, WordLists):
            yield from _wordless(document, made)
        if isinstance(made, AssertionCues):
            yield from _cues(document, made)
        if isinstance(made, Concepts):
            yield from _families(document, made)
        if isinstance(made, LanguageTerms):
            yield from _terms(document, made, names)


def term_problems(document: Document, steps: Steps, terms: Sequence[str], families: Sequence[str]) -> Iterator[Problem]:
    """Problems of a list of terms: grammar, families, and terms that stand twice.

    `families` are those a term may name as @family; a stem before * has four letters or more.
    """
    for position, term in enumerate(terms):
        at = (*steps, position)
        if term.startswith("@"):
            yield from unknown(document, at, term[1:], families, "word family")
        else:
            yield from _grammar(document, at, term)
    places = (((*steps, position), term) for position, term in enumerate(terms))
    yield from repeated(document, places, "term")


def _grammar(document: Document, at: Steps, term: str) -> Iterator[Problem]:
    words = term.split()
    if not any(tokens(word) for word in words):
        yield document.problem(at, f"term {term!r} holds no word", "Write at least one word.")
    for word in words:
        if word == "#":
            continue
        if "=" in word[1:] or word == "=":
            yield document.problem(at, f"in {term!r}: = may stand only right before a word", "Move it.")
        if "#" in word:
            yield document.problem(at, f"in {term!r}: # stands for a whole number", "Put spaces around it.")
        if "*" not in word:
            continue
        stem = word.removesuffix("*")
        letters = len(tokens(stem)[-1].text) if tokens(stem) else 0
        if "*" in stem:
            yield document.problem(at, f"in {term!r}: * may stand only at the end of a word", "Move it.")
        elif letters < SHORTEST_STEM:
            text = f"in {term!r}: {SHORTEST_STEM} letters or more must stand before *, not {letters}"
            yield document.problem(at, text, "Write the words out.")


def _language(document: Document, language: str) -> Iterator[Problem]:
    named = document.path.rsplit("/", 1)[-1].removesuffix(".yaml").rpartition(".")[2]
    if named != language:
        text = f"the file's name says {named!r}, its language is {language!r}"
        yield document.problem(("language",), text, "Make them the same.")


def _wordless(document: Document, made: WordLists) -> Iterator[Problem]:
    """Entries without a word, which would stand for any words or for none."""
    for key in type(made).model_fields:
        given = getattr(made, key)
        entries: list[tuple[Steps, str]] = []
        if isinstance(given, list):
            entries = [((key, n), entry) for n, entry in enumerate(given)]
        elif isinstance(given, dict):
            entries = [((key, entry, "[key]"), entry) for entry in given]
        for steps, entry in entries:
            if not tokens(entry):
                yield document.problem(steps, f"entry {entry!r} holds no word", "Write at least one word.")


def _cues(document: Document, cues: AssertionCues) -> Iterator[Problem]:
    written: set[str] = set()
    for key in CUE_LISTS:
        terms: list[str] = getattr(cues, key)
        written |= set(terms)
        yield from term_problems(document, (key,), terms, ())
    for name, terms in cues.domains.items():
        yield from term_problems(document, ("domains", name), terms, ())
    for cue in cues.scope.cues:
        yield from unknown(document, ("scope", "cues", cue, "[key]"), cue, written, "cue")


def _families(document: Document, concepts: Concepts) -> Iterator[Problem]:
    for name, family in concepts.families.items():
        for part in ("verbs", "middle", "nouns", "words"):
            yield from term_problems(document, ("families", name, part), getattr(family, part), ())
        for position, other in enumerate(family.of):
            yield from unknown(document, ("families", name, "of", position), other, concepts.families, "word family")


def _terms(document: Document, made: LanguageTerms, names: Known) -> Iterator[Problem]:
    """Terms of indicators in a language of their own file."""
    families = sorted(names.families.get(made.language, ()))
    for indicator, terms in made.terms.items():
        at = ("terms", indicator)
        yield from unknown(document, (*at, "[key]"), indicator, names.indicators, "indicator")
        for part in ("any", "exclude", "exclude_before"):
            yield from term_problems(document, (*at, part), getattr(terms, part), families)
        for position, near in enumerate(terms.near):
            for side in ("a", "b"):
                yield from term_problems(document, (*at, "near", position, side), getattr(near, side), families)
    for indicator, words in made.reversal.items():
        yield from unknown(document, ("reversal", indicator, "[key]"), indicator, names.indicators, "indicator")
        yield from term_problems(document, ("reversal", indicator), words, families)
