"""W3 what changed since last week: labels, significant moves, alerts opened and closed, data changes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from riskbrief.assessment import Alert
from riskbrief.briefing.board import TRENDS
from riskbrief.briefing.corrections import corrections_box
from riskbrief.briefing.desk import Desk, of_run, of_score, said
from riskbrief.briefing.judged_ledger import ledger_sentence, words_sentence
from riskbrief.briefing.judged_words import comment_items
from riskbrief.briefing.leading import leaders, tenths
from riskbrief.briefing.scorebook import ScoreRow
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.warning import alert_item, first_causes
from riskbrief.document import Block, Cell, DataTable, Evidence, Item, Section, Sentence

ROWS = 7
MOVES = 3


@SECTIONS.register("changes")
def changes(desk: Desk) -> Section:
    """Country labels, the largest significant indicator moves, alerts, and what changed in the material itself."""
    data = tuple(Item((s,)) for s in _data_changes(desk))
    if not any(s.previous is not None and s.previous.score is not None for s in desk.standings):
        comments = comment_items(desk, ["index"])
        parts: dict[str, Block | None] = {"lead": said(_no_comparison(desk)), "comments": comments, "data": data}
        parts["corrections"] = corrections_box(desk)
        return desk.section("W3", "changes", parts)
    parts = {
        "lead": said(_labels(desk), _moves_sentence(desk), *_alert_sentences(desk)),
        "changes": _table(desk),
        "comments": comment_items(desk, ["index"]),
        "closed": tuple(_closed(desk)),
        "data": data,
        "corrections": corrections_box(desk),
    }
    return desk.section("W3", "changes", parts)


def _no_comparison(desk: Desk) -> Sentence | None:
    facts = [desk.fact.name("week", str(desk.given.week.shift(-1)))]
    return desk.say("changes_no_comparison", "measured", facts, evidence=of_run("scores"))


def _labels(desk: Desk) -> Sentence | None:
    counted = {label: [s for s in desk.assessed if s.label == label] for label in TRENDS}
    facts = [desk.fact.number(label.lower(), len(found)) for label, found in counted.items()]
    rows = [s.row for s in desk.assessed]
    return desk.say("changes_labels", "measured", facts, evidence=of_score(*rows) or of_run("scores"))


def significant_moves(desk: Desk) -> list[ScoreRow]:
    """Indicator moves the index calls significant, largest first."""
    rows = [r for r in _indicator_rows(desk) if r.label in {"Deteriorated", "Improved"}]
    return sorted(rows, key=lambda r: (-abs(r.change or 0.0), r.region_id, r.node))


def _indicator_rows(desk: Desk) -> Iterator[ScoreRow]:
    for standing in desk.assessed:
        for indicator in desk.given.indicators:
            row = desk.scores.at(standing.region_id, indicator.id)
            if row is not None and row.score is not None and row.change is not None:
                yield row


def _moves_sentence(desk: Desk) -> Sentence | None:
    moves = significant_moves(desk)
    rows = moves or sorted(_indicator_rows(desk), key=lambda r: (-abs(r.change or 0.0), r.region_id, r.node))
    if not rows:
        return None
    tied = len(leaders(rows, lambda r: abs(r.change or 0.0), tenths(desk))) > 1
    top = rows[0]
    facts = [
        desk.fact.noun("indicator", desk.node_name(top.node), top.node),
        desk.fact.region("country", top.region_id),
        desk.fact.points("points", top.change or 0.0),
    ]
    key = "changes_move" if moves else "changes_no_move"
    key = f"{key}_tied" if tied else key
    return desk.say(key, "measured", facts, evidence=of_score(top))


def _table(desk: Desk) -> DataTable | None:
    moved = [s.row for s in desk.assessed if s.row and s.row.change is not None and s.label in TRENDS]
    moved.sort(key=lambda r: (r.label in {"Unchanged", "Unclear"}, -abs(r.change or 0.0), r.region_id))
    moves = significant_moves(desk)[:MOVES]
    rows = (*moved[: ROWS - len(moves)], *moves)
    if not rows:
        return None
    header = ("country", "measure", "was", "now", "difference")
    return DataTable(
        id="changes",
        title=desk.book.text("changes_title"),
        subtitle=desk.book.text("changes_subtitle"),
        header=desk.book.columns(header),
        align="llrrr",
        rows=tuple(_row(desk, row) for row in rows),
        note=desk.book.text("changes_note"),
    )


def _row(desk: Desk, row: ScoreRow) -> tuple[Cell, ...]:
    assert row.score is not None and row.change is not None
    printer = desk.book.printer
    was = row.score - row.change
    aggravating = row.node not in desk.indicators or desk.indicators[row.node].direction != "protective"
    rises = row.change > 0
    trend = TRENDS[row.label] if aggravating else ("up" if rises else "down")
    return (
        Cell(desk.fact.regions.get(row.region_id, row.region_id), row.region_id),
        Cell(desk.node_name(row.node), row.node),
        Cell(printer.number(was, 1), was),
        Cell(printer.number(row.score, 1), row.score),
        Cell(printer.signed(row.change), row.change, trend=trend, small=desk.book.text(f"change.{row.label}")),
    )


def _alert_sentences(desk: Desk) -> Iterator[Sentence | None]:
    week = str(desk.given.week)
    new = [a for a in desk.given.assessment.alerts if a.since == week]
    for kind in ("alert", "opportunity"):
        regions = sorted({a.region_id for a in new if a.kind == kind})
        if regions:
            facts = [desk.fact.number("n", len(regions)), desk.fact.countries("countries", regions[:4])]
            proof = [*of_run("assessment"), *_alert_events(a for a in new if a.kind == kind)]
            yield desk.say(f"changes_new_{kind}", "measured", facts, evidence=proof)
    none = [desk.fact.number("n", 0)]
    if not new:
        yield desk.say("changes_no_alert", "measured", none, evidence=of_run("assessment"))
    if not desk.given.assessment.closed:
        yield desk.say("changes_no_closed", "measured", none, evidence=of_run("assessment"))


def _closed(desk: Desk) -> Iterator[Item]:
    """Alerts and opportunities that are over, one a country; then what became of judgements and words."""
    for alert in first_causes(desk, desk.given.assessment.closed):
        if (item := alert_item(desk, alert, mark="lapsed" if alert.lapsed else "closed")) is not None:
            yield item
    yield from (Item((s,)) for s in said(ledger_sentence(desk), words_sentence(desk)))


def _alert_events(alerts: Iterator[Alert]) -> Iterator[Evidence]:
    return (Evidence("event", a.event_id) for a in alerts if a.event_id)


def _data_changes(desk: Desk) -> Iterator[Sentence]:
    articles = desk.given.articles
    now, before = _outlets_of(articles, desk, 0), _outlets_of(articles, desk, 1)
    counts = [
        desk.fact.number("now", len(now)),
        desk.fact.number("before", len(before)),
        desk.fact.number("gained", len(now - before)),
        desk.fact.number("lost", len(before - now)),
    ]
    sentence = desk.say("changes_outlets", "measured", counts, evidence=of_run("articles"))
    if sentence is not None:
        yield sentence
    failed = [str(s["source"]) for s in desk.given.log.sources if s.get("state") not in {"ok", "not_modified", None}]
    if failed:
        facts = [desk.fact.listed("sources", failed[:4]), desk.fact.number("n", len(failed))]
        lost = desk.say("changes_sources", "measured", facts, evidence=of_run("sources"))
        if lost is not None:
            yield lost


def _outlets_of(articles: pd.DataFrame, desk: Desk, weeks_back: int) -> set[str]:
    week = desk.given.week.shift(-weeks_back)
    inside = (articles["published_at"] >= week.start) & (articles["published_at"] < week.cutoff)
    return set(articles.loc[inside, "source_id"])
