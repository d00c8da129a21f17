"""Fragments of markup, as feeds carry them, to plain text."""

from __future__ import annotations

import html
import re

_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote|section|article)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*(?:</\1\s*>)?", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\xa0]+")


def text_of(fragment: str) -> str:
    """The words of a fragment, a line for each block; characters are unescaped once.

    >>> text_of("<p>All <b>calm</b> &amp; quiet.</p><p>2 < 3</p>")
    'All calm & quiet.\\n2 < 3'
    """
    shown = _TAG.sub("", _BLOCK.sub("\n", _HIDDEN.sub("", fragment)))
    lines = (_SPACES.sub(" ", line).strip() for line in html.unescape(shown).split("\n"))
    return "\n".join(line for line in lines if line)
