"""Where printed text stands: none of a PDF may lie outside the margins of its page, where paper ends or cuts it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

MM = 72 / 25.4
SIDE_MM, EDGE_MM = 16.0, 4.0  # the margins beside the text, and the least above the head and under the foot of a page
SLACK_MM = 0.5  # a letter may lean out of its line


def outside(pdf: bytes | Path) -> list[str]:
    """Each piece of text that leaves the margins, with its page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [f"page {n}: {text}" for n, page in enumerate(document, start=1) for text in _outside(page)]


def _outside(page: pypdfium2.PdfPage) -> Iterator[str]:
    width, height = page.get_size()
    side, edge = (SIDE_MM - SLACK_MM) * MM, EDGE_MM * MM
    text = page.get_textpage()
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        if left < side or right > width - side or bottom < edge or top > height - edge:
            yield f"{text.get_text_bounded(left, bottom, right, top)!r} at {left / MM:.0f}–{right / MM:.0f} mm"
