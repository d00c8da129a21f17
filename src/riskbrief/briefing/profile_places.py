"""C7 events and tolls by first-level province over twelve weeks, where enough events name one (method A.14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from riskbrief.briefing.desk import Desk, of_events, of_run, said
from riskbrief.briefing.happenings import Happening, happenings
from riskbrief.briefing.leading import leaders, listing
from riskbrief.briefing.profile import extent
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.situation import toll_bounds
from riskbrief.document import Block, Cell, DataTable, Section, Sentence
from riskbrief.periods import Week, weeks_ending

WEEKS, NEEDED_SHARE, LEAST, ROWS = 12, 0.60, 3, 6
Grouped = Mapping[str, Sequence[Happening]]


@SECTIONS.register("profile_places")
def profile_places(desk: Desk) -> Section:
    """Security events by province and week; it shows none where under three, or under 60 % of them, name one."""
    if extent(desk) != "full":
        return desk.left_out("C7", "profile_places")
    events = _events(desk)
    placed = _placed(events)
    parts: dict[str, Block | None] = {}
    if shows_provinces(desk):
        parts = {"lead": said(_lead(desk, _grouped(placed), len(events))), "places": _table(desk, _grouped(placed))}
    elif events:
        parts = {"lead": said(_few(desk, len(placed), events))}
    return desk.section("C7", "profile_places", parts)


def shows_provinces(desk: Desk) -> bool:
    """Whether enough of the security events of twelve weeks name a province."""
    if extent(desk) != "full" or not any(c.section == "profile_places" for c in desk.given.report.sections):
        return False
    events = _events(desk)
    placed = len(_placed(events))
    return placed >= LEAST and placed >= NEEDED_SHARE * len(events)


def _placed(events: Sequence[Happening]) -> list[Happening]:
    return [e for e in events if e.place is not None and e.place.admin1]


def _events(desk: Desk) -> list[Happening]:
    """Confirmed events of the security pillar in the country, over twelve weeks."""
    own = [e for e in happenings(desk.given, days=7 * WEEKS) if e.region_id == desk.given.subject]
    return [e for e in own if e.pillar == "security" and not e.unconfirmed]


def _grouped(placed: Sequence[Happening]) -> dict[str, list[Happening]]:
    """By province, most events first."""
    found: dict[str, list[Happening]] = {}
    for event in placed:
        found.setdefault(event.place.admin1 if event.place else "", []).append(event)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def _lead(desk: Desk, grouped: Grouped, total: int) -> Sentence | None:
    top = leaders(grouped.items(), lambda pair: len(pair[1]), str)
    provinces, events = [province for province, _ in top], [e for _, own in top for e in own]
    facts = [
        listing(desk, "province", provinces, provinces),
        desk.fact.number("n", len(top[0][1])),
        desk.fact.number("tied", len(top)),
        desk.fact.number("total", total),
        desk.fact.number("weeks", WEEKS),
    ]
    return desk.say("profile_places_most", "measured", facts, evidence=of_events(events))


def _few(desk: Desk, placed: int, events: Sequence[Happening]) -> Sentence | None:
    facts = [
        desk.fact.number("n", placed),
        desk.fact.number("total", len(events)),
        desk.fact.percent("share", NEEDED_SHARE),
        desk.fact.number("least", LEAST),
        desk.fact.number("weeks", WEEKS),
    ]
    return desk.say("profile_places_few", "measured", facts, evidence=(*of_events(events), *of_run("events")))


def _table(desk: Desk, grouped: Grouped) -> DataTable:
    weeks = weeks_ending(desk.given.week, WEEKS)
    shown = list(grouped.items())[:ROWS]
    heads = [desk.book.printer.day(week.monday) for week in weeks]
    return DataTable(
        id="profile_places",
        title=desk.book.text("profile_places_title"),
        subtitle=desk.book.text("profile_places_subtitle"),
        header=(
            desk.book.text("column.province"),
            *heads,
            desk.book.text("column.events"),
            desk.book.text("column.killed"),
        ),
        align="l" + "c" * WEEKS + "rr",
        rows=tuple(_row(desk, province, events, weeks) for province, events in shown),
        note=desk.book.text("profile_places_note"),
    )


def _row(desk: Desk, province: str, events: Sequence[Happening], weeks: Sequence[Week]) -> tuple[Cell, ...]:
    return (
        Cell(province, province),
        *(_week_cell(desk, events, week) for week in weeks),
        Cell(desk.book.printer.number(len(events)), len(events)),
        _killed(desk, events),
    )


def _week_cell(desk: Desk, events: Sequence[Happening], week: Week) -> Cell:
    """How many events are dated to the week; a dash where the country was not covered then."""
    row = desk.scores.at(desk.given.subject, "index", weeks_back=desk.given.week - week)
    count = sum(week.monday <= e.day <= week.sunday for e in events)
    if not count and (row is None or row.coverage == "none"):
        return Cell("–", None, muted=True)
    return Cell(desk.book.printer.number(count), count, muted=not count)


def _killed(desk: Desk, events: Sequence[Happening]) -> Cell:
    """Reported deaths from the sum of lower to the sum of upper bounds; no figure where nobody gave one."""
    told = [e for e in events if e.toll[1] is not None]
    if not told:
        return Cell(desk.book.text("no_figure"), None, muted=True)
    low, best, high = (sum(bounds) for bounds in zip(*map(toll_bounds, told), strict=True))
    if low == high:
        return Cell(desk.book.printer.number(best), best)
    facts = [desk.fact.number("low", low), desk.fact.number("high", high)]
    return Cell(desk.book.write("interval", facts), best)
