"""The text of a PDF as one flow that can be searched whatever its spaces, line breaks, hyphens and capitals are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

HYPHENS = frozenset("-\u2010\u2011\u00ad\ufffe\u2060")
APOSTROPHES = {"’": "'"}  # which of the two is printed is a matter of setting
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LINE = 10  # least characters of a sentence on either side of a page break
SURE = 8  # characters of a beginning that tell where a changed text stands
AROUND = 30  # characters a message shows on either side


def plain(text: str) -> str:
    """Letters, digits and signs alone: no spaces, hyphens or invisible characters, small letters.

    >>> plain("Co\u00adope-\\nration: 2 000\u00a0%")
    'cooperation:2000%'
    """
    return "".join(_plain(c) for c in unicodedata.normalize("NFC", text))


def _plain(character: str) -> str:
    if character.isspace() or character in HYPHENS or unicodedata.category(character) in {"Cf", "Cc", "Cn"}:
        return ""
    return "".join(
        APOSTROPHES.get(c, c) for c in unicodedata.normalize("NFKC", character).casefold() if not c.isspace()
    )


def right_to_left(text: str) -> bool:
    """Whether the order in which a PDF gives its letters may differ from that of reading."""
    return any(unicodedata.bidirectional(c) in {"R", "AL"} for c in text)


@dataclass
class Flow:
    """The pages of a PDF; `text` is their plain text in one, `taken` marks what has been accounted for."""

    pages: Sequence[str]
    text: str = ""
    taken: bytearray = field(default_factory=bytearray)
    _places: list[tuple[int, int]] = field(default_factory=list)  # page and offset of every character of `text`
    _starts: list[int] = field(default_factory=list)  # where each page begins in `text`, then its end

    def __post_init__(self) -> None:
        parts: list[str] = []
        self.pages = [unicodedata.normalize("NFC", page) for page in self.pages]
        for number, page in enumerate(self.pages):
            self._starts.append(len(self._places))
            for offset, character in enumerate(page):
                kept = _plain(character)
                parts.append(kept)
                self._places += [(number, offset)] * len(kept)
        self._starts.append(len(self._places))
        self.text = "".join(parts)
        self.taken = bytearray(len(self.text))

    def page_at(self, position: int) -> int:
        """Number of the page, from 1, of a place in the text."""
        return self._places[min(position, len(self._places) - 1)][0] + 1 if self._places else 1

    def find(self, wanted: str, start: int = 0) -> int:
        """Where a plain text that nobody has taken stands from `start` on, with whole numbers at its ends; -1 if
        nowhere."""
        at = self.text.find(wanted, start) if wanted else -1
        while at >= 0 and (any(self.taken[at : at + len(wanted)]) or self._cut(at) or self._cut(at + len(wanted))):
            at = self.text.find(wanted, at + 1)
        return at

    def _cut(self, at: int) -> bool:
        """Whether a number goes on across a place."""
        if not 0 < at < len(self.text) or not (self.text[at - 1].isdigit() and self.text[at].isdigit()):
            return False
        (page, offset), (other, following) = self._places[at - 1 : at + 1]
        return page == other and following == offset + 1

    def take(self, at: int, length: int) -> None:
        """Mark characters as accounted for."""
        self.taken[at : at + length] = b"\1" * length

    def torn(self, wanted: str, start: int = 0) -> list[tuple[int, int]]:
        """The two pieces (place, length) of a text that goes on on the next page; empty when there are none."""
        for page in range(self.page_at(start) - 1, len(self.pages) - 1):
            first, middle, last = self._starts[page : page + 3]
            for cut in range(len(wanted) - LINE, LINE - 1, -1):
                head = self.text.find(wanted[:cut], max(first, start), middle)
                if head >= 0:
                    tail = self.text.find(wanted[cut:], middle, last)
                    if tail >= 0 and not any(self.taken[tail : tail + len(wanted) - cut]):
                        return [(head, cut), (tail, len(wanted) - cut)]
                    break
        return []

    def near(self, wanted: str, start: int = 0) -> str:
        """What is printed where most of the beginning of a text stands; empty when not even that is found."""
        low, high = 0, len(wanted)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.text.find(wanted[:middle], start) >= 0 else (low, middle - 1)
        at = self.text.find(wanted[:low], start) if low >= min(SURE, len(wanted)) else -1
        return self.raw(at, at + len(wanted)) if at >= 0 else ""

    def raw(self, first: int, last: int) -> str:
        """The page's own characters of a stretch of the text, on one page."""
        page, offset = self._places[first]
        ends = [o for p, o in self._places[first:last] if p == page]
        return " ".join(self.pages[page][offset : ends[-1] + 1].split())

    def numbers_left(self) -> Iterator[tuple[int, str, str]]:
        """Page, number and what stands around it, of every number that nothing has accounted for."""
        left: list[list[str]] = [[" "] * len(page) for page in self.pages]
        for (page, offset), taken in zip(self._places, self.taken, strict=True):
            if not taken:
                left[page][offset] = self.pages[page][offset]
        for number, characters in enumerate(left):
            for match in NUMBER.finditer("".join(characters)):
                first, last = max(0, match.start() - AROUND), match.end() + AROUND
                yield number + 1, match[0], " ".join(self.pages[number][first:last].split())
