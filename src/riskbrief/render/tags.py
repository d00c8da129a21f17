"""The tag tree of a PDF: what a screen reader reads, in which order, and what it skips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

EMPTY_IF_CHILDLESS = ("/Span", "/NonStruct", "/Div", "/P", "/Sect", "/Art", "/Caption")
LIST_PARTS = ("/LI", "/L", "/Caption")
POINTS_PER_PIXEL = 0.75
SMALLEST_TABLE = 6  # cells from which on more headers than data look like a table torn apart


def number_of(reference: Any) -> int:
    """The object number of a reference."""
    return int(reference.split()[0])


def tidy(document: Any, pdf: pydyf.PDF) -> None:
    """Running text read once, empty elements gone, header cells with their scope."""
    tree = pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]
    _read_margins_once(document, pdf, tree)
    for reference in tree["K"]:
        _keep(pdf, number_of(reference))
    for element in [e for e in pdf.objects if isinstance(e, dict) and e.get("Type") == "/StructElem"]:
        if element["S"] == "/Table":
            _scope_headers(pdf, element)
        elif element["S"] == "/Figure":
            _place_figure(pdf, element)
        elif element["S"] == "/L":
            _gather_items(pdf, element)


def _child_numbers(element: Any) -> list[int]:
    return [number_of(k) for k in element.get("K", ()) if isinstance(k, bytes | str)]


def _below(pdf: pydyf.PDF, element: Any) -> Iterator[Any]:
    """Every structure element under this one, in reading order."""
    for number in _child_numbers(element):
        child = pdf.objects[number]
        if isinstance(child, dict) and child.get("Type") == "/StructElem":
            yield child
            yield from _below(pdf, child)


def _keep(pdf: pydyf.PDF, number: int) -> bool:
    """Drop empty decorative elements below this one; whether it holds anything itself."""
    element = pdf.objects[number]
    element["K"] = pydyf.Array([k for k in element.get("K", ()) if not _is_empty(pdf, k)])
    return bool(element["K"]) or "Alt" in element or element.get("S") not in EMPTY_IF_CHILDLESS


def _is_empty(pdf: pydyf.PDF, child: Any) -> bool:
    if not isinstance(child, bytes | str):
        return False
    thing = pdf.objects[number_of(child)]
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem" and not _keep(pdf, number_of(child))


def _read_margins_once(document: Any, pdf: pydyf.PDF, tree: Any) -> None:
    """Headers and footers: the first time a text stands there it is read after its page, later it is skipped.

    A text with another number on each page is a page number and always skipped.
    """
    root = pdf.objects[number_of(tree["K"][0])]
    reachable = {element.number for element in _below(pdf, root)}
    nums = pdf.objects[number_of(tree["ParentTree"])]["Nums"]
    texts = [_margin_texts(page) for page in document.pages]
    read = _page_numbers(texts)
    for index, page in enumerate(pdf.page_references):
        owners = nums[2 * index + 1]
        marks = [k for k, owner in enumerate(owners) if number_of(owner) not in reachable]
        told = dict(zip(marks, texts[index], strict=True)) if len(marks) == len(texts[index]) else {}
        first = {k for k, text in told.items() if text not in read}
        read |= set(told.values())
        for mark in sorted(first):
            _hang(pdf, root, owners[mark], page)
        _skip(pdf, page, owners, set(marks) - first)


def _margin_texts(page: Any) -> list[str]:
    margins = (box for box in page._page_box.children if isinstance(box, boxes.MarginBox))
    return [box.text for margin in margins for box in margin.descendants() if isinstance(box, boxes.TextBox)]


def _page_numbers(texts: list[list[str]]) -> set[str]:
    """Texts that differ from another page's only in digits."""
    forms: dict[str, set[str]] = {}
    for text in (text for page in texts for text in page):
        forms.setdefault("".join(c for c in text if not c.isdigit()), set()).add(text)
    return {text for same in forms.values() if len(same) > 1 for text in same}


def _hang(pdf: pydyf.PDF, root: Any, owner: Any, page: Any) -> None:
    """Put the paragraph around a marked text into the tree, after everything of its page."""
    top = pdf.objects[number_of(owner)]
    while number_of(top["P"]) != root.number:
        top = pdf.objects[number_of(top["P"])]
    top["S"] = "/P"
    pages = [pdf.objects[number].get("Pg") for number in _child_numbers(root)]
    place = max((k + 1 for k, other in enumerate(pages) if other == page), default=len(pages))
    root["K"].insert(place, top.reference)


def _skip(pdf: pydyf.PDF, page: Any, owners: Any, marks: set[int]) -> None:
    """Turn marked content of a page into artifacts."""
    stream = pdf.objects[number_of(pdf.objects[number_of(page)]["Contents"])].stream
    for place in range(len(stream) - 2):
        mark = stream[place + 1]
        if stream[place + 2] == b"BDC" and isinstance(mark, dict) and mark.get("MCID") in marks:
            stream[place], stream[place + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
    for mark in marks:
        owners[mark] = "null"


def _place_figure(pdf: pydyf.PDF, figure: Any) -> None:
    """The figure's box in points from the foot of its page; WeasyPrint 70 gives pixels from the top."""
    height = pdf.objects[number_of(figure["Pg"])]["MediaBox"][3]
    left, top, right, bottom = (POINTS_PER_PIXEL * side for side in figure["A"]["BBox"])
    figure["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def _gather_items(pdf: pydyf.PDF, whole: Any) -> None:
    """Text between the items of a list, such as the space after a term, becomes part of the item before it."""
    kept: list[Any] = []
    for reference in whole["K"]:
        child = pdf.objects[number_of(reference)]
        before = pdf.objects[number_of(kept[-1])] if kept else {}
        if child.get("S") in LIST_PARTS or before.get("S") != "/LI":
            kept.append(reference)
        else:
            body = pdf.objects[number_of(before["K"][-1])]
            body["K"].append(reference)
            child["P"] = body.reference
    whole["K"] = pydyf.Array(kept)


def _scope_headers(pdf: pydyf.PDF, table: Any) -> None:
    """Say of each header cell whether it heads a column or a row.

    Where header cells would outnumber data, as in a list of names and values, the name is a cell like its value.
    """
    cells = [cell for cell in _below(pdf, table) if cell.get("S") in ("/TH", "/TD")]
    heads = [cell for cell in cells if cell["S"] == "/TH"]
    rows = [cell for cell in heads if not _in_head(pdf, cell)]
    for cell in heads:
        cell["A"]["Scope"] = "/Column" if _in_head(pdf, cell) else "/Row"
    if len(cells) >= SMALLEST_TABLE and 2 * len(heads) > len(cells):
        _demote(cells, rows)


def _in_head(pdf: pydyf.PDF, cell: Any) -> bool:
    row = pdf.objects[number_of(cell["P"])]
    return bool(pdf.objects[number_of(row["P"])].get("S") == "/THead")


def _demote(cells: list[Any], rows: list[Any]) -> None:
    gone = {cell.pop("ID").string for cell in rows if "ID" in cell}
    for cell in rows:
        cell["S"] = "/TD"
        del cell["A"]["Scope"]
    for cell in cells:
        kept = [key for key in cell["A"].pop("Headers", ()) if key.string not in gone]
        if kept:
            cell["A"]["Headers"] = pydyf.Array(kept)
