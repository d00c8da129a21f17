"""Compose a briefing: the sections a report names, in its order, each from facts; then the rules it must keep."""

from __future__ import annotations

from dataclasses import replace

from riskbrief.briefing import (  # noqa: F401 - importing registers the sections
    annex_changes,
    annex_claims,
    annex_coverage,
    annex_indicators,
    annex_limits,
    annex_method,
    annex_methods,
    annex_scorecard,
    annex_sources,
    annex_uncertainty,
    board,
    bottom_line,
    changes,
    conclusion,
    confidence,
    context,
    flash_changes,
    flash_end,
    flash_first_day,
    flash_known,
    flash_lines,
    flash_measures,
    flash_tolls,
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
from riskbrief.briefing.citing import with_quotations
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.fitting import fitted_issue, renumbered
from riskbrief.briefing.flash_lines import flash_headline
from riskbrief.briefing.headline import headline, standfirst
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.lint import lint
from riskbrief.briefing.profile_header import profile_headline
from riskbrief.briefing.provenance import with_provenance
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.spoken import with_values
from riskbrief.briefing.words import count_words, in_annex, section_words
from riskbrief.document import Briefing, Section, Sentence
from riskbrief.errors import RefusedError

__all__ = ["SECTIONS", "compose"]


def compose(given: BriefingInputs) -> Briefing:
    """The whole briefing as data; RefusedError (exit 5) names every rule it breaks.

    Each section is cut to its word budget, and all of them further if the issue as a whole is too long; sources are
    numbered in the order in which they are first used.
    """
    desk = Desk(given)
    top, lead = _top(desk)
    written = _sections(desk, above=count_words(" ".join(x.text for x in (*lead, *([top] if top else [])))))
    lead, sections, citations = renumbered(lead, written, desk.ledger.citations())
    briefing = Briefing(
        meta=given.meta,
        sections=sections,
        citations=with_quotations(desk, citations),
        labels=_labels(given),
        headline=top.text if top else "",
        standfirst=lead,
        top=top and replace(top, notes=()),
    )
    problems = lint(briefing, desk.book, desk.fact.bands, headline=top)
    if problems:
        raise RefusedError.of(problems)
    return with_provenance(briefing, given)


def _top(desk: Desk) -> tuple[Sentence | None, tuple[Sentence, ...]]:
    """Headline and standfirst by the kind of report; one on a single country has no standfirst."""
    if desk.given.flash is not None:
        return flash_headline(desk), ()
    return (profile_headline(desk), ()) if desk.given.subject else (headline(desk), standfirst(desk))


def _sections(desk: Desk, *, above: int) -> tuple[Section, ...]:
    """The report's sections within their budgets and, with the `above` words before them, within the issue's; then the
    annex, which no budget counts."""
    report = desk.given.report
    told = (with_values(SECTIONS[choice.section].function(desk), desk.book.printer) for choice in report.sections)
    written = list(zip(told, (choice.words for choice in report.sections), strict=True))
    spoken = [(section, words) for section, words in written if section.parts or section.no_data]
    most = report.words[1] - above if report.words else None
    if most is not None and desk.given.flash is not None:
        most += section_words(section for section, _ in spoken if section.template == "masthead")  # not of F1-F9
    body = [(section, words) for section, words in spoken if not in_annex(section)]
    fitted = fitted_issue([section for section, _ in body], [words for _, words in body], most=most)
    return (*fitted, *(section for section, _ in spoken if in_annex(section)))


def _labels(given: BriefingInputs) -> dict[str, str]:
    """Words of the page furniture: phrases under `label.`."""
    return {key.removeprefix("label."): text for key, text in sorted(given.phrases.items()) if key.startswith("label.")}
