"""The files of an issue in one language: figures drawn, the page and the PDF made, the mail beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from riskbrief.definitions.starter import find_template_dirs
from riskbrief.document import Briefing, FigureSpec
from riskbrief.render.attachments import attachments_of
from riskbrief.render.html import render_html
from riskbrief.render.json import briefing_json
from riskbrief.render.mail import mail_files
from riskbrief.render.pdf import render_pdf


def edition(
    briefing: Briefing, suffix: str, data: Mapping[str, bytes], *, root: Path, template: str
) -> dict[str, bytes]:
    """The briefing in its language; its PDF carries the briefing as data and every data file of the set."""
    from riskbrief.charts.draw import draw  # half a second that a run with nothing new is spared

    figures = {f.id: draw(f, language=briefing.meta.language) for f in figure_specs(briefing)}
    folders = find_template_dirs(root)
    html = render_html(briefing, figures, template_dirs=folders, template=template)
    json_file = briefing_json(briefing)
    attachments = attachments_of({**data, f"briefing{suffix}.json": json_file}, words=briefing.labels)
    pdf = render_pdf(html, meta=briefing.meta, attachments=attachments)
    return {
        f"briefing{suffix}.html": html.encode(),
        f"briefing{suffix}.json": json_file,
        f"briefing{suffix}.pdf": pdf,
        **mail_files(briefing, suffix, template_dirs=folders),
    }


def figure_specs(briefing: Briefing) -> list[FigureSpec]:
    """Every figure of a briefing in page order."""
    return [p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)]
