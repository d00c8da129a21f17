"""W0 masthead: which issue, which period, what it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from riskbrief.briefing.corrections import correction_sentences
from riskbrief.briefing.degraded import degraded_sentences
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Block, Item, Section, Sentence

STALE = timedelta(hours=48)
NAMED = 4  # countries a notice can name


@SECTIONS.register("masthead")
def masthead(desk: Desk) -> Section:
    """Day of issue, versions, language, notices; the template prints issue, period and cut-off itself."""
    meta = desk.given.meta
    rows = [
        ("label.generated", desk.book.printer.long_day(meta.issued_at.date())),
        ("label.index_version", meta.index_version),
        ("label.config", meta.config_hash),
        ("label.language", desk.book.text("language_name")),
    ]
    lines = [Item((Sentence(text, "fixed"),), lead=desk.book.text(key)) for key, text in rows if text]
    parts: dict[str, Block | None] = {"lines": (*lines, *_notices(desk)), "degraded": degraded_sentences(desk)}
    return desk.section("W0", "masthead", parts)


def _notices(desk: Desk) -> list[Item]:
    """What sets this set apart; that it is partial stands first."""
    meta = desk.given.meta
    shown = [
        ("notice_reconstructed", meta.reconstructed),
        ("notice_stale", meta.issued_at - meta.cutoff > STALE),
    ]
    corrected = correction_sentences(desk) if desk.given.subject else ()  # a regional briefing has W3 for them
    fixed = [desk.fixed(key) for key, holds in shown if holds]
    return [_noticed(s) for s in (*_partial(desk), *corrected, *fixed)]


def _noticed(sentence: Sentence) -> Item:
    return Item((sentence,))


def whole_panel(desk: Desk) -> bool:
    """Whether every country of the report's panel is in this set."""
    given = desk.given
    return set(given.config.panels[given.report.panel].regions) <= set(given.panel.regions)


def _partial(desk: Desk) -> Iterator[Sentence]:
    """That a run was narrowed to some countries or languages of its report, and to which."""
    given = desk.given
    panel = given.config.panels[given.report.panel].regions
    shown = [region for region in panel if region in given.panel.regions]
    facts = [
        desk.fact.number("n", len(shown)),
        desk.fact.number("countries", len(panel)),
        desk.fact.countries("names", shown[:NAMED]),
    ]
    if not whole_panel(desk):
        key = "notice_partial" if len(shown) <= NAMED else "notice_partial_many"
        yield from said(desk.say(key, "measured", facts, evidence=of_run("scope")))
    editions = {given.report.language, *given.report.languages}
    if given.languages and editions - set(given.languages):
        yield desk.fixed("notice_partial_language")
