"""The process that reads what strangers sent: `python -I -m riskbrief.ingest.child`, letters in, JSON out for each.

A letter is a line of JSON (`order` in ingest/parsing.py), then the text of a feed or of a page. Parsers of feeds and
pages can be made to run for hours or to fill the memory; here that costs a copy of this process (copies.py), no run.
"""

from __future__ import annotations

import io
import json
from typing import Any

from riskbrief.copies import Outcome, answer_letters, limit

CONTENT = {"content-type": "application/xml; charset=utf-8"}  # the bytes handed over are UTF-8, whatever the label was
LONGEST_DATE = 200


def main() -> None:
    """Read every letter."""
    answer_letters(_read, get_ready=_get_ready)


def _get_ready(letter: bytes) -> None:
    """Load the parser of a letter once for all of its kind."""
    if json.loads(letter.partition(b"\n")[0])["kind"] == "feed":
        import feedparser  # noqa: F401
    else:
        import trafilatura  # noqa: F401


def _read(letter: bytes) -> Outcome:
    head, _, content = letter.partition(b"\n")
    order = json.loads(head)
    limit(order["cpu_seconds"], order["memory_bytes"])
    told = feed(content) if order["kind"] == "feed" else article(content.decode(), order["url"], order["latest"])
    return 0, "", json.dumps(told).encode()


def feed(content: bytes) -> dict[str, Any]:
    """Of a feed its `version`, empty when it is none, whether it is `broken` (not well-formed), and its `entries`."""
    import feedparser

    found = feedparser.parse(io.BytesIO(content), response_headers=CONTENT)
    broken = found.get("bozo") and not isinstance(found.get("bozo_exception"), feedparser.CharacterEncodingOverride)
    entries = [_entry(entry) for entry in found.get("entries", [])]
    return {"version": found.get("version") or "", "broken": bool(broken), "entries": entries}


def _entry(entry: Any) -> dict[str, Any]:
    """What ingest takes of an item; dates as written and as the parser reads them."""
    told: dict[str, Any] = {key: str(entry.get(key) or "") for key in ("link", "id", "title")}
    told["texts"] = [str(c.get("value", "")) for c in entry.get("content", [])] + [str(entry.get("summary", ""))]
    for key in ("published", "updated"):
        parsed = dict.get(entry, f"{key}_parsed")
        told[key] = str(dict.get(entry, key) or "")[:LONGEST_DATE]
        told[f"{key}_parsed"] = list(parsed) if parsed is not None else None
    return told


def article(text: str, url: str, latest: str) -> dict[str, str] | None:
    """Text, title and date of a page; None when the extractor finds none. `latest`: day after which no date lies."""
    import trafilatura

    dates = {"original_date": True, "extensive_search": False, "max_date": latest}
    found = trafilatura.bare_extraction(
        text, url=url, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=dates
    )
    if found is None or isinstance(found, dict) or not found.text:
        return None
    return {"text": found.text, "title": found.title or "", "date": found.date or ""}


if __name__ == "__main__":
    main()
