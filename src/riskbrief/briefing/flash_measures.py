"""F6 what moved in the index, provisional, and F7 the signposts to watch (method A.13)."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.assessment import SignpostState
from riskbrief.briefing.board import TRENDS, Trend
from riskbrief.briefing.desk import Desk, of_run
from riskbrief.briefing.flash import note_of
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.warning import RANK
from riskbrief.document import Cell, DataTable, Item, Section

INDICATORS, SIGNPOSTS, UPDATED = 3, 3, 2  # an update has room for fewer signposts
STATES = ("emerging", "not_observed", "strong", "present", "no_data")  # what changes next stands first
MOVED = 0.5  # points under which an indicator prints as unmoved
Pair = tuple[ScoreRow, ScoreRow | None]  # of these seven days and of the seven before


@SECTIONS.register("flash_index")
def flash_index(desk: Desk) -> Section:
    """Index with its level and the indicators that moved most, before and after; nothing where too little was read."""
    now = desk.scores.at(desk.given.subject, "index")
    if now is None or now.score is None or now.coverage == "none":
        return desk.left_out("F6", "flash_index")
    return desk.section("F6", "flash_index", {"moved": _table(desk, [_pair(desk, now), *_moved(desk)])})


def _pair(desk: Desk, now: ScoreRow) -> Pair:
    return now, desk.scores.at(now.region_id, now.node, weeks_back=1)


def _moved(desk: Desk) -> list[Pair]:
    """The indicators with the largest difference, largest first."""
    rows = (desk.scores.at(desk.given.subject, i.id) for i in desk.given.indicators)
    pairs = [_pair(desk, row) for row in rows if row is not None and row.score is not None]
    moved = [p for p in pairs if abs(_difference(p) or 0.0) >= MOVED]
    return sorted(moved, key=lambda p: (-abs(_difference(p) or 0.0), p[0].node))[:INDICATORS]


def _difference(pair: Pair) -> float | None:
    now, before = pair
    return None if now.score is None or before is None or before.score is None else now.score - before.score


def _table(desk: Desk, pairs: Sequence[Pair]) -> DataTable:
    days = [desk.fact.day("day", week.sunday) for week in (desk.given.week.shift(-1), desk.given.week)]
    return DataTable(
        id="flash_index",
        title="",
        subtitle="",
        header=(
            desk.book.text("column.measure"),
            *(desk.book.write("flash_seven_days", [day]) for day in days),
            desk.book.text("column.interval"),
            desk.book.text("column.difference"),
        ),
        align="llllr",
        rows=tuple(_row(desk, pair) for pair in pairs),
    )


def _row(desk: Desk, pair: Pair) -> tuple[Cell, ...]:
    now, before = pair
    difference = _difference(pair)
    bounds = [desk.fact.number(k, v) for k, v in (("low", now.low), ("high", now.high)) if v is not None]
    interval = desk.book.write("interval", bounds) if len(bounds) == 2 else "–"
    return (
        Cell(desk.node_name(now.node), now.node),
        _score(desk, before),
        _score(desk, now),
        Cell(interval, now.low, muted=len(bounds) < 2),
        Cell("–" if difference is None else desk.book.printer.signed(difference), difference, trend=_trend(desk, now)),
    )


def _score(desk: Desk, row: ScoreRow | None) -> Cell:
    """Score, of the index with its level; an outlined level on thin coverage."""
    if row is None or row.score is None:
        return Cell("–", None, muted=True)
    if row.level is None:
        return Cell(desk.book.printer.number(row.score), row.score)
    facts = [desk.fact.score("score", row.score), desk.fact.level("level", row.level)]
    text = desk.book.write("flash_score_level", facts)
    return Cell(text, row.score, level=row.level, hollow=row.coverage != "full")


def _trend(desk: Desk, now: ScoreRow) -> Trend:
    protective = now.node in desk.indicators and desk.indicators[now.node].direction == "protective"
    return "" if protective else TRENDS.get(now.label, "")


@SECTIONS.register("flash_watch")
def flash_watch(desk: Desk) -> Section:
    """A few signposts of the warning problems that stir, those on the move first."""
    most = UPDATED if note_of(desk).earlier else SIGNPOSTS
    shown = [i for s in _signposts(desk)[:most] if (i := _item(desk, s)) is not None]
    return desk.section("F7", "flash_watch", {"signposts": tuple(shown)})


def _signposts(desk: Desk) -> list[SignpostState]:
    region, given = desk.given.subject, desk.given.assessment
    rank = {p.problem_id: (RANK.get(p.status, len(RANK)), -p.share) for p in given.problems if p.region_id == region}
    own = [s for s in given.signposts if s.region_id == region and s.problem_id in rank]
    own.sort(key=lambda s: (STATES.index(s.state), rank[s.problem_id], s.problem_id, s.indicator_id, s.channel))
    return list({(s.indicator_id, s.channel): s for s in reversed(own)}.values())[::-1]


def _item(desk: Desk, sign: SignpostState) -> Item | None:
    facts = [
        desk.fact.noun("signpost", desk.node_name(sign.indicator_id), sign.indicator_id),
        desk.fact.phrase("state", f"signpost_state.{sign.state}"),
    ]
    sentence = desk.say(f"flash_signpost.{sign.channel}", "measured", facts, evidence=of_run("assessment"))
    return None if sentence is None else Item((sentence,))
