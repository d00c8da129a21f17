"""F8 the fixed precautions, F9 confidence, and until when the flash holds (method A.13)."""

from __future__ import annotations

from datetime import timedelta

from riskbrief.briefing.bottom_line import cap_text
from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.flash import rules_of
from riskbrief.briefing.precautions import fixed_lines
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Section, Sentence

LINES = 3


@SECTIONS.register("flash_precautions")
def flash_precautions(desk: Desk) -> Section:
    """Three fixed lines, never a movement or tactical advice."""
    return desk.section("F8", "flash_precautions", {"items": fixed_lines(desk)[:LINES]})


@SECTIONS.register("flash_confidence")
def flash_confidence(desk: Desk) -> Section:
    """How far the score can be trusted, what was read last, when the next update comes and when this one expires."""
    return desk.section("F9", "flash_confidence", {"lead": said(_confidence(desk), _newest(desk), _holds(desk))})


def _confidence(desk: Desk) -> Sentence | None:
    rated, subject = desk.subject.confidence, desk.subject
    if rated is None or not subject.assessed:
        facts = [desk.fact.number("n", subject.row.n_articles if subject.row else 0)]
        return desk.say("flash_confidence_none", "measured", facts, evidence=of_run("scores"))
    facts = [
        desk.fact.phrase("confidence", f"confidence.{rated.label}"),
        desk.fact.number("points", rated.points),
        desk.fact.number("maximum", sum(most for _, _, most in rated.items)),
    ]
    if rated.caps:
        facts.append(desk.fact.name("caps", ", ".join(cap_text(desk, c) for c in rated.caps), ", ".join(rated.caps)))
    key = "flash_confidence_capped" if rated.caps else "flash_confidence"
    return desk.say(key, "measured", facts, evidence=of_score(subject.row))


def _newest(desk: Desk) -> Sentence | None:
    """The newest article about the country, so that a reader sees how far the picture reaches."""
    focus, articles = desk.given.focus, desk.given.articles
    about = focus.loc[(focus["region_id"] == desk.given.subject) & focus["about"], "article_id"]
    times = articles.loc[articles["article_id"].isin(about), "published_at"]
    if times.empty:
        return None
    facts = [desk.fact.name("newest", desk.book.printer.moment(times.max().to_pydatetime()))]
    return desk.say("flash_newest", "measured", facts, evidence=of_run("articles"))


def _holds(desk: Desk) -> Sentence | None:
    rules, cutoff, moment = rules_of(desk), desk.given.week.cutoff, desk.book.printer.moment
    facts = [
        desk.fact.name("update", moment(cutoff + timedelta(hours=rules.update_hours))),
        desk.fact.name("expires", moment(cutoff + timedelta(hours=rules.expires_hours))),
    ]
    return desk.say("flash_holds", "measured", facts, evidence=of_run("scope"))
