"""What a published page, PDF, table or message may hold, whoever wrote the news: read off the file itself."""

from __future__ import annotations

import base64
import csv
import email
import io
import re
from collections.abc import Collection, Iterable, Iterator
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf

from riskbrief.deliver.message import HEADERS
from riskbrief.render.tables import FORMULA_STARTS
from test_render_html import Page

ELEMENTS = {
    "a", "abbr", "article", "aside", "b", "bdi", "body", "br", "caption", "code", "col", "colgroup", "dd",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "head", "header",
    "html", "i", "img", "li", "main", "meta", "nav", "ol", "p", "q", "section", "small", "span", "strong", "style",
    "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
ACTIVE = {"/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/AcroForm", "/XFA", "/RichMedia", "/ImportData"}
ASKS = re.compile(r"(?i)<(?:script|foreignObject|image|a|set|animate)\b|\bon\w+=|href=[\"'](?!#)|url\((?!#)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
DRIVES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # what moves a cursor or turns a line


def addresses(urls: Iterable[str]) -> set[str]:
    """Web addresses among those of articles, as ingest keeps them, decoded: where links may lead."""
    kept = (re.sub("[\ud800-\udfff]", "\ufffd", re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", url)) for url in urls)
    return {unquote(url) for url in kept if url.startswith(("http://", "https://")) and url.isprintable()}


def page_faults(html: str, links: Collection[str]) -> Iterator[str]:
    """Elements, attributes and addresses that are not ours; `links`: where an article may lead (`addresses`)."""
    for tag, attributes in Page(html).tags:
        told = {name: value or "" for name, value in attributes.items()}
        if tag not in ELEMENTS:
            yield f"<{tag}>"
        if told.get("http-equiv", "content-security-policy").lower() != "content-security-policy":
            yield f"meta {told}"
        yield from (f"{tag} {name}" for name in told if name.startswith("on") or name in {"srcdoc", "srcset", "action"})
        if "src" in told and not _still(told["src"]):
            yield f"{tag} src={told['src'][:80]}"
        if "href" in told and not (tag == "a" and (told["href"].startswith("#") or unquote(told["href"]) in links)):
            yield f"{tag} href={told['href']}"
        yield from (f"{tag} style={told['style']}" for _ in re.findall(r"url|expression|@", told.get("style", "")))
    yield from re.findall(r"(?i)@import|url\(|expression\(", "".join(re.findall(r"(?s)<style>(.*?)</style>", html)))
    yield from (f"{character!r} in the page" for character in sorted(set(DRIVES.findall(html))))


def _still(source: str) -> bool:
    """Whether an image stands in the page itself, as a drawing that runs and asks for nothing."""
    head, _, content = source.partition(",")
    drawing = base64.b64decode(content).decode() if head.endswith(";base64") else unquote(content)
    return head in {"data:image/svg+xml", "data:image/svg+xml;base64"} and not ASKS.search(drawing)


def pdf_faults(path: Path, links: Collection[str], carried: dict[str, bytes]) -> Iterator[str]:
    """Actions, addresses and files in a PDF that are not ours; `carried`: the files it has to carry, no others."""
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            yield from _object_faults(thing, links)
        files = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        embedded = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Type") == "/EmbeddedFile"]
        if files != carried or len(embedded) != len(carried):
            yield f"carries {sorted(files)}"


def _object_faults(thing: Any, targets: Collection[str]) -> Iterator[str]:
    if isinstance(thing, pikepdf.Array):
        yield from _parts_faults(thing, targets)
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    yield from (f"key {key}" for key in thing.keys() if key in ACTIVE)  # noqa: SIM118
    if thing.get("/Type") == "/Action" or "/URI" in thing:
        kind, target = str(thing.get("/S")), str(thing.get("/URI", ""))
        if kind not in {"/URI", "/GoTo"} or (target and unquote(target) not in targets):
            yield f"action {kind} {target}"
    yield from _parts_faults(thing.values(), targets)


def _parts_faults(parts: Any, targets: Collection[str]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _object_faults(part, targets)


def table_faults(path: Path) -> Iterator[str]:
    """Cells that a spreadsheet would take for a formula, and rows that are not as long as the header."""
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
    yield from (f"{path.name}: a row of {len(row)} cells" for row in rows if len(row) != len(header))
    for cell in (cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)):
        if not NUMBER.fullmatch(cell):
            yield f"{path.name}: {cell!r}"


def message_faults(content: bytes, sender: str, recipient: str, attached: str) -> Iterator[str]:
    """Headers, parts and recipients of a message that are not ours; the page in it is read by `page_faults`."""
    read = email.message_from_bytes(content, policy=default)
    names = [name for name, _ in read.items() if name not in {"X-Peer", "X-MailFrom", "X-RcptTo"}]
    if not (set(names) <= set(HEADERS) and len(names) == len(set(names))):
        yield f"headers {names}"
    if (read["From"].addresses[0].addr_spec, read["To"]) != (sender, recipient):
        yield f"from {read['From']} to {read['To']}"
    files = [(part.get_filename(), part.get_content_type()) for part in read.iter_attachments()]  # type: ignore[attr-defined]
    if files != [(attached, "application/pdf")]:
        yield f"attached {files}"
    kinds = [part.get_content_type() for part in read.walk() if not part.is_multipart()]
    if kinds != ["text/plain", "text/html", "application/pdf"]:
        yield f"parts {kinds}"
    text, page = (read.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))  # type: ignore[union-attr]
    yield from (f"{character!r} in the body" for character in sorted(set(DRIVES.findall(text))))
    yield from page_faults(page, ())
