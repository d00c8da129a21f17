"""What `riskbrief impact` found, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from riskbrief.periods import Week

NODES = 20  # that are printed; --format json has all
Row = Mapping[str, Any]


def text_lines(found: Row) -> Iterator[str]:
    """Both configurations, how much moves, then countries, nodes and mentions."""
    names = [name.get("en") or next(iter(name.values())) for name in found["levels"]]
    yield from _head(found)
    yield ""
    yield from _only(found["only"])
    yield from _counts(found)
    if found["countries"]:
        yield ""
        yield from _countries(found, names)
    if found["nodes"]:
        yield ""
        yield from _nodes(found)
    yield ""
    yield from _mentions(found["mentions"])


def _head(found: Row) -> Iterator[str]:
    span = f"{found['first_week']} to {found['week']}" if found["weeks"] > 1 else found["week"]
    tried = "no gold scenario tried" if found["scenarios"] is None else f"{found['scenarios']} gold scenarios hold"
    yield f"Impact on {span} ({_weeks(found['weeks'])}), {found['articles']:,} articles; {tried}"
    width = max(len(found[side]["path"]) for side in ("before", "after"))
    for label, side in (("baseline", found["before"]), ("edited", found["after"])):
        version = f"index {side['index_version']}  configuration {side['config_digest']}"
        yield f"{label:<10}{side['path']:<{width}}  {version}"
    yield f"files that differ: {', '.join(found['files']) or 'none'}"


def _only(only: Row) -> Iterator[str]:
    for side, label in (("before", "baseline"), ("after", "edited configuration")):
        for what, ids in only[side].items():
            if ids:
                yield f"{what} of the {label} alone: {', '.join(ids)}"


def _counts(found: Row) -> Iterator[str]:
    moves = found["moves"]
    if not any(part["moved"] for part in moves.values()):
        yield f"no score, level or rank moves ({moves['scores']['of']:,} scores)"
        return
    yield f"scores that move: {_share(moves['scores'])}; of the index {_share(moves['index'])}"
    yield f"levels that move: {_share(moves['levels'])} country-weeks; ranks {_share(moves['ranks'])}"


def _countries(found: Row, names: Sequence[str]) -> Iterator[str]:
    """Countries with another level first, then those whose index or rank alone moves."""
    moved = [c for c in found["countries"] if c["levels"]]
    others = [c for c in found["countries"] if not c["levels"]]
    yield f"Countries with another level: {len(moved) or 'none'}"
    for country in moved:
        yield from _country(country, found["week"], names)
    if others:
        yield f"Other countries whose index or rank moves: {len(others)}"
        yield f"  {'':<20}{found['week']:>16}{'rank':>10}  largest move"
    for country in others:
        now = country["now"]
        yield (
            f"  {_name(country):<20}{_arrow(now['score'], _score):>16}{_arrow(now['rank'], _whole):>10}"
            f"  {_largest(country['largest'])}"
        )


def _country(country: Row, week: str, names: Sequence[str]) -> Iterator[str]:
    now, levels = country["now"], country["levels"]
    yield (
        f"  {_name(country)}: {week} {_arrow(now['risk_level'], lambda v: _level(v, names))}"
        f" (score {_arrow(now['score'], _score)}, rank {_arrow(now['rank'], _whole)})"
    )
    ways: dict[str, list[str]] = {}
    for one in levels:
        ways.setdefault(f"{_level(one['before'], names)} -> {_level(one['after'], names)}", []).append(one["week"])
    for way, weeks in ways.items():
        if weeks != [week]:
            yield f"      {way}: {_when(weeks)}"
    yield f"      largest move {_largest(country['largest'])}"


def _when(weeks: Sequence[str]) -> str:
    """Which weeks, in the order of time.

    >>> _when(["2024-W06", "2024-W07", "2024-W08"]), _when(["2023-W44", "2023-W51"])
    ('3 weeks, 2024-W06 to 2024-W08', '2 weeks, 2023-W44 and 2023-W51')
    """
    if len(weeks) < 3:
        return f"{_weeks(len(weeks))}, {' and '.join(weeks)}"
    running = Week.parse(weeks[-1]) - Week.parse(weeks[0]) == len(weeks) - 1
    return f"{_weeks(len(weeks))}{',' if running else ' from'} {weeks[0]} to {weeks[-1]}"


def _nodes(found: Row) -> Iterator[str]:
    nodes = found["nodes"]
    yield "Scores by node"
    yield f"  {'':<32}{'moved':>18}{'mean':>8}  largest move"
    for row in nodes[:NODES]:
        yield (
            f"  {row['node']:<32}{_share(row):>18}{_points(row['mean_change']):>8}"
            f"  {row['largest'][0]['region_id']} {_largest(row['largest'][0])}"
        )
    if len(nodes) > NODES:
        yield f"  and {len(nodes) - NODES} more (--format json has all)"


def _mentions(mentions: Row) -> Iterator[str]:
    yield (
        f"Mentions in articles since {mentions['since']}, on which these scores draw:"
        f" {mentions['before']:,} -> {mentions['after']:,}"
    )
    titles = {"gained": "count in a score", "lost": "counted in a score", "changed": "count or cease to count"}
    for kind, weighs in titles.items():
        part = mentions[kind]
        shown = f"; {len(part['shown'])} of them:" if part["all"] > len(part["shown"]) else ":" if part["all"] else ""
        counted = f", {part['weighing']:,} of which {weighs}" if part["all"] else ""
        yield f"{'with another status' if kind == 'changed' else kind} {part['all']:,}{counted}{shown}"
        for line in part["shown"]:
            yield (
                f"  {line['article_id']}  {line['published_at']}  {_region(line['region_id'])} {line['indicator_id']}"
                f"  {line['status']}  {_quoted(line['quote'])}"
            )
            if line["context"] != line["quote"]:
                yield f"      {line['context']}"


def _region(region: Any) -> str:
    return region if isinstance(region, str) else "---"


def _quoted(text: str) -> str:
    return f'"{" ".join(text.split())}"'


def _name(country: Row) -> str:
    return f"{country['region_id']} {country['name'].get('en') or next(iter(country['name'].values()))}"


def _largest(move: Row | None) -> str:
    if move is None:
        return "none, the rank alone"
    points = f" ({_points(move['change'])})" if move["change"] is not None else ""
    return f"{_score(move['before'])} -> {_score(move['after'])}{points} in {move['week']}"


def _arrow(sides: Row, said: Any) -> str:
    before, after = said(sides["before"]), said(sides["after"])
    return str(after) if before == after else f"{before} -> {after}"


def _share(part: Row) -> str:
    return f"{part['moved']:,} of {part['of']:,}"


def _weeks(number: int) -> str:
    return "1 week" if number == 1 else f"{number} weeks"


def _missing(value: Any) -> bool:
    return value is None or value != value


def _points(value: Any) -> str:
    """Points with their sign.

    >>> _points(-13.84), _points(0.004), _points(None)
    ('-13.8', '<0.1', '-')
    """
    if _missing(value):
        return "-"
    return "<0.1" if abs(value) < 0.05 else f"{value:+.1f}"


def _score(value: Any) -> str:
    return "-" if _missing(value) else f"{value:.1f}"


def _whole(value: Any) -> str:
    return "-" if _missing(value) else f"{value:.0f}"


def _level(value: Any, names: Sequence[str]) -> str:
    return "not assessed" if _missing(value) else f"{int(value)} {names[int(value) - 1]}"
