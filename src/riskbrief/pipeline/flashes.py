"""Flash briefs that were sent: what each told, until when it holds, and the next free number of a week."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from riskbrief.briefing.flash_state import FlashNote, Told
from riskbrief.definitions.reports import FlashRules
from riskbrief.periods import Week
from riskbrief.pipeline.standing import damage, issue_order

log = logging.getLogger(__name__)
FLASH_JSON, SCHEMA = "flash.json", "riskbrief/flash/1"
NAME = re.compile(r"^(\d{4}-W\d{2})-f(\d+)$")


@dataclass(frozen=True)
class FlashIssue:
    """A flash in the making: its name, what it is about, and what it tells."""

    name: str
    note: FlashNote
    told: Told


@dataclass(frozen=True)
class Sent:
    """A flash that stands in the output folder; `withdrawn` is the reason where it was withdrawn."""

    folder: Path
    told: Told
    expires: datetime
    partial: bool
    whole: bool
    withdrawn: str = ""


def flash_record(flash: FlashIssue, week: Week, rules: FlashRules) -> dict[str, Any]:
    """flash.json: triggers, what was told, what it updates, and until when it holds."""
    return {
        "schema": SCHEMA,
        "provisional": True,
        "triggers": [asdict(t) for t in flash.note.triggers],
        "event_id": flash.note.event_id,
        "updates": flash.note.earlier.as_data() if flash.note.earlier else None,
        "told": flash.told.as_data(),
        "next_update": (week.cutoff + timedelta(hours=rules.update_hours)).isoformat(),
        "expires": (week.cutoff + timedelta(hours=rules.expires_hours)).isoformat(),
    }


def sent_flashes(folder: Path, region: str, week: Week) -> list[Sent]:
    """Flashes on the country as of the same day or before that hold at the week's end, oldest first."""
    found = [s for s in _sent(folder) if s.told.region_id == region and s.told.as_of <= week.sunday.isoformat()]
    holding = [s for s in found if s.expires >= week.cutoff]
    return sorted(holding, key=lambda s: (s.told.as_of, issue_order(s.told.issue)))


def next_name(folder: Path, week: Week) -> str:
    """The name of the next flash of the ISO week; a number is never used twice, not even that of a withdrawn one."""
    names = [p.name for place in (folder, folder / ".runs") if place.is_dir() for p in place.iterdir()]
    numbers = [int(m[2]) for name in names if (m := NAME.match(name)) and m[1] == str(week)]
    return f"{week}-f{max(numbers, default=0) + 1}"


def _sent(folder: Path) -> Iterator[Sent]:
    links = sorted(p for p in folder.iterdir() if NAME.match(p.name)) if folder.is_dir() else []
    for link in links:
        try:
            yield _read(folder, link)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            log.warning("%s: %s cannot be read; it is not compared with.", link, FLASH_JSON)


def _read(folder: Path, link: Path) -> Sent:
    manifest = json.loads((link / "manifest.json").read_bytes())
    withdrawn = manifest.get("withdrawn") or {}
    files = folder / ".runs" / link.name / withdrawn["run"] if withdrawn else link
    record = json.loads((files / FLASH_JSON).read_bytes())
    return Sent(
        folder=link,
        told=Told.of_data(record["told"]),
        expires=datetime.fromisoformat(record["expires"]),
        partial=bool(manifest.get("partial", False)),
        whole=not damage(link),
        withdrawn=str(withdrawn.get("reason", "")),
    )
