"""Small published sets to verify and to tamper with: a weekly in two languages and a country profile, made once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from conftest import ROOT
from profile_articles import SUNDAY, Row, profile_rows
from riskbrief.pipeline.commands import publish_report
from riskbrief.pipeline.publish import sha256, sums
from riskbrief.pipeline.standing import SUMS

SECTIONS = ("masthead", "bottom_line", "board", "changes", "situation", "sources")
WEEK = "2024-W38"


def rows() -> list[Row]:
    """Five weeks of invented news; in the third a report is taken back by its own outlet a week later."""
    found = profile_rows(weeks=5)
    monday = SUNDAY - timedelta(days=6, weeks=2)
    raid = {"article_id": "gone", "source_id": "bbc", "published_at": monday.isoformat(), "title": "Gao: raid"}
    raid["text"] = "Gunmen attacked a market in Gao, Mali, on Monday. Nine traders were killed, the office was told."
    notice = raid | {"article_id": "notice", "published_at": (monday + timedelta(days=8)).isoformat()}
    notice |= {"title": "Correction", "text": "A report on Gao was wrong and is withdrawn.", "retracts": "gone"}
    every = [{"language": "en", "url": "", **row} for row in (*found, raid, notice)]
    return [{"retracts": "", **row} for row in every]


def workspace(target: Path) -> Path:
    """A workspace whose weekly has few sections and whose reports look back on four weeks."""
    for name in ("indicators", "reports", "templates"):
        shutil.copytree(ROOT / name, target / name)
    config = (ROOT / "config.yaml").read_text(encoding="utf-8")
    (target / "config.yaml").write_text(re.sub(r"(?m)^(\s+draws:) \d+", r"\1 50", config, count=1), encoding="utf-8")
    weekly, country = target / "reports" / "weekly.yaml", target / "reports" / "country.yaml"
    head, rest = weekly.read_text(encoding="utf-8").split("sections:\n")
    listed = "".join(f"  - {{section: {name}}}\n" for name in SECTIONS)
    shorter = head.replace("history_weeks: 52", "history_weeks: 4")
    weekly.write_text(f"{shorter}sections:\n{listed}{rest[rest.index('handling:') :]}", encoding="utf-8")
    country.write_text(country.read_text(encoding="utf-8").replace("languages: [en, fr]", "languages: [en]"))
    (target / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows()), encoding="utf-8")
    return target


def published(root: Path, report: str, regions: tuple[str, ...] = ()) -> Path:
    """The folder that a run of the workspace publishes."""

    @contextmanager
    def step(_label: str, _total: int):  # type: ignore[no-untyped-def]
        yield lambda: None

    outcome = publish_report(
        root, report, week=WEEK, as_of=None, regions=regions, language="", output=root / "output",
        articles=root / "articles.jsonl", step=step,
    )  # fmt: skip
    return outcome.paths[-1].resolve()


def tampered(source: Path, target: Path, changes: Mapping[str, bytes], *, forged: bool = True) -> Path:
    """A copy without PDFs with some files changed and SHA256SUMS in accord; `forged`: the digests in the JSON mended
    too, so that nothing but working it out again can find the change."""
    files = {p.name: p.read_bytes() for p in source.iterdir() if p.name != SUMS and p.suffix != ".pdf"} | dict(changes)
    if forged:
        for name in [n for n in files if n.startswith("briefing") and n.endswith(".json")]:
            files[name] = mended(files[name], files)
    target.mkdir(parents=True)
    for name, content in (files | {SUMS: sums(files)}).items():
        (target / name).write_bytes(content)
    return target


def mended(briefing: bytes, files: Mapping[str, bytes]) -> bytes:
    """The briefing with the digests of these files."""
    told = json.loads(briefing)
    told["files"] = {name: sha256(files[name]) for name in told["files"]}
    return (json.dumps(told, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()
