"""RSS and Atom: what a feed lists, dated, with ids that stay; half feeds and pages in disguise are told apart."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

from riskbrief.ingest.answers import FetchError, Page
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
from riskbrief.ingest.parsing import parsed_feed
from riskbrief.ingest.records import Layout, Reading, counted
from riskbrief.ingest.visit import Visit
from riskbrief.ingest.webpages import Article, article_page
from riskbrief.tables import FIRST_SEEN, UNREAD

_ROOT = re.compile(r"<[A-Za-z]")
_LESS = r"(?:<|&lt;|&#0*60;|&#[xX]0*3[cC];)"
_TAG = re.compile(_LESS)
_COMMENT, _COMMENT_END = re.compile(rf"{_LESS}!--"), re.compile(r"--(?:>|&gt;|&#0*62;|&#[xX]0*3[eE];)")
_END = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
OPEN_COMMENTS = 2_000  # each is searched for its end through all that follows


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
    entries = _whole_entries(found, page, text, reading)
    pages = _Pages(visit, params, reading)
    for number, entry in enumerate(entries, start=1):
        _take(entry, f"{layout.source} item {number}", flag, layout, params, reading, visit, pages)
    pages.tell(layout.source)
    return reading


def _parsed(text: str, visit: Visit) -> dict[str, Any]:
    """The feed. Errors: FetchError when it is none, declares entities, or has too many tags."""
    if not text.strip():
        raise FetchError("rejected", "an empty answer where a feed should be")
    root = _ROOT.search(text)
    if "<!ENTITY" in text[: root.start() if root else len(text)].upper():
        raise FetchError("rejected", "the feed declares entities, which no feed needs")
    most = visit.road.rules.tags
    if _number(_TAG, text) > most:
        raise FetchError("rejected", f"a feed of more than {most:,} tags")
    if _number(_COMMENT, text) - _number(_COMMENT_END, text) > OPEN_COMMENTS:
        raise FetchError("rejected", f"a feed of more than {OPEN_COMMENTS:,} comments that never end")
    found = parsed_feed(text, visit.until)
    if not found["version"]:
        raise FetchError("rejected", "the answer is no feed (a web page or an error message?)")
    return found


def _number(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _whole_entries(found: dict[str, Any], page: Page, text: str, reading: Reading) -> list[Any]:
    """The items that are whole: of a feed that breaks off all but the last one; of one with faults in it all.

    What is well-formed is whole, whatever its root is called.
    """
    entries: list[Any] = found["entries"]
    if page.cut or (found["broken"] and not _END.search(text.rstrip()[-2000:])):
        reading.state, reading.fetched = "truncated", NOTHING
        reading.notes.append(f"the feed breaks off after {counted(len(entries), 'item')}")
        for _ in entries[-1:]:
            reading.drop("cut_item", "its last item is not whole; dropped")
        return entries[:-1]
    if found["broken"]:
        reading.notes.append("the feed is not well-formed XML; it was read all the same")
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
    url = address(entry["link"], visit.url)
    name = entry["id"] or url
    if not name:
        reading.drop("no_id", f"{place}: neither GUID nor link; dropped")
        return
    article = pages.of(url, _own(entry))
    add_article(
        reading, layout, place, tuple(f for f in (*flags, flag, *article.flags) if f),
        article_id=name if ":" in name else f"{layout.source}:{name}",
        source_id=params.outlet or layout.source, published_at=published, url=url,
        title=" ".join(text_of(entry["title"]).split()) or article.title, text=article.text,
    )  # fmt: skip


def _own(entry: Any) -> str:
    """The longest text that the item itself carries."""
    return max((text_of(fragment) for fragment in entry["texts"]), key=len)


def _dated(entry: Any, now: datetime) -> tuple[datetime, tuple[str, ...]]:
    """Published, else updated, else first seen, which is now. Errors: BadDateError."""
    for key, flags in (("published", ()), ("updated", (UPDATED,))):
        written = entry[key]
        if not written:
            continue
        moment, naive = read_date(written)
        parsed = entry[f"{key}_parsed"]
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
