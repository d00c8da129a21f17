"""`riskbrief diff`: two published issues or sets found, read and compared; only published files are looked at."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riskbrief.errors import Problem, UsageError
from riskbrief.pipeline.annex_changes import cut
from riskbrief.pipeline.diff_sets import Row, Score, Told, compared
from riskbrief.pipeline.opening import known
from riskbrief.pipeline.withdrawals import WITHDRAWN

DRIVERS, KEYS = 3, 20  # how many of each a terminal gets


def diff(root: Path, a: str, b: str, *, report: str, output: Path | None) -> Row:
    """What differs from issue `a` to issue `b`, each a name such as 2024-W38, ISSUE/SET, or the folder of a set.

    Errors: UsageError (2) when one is not published, cannot be read, or is a notice of withdrawal.
    """
    top = output or root / "output"
    return compared(*(read_told(_folder(root, name) or found_set(top, name, report)) for name in (a, b)))


def _folder(root: Path, name: str) -> Path | None:
    """The folder that a name is the path of, counted from here or from the workspace."""
    return next((p for p in (Path(name), root / name) if (p / "manifest.json").is_file()), None)


def found_set(top: Path, name: str, report: str) -> Path:
    """The folder of an issue or set below the output folder `top`. Errors: UsageError (2)."""
    reports = sorted(p.name for p in top.iterdir() if p.is_dir()) if top.is_dir() else []
    if report:
        known(report, reports, "published report")
    issue, _, run = name.partition("/")
    places = {r: top / r / ".runs" / issue / run if run else top / r / issue for r in ([report] if report else reports)}
    found = {r: place for r, place in places.items() if (place / "manifest.json").is_file()}
    if len(found) > 1:
        raise UsageError(Problem("diff", 0, 0, f"{name} is an issue of {', '.join(found)}", "Say which with --report."))
    if not found:
        raise UsageError(Problem("diff", 0, 0, f"no issue or set {name} is published below {top}", "See its folders."))
    return next(iter(found.values()))


def read_told(folder: Path) -> Told:
    """What a published set says of itself. Errors: UsageError when it does not say enough."""
    try:
        told = json.loads((folder / "manifest.json").read_bytes())
        if told["status"] == WITHDRAWN:
            remedy = f"Name the set that was withdrawn, {told['issue']}/{told[WITHDRAWN]['run']}."
            raise UsageError(Problem(str(folder), 0, 0, "the issue was withdrawn; a notice has no scores", remedy))
        configuration = json.loads((folder / "config.json").read_bytes())
        rows = [r for r in _rows(folder / "scores.csv") if r["week"] == told["week"]]
        return Told(
            **{k: str(told[k]) for k in ("report", "issue", "run", "week", "status")},
            index_version=str(configuration["config"]["index"]["version"]),
            articles=frozenset(row["article_id"] for row in _rows(folder / "articles.csv")),
            sources={str(s["source"]): {k: s[k] for k in ("state", "articles", "newest")} for s in told["sources"]},
            scores={(r["region_id"], r["node"]): _score(r) for r in rows},
            nodes={r["node"]: r["level"] for r in rows},
            configuration=configuration,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = f"cannot be read as a published set ({type(error).__name__}: {error})"
        raise UsageError(Problem(str(folder), 0, 0, text, "Name an issue or a set of this version.")) from error


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _score(row: dict[str, str]) -> Score:
    level = int(float(row["risk_level"])) if row["risk_level"] else None
    return Score(float(row["score"]) if row["score"] else None, level)


def diff_lines(found: Row) -> Iterator[str]:
    """The difference for a terminal: countries with their largest drivers, then sources, then configuration."""
    a, b = found["a"], found["b"]
    yield f"{a['report']} {a['issue']} ({a['run']}) -> {b['report']} {b['issue']} ({b['run']})"
    if found["same"]:
        yield "nothing differs in scores, articles, sources and configuration"
        return
    yield _changed("index version", found["index_version"])
    told = found["articles"]
    yield f"{_changed('articles', told)}; {told['only_a']} only in the first, {told['only_b']} only in the second"
    for row in found["countries"]:
        yield _country(row)
        yield from (f"    {_moved(d['node'], d)}" for d in row["drivers"][:DRIVERS])
    for row in found["sources"]:
        yield f"source {row['source']}: {_source(row['a'])} -> {_source(row['b'])}"
    keys = found["configuration"]
    for row in keys[:KEYS]:
        yield f"{row['part']} {row['key']}: {_values(row)}"
    if len(keys) > KEYS:
        yield f"and {len(keys) - KEYS:,} more keys of the configuration (--format json lists all)"


def _changed(name: str, pair: Row) -> str:
    return f"{name} {pair['a']}" + ("" if pair["a"] == pair["b"] else f" -> {pair['b']}")


def _country(row: Row) -> str:
    level = row["level"]
    words = "" if level["a"] == level["b"] else f", level {_shown(level['a'])} -> {_shown(level['b'])}"
    return _moved(row["region_id"], row) + words


def _moved(name: str, row: Row) -> str:
    by = "" if row["change"] is None else f" ({row['change']:+.1f})"
    return f"{name}: {_shown(row['score']['a'])} -> {_shown(row['score']['b'])}{by}"


def _shown(value: Any) -> str:
    if value is None:
        return "not assessed"
    return f"{value:.1f}" if isinstance(value, float) else str(value)


def _source(told: Row | None) -> str:
    if told is None:
        return "not there"
    return f"{told['state']}, {told['articles']} articles, newest {told['newest'] or 'none'}"


def _values(row: Row) -> str:
    was, now = cut(row["a"]), cut(row["b"])
    return "differs far inside (--format json)" if was == now else f"{was or 'not there'} -> {now or 'not there'}"
