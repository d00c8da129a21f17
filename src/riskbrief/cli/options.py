"""Options that several commands share, and progress on a terminal."""

from __future__ import annotations

import contextlib
import json
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from riskbrief.errors import UsageError, harmless


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day like 2024-09-22.", param, ctx)


articles_option = click.option(
    "--articles",
    type=click.Path(path_type=Path),
    help="Article file (JSONL, CSV, Parquet, text) or folder, instead of the configured sources.",
)
as_of_option = click.option("--as-of", type=Day(), help="What was known by the end of this day (UTC).")
outlets_option = click.option(
    "--outlets", type=click.Path(path_type=Path), help="YAML file with `outlets:` to use instead of config.yaml's."
)

cache_option = click.option(
    "--no-cache",
    "cached",
    flag_value=False,
    default=True,
    help="Read every article again instead of what changed since the last run; the result is the same.",
)

keep_option = click.option(
    "--keep", is_flag=True, help="Keep the result in measured/ of the workspace, for the annex of later issues."
)


def keep_found(workspace: Path, name: str, found: Mapping[str, Any]) -> None:
    """Keep a finding and say where."""
    from riskbrief.cli.main import say
    from riskbrief.pipeline.kept import keep

    say(f"kept as {keep(workspace, name, plain(found))}")


_DRIVES = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # what a terminal acts on and JSON leaves as it is


def emit(row: Mapping[str, Any]) -> None:
    """One JSON line on standard output; NaN becomes null, what drives a terminal is escaped."""
    line = json.dumps({k: plain(v) for k, v in row.items()}, ensure_ascii=False, allow_nan=False)
    click.echo(_DRIVES.sub(lambda found: f"\\u{ord(found[0]):04x}", line))


def show(line: object) -> None:
    """One line on standard output that a terminal only prints, whoever wrote the texts in it."""
    click.echo(harmless(str(line)))


def answer(row: Mapping[str, Any], lines: Iterable[str], form: str) -> int:
    """A finding as one JSON line or as lines to read; exit code 0."""
    if form == "json":
        emit(row)
    else:
        for line in lines:
            show(line)
    return 0


def plain(value: Any) -> Any:
    """A table value as JSON knows it: missing is null, numpy scalars are numbers, times are ISO texts."""
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if value is None or type(value).__name__ in {"NAType", "NaTType"} or value != value:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value.isoformat() if hasattr(value, "isoformat") else value


@contextlib.contextmanager
def step(label: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error while it is a terminal; silent otherwise."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda: bar.advance(task)


def existing(path: Path | None) -> Path | None:
    """The path, or a UsageError that says what to do."""
    if path is not None and not path.exists():
        raise UsageError(f"{path}: there is no such file or folder. Check the path.")
    return path
