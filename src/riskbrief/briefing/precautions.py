"""W13 precautions for citizens: three fixed lines, then those that levels and indicators call for."""

from __future__ import annotations

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.reports import Precaution
from riskbrief.document import Evidence, Item, Section

LINES, TRIGGER = 6, 50.0


@SECTIONS.register("precautions")
def precautions(desk: Desk) -> Section:
    """At most six lines; only the fixed ones when no country is assessed. They expire with the issue."""
    called = [p for p in desk.given.library.precautions if not p.fixed and _called_for(desk, p)]
    items = (*fixed_lines(desk), *(i for p in called if (i := _item(desk, p)) is not None))[:LINES]
    return desk.section("W13", "precautions", {"items": items, "note": desk.fixed("precautions_note")})


def fixed_lines(desk: Desk) -> tuple[Item, ...]:
    """The lines that always stand."""
    fixed = [p for p in desk.given.library.precautions if p.fixed]
    return tuple(i for p in fixed if (i := _item(desk, p)) is not None)


def _called_for(desk: Desk, line: Precaution) -> bool:
    return any(
        (s.level or 0) >= line.min_level
        and (not line.indicators or any((desk.scores.score(s.region_id, i) or 0.0) >= TRIGGER for i in line.indicators))
        for s in desk.assessed
    )


def _item(desk: Desk, line: Precaution) -> Item | None:
    place = desk.given.library.precautions.index(line)
    facts = [desk.fact.name("text", desk.words(line.text))]
    sentence = desk.say("library_line", "option", facts, evidence=[Evidence("library", f"precaution/{place}")])
    return None if sentence is None else Item((sentence,))
