"""Numbers in words, English and French, 0 to 999,999."""

from __future__ import annotations

from collections.abc import Sequence

Reading = tuple[int, int]
"A value and the index after its last word."

_EN_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_EN_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_FR_SMALL = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
} | {"une": 1}
_FR_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80,
    "octante": 80, "nonante": 90,
}  # fmt: skip


def read_number(words: Sequence[str], start: int, language: str) -> Reading | None:
    """The number that begins at `words[start]` (folded words), longest reading; None when there is none.

    >>> read_number("quatre vingt dix sept morts".split(), 0, "fr")
    (97, 4)
    """
    below_thousand, thousand = (_fr_below_1000, "mille") if language == "fr" else (_en_below_1000, "thousand")
    head = below_thousand(words, start)
    if head is None:
        if _word(words, start) != thousand or language != "fr":
            return None
        head = (1, start)
    value, at = head
    if _word(words, at) != thousand:
        return head
    joined = at + 2 if language == "en" and _word(words, at + 1) == "and" else at + 1
    tail = below_thousand(words, joined)
    if tail is None or tail[0] == 0:
        return value * 1000, at + 1
    return value * 1000 + tail[0], tail[1]


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if 0 <= at < len(words) else ""


def _en_below_100(words: Sequence[str], at: int) -> Reading | None:
    word = _word(words, at)
    if word in _EN_TENS:
        unit = _EN_SMALL.get(_word(words, at + 1), 0)
        return (_EN_TENS[word] + unit, at + 2) if 0 < unit < 10 else (_EN_TENS[word], at + 1)
    return (_EN_SMALL[word], at + 1) if word in _EN_SMALL else None


def _en_below_1000(words: Sequence[str], at: int) -> Reading | None:
    head = _en_below_100(words, at)
    if head is None:
        if _word(words, at) not in ("a", "one") or _word(words, at + 1) not in ("hundred", "thousand"):
            return None
        head = (1, at + 1)
    value, after = head
    if _word(words, after) != "hundred" or not value:
        return head
    joined = after + 2 if _word(words, after + 1) == "and" else after + 1
    return _with_tail(value * 100, after + 1, _en_below_100(words, joined))


def _fr_below_100(words: Sequence[str], at: int) -> Reading | None:
    word, following = _word(words, at), _word(words, at + 1)
    if word == "quatre" and following in ("vingt", "vingts"):
        return _with_tail(80, at + 2, _fr_below_20(words, at + 2))
    if word not in _FR_TENS:
        return _fr_below_20(words, at)
    joined = at + 2 if following == "et" and _word(words, at + 2) in ("un", "une", "onze") else at + 1
    tail = _fr_below_20(words, joined)
    if tail and tail[0] > 9 and word != "soixante":
        tail = None
    return _with_tail(_FR_TENS[word], at + 1, tail)


def _fr_below_20(words: Sequence[str], at: int) -> Reading | None:
    value = _FR_SMALL.get(_word(words, at))
    if value is None:
        return None
    unit = _FR_SMALL.get(_word(words, at + 1), 0)
    return (10 + unit, at + 2) if value == 10 and 7 <= unit <= 9 else (value, at + 1)


def _fr_below_1000(words: Sequence[str], at: int) -> Reading | None:
    hundreds = _fr_below_20(words, at)
    if _word(words, at) in ("cent", "cents"):
        hundreds = (1, at)
    if hundreds and 0 < hundreds[0] < 20 and _word(words, hundreds[1]) in ("cent", "cents"):
        return _with_tail(hundreds[0] * 100, hundreds[1] + 1, _fr_below_100(words, hundreds[1] + 1))
    return _fr_below_100(words, at)


def _with_tail(value: int, after: int, tail: Reading | None) -> Reading:
    return (value + tail[0], tail[1]) if tail and tail[0] else (value, after)
