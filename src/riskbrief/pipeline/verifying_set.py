"""What is to be verified: the files of a published folder, or those that a PDF carries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from riskbrief.errors import EvidenceError, Problem, UsageError
from riskbrief.pipeline.standing import SUMS, damage
from riskbrief.proof.findings import Finding
from riskbrief.proof.pdf import Pdf, read_pdf
from riskbrief.proof.signatures import Signature, read_signatures

EDITION = re.compile(r"briefing(?:\.([a-z]{2,3}))?\.(json|pdf)")
BRIEFING = re.compile(r"briefing\b.*|.*\.pdf$", re.IGNORECASE)  # what a reader would take for an edition
MISSING = "is missing, and run.json names this edition"


@dataclass(frozen=True)
class Given:
    """The evidence files and briefings by name, every PDF by name, and whether they lie in a folder; of each PDF with
    signatures these, or None where nothing here can check them."""

    files: Mapping[str, bytes]
    pdfs: Mapping[str, Pdf]
    folder: Path | None = None
    signatures: Mapping[str, Sequence[Signature] | None] = field(default_factory=dict)

    @property
    def editions(self) -> list[str]:
        """Suffixes of the briefings at hand: empty for the leading language, else such as `.fr`."""
        found = [m for name in sorted(self.files) if (m := EDITION.fullmatch(name)) and m[2] == "json"]
        return [f".{m[1]}" if m[1] else "" for m in found]

    def damaged(self) -> Iterator[Finding]:
        """What is wrong before anything is worked out: sums, and copies inside the PDF that are not those beside it."""
        if self.folder is None:
            return
        for text in damage(self.folder):
            yield Finding(SUMS, why=text)
        for name, pdf in self.pdfs.items():
            for inner, content in pdf.files.items():
                if inner not in self.files:
                    yield Finding(f"{name} attachment {inner}", why="does not lie beside the PDF")
                elif self.files[inner] != content:
                    yield Finding(f"{name} attachment {inner}", why=f"is not the {inner} beside the PDF")

    def misfits(self, suffixes: Sequence[str]) -> Iterator[Finding]:
        """Editions that run.json names (by `suffixes`) and that are not here, and such as it does not name. A folder
        holds each as JSON and PDF and each PDF carries its own; a PDF alone carries exactly one."""
        named = {f"briefing{suffix}.json" for suffix in suffixes}
        if self.folder is None:
            for title, pdf in self.pdfs.items():
                yield from _unnamed(pdf.files, named, f"{title} attachment ")
                if sum(name in named for name in pdf.files) != 1:
                    yield Finding(title, why="carries not exactly one of the editions that run.json names")
            return
        wanted = named | {f"briefing{suffix}.{kind}" for suffix in suffixes for kind in ("html", "pdf")}
        here = {*self.files, *self.pdfs}
        yield from _unnamed(here, wanted, "")
        for name in sorted(n for n in wanted - here if not n.endswith(".html")):
            yield Finding(name, why=MISSING)
        for title, pdf in sorted(self.pdfs.items()):
            own = f"{title[:-4]}.json"
            if title in wanted and {n for n in pdf.files if BRIEFING.match(n)} != {own}:
                yield Finding(title, why=f"does not carry {own} alone")


def _unnamed(names: Iterable[str], wanted: Collection[str], where: str) -> Iterator[Finding]:
    for name in sorted(n for n in names if BRIEFING.match(n) and n not in wanted):
        yield Finding(f"{where}{name}", why="is no edition that run.json names, so nothing in it was compared")


def open_given(target: Path) -> Given:
    """A published folder or a PDF. Errors: UsageError when there is neither, EvidenceError for what cannot be read."""
    if target.is_dir():
        return _folder(target)
    if not target.is_file():
        raise UsageError(Problem(str(target), 0, 0, "there is no such file or folder", "Name a PDF or its folder."))
    content = target.read_bytes()
    pdf = read_pdf(target.name, content)
    if not any(EDITION.fullmatch(name) for name in pdf.files):
        raise EvidenceError(Problem(target.name, 0, 0, "carries no evidence: no briefing.json is attached to it"))
    pdfs = {target.name: pdf}
    return Given(pdf.files, pdfs, signatures=_signatures(pdfs, {target.name: content}))


def _signatures(pdfs: Mapping[str, Pdf], contents: Mapping[str, bytes]) -> dict[str, Sequence[Signature] | None]:
    return {name: read_signatures(name, contents[name]) for name, pdf in pdfs.items() if pdf.signed}


def _folder(folder: Path) -> Given:
    if not (folder / SUMS).exists() and not (folder / "briefing.json").exists():
        remedy = "Name a folder that `riskbrief run` published, such as output/weekly/latest."
        raise UsageError(Problem(str(folder), 0, 0, "is no published folder", remedy))
    files = {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file() and not p.name.startswith(".")}
    pdfs = {name: read_pdf(name, content) for name, content in files.items() if name.endswith(".pdf")}
    return Given({n: c for n, c in files.items() if n not in pdfs}, pdfs, folder, _signatures(pdfs, files))
