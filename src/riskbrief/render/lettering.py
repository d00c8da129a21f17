"""Words of a chart set in one piece: WeasyPrint 70 sets each letter alone, and what is centred as a drawing of its own.

Half of what a chart costs in the PDF was that. It knows the attributes that charts/svg.py leaves on a text: place,
anchor, font, colour and turn.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.bounding_box import extend_bounding_box
from weasyprint.svg.text import Style, TextBox
from weasyprint.text.line_break import split_first_line

BEFORE = {"middle": 0.5, "end": 1.0}  # share of its width that stands before the place of a text
WEIGHTS = {"normal": 400, "bold": 700}


def set_whole() -> None:
    """From now on this process draws the texts of charts so."""
    svg.TAGS["text"] = _words


def _words(drawing: Any, node: Any, size: float) -> None:
    if not node.text:
        return
    style = _style(drawing, node, size)
    layout, _, _, width, height, baseline = split_first_line(node.text, style, drawing.context, inf, 0)
    x, y = drawing.point(node.get("x"), node.get("y"), size)
    x -= width * BEFORE.get(node.get("text-anchor"), 0.0)
    corners = ((x, y - baseline), (x + width, y - baseline + height))
    node.text_bounding_box = extend_bounding_box(svg.EMPTY_BOUNDING_BOX, corners)
    drawing.stream.push_state()
    fill, stroke = drawing.set_graphical_state(node, size)
    drawing.stream.begin_text()
    layout.reactivate(style)
    drawing.fill_stroke(fill, stroke, text=True)
    draw_first_line(drawing.stream, TextBox(layout, style), "none", "none", Matrix(d=-1, e=x, f=y))
    drawing.stream.end_text()
    drawing.stream.pop_state()


def _style(drawing: Any, node: Any, size: float) -> Any:
    style = Style(INITIAL_VALUES)
    style.font_config = drawing.font_config
    weight = node.get("font-weight", "normal")
    style |= {
        "font_family": [name.strip("\"' ") for name in node.get("font-family", "sans-serif").split(",")],
        "font_style": node.get("font-style", "normal"),
        "font_weight": WEIGHTS.get(weight) or int(weight),
        "font_size": size,
    }
    return style
