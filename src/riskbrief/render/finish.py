"""Last touches to the PDF before it is written: accessible (PDF/UA-1) as well as archivable, web links only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

EMPTY_IF_CHILDLESS = ("/Span", "/NonStruct", "/Div")
UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
UA_PACKET = f"""<rdf:Description rdf:about="" xmlns:pdfuaid="{UA_NAMESPACE}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{UA_NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>""".encode()  # noqa: E501


class ForbiddenLinkError(Exception):
    """A link of the PDF leads elsewhere than into the document or the web."""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Finisher for WeasyPrint's write_pdf."""
    tree = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    reachable = set(_reachable(pdf, tree))
    _prune(pdf, tree)
    _mark_margins(pdf, tree, reachable)
    for thing in pdf.objects:
        if isinstance(thing, dict):
            _header_scope(pdf, thing)
            _check_link(thing)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    _claim_accessible(pdf)


def _number(reference: Any) -> int:
    return int(reference.split()[0])


def _children(element: Any) -> Iterator[Any]:
    yield from (k for k in element.get("K", ()) if isinstance(k, bytes | str))


def _reachable(pdf: pydyf.PDF, tree: Any) -> Iterator[int]:
    todo = [_number(r) for r in _children(tree)]
    seen: set[int] = set()
    while todo:
        number = todo.pop()
        if number not in seen:
            seen.add(number)
            yield number
            element = pdf.objects[number]
            todo += [_number(r) for r in _children(element)] if isinstance(element, dict) else []


def _prune(pdf: pydyf.PDF, tree: Any) -> None:
    for reference in tree["K"]:
        _keep(pdf, _number(reference))


def _keep(pdf: pydyf.PDF, number: int) -> bool:
    """Drop empty decorative elements below this one; whether it holds anything itself."""
    element = pdf.objects[number]
    element["K"] = pydyf.Array([k for k in element.get("K", ()) if not _is_empty(pdf, k)])
    return bool(element["K"]) or "Alt" in element or element.get("S") not in EMPTY_IF_CHILDLESS


def _is_empty(pdf: pydyf.PDF, child: Any) -> bool:
    if not isinstance(child, bytes | str):
        return False
    thing = pdf.objects[_number(child)]
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem" and not _keep(pdf, _number(child))


def _mark_margins(pdf: pydyf.PDF, tree: Any, reachable: set[int]) -> None:
    """Running headers and footers become artifacts, so that a screen reader skips them."""
    marks = pdf.objects[_number(tree["ParentTree"])]["Nums"]
    for index, reference in enumerate(pdf.page_references):
        owners = marks[2 * index + 1]
        orphans = {k for k, owner in enumerate(owners) if _number(owner) not in reachable}
        stream = pdf.objects[_number(pdf.objects[_number(reference)]["Contents"])].stream
        for place in range(len(stream) - 2):
            mark = stream[place + 1]
            if stream[place + 2] == b"BDC" and isinstance(mark, dict) and mark.get("MCID") in orphans:
                stream[place], stream[place + 1] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})
        for orphan in orphans:
            owners[orphan] = "null"


def _header_scope(pdf: pydyf.PDF, thing: Any) -> None:
    if thing.get("S") == "/TH":
        group = pdf.objects[_number(pdf.objects[_number(thing["P"])]["P"])]
        thing["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"


def _check_link(thing: Any) -> None:
    if thing.get("Subtype") != "/Link":
        return
    thing.setdefault("F", 4)
    action = thing.get("A")
    target = str(getattr(action.get("URI"), "string", "") if isinstance(action, dict) else "")
    if target and not target.startswith(("http://", "https://")):
        raise ForbiddenLinkError(f"a link leads to {target[:80]}")


def _claim_accessible(pdf: pydyf.PDF) -> None:
    packet = pdf.objects[_number(pdf.catalog["Metadata"])]
    text = b"".join(part if isinstance(part, bytes) else part.encode() for part in packet.stream)
    packet.stream = [text.replace(b"</rdf:RDF>", UA_PACKET + b"</rdf:RDF>", 1)]
    packet.compress = False
