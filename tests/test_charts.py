"""Charts: the same figure gives the same bytes, and nothing that is not known is drawn as known."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.patches import FancyArrowPatch

import example_briefing as example
from riskbrief.charts import maps
from riskbrief.charts.draw import DRAWERS, draw
from riskbrief.charts.flows import draw_flows
from riskbrief.charts.ground import lay_ground
from riskbrief.charts.labels import widest_place
from riskbrief.charts.leaders import Places, Sea
from riskbrief.charts.projection import EqualArea, countries
from riskbrief.charts.style import LEVELS, level_of, plain, sheet
from riskbrief.document import FigureSpec
from riskbrief.figures import (
    Bar,
    BarsFigure,
    Figure,
    Flow,
    FlowsFigure,
    GaugeFigure,
    HeatCell,
    HeatFigure,
    Line,
    MapFigure,
    MapRegion,
    Marker,
    MultiplesFigure,
    Occurrence,
    Point,
    Segment,
    ShareFigure,
    TimelineFigure,
    TrendFigure,
    WaterfallFigure,
)

SVG = "{http://www.w3.org/2000/svg}"
SPECS = [p for s in example.sections() for p in s.parts.values() if isinstance(p, FigureSpec)] + [example.hours()]
HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "</style>",
    "$_x_$",
    "[/b]",
    "]]>",
    "&amp;",
    "مالي",
    "W" * 400,
    "\u202eabc",
    "a\x0bb\x00c",
]


def texts(svg: str) -> list[str]:
    return ["".join(e.itertext()) for e in ET.fromstring(svg).iter(f"{SVG}text")]


def drawn(figure: Figure, *, width: float = 174, height: float = 60, language: str = "en") -> str:
    return draw(FigureSpec("x", "", "", "alt", "", figure, width, height), language=language)


def strong_strokes(svg: str) -> int:
    return len(re.findall(r'<path[^>]*stroke-width="1\.7', svg))


def test_every_figure_type_has_a_drawing_in_the_example() -> None:
    assert {type(s.figure) for s in SPECS} == set(DRAWERS)


@pytest.mark.parametrize("spec", SPECS, ids=lambda s: s.id)
def test_a_chart_is_well_formed_svg_of_the_size_asked_for_with_its_alt_text_as_title(spec: FigureSpec) -> None:
    root = ET.fromstring(draw(spec, language="en"))
    width = float(root.attrib["width"].removesuffix("pt")) / 72 * 25.4
    assert width == pytest.approx(spec.width_mm, abs=0.1)
    assert root.find(f"{SVG}title").text == spec.alt  # type: ignore[union-attr]


def test_the_same_figures_give_the_same_bytes_in_processes_with_other_hash_seed_zone_and_folder(tmp_path: Path) -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import example_briefing as e\n"
        "from riskbrief.charts.draw import draw\nfrom riskbrief.document import FigureSpec\n"
        "figures = [p for s in e.sections() for p in s.parts.values() if isinstance(p, FigureSpec)]\n"
        "print(hashlib.sha256(''.join(draw(f, language='fr') for f in figures).encode()).hexdigest())"
    )
    here = str(Path(__file__).parent)
    digests = set()
    for seed, zone, folder in (("1", "UTC", "/"), ("2", "Asia/Tokyo", str(tmp_path))):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", code, here], cwd=folder, env=environment, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout)
    assert len(digests) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_is_drawn_as_text(text: str) -> None:
    svg = drawn(BarsFigure((Bar(text, (Segment(text, 3.0), Segment("other", 2.0)), text),), text))
    ET.fromstring(svg)
    assert "<script" not in svg
    seen = " ".join(texts(svg))
    shown = plain(text)[:20]
    assert shown in seen


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_any_text_gives_well_formed_svg(text: str) -> None:
    ET.fromstring(drawn(ShareFigure(((text, 0.6), ("b", 0.4))), height=14))


def test_a_week_without_data_is_a_gap_and_a_thin_week_is_hollow() -> None:
    first = date(2024, 1, 7)
    points = tuple(Point(first + timedelta(weeks=i), 50.0) for i in range(9))
    whole = drawn(TrendFigure((Line("a", points, True),)))
    unknown = (*points[:4], replace(points[4], score=None, coverage="none"), *points[5:])
    gap = drawn(TrendFigure((Line("a", unknown, True),)))
    assert strong_strokes(whole) == 1
    assert strong_strokes(gap) == 2
    thin = (*points[:4], replace(points[4], coverage="thin"), *points[5:])
    assert 'fill="#ffffff"' in drawn(TrendFigure((Line("a", thin, True),)))
    assert 'fill="#ffffff"' not in whole


def test_a_country_not_assessed_is_hatched_and_never_coloured_as_a_level() -> None:
    assessed = drawn(MapFigure((MapRegion("MLI", "Mali", 5, "82"),)), width=80, height=60)
    unknown = drawn(MapFigure((MapRegion("MLI", "Mali", None),)), width=80, height=60)
    assert LEVELS[4].lower() in assessed.lower()
    assert not any(colour.lower() in unknown.lower() for colour in LEVELS)
    assert "<pattern" in unknown
    assert "<pattern" not in assessed


def test_a_falling_part_is_hatched_so_that_colour_never_speaks_alone() -> None:
    assert "<pattern" in drawn(BarsFigure((Bar("a", (Segment("x", -3.0),)),), "points"))
    assert "<pattern" not in drawn(BarsFigure((Bar("a", (Segment("x", 3.0),)),), "points"))


def test_the_gauge_says_level_number_and_word_and_prints_no_score_it_does_not_have() -> None:
    words = ("Low", "Guarded", "Elevated", "High", "Critical")
    known = texts(drawn(GaugeFigure(58.2, 52, 63, level_names=words), width=80, height=16))
    assert {"1 Low", "3 Elevated", "5 Critical", "58"} <= set(known)
    unknown = texts(drawn(GaugeFigure(None, None, None, level_names=words), width=80, height=16))
    assert unknown == [f"{i + 1} {w}" for i, w in enumerate(words)]


def test_days_are_named_in_the_language() -> None:
    strip = next(s for s in SPECS if s.id == "timeline")
    assert "Mon 16" in texts(draw(strip, language="en"))
    assert "lun. 16" in texts(draw(strip, language="fr"))


def test_texts_of_a_chart_are_set_as_those_of_the_page() -> None:
    figure = BarsFigure((Bar("L'armée: attaque", (Segment("", 3),), "3"),), "points")
    assert "L’armée : attaque" in texts(drawn(figure, language="fr"))


def test_every_country_of_the_panel_is_named_or_scored_on_the_map() -> None:
    shown = " ".join(texts(drawn(example.map_figure(), width=86, height=66)))
    squeezed = shown.replace("- ", "-")
    for _, name, score, _ in example.PANEL:
        words = name.split(" ")
        assert all(word in squeezed for word in words) or f"{score}" in squeezed, name


def test_a_label_inside_a_country_lies_inside_it() -> None:
    with sheet(86, 66) as page:
        ground = lay_ground(page, [key for key, *_ in example.PANEL])
    for key, *_ in example.PANEL:
        ring = ground.mainland(key)
        height = ground.height(7)
        x, y, width = widest_place(ring, height=height, taken=[])
        if width:
            outline = next(p for p in ground.land if len(p.vertices) == len(ring) and (p.vertices == ring).all())
            corners = [(x + i * width * 0.49, y + j * height * 0.49) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            assert outline.contains_points(corners).all(), key


def test_a_label_outside_touches_neither_land_nor_other_labels_nor_their_lines() -> None:
    with sheet(86, 66) as page:
        ground = lay_ground(page, [key for key, *_ in example.PANEL])
    anchor = (float(ground.mainland("GMB")[:, 0].mean()), float(ground.mainland("GMB")[:, 1].mean()))
    width, height = ground.width("Gambia", 7), ground.height(7)
    places = Places.around(anchor, (width, height), Sea.around(ground.land, ground.frame))
    first = places.first_free([], [])
    assert first is not None
    other = places.first_free([first[0]], [])
    assert other is not None and not other[0].meets(first[0])
    box = other[0]
    edge = [(box.x + i * width * 0.45, box.y + j * height * 0.45) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    assert not any(outline.contains_points(edge).any() for outline in ground.land)
    x = (anchor[0] + first[0].x) / 2
    behind = places.first_free([], [((x, anchor[1] - 9000), (x, anchor[1] + 9000))])
    assert behind is None or (behind[0].x - x) * (anchor[0] - x) > 0


def test_every_country_of_the_panel_is_named_on_the_map_whatever_its_neighbours_take() -> None:
    """Two numbered events in Benin and a score behind every name once left Benin without its name."""
    events = (Marker(1, 12.6, -8.0), Marker(2, 11.1, 2.9), Marker(3, 11.2, 3.0), Marker(4, 12.6, -8.0))
    regions = tuple(MapRegion(key, name, 1 + n % 5, f"{9 + n}") for n, (key, name, *_) in enumerate(example.PANEL))
    shown = " ".join(texts(drawn(MapFigure(regions, events, example.LEVELS), width=86, height=54)))
    for _, name, *_ in example.PANEL:
        assert all(part in shown for part in re.split(r"(?<=-)| ", name)), name


def test_events_in_one_place_stand_side_by_side() -> None:
    """Numbers on top of each other can't be read."""
    with sheet(86, 54) as page:
        ground = lay_ground(page, [key for key, *_ in example.PANEL])
        maps._markers(ground, [Marker(n, 12.65, -8.0) for n in range(1, 6)])
    assert not any(one.meets(other) for one, other in itertools.combinations(ground.taken, 2))


def test_the_projection_keeps_areas() -> None:
    """One square degree near the equator covers cos(latitude) times as much as one at the equator."""
    projection = EqualArea(0, 10)

    def area(lon: float, lat: float) -> float:
        corners = [(lon, lat), (lon + 0.1, lat), (lon + 0.1, lat + 0.1), (lon, lat + 0.1)]
        x, y = projection.points(corners).T
        return abs(sum(x[i - 1] * y[i] - x[i] * y[i - 1] for i in range(4))) / 2

    import math

    for lon, lat in ((-15, 5), (20, 25), (0, 10)):
        expected = 0.1 * math.pi / 180 * 6371**2 * (math.sin(math.radians(lat + 0.1)) - math.sin(math.radians(lat)))
        assert area(lon, lat) == pytest.approx(expected, rel=1e-4)


def test_outlines_hold_every_country_of_the_panel() -> None:
    assert {key for key, *_ in example.PANEL} <= set(countries())


@given(st.floats(0, 100))
def test_a_score_has_the_level_of_its_band(score: float) -> None:
    level = level_of(score)
    assert (level - 1) * 20 <= score <= level * 20


def test_charts_leave_no_pyplot_behind() -> None:
    code = "import sys; from riskbrief.charts import draw; print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_matplotlib_is_loaded_without_its_lists_of_properties() -> None:
    code = (
        "from riskbrief.charts import draw\nfrom matplotlib.patches import Rectangle\n"
        "print('antialiased' in (Rectangle.set.__doc__ or ''), Rectangle.set.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "set"]


def test_numbers_in_the_drawing_have_at_most_two_decimals() -> None:
    for tag in re.findall(r"<path[^>]*>", draw(SPECS[1], language="en")):
        assert not re.search(r"\d\.\d{3}", tag)


def test_bars_without_a_value_print_the_points_of_their_parts_so_that_colour_tells_nothing_alone() -> None:
    parts = (Segment("Continues", 35.0), Segment("Worsens", 61.0), Segment("Improves", 4.0))
    shown = texts(drawn(BarsFigure((Bar("Mali", parts),), "%"), width=84, height=10))
    assert {"35", "61"} <= set(shown)
    assert "4" not in shown, "a part too narrow for its number keeps it to itself"
    assert "35" not in texts(drawn(BarsFigure((Bar("Mali", parts, "100"),), "%"), width=84, height=10))


def test_counts_are_marked_in_whole_numbers_and_two_measures_back_to_back_both_from_zero() -> None:
    few = texts(drawn(BarsFigure((Bar("a day", (Segment("", 1.0),), "1"),), "events"), width=84, height=10))
    assert not [t for t in few if "." in t]
    dual = BarsFigure((Bar("Mali", (Segment("harms", 50.0), Segment("informs", -32.0)), "50"),), "score", stacked=False)
    assert not [t for t in texts(drawn(dual, width=84, height=10)) if t.startswith(("-", "\u2212"))]


def test_long_names_are_wrapped_or_given_their_own_row_and_not_cut() -> None:
    name = "Attacks on security forces and installations"
    bars = BarsFigure((Bar("Mali", (Segment(name, 9.0), Segment("Other", 1.0)), "10"),), "points")
    assert name in texts(drawn(bars, width=84, height=10))
    lines = (Line("Mali", (Point(date(2024, 9, 22), 31.0),), True),)
    shown = texts(drawn(MultiplesFigure(((name, lines), (name, lines), (name, lines))), width=170, height=34))
    assert " ".join(shown).count("Attacks on security forces and") == 3 and "installations" in " ".join(shown)


def test_what_a_lone_event_of_the_week_was_is_told_in_two_lines_where_one_is_too_short() -> None:
    monday, name = date(2024, 9, 16), "communal reprisals or incitement"
    lone = tuple(Occurrence(monday + timedelta(days=n), "Mali", 0, 1, "governance", name) for n in (0, 2, 5))
    shown = texts(drawn(TimelineFigure(monday, monday + timedelta(days=6), ("Mali",), lone), height=20))
    assert shown.count(name) == 2
    assert {"communal reprisals or", "incitement"} <= set(shown)  # too near the end of the week for one line


def test_a_long_step_of_a_waterfall_stands_in_two_lines() -> None:
    step = Segment("Floor: violence in or near a capital or a garrison", 22.0)
    shown = texts(drawn(WaterfallFigure(Segment("then", 20.0), (step,), Segment("now", 42.0)), width=84, height=10))
    assert [t for t in shown if t.startswith("Floor")] and not [t for t in shown if "…" in t]
    assert " ".join(t for t in shown if t.startswith(("Floor", "a ", "or ", "capital", "garrison"))) == step.name


def test_small_charts_side_by_side_say_which_line_is_which_country() -> None:
    panel = tuple(Line(n, (Point(date(2024, 9, 22), 31.0),), n == "Mali") for n in ("Mali", "Niger", "Burkina Faso"))
    shown = texts(drawn(MultiplesFigure((("Harm", panel), ("Strain", panel))), width=119, height=29))
    assert {"Mali", "Niger", "Burkina Faso"} <= set(shown)


def test_the_hours_of_an_event_are_told_by_the_clock_and_a_late_one_has_its_words_on_the_left() -> None:
    svg = draw(example.hours(), language="en")
    written = texts(svg)
    assert "05:50 first report, first figure: Agency" in written and "01:50 highest figure: Radio" in written
    assert [t for t in written if re.fullmatch(r"\d\d:00", t)] == [f"{h % 24:02}:00" for h in range(6, 30, 3)]
    late = re.search(r'text-anchor="(\w+)"[^>]*>01:50 highest', svg)
    assert late and late[1] == "end"


def test_a_dot_without_a_number_has_the_name_of_its_place_beside_it() -> None:
    region = MapRegion("MLI", "Mali", 4, "62")
    svg = drawn(MapFigure((region,), (Marker(0, 12.6, -8.0, text="Bamako"),)), width=56, height=32)
    assert "Bamako" in texts(svg) and "0" not in texts(svg)


def test_a_name_on_the_map_of_flows_stands_where_no_arrow_passes() -> None:
    named = (("MLI", "Mali"), ("BFA", "Burkina Faso"), ("CIV", "Côte d'Ivoire"))
    regions = tuple(MapRegion(key, name, 2, "7") for key, name in named)
    with sheet(84, 42) as page:
        draw_flows(page, FlowsFigure(regions, (Flow("MLI", "CIV", 40.0), Flow("MLI", "BFA", 40.0))), "en")
        page.figure.draw_without_rendering()
        axes = page.figure.axes[0]
        arrows = [a for a in axes.get_children() if isinstance(a, FancyArrowPatch)]
        paths = [arrow.get_path().transformed(arrow.get_transform()) for arrow in arrows]
        boxes = [text.get_window_extent() for text in axes.texts]
    assert len(paths) == 2 and len(boxes) == 3
    assert not any(path.intersects_bbox(box, filled=False) for path in paths for box in boxes)


def test_a_table_of_levels_prints_each_level_as_a_number_and_leaves_unknown_weeks_empty() -> None:
    figure = example.heat_figure()
    svg = drawn(figure, width=84, height=10)
    digits = [text for text in texts(svg) if text.isdigit()]
    known = [str(cell.level) for _, cells in figure.rows for cell in cells if cell.level is not None]
    assert sorted(digits) == sorted(known)
    assert {f"{n} {word}" for n, word in enumerate(example.LEVELS, 1)} <= set(texts(svg))
    assert {name for name, _ in figure.rows} <= set(texts(svg))
    assert "22 Sept" in texts(svg), "the newest week is named"
    assert "22 sept." in texts(drawn(figure, width=84, height=10, language="fr"))


def test_a_thin_week_of_the_table_is_an_outline_and_a_full_one_filled() -> None:
    day = date(2024, 9, 22)
    full, thin = (
        drawn(HeatFigure((("Mali", (HeatCell(day, 4, coverage),)),)), width=84, height=10)
        for coverage in ("full", "thin")
    )
    assert f'fill="{LEVELS[3].lower()}"' in full and "stroke-dasharray" not in full
    assert f'fill="{LEVELS[3].lower()}"' not in thin and "stroke-dasharray" in thin
    none = drawn(HeatFigure((("Mali", (HeatCell(day, None, "none"),)),)), width=84, height=10)
    assert not any(colour.lower() in none.lower() for colour in LEVELS)


def test_the_steps_of_a_waterfall_lead_from_one_score_to_the_other_and_a_falling_one_is_hatched() -> None:
    figure = example.waterfall_figure()
    svg = drawn(figure, width=84, height=10)
    assert {"61", "82", "+22.4", "+3.1", "−4.5"} <= set(texts(svg))
    assert svg.count("<pattern") == 1
    rising = WaterfallFigure(figure.start, figure.steps[:2], Segment("now", 86.5))
    assert "<pattern" not in drawn(rising, width=84, height=10)
    assert "+22,4" in texts(drawn(figure, width=84, height=10, language="fr"))
