"""What is left out of a chart's SVG is nothing that shows."""

from __future__ import annotations

import re

from riskbrief.charts.style import sheet
from riskbrief.charts.svg import clean

PICTURE = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" width="90pt" height="40pt" viewBox="0 0 90 40" version="1.1">
 <defs>
  <style type="text/css">*{stroke-linejoin: round; stroke-linecap: butt}</style>
 </defs>
 <g id="figure_1">
  <g id="patch_1">PARTS</g>
  <g clip-path="url(#cut)"><g id="line_1"><text style="font-size: 7px; font-family: 'A', 'B'; fill: #111111" \
x="1" y="2" transform="rotate(-0 1 2)">a</text></g></g>
 </g>
 <defs>
  <clipPath id="cut">
   <rect x="10" y="10" width="50" height="20"/>
  </clipPath>
 </defs>
</svg>
"""


def cleaned(parts: str) -> str:
    return clean(PICTURE.replace("PARTS", parts), "alt")


def path(places: str, style: str) -> str:
    return f'<path d="{places}" clip-path="url(#cut)" style="{style}"/>'


def test_a_path_keeps_its_frame_unless_it_lies_wholly_inside_it_with_its_stroke() -> None:
    inside, at_the_edge, beyond = "M 12 12 L 58 28", "M 10 12 L 58 28", "M 12 12 L 58 31"
    assert "clip-path" not in re.findall(r"<path[^>]*>", cleaned(path(inside, "fill: none; stroke: #111111")))[0]
    assert "clip-path" not in re.findall(r"<path[^>]*>", cleaned(path(at_the_edge, "fill: #111111")))[0]
    assert "clip-path" in re.findall(r"<path[^>]*>", cleaned(path(at_the_edge, "fill: none; stroke: #111111")))[0]
    assert "clip-path" in re.findall(r"<path[^>]*>", cleaned(path(beyond, "fill: #111111")))[0]


def test_a_frame_stays_while_something_is_cut_to_it_and_so_does_its_group() -> None:
    svg = cleaned(path("M 12 12 L 58 28", "fill: #111111"))
    assert '<clipPath id="cut">' in svg
    assert svg.count("<g") == svg.count("</g>") == 1


def test_opacity_of_one_colour_is_the_colours_own_and_that_of_two_stays_with_the_shape() -> None:
    place = "M 12 12 L 58 28"
    assert ' fill-opacity="0.3"' in cleaned(path(place, "fill: #111111; opacity: 0.3"))
    assert ' stroke-opacity="0.3"' in cleaned(path(place, "fill: none; stroke: #111111; opacity: 0.3"))
    assert ' opacity="0.3"' in cleaned(path(place, "fill: #111111; stroke: #222222; opacity: 0.3"))
    assert ' opacity="0.3"' in cleaned(path(place, "fill: url(#h); opacity: 0.3"))


def test_only_a_path_that_paints_nothing_and_is_never_called_is_left_out() -> None:
    kept = '<path id="m" d="M 0 0 L 2 2" style="fill: none"/>'
    svg = cleaned(path("M 12 12 L 58 28", "fill: none") + kept + path("M 12 12 L 58 28", "stroke: #111111"))
    assert len(re.findall("<path", svg)) == 2 and 'id="m"' in svg


def test_what_all_texts_and_strokes_share_is_said_once_for_the_whole_drawing() -> None:
    head, rest = cleaned("").split("<title>", 1)
    assert "font-family=\"'A', 'B'\"" in head and 'stroke-linejoin="round"' in head
    assert "font-family" not in rest and "<style" not in rest and "rotate" not in rest
    assert '<text x="1" y="2" font-size="7px" fill="#111111">a</text>' in rest


def test_millimetres_of_a_sheet_are_counted_from_its_lower_left_corner() -> None:
    with sheet(50.8, 25.4) as page:
        page.figure.text(25.4, 12.7, "middle", transform=page.millimetres)
        assert re.search(r'<text x="72(\.0+)?" y="36(\.0+)?"', page.svg("alt"))
