"""Rules of PDF/A-3 on fonts: every glyph shown is in the file, as wide as told, and maps to Unicode."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pikepdf
from fontTools.ttLib import TTFont

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
PRIVATE = range(0xE000, 0xF900)


def faults(content: bytes) -> list[str]:
    """Every break of a rule."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fonts = {o.objgen: o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"}
        whole = [f for f in fonts.values() if f.Subtype == "/Type0"]
        shown = shown_codes(pdf)
        found = [f"{f.BaseFont}: {fault}" for f in whole for fault in font_faults(f, shown.get(f.objgen, set()))]
        simple = [f for f in fonts.values() if f.Subtype not in ("/Type0", "/CIDFontType0", "/CIDFontType2")]
        return found + [f"simple font {f.BaseFont}" for f in simple]


def font_faults(font: pikepdf.Object, codes: set[int]) -> Iterator[str]:
    inner = font.DescendantFonts[0]
    descriptor = inner.FontDescriptor
    file = descriptor.get("/FontFile2") or descriptor.get("/FontFile3")
    if file is None:
        yield "not in the file"
        return
    if inner.Subtype == "/CIDFontType2" and str(inner.get("/CIDToGIDMap")) != "/Identity":
        yield "no map from codes to glyphs"
    texts, told = unicode_of(font.ToUnicode.read_bytes()), widths(inner.W)
    with TTFont(io.BytesIO(file.read_bytes()), lazy=True) as program:
        scale, order, metrics = 1000 / program["head"].unitsPerEm, program.getGlyphOrder(), program["hmtx"]
        for code in sorted(codes):
            if code == 0 or code >= len(order):
                yield f"glyph {code} is missing"
            elif abs(metrics[order[code]][0] * scale - told.get(code, 1000)) > 1:
                yield f"glyph {code} is {metrics[order[code]][0] * scale:.1f} wide, told {told.get(code)}"
            text = texts.get(code, "")
            if not text or any(c in "\0\ufeff\ufffe" or ord(c) in PRIVATE for c in text):
                yield f"glyph {code} maps to {text!r}"


def unicode_of(table: bytes) -> dict[int, str]:
    body = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S))
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in PAIR.findall(body)}


def widths(table: pikepdf.Object) -> dict[int, float]:
    found: dict[int, float] = {}
    items = list(table)
    while items:
        first = int(items.pop(0))
        if isinstance(items[0], pikepdf.Array):
            found |= {first + k: float(w) for k, w in enumerate(items.pop(0))}
        else:
            last, width = int(items.pop(0)), float(items.pop(0))
            found |= dict.fromkeys(range(first, last + 1), width)
    return found


def shown_codes(pdf: pikepdf.Pdf) -> dict[tuple[int, int], set[int]]:
    """Two-byte codes shown, by font object, over pages and every form and pattern."""
    found: dict[tuple[int, int], set[int]] = {}
    drawn = [(page.obj, page.Resources) for page in pdf.pages]
    drawn += [(o, o.Resources) for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Resources" in o]
    for source, resources in drawn:
        names = resources.get("/Font", {})
        current = None
        for operands, operator in pikepdf.parse_content_stream(source, "Tf Tj TJ"):
            if str(operator) == "Tf":
                current = names[str(operands[0])].objgen
            elif current is not None:
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                text = b"".join(bytes(p) for p in parts if isinstance(p, pikepdf.String))
                pairs = zip(text[::2], text[1::2], strict=True)
                found.setdefault(current, set()).update(a << 8 | b for a, b in pairs)
    return found
