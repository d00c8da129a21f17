"""`riskbrief withdraw`: an issue gives way to a notice; its files stay on record, and later issues list it."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from riskbrief.briefing.notice import Withdrawn, notice
from riskbrief.definitions.starter import find_template_dirs
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Meta
from riskbrief.errors import UsageError
from riskbrief.periods import Week
from riskbrief.pipeline import files as written
from riskbrief.pipeline import identity
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.opening import known, open_workspace
from riskbrief.pipeline.publish import replace_issue, settle_latest, sha256, sums
from riskbrief.pipeline.standing import SUMS, Slot, digests
from riskbrief.pipeline.storage import check_output, locked
from riskbrief.pipeline.withdrawals import FLASH, WEEK_LETTERS, WITHDRAWN, family, newest_standing, told_manifest
from riskbrief.render.html import render_html
from riskbrief.render.json import briefing_json
from riskbrief.render.pdf import render_pdf

SCHEMA, TEMPLATE = "riskbrief/manifest/1", "notice.html.j2"
LONGEST = 300  # characters of a reason
OLD_SUMS = f"WITHDRAWN.{SUMS}"


@dataclass(frozen=True)
class Done:
    """The link that shows the notice, and what to tell of it."""

    path: Path
    told: str


def withdraw(
    root: Path, issue: str, *, reason: str, report: str = "", output: Path | None = None, today: date | None = None
) -> Done:
    """Withdraw a published issue; one that is withdrawn already stays as it is.

    Errors: UsageError (2) for an issue that is not there or stands in several reports, or a reason that is empty or too
    long; ConfigurationError (3), LockedError (7), StorageError (8).
    """
    workspace = open_workspace(root)
    place = output or workspace.root / "output"
    words = _checked(reason)
    name = _report_of(workspace, place, issue, report)
    check_output(place, name)
    with locked(place, name):
        old = told_manifest(place / name / issue)
        slot = Slot(place, name, issue, "", _subject(issue))
        if old.get("status") == WITHDRAWN:
            settle_latest(slot)
            why = old[WITHDRAWN]
            return Done(slot.link, f"{issue} of {name} was withdrawn on {why['on']} already: {why['reason']}")
        day = today or utc_now().date()
        replace_issue(*_notice_set(workspace, slot, old, words, day))
    return Done(slot.link, f"{issue} of {name} is withdrawn; {_latest(slot)}")


def _checked(reason: str) -> str:
    words = " ".join(reason.split()).rstrip(".")
    if not words:
        raise UsageError("--reason: say why the issue is withdrawn; readers see it.")
    if len(words) > LONGEST:
        raise UsageError(f"--reason: {len(words)} characters. Say it in {LONGEST}; it stands on one page.")
    return words


def _report_of(workspace: Workspace, output: Path, issue: str, report: str) -> str:
    """The report that has the issue. Errors: UsageError."""
    if report:
        known(report, sorted(workspace.reports), "report")
    names = [report] if report else sorted(workspace.reports)
    standing = {name: _issues(output / name) for name in names}
    found = [name for name, issues in standing.items() if issue in issues]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"{issue} stands in several reports: {', '.join(found)}. Choose one with --report.")
    close = difflib.get_close_matches(issue, [i for issues in standing.values() for i in issues], n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UsageError(f"there is no published issue {issue!r} in {output}.{hint}")


def _issues(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [p.name for p in folder.iterdir() if p.is_symlink() and not p.name.startswith(("latest", "."))]


def _subject(issue: str) -> str:
    return "" if FLASH.search(issue) else family(issue)


def _latest(slot: Slot) -> str:
    newest = newest_standing(slot.folder, family(slot.issue))
    return f"{slot.latest.name} leads to {newest}" if newest else "no other issue stands"


def _notice_set(
    workspace: Workspace, slot: Slot, old: Mapping[str, Any], reason: str, day: date
) -> tuple[dict[str, bytes], Slot]:
    """The files of the notice and where they go, named by everything in them."""
    told = digests(slot.link)
    run = str(old.get("run") or slot.link.resolve().name)
    parts = (identity.code_digest(), slot.report, slot.issue, run, reason, day.isoformat(), str(sorted(told.items())))
    slot = dataclasses.replace(slot, run_id=identity.run_id(*parts))
    standing = _newest_other(slot)
    one = Withdrawn(day, reason, f".runs/{slot.issue}/{run}", told, standing)
    languages = [x for x in old.get("languages", ()) if x in workspace.phrases]
    contents: dict[str, bytes] = {}
    for language in languages or [workspace.reports[slot.report].language]:
        suffix = f".{language}" if contents else ""
        contents |= _edition(workspace, slot, old, one, language, suffix)
    if told:
        contents[OLD_SUMS] = (slot.link / SUMS).read_bytes()
    contents["manifest.json"] = written.json_bytes(_manifest(slot, old, one, run, contents))
    return contents | {SUMS: sums(contents)}, slot


def _newest_other(slot: Slot) -> str:
    """The issue that stands once this one is withdrawn."""
    newest = newest_standing(slot.folder, family(slot.issue), but=slot.issue)
    return f"{slot.report} {newest}" if newest else ""


def _edition(
    workspace: Workspace, slot: Slot, old: Mapping[str, Any], one: Withdrawn, language: str, suffix: str
) -> dict[str, bytes]:
    briefing = notice(_meta(workspace, slot, old, one, language), one, workspace.phrases[language])
    html = render_html(briefing, {}, template_dirs=find_template_dirs(workspace.root), template=TEMPLATE)
    return {
        f"briefing{suffix}.html": html.encode(),
        f"briefing{suffix}.json": briefing_json(briefing),
        f"briefing{suffix}.pdf": render_pdf(html, meta=briefing.meta, attachments=()),
    }


def _meta(workspace: Workspace, slot: Slot, old: Mapping[str, Any], one: Withdrawn, language: str) -> Meta:
    """The masthead of the notice: that of the issue, as far as it can be read, with the day of the withdrawal."""
    config, report = workspace.config, workspace.reports[slot.report]
    week, was = Week.parse(slot.issue[:WEEK_LETTERS]), _old_meta(slot.link)
    regions = old.get("regions", ())
    own = regions[0] if report.kind != "regional" and len(regions) == 1 and regions[0] in config.regions else ""
    names = config.regions[own].name if own else config.panels[report.panel].name
    return Meta(
        report=report.id,
        issue=slot.issue,
        title=report.title.get(language, report.id),
        region_name=names.get(language, ""),
        language=language,
        week=str(week),
        period_from=date.fromisoformat(was.get("period_from", week.monday.isoformat())),
        period_to=date.fromisoformat(was.get("period_to", week.sunday.isoformat())),
        cutoff=datetime.fromisoformat(old["as_of"]) if old.get("as_of") else week.cutoff,
        issued_at=datetime(one.on.year, one.on.month, one.on.day, tzinfo=UTC),
        index_version=str(was.get("index_version", config.index.version)),
        config_hash=str(was.get("config_hash", "")),
        handling="",
        contact=report.contact or config.delivery.contact,
        synthetic=bool(was.get("synthetic", False)),
        reconstructed=False,
        issue_number=week.number,
    )


def _old_meta(link: Path) -> dict[str, Any]:
    """What briefing.json of the issue says of it; empty when that cannot be read."""
    try:
        return dict(json.loads((link / "briefing.json").read_bytes())["meta"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _manifest(
    slot: Slot, old: Mapping[str, Any], one: Withdrawn, run: str, contents: Mapping[str, bytes]
) -> dict[str, Any]:
    kept = {key: old[key] for key in ("as_of", "week", "language", "languages", "regions") if key in old}
    return kept | {
        "schema": SCHEMA,
        "status": WITHDRAWN,
        "exit_code": 0,
        "reasons": [one.reason],
        "report": slot.report,
        "issue": slot.issue,
        "run": slot.run_id,
        "partial": False,
        WITHDRAWN: {"on": one.on.isoformat(), "reason": one.reason, "run": run, "folder": one.folder,
                    "sha256": dict(one.sha256)},
        "artifacts": {name: {"sha256": sha256(data), "bytes": len(data)} for name, data in sorted(contents.items())},
    }  # fmt: skip
