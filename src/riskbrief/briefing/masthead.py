"""W0 masthead: which issue, which period, what it was made from."""

from __future__ import annotations

from datetime import timedelta

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Item, Section, Sentence

STALE = timedelta(hours=48)


@SECTIONS.register("masthead")
def masthead(desk: Desk) -> Section:
    """Day of issue, versions, language, notices; the template prints issue, period and cut-off itself."""
    meta = desk.given.meta
    rows = [
        ("label.generated", desk.book.printer.long_day(meta.issued_at.date())),
        ("label.index_version", meta.index_version),
        ("label.config", meta.config_hash),
        ("label.language", desk.book.text("language_name")),
    ]
    lines = [Item((Sentence(text, "fixed"),), lead=desk.book.text(key)) for key, text in rows if text]
    return desk.section("W0", "masthead", {"lines": (*lines, *_notices(desk))})


def _notices(desk: Desk) -> list[Item]:
    meta = desk.given.meta
    shown = [
        ("notice_reconstructed", meta.reconstructed),
        ("notice_stale", meta.issued_at - meta.cutoff > STALE),
    ]
    return [Item((desk.fixed(key),)) for key, holds in shown if holds]
