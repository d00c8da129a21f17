"""W15 conclusion: three sentences and no new fact."""

from __future__ import annotations

from riskbrief.briefing.bottom_line import direction, regional_level_facts
from riskbrief.briefing.desk import Desk, of_region, of_run, of_score, said
from riskbrief.briefing.leading import highest, leaders, nouns, tenths
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.volume import hushed
from riskbrief.document import Section, Sentence

WEEKS = 26


@SECTIONS.register("conclusion")
def conclusion(desk: Desk) -> Section:
    """The week in one line, the half-year's direction, what would most change the picture."""
    return desk.section("W15", "conclusion", {"lead": said(_week(desk), _half_year(desk), _change(desk))})


def _week(desk: Desk) -> Sentence | None:
    now, level = desk.regional, desk.regional_level
    if now is None or now.score is None or level is None:
        facts = [desk.fact.number("assessed", len(desk.assessed)), desk.fact.number("countries", len(desk.standings))]
        key = "conclusion_thin" if desk.assessed else "conclusion_none"
        return desk.say(key, "measured", facts, evidence=of_run("scores"))
    facts, held = regional_level_facts(desk, level, now.score)
    return desk.say(f"conclusion_week{held}", "measured", [*facts, direction(desk)], evidence=of_region(now.week))


def _half_year(desk: Desk) -> Sentence | None:
    for s in desk.assessed:
        then = desk.scores.at(s.region_id, "security", weeks_back=WEEKS)
        now = desk.scores.at(s.region_id, "security")
        if now and then and now.score is not None and then.score is not None:
            delta = now.score - then.score
            flat = abs(delta) < desk.given.config.index.change.delta
            facts = [
                desk.fact.region("country", s.region_id),
                desk.fact.number("was", then.score),
                desk.fact.number("now", now.score),
                desk.fact.number("weeks", WEEKS),
            ]
            moved = "conclusion_up" if delta > 0 else "conclusion_down"
            if now.coverage != "full" or then.coverage != "full":
                moved = "conclusion_unclear"  # a thin week tells of no change (B.19)
            if hushed(desk, s.region_id, delta):
                moved = "conclusion_dark"
            key = "conclusion_flat" if flat else moved
            return desk.say(key, "measured", facts, evidence=of_score(now, then))
    return None


def _change(desk: Desk) -> Sentence | None:
    if not desk.assessed:
        return None
    top = desk.assessed[0]
    leaves = desk.drivers.leaves(top.region_id)
    if not leaves:
        return None
    parts = leaders(leaves, lambda part: part[1], tenths(desk))
    facts = [nouns(desk, "driver", [node for node, _ in parts]), desk.fact.region("country", top.region_id)]
    key = "conclusion_change" if len(highest(desk)) == 1 else "conclusion_change_tied"
    return desk.say(key, "assessed", facts, evidence=of_score(top.row))
