"""A briefing as the body of an e-mail: the same few sentences and rows as plain text and as HTML."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from riskbrief.document import Block, Briefing, Cell, DataTable, Item, Section, Sentence
from riskbrief.render.filters import one_line, web_link
from riskbrief.render.html import fill

WIDTH = 78  # characters of a line of text
ROWS, COLUMNS = 5, 4  # of the board: country, level, score, change
BOTTOM = {
    "bottom_line": ("lead", "bullets", "confidence"),
    "flash_bottom_line": ("lead",),
    "profile_rationale": ("lead",),
    "notice": ("lead",),
}  # parts by a section's template
ALERTS = {"warning": ("lead", "alerts"), "flash_triggers": ("triggers",)}
UNKNOWN = {"flash_known": ("not_known",), "confidence": ("gaps",)}
DEGRADED = {"masthead": ("degraded",)}
Wanted = Mapping[str, tuple[str, ...]]
INDENT = re.compile(r"^(?:- | +)")


@dataclass(frozen=True)
class MailBody:
    """Two forms of one message. `text`: lines of at most 78 characters but for a link; `html`: a page without images,
    scripts or anything fetched, its styles in its elements."""

    text: str
    html: str


def mail_body(
    briefing: Briefing, *, template_dirs: Sequence[Path], attachments: Sequence[str] = (), link: str = ""
) -> MailBody:
    """Bottom line, highest rows of the board, alerts and what is not known, in the briefing's language.

    `attachments`: names of the files that go along; `link`: where the HTML edition stands, printed if it is http(s).
    What a briefing lacks is left out, alerts and gaps say that there are none. Same briefing, same characters.
    Errors: ConfigurationError naming the template and line.
    """
    given = {
        "bottom": _told(briefing, BOTTOM) or _silence(briefing, BOTTOM),
        "board": _board(briefing),
        "alerts": _told(briefing, ALERTS),
        "unknown": _told(briefing, UNKNOWN),
        "asked_alerts": _has(briefing, ALERTS),
        "asked_unknown": _has(briefing, UNKNOWN),
        "degraded": _told(briefing, DEGRADED),
        "attachments": [one_line(name) for name in attachments],
        "link": web_link(link),
        "headline": one_line(briefing.headline or briefing.meta.title),
    }
    text = fill("email.txt.j2", briefing, given, template_dirs=template_dirs, plain=True)
    return MailBody(_wrapped(text, web_link(link)), fill("email.html.j2", briefing, given, template_dirs=template_dirs))


def mail_files(briefing: Briefing, suffix: str, *, template_dirs: Sequence[Path]) -> dict[str, bytes]:
    """Both forms as files of a published set; the PDF of the edition goes along. `suffix`: as in its name (`.fr`)."""
    meta = briefing.meta
    attached = [f"{meta.report}-{meta.issue}.{meta.language}.pdf"]
    body = mail_body(briefing, template_dirs=template_dirs, attachments=attached)
    return {f"mail{suffix}.txt": body.text.encode(), f"mail{suffix}.html": body.html.encode()}


def _sections(briefing: Briefing, wanted: Wanted) -> Iterator[Section]:
    return (s for s in briefing.sections if s.template in wanted)


def _has(briefing: Briefing, wanted: Wanted) -> bool:
    return any(True for _ in _sections(briefing, wanted))


def _told(briefing: Briefing, wanted: Wanted) -> list[str]:
    """The paragraphs of these parts, one a list entry."""
    parts = (s.parts[n] for s in _sections(briefing, wanted) for n in wanted[s.template] if n in s.parts)
    return [one_line(text) for part in parts for text in _paragraphs(part)]


def _silence(briefing: Briefing, wanted: Wanted) -> list[str]:
    return [one_line(s.no_data) for s in _sections(briefing, wanted) if s.no_data]


def _paragraphs(part: Block) -> Iterator[str]:
    if isinstance(part, Sentence):
        yield part.text
    elif isinstance(part, tuple):
        run = [one.text for one in part if isinstance(one, Sentence)]
        yield from [" ".join(run)] if run else []
        for item in part:
            if isinstance(item, Item):
                lead = f"{item.lead} – " if item.lead else ""
                yield lead + " ".join(s.text for s in item.sentences)


def _board(briefing: Briefing) -> tuple[list[str], list[list[str]]] | None:
    """The first columns of the board: headings, and the highest countries; None without a board."""
    tables = (s.parts.get("board") for s in briefing.sections if s.template == "board")
    table = next((t for t in tables if isinstance(t, DataTable)), None)
    if table is None:
        return None
    rows = [row[:COLUMNS] for row in table.rows[:ROWS] if not row[1].muted]
    return [one_line(h) for h in table.header[:COLUMNS]], [[_cell(c) for c in row] for row in rows]


def _cell(cell: Cell) -> str:
    return one_line(f"{cell.text} ({cell.small})" if cell.small else cell.text)


def _wrapped(text: str, link: str) -> str:
    """Lines of at most 78 characters; what hangs under a dash is indented, the link stays whole."""
    lines: list[str] = []
    for line in text.splitlines():
        hang = " " * len(found[0]) if (found := INDENT.match(line)) else ""
        lines += (
            [line]
            if line == link
            else textwrap.wrap(line, WIDTH, subsequent_indent=hang, break_on_hyphens=False) or [""]
        )
    return "\n".join(lines).strip("\n") + "\n"
