"""What `riskbrief calibrate` found, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
UNITS = {"event": "x", "attention": "%", "computed": "%"}
PLACED = {
    "indicator": "{path}:{line}",
    "defaults": "{path}:{line} (defaults of the file; a `hi` of its own leaves the others as they are)",
    "nowhere": "{path}:{line} (no `hi` written; add one)",
}


def text_lines(found: Row) -> Iterator[str]:
    """What was looked at, a line an indicator, what is not proposed and why, levels as they are now."""
    yield from _head(found)
    yield ""
    yield from _proposed(found)
    yield from _refused(found)
    yield ""
    yield from _levels(found)
    yield ""
    yield "Nothing was written. To accept a proposal, edit `hi` at its place and raise index.version in config.yaml;"
    yield "all past scores are then worked out anew."


def _head(found: Row) -> Iterator[str]:
    seen, rank = found["covered"], _percentile(found)
    yield (
        f"Upper anchors by the {rank} of {found['weeks']} weeks up to {found['week']} "
        f"(as of {found['as_of']}, index {found['index_version']})"
    )
    yield (
        f"{len(found['panel'])} countries, {seen['country_weeks']:,} country-weeks: {seen['assessed']:,} assessed, "
        f"{seen['left_out']:,} without coverage left out; {seen['weeks']} weeks with an assessed country"
    )


def _percentile(found: Row) -> str:
    return f"{100 * found['rules']['percentile']:g}th percentile"


def _proposed(found: Row) -> Iterator[str]:
    rows = [row for row in found["indicators"] if not row["reason"]]
    if not rows:
        yield "Nothing is proposed."
        return
    yield f"{'indicator':<30}{'lo':>7}{'hi':>8}{'proposed':>10}     country-weeks  missing  above hi  where"
    for row in rows:
        yield (
            f"{row['indicator_id']:<30}{row['lo']:>7g}{row['hi']:>8g}{row['proposed']:>10.4g} {UNITS[row['type']]}"
            f"{row['country_weeks']:>16,}{row['missing']:>9,}{row['above']:>10,}  {_place(row)}"
        )


def _place(row: Row) -> str:
    anchor: Row = row["anchor"]
    return PLACED[anchor["written"]].format_map(anchor)


def _refused(found: Row) -> Iterator[str]:
    """Indicators without a proposal, by the reason why."""
    for reason, text in _reasons(found).items():
        rows = [row for row in found["indicators"] if row["reason"] == reason]
        if rows:
            yield ""
            yield f"No proposal ({len(rows)}): {text}"
        for row in rows:
            yield (
                f"  {row['indicator_id']:<28}{row['lo']:>7g}{row['hi']:>8g}  {row['weeks']} weeks, "
                f"{row['country_weeks']:,} country-weeks, {row['above']:,} above hi"
            )


def _reasons(found: Row) -> dict[str, str]:
    few = f"values of fewer than {found['rules']['least_weeks']} weeks (index.calibration.least_weeks); "
    few += "read more articles, or ask for more weeks with --weeks"
    return {
        "few_weeks": few,
        "not_above_lo": f"the {_percentile(found)} is not above lo, which leaves no scale: too rare to say",
        "no_anchor": "scores do not hang on `hi` (spillover, or a normaliser against the country's own past)",
    }


def _levels(found: Row) -> Iterator[str]:
    assessed = sum(row["country_weeks"] for row in found["levels"] if row["level"])
    yield "Index over the levels now, country-weeks of the same weeks (no threshold is proposed)"
    for row in found["levels"]:
        share = f"{row['country_weeks'] / assessed:>6.0%}" if assessed and row["level"] else ""
        name = row["name"].get("en") or next(iter(row["name"].values()), "not assessed")
        start = f"from {row['from_score']:g}" if row["level"] else ""
        yield f"  {row['level'] or '':<2}{name:<16}{start:<9}{row['country_weeks']:>7,}{share}"
