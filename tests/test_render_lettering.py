"""Charts in the PDF: each text in one piece where it is meant to stand, and no white hole in place of a chart."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pypdfium2
import pytest

import example_briefing as example
from printing import printed
from riskbrief.charts.draw import draw
from riskbrief.document import FigureSpec
from riskbrief.errors import RiskbriefError

KNOWN = {"x", "y", "font-size", "font-weight", "font-style", "font-family", "text-anchor", "fill", "fill-opacity",
         "opacity", "transform"}  # fmt: skip


def chart(body: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="400px" height="60px" viewBox="0 0 400 60">{body}</svg>'
    data = b64encode(svg.encode()).decode()
    return f'<p style="margin:0"><img alt="a" style="display:block" src="data:image/svg+xml;base64,{data}"></p>'


def line(anchor: str, text: str) -> str:
    return f'<text x="200" y="40" font-family="Source Sans 3" font-size="16px" text-anchor="{anchor}">{text}</text>'


@pytest.mark.parametrize(("anchor", "share"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_a_text_of_a_chart_is_one_string_of_the_pdf_and_stands_at_its_anchor(anchor: str, share: float) -> None:
    pdf = pypdfium2.PdfDocument(printed(chart(line(anchor, "AVAVA Togo 5"))))
    page = pdf[0]
    (found,) = [thing for thing in page.get_objects() if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
    plain = pypdfium2.PdfDocument(printed(chart(line("start", "AVAVA Togo 5"))))[0]
    origin = next(t for t in plain.get_objects() if t.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT).get_bounds()[0]
    left, _, right, _ = found.get_bounds()
    assert page.get_textpage().get_text_range().strip() == "AVAVA Togo 5"
    assert left + share * (right - left) == pytest.approx(origin, abs=1.0)


def test_a_turned_text_turns_about_its_place() -> None:
    turned = '<text x="200" y="50" font-size="12px" transform="rotate(-90 200 50)">up up up</text>'
    page = pypdfium2.PdfDocument(printed(chart(turned)))[0]
    found = next(thing for thing in page.get_objects() if thing.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT)
    left, bottom, right, top = found.get_bounds()
    assert top - bottom > 2 * (right - left) and page.get_textpage().get_text_range().strip() == "up up up"


def test_charts_write_their_texts_with_no_attribute_that_is_not_drawn() -> None:
    figures = [p for s in example.briefing().sections for p in s.parts.values() if isinstance(p, FigureSpec)]
    drawings = [draw(figure, language="en") for figure in figures]
    texts = [tag for drawing in drawings for tag in re.findall(r"<text\b[^>]*>", drawing)]
    assert len(texts) > 100 and not any("<tspan" in drawing for drawing in drawings)
    assert {name for tag in texts for name in re.findall(r'([\w:-]+)="', tag)} <= KNOWN


def test_a_chart_that_cannot_be_drawn_fails_the_page_instead_of_leaving_a_white_hole() -> None:
    with pytest.raises(RiskbriefError, match="layout failed"):
        printed(chart('<text x="1" y="9" font-weight="heavy">x</text>'))


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are found otherwise elsewhere")
def test_no_compiler_is_started_to_find_the_libraries(tmp_path: Path) -> None:
    for name in ("gcc", "cc", "ld"):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {name} >> {tmp_path}/started\n")
        (tmp_path / name).chmod(0o755)
    command = [sys.executable, "-I", "-m", "riskbrief.render.child"]
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(command, input=b"", env=environment, check=True, capture_output=True)
    assert not (tmp_path / "started").exists()
