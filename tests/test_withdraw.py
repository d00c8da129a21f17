"""Withdrawing an issue: a notice in its place, the files kept, the next issue lists it, and no silent return."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from conftest import Called
from riskbrief.pipeline.standing import damage, issue_order
from riskbrief.pipeline.storage import locked
from riskbrief.pipeline.withdrawing import withdraw

Riskbrief = Callable[..., Called]
Write = Callable[..., Path]
REASON = "A toll was read from another attack"


@pytest.fixture
def shop(short_report: Path, article_file: Write, tmp_path: Path) -> tuple[Path, Path, list[object]]:
    """A workspace whose weekly report says what changed, where it publishes, and how to run it."""
    path = short_report / "reports" / "weekly.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - {section: board}\n", "  - {section: changes, words: 140}\n"), encoding="utf-8")
    out = tmp_path / "out"
    articles = article_file([{"text": "A market opened in Mali."}, {"text": "Soldiers were killed in Gao, Mali."}])
    return short_report, out, ["-C", short_report, "run", "weekly", "--articles", articles, "--output", out, "--week"]


def told(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return content


def page(folder: Path) -> str:
    text: str = pypdfium2.PdfDocument(folder / "briefing.pdf")[0].get_textpage().get_text_range()
    return text


def test_a_withdrawn_issue_shows_a_notice_and_keeps_its_files_and_the_next_one_lists_it(
    riskbrief: Riskbrief, shop: tuple[Path, Path, list[object]]
) -> None:
    root, out, order = shop
    folder = out / "weekly"
    for week in ("2024-W10", "2024-W11"):
        assert riskbrief(*order, week).code == 0
    old = (folder / "2024-W11").resolve()
    sums = (old / "SHA256SUMS").read_bytes()

    called = riskbrief("-C", root, "withdraw", "2024-W11", "--reason", f"{REASON}.", "--output", out)
    assert (called.code, called.out.strip()) == (0, str(folder / "2024-W11"))
    assert "latest leads to 2024-W10" in called.err and (folder / "latest").readlink() == Path("2024-W10")

    shown = folder / "2024-W11"
    assert not damage(shown) and not damage(old)  # the notice is a whole set, and nothing of the old one was touched
    assert (shown / "WITHDRAWN.SHA256SUMS").read_bytes() == sums == (old / "SHA256SUMS").read_bytes()
    record = told(shown)
    assert (record["status"], record["reasons"], record["withdrawn"]["run"]) == ("withdrawn", [REASON], old.name)
    assert len(pypdfium2.PdfDocument(shown / "briefing.pdf")) == 1
    assert REASON in page(shown) and record["withdrawn"]["sha256"]["scores.csv"][:40] in page(shown)

    refused = riskbrief(*order, "2024-W11")
    assert refused.code == 5 and "was withdrawn on" in refused.err and "--again" in refused.err
    assert told(shown)["status"] == "withdrawn"

    assert riskbrief(*order, "2024-W12").code == 0
    listed = [c["issue"] for c in told(folder / "2024-W12")["corrections"]]
    assert listed == ["2024-W11"] and "Corrections to past issues" in page(folder / "2024-W12")
    assert REASON in page(folder / "2024-W12") and (folder / "latest").readlink() == Path("2024-W12")
    assert riskbrief(*order, "2024-W13").code == 0
    assert told(folder / "2024-W13")["corrections"] == []  # the issue before has said so

    again = riskbrief(*order, "2024-W11", "--again")
    assert again.code == 0 and told(folder / "2024-W11")["status"] == "published"
    assert "An earlier version of this issue was withdrawn" in page(folder / "2024-W11")
    assert riskbrief(*order, "2024-W11").code == 0 and (folder / "latest").readlink() == Path("2024-W13")


def test_withdrawing_twice_keeps_the_first_reason_and_without_another_issue_latest_shows_the_notice(
    riskbrief: Riskbrief, shop: tuple[Path, Path, list[object]]
) -> None:
    root, out, order = shop
    assert riskbrief(*order, "2024-W10").code == 0
    first = withdraw(root, "2024-W10", reason=REASON, output=out, today=date(2024, 3, 12))
    files = sorted((p.name, p.read_bytes()) for p in first.path.iterdir())
    second = withdraw(root, "2024-W10", reason="Another", output=out, today=date(2024, 3, 13))
    assert "already" in second.told and files == sorted((p.name, p.read_bytes()) for p in second.path.iterdir())
    assert told(out / "weekly" / "latest")["status"] == "withdrawn"
    assert "No other issue of this report stands" in page(out / "weekly" / "latest")


def test_what_cannot_be_withdrawn_is_a_usage_error_that_changes_nothing(
    riskbrief: Riskbrief, shop: tuple[Path, Path, list[object]]
) -> None:
    root, out, order = shop
    assert riskbrief(*order, "2024-W10").code == 0
    before = (out / "weekly" / "2024-W10").readlink()
    cases = {
        ("2024-W11", REASON): "Did you mean 2024-W10?",
        ("../weekly/2024-W10", REASON): "no published issue",
        ("latest", REASON): "no published issue",
        ("2024-W10", "  "): "say why",
        ("2024-W10", "x" * 301): "301 characters",
    }
    for (issue, reason), text in cases.items():
        called = riskbrief("-C", root, "withdraw", issue, "--reason", reason, "--output", out)
        assert called.code == 2 and text in called.err and called.out == "", called.err
    named = riskbrief("-C", root, "withdraw", "2024-W10", "--reason", REASON, "--report", "weekli", "--output", out)
    assert named.code == 2 and "Did you mean weekly?" in named.err
    with locked(out, "weekly"):
        assert riskbrief("-C", root, "withdraw", "2024-W10", "--reason", REASON, "--output", out).code == 7
    assert (out / "weekly" / "2024-W10").readlink() == before


def test_the_tenth_flash_of_a_week_is_newer_than_the_ninth() -> None:
    names = ["2024-W38-f10", "2024-W38-f9", "2024-W39-f1", "2024-W38-f1"]
    assert sorted(names, key=issue_order) == ["2024-W38-f1", "2024-W38-f9", "2024-W38-f10", "2024-W39-f1"]
