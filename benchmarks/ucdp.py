"""Deaths a month as coded from articles, against the deaths UCDP counts, beside a plain regex and the corpus's ceiling.

.venv/bin/python benchmarks/ucdp.py ARTICLES.jsonl[.gz] UCDP.csv [--countries MLI,BFA,NER,NGA] [--details FILE.jsonl]

UCDP.csv has a column `month` (2012-01) and one a country. The measure is `deaths`: the sum over events of the family
`violence` that something affirms, each its best estimate of deaths, or 1 where no toll is told. It was chosen because
UCDP sums deaths too, so nothing is tuned. `all sides` adds dead attackers, whom UCDP counts and the index does not;
`log` (ln(1 + deaths) an event), `largest` (the deadliest event of the month) and `count` stand beside it to compare.
Two regexes see the same articles, those that name the country: the one of the file (`killed_regex`, where it has that
column) and a plain one, the largest number beside a word of killing. Two ceilings: what UCDP itself would score if only
months with an article naming the country, or with one that also speaks of killing, were seen. Intervals are 90 %, from
a block bootstrap over runs of six months.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from riskbrief.definitions.load import load_workspace
from riskbrief.pipeline import stages
from riskbrief.pipeline.opening import after_newest

ROOT = Path(__file__).parents[1]
FIRST, LAST = "2012-01", "2021-12"
BLOCK_MONTHS, DRAWS, SEED = 6, 2000, 17
STANDING = {"affirmed", "hedged"}
NAMES = {
    "MLI": r"\bMali(?:an)?s?\b",
    "BFA": r"\bBurkina(?:b[eè])?\b",
    "NER": r"\bNiger(?! (?:State|Delta|River)\b)\b|\bNigeriens?\b",
    "NGA": r"\bNigerians?\b|\bNigeria\b",
    "TCD": r"\bChad(?:ian)?s?\b",
    "CIV": r"\bIvory Coast\b|\bC[oô]te d.Ivoire\b|\bIvorians?\b",
}
COLUMNS = {"MLI": "Mali", "BFA": "Burkina Faso", "NER": "Niger", "NGA": "Nigeria", "TCD": "Chad", "CIV": "Ivory Coast"}
WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()  # noqa: E501 SIM905
NUMBER = rf"\d[\d,]*|\b(?:{'|'.join(WORDS)})\b"
KILLED = r"kill(?:s|ed|ing)?|dead|deaths?|die[sd]?"
BEFORE = re.compile(rf"({NUMBER})(?:\W+\w+){{0,6}}?\W+(?:{KILLED})\b", re.IGNORECASE)
AFTER = re.compile(rf"\b(?:{KILLED})(?:\W+\w+){{0,3}}?\W+({NUMBER})", re.IGNORECASE)
YEARS = range(1900, 2100)


class Series(NamedTuple):
    """What one country's months hold, by way of counting."""

    measure: dict[str, np.ndarray]
    truth: np.ndarray


def main() -> None:
    """Measure and print."""
    options = _options()
    deaths = pd.read_csv(options.ucdp, index_col="month").loc[FIRST:LAST]
    articles, events = coded(options.articles)
    events["month"] = events["event_date"].dt.strftime("%Y-%m")
    regexes = {"regex, plain": [plain_count(t) for t in articles["title"] + " " + articles["text"]]}
    if ready := ready_counts(options.articles):
        regexes["regex, of the file"] = [ready.get(a, 0.0) for a in articles["article_id"]]
    articles = articles.assign(**regexes)
    print(f"{len(articles)} articles, {len(events)} violent events, {FIRST} to {LAST}, UCDP {options.ucdp.name}")
    for country in options.countries.split(","):
        series = country_series(country, articles, events, deaths[COLUMNS[country]])
        print("\n".join(lines(country, series)))
    if options.details:
        _write(events, options.details)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("ucdp", type=Path)
    parser.add_argument("--countries", default="MLI,BFA,NER,NGA")
    parser.add_argument("--details", type=Path, help="write the violent events to this file")
    return parser.parse_args()


def coded(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The articles, and their violent events as the pipeline knows them after the newest article."""
    workspace = load_workspace(ROOT)
    taken = stages.intake(workspace, path)
    cutoff = after_newest(taken.articles)
    material = stages.prepare(workspace, taken, cutoff=cutoff)
    resolved = material.resolver.at(cutoff)
    events = resolved.events
    events = events[(events["family"] == "violence") & events["status"].isin(STANDING)]
    attackers = resolved.claims[(resolved.claims["kind"] == "killed") & (resolved.claims["victims"] == "armed_group")]
    dead = events["event_id"].map(attackers.groupby("event_id")["best"].max())
    return material.articles, events.assign(attackers=dead.astype("Float64").fillna(0.0).astype(float))


def ready_counts(path: Path) -> dict[str, float]:
    """The column `killed_regex` of JSON Lines by article, empty where no line has it."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in raw.splitlines() if b'"killed_regex"' in line]
    return {row["article_id"]: float(row["killed_regex"]) for row in rows}


def country_series(country: str, articles: pd.DataFrame, events: pd.DataFrame, deaths: pd.Series) -> Series:
    """Every way of counting, month by month."""
    months, truth = pd.Index(deaths.index), deaths.to_numpy(float)
    mine = events[events["region_id"] == country]
    dead = mine["toll_best"].astype("Float64").fillna(1.0).astype(float)
    whole = articles["title"] + " " + articles["text"]
    named = articles[whole.str.contains(NAMES[country], regex=True)]
    published = named["published_at"].dt.strftime("%Y-%m")

    def monthly(values: pd.Series, when: pd.Series, how: str = "sum") -> np.ndarray:
        return np.asarray(values.groupby(when).agg(how).reindex(months, fill_value=0.0), dtype=float)

    measure = {
        "deaths": monthly(dead, mine["month"]),
        "all sides": monthly(dead + mine["attackers"], mine["month"]),
        "log": monthly(np.log1p(dead), mine["month"]),
        "largest": monthly(dead, mine["month"], "max"),
        "count": monthly(dead * 0 + 1, mine["month"]),
    }
    measure |= {n: monthly(named[n], published) for n in articles.columns if n.startswith("regex")}
    killing = measure["regex, plain"] > 0
    ceilings = {"named": months.isin(set(published)), "named and killing": killing}
    return Series(measure | {f"ceiling, {n}": np.where(seen, truth, 0) for n, seen in ceilings.items()}, truth)


def plain_count(text: str) -> float:
    """The largest number beside a word of killing: what a reader without grammar sees."""
    found = [_value(m[1]) for pattern in (BEFORE, AFTER) for m in pattern.finditer(text)]
    return float(max((v for v in found if v not in YEARS), default=0))


def _value(number: str) -> int:
    low = number.lower()
    return WORDS.index(low) + 1 if low in WORDS else int(low.replace(",", "") or 0)


def spearman(a: np.ndarray, b: np.ndarray) -> float:
    """Rank correlation; 0 when one side does not vary."""
    ranks = pd.DataFrame({"a": a, "b": b}).rank()
    value = ranks["a"].corr(ranks["b"])
    return 0.0 if pd.isna(value) else float(value)


def draws(length: int) -> Iterator[np.ndarray]:
    """Rows of each resample: whole blocks of months, so that one month's memory of the last is kept."""
    rng = np.random.default_rng(SEED)
    for _ in range(DRAWS):
        starts = rng.integers(0, length - BLOCK_MONTHS + 1, -(-length // BLOCK_MONTHS))
        yield (starts[:, None] + np.arange(BLOCK_MONTHS)).ravel()[:length]


def lines(country: str, series: Series) -> list[str]:
    """One line for each way of counting, and whether the measure beats the regex."""
    resamples = list(draws(len(series.truth)))
    drawn = {name: _drawn(values, series.truth, resamples) for name, values in series.measure.items()}
    out = [f"\n{country}: {int(series.truth.sum()):,} deaths, {int(series.measure['deaths'].sum()):,} read"]
    for name, values in series.measure.items():
        low, high = np.quantile(drawn[name], [0.05, 0.95])
        months = int((values > 0).sum())
        out.append(f"  {name:<28} {spearman(values, series.truth):5.3f}  [{low:.3f}, {high:.3f}]  {months} months > 0")
    for name in (n for n in drawn if n.startswith("regex")):
        gain = drawn["deaths"] - drawn[name]
        low, high = np.quantile(gain, [0.05, 0.95])
        above = f"above 0 in {(gain > 0).mean():.0%} of draws"
        out.append(f"  deaths less {name:<19} [{low:+.3f}, {high:+.3f}], {above}")
    return out


def _drawn(values: np.ndarray, truth: np.ndarray, resamples: Sequence[np.ndarray]) -> np.ndarray:
    return np.array([spearman(values[rows], truth[rows]) for rows in resamples])


def _write(events: pd.DataFrame, path: Path) -> None:
    columns = ["event_id", "region_id", "place_id", "event_date", "article_id", "toll_best", "status", "n_articles"]
    rows = json.loads(events[columns].to_json(orient="records", date_format="iso"))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
