"""A last page of a few lines: the settings a template offers are tried, until it is gone or worth turning to."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

LEAST = 1 / 3  # of its height that the last page of several is printed on
OFFERED = re.compile(r'<body data-settings="([a-z ]*)"')


def well_ended(page: str, lay_out: Callable[[str], Any]) -> Any:
    """The laid out document of a page. Where the last of its pages is less than a third full, the first setting that
    the page offers (`<body data-settings="close loose">`, tried as `<html data-set="close">`) under which no page is
    added and the last one is a third full or more; if there is none, the page as it came."""
    document = lay_out(page)
    if thin(document):
        offered = OFFERED.search(page)
        for name in offered[1].split() if offered else ():
            other = lay_out(page.replace("<html ", f'<html data-set="{name}" ', 1))
            if len(other.pages) <= len(document.pages) and not thin(other):
                return other
    return document


def thin(document: Any) -> bool:
    """Whether there are several pages and the last is less than a third full."""
    return len(document.pages) > 1 and filled(document.pages[-1]) < LEAST


def filled(page: Any) -> float:
    """Share of the room between its margins down to which a page of WeasyPrint is taken up."""
    sheet = page._page_box
    return float(sheet.children[0].margin_height() / sheet.height)
