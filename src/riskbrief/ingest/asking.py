"""All live sources asked side by side; what one does never reaches the others."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from riskbrief.addresses import Veil, secret
from riskbrief.definitions.fetching import FetchRules
from riskbrief.definitions.outlets import Source
from riskbrief.errors import ConfigurationError
from riskbrief.ingest.answers import FetchError, FetchState, plain
from riskbrief.ingest.fetch import NOTHING
from riskbrief.ingest.parsing import READER
from riskbrief.ingest.readers import READERS
from riskbrief.ingest.records import Layout, Reading, Record
from riskbrief.ingest.rows import Row, Seen, article_rows
from riskbrief.ingest.visit import Road, Visit
from riskbrief.registry import Params

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A source, what was read of it, and how it answered: `state` empty means ok, or empty without rows."""

    source: str
    reading: Reading
    rows: list[Row]
    state: str = ""
    message: str = ""
    live: bool = False
    wire: int = 0


@dataclass(frozen=True)
class Now:
    """What holds for all live sources of a run: its instant, languages, limits, and earlier answers by source."""

    at: datetime
    languages: Sequence[str]
    rules: FetchRules
    states: Mapping[str, FetchState]


def ask_all(live: Sequence[tuple[Source, Layout, Params]], now: Now, root: Path) -> dict[str, Asked]:
    """Every source's answer by its id, whatever order they come in."""
    road = Road(now.rules)
    with ThreadPoolExecutor(max_workers=now.rules.workers, thread_name_prefix="source") as pool:
        try:
            told = {one.source: one for one in pool.map(partial(_asked, road=road, now=now, root=root), live)}
        except BaseException:  # Ctrl-C: nobody waits for servers
            road.slots.end()
            READER.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    READER.close()
    return told


def _asked(one: tuple[Source, Layout, Params], *, road: Road, now: Now, root: Path) -> Asked:
    source, layout, params = one
    key, veil = "", Veil(source.url)
    try:
        if source.key_file or source.key_env:
            key = secret(root, source.key_file, source.key_env)
        veil = Veil(source.url, key)
        visit = Visit(veil.address, road, now.at, now.states.get(source.id, NOTHING))
        reading = veiled(READERS[source.reader].function(visit, layout, params), veil)
        seen = Seen(now.at, timedelta(hours=now.rules.future_hours))
        rows = article_rows(reading, layout=layout, languages=now.languages, seen=seen)
    except FetchError as error:
        return Asked(source.id, Reading(), [], error.state, veil.note(str(error)), live=True)
    except ConfigurationError as error:
        return Asked(source.id, Reading(), [], "failed", " ".join(str(error).split("\n")), live=True)
    except Exception as error:  # a parser that trips over what a stranger sent must not end the run
        where = veil.note("".join(traceback.format_exception(error)))
        log.warning("source %s: %s\n%s", source.id, type(error).__name__, where)
        told = f"its answer cannot be read ({type(error).__name__}: {plain(veil.note(str(error)), 80)})"
        return Asked(source.id, Reading(), [], "rejected", told, live=True)
    reading.notes = [plain(veil.note(note), 400) for note in reading.notes]
    state, message = _state(reading, rows, now)
    return Asked(source.id, reading, rows, state, message, live=True, wire=visit.wire)


def veiled(reading: Reading, veil: Veil) -> Reading:
    """The same without the keys of the source's address, which sites repeat in the addresses of their articles."""
    for number, record in enumerate(reading.records):
        values = {k: veil.text(v) if isinstance(v, str) else v for k, v in record.values.items()}
        reading.records[number] = Record(veil.text(record.place), values, record.flags)
    reading.gone = [veil.text(name) for name in reading.gone]
    return reading


def _state(reading: Reading, rows: Sequence[Row], now: Now) -> tuple[str, str]:
    """The state of a source that answered, with the reason when it is not ok."""
    if reading.state == "truncated":
        return "truncated", plain("; ".join(reading.notes[:1]) or "the answer breaks off")
    if reading.state:
        return reading.state, ""
    newest = max((row["published_at"] for row in rows if isinstance(row["published_at"], datetime)), default=None)
    if newest and newest < now.at - timedelta(days=now.rules.stale_days):
        return "stale", f"its newest article is of {newest:%Y-%m-%d}"
    return "", ""
