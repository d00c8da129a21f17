"""Quotations: against their digests, against the coded rows they come from, and against the texts where these are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from riskbrief.proof.findings import Finding, shown


@dataclass(frozen=True)
class Text:
    """An article as read; `sha256` as in articles.csv."""

    title: str
    text: str
    sha256: str

    def at(self, field: str, start: int, end: int) -> str:
        return (self.title if field == "title" else self.text)[start:end]


Span = tuple[str, str, int, int]  # article, field, start, end


def sentences(node: Any) -> Iterator[dict[str, Any]]:
    """Every sentence of a briefing as data, wherever it stands."""
    if isinstance(node, dict):
        if "facts" in node and "evidence" in node:
            yield node
        else:
            for value in node.values():
                yield from sentences(value)
    elif isinstance(node, list):
        for value in node:
            yield from sentences(value)


def unproven(
    name: str, briefing: dict[str, Any], spans: Mapping[Span, str], digests: Mapping[str, str],
    texts: Mapping[str, Text],
) -> Iterator[Finding]:  # fmt: skip
    """Quotations of a briefing that do not stand; `spans`: those of mentions, claims and statements, `digests` of
    articles.csv."""
    for sentence in sentences(briefing):
        for proof in sentence["evidence"]:
            if proof.get("quote"):
                place = f"{name} {sentence.get('id', '')} quotation of {proof.get('ref')}"
                yield from _one(place, proof, spans, digests, texts)
    for source in briefing.get("citations", ()):
        if source.get("span"):
            place = f"{name} source {source.get('number')} quotation of {source.get('article_id')}"
            yield from _one(place, source["span"], spans, digests, texts)
    for citation in briefing.get("citations", ()):
        if citation.get("span"):
            place = f"{name} source {citation.get('number')} quotation"
            yield from _one(place, citation["span"], spans, digests, texts)


def _one(
    place: str, proof: dict[str, Any], spans: Mapping[Span, str], digests: Mapping[str, str],
    texts: Mapping[str, Text],
) -> Iterator[Finding]:  # fmt: skip
    quote, article = str(proof["quote"]), str(proof.get("ref"))
    span = (article, str(proof.get("field")), _whole(proof.get("start")), _whole(proof.get("end")))
    if sha256(quote) != proof.get("sha256"):
        yield Finding(place, shown(quote), f"a text with SHA-256 {str(proof.get('sha256'))[:12]}…", "its digest")
    if spans.get(span) != quote:
        yield Finding(place, shown(quote), shown(spans.get(span)), "mentions.csv, claims.csv")
    if proof.get("article_sha256") != digests.get(article):
        yield Finding(place, why="the digest of the article is not that of articles.csv")
    if article in texts and texts[article].at(*span[1:]) != quote:
        yield Finding(place, shown(quote), shown(texts[article].at(*span[1:])), "the article's text")


def unlike_texts(spans: Mapping[Span, str], digests: Mapping[str, str], texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Articles and coded quotations that are not as the texts at hand have them."""
    for article, digest in digests.items():
        if article in texts and texts[article].sha256 != digest:
            yield Finding(f"articles.csv {article}", digest[:12], texts[article].sha256[:12], "the article's text")
    for (article, field, start, end), quote in spans.items():
        if article in texts and texts[article].at(field, start, end) != quote:
            told = texts[article].at(field, start, end)
            yield Finding(f"mentions.csv or claims.csv {article} {field} {start}-{end}", shown(quote), shown(told),
                          "the article's text")  # fmt: skip


def sha256(text: str) -> str:
    """Hexadecimal SHA-256 of a text as it is published."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else -1
