"""What is doubtful in a report: only its toll, a denial, a report taken back, or that it has one origin alone."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.event_words import tolls_differ
from riskbrief.briefing.happenings import Happening

SAID = {"denied": "denied", "negated": "contradicted", "retracted": "retracted"}  # statuses of mentions


def doubt_text(desk: Desk, event: Happening) -> str:
    """Every doubt that is true of the event, in words; only what nothing but its sources speak against is unproven."""
    return "; ".join(desk.book.text(f"doubt.{name}") for name in _doubts(desk, event))


def _doubts(desk: Desk, event: Happening) -> Iterator[str]:
    against = _against(desk, event)
    yield from against
    if event.contested and tolls_differ(desk, event):
        yield "tolls" if against else "toll_only"
    elif event.contested and not against:
        yield "contradictory"
    if event.n_origins < 2:
        yield "single"
    elif not event.contested:
        yield "sources"


def _against(desk: Desk, event: Happening) -> list[str]:
    """What speaks against the event itself: denials, negations, refutations, reports taken back."""
    mentions, evidence = desk.given.mentions, desk.given.evidence
    statuses = set(mentions.loc[mentions["event_id"] == event.event_id, "status"])
    refuted = (evidence["event_id"] == event.event_id) & (evidence["stance"] == "refutes")
    found = {SAID[s] for s in statuses & set(SAID)} | ({"contradicted"} if refuted.any() else set())
    return [name for name in SAID.values() if name in found]
