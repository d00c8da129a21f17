"""HTML to PDF in a child process that can be killed: no network, no local files, limited memory and time."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Sequence
from contextlib import suppress

from riskbrief.copies import FAILED
from riskbrief.document import Meta
from riskbrief.errors import Problem, RiskbriefError
from riskbrief.press import Press
from riskbrief.render.attachments import Attachment
from riskbrief.render.child import LIBRARY_MISSING, REFUSED

CPU_SECONDS, WALL_SECONDS = 120, 300
MEMORY_BYTES = 2_000_000_000
KEPT_VARIABLES = ("HOME", "XDG_CACHE_HOME", "PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "TMPDIR")
CHILD = "riskbrief.render.child"
PRESS = Press(CHILD, beside=Press(CHILD))
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def render_pdf(html: str, *, meta: Meta, attachments: Sequence[Attachment]) -> bytes:
    """PDF/A-3a and PDF/UA-1 with the attachments inside, by name; the same page gives the same bytes anywhere.

    Names of attachments are unique and plain; each is dated with the cut-off.
    Errors: RiskbriefError if the page asks for anything outside itself, or layout fails or exceeds its limits.
    """
    page = html.encode("utf-8", "replace")
    carried = sorted(attachments, key=lambda a: a.name)  # a name tree is in order
    order = {
        "cpu_seconds": CPU_SECONDS,
        "memory_bytes": MEMORY_BYTES,
        "moment": f"{meta.cutoff:%Y-%m-%dT%H:%M:%SZ}",
        "identifier": hashlib.sha256(page).hexdigest()[:32],
        "page_bytes": len(page),
        "attachments": [[a.name, a.description, a.media_type, a.relation, len(a.content)] for a in carried],
    }
    head = json.dumps(order, sort_keys=True).encode() + b"\n"
    return _printed(b"".join([head, page, *(a.content for a in carried)]))


def get_ready() -> None:
    """Start what lays pages out, so that it is ready when the first is written; where it cannot start, that page tells
    why."""
    with suppress(OSError):
        PRESS.start(_environment())


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _printed(letter: bytes) -> bytes:
    done = PRESS.work_on(letter, _environment(), seconds=WALL_SECONDS)
    if done.late:
        raise _limit_error(f"took longer than {WALL_SECONDS} s")
    if done.code != 0:
        raise _child_error(done.code, done.said)
    return done.result


def _child_error(code: int, said: str) -> RiskbriefError:
    reason = said.strip().splitlines()[-1][:500] if said.strip() else "no message"
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return _limit_error(f"used more than {CPU_SECONDS} s of processor time, or was killed")
    if code == LIBRARY_MISSING:
        return _error(f"a system library is missing: {reason}", f"Debian and Ubuntu: apt-get install {LIBRARIES}.")
    if code == REFUSED:
        return _error(
            reason, "A page may hold only text, its own styles and data: images; remove that from the template."
        )
    if code == FAILED and "MemoryError" in reason:
        return _limit_error(f"needed more than {MEMORY_BYTES // 1_000_000} MB")
    if code < 0:
        return _error(
            f"layout crashed ({signal.Signals(-code).name})", "Undo the last change to templates; see doctor."
        )
    return _error(f"layout failed: {reason}", "Undo the last change to templates or CSS.")


def _limit_error(text: str) -> RiskbriefError:
    return _error(f"layout {text}", "Look for a very long or deeply nested part, or an endless rule in the CSS.")


def _error(text: str, remedy: str) -> RiskbriefError:
    return RiskbriefError(Problem("briefing.pdf", 0, 0, text, remedy))
