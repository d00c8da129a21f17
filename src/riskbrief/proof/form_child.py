"""The process that reads the form of a PDF: `python -I -m riskbrief.proof.form_child`, one PDF in, one line out."""

from __future__ import annotations

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any

from riskbrief.proof.child import main

MOST_ELEMENTS = 500_000


def form(content: bytes) -> bytes:
    """Its answer."""
    return json.dumps(_read(content)).encode()


def _read(content: bytes) -> dict[str, Any]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(content)
    told = document.get_metadata_dict()
    alternatives = [text for page in range(len(document)) for text in _alternatives(pdfium, document, page)]
    return {
        "tagged": bool(pdfium.FPDFCatalog_IsTagged(document)),
        "language": _text(pdfium.FPDFCatalog_GetLanguage, document, ctypes.c_ushort),
        "figures": len(alternatives),
        "without_alternative": sum(not text.strip() for text in alternatives),
        "dates": [told.get("CreationDate", ""), told.get("ModDate", "")],
        "identifier": document.get_identifier().hex(),
    }


def _alternatives(pdfium: Any, document: Any, number: int) -> Iterator[str]:
    """The alternative text of every figure of a page."""
    page = document[number]
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    waiting = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    met = 0
    while waiting and met < MOST_ELEMENTS:
        element, met = waiting.pop(), met + 1
        if not element:
            continue
        if _text(pdfium.FPDF_StructElement_GetType, element) == "Figure":
            yield _text(pdfium.FPDF_StructElement_GetAltText, element)
        count = max(0, pdfium.FPDF_StructElement_CountChildren(element))
        waiting += [pdfium.FPDF_StructElement_GetChildAtIndex(element, n) for n in range(count)]
    pdfium.FPDF_StructTree_Close(tree)


def _text(ask: Any, thing: Any, unit: Any = ctypes.c_char) -> str:
    """What a function of PDFium writes into a buffer, as UTF-16."""
    size = ask(thing, None, 0)
    if size < 2:
        return ""
    buffer = (unit * (size // ctypes.sizeof(unit)))()
    ask(thing, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


if __name__ == "__main__":
    sys.exit(main(form))
