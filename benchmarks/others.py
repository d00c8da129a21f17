"""The same page printed by headless Chromium and set by typst, where they are installed; used by render.py."""

from __future__ import annotations

import base64
import ctypes
import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
FONTS = Path(__file__).parents[1] / "src" / "riskbrief" / "assets" / "fonts"
BLOCKS = {"h1": "= ", "h2": "== ", "h3": "=== ", "h4": "==== ", "p": "", "li": "- ", "figcaption": "", "caption": "",
          "div": ""}  # fmt: skip
ADOPT_ORPHANS = 36  # Linux: PR_SET_CHILD_SUBREAPER
TYPST_PACKAGE = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"


def timed(command: list[str], made: Path) -> dict[str, float]:
    """Processor and wall seconds of a command that must leave a PDF, with the processes it leaves behind."""
    ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    wall = time.perf_counter() - start
    _await_orphans(start + wall + 3)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if not made.read_bytes().startswith(b"%PDF"):
        raise SystemExit(f"{command[0]} made no PDF")
    return {"cpu_s": round(used, 2), "wall_s": round(wall, 2)}


def _await_orphans(until: float) -> None:
    while time.perf_counter() < until:
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.02)
        except ChildProcessError:
            return


def chromium(page: Path) -> dict[str, float] | str:
    """Chromium printing the HTML edition."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        return "not installed"
    made = page.with_suffix(".chromium.pdf")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    return timed([program, *flags, f"--print-to-pdf={made}", page.as_uri()], made)


def typst(page: Path) -> dict[str, float] | str:
    """Typst, the program or the Python package, setting the same words, tables and charts."""
    program = shutil.which("typst")
    if program is None and importlib.util.find_spec("typst") is None:
        return "not installed"
    source = page.with_suffix(".typ")
    source.write_text(typst_source(page), encoding="utf-8")
    made = source.with_suffix(".pdf")
    if program:
        return timed([program, "compile", "--font-path", str(FONTS), str(source), str(made)], made)
    return timed([sys.executable, "-c", TYPST_PACKAGE, str(source), str(made), str(FONTS)], made)


def typst_source(page: Path) -> str:
    """The page as typst: headings, paragraphs, list items, tables, and the charts as files beside it."""
    reader = _Reader(page.with_suffix(""))
    reader.feed(page.read_text(encoding="utf-8"))
    head = '#set page(paper: "a4", margin: 16mm)\n#set text(font: "Source Sans 3", size: 9.5pt)\n'
    return head + "\n".join(reader.lines)


class _Reader(HTMLParser):
    def __init__(self, stem: Path) -> None:
        super().__init__()
        self.stem, self.lines, self.pictures = stem, list[str](), 0
        self.text, self.block, self.rows, self.silent = list[str](), "", list[list[str]](), 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "title"):
            self.silent += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag == "table":
            self.flush()
            self.rows = []
        elif tag in BLOCKS:
            self.flush()
            self.block = BLOCKS[tag]
        elif tag == "img" and dict(attrs).get("class") == "chart":
            self.picture(dict(attrs)["src"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "title"):
            self.silent -= 1
        elif tag in ("td", "th"):
            self.rows[-1].append(self.taken())
        elif tag == "table":
            cells = [f"[#{json.dumps(cell, ensure_ascii=False)}]" for row in self.rows for cell in row]
            self.lines.append(f"#table(columns: {max(map(len, self.rows))}, {', '.join(cells)})")
        elif tag in BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)

    def taken(self) -> str:
        text, self.text = " ".join("".join(self.text).split()), []
        return text

    def flush(self) -> None:
        if text := self.taken():
            self.lines.append(f"{self.block}#{json.dumps(text, ensure_ascii=False)}\n")
        self.block = ""

    def picture(self, address: str) -> None:
        self.flush()
        self.pictures += 1
        file = self.stem.with_name(f"{self.stem.name}-{self.pictures}.svg")
        file.write_bytes(base64.b64decode(address.split(",", 1)[1]))
        self.lines.append(f'#image("{file.name}", width: 60%)\n')
