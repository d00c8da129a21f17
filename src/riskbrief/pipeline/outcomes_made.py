"""Outcomes for `backtest --outcomes` made from UCDP's event files: deaths by country and month."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from riskbrief.errors import Problem, UnavailableError
from riskbrief.ingest.answers import FetchError
from riskbrief.ingest.encodings import read_text
from riskbrief.ingest.ucdp import Deaths, read_ged
from riskbrief.ingest.unpack import Room, unzipped
from riskbrief.ingest.visit import Road, Visit
from riskbrief.pipeline.backtest_outcomes import country_of, months_between
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.opening import open_workspace

HEADER = "region_id,month,best,low,high"


def outcome_lines(root: Path, place: str) -> tuple[list[str], list[str]]:
    """CSV lines as `backtest --outcomes` reads them, and the countries of the file that nobody knows.

    `place`: a file, or an http(s) address. Months without an event, between the first and last of the file, are 0 for
    every country that the file names; a country it never names has no row.
    Errors: UsageError with every wrong row, UnavailableError.
    """
    text = _fetched(root, place) if re.match(r"https?://", place) else read_text(Path(place), "")[0]
    deaths = read_ged(text, place)
    regions = {name: country_of(_plain_name(name)) for name in deaths.countries}
    return [HEADER, *_lines(deaths, regions)], [name for name, region in regions.items() if not region]


def _lines(deaths: Deaths, regions: dict[str, str]) -> Iterator[str]:
    summed: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (name, month), counts in deaths.by_month.items():
        cell = summed[regions[name], month]
        cell[:] = (a + b for a, b in zip(cell, counts, strict=True))
    for region in sorted({r for r in regions.values() if r}):
        for month in months_between(deaths.first, deaths.last):
            best, low, high = summed[region, month]
            yield f"{region},{month},{best},{low},{high}"


def _plain_name(name: str) -> str:
    """UCDP's name of a country without its former one: "DR Congo (Zaire)" is DR Congo.

    >>> _plain_name("Myanmar (Burma)")
    'Myanmar'
    """
    return re.sub(r"\s*\([^)]*\)", "", name).strip()


def _fetched(root: Path, url: str) -> str:
    rules = open_workspace(root).config.fetch
    try:
        body = Visit(url, Road(rules), utc_now()).main(rules.decoded_bytes).body
        if body.startswith(b"PK"):
            body = unzipped(body, Room(rules.decoded_bytes, rules.ratio))
    except FetchError as error:
        remedy = "Fetch the file yourself and name it."
        raise UnavailableError(Problem(url, 0, 0, f"{error.state}: {error}", remedy)) from error
    return body.decode("utf-8-sig", "replace")
