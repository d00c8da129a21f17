"""Opening a workspace: load every definition, check it, or say all that is wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd

from riskbrief.definitions.load import load_outlets, load_workspace
from riskbrief.definitions.outlets import Outlet
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import ConfigurationError, Problem, UsageError
from riskbrief.periods import Week, end_of_day, last_complete_week
from riskbrief.pipeline.checked import was_checked
from riskbrief.pipeline.clock import utc_now


def open_workspace(root: Path) -> Workspace:
    """A workspace without problems. Errors: ConfigurationError (3) with every problem."""
    workspace = load_workspace(root)
    if not was_checked(workspace):
        from riskbrief.pipeline.checking import semantic_problems  # brings every room along

        if problems := semantic_problems(root):
            raise ConfigurationError.of(problems)
    return workspace


def read_outlets(path: Path | None) -> dict[str, Outlet] | None:
    """The outlets of another file, or None to use those of config.yaml."""
    return None if path is None else load_outlets(path)


def chosen_week(week: str, as_of: date | None) -> Week:
    """The week meant by --week or --as-of; a week that has not ended means the last complete one (UTC)."""
    if not week:
        return last_complete_week(as_of or yesterday())
    try:
        asked = Week.parse(week)
    except ValueError as error:
        raise UsageError(f"--week: {error}. Weeks are ISO weeks such as 2024-W38.") from error
    running = Week.of(utc_now().date())
    if asked > running:
        raise UsageError(f"--week: {week} lies in the future. The last complete week is {running.shift(-1)}.")
    return min(asked, last_complete_week(yesterday()))


def chosen_days(week: str, as_of: date | None) -> Week:
    """The seven days that a flash looks back on from --as-of, or from today (UTC). Errors: UsageError."""
    if week:
        raise UsageError("--week: a flash brief looks back from a day. Name it with --as-of.")
    today = utc_now().date()
    if as_of and as_of > today:
        raise UsageError(f"--as-of: {as_of} lies in the future. Today is {today}.")
    return Week.ending(as_of or today)


def earlier_week(since: str, last: Week) -> Week:
    """The week of --since, which must lie before `last`; without one `last` itself."""
    if not since:
        return last
    try:
        first = Week.parse(since)
    except ValueError as error:
        raise UsageError(f"--since: {error}. Weeks are ISO weeks such as 2024-W38.") from error
    if first >= last:
        raise UsageError(f"--since: {since} is not before {last}. Name an earlier week, such as {last.shift(-1)}.")
    return first


def moment_of(as_of: date | None) -> datetime | None:
    """Up to where the record is read for --as-of: what was known at the end of that day; without one all there is."""
    return end_of_day(as_of) if as_of else None


def after_newest(articles: pd.DataFrame) -> datetime:
    """The cut-off after the day of the newest article, so that none lies beyond; without articles after yesterday."""
    newest: date = articles["published_at"].max().date() if len(articles) else yesterday()
    return end_of_day(newest)


def yesterday() -> date:
    """The day before today, UTC: the last day that is over."""
    return utc_now().date() - timedelta(days=1)


def known(name: str, names: list[str], what: str) -> str:
    """The name if it is known, else a UsageError with the closest one."""
    if name in names:
        return name
    import difflib

    close = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(names)}."
    raise UsageError(Problem("", 0, 0, f"unknown {what} {name!r}", hint))
