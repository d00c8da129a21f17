"""The HTML editions of published issues in a browser: a nearly empty week, a flash, a profile, real reports."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from browser import Browser, browser
from conftest import ROOT
from flash_articles import flash_rows
from profile_articles import profile_rows
from riskbrief.pipeline.commands import publish_report
from web_readers import PHONE, looked_at

pytestmark = pytest.mark.slow
QUIET = {
    "article_id": "q1",
    "source_id": "reuters",
    "published_at": "2024-09-18",
    "title": "Mali: market reopens in Gao",
    "text": "Traders in Gao, Mali, opened the market again after two days of rain.",
}


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


def news(folder: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    file = folder / "news.jsonl"
    file.write_text("".join(json.dumps({"language": "en", "url": ""} | dict(row)) + "\n" for row in rows))
    return file


def published(output: Path, report: str, articles: Path | None, **asked: Any) -> list[Path]:
    """Every HTML page of what a run publishes, the e-mail's among them."""
    given = {"week": "", "as_of": None, "regions": (), "language": "", "cached": False} | asked
    step = lambda _label, _total: nullcontext(lambda: None)  # noqa: E731
    done = publish_report(ROOT, report, output=output, articles=articles, step=step, **given)
    return sorted(page for folder in done.paths for page in folder.glob("*.html"))


def faults(tab: Browser, pages: Iterable[Path]) -> list[str]:
    """Faults of the pages in every language, and of the bodies of e-mails on a phone."""
    found = list(pages)
    assert len({p.name for p in found}) >= 4, "two languages, page and e-mail"
    return [fault for page in found for fault in looked_at(tab, page, whole=page.name.startswith("briefing"))]


def test_a_nearly_empty_week(tab: Browser, tmp_path: Path) -> None:
    pages = published(tmp_path / "out", "weekly", news(tmp_path, [QUIET]), week="2024-W38")
    assert faults(tab, pages) == []


def test_a_flash_and_its_update(tab: Browser, tmp_path: Path) -> None:
    file = news(tmp_path, flash_rows())
    for day in (17, 18):
        pages = published(tmp_path / "out", "flash", file, as_of=date(2024, 9, day), regions=("MLI",))
        assert faults(tab, pages) == []


def test_country_profiles_fully_thinly_and_not_covered(tab: Browser, tmp_path: Path) -> None:
    regions = ("MLI", "BEN", "GMB")
    pages = published(tmp_path / "out", "country", news(tmp_path, profile_rows()), week="2024-W38", regions=regions)
    assert len(pages) == 12 and faults(tab, pages) == []


def test_the_demonstration_weekly(tab: Browser, tmp_path: Path) -> None:
    assert faults(tab, published(tmp_path / "out", "weekly", None, week="2024-W38")) == []


def test_a_weekly_of_real_reports(tab: Browser, tmp_path: Path) -> None:
    """`ARTICLES=reports.jsonl WEEK=2024-W38`: reports are not ours to pass on, so none lie here."""
    if not (file := os.environ.get("ARTICLES")):
        pytest.skip("no real reports: name a file with ARTICLES=... and the week with WEEK=2024-W38")
    pages = published(tmp_path / "out", "weekly", Path(file), week=os.environ.get("WEEK", "2024-W38"))
    assert faults(tab, pages) == []


def test_what_is_looked_for_is_found(tab: Browser, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    skip, late = '<a class="skip" href="#m" tabindex="3">Skip</a>', '<a href="#m" tabindex="5">late</a>'
    body = f'{skip}<main id="m" tabindex="-1">{late}<a href="#m" tabindex="4" style="outline: none">soon</a>'
    body += '<p style="width: 500px">Wide</p></main>'
    page.write_text(f'<html lang="en"><title>t</title><meta name="viewport" content="width={PHONE}">{body}</html>')
    told = " ".join(looked_at(tab, page))
    for word in ("scrolls sideways", "no outline", "reading order", "on paper stands Skip", "heading"):
        assert word in told
