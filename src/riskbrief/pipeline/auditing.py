"""What `riskbrief audit` does: sample, score, labels."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from riskbrief.audit.draw import LEAST, draw
from riskbrief.audit.report import findings
from riskbrief.audit.teach import HEAD, Lesson, teach
from riskbrief.definitions.load import load_workspace
from riskbrief.errors import Problem, UnavailableError, UsageError
from riskbrief.periods import end_of_day
from riskbrief.pipeline import stages
from riskbrief.pipeline.audit_read import Audit, read_audit
from riskbrief.pipeline.audit_sheet import write_audit
from riskbrief.pipeline.audit_units import audit_units
from riskbrief.pipeline.commands import Step
from riskbrief.pipeline.learning import second_reader
from riskbrief.pipeline.opening import after_newest, moment_of, open_workspace
from riskbrief.pipeline.storage import storage_error


class Sampled(NamedTuple):
    """The files written and how many items of how many units were drawn, by group."""

    paths: list[Path]
    drawn: dict[str, int]
    population: dict[str, int]


def make_sample(
    root: Path, articles: Path | None, *, as_of: date | None, size: int, seed: int, out: Path, second: bool,
    step: Step, hear: stages.Hear = stages.unheard,
) -> Sampled:  # fmt: skip
    """Draw a sample of the articles and write it. `second`: ask the second reader too, and draw where it disagrees.

    Errors: UsageError (2) for a size too small or a sample that stands there, UnavailableError (6) without sentences.
    """
    if size < LEAST:
        raise UsageError(f"--size {size}: a sample needs at least {LEAST} items.")
    workspace = open_workspace(root)
    taken = stages.intake(workspace, articles, moment=moment_of(as_of))
    cutoff = end_of_day(as_of) if as_of else after_newest(taken.articles)
    hear(taken, cutoff)
    material = stages.prepare(workspace, taken, cutoff=cutoff, progress=stages.Progress(step))
    units = list(audit_units(workspace, material, second_reader(root) if second else None))
    if not units:
        remedy = "Name a file of articles about the countries in config.yaml."
        raise UnavailableError(Problem(str(articles or "config.yaml"), 0, 0, "no sentence to sample", remedy))
    sample = draw(units, size, seed)
    paths = write_audit(out, sample, workspace.indicators, second)
    return Sampled(paths, _count(d.unit.group for d in sample), _count(u.group for u in units))


def _count(groups: Any) -> dict[str, int]:
    count: dict[str, int] = {}
    for name in groups:
        count[name] = count.get(name, 0) + 1
    return count


def read_back(root: Path, folder: Path) -> Audit:
    """Key and answers of an audit, against the indicators of a workspace."""
    return read_audit(folder, {indicator.id for indicator in load_workspace(root).indicators})


def score_audit(audit: Audit) -> dict[str, Any]:
    """Precision, recall and agreement."""
    return findings(audit.reads, audit.second)


def write_labels(audit: Audit, out: Path) -> Lesson:
    """Write what the readers settled as labels for `riskbrief learn`.

    Errors: UsageError (2) when another file stands there, StorageError (8) when the disk refuses.
    """
    lesson = teach(audit.reads)
    try:
        if out.exists() and not out.read_text(encoding="utf-8", errors="replace").startswith(HEAD):
            raise UsageError(Problem(str(out), 0, 0, "is not a file of audit labels", "Name another file with --out."))
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text("\n".join(lesson.lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise storage_error(error, out) from error
    return lesson
