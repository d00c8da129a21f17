"""W7-W9 impacts: what the week's news says of security, governance and the international response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskbrief.briefing.desk import Desk, of_events, of_score, said
from riskbrief.briefing.event_words import cited_articles, what, where
from riskbrief.briefing.judged_words import comment_items, pillar_nodes
from riskbrief.briefing.leading import countries, highest_rows, leaders, nouns, tied_weight, whole, whole_points
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.series import contribution_figure, n_points, score_line
from riskbrief.document import FigureSpec, Section, Sentence
from riskbrief.figures import MultiplesFigure
from riskbrief.registry import Params

WEEKS, COUNTRIES, PANELS, RESTRICTED, SENTENCES, BARS = 26, 3, 3, 50.0, 3, 4
LEAST_SCORE = 0.5  # that does not print as none


class ImpactOptions(Params):
    """`indicators`: shown ones, else the pillar's three highest; `restrictions`: indicator of press restrictions."""

    indicators: list[str] = []
    restrictions: str = ""


@SECTIONS.register("impact_security", ImpactOptions)
def impact_security(desk: Desk) -> Section:
    """W7: operations, harm and displacement in three small charts."""
    return _impact(desk, "W7", "impact_security", "security", {"multiples": _multiples(desk)})


@SECTIONS.register("impact_governance", ImpactOptions)
def impact_governance(desk: Desk) -> Section:
    """W8: discontent, confidence, transition, rights; news is not a survey."""
    figure = _bars(desk, "governance", "bars_governance")
    return _impact(desk, "W8", "impact_governance", "governance", {"bars": figure})


@SECTIONS.register("impact_international", ImpactOptions)
def impact_international(desk: Desk) -> Section:
    """W9: what aggravates to the right, what protects to the left."""
    figure = _bars(desk, "international", "bars_international")
    return _impact(desk, "W9", "impact_international", "international", {"bars": figure})


def _impact(desk: Desk, section_id: str, name: str, pillar: str, figures: dict[str, FigureSpec | None]) -> Section:
    rows = _rows(desk, name, pillar)
    lead = said(
        *_restricted(desk, name),
        *(_level_sentence(desk, r) for r in rows[:SENTENCES]),
        *_reported(desk, pillar),
        *_closing(desk, name, rows, pillar),
    )
    comments = comment_items(desk, pillar_nodes(desk, pillar))
    parts = {"so_what": _so_what(desk, pillar), "lead": lead, "comments": comments, **figures}
    return desk.section(section_id, name, parts)


def shown_indicators(desk: Desk, name: str, pillar: str) -> list[str]:
    """Those the report names, else the pillar's three with the highest scores in the panel."""
    chosen = [i for i in desk.options(name, ImpactOptions).indicators if i in desk.indicators]
    if chosen:
        return chosen
    own = [i.id for i in desk.given.indicators if desk.given.pillar_of.get(i.id) == pillar and i.direction != "context"]
    return sorted(own, key=lambda i: (-_highest(desk, i), i))[:PANELS]


def _highest(desk: Desk, indicator: str) -> float:
    return max((desk.scores.score(s.region_id, indicator) or 0.0 for s in desk.assessed), default=0.0)


def _rows(desk: Desk, name: str, pillar: str) -> list[list[ScoreRow]]:
    """For each shown indicator, the country or countries where it stands highest; silent ones are left out."""
    found = []
    for indicator in shown_indicators(desk, name, pillar):
        rows = [
            r for s in desk.assessed if (r := desk.scores.at(s.region_id, indicator)) and whole_points(desk, r.score)
        ]
        if rows:
            found.append(highest_rows(desk, rows))
    return found


def _level_sentence(desk: Desk, rows: Sequence[ScoreRow]) -> Sentence | None:
    row = rows[0]
    facts = [
        desk.fact.noun("indicator", desk.node_name(row.node), row.node),
        countries(desk, "country", [r.region_id for r in rows]),
        desk.fact.number("score", row.score or 0, unit="indicator score"),
        desk.fact.number("articles", sum(r.n_articles for r in rows)),
    ]
    protective = desk.indicators[row.node].direction == "protective"
    thin = any(r.coverage == "thin" for r in rows)
    key = "impact_thin" if thin else ("impact_protective" if protective else "impact_indicator")
    return desk.say(key, "measured", facts, evidence=of_score(*rows))


def _so_what(desk: Desk, pillar: str) -> Sentence | None:
    rows = [r for s in desk.assessed if (r := desk.scores.at(s.region_id, pillar)) and r.score is not None]
    top = highest_rows(desk, rows)
    if not top:
        return None
    if not whole_points(desk, top[0].score):
        none = [desk.fact.number("n", len(rows)), desk.fact.number("score", top[0].score or 0, unit="pillar score")]
        return desk.say(f"so_what_none_{pillar}", "assessed", none, evidence=of_score(*rows))
    facts = [
        countries(desk, "country", [r.region_id for r in top]),
        desk.fact.number("score", top[0].score or 0, unit="pillar score"),
    ]
    return desk.say(f"so_what_{pillar}", "assessed", facts, evidence=of_score(*top))


def _reported(desk: Desk, pillar: str) -> Iterator[Sentence | None]:
    """The pillar's weightiest confirmed event: this week's, else the last one with its date."""
    events = [e for e in desk.confirmed if e.pillar == pillar]
    if not events:
        return
    event = events[0]
    facts = [what(desk, event), where(desk, event), desk.fact.day("day", event.day)]
    tied = "impact_event_tied" if tied_weight([e for e in events if e.this_week]) else "impact_event"
    key = tied if event.this_week else "impact_last_event"
    yield desk.say(key, "reported", facts, evidence=of_events([event]), cite=cited_articles(desk, event, most=1))


def _restricted(desk: Desk, name: str) -> Iterator[Sentence | None]:
    node = desk.options(name, ImpactOptions).restrictions
    rows = [
        r for s in desk.assessed if node and (r := desk.scores.at(s.region_id, node)) and (r.score or 0) >= RESTRICTED
    ]
    if rows:
        facts = [desk.fact.countries("countries", [r.region_id for r in rows[:3]])]
        yield desk.say("press_restricted", "measured", facts, evidence=of_score(*rows[:3]))


def _closing(desk: Desk, name: str, rows: Sequence[list[ScoreRow]], pillar: str) -> Iterator[Sentence | None]:
    if not desk.assessed:
        yield desk.fixed("impact_unassessed")
    elif not rows and not any(e.pillar == pillar for e in desk.confirmed):
        yield desk.fixed(f"no_data.{name}")
    if f"closing.{name}" in desk.book:
        yield desk.fixed(f"closing.{name}")


def _multiples(desk: Desk) -> FigureSpec | None:
    nodes = shown_indicators(desk, "impact_security", "security")
    shown = desk.assessed[:COUNTRIES]
    panels = tuple(
        (
            desk.node_name(node),
            tuple(
                score_line(desk, s.region_id, node, weeks=WEEKS, name=s.name, emphasis=shown[0].region_id)
                for s in shown
            ),
        )
        for node in nodes
    )
    if not shown or not any(n_points(lines) for _, lines in panels):
        return None
    first = {node: desk.scores.score(shown[0].region_id, node) or 0.0 for node in nodes}
    top = leaders(nodes, lambda node: first[node], whole(desk))
    facts = [
        nouns(desk, "driver", top),
        desk.fact.number("score", first[top[0]], unit="indicator score"),
        desk.fact.number("weeks", WEEKS),
        desk.fact.countries("countries", [s.region_id for s in shown]),
        desk.fact.number("n", len(desk.given.articles)),
        desk.fact.region("country", shown[0].region_id),
    ]
    return FigureSpec(
        id="multiples",
        title=desk.book.write("multiples_title" if first[top[0]] >= LEAST_SCORE else "multiples_title_none", facts),
        subtitle=desk.book.write("multiples_subtitle", facts),
        alt=desk.book.write("multiples_alt", facts),
        source=desk.book.write("source_articles", facts),
        figure=MultiplesFigure(panels),
        width_mm=119,
        height_mm=29,
    )


def _bars(desk: Desk, pillar: str, figure_id: str) -> FigureSpec | None:
    scored = [(s, v) for s in desk.assessed if (v := s.pillars.get(pillar)) and desk.drivers.of(s.region_id, pillar)]
    scored.sort(key=lambda pair: (-pair[1], pair[0].region_id))
    rows = [(s.name, desk.drivers.of(s.region_id, pillar), desk.book.printer.number(v)) for s, v in scored[:BARS]]
    return contribution_figure(desk, rows, figure_id=figure_id, words="bars")
