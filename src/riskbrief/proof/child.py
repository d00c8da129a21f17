"""The process that reads a PDF from outside: `python -I -m riskbrief.proof.child`, one PDF in, text and files out.

Out come a line of JSON, `pages` as texts, `signed` and `files` as names with sizes, then the files. A PDF may be
hostile: memory, time and files are limited, and a crash ends only this process.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress

MEMORY_BYTES, CPU_SECONDS = 2_000_000_000, 120
MOST_FILES, MOST_BYTES, MOST_PAGES = 100, 500_000_000, 500


def main(read: Callable[[bytes], bytes]) -> int:
    """Write what `read` says of the PDF on standard input; the last line on standard error says what went wrong."""
    content = sys.stdin.buffer.read()
    _limit()
    try:
        told = read(content)
    except Exception as error:
        sys.stderr.write(" ".join(str(error).split())[:300] + "\n")
        return 1
    sys.stdout.buffer.write(told)
    return 0


def texts_and_files(content: bytes) -> bytes:
    """Its answer."""
    pages, files, signed = _read(content)
    head = {"pages": pages, "signed": signed, "files": [[name, len(data)] for name, data in files]}
    return json.dumps(head).encode() + b"\n" + b"".join(data for _, data in files)


def _limit() -> None:
    """Bound memory, time and files of this process."""
    for kind, most in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, CPU_SECONDS),
                       (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):  # fmt: skip
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def _read(content: bytes) -> tuple[list[str], list[tuple[str, bytes]], bool]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(content)
    if len(document) > MOST_PAGES or document.count_attachments() > MOST_FILES:
        raise ValueError(f"more than {MOST_PAGES} pages or {MOST_FILES} attached files")
    pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    files, total = [], 0
    for index in range(document.count_attachments()):
        attachment = document.get_attachment(index)
        data = bytes(attachment.get_data())
        total += len(data)
        if total > MOST_BYTES:
            raise ValueError(f"attached files of more than {MOST_BYTES:,} bytes")
        files.append((attachment.get_name(), data))
    return pages, files, pdfium.FPDF_GetSignatureCount(document) > 0


if __name__ == "__main__":
    sys.exit(main(texts_and_files))
