"""Folding text so that accents, case, quotes, ligatures and disguises do not matter, with offsets back to the text."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import lru_cache
from html import unescape
from typing import NamedTuple

import numpy as np

from riskbrief.letters import fold_char

TOKEN = re.compile(r"[a-zA-Z0-9]+")
_ARABIC_RUN = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefe]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LINE, _SPACE, _QUOTE, _DASH = b"\n '-"
_SPACES = frozenset((_LINE, _SPACE, _QUOTE, _DASH))
_JOINS = frozenset(" '`/*#_~@&%+")
_GONE, _GROWS, _BREAK, _ARABIC_MARK = 0x01, 0x02, ord("."), 0x80
_CHANGES = re.compile(rb"[\x01\x02]")  # marks to drop, ligatures to write out
_MARKUP = re.compile(r"<[/!]?([a-z][a-z\d-]{0,12})(?:[\s/][^<>]{0,500})?>|&(?:#x?[\da-f]{1,6}|[a-z]{2,8}\d?);", re.I)
_INLINE = frozenset({"a", "abbr", "b", "cite", "em", "font", "i", "mark", "s", "small", "span", "strong", "u"})
_SINGLE_QUOTED = re.compile(r"['‘‚](?<!\w.)(?=[^\W\d_])([^'‘’\n]*+(?:(?<=\w)['’](?=\w)[^'‘’\n]*+)*)['‘’](?!\w)")


class Token(NamedTuple):
    """A folded word with its place in the text as read: `raw[start:end]`."""

    text: str
    start: int
    end: int


class Canonical(NamedTuple):
    """Folded text for matching: `a-z0-9` (Arabic `A-Z`), a space where a phrase goes on, a full stop where it breaks.

    From folded position `at[k]` (offset `origin[k]` in the text as read) on, offset = position + `shift[k]`.
    `western`: no Arabic stands in it, so there is no other script to look for.
    """

    data: bytes
    at: tuple[int, ...] = (0,)
    origin: tuple[int, ...] = (0,)
    shift: tuple[int, ...] = (0,)
    western: bool = True

    def raw(self, position: int) -> int:
        """Offset in the text as read of a position in `data`."""
        return position + self.shift[bisect_right(self.at, position) - 1]

    def raws(self, positions: list[int]) -> tuple[int, ...]:
        """Offsets of ascending positions, quickly where nothing between them changed length."""
        if not positions:
            return ()
        k = bisect_right(self.at, positions[0]) - 1
        if k + 1 == len(self.at) or self.at[k + 1] > positions[-1]:
            shift = self.shift[k]
            return tuple([p + shift for p in positions]) if shift else tuple(positions)
        at, shifts = self.at, self.shift
        return tuple([p + shifts[bisect_right(at, p) - 1] for p in positions])

    def position(self, offset: int) -> int:
        """Position in `data` of an offset in the text as read."""
        k = bisect_right(self.origin, offset) - 1
        end = self.at[k + 1] if k + 1 < len(self.at) else len(self.data)
        return min(offset - self.shift[k], end)


def plain(text: str) -> str:
    """The text with HTML tags and entities blanked, every other character in its place."""
    return _MARKUP.sub(_blanked, text) if "<" in text or "&" in text else text


def _blanked(found: re.Match[str]) -> str:
    markup, tag = found[0], (found[1] or "").lower()
    said = unescape(markup) if not tag else "" if tag in _INLINE else "\n\n"
    return said.ljust(len(markup), " " if tag else "\u00ad")


def fold(text: str) -> str:
    """Folded text; its length may differ from the text's (use `fold_with_offsets` to map back).

    >>> fold("L’ATTAQUE de la cœur de Ségou")
    "l'attaque de la coeur de segou"
    >>> fold("الهُجـوم") == fold("الهجوم"), fold("٢٠١٢")
    (True, '2012')
    """
    text = plain(text).lower()
    return text if text.isascii() else _NOT_ASCII.sub(lambda found: fold_char(found[0]), text)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Folded text and, for each folded character plus one past the end, its offset in `text`."""
    text = plain(text)
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    parts: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _NOT_ASCII.finditer(text):
        at, folded = match.start(), fold_char(match.group())
        parts += (text[done:at].lower(), folded)
        offsets.extend(range(done, at))
        offsets.extend([at] * len(folded))
        done = at + 1
    parts.append(text[done:].lower())
    offsets.extend(range(done, len(text) + 1))
    return "".join(parts), offsets


def tokens(text: str) -> list[Token]:
    """Folded tokens `[a-zA-Z0-9]+` with offsets into `text`.

    >>> [t.text for t in tokens("L'attaque, Guinée-Bissau")]
    ['l', 'attaque', 'guinee', 'bissau']
    """
    folded, offsets = fold_with_offsets(text)
    return [
        Token(m.group(), offsets[m.start()], max(offsets[m.end() - 1] + 1, offsets[m.end()]))
        for m in TOKEN.finditer(folded)
    ]


@lru_cache(maxsize=4)  # places and terms read the same article one after the other
def canonical(text: str) -> Canonical:
    """The text folded for matching in a few passes over bytes; a slow path only for what changes length.

    Spaces, apostrophes and hyphens join; other punctuation, a spaced dash and a blank line break.

    >>> canonical("L’État, cessez-le-feu").data
    b'l etat. cessez le feu'
    """
    text = plain(text)
    data, edits, western = _folded(text, quotes="‘" in text or text[:1] == "'")
    found = _edited(data, text, edits) if edits else Canonical(data)
    return found if western else found._replace(western=False)


def _folded(text: str, quotes: bool) -> tuple[bytes, list[int], bool]:
    """Folded bytes as long as the text, positions of what changes length, and whether no Arabic stands in it."""
    marked, western = _bytes(_SINGLE_QUOTED.sub(r'"\1"', text) if quotes else text)
    data, edits, opens = _joined(marked)
    if opens and not quotes and " '" in text:
        return _folded(text, quotes=True)
    if b"\x01" in data or b"\x02" in data:
        edits = sorted([*edits, *(found.start() for found in _CHANGES.finditer(data))])
    return data.replace(b"-", b" ").replace(b"'", b" ").replace(b"\n", b" "), edits, western


def _joined(marked: bytes) -> tuple[bytes, list[int], bool]:
    """Blank lines and spaced dashes broken; further spaces of a run, to drop; whether a quote may open after a space.

    Only where two bytes meet that neither are of a word nor break is there anything to decide.
    """
    small = np.frombuffer(marked, np.uint8) < _BREAK
    pairs = (small[1:] & small[:-1]).nonzero()[0].tolist()
    data, edits, opens = bytearray(marked), [], False
    for at in pairs:
        one, two = data[at], data[at + 1]
        if one == _LINE and two == _LINE:
            data[at] = data[at + 1] = _BREAK
        elif one in _SPACES and two in _SPACES:
            opens = opens or (one == _SPACE and two == _QUOTE)
            after = data[at + 2] if at + 2 < len(data) else 0
            if two == _DASH and one in (_SPACE, _QUOTE) and after in (_SPACE, _QUOTE):
                data[at + 1] = _BREAK
            elif not (two == after == _LINE or (at and data[at - 1] == _BREAK)):
                edits.append(at + 1)
    return bytes(data) if pairs else marked, edits, opens


def _bytes(text: str) -> tuple[bytes, bool]:
    """One byte for each character, and whether none is Arabic: latin-1, the quickest codec, with stand-ins."""
    encoded = text.encode("latin-1", _HANDLER)
    folded = encoded.translate(_TABLE)
    return (_with_arabic(folded, text), False) if _ARABIC_MARK in encoded else (folded, True)


def _with_arabic(folded: bytes, text: str) -> bytes:
    """The bytes with those of Arabic letters in their places: capitals, which the table would have made small."""
    bytes_ = bytearray(folded)
    for run in _ARABIC_RUN.finditer(text):
        bytes_[run.start() : run.end()] = bytes(map(_class, run.group()))
    return bytes(bytes_)


def _edited(folded: bytes, text: str, edits: list[int]) -> Canonical:
    parts: list[bytes] = []
    at, origin, shift = [0], [0], [0]
    done = size = 0
    for start in edits:
        new = bytes(map(_byte, fold_char(text[start]))) if folded[start] == _GROWS else b""
        parts += (folded[done:start], new)
        size += start - done + len(new)
        done = start + 1
        if len(at) > 1 and at[-1] == size and not new:
            at.pop(), origin.pop(), shift.pop()
        at.append(size)
        origin.append(done)
        shift.append(done - size)
    parts.append(folded[done:])
    return Canonical(b"".join(parts), tuple(at), tuple(origin), tuple(shift))


def _byte(folded: str) -> int:
    """The byte of one folded character: itself, a join, or a break."""
    if folded in {"\n", "-"} or (folded.isascii() and folded.isalnum()):
        return ord(folded)
    return 0x20 if folded in _JOINS or folded.isspace() else _BREAK


def _class(char: str) -> int:
    """The byte of one character as read; a full-width dash and anything unknown break."""
    folded = fold_char(char)
    if char == "—":
        return _BREAK
    if len(folded) == 1:
        return _byte(folded)
    if not folded:
        return _GONE
    return _GROWS if folded.isascii() and folded.isalnum() else _BREAK


def _unencodable(error: UnicodeError) -> tuple[bytes, int]:
    """Codec error handler: characters outside latin-1, one byte each."""
    assert isinstance(error, UnicodeEncodeError)
    return bytes(map(_stand_in, error.object[error.start : error.end])), error.end


@lru_cache(maxsize=1 << 16)
def _stand_in(char: str) -> int:
    """A character of latin-1 that folds alike."""
    return _ARABIC_MARK if _ARABIC_RUN.match(char) else _BACK.get(code := _class(char), code)


_BACK = {_GONE: ord("\u00ad"), _GROWS: ord("æ")}
_HANDLER = "riskbrief.fold"
codecs.register_error(_HANDLER, _unencodable)
_TABLE = bytes(code if code == _QUOTE else _class(chr(code)) for code in range(256))
