"""Numbers, days and lists as a language prints them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_decimal

UNKNOWN = "und"  # the code of a language nobody could tell


@dataclass(frozen=True)
class Printer:
    """Prints for one locale such as `en_GB` or `fr_FR`; the same value always gives the same characters."""

    locale: str

    def number(self, value: float, decimals: int = 0) -> str:
        """Rounded half up, grouped, with a true minus sign.

        >>> Printer("en_GB").number(1234.5), Printer("en_GB").number(-0.04, 1), Printer("en_GB").number(-2.25, 1)
        ('1,235', '0.0', '−2.3')
        """
        rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        rounded = abs(rounded) if rounded == 0 else rounded
        pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        return format_decimal(rounded, format=pattern, locale=self.locale).replace("-", "−")

    def signed(self, value: float, decimals: int = 1) -> str:
        """A difference with its sign: `+2.1`, `−0.4`, `0.0`."""
        text = self.number(value, decimals)
        return f"+{text}" if Decimal(repr(float(value))) > 0 and any(c in "123456789" for c in text) else text

    def day(self, value: date) -> str:
        """`17 Sept` in English, `17 sept.` in French.

        >>> Printer("en_GB").day(date(2024, 9, 1)), Printer("fr_FR").day(date(2024, 9, 1))
        ('1 Sept', '1er sept.')
        """
        return self._date(value, "d MMM")

    def short_date(self, value: date) -> str:
        """`17 Sept 2024`."""
        return self._date(value, "d MMM y")

    def long_day(self, value: date) -> str:
        """Day with its year."""
        return self._date(value, "d MMMM y")

    def moment(self, value: datetime) -> str:
        """A day and time without the year, in the zone of the value.

        >>> Printer("en_GB").moment(datetime(2024, 9, 17, 5, 50))
        '17 Sept, 05:50'
        """
        return f"{self.day(value.date())}, {value:%H:%M}"

    def _date(self, value: date, pattern: str) -> str:
        """A day in a pattern that starts with its number; the first of a month is an ordinal in French."""
        text = str(format_date(value, pattern, locale=self.locale))
        return text.replace("1", "1er", 1) if value.day == 1 and self.locale.startswith("fr") else text

    def period(self, first: date, last: date) -> str:
        """A span of days with its year."""
        return str(format_interval(first, last, "yMMMMd", locale=self.locale)).replace("\u2009", "")

    def listed(self, items: Sequence[str]) -> str:
        """`a, b and c` in the language."""
        return format_list(list(items), style="standard", locale=self.locale)

    def language(self, code: str) -> str:
        """A language's name; the code where it has none.

        >>> Printer("en_GB").language("fr"), Printer("fr_FR").language("fr"), Printer("en_GB").language("und")
        ('French', 'français', 'und')
        """
        return Locale.parse(self.locale).languages.get(code, code) if code != UNKNOWN else code

    def plural_form(self, value: float) -> str:
        """`one` or `other` as the language counts (0 is singular in French)."""
        form = Locale.parse(self.locale).plural_form(value)
        return "one" if form == "one" else "other"
