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
from riskbrief.pipeline.explaining import explain_number
from riskbrief.pipeline.explaining_text import text_lines

ROOT = Path(__file__).parents[1]
RAID = "Gunmen attacked a gendarmerie school in Bamako on Tuesday, killing 12 gendarmes, the ministry said."
MARCH = "Gunmen attacked a village near Bankass on Tuesday, killing 5 farmers, the mayor said."
EARLY = "Traders in Mali moved their {} stocks to the river port by lorry this month, and stalls were full."
QUIET = "Farmers in Mali sold their {} harvest at the weekly market, and prices held, a trader said."


@contextlib.contextmanager
def silent(label: str, total: int) -> Iterator[Callable[[], None]]:
    yield lambda: None


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    crops = ["millet", "sorghum", "maize", "rice", "onion", "cotton", "mango", "groundnut", "sesame", "cowpea"]
    rows = [_row(f"quiet-{k}", f"paper_{k % 5}", QUIET.format(crop)) for k, crop in enumerate(crops)]
    rows.append(_row("raid", "paper_9", RAID))
    rows += [_row(f"early-{k}", f"paper_{k % 5}", EARLY.format(crop), "2024-02-28") for k, crop in enumerate(crops)]
    rows.append(_row("march", "paper_8", MARCH, "2024-02-28"))
    path = tmp_path_factory.mktemp("explain") / "articles.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows))
    return path


def _row(name: str, source: str, text: str, day: str = "2024-03-06") -> dict[str, str]:
    return {
        "article_id": name, "source_id": source, "language": "en", "published_at": f"{day}T09:00:00Z",
        "title": "", "text": text, "url": "",
    }  # fmt: skip


def story(articles: Path, node: str, **more: Any) -> dict[str, Any]:
    return explain_number(ROOT, "MLI", node, week="", as_of=date(2024, 3, 10), articles=articles, step=silent, **more)


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


def ends(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield from ends(part["parts"]) if part.get("parts") else [part]


@pytest.mark.parametrize("node", ["index", "security", "sec_attack_civilians"])
def test_a_change_is_split_down_to_its_events_and_reads_as_lines(articles: Path, node: str) -> None:
    told = story(articles, node, since="2024-W09")
    moved = told["change_since"]
    assert (moved["from"], moved["to"], moved["score_to"]) == ("2024-W09", "2024-W10", pytest.approx(told["score"]))
    assert moved["points"] == pytest.approx(moved["score_to"] - moved["score_from"], abs=1e-9) != 0
    for parts in (moved["parts"], list(ends(moved["parts"])), moved["movers"]):
        assert sum(p["points"] for p in parts) == pytest.approx(moved["points"], abs=1e-9)
    assert moved["waterfall"][-1]["end"] == pytest.approx(moved["score_to"], abs=1e-9)
    titles = {p["title"] for p in moved["movers"] if p["kind"] == "event"}
    assert any(t.startswith("2024-02-27") for t in titles), titles
    lines = list(text_lines(told))
    start = next(n for n, line in enumerate(lines) if line.startswith("change 2024-W09 to 2024-W10: "))
    assert any("older by then" in line and line.lstrip().startswith("-") for line in lines[start:])


def test_what_floor_and_discounts_did_to_a_pillar_stands_beside_its_parts(articles: Path) -> None:
    told = story(articles, "security")
    done = told["mechanics"]
    assert done["floor_lift"] > 0 and done["set_by"] == "sec_attack_capital"
    assert done["aggregate"] + done["floor_lift"] == pytest.approx(told["score"])
    assert [s["step"] for s in told["steps"]] == [
        "aggregate of its parts", "lifted by the floor of sec_attack_capital", "score",
    ]  # fmt: skip
    assert story(articles, "sec_attack_capital")["mechanics"] is None


@pytest.mark.parametrize(("since", "said"), [("2024-W10", "is not before"), ("soon", "is not an ISO week")])
def test_a_week_since_that_is_no_earlier_week_is_a_usage_error(articles: Path, since: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        story(articles, "index", since=since)


def test_a_change_since_a_week_without_articles_says_why_there_is_none(articles: Path) -> None:
    told = story(articles, "index", since="2024-W08")
    assert told["change_since"]["points"] is None
    assert "none to explain, not assessed in 2024-W08" in "\n".join(text_lines(told))
