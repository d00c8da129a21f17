"""A run that published nothing because it must not: what its manifest says, kept with the attempt."""

from __future__ import annotations

from riskbrief.errors import RefusedError, RiskbriefError
from riskbrief.pipeline.gating import refusals
from riskbrief.pipeline.making import Making
from riskbrief.pipeline.manifest import manifest
from riskbrief.pipeline.standing import Slot


def pass_gate(making: Making) -> None:
    """Let a run go on whose issue may be published. Errors: RefusedError (5) with every condition that is not met."""
    problems = list(refusals(making.verdict, making.report.id))
    if problems:
        raise with_manifest(RefusedError.of(problems), making)


def with_manifest(error: RiskbriefError, making: Making, slot: Slot | None = None) -> RiskbriefError:
    """The error with the manifest of the issue that was refused; of one that was not read and scored there is none."""
    if isinstance(error, RefusedError) and making.is_scored:
        done = making.checklists.get(slot.issue, ()) if slot else ()
        issue = making.issue(slot.subject if slot else "")
        told = manifest(
            issue, making.clock.seconds, {}, run_id=slot.run_id if slot else "", inputs=making.inputs, checklist=done
        )
        reasons = [str(problem) for problem in error.problems]
        error.manifest = told | {"status": "refused", "exit_code": error.exit_code, "reasons": reasons}
    return error
