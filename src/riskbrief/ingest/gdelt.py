"""GDELT 2.0 event and mention exports as lists of article addresses: what they point to is read, nothing they code."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from riskbrief.ingest.answers import FetchError, Page
from riskbrief.ingest.live import LiveParams, address
from riskbrief.ingest.records import Layout, Reading
from riskbrief.ingest.unpack import Room, unzipped
from riskbrief.ingest.visit import Visit
from riskbrief.ingest.webpages import take_pages

EVENT_COLUMNS, EVENT_COUNTRY, EVENT_URL = 61, 53, 60  # ActionGeo_CountryCode, SOURCEURL
MENTION_COLUMNS, MENTION_KIND, MENTION_URL = 16, 3, 5  # MentionType 1 is the web
_LISTED = re.compile(r"\S+/\d{14}(?:\.translation)?\.(?:export|mentions)\.CSV\.zip", re.IGNORECASE)


class GdeltParams(LiveParams):
    """Options of `gdelt`. `countries`: FIPS 10-4 codes of where events took place, such as ML; none: everywhere."""

    countries: list[str] = []


def read_gdelt(visit: Visit, layout: Layout, params: GdeltParams) -> Reading:
    """GDELT export or mentions files, or lastupdate.txt that lists them: the articles they point to."""
    page = visit.main(visit.road.rules.decoded_bytes)
    reading = Reading(fetched=page.state)
    if page.status == 304:
        reading.state = "not_modified"
        return reading
    files = [page] if page.body.startswith(b"PK") else _listed(page, visit)
    rows = [_rows(one, visit, reading) for one in files]
    wanted = {code.upper() for code in params.countries}
    events = [r for table in rows for r in table if len(r) == EVENT_COLUMNS]
    chosen = [r for r in events if not wanted or r[EVENT_COUNTRY].upper() in wanted]
    names = {r[0] for r in chosen}
    mentions = [r for table in rows for r in table if len(r) == MENTION_COLUMNS and r[MENTION_KIND] == "1"]
    urls = [r[EVENT_URL] for r in chosen] + [r[MENTION_URL] for r in mentions if r[0] in names or not wanted]
    found = list(dict.fromkeys(filter(None, map(address, urls))))
    take_pages(reading, layout, visit, found, params.outlet)
    return reading


def _listed(page: Page, visit: Visit) -> list[Page]:
    """The export and mentions files that lastupdate.txt names. Errors: FetchError (rejected) when it names none."""
    urls = _LISTED.findall(page.body[:100_000].decode("ascii", "replace"))
    if not urls:
        raise FetchError("rejected", "neither a zip archive nor a list of GDELT files")
    return [visit.get(url, visit.road.rules.decoded_bytes) for url in dict.fromkeys(urls)]


def _rows(page: Page, visit: Visit, reading: Reading) -> list[list[str]]:
    """Rows of a packed, tab-separated file; those of neither kind are counted (`broken_row`)."""
    rules = visit.road.rules
    text = unzipped(page.body, Room(rules.decoded_bytes, rules.ratio)).decode("utf-8", "replace")
    kept = []
    for number, row in enumerate(_split(text), start=1):
        if len(row) in (EVENT_COLUMNS, MENTION_COLUMNS):
            kept.append(row)
        else:
            reading.drop("broken_row", f"{page.url}:{number}: {len(row)} columns, a GDELT row has 61 or 16; dropped")
    return kept


def _split(text: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline="\n"), delimiter="\t", quoting=csv.QUOTE_NONE)
