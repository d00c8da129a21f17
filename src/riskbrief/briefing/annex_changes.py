"""Annex M8: what changed in the configuration and in past numbers since the issue before, and judgements in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from riskbrief.briefing.annex_record import Before, Edit
from riskbrief.briefing.annex_revisions import moves_table, revised_table, revision_sentences, table
from riskbrief.briefing.corrections import correction_sentences
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.judged_ledger import judgement_text
from riskbrief.briefing.ledger import clean
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Cell, DataTable, Section, Sentence

NAMED = 4


@SECTIONS.register("annex_changes")
def annex_changes(desk: Desk) -> Section:
    """Sentences on the configuration and on past issues; tables of keys, moved articles, revised scores, judgements."""
    before = desk.given.record.before
    judgements = _judgements(desk)
    parts = {
        "lead": said(*_configuration(desk, before)),
        "edits": _edits(desk, before.edits) if before and before.edits else None,
        "past": said(*_past(desk, before)),
        "moves": moves_table(desk, before.moves) if before and before.moves else None,
        "revised": revised_table(desk, before) if before else None,
        "judgements": judgements,
        "no_judgement": None if judgements else desk.fixed("annex_no_judgement"),
    }
    return desk.section("M8", "annex_changes", parts)


def _configuration(desk: Desk, before: Before | None) -> Iterator[Sentence | None]:
    if before is None:
        yield desk.fixed("annex_not_run.changes")
        return
    total = sum(before.edited.values())
    facts = [
        desk.fact.name("issue", before.issue),
        desk.fact.number("n", total),
        desk.fact.listed("parts", [_part(desk, name, n) for name, n in before.edited.items()]),
    ]
    key = "annex_edited" if total else "annex_edited_none"
    yield desk.say(key, "measured", facts, evidence=of_run("configuration"))
    versions = [desk.fact.name("was", before.index_version), desk.fact.name("now", desk.given.config.index.version)]
    key = "annex_break" if versions[0].text != versions[1].text else "annex_break_none"
    yield desk.say(key, "measured", versions, evidence=of_run("configuration"))


def _part(desk: Desk, name: str, n: int) -> str:
    facts = [desk.fact.phrase("part", f"annex_part.{name}"), desk.fact.number("n", n)]
    return desk.book.write("annex_part_count", facts)


def _edits(desk: Desk, edits: tuple[Edit, ...]) -> DataTable:
    return table(
        desk,
        "edits",
        ("key", "was", "now"),
        [(Cell(e.key, e.key), *(Cell(clean(v, longest=60) or "–", v) for v in (e.was, e.now))) for e in edits],
    )


def _past(desk: Desk, before: Before | None) -> Iterator[Sentence | None]:
    """What moved since the issue before, issues withdrawn or damaged."""
    if before is not None:
        yield from revision_sentences(desk, before)
    withdrawn = list(correction_sentences(desk))
    yield from withdrawn
    if not withdrawn:
        yield desk.fixed("annex_no_withdrawal")
    left_out = [issue for issue, _ in desk.given.scorecard.left_out]
    if left_out:
        facts = [desk.fact.number("n", len(left_out)), desk.fact.listed("issues", left_out[:NAMED])]
        yield desk.say("scorecard_left_out", "measured", facts, evidence=of_run("forecasts"))


def _judgements(desk: Desk) -> DataTable | None:
    """Every judgement in force with its author, reason and last day."""
    held = [one for _, one, state in desk.judged.every() if state in {"in_force", "due"}]
    rows = [
        (
            Cell(judgement_text(desk, one), one.id, small=desk.words(one.reason)),
            Cell(one.author, one.author),
            Cell(desk.book.printer.short_date(date.fromisoformat(one.expires)), one.expires),
        )
        for one in held
    ]
    return table(desk, "judgements", ("judgement", "author", "until"), rows) if rows else None
