"""The HTML edition without a browser: landmarks, names, table headers, contrast of the colours of the stylesheet."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import example_briefing as example
from test_render_html import Page, page

CSS = (Path(__file__).parents[1] / "templates" / "briefing.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--(\w+): (#[0-9A-F]{6})", CSS))
UNPAINTED = r"/\*.*?\*/|@page :first[^\n]*|@page \{.*?\n\}|@media[^{]*\{"  # comments, sheets, heads of media rules
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(UNPAINTED, "", CSS, flags=re.S))
TEXT = 4.5  # WCAG 2.2, 1.4.3
FORM = 3.0  # 1.4.11


@pytest.fixture(scope="module")
def shown() -> Page:
    return Page(page())


def test_the_page_says_its_language_and_holds_each_landmark_once(shown: Page) -> None:
    tags = Counter(tag for tag, _ in shown.tags)
    assert tags["header"] == tags["main"] == tags["nav"] == tags["h1"] == tags["title"] == 1
    assert shown.tags[0] == ("html", {"lang": "en"})
    assert dict(shown.tags)["nav"]["aria-label"]
    assert not tags["script"]


def test_the_first_link_skips_to_the_text_and_every_inner_link_has_its_target(shown: Page) -> None:
    ids = Counter(found["id"] for _, found in shown.tags if "id" in found)
    links = [found["href"] or "" for tag, found in shown.tags if tag == "a"]
    assert links[0] == "#main"
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert set(ids.values()) == {1}


def test_every_table_has_a_caption_scoped_headers_and_a_named_frame_that_takes_the_focus(shown: Page) -> None:
    tags = [tag for tag, _ in shown.tags]
    tables = [place for place, tag in enumerate(tags) if tag == "table"]
    assert len(tables) > 8
    for place in tables:
        frame = shown.tags[place - 1][1]
        assert frame["tabindex"] == "0" and frame["aria-label"] and frame["role"] == "group"
        assert tags[place + 1] == "caption"
    assert all(found.get("scope") in {"row", "col"} for tag, found in shown.tags if tag == "th")


def test_titles_of_sources_say_their_own_language(shown: Page) -> None:
    told = [found["lang"] for tag, found in shown.tags if tag == "i" and "lang" in found]
    assert told == [c.language for c in example.briefing().citations]


def test_the_page_itself_forbids_scripts_and_everything_from_outside(shown: Page) -> None:
    [policy] = [found["content"] or "" for _, found in shown.tags if "http-equiv" in found]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy and "script" not in policy


def channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    red, green, blue = (channel(int(digits[i : i + 2], 16)) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour(declarations: str, name: str) -> str:
    found = re.search(rf"(?:^|;)\s*{name}:\s*(?:var\(--(\w+)\)|(#[0-9A-Fa-f]{{3,6}}))", declarations)
    return "" if found is None else COLOURS[found[1]] if found[1] else found[2]


def test_the_contrast_formula_gives_the_known_values() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFF") == pytest.approx(4.48, abs=0.01)


def test_words_on_a_ground_of_their_own_can_be_read() -> None:
    pairs = [(s.strip(), colour(d, "color"), colour(d, "background")) for s, d in RULES]
    both = [(s, ink, ground) for s, ink, ground in pairs if ink and ground]
    assert len(both) > 8
    assert [(s, round(contrast(i, g), 2)) for s, i, g in both if contrast(i, g) < TEXT] == []


def test_ink_can_be_read_on_every_light_ground_and_light_words_on_the_dark_one() -> None:
    inks = {found for s, d in RULES if (found := colour(d, "color")) and not s.strip().startswith(".mast")}
    dark = {ink for ink in inks if luminance(ink) < 0.3}
    assert {COLOURS["ink"], COLOURS["dim"], COLOURS["navy"], COLOURS["accent"]} <= dark
    grounds = ("#FFFFFF", COLOURS["paper"], COLOURS["faint"])
    assert [(i, g, round(contrast(i, g), 2)) for i in dark for g in grounds if contrast(i, g) < TEXT] == []
    light = [colour(d, "color") for s, d in RULES if s.strip().startswith(".mast") and colour(d, "color")]
    assert len(light) >= 3
    assert min(contrast(ink, COLOURS["navy"]) for ink in light) >= TEXT


def test_an_outline_of_the_focus_stands_out_from_every_ground() -> None:
    [outline] = [d for s, d in RULES if s.strip() == ":focus-visible"]
    assert "solid var(--navy)" in outline
    for ground in ("#FFFFFF", COLOURS["paper"], COLOURS["faint"], colour(outline, "background-color")):
        assert contrast(COLOURS["navy"], ground) >= FORM
