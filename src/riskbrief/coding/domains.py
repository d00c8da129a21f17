"""Other worlds an article may be of: sport, fiction, exercises ... told by cues in its title or anywhere in it."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.coding.codebook import LanguageBook
from riskbrief.folding import Canonical


def domains_of(fields: tuple[Canonical, Canonical], book: LanguageBook) -> dict[str, str]:
    """Domains with a cue in the title, or with two different cues in the article."""
    found: dict[str, dict[str, str]] = {}
    for in_title, domain, cue in _domain_cues(fields, book):
        cues = found.setdefault(domain, {})
        cues.setdefault(cue.rstrip("*s"), cue)
        if in_title:
            cues["title"] = cue
    return {
        domain: f"{domain}: " + (f"'{cues['title']}' in the title" if "title" in cues else _quoted(cues))
        for domain, cues in sorted(found.items())
        if "title" in cues or len(cues) > 1
    }


def _domain_cues(fields: tuple[Canonical, Canonical], book: LanguageBook) -> Iterator[tuple[bool, str, str]]:
    for number, field in enumerate(fields):
        for _, _, anchors in book.domains.scan(field):
            for anchor in anchors:
                domain, cue = book.domain_names[anchor.label]
                yield number == 0, domain, cue


def _quoted(cues: dict[str, str]) -> str:
    return " and ".join(f"'{cue}'" for cue in sorted(cues.values())[:2]) + " in the article"
