"""The process that lays a page out: `python -I -m riskbrief.render.child`, one letter in, one PDF out.

The letter is a line of JSON (`order` in render/pdf.py), the page, then the attachments, lengths as announced.
WeasyPrint is imported only after limits and fonts are set.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

FAILED, REFUSED, LIBRARY_MISSING = 70, 71, 72  # exit codes of this child
FONTS = Path(__file__).parents[1] / "assets" / "fonts.conf"
LARGEST_FILE_BYTES = 64_000_000
VARIANT = "pdf/a-3a"


class RefusedError(Exception):
    """The page asks for something outside itself."""


def main() -> int:
    """Read the letter, write the PDF; the last line on stderr says what went wrong."""
    gc.disable()  # a short life: collecting costs an eighth of the time and gives back hardly any memory
    letter, output = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints may end up in the PDF
    order = json.loads(letter.readline())
    _limit(order["cpu_seconds"], order["memory_bytes"])
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    try:
        pdf = lay_out(order, letter)
    except RefusedError as error:
        return _say(REFUSED, str(error))
    except OSError as error:
        return _say(LIBRARY_MISSING if "load library" in str(error) else FAILED, str(error).split("\n", 1)[0])
    except BaseException as error:
        return _say(FAILED, f"{type(error).__name__}: {str(error)[:300]}")
    output.write(pdf)
    output.flush()
    return 0


def _say(code: int, text: str) -> int:
    sys.stderr.write("\n" + " ".join(text.split()) + "\n")
    return code


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

    from riskbrief.render import fetcher, finish, glyphs

    page = glyphs.printable(letter.read(order["page_bytes"]).decode("utf-8"), FONTS.parent / "fonts")
    closed = fetcher.closed_fetcher()
    document = weasyprint.HTML(string=page, url_fetcher=closed, base_url=None).render()
    if closed.refused:
        raise RefusedError(f"the page asks for {closed.refused[0]}")
    attachments = list(_attachments(weasyprint, order, letter))
    options = {"pdf_variant": VARIANT, "pdf_identifier": bytes.fromhex(order["identifier"]), "attachments": attachments}
    files = {name: (media_type, relation) for name, _, media_type, relation, _ in order["attachments"]}
    pdf: bytes = document.write_pdf(finisher=partial(finish.finish, files=files), **options)
    if closed.refused:
        raise RefusedError(f"the page asks for {closed.refused[0]}")
    return pdf


def _attachments(weasyprint: Any, order: dict[str, Any], letter: BinaryIO) -> Iterator[Any]:
    moment = datetime.strptime(order["moment"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    for name, description, _media_type, _relation, size in order["attachments"]:
        yield weasyprint.Attachment(
            string=letter.read(size), name=name, description=description, created=moment, modified=moment
        )


if __name__ == "__main__":
    sys.exit(main())
