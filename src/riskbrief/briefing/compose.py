"""Compose a briefing: the sections a report names, in its order, each from facts; then the rules it must keep."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from riskbrief.briefing.degraded import longest_bottom_line, with_long_bottom_line
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.fitting import fitted_issue, renumbered
from riskbrief.briefing.flash_lines import flash_headline
from riskbrief.briefing.headline import headline, standfirst
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.judged_words import REST
from riskbrief.briefing.left_out import with_left_out
from riskbrief.briefing.lint import lint
from riskbrief.briefing.profile_header import profile_headline
from riskbrief.briefing.provenance import with_provenance
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.spoken import with_values
from riskbrief.briefing.words import count_words, every_sentence, in_annex, section_words
from riskbrief.document import Briefing, Section, Sentence
from riskbrief.errors import RefusedError

__all__ = ["SECTIONS", "compose", "compose_editions"]


def compose(given: BriefingInputs) -> Briefing:
    """The briefing in one language, fitted by itself."""
    return compose_editions([given])[0]


def compose_editions(given: Sequence[BriefingInputs]) -> tuple[Briefing, ...]:
    """The whole briefing as data, in each language that an input is in; RefusedError (exit 5) names every rule it
    breaks.

    Each section is cut to its word budget, and all of them further if the issue as a whole is too long: what one
    language has no room for goes from all. Sources are numbered in the order in which they are first used.
    """
    drafts = [_Draft(Desk(one)) for one in given]
    return tuple(_briefing(d, s) for d, s in zip(drafts, _fitted(drafts), strict=True))


class _Draft:
    """The headline, the standfirst and every section of the report in one language, as long as they are."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.top, self.lead = _top(desk)
        choices = desk.given.report.sections
        told = [with_values(SECTIONS[choice.section].function(desk), desk.book.printer) for choice in choices]
        kept = (s.parts or s.no_data or s.template == REST for s in told)  # what budgets cut is not known yet
        self.spoken = [(s, c.words) for s, c, keep in zip(told, choices, kept, strict=True) if keep]

    @property
    def body(self) -> list[Section]:
        return [section for section, _ in self.spoken if not in_annex(section)]

    @property
    def annex(self) -> list[Section]:
        return [section for section, _ in self.spoken if in_annex(section)]

    @property
    def room(self) -> int:
        """Words that the sections may have together."""
        report = self.desk.given.report
        above = (*self.lead, *([self.top] if self.top else []))
        most = (report.words[1] if report.words else 0) - count_words(" ".join(s.text for s in above))
        if self.desk.given.flash is not None:
            most += section_words(s for s in self.body if s.template == "masthead")  # not of F1-F9
        return most


def _fitted(drafts: Sequence[_Draft]) -> Iterator[tuple[Section, ...]]:
    """The sections of each draft within their budgets and the issue's, then the annex, which no budget counts."""
    first = drafts[0]
    budgets = [words for section, words in first.spoken if not in_annex(section)]
    most = [draft.room for draft in drafts] if first.desk.given.report.words else None
    fitted = fitted_issue([draft.body for draft in drafts], budgets, most=most)
    too_long = longest_bottom_line(fitted, budgets)
    for draft, sections in zip(drafts, fitted, strict=True):
        whole = with_left_out(draft.desk, draft.body, sections, draft.annex)
        yield with_long_bottom_line(draft.desk, whole, *too_long) if too_long else whole


def _briefing(draft: _Draft, written: tuple[Section, ...]) -> Briefing:
    desk, top = draft.desk, draft.top
    lead, sections, citations = renumbered(draft.lead, written, desk.ledger.citations())
    briefing = Briefing(
        meta=desk.given.meta,
        sections=sections,
        citations=with_quotations(desk, citations, every_sentence(lead, sections)),
        labels=_labels(desk.given),
        headline=top.text if top else "",
        standfirst=lead,
        top=top and replace(top, notes=()),
    )
    problems = lint(briefing, desk.book, desk.fact.bands, headline=top)
    if problems:
        raise RefusedError.of(problems)
    return with_provenance(briefing, desk.given)


def _top(desk: Desk) -> tuple[Sentence | None, tuple[Sentence, ...]]:
    """Headline and standfirst by the kind of report; one on a single country has no standfirst."""
    if desk.given.flash is not None:
        return flash_headline(desk), ()
    return (profile_headline(desk), ()) if desk.given.subject else (headline(desk), standfirst(desk))


def _labels(given: BriefingInputs) -> dict[str, str]:
    """Words of the page furniture: phrases under `label.`."""
    return {key.removeprefix("label."): text for key, text in sorted(given.phrases.items()) if key.startswith("label.")}
