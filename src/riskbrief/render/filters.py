"""What templates may call: dates in the reader's language, typographic spaces, tests for the types of parts."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from babel import Locale
from babel.dates import format_date
from jinja2 import pass_context
from markupsafe import Markup

from riskbrief.document import Box, Card, Cell, DataTable, FigureSpec, Item, Sentence
from riskbrief.figures import BarsFigure, FlowsFigure, MapFigure, TimelineFigure, TrendFigure
from riskbrief.typography import Untouched, Written, typeset

LONG_NAME, LONG_WORD = 30, 24  # letters from which a name may wrap, and a word break
CARD_FRAME = 60  # a card's rule and margins, in letters
LOCALES = {"en": "en_GB"}  # that of the phrase file, for a language with several ways to shorten months
IN_ADDRESSES = ":/?#[]@!$&'()*+,;=%"  # what may stand in an address beside letters, digits and _.-~
BROKEN = ("Cc", "Zl", "Zp")  # Unicode categories that would end a line: controls and separators
UNSEEN = ("Cf", "Cs", "Co", "Cn")  # formats, lone surrogates, private and unassigned characters
Style = Markup


def data_uri(svg: str) -> str:
    """An SVG as an image address: the page stays one file and the drawing can reach nothing."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode("ascii")


def style(css: str) -> Style:
    """Our own stylesheet as markup; it can't close its element."""
    return Markup(css.replace("</", "<\\/"))


def typography(language: str) -> Callable[[Any], Any]:
    """What every printed value passes through: apostrophes, and the no-break spaces of French."""

    def finalize(value: Any) -> Any:
        return typeset(value, language) if isinstance(value, str) and not isinstance(value, Markup) else value

    return finalize


def one_line(text: str) -> str:
    r"""Text that ends no line and hides nothing: controls become spaces, characters that are not seen go.

    >>> one_line("Calm\r\nBcc: x\u202e\x00")
    'Calm Bcc: x'
    """
    spaced = "".join(" " if unicodedata.category(c) in BROKEN else c for c in text)
    return re.sub(" {2,}", " ", "".join(c for c in spaced if unicodedata.category(c) not in UNSEEN)).strip(" ")


def web_link(url: str) -> str:
    """The address if it is http or https with a host, else nothing: no other scheme ever becomes a link.

    Other letters than those of ASCII are percent-encoded, so that no font decides where a link leads.

    >>> web_link("https://example.org/côte?a=%20"), web_link("javascript:alert(1)")
    ('https://example.org/c%C3%B4te?a=%20', '')
    """
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and parts.hostname and url.isprintable()
        return Untouched(quote(url, safe=IN_ADDRESSES) if fine else "")
    except ValueError:
        return ""


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """Filters by name, bound to a language; days as the sentences print them."""
    return {
        "day": lambda d: _date(d, "d MMM y", language),
        "short_day": lambda d: _date(d, "d MMM", language),
        "instant": lambda i: f"{_date(i, 'd MMM y', language)}, {i:%H:%M} UTC",
        "iso": _iso,
        "period": lambda span: period(*span, language=language),
        "web_link": web_link,
        "as_written": Written,
        "alignment": lambda letters, index: {"r": "num", "c": "mid"}.get(letters[index : index + 1], "txt"),
        "length_class": length_class,
        "picture": _picture,
        "dashes_after": dashes_after,
        "two_columns": two_columns,
    }


def _date(day: date, pattern: str, language: str) -> str:
    """A day in a pattern that starts with its number; the first of a month is an ordinal in French."""
    text = str(format_date(day, pattern, locale=LOCALES.get(language, language)))
    return text.replace("1", "1er", 1) if day.day == 1 and language == "fr" else text


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def period(first: date, last: date, *, language: str) -> str:
    """Two days as a span, the year once.

    >>> period(date(2024, 9, 16), date(2024, 9, 22), language="en")
    '16–22 September 2024'
    """
    end = _date(last, "d MMMM y", language)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{'er' if first.day == 1 and language == 'fr' else ''}–{end}"
    pattern = "d MMMM" if first.year == last.year else "d MMMM y"
    return f"{_date(first, pattern, language)} – {end}"


def length_class(text: str) -> str:
    """Classes of a table cell, behind a space, for text too long to stay on one line and for words too long for one.

    >>> length_class("Burkina Faso"), length_class("Republic of " * 3), length_class("Extraordinarily" * 2)
    ('', ' long', ' long tough')
    """
    tough = any(len(word) > LONG_WORD for word in text.split())
    return " long tough" if tough else " long" if len(text) > LONG_NAME else ""


def dashes_after(cells: Sequence[Cell], index: int) -> int:
    """How many cells of dashes follow a muted cell that says why (a country not assessed, and when it last was)."""
    here, rest = cells[index], cells[index + 1 :]
    if not (here.muted and here.small):
        return 0
    return next((n for n, cell in enumerate(rest) if not (cell.muted and cell.text == "–")), len(rest))


def two_columns(cards: Sequence[Card]) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """Cards in two columns of about the same length, each card into the column that is shorter so far."""
    columns: tuple[list[Card], list[Card]] = ([], [])
    lengths = [0, 0]
    for card in cards:
        shorter = 0 if lengths[0] <= lengths[1] else 1
        columns[shorter].append(card)
        lengths[shorter] += CARD_FRAME + len(card.title) + sum(len(s.text) for s in card.sentences)
        lengths[shorter] += sum(len(label) + len(text) for label, text in card.meta)
    return tuple(columns[0]), tuple(columns[1])


@pass_context
def _picture(context: Any, figure: FigureSpec) -> str:
    return Untouched(context["pictures"][figure.id])


def _all(kind: type) -> Callable[[Any], bool]:
    return lambda part: isinstance(part, tuple) and bool(part) and all(isinstance(x, kind) for x in part)


def _figure_of(kind: type) -> Callable[[Any], bool]:
    return lambda part: isinstance(part, FigureSpec) and isinstance(part.figure, kind)


def _right_to_left(language: str) -> bool:
    """
    >>> _right_to_left("ar"), _right_to_left("fr")
    (True, False)
    """
    return bool(Locale.parse(language).character_order == "right-to-left")


TESTS: dict[str, Callable[[Any], bool]] = {
    "right_to_left": _right_to_left,
    "sentence": lambda part: isinstance(part, Sentence),
    "sentences": _all(Sentence),
    "data_table": lambda part: isinstance(part, DataTable),
    "figure": lambda part: isinstance(part, FigureSpec),
    "box": lambda part: isinstance(part, Box),
    "item_list": _all(Item),
    "cards": _all(Card),
    "map": _figure_of(MapFigure),
    "flow_map": _figure_of(FlowsFigure),
    "day_strip": _figure_of(TimelineFigure),
    "trend_chart": _figure_of(TrendFigure),
    "bar_chart": _figure_of(BarsFigure),
}
