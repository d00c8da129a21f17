"""What indicator files mean: weights, anchors, terms in every language, one direction for each term of a pillar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from riskbrief.definitions.check_config import SUM_TOLERANCE
from riskbrief.definitions.check_lexicons import term_problems
from riskbrief.definitions.documents import Document
from riskbrief.definitions.indicators import Example, Indicator, IndicatorFile, Terms, Together
from riskbrief.definitions.known import Known, Steps, unknown, untranslated, wrong_options
from riskbrief.definitions.wording import shown
from riskbrief.errors import Problem
from riskbrief.folding import fold

Placed = tuple[Document, int, Indicator]


def indicator_problems(documents: Sequence[Document], names: Known) -> Iterator[Problem]:
    """Every problem of meaning in indicators/*.yaml."""
    files = [d for d in documents if isinstance(d.made, IndicatorFile)]
    placed = [(d, i, one) for d in files for i, one in enumerate(d.made.indicators)]
    yield from _unique(placed)
    yield from _weights(placed)
    yield from _empty_pillars(documents[0], files, names)
    yield from _directions(placed)
    for document, position, one in placed:
        yield from _one(document, ("indicators", position), one, names)
    for document in files:
        for position, example in enumerate(document.made.examples):
            yield from _example(document, ("examples", position), example, names)


def _unique(placed: Sequence[Placed]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for document, position, one in placed:
        here = document.problem(("indicators", position, "id"), "")
        if one.id in first:
            text = f"indicator {one.id!r} stands twice: here and in {first[one.id]}"
            yield Problem(here.path, here.line, here.column, text, "Give one of them another id.")
        first.setdefault(one.id, f"{here.path}:{here.line}")


def _weights(placed: Sequence[Placed]) -> Iterator[Problem]:
    groups: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for document, position, one in placed:
        groups[(document.made.pillar, one.direction)].append((document, position, one))
    for (pillar, direction), members in groups.items():
        total = sum(one.weight for _, _, one in members)
        wanted = 0 if direction == "context" else 1
        if abs(total - wanted) > SUM_TOLERANCE:
            document, position, _ = members[-1]
            text = f"the weights of the {direction} indicators of {pillar} add up to {total:g}, not {wanted}"
            remedy = f"Change one of {len(members)}: {', '.join(f'{one.id} {one.weight:g}' for _, _, one in members)}."
            yield document.problem(("indicators", position, "weight"), text, remedy)


def _empty_pillars(config: Document, files: Sequence[Document], names: Known) -> Iterator[Problem]:
    filled = {d.made.pillar for d in files if d.made.indicators}
    for pillar in sorted(names.pillars - filled):
        text = f"pillar {pillar!r} has no indicator"
        yield config.problem(("index", "pillars", pillar, "[key]"), text, "Add some under indicators/, or delete it.")
    for document in files:
        yield from unknown(document, ("pillar",), document.made.pillar, names.pillars, "pillar")


def _directions(placed: Sequence[Placed]) -> Iterator[Problem]:
    """The same words may not raise and lower the risk of one pillar."""
    first: dict[tuple[str, str, str], Indicator] = {}
    for document, position, one in placed:
        for language, terms in one.terms.items():
            for i, term in enumerate(terms.any):
                key = (document.made.pillar, language, " ".join(fold(term).split()))
                other = first.setdefault(key, one)
                if other.direction != one.direction:
                    text = f"term {shown(term)} is {one.direction} here and {other.direction} in {other.id}"
                    steps = ("indicators", position, "terms", language, "any", i)
                    yield document.problem(steps, text, "Keep it in one of them.")


def _one(document: Document, at: Steps, one: Indicator, names: Known) -> Iterator[Problem]:
    if one.hi <= one.lo:
        yield document.problem((*at, "hi"), f"hi ({one.hi:g}) must be more than lo ({one.lo:g})")
    yield from unknown(document, (*at, "normaliser", "name"), one.normaliser.name, names.normalisers, "normaliser")
    yield from wrong_options(document, (*at, "normaliser"), names.normalisers, one.normaliser.name)
    if one.lo + one.normaliser.options.get("log_offset", 1) <= 0:
        text = f"lo ({one.lo:g}) + log_offset has no logarithm"
        yield document.problem((*at, "normaliser", "options", "log_offset"), text, "Raise one of them above 0.")
    for key, words in (("name", one.name), ("question", one.question)):
        yield from untranslated(document, (*at, key), words, names.languages)
    if one.reversal and one.reversal.to:
        yield from unknown(document, (*at, "reversal", "to"), one.reversal.to, names.indicators, "indicator")
    for key, other in (one.yields.model_dump() if one.yields else {}).items():
        yield from unknown(document, (*at, "yields", key), other or one.id, names.indicators, "indicator")
    yield from _kind(document, at, one, names)
    yield from _frames(document, at, one, names)
    for language, terms in one.terms.items():
        yield from _terms(document, (*at, "terms", language), terms, sorted(names.families.get(language, ())))
    if one.reversal:
        for language, listed in one.reversal.words.items():
            known = sorted(names.families.get(language, ()))
            yield from term_problems(document, (*at, "reversal", "words", language), listed, known)
    written = {term for terms in one.terms.values() for term in terms.any}
    for term in one.severity.terms:
        yield from unknown(document, (*at, "severity", "terms", term, "[key]"), term, written, "term")


FREE_OBJECTS = ("number",)  # no list of words holds these


def _kind(document: Document, at: Steps, one: Indicator, names: Known) -> Iterator[Problem]:
    """A computed indicator has a computation and no terms; every other has terms in each language."""
    if one.type == "computed":
        if one.compute is None:
            yield document.problem(at, f"{one.id!r} is computed but does not say how", "Add `compute: ...`.")
        if one.terms:
            yield document.problem((*at, "terms", "[key]"), f"{one.id!r} is computed and has no terms", "Delete them.")
        return
    if one.compute is not None:
        yield document.problem((*at, "compute", "[key]"), f"{one.id!r} is not of type computed", "Delete the key.")
    for language in names.languages:
        terms = one.terms.get(language)
        framed = any(set(f.act) & names.families.get(language, frozenset()) for f in one.frames)
        if not framed and (terms is None or not (terms.any or terms.near or terms.all)):
            text = f"{one.id!r} has no terms in {language!r}"
            yield document.problem((*at, "terms", language), text, f"Add them under terms: {language}: any.")


def _frames(document: Document, at: Steps, one: Indicator, names: Known) -> Iterator[Problem]:
    """Word families of frames are known in some language; an object may also be a bare number."""
    known = sorted({*FREE_OBJECTS, *(name for families in names.families.values() for name in families)})
    for position, frame in enumerate(one.frames):
        for part in ("act", "object", "by", "not_by", "beside", "without"):
            for place, family in enumerate(getattr(frame, part)):
                steps = (*at, "frames", position, part, place)
                yield from unknown(document, steps, family, known, "word family")
        if frame.yields:
            yield from unknown(
                document, (*at, "frames", position, "yields"), frame.yields, names.indicators, "indicator"
            )


def _terms(document: Document, at: Steps, terms: Terms, families: Sequence[str]) -> Iterator[Problem]:
    for key in ("any", "exclude", "exclude_before", "exclude_article"):
        yield from term_problems(document, (*at, key), getattr(terms, key), families)
    for i, near in enumerate(terms.near):
        yield from term_problems(document, (*at, "near", i, "a"), near.a, families)
        yield from term_problems(document, (*at, "near", i, "b"), near.b, families)
    for i, together in enumerate(terms.all):
        yield from _together(document, (*at, "all", i), together, families)
    yield from _contradictions(document, (*at, "exclude_article"), terms.exclude_article, terms.any)


def _together(document: Document, at: Steps, one: Together, families: Sequence[str]) -> Iterator[Problem]:
    """Lists of `all` that hold something, and no term that must and must not be there."""
    for i, part in enumerate(one.of):
        yield from term_problems(document, (*at, "of", i), part, families)
        if not part:
            yield document.problem((*at, "of", i), f"list {i + 1} of `of` is empty, so nothing matches", "Fill it.")
        yield from _contradictions(document, (*at, "none"), one.none, part)
    yield from term_problems(document, (*at, "none"), one.none, families)


def _contradictions(document: Document, at: Steps, voiding: Sequence[str], wanted: Sequence[str]) -> Iterator[Problem]:
    """Terms that are looked for and void what they find."""
    known = {fold(term) for term in wanted}
    for i, term in enumerate(voiding):
        if fold(term) in known:
            text = f"term {shown(term)} is looked for and voids its own match"
            yield document.problem((*at, i), text, "Keep it in one of the lists.")


def _example(document: Document, at: Steps, example: Example, names: Known) -> Iterator[Problem]:
    for indicator in example.fires:
        yield from unknown(document, (*at, "fires", indicator, "[key]"), indicator, names.indicators, "indicator")
    if example.place:
        yield from unknown(document, (*at, "place"), example.place, names.regions, "region")
    yield from unknown(document, (*at, "language"), example.language, names.coded, "language")
