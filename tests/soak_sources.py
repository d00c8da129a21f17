"""Six feeds on loopback and a folder of files for a simulated year: what they tell each week, and how they fail."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

from fault_server import Exchange, FaultServer
from riskbrief.periods import Week

REGIONS = {
    "BFA": ("Burkina Faso", "Djibo"), "MLI": ("Mali", "Gao"), "NER": ("Niger", "Agadez"),
    "NGA": ("Nigeria", "Maiduguri"), "SEN": ("Senegal", "Ziguinchor"), "TCD": ("Chad", "Abéché"),
}  # fmt: skip
FEEDS = tuple(f"feed_{n}" for n in range(6))
FOLDER = "folder"
OUTLETS = ("reuters", "afp", "ap", "rfi", "bbc", "dw")
EACH = 24  # items of a feed in a week
SHARE = 0.25  # of the answers that fail
Row = dict[str, Any]


def rows(source: str, week: Week, chance: random.Random) -> list[Row]:
    """What a source tells of a week, in invented words: crops and schools, and some raids."""
    return [_row(source, week, n, chance) for n in range(EACH)]


def _row(source: str, week: Week, n: int, chance: random.Random) -> Row:
    country, town = list(REGIONS.values())[n % len(REGIONS)]
    day = week.monday + timedelta(days=n % 7)
    number = chance.randint(3, 900)
    title = f"{country}: {number} sacks of crop {n} counted near {town}"
    text = f"Farmers near {town} in {country} sold crop {n}. Traders of {source} counted {number} sacks on {day}."
    if chance.random() < 0.15:
        title = f"Gunmen attack army post near {town}"
        text = (
            f"Gunmen attacked an army post near {town}, {country}, on {day:%A}. {number % 9 + 2} soldiers were killed."
        )
    name, outlet = f"{source}-{week}-{n}", OUTLETS[FEEDS.index(source) if source in FEEDS else n % len(OUTLETS)]
    return {"article_id": name, "source_id": outlet, "language": "en", "published_at": f"{day}T09:00:00Z",
            "title": title, "text": text, "url": f"https://paper.example/{name}"}  # fmt: skip


def feed(told: list[Row]) -> bytes:
    """Articles as RSS."""
    items = "".join(
        f"<item><title>{escape(r['title'])}</title><link>{r['url']}</link><guid>{r['article_id']}</guid>"
        f"<pubDate>{r['published_at']}</pubDate><description>{escape(r['text'])}</description></item>"
        for r in told
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Paper</title>'
    return f"{head}{items}</channel></rss>".encode()


def _half(exchange: Exchange, body: bytes) -> None:
    exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[: len(body) // 2])


FAULTS: dict[str, Callable[[Exchange, bytes], None]] = {
    "server error": lambda x, body: x.answer(b"broken", "503 Service Unavailable"),
    "gone": lambda x, body: x.answer(b"no such page", "404 Not Found"),
    "half a body": _half,
    "half a feed": lambda x, body: x.answer(body[: len(body) // 2]),
    "a page": lambda x, body: x.answer(b"<html><body>Sign in</body></html>", Content_Type="text/html"),
    "no item": lambda x, body: x.answer(feed([])),
    "silence": lambda x, body: x.wait_until_gone(),
    "a redirect inwards": lambda x, body: x.answer(b"", "302 Found", Location="http://169.254.169.254/"),
    "noise": lambda x, body: x.answer(bytes(range(256)) * 40),
}


USELESS = (  # nothing at all comes of these
    "server error",
    "gone",
    "a page",
    "silence",
    "a redirect inwards",
    "noise",
)


class Sources:
    """Feeds and folder; a week is told, then some of them fail in it."""

    def __init__(self, workspace: Path, seed: int) -> None:
        self._folder, self._chance = workspace / "articles", random.Random(seed)
        self._folder.mkdir()
        self.server = FaultServer()
        self.urls = {name: self.server.url(f"/{name}") for name in FEEDS}

    def tell(self, week: Week, *, dark: bool) -> dict[str, str]:
        """Set up what every source answers in a week; which of them fail, and how. `dark`: all, and nothing comes."""
        broken = {}
        for name in FEEDS:
            body, fault = feed(rows(name, week, self._chance)), self._chance.choice(USELESS if dark else [*FAULTS])
            fails = self._chance.random() < SHARE or dark
            answer = FAULTS[fault] if fails else (lambda x, body: x.answer(body))
            self.server.route(f"/{name}", lambda x, answer=answer, body=body: answer(x, body))  # type: ignore[misc]
            broken |= {name: fault} if fails else {}
        return broken | self._files(week, dark)

    def _files(self, week: Week, dark: bool) -> dict[str, str]:
        """The folder: a file a week, sometimes cut in half, sometimes gone with the whole folder."""
        aside = self._folder.with_name("articles.away")
        if aside.exists():
            aside.rename(self._folder)
        lines = "".join(json.dumps(row) + "\n" for row in rows(FOLDER, week, self._chance))
        fails = self._chance.random() < SHARE
        cut = fails and not dark and self._chance.random() < 0.5
        (self._folder / f"{week}.jsonl").write_text(lines[: len(lines) // 2] if cut else lines)
        if dark or (fails and not cut):
            self._folder.rename(aside)
            return {FOLDER: "the folder is gone"}
        return {}

    def close(self) -> None:
        self.server.close()
