"""Compose a briefing: the sections a report names, in its order, each from facts; then the rules it must keep."""

from __future__ import annotations

from riskbrief.briefing import (  # noqa: F401 - importing registers the sections
    board,
    bottom_line,
    changes,
    conclusion,
    confidence,
    context,
    impacts,
    information,
    masthead,
    outlook,
    policy,
    precautions,
    situation,
    sourcing,
    spillover,
    warning,
)
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.fitting import fitted, renumbered
from riskbrief.briefing.headline import headline, standfirst
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.lint import lint
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Briefing
from riskbrief.errors import RefusedError

__all__ = ["SECTIONS", "compose"]


def compose(given: BriefingInputs) -> Briefing:
    """The whole briefing as data; RefusedError (exit 5) names every rule it breaks.

    Each section is cut to its word budget; sources are numbered in the order in which they are first used.
    """
    desk = Desk(given)
    top = headline(desk)
    lead = standfirst(desk)
    written = tuple(fitted(SECTIONS[c.section].function(desk), c.words) for c in given.report.sections)
    lead, sections, citations = renumbered(lead, written, desk.ledger.citations())
    briefing = Briefing(
        meta=given.meta,
        sections=sections,
        citations=citations,
        labels=_labels(given),
        headline=top.text if top else "",
        standfirst=lead,
    )
    problems = lint(briefing, desk.book, desk.fact.bands, headline=top)
    if problems:
        raise RefusedError.of(problems)
    return briefing


def _labels(given: BriefingInputs) -> dict[str, str]:
    """Words of the page furniture: phrases under `label.`."""
    return {key.removeprefix("label."): text for key, text in sorted(given.phrases.items()) if key.startswith("label.")}
