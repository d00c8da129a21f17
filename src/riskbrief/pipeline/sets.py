"""The sets of one run, one for the panel or one a country: what fails for a country fails alone and is told by name."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from riskbrief.errors import Problem, RiskbriefError, StorageError
from riskbrief.pipeline.flashes import FlashIssue
from riskbrief.pipeline.making import Making
from riskbrief.pipeline.publish import lead, publish
from riskbrief.pipeline.refused import pass_gate
from riskbrief.pipeline.scope import Scope
from riskbrief.pipeline.standing import Slot, complete_issue, damage, stands
from riskbrief.pipeline.storage import storage_error
from riskbrief.pipeline.withdrawals import is_withdrawn, refusal

log = logging.getLogger(__name__)
WORST_FIRST = (1, 9, 8, 3, 6, 5, 2, 7, 11)  # which exit code stands for several errors


@dataclass
class Sets:
    """What became of each set, in the order of their slots: the path it is opened by, or why it could not be made."""

    slots: dict[str, Slot] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    errors: dict[str, RiskbriefError] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """0, 4 when a country failed, 8 when one failed for the disk or a permission."""
        if any(isinstance(e, StorageError) for e in self.errors.values()):
            return StorageError.exit_code
        return 4 if self.errors else 0

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every problem once, after the countries that have it."""
        return tuple(f"{', '.join(who)}: {problem}" for problem, who in _by_problem(self.errors).items())


def publish_sets(making: Making, output: Path, subjects: Sequence[str]) -> Sets:
    """Publish each set that does not stand whole; one that fails does not stop the others.

    Articles are coded and scored before the first set that needs them; an error there is that of every set and raised
    at once.
    """
    sets = Sets()
    for subject in subjects:
        slot = sets.slots[subject] = making.slot(output, subject)
        if making.request.keep and complete_issue(slot.link) and not damage(slot.link) and not is_withdrawn(slot.link):
            sets.paths[subject] = slot.link
            continue
        if (refused := refusal(slot, again=making.request.again)) is not None:
            sets.errors[subject] = refused
            continue
        standing = stands(slot)
        if not standing:
            _ = making.scored
        try:
            if not standing:
                pass_gate(making)
            sets.paths[subject] = publish_one(making, slot, standing=standing)
        except Exception as error:
            sets.errors[subject] = told_error(error, slot)
    return sets


def publish_one(making: Making, slot: Slot, *, standing: bool, flash: FlashIssue | None = None) -> Path:
    """The path of one set, made if it does not stand."""
    partial = making.scope.partial
    path = lead(slot, partial=partial) if standing else publish(making.contents(slot, flash), slot, partial=partial)
    _tell(making.scope, slot, path, flash.told.region_id if flash else slot.subject)
    return path


def told_error(error: Exception, slot: Slot) -> RiskbriefError:
    """The error as one with problems. A bug on one country is told with its lines; on the whole panel it is raised."""
    if isinstance(error, RiskbriefError):
        return error
    if isinstance(error, OSError):
        return storage_error(error, Path(error.filename) if isinstance(error.filename, str) else slot.target)
    if not slot.subject:
        raise error
    log.error("%s", "".join(traceback.format_exception(error)))
    text = f"{type(error).__name__}: {error}"
    return RiskbriefError(Problem("", 0, 0, text, "This is a bug in riskbrief; please report it with the lines above."))


def joined(errors: dict[str, RiskbriefError]) -> RiskbriefError:
    """One error with every problem after the countries that have it, of the kind of the worst."""
    worst = min(errors.values(), key=lambda e: WORST_FIRST.index(e.exit_code))
    named = (
        replace(problem, text=f"{', '.join(who)}: {problem.text}") if any(who) else problem
        for problem, who in _by_problem(errors).items()
    )
    return type(worst).of(named)


def _by_problem(errors: dict[str, RiskbriefError]) -> dict[Problem, list[str]]:
    """Who has each problem, both in the order in which they came up."""
    found: dict[Problem, list[str]] = {}
    for subject, error in errors.items():
        for problem in dict.fromkeys(error.problems):
            found.setdefault(problem, []).append(subject)
    return found


def _tell(scope: Scope, slot: Slot, path: Path, subject: str) -> None:
    """Say of a partial set what it is and where the links lead."""
    if not scope.partial:
        return
    regions = [subject] if subject else scope.regions
    what = f"partial: only {', '.join(regions)} in {', '.join(scope.languages)}"
    if path == slot.target:
        log.warning("%s; published beside the complete %s, which stays as it is.", what, slot.link)
    else:
        log.warning("%s; %s leads to it until the whole report is published; latest does not.", what, slot.link)
