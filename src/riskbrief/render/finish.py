"""Last touches to the PDF before it is written: accessible (PDF/UA-1) as well as archivable, web links only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydyf

from riskbrief.render import tags, written

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

LAM_ALEF = {"\u0644\u0622": "\ufef5", "\u0644\u0623": "\ufef7", "\u0644\u0625": "\ufef9", "\u0644\u0627": "\ufefb"}


class ForbiddenError(Exception):
    """A link of the PDF leads elsewhere than into the document or the web, or a file came in with the page."""


def finish(document: Any, pdf: pydyf.PDF, *, files: Mapping[str, tuple[str, str]]) -> None:
    """Finisher for WeasyPrint's write_pdf; `files` gives media type and AFRelationship of each attached name."""
    tags.tidy(document, pdf)
    for page in document.pages:
        for _kind, target, _rectangle, box in page.links:
            if hasattr(box, "link_annotation"):
                _name_link(box, target)
    for thing in pdf.objects:
        if isinstance(thing, dict):
            _check_link(thing)
            _describe_file(pdf, thing, files)
            _keep_letters_in_order(pdf, thing)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))  # WeasyPrint 70 lists each file twice
    _claim_accessible(pdf)
    written.write_once(pdf)


def _name_link(box: Any, target: str) -> None:
    """What the link says of itself, and room to click on: a raised figure has no height in a tight line."""
    link = box.link_annotation
    if not link:
        return
    link["Contents"] = pydyf.String(box.element.get("title") or target)
    left, top, right, bottom = link["Rect"]
    lacking = box.style["font_size"] * tags.POINTS_PER_PIXEL - abs(top - bottom)
    if lacking > 0:
        middle, half = (top + bottom) / 2, (abs(top - bottom) + lacking) / 2
        link["Rect"] = pydyf.Array([left, middle + half, right, middle - half])


def _check_link(thing: Any) -> None:
    action = thing.get("A")
    if thing.get("Subtype") != "/Link" or not isinstance(action, dict):
        return
    target = str(getattr(action.get("URI"), "string", ""))
    if target and not target.startswith(("http://", "https://")):
        raise ForbiddenError(f"a link leads to {target[:80]}")


def _describe_file(pdf: pydyf.PDF, thing: Any, files: Mapping[str, tuple[str, str]]) -> None:
    if thing.get("Type") != "/Filespec":
        return
    name = thing["UF"].string
    if name not in files:
        raise ForbiddenError(f"the page attaches a file of its own: {name[:80]}")
    media_type, relation = files[name]
    thing["AFRelationship"] = f"/{relation}"
    content = pdf.objects[tags.number_of(thing["EF"]["F"])]
    content.extra["Subtype"] = "/" + media_type.replace("/", "#2f")


def _keep_letters_in_order(pdf: pydyf.PDF, thing: Any) -> None:
    """An Arabic lam-alef is copied as one character: programs that turn lines around would swap two."""
    if "ToUnicode" not in thing:
        return
    table = pdf.objects[tags.number_of(thing["ToUnicode"])]
    for letters, one in LAM_ALEF.items():
        old, new = (f"<{text.encode('utf-16-be').hex()}>".encode() for text in (letters, one))
        table.stream = [line.replace(old, new) for line in table.stream]


def _claim_accessible(pdf: pydyf.PDF) -> None:
    packet = pdf.objects[tags.number_of(pdf.catalog["Metadata"])]
    text = b"".join(part if isinstance(part, bytes) else part.encode() for part in packet.stream)
    packet.stream = [text.replace(b"</rdf:RDF>", UA_PACKET + b"</rdf:RDF>", 1)]
    packet.compress = False
