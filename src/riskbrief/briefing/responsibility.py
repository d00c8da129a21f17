"""Who claims an event and to whom it is attributed: by name, with who says so, never as a fact (method A.11, A.12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from riskbrief.briefing.desk import Desk, of_events
from riskbrief.briefing.event_words import cited_articles
from riskbrief.briefing.happenings import Happening
from riskbrief.briefing.ledger import quotable
from riskbrief.document import Fact, Sentence

CLAIMED, ATTRIBUTED = "claimed", "attributed"


@dataclass(frozen=True)
class Laid:
    """A group that claims an event or is accused of it: the best-rated outlet's words for it, how many outlets tell it,
    and who accuses (empty: nobody by name)."""

    kind: str
    group: str
    claim: Any
    outlets: int
    by: str


def laid_to(desk: Desk, event: Happening) -> list[Laid]:
    """Claims before attributions, those of most outlets first; taken back ones are left out."""
    held: dict[tuple[str, str], list[Any]] = {}
    for row in desk.laid.get(event.event_id, ()):
        if not row.retracted:
            held.setdefault((row.kind, str(row.group)), []).append(row)
    quoted = {*cited_articles(desk, event), *(row.article_id for row in desk.killed.get(event.event_id, ()))}
    made = [_laid(desk, kind, group, rows, quoted) for (kind, group), rows in held.items()]
    return sorted(made, key=lambda one: (one.kind != CLAIMED, -one.outlets, one.group))


def _laid(desk: Desk, kind: str, group: str, rows: list[Any], quoted: set[str]) -> Laid:
    """The words of the best-rated outlet, of one that names who accuses where there is one; before all of an article
    that is not `quoted` for something else, as a note has one quotation."""
    named = kind == ATTRIBUTED

    def rank(row: Any) -> tuple[Any, ...]:
        r = desk.ledger.outlet(row.source_id).r
        return named and not row.claimant, row.article_id in quoted, -r, row.published_at, row.article_id, row.start

    best = min(rows, key=rank)
    return Laid(kind, group, best, len({r.source_id for r in rows}), best.claimant if named else "")


def responsibility(desk: Desk, event: Happening) -> tuple[Sentence, ...]:
    """A sentence for each group that claims the event, and for each it is attributed to that does not claim it."""
    found = laid_to(desk, event)
    claiming = {one.group for one in found if one.kind == CLAIMED}
    shown = [one for one in found if one.kind == CLAIMED or one.group not in claiming]
    return tuple(s for s in (_sentence(desk, event, one) for one in shown) if s is not None)


def _sentence(desk: Desk, event: Happening, one: Laid) -> Sentence | None:
    outlet = desk.ledger.outlet(one.claim.source_id).name
    facts = [group_fact(desk, one), desk.fact.number("outlets", one.outlets), desk.fact.name("outlet", outlet)]
    if one.by:
        facts.append(desk.fact.name("who", quotable(one.by)))
    proof = [desk.span(one.claim), *of_events([event])]
    return desk.say(phrase(one), "reported", facts, evidence=proof, cite=[one.claim.article_id])


def phrase(one: Laid) -> str:
    """The key of the pattern that tells it."""
    return f"laid.{one.kind}_by" if one.by else f"laid.{one.kind}"


def group_fact(desk: Desk, one: Laid) -> Fact:
    """The group by its name in the language, where that has one of its own."""
    key = f"armed_group.{one.group}"
    return desk.fact.name("group", desk.book.text(key) if key in desk.book else one.group, one.group)
