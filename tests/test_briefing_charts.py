"""Charts of levels and of what moved a score: steps add up, a floor is called one, and every value is also in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing_builders import rich_case
from riskbrief.briefing.compose import compose
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.heat import WEEKS, heat
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.waterfall import waterfall
from riskbrief.document import FigureSpec
from riskbrief.figures import HeatFigure, WaterfallFigure

LABELLED = "Deteriorated"


def moved(*, now: float, setter: str = "") -> BriefingInputs:
    """Mali's change called one: from 30 to `now`, of which three indicators explain 14 points."""
    given = rich_case().inputs()
    scores, week = given.scores.copy(), given.week
    for when, score in ((week.shift(-1), 30.0), (week, now)):
        row = (scores["region_id"] == "MLI") & (scores["node"] == "index") & (scores["week"] == str(when))
        assert row.sum() == 1
        scores.loc[row, ["score", "reason"]] = [score, f"set by {setter}" if setter and when == week else None]
    scores["change_label"] = scores["change_label"].where(scores["node"] != "index", "Unchanged")
    row = (scores["region_id"] == "MLI") & (scores["node"] == "index") & (scores["week"] == str(week))
    scores.loc[row, ["change", "change_label"]] = [now - 30.0, LABELLED]
    return replace(given, scores=scores, contributions=_contributions(given))


def _contributions(given: BriefingInputs) -> object:
    table = given.contributions.iloc[:0]
    parts = {"sec_attacks": (20.0, 33.0), "gov_public_discontent": (10.0, 13.0), "int_peacebuilding": (0.0, -2.0)}
    mali = {"region_id": "MLI", "node": "index"}
    rows = [
        {**mali, "week": str(given.week.shift(back)), "part": part, "points": points[1 + back]}
        for part, points in parts.items()
        for back in (-1, 0)
    ]
    return type(table)(rows).astype(table.dtypes.to_dict())[list(table.columns)]


def steps(spec: FigureSpec | None) -> WaterfallFigure:
    assert spec is not None and isinstance(spec.figure, WaterfallFigure)
    return spec.figure


@pytest.mark.parametrize("now", [44.0, 50.0])
def test_steps_lead_from_last_weeks_score_to_this_weeks_and_the_unexplained_stands_last(now: float) -> None:
    figure = steps(waterfall(Desk(moved(now=now))))
    points = [step.points for step in figure.steps]
    assert figure.start.points + sum(points) == pytest.approx(figure.end.points)
    assert (figure.start.points, figure.end.points, points[:3]) == (30.0, now, [13.0, 3.0, -2.0])
    assert len(points) == (3 if now == 44.0 else 4)


def test_a_score_that_a_floor_set_shows_the_floor_as_its_one_step() -> None:
    spec = waterfall(Desk(moved(now=62.0, setter="sec_attacks")))
    assert [step.points for step in steps(spec).steps] == [32.0]
    assert spec is not None and "floor" in spec.title and "Floor:" in spec.alt and "+32.0" in spec.alt


def test_without_a_change_that_is_called_one_there_is_no_waterfall() -> None:
    given = moved(now=44.0)
    assert waterfall(Desk(replace(given, scores=given.scores.assign(change_label="Unclear")))) is None


def test_the_table_of_levels_has_a_cell_for_every_week_and_no_level_where_there_was_no_score() -> None:
    given = rich_case().inputs()
    spec = heat(Desk(given))
    assert spec is not None and isinstance(spec.figure, HeatFigure)
    lengths = {len(cells) for _, cells in spec.figure.rows}
    assert len(lengths) == 1 and lengths.pop() <= WEEKS
    assert len(spec.figure.rows) == len(given.panel.regions)
    for standing, (name, cells) in zip(Desk(given).standings, spec.figure.rows, strict=True):
        assert (name, cells[-1].level) == (standing.name, standing.level)
        assert name in spec.alt
    few = given.scores[given.scores["week"] >= str(given.week.shift(-1))]
    assert heat(Desk(replace(given, scores=few))) is None


def test_a_reader_who_cannot_see_a_chart_hears_the_values_it_draws() -> None:
    """In English and French, with the numbers of the figure."""
    for language in ("en", "fr"):
        briefing = compose(rich_case().inputs(language))
        figures = {p.id: p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)}
        assert len(figures) > 8
        bars = [f for f in figures.values() if hasattr(f.figure, "bars")]
        assert bars
        for spec in bars:
            for bar in spec.figure.bars:  # type: ignore[union-attr]
                assert bar.label in spec.alt and bar.value in spec.alt, spec.alt
        for row in figures["timeline"].figure.rows:  # type: ignore[union-attr]
            assert row in figures["timeline"].alt
