"""What a run tells while it works: lines to read, or one JSON object a line for whatever collects logs."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

import click

EVENT = "event"  # the attribute of a log record that names what happened; docs/operations.md lists them


class JsonLines(logging.Formatter):
    """A record as one JSON object: instant (UTC), level, event, message, and what the event carries.

    JSON escapes line feeds and escapes, so a title can forge no line and drive no terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, EVENT, "message"),
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=True, default=str)


class Plain(logging.Formatter):
    """A record as a line to read."""

    def format(self, record: logging.LogRecord) -> str:
        return "".join(c if c.isprintable() or c == "\n" else " " for c in super().format(record))


def set_up(form: str) -> None:
    """Send the program's records to standard error; as lines to read only warnings and worse."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Plain())
    handler.setLevel(logging.INFO if form == "json" else logging.WARNING)
    root = logging.getLogger("riskbrief")
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)


def _chosen(ctx: click.Context, _param: click.Parameter, form: str) -> str:
    ctx.meta["riskbrief.log_format"] = form
    set_up(form)
    return form


log_option = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    expose_value=False,
    callback=_chosen,
    is_eager=True,
    help="What standard error holds: lines to read, or one JSON object a line.",
)
