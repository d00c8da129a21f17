"""Annex M8, revisions: articles late, changed or deleted since the issue before, and its scores as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from riskbrief.briefing.annex_record import Before, Move, Moves
from riskbrief.briefing.desk import Desk, of_run
from riskbrief.briefing.ledger import clean
from riskbrief.document import Cell, DataTable, Fact, Sentence
from riskbrief.periods import Week

REVISED = 0.05  # points from which a printed score counts as another one
ARTICLES, SCORES = 10, 12  # rows of the two tables
ID_CHARACTERS, NAMED = 30, 3
KINDS = ("late", "changed", "deleted")


@dataclass(frozen=True)
class Revised:
    """A score of the issue before: as printed, and as worked out now."""

    region_id: str
    node: str
    was: float
    now: float


def revision_sentences(desk: Desk, before: Before) -> Iterator[Sentence | None]:
    """How many articles moved since the issue before and how many of its scores, or why that is not known."""
    why = desk.given.record.why.get("revisions")
    if before.moves is not None:
        yield _moved(desk, before.issue, before.moves)
    elif why:
        yield desk.fixed(f"annex_not_run.revisions_{why}")
    found = revised(desk, before)
    facts = [desk.fact.name("issue", before.issue), desk.fact.number("n", len(found))]
    yield desk.say("annex_revised" if found else "annex_revised_none", "measured", facts, evidence=of_run("scores"))


def _moved(desk: Desk, issue: str, moves: Moves) -> Sentence | None:
    facts = [desk.fact.name("issue", issue), desk.fact.number("n", sum(moves.counts.values()))]
    kinds = [_count(desk, kind, moves.counts[kind]) for kind in KINDS if moves.counts.get(kind)]
    facts.append(desk.fact.listed("kinds", kinds))
    return desk.say("annex_moves" if kinds else "annex_moves_none", "measured", facts, evidence=of_run("ingest"))


def _count(desk: Desk, kind: str, n: int) -> str:
    return desk.book.write(f"annex_moves_of.{kind}", [desk.fact.number("n", n)])


def moves_table(desk: Desk, moves: Moves) -> DataTable | None:
    """Those on a country of the report first; in each part deleted, then changed, then late."""
    panel = set(desk.given.panel.regions)
    about = _about(desk, moves)
    ordered = sorted(moves.first, key=lambda m: not panel & set(about[m.article_id]))  # stable: their order stays
    rows = [_row(desk, one, [r for r in about[one.article_id] if r in panel]) for one in ordered[:ARTICLES]]
    columns = ("article", "outlet", "published", "kind", "noticed", "country")
    rest = sum(moves.counts.values()) - len(rows)
    return table(desk, "moves", columns, rows, align="l" * len(columns), rest=rest) if rows else None


def _about(desk: Desk, moves: Moves) -> dict[str, list[str]]:
    """Countries each article is about, by what is known now and by the issue before, in the order of the panel."""
    about = {one.article_id: set(one.regions) for one in moves.first}
    focus = desk.given.focus
    now = focus[focus["about"] & focus["article_id"].isin(list(about))]
    for article, region in now[["article_id", "region_id"]].itertuples(index=False):
        about[article].add(region)
    return {article: [r for r in desk.given.panel.regions if r in found] for article, found in about.items()}


def _row(desk: Desk, one: Move, regions: Sequence[str]) -> tuple[Cell, ...]:
    names = [desk.fact.regions.get(region, region) for region in regions[:NAMED]]
    more = f" +{len(regions) - NAMED}" if len(regions) > NAMED else ""
    return (
        Cell(_short(one.article_id), one.article_id),
        Cell(clean(desk.ledger.outlet(one.source_id).name), one.source_id),
        _day(desk, one.published),
        Cell(desk.book.text(f"annex_moves_kind.{one.kind}"), one.kind),
        _day(desk, one.known),
        Cell(", ".join(names) + more or "–", ", ".join(regions)),
    )


def _day(desk: Desk, told: str) -> Cell:
    """A day, with its year where it is not the issue's."""
    day, printer = date.fromisoformat(told), desk.book.printer
    return Cell(printer.day(day) if day.year == desk.given.week.sunday.year else printer.short_date(day), told)


def _short(article_id: str) -> str:
    """An id on one line; of a long one, such as an address, the end, which tells articles apart."""
    line = clean(article_id, longest=len(article_id))
    return line if len(line) <= ID_CHARACTERS else "…" + line[1 - ID_CHARACTERS :]


def revised(desk: Desk, before: Before) -> list[Revised]:
    """Scores of that issue's week that are others by now, the largest difference first."""
    back = desk.given.week - Week.parse(before.issue)
    printed = {(r, "index"): was for r, (was, _) in before.scores.items()}
    printed |= {(r, node): was for r, nodes in before.pillars.items() for node, was in nodes.items()}
    pairs = ((r, node, was, desk.scores.score(r, node, weeks_back=back)) for (r, node), was in printed.items())
    found = [Revised(r, node, was, now) for r, node, was, now in pairs if now is not None]
    moved = [one for one in found if abs(one.now - one.was) >= REVISED]
    return sorted(moved, key=lambda one: (-abs(one.now - one.was), one.region_id, one.node))


def revised_table(desk: Desk, before: Before) -> DataTable | None:
    """The scores that moved most."""
    found = revised(desk, before)
    rows = [_revised_row(desk, one) for one in found[:SCORES]]
    columns = ("country", "score_of", "printed", "now", "difference")
    return table(desk, "revised", columns, rows, align="llrrr", rest=len(found) - len(rows)) if rows else None


def _revised_row(desk: Desk, one: Revised) -> tuple[Cell, ...]:
    printer, points = desk.book.printer, round(one.now - one.was, 6)
    return (
        Cell(desk.fact.regions.get(one.region_id, one.region_id), one.region_id),
        Cell(desk.node_name(one.node), one.node),
        Cell(printer.number(one.was, 1), one.was),
        Cell(printer.number(one.now, 1), one.now),
        Cell(printer.signed(points, 1), points),
    )


def table(
    desk: Desk, name: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]], *, align: str = "", rest: int = 0
) -> DataTable:
    """A table of M8 with its headings; `rest`: how many more rows there would be."""
    counted: list[Fact] = [desk.fact.number("n", rest)]
    return DataTable(
        id=f"annex_{name}",
        title=desk.book.text(f"annex_{name}_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{column}") for column in columns),
        align=align or "l" * len(columns),
        rows=tuple(rows),
        note=desk.book.write("annex_not_listed", counted) if rest else "",
    )
