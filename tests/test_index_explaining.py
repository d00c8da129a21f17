"""`explain`: from a number down to the words it rests on, on the shipped workspace."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from riskbrief.errors import UsageError
from riskbrief.pipeline.explaining import explain_number, text_lines

ROOT = Path(__file__).parents[1]
RAID = "Gunmen attacked a gendarmerie school in Bamako on Tuesday, killing 12 gendarmes, the ministry said."
QUIET = "Farmers in Mali sold their {} harvest at the weekly market, and prices held, a trader said."


@contextlib.contextmanager
def silent(label: str, total: int) -> Iterator[Callable[[], None]]:
    yield lambda: None


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    crops = ["millet", "sorghum", "maize", "rice", "onion", "cotton", "mango", "groundnut", "sesame", "cowpea"]
    rows = [_row(f"quiet-{k}", f"paper_{k % 5}", QUIET.format(crop)) for k, crop in enumerate(crops)]
    rows.append(_row("raid", "paper_9", RAID))
    path = tmp_path_factory.mktemp("explain") / "articles.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows))
    return path


def _row(name: str, source: str, text: str) -> dict[str, str]:
    return {
        "article_id": name, "source_id": source, "language": "en", "published_at": "2024-03-06T09:00:00Z",
        "title": "", "text": text, "url": "",
    }  # fmt: skip


def story(articles: Path, node: str) -> dict[str, Any]:
    return explain_number(ROOT, "MLI", node, week="", as_of=date(2024, 3, 10), articles=articles, step=silent)


def test_contributions_add_up_and_every_quote_stands_in_its_article(articles: Path) -> None:
    told = story(articles, "sec_attack_capital")
    assert told["score"] > 0 and told["coverage"] == "thin"
    assert sum(c["points"] for c in told["contributions"]) == pytest.approx(told["score"], abs=1e-4)
    assert [a["article_id"] for a in told["articles"]] == ["raid"]
    for mention in told["articles"][0]["mentions"]:
        assert RAID[mention["start"] : mention["end"]] == mention["quote"]
    lines = list(text_lines(told))
    assert lines[0].startswith("MLI sec_attack_capital in 2024-W10: ")
    assert any("severity" in line and "credibility" in line for line in lines)


def test_an_unknown_indicator_is_a_usage_error_with_the_closest_name(articles: Path) -> None:
    with pytest.raises(UsageError, match="Did you mean sec_attack_capital"):
        story(articles, "sec_atack_capital")
