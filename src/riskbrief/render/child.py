"""The process that lays pages out: `python -I -m riskbrief.render.child`, letters in, a PDF out for each.

A letter is a line of JSON (`order` in render/pdf.py), the page, then the attachments, lengths as announced, with its
own length before it. WeasyPrint is imported once; each letter is printed by a copy of this process (copies.py).
"""

from __future__ import annotations

import ctypes.util
import io
import json
import logging
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from riskbrief.copies import FAILED, Outcome, answer_letters, limit
from riskbrief.render import later

REFUSED, LIBRARY_MISSING = 71, 72  # exit codes of this child, beside FAILED
FONTS = Path(__file__).parents[1] / "assets" / "fonts.conf"
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
    """Print every letter."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    answer_letters(_print, begin=_get_ready)


def _get_ready() -> None:
    """Load WeasyPrint, and fonts and hyphens by a page that nobody sees: what every page needs is found once."""
    logging.getLogger("weasyprint").addHandler(BLANKS)
    try:
        _print_first()
    finally:
        BLANKS.told.clear()  # what was said of that page is of no other


def _print_first() -> None:
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


def _print(letter: bytes) -> Outcome:
    """Exit code, last words and PDF."""
    try:
        return 0, "", _printed(io.BytesIO(letter))
    except RefusedError as error:
        return REFUSED, str(error), b""
    except OSError as error:
        missing = any(words in str(error) for words in LIBRARY_WORDS)
        return LIBRARY_MISSING if missing else FAILED, str(error).split("\n", 1)[0], b""


def _printed(letter: BinaryIO) -> bytes:
    order = json.loads(letter.readline())
    limit(order["cpu_seconds"], order["memory_bytes"])
    return lay_out(order, letter)


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
