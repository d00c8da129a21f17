"""Rule groups of the coder and how to take one away: each is data, emptied in a copy of what the coder reads."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from importlib import resources
from typing import Any

from riskbrief.coding.codebook import Codebook, compile_codebook
from riskbrief.coding.gazetteer import LETTERS, NAMESAKE, SURE, Gazetteer, load_gazetteer, read_gazetteer
from riskbrief.coding.toll_words import Phrases, TollWords
from riskbrief.definitions.indicators import AssertionCues, EventFrame, Indicator, Terms
from riskbrief.definitions.languages import Calendar, NumberWords, TextWords
from riskbrief.definitions.lexicons import Grammar
from riskbrief.definitions.reading import Reading
from riskbrief.definitions.workspace import Workspace

LANGUAGE_FIELDS = {"schema_version", "language"}
NAMED = {"days": 7, "months": 12}  # lists of a fixed length: made-up names instead of none


@dataclass(frozen=True)
class Kit:
    """What the coder reads, and a list of the words around numbers of victims that the compiled book `known` lacks."""

    workspace: Workspace
    gazetteer: Gazetteer
    without_tolls: str = ""
    known: Codebook | None = None

    @property
    def reading(self) -> Reading:
        return self.workspace.config.index.reading

    @cached_property
    def book(self) -> Codebook:
        """The compiled book."""
        if self.known:
            return _without_tolls(self.known, self.without_tolls)
        w = self.workspace
        return compile_codebook(
            w.indicators, w.cues, self.gazetteer, w.vocabulary, w.grammar, w.words,
            pillar_of=w.pillar_of, panel=w.config.regions,
        )  # fmt: skip


def _without_tolls(book: Codebook, field: str) -> Codebook:
    books = {name: replace(one, tolls=_without_list(one.tolls, field)) for name, one in book.languages.items()}
    return replace(book, languages=books)


Removal = Callable[[Kit], Kit]


def kit(workspace: Workspace) -> Kit:
    """The shipped rules alone: the second reader is a group of its own."""
    return with_reading(Kit(workspace, load_gazetteer()), second_reader=None)


def narrowed(whole: Kit, language: str, indicators: Iterable[str]) -> Kit:
    """One language and a few indicators: quick to compile."""
    w, kept = whole.workspace, set(indicators)
    chosen = tuple(i for i in w.indicators if i.id in kept)
    return replace(whole, workspace=replace(w, cues={language: w.cues[language]}, stated=chosen))


def groups() -> dict[str, Removal]:
    """Every rule group by name."""
    found: dict[str, Removal] = {}
    for name, model, change in (
        ("cues", AssertionCues, _cues),
        ("grammar", Grammar, _grammar),
        ("calendar", Calendar, partial(_words, "calendar")),
        ("numbers", NumberWords, partial(_words, "numbers")),
        ("text", TextWords, partial(_words, "text")),
    ):
        found |= {f"{name}.{f}": partial(change, f) for f in model.model_fields if f not in LANGUAGE_FIELDS}
    found.pop("cues.scope"), found.pop("cues.domains")
    found |= {f"domains.{d}": partial(_domain, d) for d in ("sport", "fiction", "game", "cyber", "health", "animal")}
    found |= {f"terms.{f}": partial(_terms, f) for f in Terms.model_fields}
    found |= {f"frames.{f}": partial(_frames, f) for f in ("by", "not_by", "beside", "without", "around", "yields")}
    found |= {f"tolls.{f.name}": partial(_tolls, f.name) for f in fields(TollWords)}
    return found | _single()


def _single() -> dict[str, Removal]:
    return {
        "cues.own_reach": _own_reach,
        "indicators.frames": partial(_indicators, frames=[]),
        "indicators.reversal": partial(_indicators, reversal=None),
        "indicators.reversal_credit": _uncredited,
        "indicators.severity_terms": _plain_severity,
        "indicators.locate": partial(_indicators, locate="sentence"),
        "indicators.zone": partial(_indicators, zone=None),
        "indicators.family": partial(_indicators, family=None),
        "indicators.negation_voids": partial(_indicators, negation_voids=True),
        "indicators.hypothetical_weight": partial(_indicators, hypothetical_weight=0.0),
        "indicators.event_window": partial(_indicators, event_window_days=10_000),
        "places.traps": _no_traps,
        "places.person_guard": partial(_rule, NAMESAKE, SURE),
        "places.capitals": partial(_rule, "upper", "any"),
        "places.sure_capital": partial(_rule, SURE, "any"),
        "places.strangers": partial(_rule, "plain", SURE),
        "places.weak_names": partial(_rule, "weak", SURE),
        "places.typed_names": partial(_rule, "typed", SURE),
        "places.capital_zone": _no_capitals,
        "places.panel": _no_panel,
        "reading.chronic_attention": partial(with_reading, chronic_attention=0.0),
        "origins.copies": partial(with_reading, copy_containment=1.01, short_copy_containment=1.01),
        "origins.days": partial(with_reading, copy_days=3650),
        "origins.short": partial(with_reading, short_tokens=0),
        "events.merging": partial(with_reading, event_similarity=1.01),
        "events.telling_apart": partial(with_reading, event_similarity=0.0),
        "events.span": partial(with_reading, event_span_days=3650),
        "events.follow_ups": partial(with_reading, follow_up_days=0),
        "events.near_places": partial(with_reading, named_place_km=0.0),
        "events.far_places": partial(with_reading, named_place_km=20_000.0),
    }


def _cues(field: str, of: Kit) -> Kit:
    made = {name: cues.model_copy(update={field: []}) for name, cues in of.workspace.cues.items()}
    return replace(of, workspace=replace(of.workspace, cues=made))


def _domain(domain: str, of: Kit) -> Kit:
    made = {
        name: cues.model_copy(update={"domains": {d: words for d, words in cues.domains.items() if d != domain}})
        for name, cues in of.workspace.cues.items()
    }
    return replace(of, workspace=replace(of.workspace, cues=made))


def _own_reach(of: Kit) -> Kit:
    made = {
        name: cues.model_copy(update={"scope": cues.scope.model_copy(update={"cues": {}})})
        for name, cues in of.workspace.cues.items()
    }
    return replace(of, workspace=replace(of.workspace, cues=made))


def _grammar(field: str, of: Kit) -> Kit:
    made = {name: one.model_copy(update={field: []}) for name, one in of.workspace.grammar.items()}
    return replace(of, workspace=replace(of.workspace, grammar=made))


def _words(file: str, field: str, of: Kit) -> Kit:
    """A list of calendar, numbers or text of each language."""
    made = {}
    for name, words in of.workspace.words.items():
        one: Any = getattr(words, file)
        names = [f"{field}{n}" for n in range(NAMED.get(field, 0))]
        empty = names or type(getattr(one, field))() if one else None
        made[name] = replace(words, **{file: one.model_copy(update={field: empty})}) if one else words
    return replace(of, workspace=replace(of.workspace, words=made))


def _indicators(of: Kit, **changes: object) -> Kit:
    return _each(of, lambda i: i.model_copy(update=changes))


def _each(of: Kit, change: Callable[[Indicator], Indicator]) -> Kit:
    made = tuple(map(change, of.workspace.indicators))
    return replace(of, workspace=replace(of.workspace, stated=made))


def _terms(field: str, of: Kit) -> Kit:
    def change(one: Indicator) -> Indicator:
        made = {language: terms.model_copy(update={field: []}) for language, terms in one.terms.items()}
        return one.model_copy(update={"terms": made})

    return _each(of, change)


def _frames(field: str, of: Kit) -> Kit:
    empty = EventFrame.model_fields[field].get_default(call_default_factory=True)
    return _each(
        of, lambda one: one.model_copy(update={"frames": [f.model_copy(update={field: empty}) for f in one.frames]})
    )


def _uncredited(of: Kit) -> Kit:
    def change(one: Indicator) -> Indicator:
        return one.model_copy(update={"reversal": one.reversal and one.reversal.model_copy(update={"to": None})})

    return _each(of, change)


def _plain_severity(of: Kit) -> Kit:
    return _each(of, lambda one: one.model_copy(update={"severity": one.severity.model_copy(update={"terms": {}})}))


def _gazetteer(of: Kit, lines: list[str], meanings: list[str]) -> Kit:
    g = of.gazetteer
    changed = Gazetteer(lines, g.names, meanings, g.automaton, g.native_meanings, g.native_automaton)
    return replace(of, gazetteer=changed)


def _rule(old: str, new: str, of: Kit) -> Kit:
    """Names that ask for `old` beside them ask for `new` alone."""
    letter, other = LETTERS[old], LETTERS[new]
    changed = [
        " ".join(other + part[1:] if part[0] == letter else part for part in meaning.split())
        for meaning in of.gazetteer.meanings
    ]
    return _gazetteer(of, of.gazetteer.lines, changed)


def _no_traps(of: Kit) -> Kit:
    """Names that are no country ("Niger River") are no names at all."""
    packed = resources.files("riskbrief").joinpath("assets/gazetteer.tsv.gz").read_bytes()
    places, names, meanings, *native = (block.split(b"\n") for block in gzip.decompress(packed).split(b"\n\n"))
    traps = {row for row, line in enumerate(places[1:]) if not line.split(b"\t")[2]}
    kept = [
        pair
        for pair in zip(names, meanings, strict=True)
        if not all(int(part[1:]) in traps for part in pair[1].split())
    ]
    blocks = [places, [name for name, _ in kept], [meaning for _, meaning in kept], *native]
    return replace(of, gazetteer=read_gazetteer(b"\n\n".join(b"\n".join(block) for block in blocks)))


def _no_capitals(of: Kit) -> Kit:
    lines = []
    for line in of.gazetteer.lines:
        parts = line.split("\t")
        lines.append("\t".join([*parts[:7], "0", parts[8]]))
    return _gazetteer(of, lines, of.gazetteer.meanings)


def _no_panel(of: Kit) -> Kit:
    config = of.workspace.config.model_copy(update={"regions": {}})
    return replace(of, workspace=replace(of.workspace, config=config))


def with_reading(of: Kit, **changes: object) -> Kit:
    """Other settings of how mentions, copies and events are read."""
    config = of.workspace.config
    index = config.index.model_copy(update={"reading": config.index.reading.model_copy(update=changes)})
    changed = config.model_copy(update={"index": index})
    return replace(of, workspace=replace(of.workspace, config=changed))


def _tolls(field: str, of: Kit) -> Kit:
    return replace(of, without_tolls=field, known=of.book)


def _without_list(words: TollWords, field: str) -> TollWords:
    old = getattr(words, field)
    nothing: dict[str, Any] = {field: Phrases({}) if isinstance(old, Phrases) else type(old)()}
    return replace(words, **nothing)
