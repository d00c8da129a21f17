"""What verifying needs of texts: the articles at hand, the quotations of a set, how fonts and a language print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypedDict

import pandas as pd

from riskbrief.briefing.printing import Printer
from riskbrief.coding.resolve import Resolved
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Briefing
from riskbrief.errors import RiskbriefError
from riskbrief.ingest.collect import collect, collect_file
from riskbrief.ingest.readers import is_live
from riskbrief.pipeline.gathering import store_path
from riskbrief.proof.quotations import Span, Text
from riskbrief.render import glyphs
from riskbrief.render.child import FONTS
from riskbrief.render.filters import filters
from riskbrief.store.knowing import cut_at, known
from riskbrief.store.opening import opened


class PrintedAs(TypedDict):
    """Letters as the fonts have them, days as the language prints them, what every page or the masthead holds."""

    letters: Callable[[str], str]
    day: Callable[[date], str]
    furniture: list[str]


def texts_at_hand(root: Path, articles: Path | None) -> dict[str, Text]:
    """Articles by id: of the file given, else of the workspace's store and its sources that are files. Nothing is asked
    over the network; there are none when there is no workspace.

    Errors: those of reading the file given.
    """
    if articles is not None:
        return _texts(collect_file(articles, languages=[]).articles)
    try:
        return _of_workspace(load_workspace(root)) if (root / "config.yaml").is_file() else {}
    except RiskbriefError:
        return {}


def _of_workspace(workspace: Workspace) -> dict[str, Text]:
    config, path = workspace.config, store_path(workspace)
    files = [source for source in config.sources if not is_live(source.reader)]
    found = _texts(collect(files, workspace.root, languages=config.coded).articles)
    if path.is_file():
        with opened(path) as db:
            found |= _texts(known(db, cut_at(db, None)).articles)
    return found


def _texts(articles: pd.DataFrame) -> dict[str, Text]:
    rows = zip(*(articles[c] for c in ("article_id", "title", "text", "content_sha256")), strict=True)
    return {a: Text(title, text, sha) for a, title, text, sha in rows}


def spans_of(known: Resolved, statements: pd.DataFrame) -> dict[Span, str]:
    """Every quotation of mentions, claims and statements by article, field, start and end."""
    return {
        (row.article_id, row.field, row.start, row.end): row.quote
        for table in (known.mentions, known.claims, statements)
        for row in table[["article_id", "field", "start", "end", "quote"]].itertuples(index=False)
    }


def printed_as(briefing: Briefing, workspace: Workspace, pages: int) -> PrintedAs:
    """How the briefing's language and our fonts print what it says, on so many pages."""
    printer = Printer(workspace.phrases[briefing.meta.language]["locale"])
    return {"letters": _letters(briefing), "day": printer.day, "furniture": list(_furniture(briefing, pages))}


def _furniture(briefing: Briefing, pages: int) -> Iterator[str]:
    meta, labels, show = briefing.meta, briefing.labels, filters(briefing.meta.language)
    yield from (meta.index_version, meta.config_hash, f"{labels.get('issue', '')} {meta.issue}", meta.handling)
    yield from (meta.contact, show["period"]((meta.period_from, meta.period_to)), show["instant"](meta.cutoff))
    for number in range(1, pages + 1):
        yield f"{labels.get('page', '')} {number} {labels.get('of', '')} {pages}"
        yield f"{meta.title} · {meta.issue}" if number > 1 else ""


def _letters(briefing: Briefing) -> Callable[[str], str]:
    """How our fonts print a text of the briefing: a box for each character they lack."""
    found = "".join(sorted({c for c in str(briefing) if not c.isascii()}))
    table = str.maketrans(dict(zip(found, glyphs.printable(found, FONTS.parent / "fonts"), strict=True)))
    return lambda text: text.translate(table)
