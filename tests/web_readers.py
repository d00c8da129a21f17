"""What goes wrong for readers of a published HTML page: on a phone, at a desk, by keyboard, on the browser's paper."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

from browser import Browser
from printing import text_of

PHONE, DESK = 360, 1280
INSIDE = "document.querySelector('main').contains(document.activeElement)"
STOPS = "document.querySelectorAll('main a[href], main [tabindex=\"0\"]').length"
PLACE = "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
OUTLINE = "parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
NAVIGATION = "[...document.querySelectorAll('.skip, .contents summary')].map(e => e.textContent.trim())"


def looked_at(tab: Browser, path: Path, *, whole: bool = True) -> list[str]:
    """Every fault: axe-core's at both widths, what is asked for outside, sideways scrolling, the keyboard's way through
    the page, and screen furniture on paper. Not `whole`: on a phone alone, without keyboard and paper."""
    found = [*_at(tab, path, PHONE)]
    if whole:
        found += [*_at(tab, path, DESK), *_by_keyboard(tab, path), *_on_paper(tab, path)]
    return [f"{path.name}: {fault}" for fault in found]


def _at(tab: Browser, path: Path, width: int) -> Iterator[str]:
    tab.open(path, width=width)
    if (wide := tab.value("document.documentElement.scrollWidth")) != width:
        yield f"scrolls sideways: {wide} of {width} pixels"
    yield from tab.complaints
    yield from tab.faults()


def _by_keyboard(tab: Browser, path: Path) -> Iterator[str]:
    """Tab skips to the text, then meets each link and scrolling block once, in reading order, with an outline."""
    tab.open(path, width=PHONE)
    tab.press("Tab")
    if not tab.value("document.activeElement.matches('.skip')"):
        yield "the first stop does not skip to the text"
    tab.press("Enter")
    tab.press("Tab")
    met, stops = [], tab.value(STOPS)
    while tab.value(INSIDE) and len(met) <= stops:
        met.append(tab.value(PLACE))
        if tab.value(OUTLINE) < 2:
            yield f"stop {len(met)} has no outline"
        tab.press("Tab")
    if len(met) != stops or met != sorted(set(met)):
        yield f"{len(met)} stops of {stops}, or not in reading order"


def _on_paper(tab: Browser, path: Path) -> Iterator[str]:
    tab.open(path, width=DESK)
    furniture = set(tab.value(NAVIGATION))
    paper = text_of(base64.b64decode(tab.call("Page.printToPDF", preferCSSPageSize=True)["data"]))
    yield from (f"on paper stands {line}" for line in sorted(furniture & set(paper.splitlines())))
