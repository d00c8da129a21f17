"""Annex M4: how much was read of each country, blackout flags, sources that failed, what was set aside and why."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.assessment import PressState
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.ledger import clean
from riskbrief.briefing.sections import SECTIONS
from riskbrief.briefing.standings import Standing
from riskbrief.briefing.volume import (
    dark_outlets,
    gap_limit,
    has_own_outlets,
    nothing_collected,
    own_volume,
    unread_outlets,
)
from riskbrief.document import Block, Cell, DataTable, Section, Sentence

COUNTRY_HEADER = ("country", "articles", "outlets", "class_of_week", "usual", "volume", "own_volume", "press")
NAMED = 4
SET_ASIDE = ("negated", "denied", "historic", "hypothetical", "hedged", "foiled", "domain", "excluded", "retracted",
             "reversed")  # fmt: skip


@SECTIONS.register("annex_coverage")
def annex_coverage(desk: Desk) -> Section:
    """A table of countries, what was set aside by reason, and what failed."""
    parts: dict[str, Block | None] = {
        "coverage": _countries(desk),
        "dropped": said(*_dropped(desk)),
        "failures": said(_failures(desk), _silent_outlets(desk), _blackout(desk)),
    }
    return desk.section("M4", "annex_coverage", parts)


def _countries(desk: Desk) -> DataTable:
    return DataTable(
        id="annex_coverage",
        title=desk.book.text("annex_coverage_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{name}") for name in COUNTRY_HEADER),
        align="lrrlrrrl",
        rows=tuple(_country(desk, s) for s in desk.standings),
        note=desk.book.write("annex_coverage_note", [desk.fact.percent("limit", gap_limit(desk))]),
    )


def _country(desk: Desk, s: Standing) -> tuple[Cell, ...]:
    number = desk.book.printer.number
    articles, outlets = (s.row.n_articles, s.row.n_sources) if s.row else (0, 0)
    press = desk.given.assessment.press.get(s.region_id, PressState("unknown", articles, None))
    state = "unknown" if nothing_collected(desk) else press.state
    volumes = (desk.given.assessment.volume.get(s.region_id), own_volume(desk, s.region_id))
    return (
        Cell(s.name, s.region_id),
        Cell(number(articles), articles),
        Cell(number(outlets), outlets),
        Cell(desk.book.text(f"annex_class.{s.coverage}"), s.coverage),
        Cell("–", None) if press.usual is None else Cell(number(press.usual), press.usual),
        *(_volume(desk, v, flag) for v, flag in zip(volumes, ("gap", "blackout"), strict=True)),
        Cell(desk.book.text(f"press.{state}"), state, muted=state == "unknown"),
    )


def _volume(desk: Desk, volume: float | None, flag: str) -> Cell:
    """V in per cent, with its flag where it lies under the limit: a gap, or of the country's own outlets a blackout."""
    if volume is None:
        return Cell("–", None)
    low = desk.book.text(f"annex_flag.{flag}") if volume < gap_limit(desk) else ""
    return Cell(desk.book.write("rate", [desk.fact.percent("percent", volume)]), round(volume, 6), small=low)


def _dropped(desk: Desk) -> Iterator[Sentence | None]:
    """Rows that no article was made of, then texts and mentions of the week that were read and set aside."""
    for key, counts in (("rows", _rows(desk)), ("texts", _texts(desk)), ("mentions", _mentions(desk))):
        texts = [_counted(desk, f"annex_{key}.{name}", name, n) for name, n in counts.items()]
        facts = [desk.fact.number("n", sum(counts.values())), desk.fact.listed("reasons", texts)]
        name = f"annex_dropped_{key}" if texts else f"annex_dropped_{key}_none"
        yield desk.say(name, "measured", facts, evidence=of_run("ingest" if key == "rows" else key))


def _counted(desk: Desk, key: str, name: str, n: int) -> str:
    text = desk.book.text(key) if key in desk.book else name
    return f"{text} {desk.book.printer.number(n)}"


def _rows(desk: Desk) -> dict[str, int]:
    return dict(desk.given.log.dropped)


def _texts(desk: Desk) -> dict[str, int]:
    articles, given = desk.week_articles, desk.given
    return {
        "copies": len(articles) - int(articles["origin_id"].nunique()),
        "language": int((~articles["language"].isin(given.config.coded)).sum()),
        "no_country": len(set(articles["article_id"].to_numpy()) - set(given.focus["article_id"].to_numpy())),
    }


def _mentions(desk: Desk) -> dict[str, int]:
    """Mentions of the week that do not count, by status."""
    mentions = desk.given.mentions
    aside = mentions[(mentions["published_at"] >= desk.given.week.start) & ~mentions["counts"]]
    counts = aside["status"].value_counts()
    return {status: int(counts[status]) for status in SET_ASIDE if counts.get(status, 0)}


def _failures(desk: Desk) -> Sentence | None:
    failed = [row for row in desk.given.log.sources if row.get("state") != "ok"]
    facts = [desk.fact.number("n", len(desk.given.log.sources)), desk.fact.number("failed", len(failed))]
    if not failed:
        return desk.say("annex_sources_ok", "measured", facts, evidence=of_run("ingest"))
    facts.append(desk.fact.listed("sources", [_failure(row) for row in failed[:NAMED]]))
    return desk.say("annex_sources_failed", "measured", facts, evidence=of_run("ingest"))


def _failure(row: object) -> str:
    assert isinstance(row, dict)
    said_why = clean(str(row.get("message") or ""), longest=60)
    return f"{row.get('source')} ({row.get('state')}{': ' + said_why if said_why else ''})"


def _silent_outlets(desk: Desk) -> Sentence | None:
    """Outlets that fell silent, those most missed first, of those whose usual week is known."""
    told = desk.given.assessment.outlets
    known, dark = [p for p in told.values() if p.state != "unknown"], dark_outlets(desk)
    facts = [desk.fact.number("n", len(known)), desk.fact.number("dark", len(dark))]
    if not known:
        return desk.fixed("annex_outlets_press_new")
    if nothing_collected(desk):
        return desk.say("annex_outlets_uncollected", "measured", facts[:1], evidence=of_run("articles"))
    if not dark:
        return desk.say("annex_outlets_press", "measured", facts, evidence=of_run("articles"))
    facts.append(desk.fact.listed("outlets", [_silence(desk, name, told[name]) for name in dark[:NAMED]]))
    return desk.say("annex_outlets_dark", "measured", facts, evidence=of_run("articles"))


def _silence(desk: Desk, name: str, press: PressState) -> str:
    """An outlet with its articles and usual ones, and whether it was our reading that failed."""
    facts = [
        desk.fact.name("outlet", clean(desk.ledger.outlet(name).name, longest=40), name),
        desk.fact.number("seen", press.seen),
        desk.fact.number("usual", press.usual or 0.0),
    ]
    return desk.book.write("annex_outlet_unread" if name in unread_outlets(desk) else "annex_outlet_silent", facts)


def _blackout(desk: Desk) -> Sentence | None:
    """Why no country can carry a blackout flag, where none can."""
    return None if has_own_outlets(desk) else desk.fixed("warning_no_own_outlets")
