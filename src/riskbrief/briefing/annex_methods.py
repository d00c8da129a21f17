"""The week by other methods (annex M7), and which countries that stars on the board."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.annex_record import MethodRun
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.leading import countries
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Cell, DataTable, Section, Sentence

STAR = "*"


@SECTIONS.register("annex_sensitivity")
def annex_sensitivity(desk: Desk) -> Section:
    """Level of each assessed country by each method; those that differ in bold letters of a star."""
    parts = {"levels": _table(desk), "lead": said(*_lead(desk))}
    return desk.section("M7", "annex_sensitivity", parts)


def _runs(desk: Desk) -> tuple[MethodRun, ...]:
    return desk.given.methods if desk.assessed else ()


def moved(desk: Desk, run: MethodRun) -> list[str]:
    """Assessed countries that have another level by a method."""
    return [s.region_id for s in desk.assessed if run.levels.get(s.region_id, s.level) != s.level]


def moves_all(desk: Desk, run: MethodRun) -> bool:
    """Whether a method gives every country of at least two another level: it asks another question then."""
    return len(desk.assessed) > 1 and len(moved(desk, run)) == len(desk.assessed)


def starred(desk: Desk) -> frozenset[str]:
    """Countries whose level another method changes, or a fifth of the kept sensitivity runs of this very week; a method
    that changes every level singles out none and is told in words."""
    found = {r for run in _runs(desk) if not moves_all(desk, run) for r in moved(desk, run)}
    sobol = desk.given.record.sobol
    if sobol is not None and sobol.week == str(desk.given.week):
        found |= set(sobol.starred)
    return frozenset(found)


def method_name(desk: Desk, run: MethodRun) -> str:
    """The method as the language calls it."""
    key = f"annex_by.{run.name.replace(' ', '_')}"
    return desk.book.text(key) if key in desk.book else run.name


def all_moved(desk: Desk) -> Sentence | None:
    """Which methods give every country another level; for the board and for the annex."""
    names = [method_name(desk, run) for run in _runs(desk) if moves_all(desk, run)]
    if not names:
        return None
    facts = [desk.fact.number("n", len(names)), desk.fact.listed("methods", names)]
    return desk.say("annex_all_moved", "measured", facts, evidence=of_run("methods"))


def _lead(desk: Desk) -> Iterator[Sentence | None]:
    """For each method how many countries change their level, and which."""
    if not _runs(desk):
        yield desk.fixed("annex_not_run.methods")
        return
    for run in _runs(desk):
        names = moved(desk, run)
        if not moves_all(desk, run):
            facts = [
                desk.fact.name("method", method_name(desk, run)),
                desk.fact.number("n", len(names)),
                desk.fact.number("assessed", len(desk.assessed)),
                *([countries(desk, "countries", names)] if names else []),
            ]
            key = "annex_moved" if names else "annex_moved_none"
            yield desk.say(key, "measured", facts, evidence=of_run("methods"))
    yield all_moved(desk)


def _table(desk: Desk) -> DataTable | None:
    runs = _runs(desk)
    if not runs:
        return None
    rows = [
        (
            Cell(s.name, s.region_id),
            Cell(str(s.level), s.level),
            *(_cell(run.levels.get(s.region_id), s.level) for run in runs),
        )
        for s in desk.assessed
    ]
    return DataTable(
        id="annex_levels",
        title=desk.book.text("annex_levels_title"),
        subtitle="",
        header=(
            desk.book.text("annex_column.country"),
            desk.book.text("annex_column.now"),
            *(method_name(desk, run) for run in runs),
        ),
        align="lr" + "r" * len(runs),
        rows=tuple(rows),
        note=desk.book.text("annex_levels_note"),
    )


def _cell(level: int | None, now: int | None) -> Cell:
    if level is None:
        return Cell("–", None)
    return Cell(str(level) if level == now else f"{level}{STAR}", level)
