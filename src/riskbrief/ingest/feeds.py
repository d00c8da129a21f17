"""RSS and Atom: what a feed lists, dated, with ids that stay; half feeds and pages in disguise are told apart."""

from __future__ import annotations

import io
import re
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

from riskbrief.ingest.answers import FetchError
from riskbrief.ingest.charsets import web_text
from riskbrief.ingest.fetch import NOTHING
from riskbrief.ingest.live import (
    NAIVE,
    UPDATED,
    BadDateError,
    LiveParams,
    add_article,
    address,
    read_date,
)
from riskbrief.ingest.markup import text_of
from riskbrief.ingest.records import Layout, Reading, counted
from riskbrief.ingest.visit import Visit
from riskbrief.ingest.webpages import Article, article_page
from riskbrief.tables import FIRST_SEEN, UNREAD

_ROOT = re.compile(r"<[A-Za-z]")
_TAG = re.compile(r"<|&lt;")
_END = re.compile(r"</(?:rss|feed|rdf:rdf|[a-z]+:feed)\s*>", re.IGNORECASE)
_CONTENT = {"content-type": "application/xml; charset=utf-8"}  # the bytes handed over are UTF-8, whatever the label was


class RssParams(LiveParams):
    """Options of `rss`. `fetch_articles`: read the page of each item, as feeds often carry one sentence."""

    fetch_articles: bool = False


def read_rss(visit: Visit, layout: Layout, params: RssParams) -> Reading:
    """RSS or Atom at an address: an article for each item."""
    page = visit.main(visit.road.rules.feed_bytes, keep_cut=True)
    reading = Reading(fetched=page.state)
    if page.status == 304:
        reading.state = "not_modified"
        return reading
    text, flag = web_text(page.body, page.content_type)
    found = _parsed(text, visit)
    ended = not page.cut and bool(_END.search(text[-2000:]))
    entries = _whole_entries(found, ended, reading)
    pages = _Pages(visit, params, reading)
    for number, entry in enumerate(entries, start=1):
        _take(entry, f"{layout.source} item {number}", flag, layout, params, reading, visit, pages)
    pages.tell(layout.source)
    return reading


def _parsed(text: str, visit: Visit) -> Any:
    """The feed. Errors: FetchError when it is none, declares entities, or has too many tags."""
    import feedparser

    if not text.strip():
        raise FetchError("rejected", "an empty answer where a feed should be")
    root = _ROOT.search(text)
    if "<!ENTITY" in text[: root.start() if root else len(text)].upper():
        raise FetchError("rejected", "the feed declares entities, which no feed needs")
    most = visit.road.rules.tags
    if sum(1 for _ in _TAG.finditer(text)) > most:
        raise FetchError("rejected", f"a feed of more than {most:,} tags")
    found = feedparser.parse(io.BytesIO(text.encode("utf-8", "replace")), response_headers=_CONTENT)
    if not found.get("version"):
        raise FetchError("rejected", "the answer is no feed (a web page or an error message?)")
    return found


def _whole_entries(found: Any, ended: bool, reading: Reading) -> list[Any]:
    """The items that are whole: of a feed that breaks off all but the last one; of one with faults in it all."""
    import feedparser

    entries: list[Any] = list(found.entries)
    broken = found.get("bozo") and not isinstance(found.get("bozo_exception"), feedparser.CharacterEncodingOverride)
    if ended and broken:
        reading.notes.append("the feed is not well-formed XML; it was read all the same")
    if not ended:
        reading.state, reading.fetched = "truncated", NOTHING
        reading.notes.append(f"the feed breaks off after {counted(len(entries), 'item')}")
        for _ in entries[-1:]:
            reading.drop("cut_item", "its last item is not whole; dropped")
        return entries[:-1]
    return entries


def _take(
    entry: Any, place: str, flag: str, layout: Layout, params: RssParams, reading: Reading, visit: Visit,
    pages: _Pages,
) -> None:  # fmt: skip
    try:
        published, flags = _dated(entry, visit.now)
    except BadDateError as error:
        reading.drop("bad_date", f"{place}: {str(error)[:40]!r} is no date an article can have; dropped")
        return
    url = address(str(entry.get("link", "")), visit.url)
    name = str(entry.get("id") or url)
    if not name:
        reading.drop("no_id", f"{place}: neither GUID nor link; dropped")
        return
    article = pages.of(url, _own(entry))
    add_article(
        reading, layout, place, tuple(f for f in (*flags, flag, *article.flags) if f),
        article_id=name if ":" in name else f"{layout.source}:{name}",
        source_id=params.outlet or layout.source, published_at=published, url=url,
        title=" ".join(text_of(str(entry.get("title", ""))).split()) or article.title, text=article.text,
    )  # fmt: skip


def _own(entry: Any) -> str:
    """The longest text that the item itself carries."""
    carried = [str(c.get("value", "")) for c in entry.get("content", [])] + [str(entry.get("summary", ""))]
    return max((text_of(fragment) for fragment in carried), key=len)


def _dated(entry: Any, now: datetime) -> tuple[datetime, tuple[str, ...]]:
    """Published, else updated, else first seen, which is now. Errors: BadDateError."""
    for key, flags in (("published", ()), ("updated", (UPDATED,))):
        written = str(dict.get(entry, key) or "")
        if not written:
            continue
        moment, naive = read_date(written)
        parsed = dict.get(entry, f"{key}_parsed")
        if moment is None and parsed is not None:
            moment, naive = datetime.fromtimestamp(timegm(parsed), UTC), False
        if moment is not None:
            return moment, (*flags, *((NAIVE,) if naive else ()))
    return now, (FIRST_SEEN,)


class _Pages:
    """The pages of a feed's items, as many as may be read; where one cannot be had the item's own text stays."""

    def __init__(self, visit: Visit, params: RssParams, reading: Reading) -> None:
        self._visit, self._reading = visit, reading
        self._left = visit.road.rules.pages if params.fetch_articles else 0
        self._failed, self._spared, self._wanted = 0, 0, params.fetch_articles

    def of(self, url: str, own: str) -> Article:
        """The article at `url`, or the text that the feed itself carries."""
        if not self._wanted or not url:
            return Article(text=own)
        if self._left <= 0:
            self._spared += 1
            return Article(text=own, flags=(UNREAD,))
        self._left -= 1
        try:
            article = article_page(self._visit, url)
        except FetchError as error:
            self._failed += 1
            if self._failed <= 3:
                self._reading.notes.append(f"page not read: {error}")
            self._reading.fetched = NOTHING  # asked again next time, although the feed may not have changed
            return Article(text=own, flags=(UNREAD,))
        return article if len(article.text) >= len(own) else Article(text=own)

    def tell(self, source: str) -> None:
        """Notes on pages that were not read."""
        for number, why in ((self._failed, "could not be read"), (self._spared, "were beyond `fetch.pages`")):
            if number:
                self._reading.notes.append(f"{source}: {counted(number, 'page')} {why}; the feed's own text was taken")
