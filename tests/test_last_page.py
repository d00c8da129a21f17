"""A last page of a few lines is set away, or the end is set looser until the page is worth turning to."""

from __future__ import annotations

from functools import cache

import pypdfium2
import pytest

import example_briefing as example
from printing import small
from riskbrief.render.last_page import LEAST
from riskbrief.render.pdf import render_pdf

OFFER = "close loose"
STYLES = """<style>
  @page { size: 100mm 120mm; margin: 10mm } /* twenty lines of 5 mm */
  body, p { margin: 0 } p { line-height: 5mm; font-size: 9pt }
  [data-set=close] p { line-height: 4.7mm } [data-set=loose] p + p + p + p + p ~ p { line-height: 7mm }
</style>"""


@cache
def heights(lines: int, offer: str) -> tuple[float, ...]:
    """Of each printed page the share of its room that its lines take up."""
    body = "".join(f"<p>line {n}</p>" for n in range(lines))
    page = small(body, head=STYLES).replace("<body>", f'<body data-settings="{offer}">' if offer else "<body>")
    document = pypdfium2.PdfDocument(render_pdf(page, meta=example.meta(), attachments=[]))
    lowest = []
    for sheet in document:
        text = sheet.get_textpage()
        floor = min(text.get_rect(n)[1] for n in range(text.count_rects()))
        lowest.append((sheet.get_height() - floor) / sheet.get_height() * 1.2 - 0.1)
    return tuple(lowest)


@pytest.mark.parametrize("lines", [21, 22, 24, 25, 42])
def test_the_last_page_of_several_goes_away_or_holds_a_third(lines: int) -> None:
    before, after = heights(lines, ""), heights(lines, OFFER)
    assert before[-1] < LEAST, "the case is of no use"
    assert len(after) < len(before) or (len(after) == len(before) and after[-1] > LEAST - 0.05)


def test_a_line_too_many_costs_no_page() -> None:
    assert len(heights(21, "")) == 2 and len(heights(21, OFFER)) == 1


@pytest.mark.parametrize("lines", [3, 20, 29, 40])
def test_a_page_that_ends_well_or_stands_alone_is_left_as_it_is(lines: int) -> None:
    assert heights(lines, OFFER) == heights(lines, "")


def test_settings_that_do_not_help_change_nothing() -> None:
    assert heights(25, "close") == heights(25, "")


def test_words_from_outside_offer_no_setting() -> None:
    """An article's text is escaped, so the offer of a page stands in its template alone."""
    body = "<p>&lt;body data-settings=&quot;close&quot;&gt;</p>" + "<p>line</p>" * 20
    printed = render_pdf(small(body, head=STYLES), meta=example.meta(), attachments=[])
    assert len(pypdfium2.PdfDocument(printed)) == 2
