"""Rules of PDF/A-3 (ISO 19005-3) that can be read off a file's structure; each yields what breaks it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pikepdf

Rule = Callable[[pikepdf.Pdf], Iterator[str]]
DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"
RDF, DC, XMP, PDF, A, UA = (
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/xap/1.0/}",
    "{http://ns.adobe.com/pdf/1.3/}", "{http://www.aiim.org/pdfa/ns/id/}", "{http://www.aiim.org/pdfua/ns/id/}",
)  # fmt: skip
FORBIDDEN_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition",
                     "/Trans", "/GoTo3DView", "/JavaScript", "/SubmitForm", "/GoToE", "/GoToR"}  # fmt: skip
BLENDS = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge",
          "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color",
          "/Luminosity"}  # fmt: skip


def faults(content: bytes) -> list[str]:
    """Every break of a rule."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(pdf)]


def things(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and the dictionary of every stream."""
    return (o for o in pdf.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream))


def packet(pdf: pikepdf.Pdf) -> dict[str, str]:
    """XMP properties by name, whether written as attribute or as element."""
    root = ElementTree.fromstring(pdf.Root.Metadata.read_bytes())
    found: dict[str, str] = {}
    for block in root.iter(DESCRIPTION):
        found |= {k: v for k, v in block.attrib.items() if not k.startswith(RDF)}
        found |= {child.tag: "".join(child.itertext()).strip() for child in block}
    return found


def document(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.is_encrypted or "/Encrypt" in pdf.trailer:
        yield "encrypted"
    if "/ID" not in pdf.trailer or len(pdf.trailer.ID) != 2:
        yield "no identifier"
    if pdf.pdf_version > "1.7":
        yield f"version {pdf.pdf_version}"
    if not (pdf.Root.MarkInfo.Marked and "/StructTreeRoot" in pdf.Root and str(pdf.Root.get("/Lang", ""))):
        yield "no tags or no language"
    for key in ("/OpenAction", "/AA", "/OCProperties", "/Requirements", "/Perms"):
        if key in pdf.Root:
            yield f"catalogue has {key}"
    form = pdf.Root.get("/AcroForm", pikepdf.Dictionary(Fields=[]))
    if set(form.keys()) - {"/Fields", "/SigFlags"} or any(f.FT != "/Sig" or "/V" not in f for f in form.Fields):
        yield "a form that holds more than signatures"


def metadata(pdf: pikepdf.Pdf) -> Iterator[str]:
    told, info = packet(pdf), {key: str(value) for key, value in pdf.docinfo.items()}
    if (told.get(f"{A}part"), told.get(f"{A}conformance"), told.get(f"{UA}part")) != ("3", "A", "1"):
        yield "does not claim PDF/A-3a and PDF/UA-1"
    same = {
        "/Title": f"{DC}title",
        "/Subject": f"{DC}description",
        "/Creator": f"{XMP}CreatorTool",
        "/Producer": f"{PDF}Producer",
    }
    for key, name in same.items():
        if info.get(key) != told.get(name):
            yield f"{key} is not what the XMP packet says"
    for key, name in {"/CreationDate": f"{XMP}CreateDate", "/ModDate": f"{XMP}ModifyDate"}.items():
        if re.sub(r"\D", "", info[key]) != re.sub(r"\D", "", told[name]):
            yield f"{key} is not what the XMP packet says"
    if {"/Filter", "/F"} & set(pdf.Root.Metadata.keys()):
        yield "the XMP packet is compressed or elsewhere"


def colour(pdf: pikepdf.Pdf) -> Iterator[str]:
    intents = [i for i in pdf.Root.get("/OutputIntents", []) if i.S == "/GTS_PDFA1"]
    profiles = [i.DestOutputProfile.read_bytes() for i in intents if i.DestOutputProfile.N == 3]
    if [(p[8] <= 4, p[12:20], p[36:40]) for p in profiles] != [(True, b"mntrRGB ", b"acsp")]:
        yield "no RGB output intent with its profile"
    for thing in things(pdf):
        if "/DeviceCMYK" in map(str, (thing.get("/ColorSpace", ""), thing.get("/CS", ""))):
            yield "DeviceCMYK"


def streams(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in things(pdf):
        if isinstance(thing, pikepdf.Stream):
            if {"/F", "/FFilter", "/FDecodeParms"} & set(thing.keys()):
                yield "content outside the file"
            if any(name in str(thing.get("/Filter", "")) for name in ("LZW", "Crypt")):
                yield "forbidden compression"
            if thing.get("/Interpolate", False) or {"/Alternates", "/OPI", "/Ref", "/PS"} & set(thing.keys()):
                yield "forbidden key of an image or form"
            if thing.get("/Subtype") == "/PS":
                yield "PostScript"


def actions(pdf: pikepdf.Pdf) -> Iterator[str]:
    if "/JavaScript" in pdf.Root.get("/Names", {}):
        yield "JavaScript"
    for thing in things(pdf):
        action = thing.get("/A")
        for act in (thing, action) if isinstance(action, pikepdf.Dictionary) else (thing,):
            if str(act.get("/S", "")) in FORBIDDEN_ACTIONS or "/JS" in act:
                yield f"action {act.get('/S')}"
        if "/AA" in thing:
            yield "additional actions"


def annotations(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            if note.Subtype == "/Widget" and note.get("/FT") == "/Sig":
                yield from signature(note)
                continue
            if note.Subtype != "/Link":
                yield f"annotation {note.Subtype}"
            if int(note.get("/F", 0)) != 4:
                yield "an annotation that is not printed"
            if not str(note.get("/Contents", "")).strip():
                yield "an annotation without description"
            left, top, right, bottom = map(float, note.Rect)
            if abs(right - left) < 1 or abs(top - bottom) < 4:
                yield "a link too small to hit"


def signature(note: pikepdf.Object) -> Iterator[str]:
    """The field of a signature draws nothing, so that it needs no appearance, and is printed and locked."""
    if len(set(map(float, note.Rect))) != 1 or int(note.F) != 4 + 128 or not str(note.get("/TU", "")):
        yield "a signature that is drawn, hidden or without a name"
    end = note.V.ByteRange
    if (str(note.V.SubFilter), len(end), int(end[0])) != ("/ETSI.CAdES.detached", 4, 0):
        yield "a signature of another kind or of a part of the file"


def transparency(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in things(pdf):
        if {"/TR", "/HTP"} & set(thing.keys()) or thing.get("/TR2", "/Default") != "/Default":
            yield "transfer function"
        if "/BM" in thing and str(thing.BM) not in BLENDS:
            yield f"blend mode {thing.BM}"
        if isinstance(thing.get("/SMask"), pikepdf.Dictionary) and "/S" not in thing.SMask:
            yield "soft mask without kind"


def files(pdf: pikepdf.Pdf) -> Iterator[str]:
    listed = [f.objgen for f in pdf.Root.get("/AF", [])]
    names = list(pdf.attachments)
    if len(listed) != len(set(listed)) or names != sorted(names):
        yield "files listed twice or out of order"
    for name, spec in pdf.attachments.items():
        if spec.obj.objgen not in listed or str(spec.obj.get("/AFRelationship", "/Unspecified")) == "/Unspecified":
            yield f"{name} is not associated"
        if (str(spec.obj.F), str(spec.obj.UF)) != (name, name) or not str(spec.obj.get("/Desc", "")):
            yield f"{name} has no name or description"
        if "/" not in str(spec.obj.EF.F.get("/Subtype", ""))[1:] or "/ModDate" not in spec.obj.EF.F.Params:
            yield f"{name} has no media type or date"


RULES: tuple[Rule, ...] = (document, metadata, colour, streams, actions, annotations, transparency, files)
