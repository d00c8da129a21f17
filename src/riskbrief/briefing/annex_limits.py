"""Annex M9 and M10: the fixed list of known limits, and what is needed to make this issue again."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.desk import Desk, said
from riskbrief.briefing.sections import SECTIONS
from riskbrief.definitions.reports import Limit
from riskbrief.document import Cell, DataTable, Evidence, Fact, Item, Section, Sentence


@SECTIONS.register("annex_limits")
def annex_limits(desk: Desk) -> Section:
    """Every limit of reports/library.yaml with the reference it rests on."""
    limits = desk.given.library.limits
    parts = {"limits": tuple(Item(said(_limit(desk, n, one))) for n, one in enumerate(limits, 1))}
    return desk.section("M9", "annex_limits", parts)


def _limit(desk: Desk, number: int, one: Limit) -> Sentence | None:
    facts = [desk.fact.name("text", desk.words(one.text))]
    if one.source:
        facts.append(desk.fact.name("source", one.source))
    key = "annex_limit" if one.source else "annex_limit_alone"
    return desk.say(key, "assumed", facts, evidence=[Evidence("library", f"limit/{number}")])


@SECTIONS.register("annex_reproducibility")
def annex_reproducibility(desk: Desk) -> Section:
    """Digests, seed, versions and the command line."""
    table = DataTable(
        id="annex_run",
        title=desk.book.text("annex_run_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{name}") for name in ("what", "this_run")),
        align="ll",
        rows=tuple(_row(desk, key, value) for key, value in _run(desk)),
        note=desk.book.text("annex_run_note"),
    )
    return desk.section("M10", "annex_reproducibility", {"run": table})


def _row(desk: Desk, key: str, value: str) -> tuple[Cell, ...]:
    name, unknown = desk.book.text(f"annex_run.{key}"), desk.book.text("annex_unknown")
    if key == "seed":
        return Cell(name, key), Cell(desk.book.write("annex_seed", [_draws(desk)]), value)
    return Cell(name, key), Cell(value or unknown, value)


def _draws(desk: Desk) -> Fact:
    return desk.fact.number("draws", desk.given.config.index.uncertainty.draws)


def _run(desk: Desk) -> Iterator[tuple[str, str]]:
    record = desk.given.record
    yield "configuration", record.configuration or desk.given.meta.config_hash
    yield "inputs", record.inputs
    yield "code", record.code
    yield "seed", f"configuration/{_draws(desk).value}"
    yield "versions", ", ".join(f"{name} {version}" for name, version in record.versions.items())
    yield "command", record.command
