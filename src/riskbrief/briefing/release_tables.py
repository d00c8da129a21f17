"""Items of the release checklist that are found out on tables: scores, events, and the ledger of probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pandas as pd

from riskbrief.briefing.inputs import BriefingInputs, Scorecard
from riskbrief.briefing.release import Checked, by_person, checked
from riskbrief.definitions.outlets import Letter
from riskbrief.document import Briefing
from riskbrief.figures import Coverage

CLASSES, LETTERS = get_args(Coverage), get_args(Letter)
UNTOLD = ("retracted", "denied")  # events that nothing affirms: they are not told as having happened
EVENTS_READ = 3


def scores_qualified(given: BriefingInputs) -> Checked:
    """Every score of the week: bounds, a count of articles, a coverage class; with too few outlets for an interval the
    table says so and the briefing prints none."""
    rows = given.scores[(given.scores["week"] == str(given.week)) & given.scores["score"].notna()]
    faults = [
        f"{row.region_id} {row.node}: {', '.join(why)}"
        for row in rows.itertuples(index=False)
        if (why := list(_unqualified(row, given.config.index.uncertainty.min_outlets)))
    ]
    return checked("scores_qualified", faults, {"scores": len(rows)}, asked=len(rows) > 0)


def _unqualified(row: object, min_outlets: int) -> Iterator[str]:
    low, high, n, kind = (getattr(row, name) for name in ("low", "high", "n_articles", "coverage"))
    few = getattr(row, "n_sources", 0) < min_outlets
    if not few and (pd.isna(low) or pd.isna(high)):
        yield "no interval"
    if pd.isna(n):
        yield "no count of articles"
    if pd.isna(kind) or kind not in CLASSES:
        yield "no coverage class"


def events_qualified(given: BriefingInputs) -> Checked:
    """Every event of the week that is told: an Admiralty code, its origins, and a claim behind its toll."""
    day = given.events["event_date"]
    start = pd.Timestamp(given.week.monday)
    week = given.events[(day >= start) & ~given.events["status"].isin(UNTOLD)]
    claimed = set(given.claims["event_id"][given.claims["group"].isna()].dropna())
    faults = [
        f"{row.event_id}: {', '.join(why)}"
        for row in week.itertuples(index=False)
        if (why := list(_unsourced(row, claimed)))
    ]
    value = {"events": len(week), "tolls": int(week["toll_best"].notna().sum())}
    return checked("events_qualified", faults, value, asked=len(week) > 0)


def _unsourced(row: object, claimed: set[str]) -> Iterator[str]:
    letter, credibility, origins, toll, name = (
        getattr(row, key) for key in ("reliability", "credibility", "n_origins", "toll_best", "event_id")
    )
    if pd.isna(letter) or letter not in LETTERS or credibility not in range(1, 7):
        yield "no Admiralty code"
    if origins < 1:
        yield "no origin"
    if not pd.isna(toll) and name not in claimed:
        yield "a toll that nobody claims"


def ledger_reconciled(card: Scorecard, *, before: int, now: int, told: int) -> Checked:
    """Every probability of the issue before was kept, raised, lowered or closed, every one of this issue is one of
    those or new, and every one due has an outcome or a reason why not (`told`). `before`, `now`: how many there are."""
    moved = card.moved
    faults = []
    if told != card.due:
        faults.append(f"{card.due} are due, {told} have an outcome or a reason")
    if moved is not None:
        held = moved.kept + moved.raised + moved.lowered
        if held + moved.closed != before:
            faults.append(f"the issue before gave out {before}, {held + moved.closed} are accounted for")
        if held + moved.new != now:
            faults.append(f"this issue gives out {now}, {held + moved.new} are accounted for")
    value = {"before": before, "now": now, "due": card.due}
    return checked("ledger_reconciled", faults, value, asked=moved is not None or card.due > 0)


def person_items(given: BriefingInputs, briefing: Briefing) -> Iterator[Checked]:
    """What no program can check, with what it can say about it."""
    printed = any(section.template == "options" for section in briefing.sections)
    signed = sum(bool(option.signed_by) for option in given.library.options)
    value = {"signed": signed, "in_library": len(given.library.options)}
    note = "unsigned options are printed as awaiting review" if printed else "the report prints no options"
    yield by_person("options_signed", value, note)
    yield by_person("events_read", {"events": EVENTS_READ}, "a person has to read the first events of the event table")
    yield by_person("community_naming", {}, "whether a community is named as an agent of violence takes a reader")
