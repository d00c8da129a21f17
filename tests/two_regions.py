"""A workspace whose country report covers two countries in one language: a real run of it takes a few seconds."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from riskbrief.periods import Week
from riskbrief.pipeline.standing import damage

FILES = ("briefing.html", "briefing.json", "briefing.pdf", "config.json", "scores.csv", "events.csv")


def two_regions(workspace: Path) -> Path:
    """Change a copy of the shipped workspace: Mali and Burkina Faso, articles from its folder, four weeks."""
    config = (workspace / "config.yaml").read_text()
    config = config.replace("  - id: demo\n    reader: demo\n", "")
    config = config.replace("    path: articles\n    enabled: false", "    path: articles")
    config = config.replace("\npanels:\n", "\npanels:\n  two: {name: {en: Two, fr: Deux}, regions: [BFA, MLI]}\n")
    (workspace / "config.yaml").write_text(config)
    path = workspace / "reports" / "country.yaml"
    head, rest = path.read_text().split("sections:\n")
    head = head.replace("panel: west_africa", "panel: two").replace("languages: [en, fr]", "languages: [en]")
    kept = "sections:\n  - {section: masthead}\n  - {section: profile_header, words: 30}\n"
    tail = rest[rest.index("handling:") :] if "handling:" in rest else ""
    path.write_text(head.replace("history_weeks: 52", "history_weeks: 4") + kept + tail)
    (workspace / "articles").mkdir()
    return workspace


def articles(workspace: Path, week: Week, name: str = "a") -> Path:
    """A file of thirty articles of a week in the folder that is read."""
    lines = [
        {"article_id": f"{name}{k}", "source_id": f"outlet_{k % 6}", "language": "en", "title": "", "url": "",
         "published_at": str(week.monday + timedelta(days=k % 5)),
         "text": f"Weavers in {('Mali', 'Burkina Faso')[k % 2]} showed cloth number {k} at a fair."}
        for k in range(30)
    ]  # fmt: skip
    path = workspace / "articles" / f"{name}.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def check(workspace: Path) -> None:
    """Whatever a reader can reach is whole."""
    for link in (workspace / "output" / "country").glob("[!.]*"):
        if link.is_symlink():
            assert link.resolve().is_dir() and not damage(link.resolve()), link


def published(workspace: Path, week: str = "2*") -> dict[str, bytes]:
    """The files of each country's issue, as far as the same run gives the same bytes."""
    links = sorted((workspace / "output" / "country").glob(f"{week}-[A-Z][A-Z][A-Z]"))
    return {f"{link.name}/{name}": (link / name).read_bytes() for link in links for name in FILES}
