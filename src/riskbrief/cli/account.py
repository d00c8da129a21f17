"""What was read and what was not, in plain lines on standard error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from riskbrief.cli.main import say

NOTES = 25
REASONS = {
    "bad_date": "publication date that is not ISO 8601, or that cannot be",
    "bad_value": "a value that is no text",
    "broken_line": "a line that is not a JSON object",
    "broken_row": "a row that is not CSV under its header",
    "cut_item": "the last item of a feed that breaks off",
    "duplicate": "the same article again",
    "duplicate_id": "another article under an id already used",
    "future_date": "dated further ahead than `fetch.future_hours`",
    "no_date": "no publication date",
    "no_id": "no article_id",
    "no_text": "neither title nor text",
    "over_limit": "beyond the pages of `fetch.pages`",
    "page_not_read": "a page that could not be fetched, or that robots.txt excludes",
}


def tell(taken: Any, cutoff: datetime) -> None:
    """Say what was read (an `Intake`) and what lies after the cut-off."""
    for line in (*lines(taken), *after_cutoff(taken, cutoff)):
        say(line)


def tell_newest(taken: Any, cutoff: datetime) -> None:
    """The same for a command that took the newest day as its cut-off, and which day that is."""
    for line in (*lines(taken), *newest(taken, cutoff)):
        say(line)


def lines(taken: Any) -> Iterator[str]:
    """Counts, dropped rows by reason, sources that gave nothing, notes."""
    yield f"read {_articles(taken.read)}, kept {taken.kept:,}" + _dropped(taken.dropped)
    for row in taken.sources:
        if row["state"] not in ("ok", "not_modified"):
            yield f"{row['source']} {_state(row)}"
    for note in taken.notes[:NOTES]:
        yield f"note: {note}"
    if len(taken.notes) > NOTES:
        yield f"note: {len(taken.notes) - NOTES} more notes are not shown; `run` keeps all of them in manifest.json"


def _state(row: dict[str, Any]) -> str:
    return "holds no article" if row["state"] == "empty" else f"{row['state']}: {row['message']}"


def _dropped(dropped: dict[str, int]) -> str:
    if not dropped:
        return ""
    parts = ", ".join(f"{n:,} {reason} ({REASONS.get(reason, 'see below')})" for reason, n in dropped.items())
    return f", dropped {sum(dropped.values()):,}: {parts}"


def after_cutoff(taken: Any, cutoff: datetime) -> Iterator[str]:
    """How many articles are not counted because they were published after the cut-off."""
    later = taken.after(cutoff)
    if later:
        verb = "was" if later == 1 else "were"
        yield f"{_articles(later)} {verb} published after {last_day(cutoff)} (UTC) and left out"


def newest(taken: Any, cutoff: datetime) -> Iterator[str]:
    """Which day `code` took when none was asked for."""
    from riskbrief.pipeline.opening import yesterday

    if not len(taken.articles):
        return
    day = last_day(cutoff)
    yield f"as of {day}, the day of the newest article; --as-of chooses another"
    if day > yesterday() + timedelta(days=1):
        yield f"note: {day} is yet to come; check the dates, or leave such articles out with --as-of"


def last_day(cutoff: datetime) -> date:
    """The last day before a cut-off at midnight."""
    return (cutoff - timedelta(days=1)).date()


def _articles(number: int) -> str:
    return f"{number:,} article" + ("" if number == 1 else "s")
