"""`riskbrief verify`: a published briefing against the evidence it carries, worked out anew by the same code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from riskbrief.charts.draw import draw
from riskbrief.document import Briefing
from riskbrief.errors import RiskbriefError
from riskbrief.pipeline.editions import figure_specs
from riskbrief.pipeline.identity import code_digest
from riskbrief.pipeline.knowing_since import unlike_ledger
from riskbrief.pipeline.replay import NEEDED, Replay, load
from riskbrief.pipeline.replay_events import unlike_sources
from riskbrief.pipeline.verifying_set import Given, open_given
from riskbrief.pipeline.verifying_text import printed_as, spans_of, texts_at_hand
from riskbrief.proof import document, links, quotations, signatures, tables
from riskbrief.proof.findings import Finding, capped
from riskbrief.proof.pieces import pieces
from riskbrief.proof.printed import unprinted
from riskbrief.render.json import briefing_json

# What evidence that is not ours, or no longer, may raise when numbers are worked out from it.
BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
SOURCES = {
    "scores.csv": "mentions.csv, evidence.csv, event_history.csv, focus.csv and articles.csv under config.json",
    "observations.csv": "mentions.csv, evidence.csv, event_history.csv, focus.csv and articles.csv under config.json",
    "forecasts.csv": "scores.csv and the judgements of config.json",
    "resolved.csv": "scores.csv",
}


@dataclass
class Proof:
    """What was found: `findings` do not follow; `counts` say what was compared; `notes` what could not be."""

    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def verify(target: Path, root: Path, articles: Path | None, certificate: str = "") -> Proof:
    """Whether every number and quotation of a published folder or PDF follows from what it carries.

    Texts come from `articles`, else from the sources of the workspace `root` if there is one. Signatures must be intact
    and, where the SHA-256 of a `certificate` is given, each PDF must have one made with it. Errors: UsageError (2)
    when there is nothing to verify, EvidenceError (11) when it cannot be read.
    """
    given = open_given(target)
    proof = Proof(list(given.damaged()))
    _signatures(given, proof, certificate)
    missing = [name for name in NEEDED if name not in given.files]
    if len(missing) == len(NEEDED):
        proof.findings.append(
            Finding(target.name, why="carries no evidence, as the notice of a withdrawn issue has none")
        )
    elif missing:
        why = "is missing, so the numbers cannot be worked out again"
        proof.findings += [Finding(name, why=why) for name in missing]
    else:
        _run(_Check(given, texts_at_hand(root, articles), proof))
    return proof


def _signatures(given: Given, proof: Proof, certificate: str) -> None:
    """What is wrong with the signatures, and whose those are that hold."""
    for name in given.pdfs:
        found = given.signatures.get(name, ())
        if found is None:
            note = f"{name} has a signature, which was not checked: that needs pip install 'riskbrief[sign]'"
            proof.notes.append(note)
        proof.findings += signatures.faulty(name, found or ())
        proof.notes += [f"{name} is {one}" for one in found or () if not one.fault]
        if certificate and found is not None:
            proof.findings += signatures.unsigned(name, found, certificate)
        elif certificate:
            proof.findings.append(Finding(name, why="its signature cannot be checked here"))


def _run(check: _Check) -> None:
    """Every comparison; where the evidence is not such that numbers can be worked out from it, that is told."""
    try:
        check.all()
    except RiskbriefError as error:
        why = "; ".join(map(str, error.problems))
        check.proof.findings.append(Finding("the evidence", why=f"the briefing cannot be worked out again: {why}"))
    except BROKEN as error:
        why = f"the briefing cannot be worked out again: {type(error).__name__} {error}"
        check.proof.findings.append(Finding("the evidence", why=" ".join(why.split())[:300]))


@dataclass(frozen=True)
class _Check:
    given: Given
    texts: Mapping[str, quotations.Text]
    proof: Proof

    def all(self) -> None:
        """Every comparison, one after the other."""
        self._same_program()
        data, briefings = self.again
        for name, follows in sorted(data.items()):
            self._add(
                tables.differences(name, self.given.files[name], follows, SOURCES.get(name, "the set's evidence"))
            )
        known = self.replay.known.now
        self._add(capped(links.unsupported(known.evidence, known.mentions), "evidence.csv"))
        self._add(capped(unlike_sources(known, self.replay.ratings), "events.csv"))
        self._add(unlike_ledger(self.replay.since, self.replay.ledger[0]))
        self._quotations()
        self._editions(briefings)
        self.proof.counts["scores"] = data["scores.csv"].count(b"\n") - 1

    @cached_property
    def replay(self) -> Replay:
        return Replay(self.given.files)

    @cached_property
    def again(self) -> tuple[dict[str, bytes], dict[str, Briefing]]:
        return self.replay.again()

    def _add(self, findings: Iterator[Finding]) -> None:
        self.proof.findings += findings

    def _same_program(self) -> None:
        made, here = str(self.replay.run.get("code")), code_digest()
        if made != here:
            note = f"it was made by other code ({made[:12]}, here {here[:12]}): what differs below may come from that"
            self.proof.notes.append(note)

    def _editions(self, briefings: Mapping[str, Briefing]) -> None:
        """Every edition that run.json names, and no other; that nothing was compared is a finding and no proof."""
        suffixes = {language: self.replay.scope.suffix(language) for language in briefings}
        misfits = list(self.given.misfits(list(suffixes.values())))
        self._add(iter(misfits))
        for language, briefing in briefings.items():
            self._edition(suffixes[language], briefing)
        if not misfits and not self.proof.counts.get("pages"):
            self._add(iter([Finding("the briefing", why="no page of a PDF was compared")]))

    def _edition(self, suffix: str, briefing: Briefing) -> None:
        """The briefing in one language as data, and as its PDF prints it."""
        name = f"briefing{suffix}.json"
        if name in self.given.files:
            told = load(name, self.given.files[name])
            self._add(self._other_files(name, told))
            files = told.get("files")
            follows = replace(briefing, files=files) if isinstance(files, dict) else briefing
            self._add(document.differences(name, self.given.files[name], briefing_json(follows)))
            said = list(quotations.sentences(told))
            self._count("sentences", len(said))
            self._count("facts", sum(len(s["facts"]) for s in said))
        alone = self.given.folder is None
        for title, pdf in self.given.pdfs.items():
            if title == f"briefing{suffix}.pdf" or (alone and name in pdf.files):
                drawings = [draw(f, language=briefing.meta.language) for f in figure_specs(briefing)]
                printed = printed_as(briefing, self.replay.workspace, len(pdf.pages))
                wanted = pieces(briefing, **printed, drawings=drawings)
                self._count("pages", len(pdf.pages))
                self._add(unprinted(title, pdf.pages, wanted))

    def _other_files(self, name: str, told: Mapping[str, Any]) -> Iterator[Finding]:
        """Evidence files that are not those the briefing names by their digests."""
        digests = told.get("files")
        digests = digests if isinstance(digests, dict) else {}
        for file in sorted(self.again[0]):
            digest = hashlib.sha256(self.given.files.get(file, b"")).hexdigest()
            if digests.get(file) != digest:
                yield Finding(file, digest[:12], str(digests.get(file))[:12], why=f"is not the file {name} rests on")

    def _quotations(self) -> None:
        spans, digests = spans_of(self.replay.known.now, self.replay.statements), self.replay.digests
        for suffix in self.given.editions:
            name = f"briefing{suffix}.json"
            told = load(name, self.given.files[name])
            self._add(quotations.unproven(name, told, spans, digests, self.texts))
        self._add(capped(quotations.unlike_texts(spans, digests, self.texts), "the texts"))
        self.proof.counts["quotations"] = len(spans)
        found = len(self.texts.keys() & digests.keys())
        if found < len(digests):
            note = f"{len(digests) - found:,} of {len(digests):,} articles are not at hand: their quotations were"
            self.proof.notes.append(f"{note} compared with their digests and not with the texts")

    def _count(self, what: str, number: int) -> None:
        self.proof.counts[what] = self.proof.counts.get(what, 0) + number
