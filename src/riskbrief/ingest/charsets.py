"""Bytes of the web to text: labels are often wrong, so the bytes are asked first."""

from __future__ import annotations

import codecs
import re
from email.message import Message

from riskbrief.ingest.encodings import known_encoding, nearly_utf8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_STATED = re.compile(rb"""(?:<\?xml[^>]{0,200}?encoding|<meta[^>]{0,500}?charset)\s*=\s*["']?([\w.:-]{2,40})""", re.I)
_ASCII = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "windows-1252"})
_NO_CHARSETS = frozenset({"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "unicode_escape"})
_NAME = re.compile(r"[\w.:-]{2,40}", re.ASCII)
CP1252, MENDED = "decoded_cp1252", "mended_text"


def charset(content_type: str) -> str:
    """The charset of a Content-Type header, or empty.

    >>> charset("text/html; charset='ISO-8859-1'"), charset("text/html")
    ('ISO-8859-1', '')
    """
    message = Message()
    message["Content-Type"] = " ".join(content_type.split())
    value = message.get_param("charset")
    named = value.strip("'\" ") if isinstance(value, str) else ""
    return named if _NAME.fullmatch(named) else ""


def web_text(data: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a page or feed, and a flag: empty, `decoded_cp1252` or `mended_text`.

    In order: byte-order mark; UTF-32 and UTF-16 by their zeros; UTF-8 when all or nearly all fits, whatever the label;
    the label of HTTP, then of the document, when every byte fits; else cp1252.

    >>> web_text("é".encode(), "text/html; charset=iso-8859-1")
    ('é', '')
    >>> web_text("é".encode("cp1252"), "text/xml; charset=utf-8")
    ('é', 'decoded_cp1252')
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], name)
    if data[:200].count(b"\0") > len(data[:200]) // 2 + 2:
        return _replaced(data, "utf-32-le" if data[1:4] == b"\0\0\0" else "utf-32-be")
    if data[:200].count(b"\0") > len(data[:200]) // 4:
        return _replaced(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    text = _strict(data, "utf-8")
    if text is None and (nearly := nearly_utf8(data)) is not None:
        return nearly, MENDED
    for name in (charset(content_type), *(m.decode() for m in _STATED.findall(data[:2000]))):
        text = _strict(data, name) if text is None else text
    if text is not None:
        return text, ""
    return data.decode("cp1252", "replace"), CP1252


def _strict(data: bytes, name: str) -> str | None:
    """The text when the encoding is known and every byte fits; Latin-1 means cp1252 on the web."""
    if not known_encoding(name) or codecs.lookup(name).name in _NO_CHARSETS:
        return None
    try:
        return data.decode("cp1252" if name.lower() in _ASCII else name)
    except UnicodeDecodeError:
        return None


def _replaced(data: bytes, name: str) -> tuple[str, str]:
    text = data.decode(name, "replace")
    return text, MENDED if "\ufffd" in text else ""
