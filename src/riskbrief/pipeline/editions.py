"""The files of an issue in each language: figures drawn, the page and the PDF made, the mail beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from riskbrief.definitions.starter import find_template_dirs
from riskbrief.document import Briefing, FigureSpec, Meta
from riskbrief.pipeline.beside import give_back, processors
from riskbrief.render import pdf
from riskbrief.render.attachments import Attachment, attachments_of
from riskbrief.render.html import render_html
from riskbrief.render.json import briefing_json
from riskbrief.render.mail import mail_files

Suffix = Callable[[str], str]  # of a language: what its file names have before the ending
Printer = Callable[[str, Meta, Sequence[Attachment]], Future[bytes]]
LOOK_AGAIN_SECONDS = 0.05


@dataclass(frozen=True)
class Begun:
    """An edition while its pages are laid out."""

    briefing: Briefing
    suffix: str
    page: bytes
    data: bytes
    pdf: Future[bytes]

    def files(self, folders: list[Path]) -> dict[str, bytes]:
        """Every file of the edition, once it is laid out. Errors: those of `pdf.render_pdf`."""
        return {
            f"briefing{self.suffix}.html": self.page,
            f"briefing{self.suffix}.json": self.data,
            f"briefing{self.suffix}.pdf": self.pdf.result(),
            **mail_files(self.briefing, self.suffix, template_dirs=folders),
        }


def editions(
    briefings: Mapping[str, Briefing], data: Mapping[str, bytes], suffix: Suffix, *, root: Path, template: str,
    lap: Callable[[str], None],
) -> dict[str, bytes]:  # fmt: skip
    """The briefing in each language; its PDF carries the briefing as data and every data file of the set.

    While one is laid out, in a process of its own, the next is drawn. An error is that of the first language with one.
    """
    folders, begun, contents = find_template_dirs(root), dict[str, Begun](), dict[str, bytes]()
    give_back()  # what scoring no longer holds: pages are laid out beside this process
    with _printing() as printer:
        for language, briefing in briefings.items():
            try:
                begun[language] = _begun(briefing, suffix(language), data, folders, template, printer)
            except Exception:
                _told(begun)
                raise
        for language, one in begun.items():
            contents |= one.files(folders)
            lap(f"render.{language}")
    return contents


def _told(begun: Mapping[str, Begun]) -> None:
    """Wait for what is being laid out: its errors come before that of a later edition."""
    for one in begun.values():
        one.pdf.result()


def _begun(
    briefing: Briefing, suffix: str, data: Mapping[str, bytes], folders: list[Path], template: str, printer: Printer
) -> Begun:
    from riskbrief.charts.draw import draw  # half a second that a run with nothing new is spared

    figures = {f.id: draw(f, language=briefing.meta.language) for f in figure_specs(briefing)}
    html = render_html(briefing, figures, template_dirs=folders, template=template)
    json_file = briefing_json(briefing)
    carried = attachments_of({**data, f"briefing{suffix}.json": json_file}, words=briefing.labels)
    return Begun(briefing, suffix, html.encode(), json_file, printer(html, briefing.meta, carried))


@contextmanager
def _printing() -> Iterator[Printer]:
    """Threads that wait for pages, one for each processor that may lay one out. After an error or an interruption
    nobody waits for a page: its process is ended, also one that only starts."""
    given: list[Future[bytes]] = []
    with ThreadPoolExecutor(min(2, processors())) as threads:

        def printer(html: str, meta: Meta, attachments: Sequence[Attachment]) -> Future[bytes]:
            given.append(threads.submit(pdf.render_pdf, html, meta=meta, attachments=attachments))
            return given[-1]

        try:
            yield printer
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            while left := [one for one in given if not one.done()]:
                pdf.PRESS.stop()
                wait(left, LOOK_AGAIN_SECONDS)
            raise


def figure_specs(briefing: Briefing) -> list[FigureSpec]:
    """Every figure of a briefing in page order."""
    return [p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)]
