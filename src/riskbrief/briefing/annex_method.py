"""Annex M1: the method in one paragraph and the way from articles to a level, with how many there were of each."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Block, Item, Section, Sentence

STEPS = ("articles", "mentions", "events", "indicators", "pillars", "level")


@SECTIONS.register("annex_method")
def annex_method(desk: Desk) -> Section:
    """A paragraph and six steps; `flow` prints as a row of boxes."""
    parts: dict[str, Block | None] = {
        "lead": said(_version(desk), *map(desk.fixed, _paragraph())),
        "flow": tuple(_flow(desk)),
    }
    return desk.section("M1", "annex_method", parts)


def _paragraph() -> tuple[str, ...]:
    return ("annex_method.read", "annex_method.press", "annex_method.score", "annex_method.doubt")


def _version(desk: Desk) -> Sentence | None:
    index = desk.given.config.index
    facts = [
        desk.fact.name("version", index.version),
        desk.fact.number("indicators", len(desk.given.indicators)),
        desk.fact.number("pillars", len(index.pillars)),
        desk.fact.number("levels", len(index.levels)),
        desk.fact.number("draws", index.uncertainty.draws),
    ]
    return desk.say("annex_method.version", "measured", facts, evidence=of_run("configuration"))


def _flow(desk: Desk) -> Iterator[Item]:
    counts = _counts(desk)
    for step in STEPS:
        sentence = desk.say(
            f"annex_flow.{step}", "measured", [desk.fact.number("n", counts[step])], evidence=of_run(step)
        )
        yield Item(said(sentence), lead=desk.book.text(f"annex_step.{step}"))


def _counts(desk: Desk) -> dict[str, int]:
    """How many of each step fed the issue's week."""
    given = desk.given
    inside = given.articles["published_at"] >= given.week.start
    mentions = given.mentions
    week = mentions[(mentions["published_at"] >= given.week.start) & mentions["counts"]]
    return {
        "articles": int(inside.sum()),
        "mentions": len(week),
        "events": sum(e.this_week for e in desk.events),
        "indicators": len(given.indicators),
        "pillars": len(given.config.index.pillars),
        "level": len(desk.assessed),
    }
