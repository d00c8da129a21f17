"""Header texts that nothing from outside can break out of.

Python before 3.11.15 serialises an encoded word with a line feed inside as a further header (CVE-2024-6923,
CVE-2026-1299), so no text that looks like one reaches the mail library.
"""

from __future__ import annotations

import unicodedata

LONGEST = 150
_BREAKS = {"\u2028", "\u2029"}


def header_text(text: str) -> str:
    r"""Text as one line for a header: no control, separator or direction characters, no encoded word, 150 characters.

    >>> header_text("Risk\r\nBcc: evil@example.org"), header_text("=?utf-8?q?Risk=0ABcc:_evil@x?=")
    ('Risk Bcc: evil@example.org', '= ?utf-8?q?Risk=0ABcc:_evil@x? =')
    """
    plain = "".join(" " if _breaks(c) else c for c in text)
    line = " ".join(plain.replace("=?", "= ?").replace("?=", "? =").split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _breaks(character: str) -> bool:
    return character in _BREAKS or unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}
