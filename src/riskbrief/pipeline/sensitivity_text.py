"""What `riskbrief sensitivity` found, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from riskbrief.definitions.config import LevelBand

MOST = 8  # flips of one kind that are printed; --format json has all
BARS = 3
LEAST = 0.005  # of the variance: less prints as 0.00
FACTORS = {
    "copy_containment": "when texts are copies",
    "reliability": "reliability of outlets",
    "half_life": "half-lives",
    "outlet_cap": "outlet cap",
    "volume_exponent": "volume exponent",
    "normaliser": "normaliser",
    "aggregation": "aggregation",
    "floor": "floor of pillars",
    "weights": "weights",
}
HEADS = {"all": "every choice", "own_normaliser": "own normaliser"}
DESIGNS = {"all": "every choice varied", "own_normaliser": "all but the normaliser varied"}
Row = Mapping[str, Any]


def text_lines(found: Row, levels: Sequence[LevelBand]) -> Iterator[str]:
    """Summary first, then other methods and the region, then country by country."""
    names = [b.name.get("en") or next(iter(b.name.values())) for b in levels]
    yield f"Sensitivity of {found['week']} (as of {found['as_of']}, index {found['index_version']})"
    single = ", ".join(f"{count:,} {_several(kind)}" for kind, count in found["changes"].items())
    yield f"{found['runs']['runs']:,} runs with many choices changed at once; changed one at a time: {single}"
    yield ""
    yield from _overview(found, names)
    yield ""
    yield from _methods(found)
    yield ""
    yield from _region(found, names)
    for country in found["countries"]:
        yield ""
        yield from _country(country, names, found["falls_after_weeks"])


def _overview(found: Row, names: Sequence[str]) -> Iterator[str]:
    """One line a country; a star at each share of runs that is large enough."""
    designs = found["runs"]["designs"]
    if designs:
        yield f"{'':53}  runs with another level"
    heads = "".join(f"{HEADS[name]:>17}" for name in designs)
    yield f"country  score  level          rises at  falls below{heads}  single flips"
    for country in found["countries"]:
        shares = "".join(f"{_starred(country['runs'][name]):>17}" for name in designs)
        yield (
            f"{country['region_id']:<7}{_score(country['score']):>7}  {_level(country['level'], names):<13}"
            f"{_score(country['rises_at']):>10}{_score(country['falls_below']):>13}{shares}{len(country['flips']):>14}"
        )
    if designs:
        yield f"* in {found['runs']['starred_share']:.0%} or more of the runs that assess the country"
    if len(designs) > 1:
        yield "own normaliser: values become scores as in the workspace, never against a country's own past"


def _methods(found: Row) -> Iterator[str]:
    """Score and level of each assessed country under other methods (annex M7)."""
    methods = list(found["region"]["methods"])
    yield "Score and level under other methods; * another level"
    yield f"country    published{''.join(f'{name:>18}' for name in methods)}"
    region = {"region_id": "region", **found["region"]}
    for row in (*(c for c in found["countries"] if not _missing(c["level"])), region):
        cells = []
        for name in methods:
            other = row["methods"][name]
            same = other["level"] == row["level"] or (_missing(other["level"]) and _missing(row["level"]))
            cells.append(_cell(other) + (" " if same else "*"))
        yield f"{row['region_id']:<9}{_cell(row):>11}{''.join(f'{cell:>18}' for cell in cells)}".rstrip()


def _region(found: Row, names: Sequence[str]) -> Iterator[str]:
    region = found["region"]
    level = "no level" if _missing(region["level"]) else _level(region["level"], names)  # too few under full coverage
    yield f"Regional mean {_score(region['score'])}, {level}"
    for name, design in region["runs"].items():
        yield from _bars(design["indices"]["score"], f"what moves the mean, {DESIGNS[name]}", len(FACTORS))


def _country(country: Row, names: Sequence[str], weeks: int) -> Iterator[str]:
    name = country["name"].get("en") or next(iter(country["name"].values()))
    assessed = not _missing(country["level"])
    if assessed:
        yield f"{country['region_id']} {name}: {_score(country['score'])}, {_level(country['level'], names)}"
        yield f"  {_firmness(country, names, weeks)}"
        for design, runs in country["runs"].items():
            yield f"  {DESIGNS[design]}: {_levels(runs, names)}"
            yield from _bars(runs["indices"]["level"], "what moves the level", BARS)
    else:
        yield f"{country['region_id']} {name}: not assessed"
    yield from _flips(country, names, assessed)


def _firmness(country: Row, names: Sequence[str], weeks: int) -> str:
    """How far the score that the level is read from is from another level."""
    score, parts = country["firm"], []
    if round(score, 1) != round(country["score"], 1):
        parts.append(f"level read at {_score(score)}, without what single owners below B carry alone")
    if country["rises_at"] is not None:
        parts.append(f"rises at {_score(country['rises_at'])} ({country['rises_at'] - score:.1f} more)")
    if country["falls_below"] is not None:
        under = score - country["falls_below"]
        told = f"{under:.1f} less" if under >= 0 else f"it is {-under:.1f} below already"
        parts.append(f"falls after {weeks} weeks below {_score(country['falls_below'])} ({told})")
    if country["raw_level"] != country["level"]:
        parts.append(f"its raw band is {_level(country['raw_level'], names)}")
    return "; ".join(parts)


def _levels(runs: Row, names: Sequence[str]) -> str:
    parts = [f"{_level(int(level), names)} in {_share(share)}" for level, share in runs["levels"].items()]
    missing = [f"not assessed in {_share(runs['not_assessed'])}"] if runs["not_assessed"] else []
    return ", ".join(parts + missing)


def _bars(bars: Sequence[Row] | None, title: str, most: int) -> Iterator[str]:
    """Factors by their total index, those without any left out."""
    if bars is None:
        yield f"    {title}: nothing"
        return
    yield f"    {title}: share of variance alone, and with interactions"
    for bar in [bar for bar in bars if bar["total"] >= LEAST][:most]:
        alone, joint = (
            f"{_part(bar[k])} ({_part(bar[f'{k}_low'])} to {_part(bar[f'{k}_high'])})" for k in ("first", "total")
        )
        yield f"      {FACTORS.get(bar['factor'], bar['factor']):<24}{alone:<24}{joint}"


def _flips(country: Row, names: Sequence[str], assessed: bool) -> Iterator[str]:
    tried = f"{country['tried']:,}"
    if not country["flips"]:
        yield f"  no single change of {tried} {'moves its level' if assessed else 'makes it assessed'}"
        if near := country["nearest"]:
            yield f"  nearest: {_score(near['score'])} {near['said']}"
    for kind, some in groupby(country["flips"], key=lambda flip: flip["kind"]):
        flips = list(some)
        moves = f"1 {kind} alone moves" if len(flips) == 1 else f"{len(flips)} {_several(kind)} alone move"
        yield f"  {moves} its level:"
        for flip in flips[:MOST]:
            yield f"    {_score(flip['score']):>5}  {_level(flip['level'], names):<12}  {flip['said']}"
        if len(flips) > MOST:
            yield f"    and {len(flips) - MOST} more (--format json has all)"
    if country["raw"] and assessed:
        yield f"  {country['raw']:,} of {tried} single changes move the raw band"


def _several(kind: str) -> str:
    return "reliabilities" if kind == "reliability" else f"{kind}s"


def _missing(value: Any) -> bool:
    return value is None or value != value


def _share(share: float) -> str:
    """A share of runs.

    >>> _share(0.004), _share(0.0), _share(0.5)
    ('<1%', '0%', '50%')
    """
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def _starred(runs: Row) -> str:
    if _missing(runs["level_changes"]):
        return "-  "
    return f"{_share(runs['level_changes'])} {'*' if runs['starred'] else ' '}"


def _part(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}"


def _score(value: Any) -> str:
    return "-" if _missing(value) else f"{value:.1f}"


def _cell(row: Row) -> str:
    return f"{_score(row['score'])} {'' if _missing(row['level']) else int(row['level'])}".rstrip()


def _level(value: Any, names: Sequence[str]) -> str:
    return "not assessed" if _missing(value) else f"{int(value)} {names[int(value) - 1]}"
