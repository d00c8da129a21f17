"""The HTML edition as readers meet it in a browser: on a phone, at a desk, by keyboard; axe-core finds no fault."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import arabic_briefing
import example_briefing as example
from browser import Browser, browser
from printing import TEMPLATES, html_of, text_of
from riskbrief.document import Briefing, Cell, DataTable
from riskbrief.render.mail import mail_body

PHONE, DESK = 360, 1280
FOCUS = "document.activeElement.matches({!r})"
OUTLINE = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory, example.briefing())


def written(folders: pytest.TempPathFactory, briefing: object) -> Path:
    path = folders.mktemp("web") / "briefing.html"
    path.write_text(html_of(briefing), encoding="utf-8")  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_briefing_has_no_accessibility_fault_and_asks_for_nothing(tab: Browser, page: Path, width: int) -> None:
    tab.open(page, width=width)
    assert tab.value("innerWidth") == width
    assert tab.faults() == []
    assert tab.complaints == []


@pytest.mark.parametrize("kind", ["arabic", "hostile", "empty"])
def test_other_editions_have_no_accessibility_fault(
    tab: Browser, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    """From right to left, with titles that carry markup, and in a week with nothing to tell."""
    whole = example.briefing()
    silent = replace(
        whole, citations=(), sections=tuple(replace(s, parts={}, no_data="Not assessed.") for s in whole.sections)
    )
    briefings = {
        "arabic": arabic_briefing.briefing,
        "hostile": lambda: example.with_text('"><b onclick="x">&'),
        "empty": lambda: silent,
    }
    tab.open(written(tmp_path_factory, briefings[kind]()), width=PHONE)
    assert tab.faults() == []
    assert tab.complaints == []


def test_the_body_of_an_e_mail_has_no_accessibility_fault(tab: Browser, tmp_path: Path) -> None:
    path = tmp_path / "mail.html"
    told = mail_body(alerted(), template_dirs=[TEMPLATES], attachments=["briefing.pdf"], link="https://a.example")
    path.write_text(told.html, encoding="utf-8")
    tab.open(path, width=PHONE)
    assert tab.faults() == []
    assert tab.value("document.documentElement.scrollWidth") == PHONE


def alerted() -> Briefing:
    """The briefing with what makes the board of the e-mail widest: flags behind countries, long changes."""
    whole = example.briefing()
    board = next(s for s in whole.sections if s.template == "board")
    table = board.parts["board"]
    assert isinstance(table, DataTable)
    flagged = tuple((replace(r[0], small="Alert · Opportunity"), *r[1:3], Cell("Deteriorated", small="+35.0"), *r[4:])
                    for r in table.rows)  # fmt: skip
    changed = replace(board, parts=board.parts | {"board": replace(table, rows=flagged)})
    return replace(whole, sections=tuple(changed if s is board else s for s in whole.sections))


def test_the_engine_finds_a_fault_where_there_is_one(tab: Browser, page: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text(page.read_text(encoding="utf-8").replace(' tabindex="0"', ""), encoding="utf-8")
    tab.open(broken, width=PHONE)
    assert any(fault.startswith("scrollable-region-focusable") for fault in tab.faults())


def test_on_a_phone_only_tables_and_wide_charts_scroll_sideways(tab: Browser, page: Path) -> None:
    tab.open(page, width=PHONE)
    assert tab.value("document.documentElement.scrollWidth") == PHONE
    wide = "[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth"
    scrolling = tab.value(f"{wide} && getComputedStyle(e).overflowX == 'auto').length")
    assert scrolling > 0
    assert tab.value(f"{wide} && getComputedStyle(e).overflowX == 'auto').every(e => e.tabIndex === 0)")


def test_letters_on_a_phone_are_large_enough_to_read(tab: Browser, page: Path) -> None:
    """Running text of at least 15 pixels, and nothing below 11."""
    tab.open(page, width=PHONE)
    sizes = "[...document.querySelectorAll({!r})].map(e => parseFloat(getComputedStyle(e).fontSize) * e.currentCSSZoom)"
    assert tab.value(f"Math.min(...{sizes.format('main section > p:not([class])')})") >= 15
    assert tab.value(f"Math.min(...{sizes.format('main *')})") >= 11


def test_the_keyboard_reaches_the_text_first_then_every_block_that_scrolls(tab: Browser, page: Path) -> None:
    tab.open(page, width=PHONE)
    tab.press("Tab")
    assert tab.value(FOCUS.format(".skip"))
    box = tab.value("JSON.stringify(document.activeElement.getBoundingClientRect())")
    assert '"left":-' not in box, "a skip link is seen when it has the focus"
    assert tab.value(OUTLINE) >= 2
    tab.press("Enter")
    tab.press("Tab")
    assert tab.value("document.querySelector('main').contains(document.activeElement)")
    stops = tab.value("document.querySelectorAll('main a[href], main [tabindex=\"0\"]').length")
    met = 1
    while tab.value(OUTLINE) >= 2 and met < stops + 5:
        tab.press("Tab")
        if not tab.value("document.querySelector('main').contains(document.activeElement)"):
            break
        met += 1
    assert met == stops, "every link and block is met once, each with a visible outline"


def test_a_block_that_scrolls_scrolls_by_arrow_key(tab: Browser, page: Path) -> None:
    tab.open(page, width=PHONE)
    tab.value("document.querySelector('.s-board .table').focus()")
    for _ in range(3):
        tab.press("ArrowRight")
    for _ in range(300):  # it glides, as fast as the machine lets it
        if moved := tab.value("document.querySelector('.s-board .table').scrollLeft"):
            break
        time.sleep(0.1)
    assert moved > 0


def test_the_page_prints_from_the_browser_without_its_screen_furniture(tab: Browser, page: Path) -> None:
    tab.open(page, width=DESK)
    paper = tab.call("Page.printToPDF", preferCSSPageSize=True)["data"]
    printed = text_of(base64.b64decode(paper))
    assert 5 <= printed.count("\f") <= 9
    assert example.briefing().headline in " ".join(printed.split())
    assert not {"Skip to the briefing", "Contents"} & set(printed.splitlines())
