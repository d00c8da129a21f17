"""A run watched from outside: health check and text file told how it went, whatever way it ended.

Nothing here can change a run: what fails is logged and left.
"""

from __future__ import annotations

import logging
import os
import re
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from riskbrief.definitions.config import Config
from riskbrief.definitions.documents import read_document
from riskbrief.deliver.post import read_password
from riskbrief.errors import UsageError
from riskbrief.ingest.ping import SECONDS, TRIES, ping
from riskbrief.pipeline.attempts import EVERY, Noting, attempts, ended, write_attempt
from riskbrief.pipeline.clock import utc_now
from riskbrief.pipeline.events import UNDER_WAY, told, under_way
from riskbrief.pipeline.gauges import exposition, gauges
from riskbrief.pipeline.publish import replace_file

log = logging.getLogger(__name__)
LINES, MOST_BYTES = 200, 10_000
HURRIED = {130, 143}  # somebody waits for the process to end


@dataclass
class Watch:
    """What a run says of itself before it ends."""

    exit_code: int = 0
    reasons: tuple[str, ...] = ()


@contextmanager
def watched(root: Path, report: str, *, pinged: bool = True) -> Iterator[Watch]:
    """Tell `monitoring` of config.yaml that a run begins and, when the block ends, with which exit code.

    A block that ends in an error before it wrote an attempt down has one written, of `report` or of every report.
    `pinged`: False for a run that is nobody's schedule, such as one on an article file.
    """
    config = _config(root)
    before, began, watch = len(_attempts(root)), utc_now(), Watch()
    rid = UNDER_WAY.get("rid") or str(uuid.uuid4())
    check = _Check(*_address(config), rid, _secrets(root, config)) if config and pinged else _Check()
    with _kept_lines() as lines, under_way(rid=rid):
        check.begin()
        try:
            yield watch
        except BaseException as error:
            watch.exit_code, watch.reasons = ended(error)
            if len(_attempts(root)) == before:
                _note(root, report or EVERY, began, watch)
            raise
        finally:
            if config:
                _write_textfile(root, config)
            check.end(watch.exit_code, [*lines, *watch.reasons, f"exit code {watch.exit_code}"])


def _note(root: Path, report: str, began: datetime, watch: Watch) -> None:
    """Write down an attempt that ended before it could do so itself; a command called wrongly is none."""
    if watch.exit_code != UsageError.exit_code and (root / "config.yaml").is_file():
        write_attempt(root, report, began, Noting(exit_code=watch.exit_code, reasons=watch.reasons))


def refresh_textfile(root: Path) -> None:
    """Replace the text file after something other than a run, where one is asked for."""
    config = _config(root)
    if config:
        _write_textfile(root, config)


def _write_textfile(root: Path, config: Config) -> None:
    name = config.monitoring.textfile
    if not name:
        return
    try:
        replace_file(root / name, exposition(gauges(root, config)).encode())
        told(log, "monitoring.textfile", "the text file is written", path=name)
    except Exception as error:  # whatever it is, the run's own outcome stands
        log.warning("monitoring.textfile %s: %s", name, error)


def _config(root: Path) -> Config | None:
    """config.yaml alone, so that a mistake elsewhere is told too; None when it cannot be read itself."""
    made = read_document(root / "config.yaml", "config.yaml", Config).made
    return made if isinstance(made, Config) else None


def _attempts(root: Path) -> list[object]:
    with suppress(OSError):
        return list(attempts(root))
    return []


def _address(config: Config) -> tuple[str, str]:
    """Where to ping, and through which proxy."""
    rules = config.monitoring
    url = os.environ.get(rules.ping_url_env, "") if rules.ping_url_env else rules.ping_url
    return url.strip(), config.fetch.proxy


def _secrets(root: Path, config: Config) -> tuple[str, ...]:
    """Whatever must not leave with the log."""
    smtp, found = config.delivery.smtp, [_address(config)[0]]
    if smtp and smtp.password_file:
        with suppress(OSError, ValueError):
            found.append(read_password(root / smtp.password_file))
    elif smtp and smtp.password_env:
        found.append(os.environ.get(smtp.password_env, ""))
    return tuple(s for s in found if s)


@dataclass(frozen=True)
class _Check:
    """The health check of one run; does nothing without an address."""

    url: str = ""
    proxy: str = ""
    run: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def begin(self) -> None:
        self._tell("start", b"")

    def end(self, code: int, lines: list[str]) -> None:
        text = without_secrets("\n".join(lines), self.secrets).encode("utf-8", "replace")
        self._tell(str(code), text[-MOST_BYTES:], hurried=code in HURRIED)

    def _tell(self, what: str, body: bytes, *, hurried: bool = False) -> None:
        if not self.url:
            return
        base, _, query = self.url.partition("?")
        url = f"{base.rstrip('/')}/{what}?{query + '&' if query else ''}rid={self.run}"
        seconds, tries = (3.0, 1) if hurried else (SECONDS, TRIES)
        failed = ping(url, body, proxy=self.proxy, seconds=seconds, tries=tries)
        if failed:
            log.warning("the health check could not be told (%s): %s", what, failed)
        else:
            told(log, "monitoring.pinged", "the health check knows", what=what)


def without_secrets(text: str, secrets: tuple[str, ...] = ()) -> str:
    """A text without these, and without what addresses carry after `?` or before `@`.

    >>> without_secrets("pw hunter2, https://u:p@host/x?key=1", ("hunter2",))
    'pw ***, https://***@host/x?***'
    """
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    text = re.sub(r"(https?://)[^\s/@]+@", r"\1***@", text)
    return re.sub(r"(https?://[^\s?]+\?)\S+", r"\1***", text)


class _Tail(logging.Handler):
    """Keeps the last lines of the log."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: deque[str] = deque(maxlen=LINES)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname.lower()} {record.getMessage()}")


@contextmanager
def _kept_lines() -> Iterator[deque[str]]:
    logger, tail = logging.getLogger("riskbrief"), _Tail()
    logger.addHandler(tail)
    try:
        yield tail.lines
    finally:
        logger.removeHandler(tail)
