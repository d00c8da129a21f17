"""W10 the role of social media: what informs, what harms, and claims nobody has proven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from riskbrief.briefing.desk import Desk, of_events, of_score, said
from riskbrief.briefing.doubts import doubt_text
from riskbrief.briefing.event_words import short_place, what
from riskbrief.briefing.facts import capital
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.judged_words import comment_items, pillar_nodes
from riskbrief.briefing.lags import hours_to_second_origin, lag_figure, well_rated
from riskbrief.briefing.leading import countries, highest_rows, leaders, listing, whole, whole_points
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.volume import week_source
from riskbrief.document import Cell, DataTable, FigureSpec, Item, Section, Sentence
from riskbrief.figures import Bar, BarsFigure, Segment

PILLAR = "information"
CENSORED_HOURS, CLAIMS, HARMS = 168, 3, 3
LEAST_SCORE = 0.5  # that does not print as none


@SECTIONS.register("information")
def information(desk: Desk) -> Section:
    """Two columns: verification and corroboration against false claims, panic, propaganda and restrictions."""
    informs = said(_verification(desk), _time_to_verification(desk), _corroborated(desk), _no_lags(desk))
    parts = {
        "lead": said(_lead(desk)),
        "comments": comment_items(desk, pillar_nodes(desk, PILLAR)),
        "informs": tuple(Item((s,)) for s in informs),
        "harms": tuple(Item((s,)) for s in said(*_harms(desk))),
        "lags": lag_figure(desk, _week(desk)),
        "dual": _dual(desk),
        "claims": _claims(desk),
        "caveat": desk.fixed("information_caveat"),
    }
    return desk.section("W10", "information", parts)


def _lead(desk: Desk) -> Sentence | None:
    rows = [r for s in desk.assessed if (r := desk.scores.at(s.region_id, PILLAR)) and r.score is not None]
    if not rows:
        return None
    top = highest_rows(desk, rows)
    score = desk.fact.number("score", top[0].score or 0, unit="pillar score")
    if not whole_points(desk, top[0].score):
        none = [desk.fact.number("n", len(rows)), score]
        return desk.say("information_lead_none", "measured", none, evidence=of_score(*rows))
    facts = [countries(desk, "country", [r.region_id for r in top]), score]
    return desk.say("information_lead", "measured", facts, evidence=of_score(*top))


def _own(desk: Desk, direction: str) -> list[str]:
    return [
        i.id for i in desk.given.indicators if desk.given.pillar_of.get(i.id) == PILLAR and i.direction == direction
    ]


def _verification(desk: Desk) -> Sentence | None:
    rows = [
        r
        for s in desk.assessed
        for i in _own(desk, "protective")
        if (r := desk.scores.at(s.region_id, i)) and whole_points(desk, r.score)
    ]
    if not rows:
        return None
    first = highest_rows(desk, rows)[0].node
    return _indicator(desk, "information_verification", highest_rows(desk, [r for r in rows if r.node == first]))


def _indicator(desk: Desk, key: str, rows: Sequence[ScoreRow]) -> Sentence | None:
    """An indicator with the countries where it stands highest."""
    facts = [
        desk.fact.noun("indicator", desk.node_name(rows[0].node), rows[0].node),
        countries(desk, "country", [row.region_id for row in rows]),
        desk.fact.number("score", rows[0].score or 0, unit="indicator score"),
    ]
    return desk.say(key, "measured", facts, evidence=of_score(*rows))


def _week(desk: Desk) -> list[Happening]:
    return [e for e in desk.events if e.this_week]


def _no_lags(desk: Desk) -> Sentence | None:
    return None if _week(desk) else desk.fixed("information_no_lags")


def _time_to_verification(desk: Desk) -> Sentence | None:
    """Median hours to a second independent origin; unverified events count as longer than a week (B.7)."""
    events = _week(desk)
    if not events:
        return None
    middle = median(map(hours_to_second_origin, events))
    facts = [
        desk.fact.number("n", len(events)),
        desk.fact.number("hours", min(middle, CENSORED_HOURS)),
        desk.fact.number("days", CENSORED_HOURS // 24),
    ]
    if len(events) == 1:
        only = "information_one_unverified" if middle == float("inf") else "information_one"
        return desk.say(only, "measured", facts, evidence=of_events(events))
    key = "information_unverified" if middle == float("inf") else "information_hours"
    return desk.say(key, "measured", facts, evidence=of_events(events))


def _corroborated(desk: Desk) -> Sentence | None:
    events = _week(desk)
    if len(events) < 2:
        return None
    confirmed = sum(e.n_origins >= 2 for e in events)
    verified = sum(e.n_origins >= 2 and e.verified is not None for e in events)
    facts = [desk.fact.number("confirmed", confirmed), desk.fact.number("n", len(events)), desk.fact.number("least", 2)]
    facts += [desk.fact.number("verified", verified), well_rated(desk)]
    return desk.say("information_corroborated", "measured", facts, evidence=of_events(events))


def _harms(desk: Desk) -> Iterator[Sentence | None]:
    best: list[list[ScoreRow]] = []
    for node in _own(desk, "aggravating"):
        rows = [r for s in desk.assessed if (r := desk.scores.at(s.region_id, node)) and whole_points(desk, r.score)]
        if rows:
            best.append(highest_rows(desk, rows))
    for rows in sorted(best, key=lambda rows: (-(rows[0].score or 0.0), rows[0].node))[:HARMS]:
        yield _indicator(desk, "information_harm", rows)


def _dual(desk: Desk) -> FigureSpec | None:
    """Per country: highest aggravating information score to the right, protective to the left."""
    bars = tuple(bar for s in desk.assessed if (bar := _dual_bar(desk, s.region_id)) is not None)[:4]
    if not bars:
        return None
    side = 0 if any(bar.segments[0].points >= LEAST_SCORE for bar in bars) else 1  # harms, else what informs
    top = leaders(bars, lambda bar: abs(bar.segments[side].points), whole(desk))
    names = [bar.label for bar in top]
    facts = [
        desk.fact.name("country", bars[0].label),
        listing(desk, "highest", names, names),
        desk.fact.number("score", abs(top[0].segments[side].points), unit="indicator score"),
    ]
    return FigureSpec(
        id="dual",
        title=desk.book.write("dual_title_none" if side else "dual_title", facts),
        subtitle=desk.book.text("dual_subtitle"),
        alt=desk.book.write("dual_alt", facts),
        source=week_source(desk),
        figure=BarsFigure(bars, desk.book.text("unit_score"), stacked=False),
        width_mm=84,
        height_mm=10,
    )


def _dual_bar(desk: Desk, region: str) -> Bar | None:
    harms = _best(desk, region, _own(desk, "aggravating"))
    informs = _best(desk, region, _own(desk, "protective"))
    if not harms and not informs:
        return None
    segments = (
        Segment(desk.book.text("segment_harms"), round(harms, 3)),
        Segment(desk.book.text("segment_informs"), -round(informs, 3)),
    )
    return Bar(desk.fact.regions.get(region, region), segments, desk.book.printer.number(harms))


def _best(desk: Desk, region: str, nodes: Sequence[str]) -> float:
    return max((desk.scores.score(region, n) or 0.0 for n in nodes), default=0.0)


def _claims(desk: Desk) -> DataTable | None:
    """Contested or weakly sourced reports of the week, each with what is doubtful in it."""
    doubtful = [e for e in _week(desk) if e.contested or e.credibility >= 4][:CLAIMS]
    if not doubtful:
        return None
    header = ("claim", "first_seen", "speaker", "status")
    return DataTable(
        id="claims",
        title=desk.book.text("claims_table_title"),
        subtitle=desk.book.text("claims_table_subtitle"),
        header=desk.book.columns(header),
        align="llll",
        rows=tuple(_claim_row(desk, e) for e in doubtful),
    )


def _claim_row(desk: Desk, event: Happening) -> tuple[Cell, ...]:
    outlet = desk.ledger.outlet_of(event.article_id)
    return (
        Cell(
            capital(f"{what(desk, event).text}, {short_place(desk, event).text}"),
            event.event_id,
            notes=desk.ledger.cite([event.article_id], of_events([event])),
        ),
        Cell(desk.book.printer.day(event.first_reported.date()), event.first_reported.date().isoformat()),
        Cell(desk.book.text(f"class.{outlet.source_class if outlet else 'unrated'}")),
        Cell(doubt_text(desk, event)),
    )
