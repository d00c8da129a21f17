"""What a run tells while it works: lines to read, or one JSON object a line for whatever collects logs."""

from __future__ import annotations

import json
import logging
import sys
import uuid
from datetime import UTC, datetime
from typing import Any, TextIO

import click

from riskbrief.errors import harmless
from riskbrief.pipeline.events import UNDER_WAY

EVENT = "event"  # the attribute of a log record that names what happened; docs/operations.md lists them


class JsonLines(logging.Formatter):
    """A record as one JSON object: instant (UTC), level, event, message, whose it is, and what the event carries.

    JSON escapes line feeds and escapes, so a title can forge no line and drive no terminal.
    """

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": getattr(record, EVENT, "message"),
            "message": record.getMessage(),
            **UNDER_WAY,
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=True, default=str)


class Plain(logging.Formatter):
    """A record as a line to read."""

    def format(self, record: logging.LogRecord) -> str:
        return "\n".join(map(harmless, super().format(record).split("\n")))


class _Log(logging.StreamHandler[TextIO]):
    """A log that cannot be written, such as on a full disk, stops no run."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def set_up(form: str) -> None:
    """Send the program's records to standard error; as lines to read only warnings and worse."""
    handler = _Log(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else Plain())
    handler.setLevel(logging.INFO if form == "json" else logging.WARNING)
    root = logging.getLogger("riskbrief")
    root.handlers[:] = [handler]
    UNDER_WAY["rid"] = str(uuid.uuid4())
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
