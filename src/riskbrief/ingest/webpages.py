"""Article pages: the text without what stands around it, title, date."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from riskbrief.ingest.answers import FetchError, Page
from riskbrief.ingest.charsets import web_text
from riskbrief.ingest.live import BadDateError, LiveParams, add_article, address, outlet_of, read_date
from riskbrief.ingest.markup import text_of
from riskbrief.ingest.parsing import parsed_page
from riskbrief.ingest.records import Layout, Reading
from riskbrief.ingest.visit import Visit
from riskbrief.tables import FIRST_SEEN

STRIPPED = "stripped_page"
GONE = frozenset({404, 410})  # what a server answers of a page that it no longer has
_HREF = re.compile(r"""<a\b[^<>]{0,1000}?\bhref\s*=\s*(?:"([^"<>\s]{1,2000})"|'([^'<>\s]{1,2000})')""", re.IGNORECASE)
_BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Article:
    """What a page says; empty where it says nothing. `published`: as the page writes it."""

    text: str = ""
    title: str = ""
    published: str = ""
    flags: tuple[str, ...] = ()


class HtmlParams(LiveParams):
    """Options of `html`. `links`: the page is a list; read the pages it links to whose address begins so."""

    links: str = ""


def read_html(visit: Visit, layout: Layout, params: HtmlParams) -> Reading:
    """A web page as one article, or with `links` the pages that it lists."""
    page = visit.main(visit.road.rules.page_bytes)
    reading = Reading(fetched=page.state)
    if page.status == 304:
        reading.state = "not_modified"
        return reading
    if not params.links:
        take_page(reading, layout, visit, page.url, extracted(page, visit), params.outlet or layout.source)
        return reading
    text, _ = web_text(page.body, page.content_type)
    found = linked(text, page.url, address(params.links, page.url))
    take_pages(reading, layout, visit, found, params.outlet or layout.source)
    return reading


def linked(text: str, base: str, start: str) -> list[str]:
    """Addresses a page links to that begin with `start`, each once, in order."""
    found = (address(html.unescape(a or b), base) for a, b in _HREF.findall(text))
    return list(dict.fromkeys(url for url in found if url and url.startswith(start) and url != base))


def take_pages(reading: Reading, layout: Layout, visit: Visit, urls: list[str], outlet: str = "") -> None:
    """Append the article of each address; what cannot be read is counted (`page_not_read`, `over_limit`)."""
    most = visit.road.rules.pages
    for url in urls[most:]:
        reading.drop("over_limit", f"{url}: beyond the {most} pages of `fetch.pages`; dropped")
    for url in urls[:most]:
        try:
            article = article_page(visit, url)
        except FetchError as error:
            reading.drop("page_not_read", f"{url}: {error}; dropped")
            reading.gone += [url] if error.status in GONE else []
            continue
        take_page(reading, layout, visit, url, article, outlet or outlet_of(url))


def take_page(reading: Reading, layout: Layout, visit: Visit, url: str, article: Article, outlet: str) -> None:
    """Append a page as one article, dated by itself, else by when it was first seen."""
    try:
        published, _ = read_date(article.published)
    except BadDateError:
        reading.drop("bad_date", f"{url}: {article.published[:40]!r} is no date an article can have; dropped")
        return
    flags = article.flags if published else (*article.flags, FIRST_SEEN)
    add_article(
        reading, layout, url, flags, article_id=url, source_id=outlet, url=url, title=article.title, text=article.text,
        published_at=published or visit.now,
    )  # fmt: skip


def article_page(visit: Visit, url: str) -> Article:
    """The article at an address, if robots.txt lets us. Errors: FetchError."""
    return extracted(visit.article(url), visit)


def extracted(page: Page, visit: Visit) -> Article:
    """The article of a page; what no extractor can find is the page without its tags, flagged `stripped_page`.

    Errors: FetchError (rejected) when it is no page of text.
    """
    kind = page.content_type.split(";")[0].strip().lower()
    if kind and not (kind.startswith("text/") or kind.endswith(("html", "xml"))):
        raise FetchError("rejected", f"{urlsplit(page.url).hostname} sent {kind} where a page should be")
    text, flag = web_text(page.body, page.content_type)
    flags = (flag,) if flag else ()
    found = None if text.count("<") > visit.road.rules.page_tags else _found(text, page, visit)
    if found is None or not found.text:
        body = _BODY.search(text)
        return Article(text=text_of(text[body.end() if body else 0 :]), flags=(*flags, STRIPPED))
    return replace(found, flags=flags)


def _found(text: str, page: Page, visit: Visit) -> Article | None:
    """What the extractor finds; None when it gives up. Errors: FetchError when it had to be stopped."""
    latest = (visit.now + timedelta(days=2)).isoformat()[:10]
    found = parsed_page(text, page.url, latest, visit.until)
    if found is None:
        return None
    title = found["title"]
    return Article(found["text"].removeprefix(title).lstrip() or found["text"], title, found["date"])
