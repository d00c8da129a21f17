"""The notice in the place of a withdrawn issue: what was withdrawn, when and why, and the hashes of its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from riskbrief.briefing.corrections import REASON_CHARACTERS
from riskbrief.briefing.facts import FactMaker
from riskbrief.briefing.ledger import quotable
from riskbrief.briefing.phrasebook import Phrasebook
from riskbrief.document import Block, Briefing, Cell, DataTable, Evidence, Meta, Section, Sentence

PROOF = (Evidence("run", "withdrawals"),)


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawn issue: the day and reason, where its files stay and their SHA-256, and the issue that stands now."""

    on: date
    reason: str
    folder: str
    sha256: Mapping[str, str]
    standing: str  # name of the newest issue that stands, empty when none does


def notice(meta: Meta, one: Withdrawn, phrases: Mapping[str, str]) -> Briefing:
    """One page in the language of `meta`; no sentence of the withdrawn issue stands in it."""
    book = Phrasebook(meta.language, phrases)
    fact = FactMaker(book, (), (), {})
    facts = [
        fact.name("issue", meta.issue),
        fact.long_day("day", one.on),
        fact.name("reason", quotable(one.reason, longest=2 * REASON_CHARACTERS)),
        fact.name("folder", one.folder),
        fact.name("standing", one.standing),
    ]
    stands = "notice_standing" if one.standing else "notice_none_stands"
    keys = ("notice_withdrawn", "notice_reason", stands, "notice_kept")
    told = tuple(Sentence(book.write(key, facts), "measured", tuple(facts), PROOF) for key in keys)
    parts: dict[str, Block] = {"lead": told}
    if one.sha256:
        parts["files"] = _files(book, one.sha256)
    return Briefing(
        meta=meta,
        sections=(Section("N1", book.text("title.notice"), "notice", parts),),
        citations=(),
        labels={key.removeprefix("label."): text for key, text in sorted(phrases.items()) if key.startswith("label.")},
        headline=book.write("notice_headline", facts),
    )


def _files(book: Phrasebook, sha256: Mapping[str, str]) -> DataTable:
    return DataTable(
        id="withdrawn_files",
        title=book.text("notice_files"),
        subtitle="",
        header=book.columns(("file", "sha256")),
        align="ll",
        rows=tuple((Cell(name, name), Cell(digest, digest)) for name, digest in sorted(sha256.items())),
    )
