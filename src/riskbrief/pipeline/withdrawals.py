"""Issues that were withdrawn: the record of each, what later ones list of them, and that none is made again unasked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riskbrief.briefing.inputs import Correction
from riskbrief.errors import Problem, RefusedError
from riskbrief.listing import entries
from riskbrief.pipeline.standing import Slot, complete_issue, issue_order
from riskbrief.pipeline.storage import unreadable

WITHDRAWN = "withdrawn"  # status in manifest.json, and the key under which it tells of the set that was withdrawn
FLASH = re.compile(r"-f\d+$")
WEEK_LETTERS = 8  # of a name such as 2024-W38-MLI


def told_manifest(folder: Path) -> dict[str, Any]:
    """manifest.json of a set; empty when there is none or it is none. Errors: StorageError when it cannot be read."""
    try:
        content = json.loads((folder / "manifest.json").read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    except OSError as error:
        raise unreadable(error, folder / "manifest.json") from error
    return content if isinstance(content, dict) else {}


def is_withdrawn(link: Path) -> bool:
    """Whether an issue shows the notice that it was withdrawn."""
    return told_manifest(link).get("status") == WITHDRAWN


def refusal(slot: Slot, *, again: bool) -> RefusedError | None:
    """Why the issue is not made: it was withdrawn, and nobody asked for it again."""
    told = told_manifest(slot.link)
    if again or told.get("status") != WITHDRAWN:
        return None
    text = withdrawal_told(slot.link)
    return RefusedError(Problem(str(slot.link), 0, 0, text, "To make it all the same, run again with --again."))


def family(issue: str) -> str:
    """What the issues of one line share: the country of a profile, `flash` for every flash, else nothing.

    >>> family("2024-W38"), family("2024-W38-MLI"), family("2024-W38-f2")
    ('', 'MLI', 'flash')
    """
    return "flash" if FLASH.search(issue) else issue[WEEK_LETTERS + 1 :]


def issues(folder: Path, line: str) -> list[Path]:
    """The links of the issues of one line, oldest first."""
    found = [p for p in folder.iterdir() if p.is_symlink() and re.match(r"\d{4}-W\d{2}(-|$)", p.name)]
    return sorted((p for p in found if family(p.name) == line), key=lambda p: issue_order(p.name))


def newest_standing(folder: Path, line: str, *, but: str = "") -> str:
    """The newest complete issue of a line that was not withdrawn, other than `but`; empty when there is none."""
    found = [p.name for p in issues(folder, line) if p.name != but and complete_issue(p) and not is_withdrawn(p)]
    return found[-1] if found else ""


def newest_withdrawn(folder: Path, line: str) -> str:
    """The newest issue of a line that shows the notice of its withdrawal; empty when there is none."""
    found = [p.name for p in issues(folder, line) if is_withdrawn(p)] if folder.is_dir() else []
    return found[-1] if found else ""


def withdrawal_told(link: Path) -> str:
    """That an issue was withdrawn, when and why, for an operator."""
    why = told_manifest(link).get(WITHDRAWN, {})
    return f"{link.name} of {link.parent.name} was withdrawn on {why.get('on')}: {why.get('reason')}"


def withdrawals(folder: Path) -> Iterator[Correction]:
    """Every withdrawal of a report on record, also of issues made again since, oldest first."""
    found = []
    for place in (place for issue in entries(folder / ".runs") for place in entries(issue) if place.is_dir()):
        told = told_manifest(place)
        if told.get("status") == WITHDRAWN:
            why = told[WITHDRAWN]
            regions = tuple(told.get("regions", ()))
            found.append(Correction(folder.name, told["issue"], why["run"], why["on"], why["reason"], regions))
    yield from sorted(found, key=lambda c: (issue_order(c.issue), c.on, c.run))


def corrections(slot: Slot, *, everywhere: bool) -> tuple[Correction, ...]:
    """What the issue lists: withdrawn issues of its week or before that no issue of its line before it has listed.

    `everywhere`: of every report, as a regional briefing lists them; else of its own report and country.
    """
    if not slot.folder.is_dir():
        return ()
    before = [p for p in issues(slot.folder, family(slot.issue)) if issue_order(p.name) < issue_order(slot.issue)]
    listed = {(c["report"], c["issue"], c["run"]) for p in before for c in told_manifest(p).get("corrections", ())}
    folders = sorted(p for p in slot.output.iterdir() if p.is_dir()) if everywhere else [slot.folder]
    found = (c for folder in folders for c in withdrawals(folder) if _concerns(c, slot, everywhere=everywhere))
    return tuple(c for c in found if (c.report, c.issue, c.run) not in listed)


def _concerns(one: Correction, slot: Slot, *, everywhere: bool) -> bool:
    if everywhere:
        return one.issue[:WEEK_LETTERS] <= slot.issue[:WEEK_LETTERS]
    same = not slot.subject or one.regions == (slot.subject,)
    return same and issue_order(one.issue) <= issue_order(slot.issue)
