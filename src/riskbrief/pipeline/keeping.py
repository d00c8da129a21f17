"""Issues that a run leaves as they are: `backfill` fills gaps and swings no link that leads to a whole issue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline import stages
from riskbrief.pipeline.issue import issue_name
from riskbrief.pipeline.making import RunRequest
from riskbrief.pipeline.sets import Sets
from riskbrief.pipeline.standing import Slot, complete_issue, damage
from riskbrief.pipeline.withdrawals import is_withdrawn, withdrawal_told


@dataclass(frozen=True)
class Kept:
    """The sets that stand, and a line on each issue that is left as it is."""

    sets: Sets
    notes: tuple[str, ...]


def kept_issues(workspace: Workspace, request: RunRequest, output: Path) -> Kept | None:
    """What stands of all issues that a run would make; None when one is missing, partial or damaged."""
    report = workspace.reports[request.report]
    subjects = stages.panel_regions(workspace, report.panel, request.regions) if report.kind == "country" else [""]
    sets, notes = Sets(), []
    for subject in subjects:
        slot = Slot(output, report.id, issue_name(request.week, subject), "", subject)
        if is_withdrawn(slot.link):
            notes.append(f"{withdrawal_told(slot.link)}; it is left as it is")
        elif complete_issue(slot.link) and not damage(slot.link):
            sets.slots[subject], sets.paths[subject] = slot, slot.link
            how = f"riskbrief run {report.id} --week {request.week}"
            notes.append(f"{slot.issue} of {report.id} stands and is left as it is; to make it anew: {how}")
        else:
            return None
    return Kept(sets, tuple(notes))
