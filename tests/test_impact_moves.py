"""What moves between two scorings: its order, its counts, and which mentions are the same."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from riskbrief.pipeline.impact_moves import countries, counts, mentions, nodes, paired


def scores(*cells: tuple[str, str, float, float]) -> pd.DataFrame:
    columns = ["region_id", "week", "score", "risk_level"]
    return pd.DataFrame(cells, columns=columns).assign(node="index", level="index")


NAN = float("nan")
OLD = scores(
    ("A", "W1", 10, 1), ("A", "W2", 10, 1), ("B", "W1", 40, 2), ("B", "W2", 40, 2), ("C", "W1", 60, 4),
    ("C", "W2", 60, 4), ("D", "W1", 5, 1), ("D", "W2", 5, 1), ("E", "W1", 1, 1), ("E", "W2", NAN, NAN),
)  # fmt: skip
NEW = scores(
    ("A", "W1", 10, 1), ("A", "W2", 43, 2), ("B", "W1", 42, 3), ("B", "W2", 40, 2), ("C", "W1", 60, 4),
    ("C", "W2", 99, 4), ("D", "W1", 5, 1), ("D", "W2", 5, 1), ("E", "W1", 1, 1), ("E", "W2", 3, 1),
)  # fmt: skip


def test_levels_of_the_last_week_come_first_then_other_levels_then_points_then_ranks() -> None:
    rows = countries(paired(OLD, NEW), "W2")
    assert [row["region_id"] for row in rows] == ["A", "E", "B", "C"]
    assert rows[0]["now"]["rank"] == {"before": 3, "after": 2}
    assert rows[0]["largest"] == {"region_id": "A", "week": "W2", "before": 10, "after": 43, "change": 33}
    assert rows[1]["largest"]["change"] is None
    assert [row["weeks"]["risk_level"] for row in rows] == [1, 1, 1, 0]
    assert rows[2]["levels"] == [{"week": "W1", "before": 2, "after": 3}]


def test_a_country_whose_rank_alone_moves_has_no_largest_move() -> None:
    old, new = scores(("A", "W1", 10, 1), ("B", "W1", 20, 1)), scores(("A", "W1", 30, 1), ("B", "W1", 20, 1))
    moved, outranked = countries(paired(old, new), "W1")
    assert moved["largest"]["region_id"] == "A"
    assert (outranked["region_id"], outranked["largest"], outranked["weeks"]["rank"]) == ("B", None, 1)


def test_scores_are_counted_and_the_largest_move_of_a_node_leads() -> None:
    both = paired(OLD, NEW)
    assert {k: v["moved"] for k, v in counts(both).items()} == {"scores": 4, "index": 4, "levels": 3, "ranks": 3}
    (index,) = nodes(both)
    assert (index["moved"], index["of"]) == (4, 10)
    assert index["mean_change"] == pytest.approx((33 + 2 + 39) / 3)
    assert [one["region_id"] for one in index["largest"]] == ["C", "A", "B"]


def mention(article: str, indicator: str = "x", status: str = "affirmed", counting: bool = True) -> dict[str, Any]:
    return {
        "article_id": article, "published_at": pd.Timestamp("2024-03-05", tz="UTC"), "indicator_id": indicator,
        "region_id": "MLI", "status": status, "reason": "", "counts": counting, "term": "t", "quote": "q",
        "field": "text", "start": 0, "end": 1,
    }  # fmt: skip


def articles(mentioned: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame([{"article_id": m["article_id"], "title": "", "text": "q and more"} for m in mentioned])


def test_ten_mentions_show_every_indicator_before_one_twice_and_those_that_weigh_first() -> None:
    many = [mention(f"a{n:02}") for n in range(30)]
    rare = [mention("b", "y"), mention("c", "z", counting=False)]
    read = articles([*many, *rare, mention("kept")])
    denied = mention("kept", status="denied", counting=False)
    found = mentions(pd.DataFrame([*many, denied]), pd.DataFrame([*rare, mention("kept")]), read)
    assert (found["lost"]["all"], len(found["lost"]["shown"]), found["lost"]["by_indicator"]) == (30, 10, {"x": 30})
    assert [line["article_id"] for line in found["gained"]["shown"]] == ["b", "c"]
    assert (found["gained"]["all"], found["gained"]["weighing"]) == (2, 1)
    assert [line["status"] for line in found["changed"]["shown"]] == ["denied -> affirmed"]
    assert found["changed"]["weighing"] == 1
    assert found["changed"]["shown"][0]["context"] == "q and more"
    mixed = mentions(pd.DataFrame([mention("kept")]), pd.DataFrame([mention("kept"), *many, *rare]), read)
    assert [line["article_id"] for line in mixed["gained"]["shown"]][:2] == ["a00", "b"]


def test_a_mention_read_a_little_wider_is_the_same_one_and_two_countries_are_two() -> None:
    old = [mention("a") | {"region_id": region, "start": 2, "end": 6} for region in ("MLI", "NER", pd.NA)]
    wider = [row | {"start": 0} for row in old] + [old[0] | {"start": 6, "end": 9}]
    read = articles([old[0]])
    found = mentions(pd.DataFrame(old), pd.DataFrame(wider), read)
    assert [found[kind]["all"] for kind in ("gained", "lost", "changed")] == [1, 0, 0]
    narrower = mentions(pd.DataFrame(wider), pd.DataFrame([old[0] | {"counts": False}, *old[1:]]), read)
    assert [narrower[kind]["all"] for kind in ("gained", "lost", "changed")] == [0, 1, 1]
    assert narrower["changed"]["weighing"] == 1


def test_a_mention_whose_nearest_is_taken_is_paired_with_the_next_that_overlaps() -> None:
    """Two old spans lie nearest to one new span; the farther of them is the other new one, neither lost nor gained."""
    spans = {"old": [(10, 20), (11, 20)], "new": [(10, 20), (14, 30)]}
    old, new = ([mention("a") | {"start": s, "end": e} for s, e in side] for side in spans.values())
    read = pd.DataFrame([{"article_id": "a", "title": "", "text": "words " * 8}])
    for before, after in ((old, new), (new, old), (old[::-1], new)):
        found = mentions(pd.DataFrame(before), pd.DataFrame(after), read)
        assert [found[kind]["all"] for kind in ("gained", "lost", "changed")] == [0, 0, 0]
