"""No text leaves its page or its chart: names of eighty letters, thirty countries that stir, four hundred events."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import example_briefing as example
from briefing_builders import Case, dense_case, rich_case, workspace
from page_margins import outside
from printing import html_of, printed
from riskbrief.assessment import ProblemState, SignpostState
from riskbrief.briefing.compose import compose
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.charts.draw import DRAWERS
from riskbrief.charts.style import sheet
from riskbrief.definitions.config import Region
from riskbrief.document import FigureSpec
from riskbrief.render.pdf import render_pdf

LANGUAGES = ("en", "fr")
LONG = "The Extraordinarily Long Named Federal Republic of the Upper and the Lower Niger"
WORD = "Extraordinarilylongnamedfederalrepublicoftheupperandthelowerbendoftheriverniger."
MORE = ("DZA", "LBY", "SDN", "CMR", "CAF", "GAB", "GNQ", "COG", "COD", "AGO", "TUN", "MAR", "CPV", "SSD")


def named(inputs: BriefingInputs, names: dict[str, str]) -> BriefingInputs:
    """The same week with other names of countries; countries unknown to the workspace are added to it."""
    regions = dict(inputs.config.regions)
    for key, name in names.items():
        told = dict.fromkeys(LANGUAGES, name)
        known = regions.get(key) or Region(name=told, population=5_000_000)
        regions[key] = known.model_copy(update={"name": told})
    return replace(inputs, config=inputs.config.model_copy(update={"regions": regions}))


def pages(inputs: BriefingInputs) -> bytes:
    briefing = compose(inputs)
    return render_pdf(html_of(briefing), meta=briefing.meta, attachments=[])


def thirty_stirring() -> Case:
    case = dense_case()
    case.panel = [*workspace().config.panels["west_africa"].regions, *MORE]
    for n, region in enumerate(MORE):
        case.score(region, "index", [20.0 + n, 30.0 + 4 * n])
        for problem in workspace().config.index.warning_problems:
            case.problems.append(ProblemState(problem.id, region, "critical", 0.9))
            seen = SignpostState(problem.id, region, problem.signposts[0].indicator, "act", "present", "2024-09-17")
            case.signposts.append(seen)
    return case


def four_hundred_events() -> Case:
    case = rich_case()
    kinds = [i.id for i in workspace().indicators if i.type == "event"]
    for n in range(400):
        day = f"2024-09-{16 + n % 6}"
        case.article(f"m{n}", day, title="A title that goes on for a good number of words")
        case.event(f"m{n}", ("MLI", "BFA", "NER")[n % 3], day, [kinds[n % len(kinds)]], [f"m{n}"], toll=(n, n, n))
    return case


def test_text_that_leaves_the_margins_is_told() -> None:
    assert outside(printed("<p>Within the page.</p>")) == []
    (found,) = outside(printed("<p style='white-space: nowrap; margin-left: 170mm'>beside the page</p>"))
    assert "beside the page" in found


@pytest.mark.parametrize("name", [LONG, WORD])
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_eighty_letters_stay_on_the_page(language: str, name: str) -> None:
    assert len(name) == 80
    assert outside(pages(named(dense_case().inputs(language), {"MLI": name, "GHA": name}))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirty_countries_that_stir_stay_on_the_page(language: str) -> None:
    inputs = thirty_stirring().inputs(language)
    assert outside(pages(named(inputs, {key: f"Country {key}" for key in MORE}))) == []


def test_four_hundred_events_stay_on_the_page() -> None:
    assert outside(pages(four_hundred_events().inputs("fr"))) == []


def cut_off(spec: FigureSpec) -> list[str]:
    """Texts of a chart that leave its sheet."""
    with sheet(spec.width_mm, spec.height_mm) as page:
        DRAWERS[type(spec.figure)](page, spec.figure, "en")
        renderer = FigureCanvasAgg(page.figure).get_renderer()
        drawn = [t for t in page.figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
        frame = page.figure.bbox.padded(2)
        boxes = [t.get_window_extent(renderer) for t in drawn]
        return [t.get_text() for t, b in zip(drawn, boxes, strict=True) if b.x0 < frame.x0 or b.x1 > frame.x1]


@pytest.mark.parametrize("name", [LONG, WORD])
def test_names_of_eighty_letters_stay_in_their_charts(name: str) -> None:
    briefing = compose(named(dense_case().inputs("en"), {"MLI": name, "NER": name, "GHA": name}))
    charts = [part for s in briefing.sections for part in s.parts.values() if isinstance(part, FigureSpec)]
    assert len(charts) >= 8
    assert {spec.id: cut for spec in charts if (cut := cut_off(spec))} == {}


def test_the_charts_of_the_example_lose_no_text() -> None:
    charts = [p for s in example.sections() for p in s.parts.values() if isinstance(p, FigureSpec)]
    assert {spec.id: cut for spec in [*charts, example.hours()] if (cut := cut_off(spec))} == {}
