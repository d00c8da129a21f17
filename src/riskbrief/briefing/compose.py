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
    profile_actors,
    profile_drivers,
    profile_header,
    profile_information,
    profile_neighbours,
    profile_outlook,
    profile_pillars,
    profile_places,
    profile_trend,
    situation,
    sourcing,
    spillover,
    warning,
)
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.fitting import fitted_issue, renumbered
from riskbrief.briefing.headline import headline, standfirst
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.lint import lint
from riskbrief.briefing.profile_header import profile_headline
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.words import count_words
from riskbrief.document import Briefing, Section
from riskbrief.errors import RefusedError

__all__ = ["SECTIONS", "compose"]


def compose(given: BriefingInputs) -> Briefing:
    """The whole briefing as data; RefusedError (exit 5) names every rule it breaks.

    Each section is cut to its word budget, and all of them further if the issue as a whole is too long; sources are
    numbered in the order in which they are first used.
    """
    desk = Desk(given)
    top, lead = (profile_headline(desk), ()) if given.subject else (headline(desk), standfirst(desk))
    written = _sections(desk, above=count_words(" ".join(x.text for x in (*lead, *([top] if top else [])))))
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


def _sections(desk: Desk, *, above: int) -> tuple[Section, ...]:
    """The report's sections within their budgets and, with the `above` words before them, within the issue's."""
    report = desk.given.report
    written = [(SECTIONS[choice.section].function(desk), choice.words) for choice in report.sections]
    spoken = [(section, words) for section, words in written if section.parts or section.no_data]
    most = report.words[1] - above if report.words else None
    return fitted_issue([section for section, _ in spoken], [words for _, words in spoken], most=most)


def _labels(given: BriefingInputs) -> dict[str, str]:
    """Words of the page furniture: phrases under `label.`."""
    return {key.removeprefix("label."): text for key, text in sorted(given.phrases.items()) if key.startswith("label.")}
