"""Reports of the ReliefWeb API (v2): JSON pages, each naming the next."""

from __future__ import annotations

import json
from typing import Any

from riskbrief.ingest.answers import FetchError
from riskbrief.ingest.fetch import checked
from riskbrief.ingest.live import BadDateError, LiveParams, add_article, address, read_date
from riskbrief.ingest.peers import bare
from riskbrief.ingest.records import Layout, Reading
from riskbrief.ingest.visit import Visit
from riskbrief.tables import FIRST_SEEN

HELP = "Is the appname approved and does the address ask for fields (docs/sources.md)?"


class ReliefwebParams(LiveParams):
    """Options of `reliefweb`. `pages`: how many pages of the answer are read, the newest first."""

    pages: int = 5


def read_reliefweb(visit: Visit, layout: Layout, params: ReliefwebParams) -> Reading:
    """Reports of the ReliefWeb API: the query is the address; the outlet is the first source of each report."""
    most = visit.road.rules.feed_bytes
    page = visit.main(most)
    reading = Reading(fetched=page.state)
    if page.status == 304:
        reading.state = "not_modified"
        return reading
    answer = _answer(page.body)
    for number in range(1, params.pages + 1):
        for report in answer["data"]:
            _take(report, layout, params, reading, visit)
        follow = _next(answer, visit.url)
        if not follow:
            return reading
        if number < params.pages:
            answer = _answer(visit.get(follow, most).body)
    reading.notes.append(f"{layout.source}: more reports than {params.pages} pages hold were not read")
    return reading


def _answer(body: bytes) -> dict[str, Any]:
    """The answer as JSON. Errors: FetchError (truncated, rejected)."""
    try:
        answer = json.loads(body.decode("utf-8-sig", "replace"))
    except json.JSONDecodeError as error:
        whole = body.lstrip()[:1] not in (b"{", b"[")
        raise FetchError("rejected" if whole else "truncated", f"the answer is no whole JSON. {HELP}") from error
    except (ValueError, RecursionError) as error:
        raise FetchError("rejected", f"the answer is no JSON that can be read. {HELP}") from error
    if not isinstance(answer, dict) or not isinstance(answer.get("data"), list):
        raise FetchError("rejected", f"the answer holds no `data`. {HELP}")
    return answer


def _next(answer: dict[str, Any], home: str) -> str:
    """The address of the next page, on the same host; empty when there is none."""
    links = answer.get("links")
    follow = links.get("next") if isinstance(links, dict) else None
    url = address(str(follow.get("href", "")), home) if isinstance(follow, dict) else ""
    return url if url and bare(checked(url).host or "") == bare(checked(home).host or "") else ""


def _take(report: Any, layout: Layout, params: ReliefwebParams, reading: Reading, visit: Visit) -> None:
    fields = report.get("fields") if isinstance(report, dict) else None
    if not isinstance(fields, dict):
        reading.drop("no_text", f"{layout.source}: a report without fields; dropped")
        return
    place = f"{layout.source} report {str(report.get('id', ''))[:40]}"
    try:
        published, _ = read_date(_first(fields.get("date"), "original", "created"))
    except BadDateError:
        reading.drop("bad_date", f"{place}: no date a report can have; dropped")
        return
    url = address(_first(fields, "url_alias", "url"))
    add_article(
        reading, layout, place, () if published else (FIRST_SEEN,),
        article_id=f"reliefweb:{report['id']}" if report.get("id") else url,
        source_id=params.outlet or _outlet(fields.get("source")), published_at=published or visit.now, url=url,
        title=_first(fields, "title"), text=_first(fields, "body"),
        language=layout.language or _first(_one(fields.get("language")), "code"),
    )  # fmt: skip


def _outlet(sources: object) -> str:
    name = _first(_one(sources), "shortname", "name")
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in name.lower()).strip("_") or "reliefweb"


def _one(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _first(value: object, *keys: str) -> str:
    """The first text that stands under one of the keys."""
    held = [value.get(key) for key in keys] if isinstance(value, dict) else []
    return next((text for text in held if isinstance(text, str) and text.strip()), "")
