"""What config.yaml means: sums, order, and names that must exist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import get_args

from riskbrief.definitions.base import Words
from riskbrief.definitions.config import Aggregator, Composite, Config, IndexDefinition, Missing, Pillar
from riskbrief.definitions.documents import Document
from riskbrief.definitions.indicators import Status
from riskbrief.definitions.known import (
    Known,
    Names,
    Steps,
    incomplete,
    repeated,
    unknown,
    untranslated,
    wrong_options,
)
from riskbrief.definitions.node_places import follow
from riskbrief.definitions.outlets import Letter, Outlet, misplaced
from riskbrief.errors import Problem
from riskbrief.registry import Registry

SUM_TOLERANCE = 0.001
LONGEST_RATING_DAYS = 366
STATUSES = get_args(Status)
LETTERS = get_args(Letter)


def config_problems(document: Document, names: Known) -> Iterator[Problem]:
    """Every problem of meaning in config.yaml."""
    config: Config = document.made
    yield from _pillars(document, config.index, names)
    yield from _scales(document, config.index)
    yield from _tables(document, config.index)
    yield from _sensitivity(document, config.index, names)
    yield from _replays(document, config, names)
    yield from _warnings(document, config.index, names)
    yield from _regions(document, config, names)
    yield from _sources(document, config, names)
    yield from _outlets(document, config)
    yield from _titles(document, config)


def _pillars(document: Document, index: IndexDefinition, names: Known) -> Iterator[Problem]:
    total = sum(pillar.weight for pillar in index.pillars.values())
    if abs(total - 1) > SUM_TOLERANCE:
        text = f"the weights of the pillars add up to {total:g}, not 1"
        yield document.problem(("index", "pillars", "[key]"), text, "Change one of them.")
    for name, pillar in index.pillars.items():
        yield from _whole(document, ("index", "pillars", name), pillar, names)
    yield from _whole(document, ("index", "composite"), index.composite, names)
    for key in ("floor_pillars", "required_pillars"):
        for position, name in enumerate(getattr(index.composite, key)):
            yield from unknown(document, ("index", "composite", key, position), name, index.pillars, "pillar")


def _whole(document: Document, steps: Steps, rules: Pillar | Composite, names: Known) -> Iterator[Problem]:
    """How parts become a whole, by names that exist; an option that its choice does not take would do nothing."""
    choices: dict[str, tuple[Aggregator | Missing, Names]]
    choices = {"aggregate": (rules.aggregate, names.aggregators), "missing": (rules.missing, names.policies)}
    for (key, (choice, registry)), what in zip(choices.items(), ("aggregator", "missing-data policy"), strict=True):
        yield from unknown(document, (*steps, key, "name"), choice.name, registry, what)
        if isinstance(registry, Registry) and choice.name in registry:
            for option in sorted(choice.model_fields_set - {"name", *registry[choice.name].params.model_fields}):
                text = f"{choice.name} takes no {option!r}"
                yield document.problem((*steps, key, option), text, "Delete it.")


def _scales(document: Document, index: IndexDefinition) -> Iterator[Problem]:
    starts = [level.from_score for level in index.levels]
    if starts[0] != 0:
        yield document.problem(("index", "levels", 0, "from_score"), f"the first level starts at {starts[0]:g}, not 0")
    for position, (before, here) in enumerate(pairwise(starts), start=1):
        if here <= before:
            text = f"level {position + 1} starts at {here:g}, not above {before:g}"
            yield document.problem(("index", "levels", position, "from_score"), text, "Levels go up.")
    full, thin = index.coverage.full, index.coverage.thin
    for key in ("articles", "sources"):
        if getattr(full, key) < getattr(thin, key):
            text = f"`full` asks for fewer {key} ({getattr(full, key)}) than `thin` ({getattr(thin, key)})"
            yield document.problem(("index", "coverage", "full", key), text, "Raise it.")
    low, high = index.pressure.volume_clip
    if not 0 < low < high:
        text = f"volume_clip must be two numbers above 0 that go up, not {low:g} and {high:g}"
        yield document.problem(("index", "pressure", "volume_clip"), text)


def _tables(document: Document, index: IndexDefinition) -> Iterator[Problem]:
    reading, belief = index.reading, index.belief
    at = ("index", "reading")
    yield from incomplete(document, (*at, "zones"), reading.zones, ("title", "lead", "rest"))
    yield from incomplete(document, (*at, "event_weights"), reading.event_weights, STATUSES)
    yield from incomplete(document, (*at, "attention_weights"), reading.attention_weights, STATUSES)
    yield from incomplete(document, ("index", "belief", "reliability"), belief.reliability, LETTERS)
    wanted = ("exact", "lower", "range", "approximate", "upper")
    yield from incomplete(document, ("index", "belief", "toll_precision"), belief.toll_precision, wanted)


def _sensitivity(document: Document, index: IndexDefinition, names: Known) -> Iterator[Problem]:
    at = ("index", "sensitivity")
    if document.node is None or follow(document.node, at) is None:
        return
    for position, name in enumerate(index.sensitivity.aggregators):
        yield from unknown(document, (*at, "aggregators", position), name, names.aggregators, "aggregator")
    for position, name in enumerate(index.sensitivity.normalisers):
        yield from unknown(document, (*at, "normalisers", position), name, names.normalisers, "normaliser")


def _replays(document: Document, config: Config, names: Known) -> Iterator[Problem]:
    nodes = ["index", *config.index.pillars, *names.indicators]
    for i, replay in enumerate(config.index.backtest.replays):
        steps = ("index", "backtest", "replays", i)
        yield from unknown(document, (*steps, "region"), replay.region, names.regions, "region")
        for key in ("up", "above_zero"):
            for j, name in enumerate(getattr(replay, key)):
                yield from unknown(document, (*steps, key, j), name, nodes, "node")


def _warnings(document: Document, index: IndexDefinition, names: Known) -> Iterator[Problem]:
    at = ("index", "tripwires")
    yield from repeated(document, (((*at, i, "id"), t.id) for i, t in enumerate(index.tripwires)), "tripwire")
    for i, tripwire in enumerate(index.tripwires):
        yield from unknown(document, (*at, i, "indicator"), tripwire.indicator, names.indicators, "indicator")
    at = ("index", "warning_problems")
    places = (((*at, i, "id"), p.id) for i, p in enumerate(index.warning_problems))
    yield from repeated(document, places, "warning problem")
    for i, problem in enumerate(index.warning_problems):
        for j, sign in enumerate(problem.signposts):
            steps = (*at, i, "signposts", j, "indicator")
            yield from unknown(document, steps, sign.indicator, names.indicators, "indicator")


def _regions(document: Document, config: Config, names: Known) -> Iterator[Problem]:
    for name, region in config.regions.items():
        for i, neighbour in enumerate(region.neighbours):
            steps = ("regions", name, "neighbours", i)
            if neighbour == name:
                yield document.problem(steps, f"{name} cannot be its own neighbour", "Take it out.")
            yield from unknown(document, steps, neighbour, names.regions, "region")
        places = ((("regions", name, "neighbours", i), n) for i, n in enumerate(region.neighbours))
        yield from repeated(document, places, "neighbour")
    for name, panel in config.panels.items():
        for i, member in enumerate(panel.regions):
            yield from unknown(document, ("panels", name, "regions", i), member, names.regions, "region")
        places = ((("panels", name, "regions", i), r) for i, r in enumerate(panel.regions))
        yield from repeated(document, places, "region")


def _sources(document: Document, config: Config, names: Known) -> Iterator[Problem]:
    places = ((("sources", i, "id"), source.id) for i, source in enumerate(config.sources))
    yield from repeated(document, places, "source")
    for i, source in enumerate(config.sources):
        yield from unknown(document, ("sources", i, "reader"), source.reader, names.readers, "reader")
        yield from wrong_options(document, ("sources", i), names.readers, source.reader)
        if isinstance(names.readers, Registry) and source.reader in names.readers:
            for key, text, remedy in misplaced(source, live=names.readers[source.reader].params.live):
                yield document.problem(("sources", i, key), text, remedy)


def _outlets(document: Document, config: Config) -> Iterator[Problem]:
    taken = {name: name for name in config.outlets}
    for name, outlet in config.outlets.items():
        yield from _dates(document, name, outlet)
        for i, alias in enumerate(outlet.aliases):
            steps = ("outlets", name, "aliases", i)
            stem = alias.removesuffix("*")
            if len(stem) < 2 or "*" in stem:
                text = f"alias {alias!r} may hold one *, at its end, after two letters or more"
                yield document.problem(steps, text)
            if alias in taken:
                yield document.problem(steps, f"{alias!r} already names the outlet {taken[alias]!r}", "Keep one.")
            taken[alias] = name


def _dates(document: Document, name: str, outlet: Outlet) -> Iterator[Problem]:
    if not (outlet.rated and outlet.review_by):
        return
    days = (date.fromisoformat(outlet.review_by) - date.fromisoformat(outlet.rated)).days
    if not 0 < days <= LONGEST_RATING_DAYS:
        text = f"review_by of {name!r} must be within a year after {outlet.rated}, not {outlet.review_by}"
        yield document.problem(("outlets", name, "review_by"), text)


def _titles(document: Document, config: Config) -> Iterator[Problem]:
    index = config.index
    named: list[tuple[Steps, Words]] = [(("index", "name"), index.name)]
    named += [(("index", "pillars", k, "name"), v.name) for k, v in index.pillars.items()]
    named += [(("index", "levels", i, "name"), v.name) for i, v in enumerate(index.levels)]
    named += [(("index", "tripwires", i, "name"), v.name) for i, v in enumerate(index.tripwires)]
    named += [(("index", "warning_problems", i, "name"), v.name) for i, v in enumerate(index.warning_problems)]
    named += [(("regions", k, "name"), v.name) for k, v in config.regions.items()]
    named += [(("panels", k, "name"), v.name) for k, v in config.panels.items()]
    for steps, words in named:
        yield from untranslated(document, steps, words, config.languages)
