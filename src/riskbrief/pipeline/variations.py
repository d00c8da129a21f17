"""Every single change that the flip list tries, and what the last week then says."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.coding.opinions import NAME as SECOND_READER
from riskbrief.index.again import observations, weighed
from riskbrief.index.choices import rules_changed
from riskbrief.index.flips import Change
from riskbrief.index.framework import Framework
from riskbrief.index.leave_out import Base, without_events
from riskbrief.index.leave_terms import without_terms
from riskbrief.index.outcomes import outcome_of
from riskbrief.index.runs import World
from riskbrief.index.variants import capped, paced
from riskbrief.pipeline import worlds
from riskbrief.pipeline.stages import Progress
from riskbrief.pipeline.worlds import History, Scene


def base_of(history: History) -> Base:
    """The history weighed as the workspace has it."""
    return Base(history.views, weighed(history.told, history.framework), history.framework, one_name)


def one_name(term: str) -> str:
    """What the second reader proposes is one choice, however sure it was and whatever decided.

    >>> one_name("second reader 0.78: 'alert'"), one_name("JNIM")
    ('second reader', 'JNIM')
    """
    return SECOND_READER if term.startswith(SECOND_READER) else term


def rule_changes(base: Base) -> Iterator[Change]:
    """Weights, anchors, aggregation, floors, normalisers, levels; then what moves observations of the same reading."""
    for kind, name, said, changed in rules_changed(base.framework):
        yield Change(kind, name, said, outcome_of(base.observed, changed))
    rules, framework = base.framework.definition.sensitivity, base.framework
    pressure = framework.definition.pressure
    for exponent in rules.volume_exponents:
        if exponent != pressure.volume_exponent:
            given = observations(base.weeks, framework, exponent)
            found, said = outcome_of(given, framework), f"volume exponent {exponent:g}"
            yield Change("assumption", f"volume_exponent={exponent:g}", said, found)


def weighing_changes(base: Base, history: History) -> Iterator[Change]:
    """Half-lives and outlet cap: the history weighed again."""
    rules, framework = base.framework.definition.sensitivity, base.framework
    for factor in rules.half_life_factors:
        if factor != 1:
            yield _weighed("half_life", factor, f"all half-lives x {factor:g}", history, paced(framework, factor))
    for cap in rules.outlet_caps:
        if cap != framework.definition.pressure.outlet_cap:
            said = f"outlet cap {cap:g}" + (" (none)" if cap == 1 else "")
            yield _weighed("outlet_cap", cap, said, history, capped(framework, cap))


def world_change(world: World, now: World, history: History) -> Change:
    """Copies told otherwise, or all reliabilities shifted."""
    if world.copy_containment != now.copy_containment:
        share = world.copy_containment
        return _weighed("copy_containment", share, f"copies from {share:.0%} of common text", history)
    shift = world.reliability_shift
    return _weighed("all", shift, f"reliability of all letters {shift:+g}", history, kind="reliability")


def letter_changes(scene: Scene, own: History, progress: Progress) -> Iterator[Change]:
    """Each letter that an outlet of the articles has, up and down."""
    shifts = [s for s in scene.workspace.config.index.sensitivity.reliability_shifts if s]
    tried = [(letter, s) for letter in scene.letters for s in shifts]
    with progress.step("reliability of each letter", len(tried)) as tick:
        for letter, shift in tried:
            history = worlds.letter_shifted(scene, letter, shift, own)
            said = f"reliability of {letter} {worlds.shifted(scene, letter, shift):g}"
            yield _weighed(letter, shift, said, history, kind="reliability")
            tick()


def outlet_changes(scene: Scene, progress: Progress) -> Iterator[Change]:
    """Without each outlet."""
    with progress.step("leaving out each outlet", len(scene.outlets)) as tick:
        for outlet in scene.outlets:
            history = worlds.without_outlet(scene, outlet)
            base = base_of(history)
            yield Change("outlet", outlet, f"without outlet {outlet}", outcome_of(base.observed, base.framework))
            tick()


def mention_changes(base: Base, progress: Progress) -> Iterator[Change]:
    """Without each term of each indicator, and without each event."""
    titles = {str(e): str(t) for v in base.views for e, t in zip(v.events["event_id"], v.events["title"], strict=True)}
    with progress.step("leaving out each term", 1) as tick:
        for (indicator, term), given in without_terms(base):
            said = f'without "{term}" of {indicator}'
            yield Change("term", f"{indicator}: {term}", said, outcome_of(given, base.framework))
        tick()
    with progress.step("leaving out each event", 1) as tick:
        for event, given in without_events(base):
            said = f"without {titles.get(event, '')} [{event}]"
            yield Change("event", event, said, outcome_of(given, base.framework))
        tick()


def _weighed(
    name: str,
    value: float,
    said: str,
    history: History,
    framework: Framework | None = None,
    *,
    kind: str = "assumption",
) -> Change:
    used = framework or history.framework
    given = observations(weighed(history.told, used), used)
    return Change(kind, f"{name}={value:g}", said, outcome_of(given, used))
