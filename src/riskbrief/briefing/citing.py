"""The words of each cited article that the briefing rests on, as a short quotation beside its source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from riskbrief.briefing.desk import Desk
from riskbrief.briefing.ledger import excerpt
from riskbrief.document import Citation


def with_quotations(desk: Desk, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Citations with a quotation of a matched span each, cut to `quote_words` of the report; those of which no mention
    counts have none."""
    words = desk.given.report.quote_words
    if not words:
        return tuple(citations)
    rows = _first_mentions(desk.given.mentions, {c.article_id for c in citations})
    return tuple(_quoted(desk, c, rows[c.article_id], words) if c.article_id in rows else c for c in citations)


def _quoted(desk: Desk, citation: Citation, row: Any, words: int) -> Citation:
    told = desk.fact.name("claimant", excerpt(row.quote, words))
    return replace(citation, quote=desk.book.write("flash_claimant", [told]), span=desk.span(row))


def _first_mentions(mentions: pd.DataFrame, articles: set[str]) -> dict[str, Any]:
    """Of each article the first mention that counts, in its text rather than its title, which is printed anyway."""
    own = mentions[mentions["article_id"].isin(articles) & mentions["counts"]]
    order = own.assign(title=own["field"] == "title").sort_values(["title", "start", "end"], kind="stable")
    return {str(row.article_id): row for row in order.drop_duplicates("article_id").itertuples(index=False)}
