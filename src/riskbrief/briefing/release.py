"""The release checklist of method A.16 as named checks: its items, and what a check says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Answer = Literal["pass", "fail", "not_applicable", "by_person"]
ITEMS: Mapping[str, str] = {
    "bottom_line": "BLUF present and within limit",
    "scores_qualified": "every score has interval, n, class",
    "events_qualified": "every event has code, toll claimant, origin count",
    "forbidden_words": "no forbidden words",
    "confidence_apart": "no confidence and likelihood in one sentence",
    "one_scale": "one probability scale",
    "ledger_reconciled": "ledger reconciled",
    "language_rules": "language rules A.11",
    "seed_sections": "all seed sections rendered or carrying their no-data text",
    "citations_resolve": "citations resolve to stored articles",
    "totals_agree": "totals in text equal tables",
    "languages_agree": "EN and FR carry identical numbers",
    "pdf_accessible": "PDF has tags, alt text, language set",
    "reproducible": "file reproducible byte-for-byte from hashes (dates fixed)",
    "options_signed": "H: options signed",
    "events_read": "H: top three events read by a person",
    "community_naming": "H: community-naming rule checked",
}
BY_PERSON = ("options_signed", "events_read", "community_naming")
TOLERATED = ("bottom_line",)  # a long bottom line is true all the same: the issue is degraded and not refused


@dataclass(frozen=True)
class Checked:
    """One item of the checklist. `value`: what was found, counts by name; `faults`: what is wrong, by place; `note`:
    where it was found out, or why it cannot be by a machine."""

    id: str
    item: str
    outcome: Answer
    value: Mapping[str, float | str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    note: str = ""


def checked(
    name: str, faults: Iterable[str], value: Mapping[str, float | str], *, note: str = "", asked: bool = True
) -> Checked:
    """An item that fails with the first ten of its faults; `asked`: False where the issue has nothing of the kind."""
    found = tuple(dict.fromkeys(faults))
    answer: Answer = "fail" if found else "pass" if asked else "not_applicable"
    return Checked(name, ITEMS[name], answer, dict(value), found[:10], note)


def by_person(name: str, value: Mapping[str, float | str], note: str) -> Checked:
    """An item that no program can check."""
    return Checked(name, ITEMS[name], "by_person", dict(value), note=note)


def failures(checklist: Iterable[Checked]) -> Iterator[Checked]:
    """Items that forbid publication."""
    return (one for one in checklist if one.outcome == "fail" and one.id not in TOLERATED)


def shortcomings(checklist: Iterable[Checked]) -> tuple[str, ...]:
    """Why an issue that is published is degraded: failed items that do not forbid it."""
    failed = (one for one in checklist if one.outcome == "fail" and one.id in TOLERATED)
    return tuple(f"release checklist: {one.item}: {fault}" for one in failed for fault in one.faults)
