"""Pages for tests of printing: the whole invented briefing, parts of it, and small pages of one's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2

import example_briefing as example
from riskbrief.charts.draw import draw
from riskbrief.document import Briefing, FigureSpec
from riskbrief.render.attachments import attachments_of
from riskbrief.render.html import render_html
from riskbrief.render.pdf import render_pdf

TEMPLATES = Path(__file__).parents[1] / "templates"
FILES = attachments_of({"scores.csv": b'"a"\n1\n', "briefing.json": b'{"a": 1}\n', "more.bin": b"\0\1"}, words={})


def html_of(briefing: Briefing) -> str:
    figures = [p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)]
    pictures = {f.id: draw(f, language=briefing.meta.language) for f in figures}
    return render_html(briefing, pictures, template_dirs=[TEMPLATES], template="briefing.html.j2")


def short(briefing: Briefing, *ids: str) -> Briefing:
    return replace(briefing, sections=tuple(s for s in briefing.sections if s.id in ids))


def small(body: str, language: str = "en", head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="{language}"><head><title>t</title>{head}</head><body>{body}</body></html>'


def printed(body: str) -> bytes:
    return render_pdf(small(body), meta=example.meta(), attachments=[])


def text_of(content: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return "\f".join([*(page.replace("\r\n", "\n") for page in pages), ""])
