"""The process that lays pages out: `python -I -m riskbrief.render.child`, letters in, a PDF out for each.

A letter is a line of JSON (`order` in render/pdf.py), the page, then the attachments, lengths as announced, with its
own length before it. WeasyPrint is imported once; each letter is printed by a copy of this process that ends with it,
under limits of its own, so that no page meets what another left behind.
"""

from __future__ import annotations

import ctypes.util
import gc
import io
import json
import logging
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from riskbrief.render import later

LENGTH_BYTES = 8  # before each letter
FAILED, REFUSED, LIBRARY_MISSING = 70, 71, 72  # exit codes of this child
FONTS = Path(__file__).parents[1] / "assets" / "fonts.conf"
LARGEST_FILE_BYTES = 64_000_000
VARIANT = "pdf/a-3a"
LIBRARY_WORDS = ("load library", "locate a library")  # in what cffi says of one that is missing
FIRST_PAGE = """<html lang="en"><style>p { font-family: "Source Sans 3"; width: 2cm; hyphens: auto }</style>
<p>Humanitarian notwithstanding <img alt="" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E">"""


class RefusedError(Exception):
    """The page asks for something outside itself."""


class BlankError(Exception):
    """A picture cannot be drawn; WeasyPrint leaves its place white."""


class _Blanks(logging.Handler):
    """Remembers what WeasyPrint only logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith("Failed to"):
            self.told.append(record.getMessage()[:120])


BLANKS = _Blanks()


def main() -> None:
    """Answer every letter with a line of JSON, exit code, last words and length, and the PDF."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # where whoever started us ignores it, how a copy ended is lost
    gc.disable()  # a copy's life is short: collecting costs an eighth of its time and gives back hardly any memory
    letters, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints may end up in an answer
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    logging.getLogger("weasyprint").addHandler(BLANKS)
    with suppress(Exception):  # a copy will tell what is missing
        _get_ready()
    BLANKS.told.clear()  # what was said of that page is of no other
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    while length := letters.read(LENGTH_BYTES):
        code, said, pdf = _in_a_copy(letters.read(int.from_bytes(length, "big")))
        answers.write(json.dumps({"code": code, "said": said, "bytes": len(pdf)}).encode() + b"\n" + pdf)
        answers.flush()


def _get_ready() -> None:
    """Load WeasyPrint, and fonts and hyphens by a page that nobody sees: what every page needs is found once."""
    if sys.platform == "linux":  # to try its other names for a library, a compiler is started, thirty times in all
        ctypes.util.find_library = _unasked
    later.put_off()
    import weasyprint

    from riskbrief.render import fetcher, finish, glyphs, last_page, lettering  # noqa: F401

    datetime.strptime("2024", "%Y")  # loads what reads a date
    page = glyphs.printable(FIRST_PAGE, FONTS.parent / "fonts")
    weasyprint.HTML(string=page).write_pdf(pdf_variant=VARIANT)


def _unasked(name: str) -> str | None:
    """No file for a library: the last name WeasyPrint tries is the one it is installed under."""
    return None


def _in_a_copy(letter: bytes) -> tuple[int, str, bytes]:
    """Exit code, below 0 the signal that ended the copy, last words and PDF."""
    ours, its = os.pipe()
    copy = os.fork()
    if copy == 0:
        try:
            os.close(ours)
            _print(letter, its)
        finally:
            os._exit(FAILED)
    os.close(its)
    with os.fdopen(ours, "rb") as pipe:
        said, _, pdf = pipe.read().partition(b"\n")
    return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]), said.decode("utf-8", "replace"), pdf


def _print(letter: bytes, answer: int) -> None:
    """Write last words and PDF, and end."""
    code, said, pdf = 0, "", b""
    try:
        pdf = _printed(io.BytesIO(letter))
    except RefusedError as error:
        code, said = REFUSED, str(error)
    except OSError as error:
        missing = any(words in str(error) for words in LIBRARY_WORDS)
        code, said = LIBRARY_MISSING if missing else FAILED, str(error).split("\n", 1)[0]
    except BaseException as error:
        code, said = FAILED, f"{type(error).__name__}: {str(error)[:300]}"
    with os.fdopen(answer, "wb") as pipe:
        pipe.write(" ".join(said.split()).encode("utf-8", "replace") + b"\n" + pdf)
    os._exit(code)  # to take the pages apart again would cost a tenth of a second


def _printed(letter: BinaryIO) -> bytes:
    order = json.loads(letter.readline())
    _limit(order["cpu_seconds"], order["memory_bytes"])
    return lay_out(order, letter)


def _limit(cpu_seconds: int, memory_bytes: int) -> None:
    for kind, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, LARGEST_FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a limit set from outside may already be lower
            resource.setrlimit(kind, (most, most))


def lay_out(order: dict[str, Any], letter: BinaryIO) -> bytes:
    """The PDF of the page in the letter."""
    import weasyprint

    from riskbrief.render import fetcher, finish, glyphs, last_page, lettering

    lettering.set_whole()
    closed = fetcher.closed_fetcher()
    page = closed.without_pictures(letter.read(order["page_bytes"]).decode("utf-8"))
    page = glyphs.printable(page, FONTS.parent / "fonts")
    document = last_page.well_ended(
        page, lambda text: weasyprint.HTML(string=text, url_fetcher=closed, base_url=None).render()
    )
    if closed.refused:
        raise RefusedError(f"the page asks for {closed.refused[0]}")
    attachments = list(_attachments(weasyprint, order, letter))
    options = {"pdf_variant": VARIANT, "pdf_identifier": bytes.fromhex(order["identifier"]), "attachments": attachments}
    files = {name: (media_type, relation) for name, _, media_type, relation, _ in order["attachments"]}
    pdf: bytes = document.write_pdf(finisher=partial(finish.finish, files=files), **options)
    if closed.refused:
        raise RefusedError(f"the page asks for {closed.refused[0]}")
    if BLANKS.told:
        raise BlankError(BLANKS.told[0])
    return pdf


def _attachments(weasyprint: Any, order: dict[str, Any], letter: BinaryIO) -> Iterator[Any]:
    moment = datetime.strptime(order["moment"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    for name, description, _media_type, _relation, size in order["attachments"]:
        yield weasyprint.Attachment(
            string=letter.read(size), name=name, description=description, created=moment, modified=moment
        )


if __name__ == "__main__":
    main()
