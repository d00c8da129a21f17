"""What differs between two published sets, each given as what its files say; nothing is read or worked out anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from riskbrief.pipeline.annex_changes import every_edit
from riskbrief.pipeline.impact_moves import SAME

Row = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """One score of a country; None where it is not assessed."""

    score: float | None
    level: int | None = None


@dataclass(frozen=True)
class Told:
    """What a set says of itself. `scores`: of its own week by country and node; `nodes`: of each node its kind."""

    report: str
    issue: str
    run: str
    week: str
    status: str
    index_version: str
    articles: frozenset[str] = frozenset()
    sources: Mapping[str, Row] = field(default_factory=dict)
    scores: Mapping[tuple[str, str], Score] = field(default_factory=dict)
    nodes: Mapping[str, str] = field(default_factory=dict)
    configuration: Mapping[str, Any] = field(default_factory=dict)


ABSENT = Score(None)


def compared(a: Told, b: Told) -> Row:
    """What differs from `a` to `b`: `countries` biggest move of the index first, `sources`, `configuration` key by
    key, `index_version`, `articles`; `same` when none of that does."""
    found: Row = {
        "index_version": _pair(a.index_version, b.index_version),
        "articles": {"a": len(a.articles), "b": len(b.articles), "only_a": len(a.articles - b.articles),
                     "only_b": len(b.articles - a.articles)},
        "countries": sorted(_countries(a, b), key=_order),
        "sources": list(_sources(a, b)),
        "configuration": list(_configuration(a, b)),
    }  # fmt: skip
    same_articles = a.articles == b.articles
    rest = any(found[k] for k in ("countries", "sources", "configuration"))
    same = same_articles and not rest and a.index_version == b.index_version
    return {"a": _named(a), "b": _named(b), "same": same, **found}


def _named(one: Told) -> Row:
    return {k: getattr(one, k) for k in ("report", "issue", "run", "week", "status")}


def _pair(a: object, b: object) -> Row:
    return {"a": a, "b": b}


def _countries(a: Told, b: Told) -> Iterator[Row]:
    """Each country in which something differs, with the pillars and indicators that do, biggest first."""
    nodes = {**a.nodes, **b.nodes}
    for region in sorted({r for r, _ in a.scores} | {r for r, _ in b.scores}):
        moved = [_move(node, kind, *_both(a, b, region, node)) for node, kind in nodes.items()]
        moved = [row for row in moved if _differs(row)]
        index = _move("index", "index", *_both(a, b, region, "index"))
        if moved:
            drivers = sorted((row for row in moved if row["kind"] != "index"), key=_order)
            yield {"region_id": region, **{k: v for k, v in index.items() if k not in {"node", "kind"}},
                   "drivers": drivers}  # fmt: skip


def _both(a: Told, b: Told, region: str, node: str) -> tuple[Score, Score]:
    return a.scores.get((region, node), ABSENT), b.scores.get((region, node), ABSENT)


def _move(node: str, kind: str, was: Score, now: Score) -> Row:
    change = None if was.score is None or now.score is None else round(now.score - was.score, 6)
    return {"node": node, "kind": kind, "score": _pair(was.score, now.score), "change": change,
            "level": _pair(was.level, now.level)}  # fmt: skip


def _differs(row: Row) -> bool:
    score, level = row["score"], row["level"]
    gone = (score["a"] is None) != (score["b"] is None)
    return gone or abs(row["change"] or 0.0) > SAME or level["a"] != level["b"]


def _order(row: Row) -> tuple[bool, float, bool, str]:
    """Assessed in one alone first, then the biggest move; of equal ones pillars before indicators."""
    gone = (row["score"]["a"] is None) != (row["score"]["b"] is None)
    return not gone, -abs(row["change"] or 0.0), row.get("kind") != "pillar", str(row.get("region_id") or row["node"])


def _sources(a: Told, b: Told) -> Iterator[Row]:
    for name in sorted(a.sources.keys() | b.sources.keys()):
        was, now = a.sources.get(name), b.sources.get(name)
        if was != now:
            yield {"source": name, "a": was, "b": now}


def _configuration(a: Told, b: Told) -> Iterator[Row]:
    for part, edits in every_edit(a.configuration, b.configuration).items():
        yield from ({"part": part, "key": edit.key, "a": edit.was, "b": edit.now} for edit in edits)
