"""The drivers of a profile list what gives points: where one floor carries the score, nothing else has a row."""

from __future__ import annotations

from dataclasses import replace

from briefing_builders import Case, rich_case, workspace
from riskbrief.briefing.desk import Desk
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import DataTable


def drivers(case: Case) -> list[tuple[str, str]]:
    """Name and points of each row of Mali's drivers."""
    given = case.inputs()
    desk = Desk(replace(given, report=workspace().reports["country"], subject="MLI"))
    table = SECTIONS["profile_drivers"].function(desk).parts["drivers"]
    assert isinstance(table, DataTable)
    return [(row[0].text, row[3].text) for row in table.rows]


def test_where_a_floor_carries_the_score_no_row_has_zero_points() -> None:
    case = rich_case()
    case.contributions = []
    case.contribution("MLI", "index", "security", 71.4)
    case.contribution("MLI", "index", "governance", 0.0)
    case.contribution("MLI", "security", "sec_attack_capital", 71.4)
    case.contribution("MLI", "security", "sec_attack_civilians", 0.0)
    case.contribution("MLI", "governance", "gov_public_discontent", 0.0)
    assert drivers(case) == [("Violence in or near a capital", "71.4"), ("Score", "71.4")]


def test_the_rows_of_a_score_made_of_many_parts_still_add_up() -> None:
    rows = drivers(rich_case())
    assert "0.0" not in {points for _, points in rows}
    assert abs(sum(float(p.replace("−", "-")) for _, p in rows[:-1]) - float(rows[-1][1])) < 0.25
