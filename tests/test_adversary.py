"""One outlet of ten is hostile and floods the week: no level may move.

A quiet week, then the raid of the method's worked example, as two wires and seven papers tell it beside forty neutral
articles: Mali rises to level 3. Texts are made up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import ROOT
from index_parts import observed
from index_tables import World, node, raid, score
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.events import point
from riskbrief.index.facets import read_facets
from riskbrief.pipeline.stages import week_view
from scenario_run import SCENARIOS, WEEK, Run, run, scenario_articles

HONEST = ["wire_one", "wire_two", *(f"filler_{i}" for i in range(7))]
WEAK, FAIR = "sahel_buzz", "filler_7"  # rated E and C
MANY = 150
_GAZETTEER = load_gazetteer()
TOWNS = sorted(
    e.name for e in map(_GAZETTEER.at, range(len(_GAZETTEER.lines))) if e.region_id == "MLI" and e.kind == "town"
)


def own(n: int) -> str:
    """Fourteen words that no other text has: no two texts are copies."""
    return " ".join(f"q{k}x{n}" for k in range(14)) + "."


CAMP = "Gunmen attacked a military camp in Bamako on Tuesday and killed {} soldiers. "
SCHOOL = "Gunmen attacked a gendarmerie school in Bamako on {} and killed 24 cadets. "
MARKET = "Gunmen attacked a market in Bamako on Saturday and killed {} civilians. "
FLOODS: dict[str, Callable[[int], str]] = {
    "copies of one text": lambda n: CAMP.format(90) + "Residents fled, shops closed, and soldiers searched the area.",
    "one event in ever new words": lambda n: CAMP.format(90) + own(n),
    "ever larger tolls": lambda n: CAMP.format(100 + n) + own(n),
    "events in every town": lambda n: CAMP.replace("Bamako", TOWNS[n % len(TOWNS)]).format(1 + n % 40) + own(n),
    "a massacre in the capital": lambda n: MARKET.format(500 + n) + own(n),
    "another day for the true event": lambda n: SCHOOL.format("Sunday") + own(n),
    "the true event denied": lambda n: "There was no attack on the gendarmerie school in Bamako on Tuesday. " + own(n),
    "a coup that did not happen": lambda n: "Soldiers seized power in a coup in Bamako, Mali, on Tuesday. " + own(n),
    "armed groups everywhere": lambda n: "Militants recruit in villages of Mali; displaced families flee. " + own(n),
    "peace everywhere": lambda n: "Peace talks in Mali led to a local accord; Europe resumed aid. " + own(n),
    "nothing at all": lambda n: "Weavers in Mali showed their cloth. " + own(n),
}  # fmt: skip

TEN_THOUSAND = ("one event in ever new words", "a coup that did not happen", "nothing at all")  # up to a minute each


def flood(name: str, outlet: str, n: int) -> list[dict[str, object]]:
    """So many hostile articles of one outlet, one every half minute from Wednesday on; 10,000 end before Sunday."""
    shared = {"source_id": outlet, "language": "en", "title": "", "url": "", "retracts": ""}
    start = WEEK.start + timedelta(days=2)
    return [
        shared | {"article_id": f"hostile-{k:04}", "published_at": (start + timedelta(seconds=30 * k)).isoformat(),
                  "text": FLOODS[name](k)}
        for k in range(n)
    ]  # fmt: skip


def honest_week(workspace: Workspace) -> list[dict[str, object]]:
    """The raid and the filler of Mali, from nine outlets, and a week of other news before."""
    told = scenario_articles(SCENARIOS["S01"], workspace)
    now = [a | {"source_id": a["source_id"] if a["source_id"] in HONEST else HONEST[2 + k % 7]}
           for k, a in enumerate(told)]  # fmt: skip
    day = (WEEK.start - timedelta(days=4)).isoformat()
    quiet = [{"article_id": f"before-{k}", "source_id": HONEST[k % 9], "text": FLOODS["nothing at all"](-k)}
             for k in range(18)]  # fmt: skip
    return [*now, *(now[0] | {"published_at": day, "language": "en", "title": "", "retracts": ""} | a for a in quiet)]


@pytest.fixture(scope="module")
def shipped() -> Workspace:
    return load_workspace(ROOT)


def flooded(workspace: Workspace, folder: Path, name: str, outlet: str, n: int | None = None) -> Run:
    """The honest week with a flood; events in every town: one in each, which does most."""
    n = n if n is not None else len(TOWNS) if name == "events in every town" else MANY
    return run(workspace, honest_week(workspace) + flood(name, outlet, n), folder)


def test_nine_honest_outlets_tell_of_a_raid_and_mali_stands_at_level_3(shipped: Workspace, tmp_path: Path) -> None:
    honest = flooded(shipped, tmp_path, "nothing at all", WEAK, 0)
    assert set(honest.material.articles["source_id"]) == set(HONEST)
    assert (honest.level("MLI"), honest.score("MLI", "index")) == (3, pytest.approx(53.9, abs=0.1))


@pytest.mark.parametrize("name", FLOODS)
def test_a_weak_outlet_moves_no_level_by_flooding(shipped: Workspace, tmp_path: Path, name: str) -> None:
    assert flooded(shipped, tmp_path, name, WEAK).level("MLI") == 3


@pytest.mark.parametrize("name", FLOODS)
def test_a_fair_outlet_moves_no_level_by_flooding(shipped: Workspace, tmp_path: Path, name: str) -> None:
    assert flooded(shipped, tmp_path, name, FAIR).level("MLI") == 3


@pytest.mark.slow
@pytest.mark.parametrize("outlet", [WEAK, FAIR])
@pytest.mark.parametrize("name", TEN_THOUSAND)
def test_ten_thousand_articles_of_one_outlet_move_no_level_from_file_to_level(
    shipped: Workspace, tmp_path: Path, name: str, outlet: str
) -> None:
    made = flooded(shipped, tmp_path, name, outlet, 10_000)
    assert (made.material.articles["source_id"] == outlet).sum() >= 10_000
    assert made.level("MLI") == 3


@pytest.mark.parametrize(
    ("name", "outlet", "n"),
    [
        ("one event in ever new words", WEAK, 1000),
        ("one event in ever new words", FAIR, 100),
        ("a massacre in the capital", WEAK, 100),
        ("a massacre in the capital", FAIR, 100),
        ("the true event denied", WEAK, 100),
        ("the true event denied", FAIR, 100),
    ],
)
def test_many_texts_about_one_event_do_what_one_does(
    shipped: Workspace, tmp_path: Path, name: str, outlet: str, n: int
) -> None:
    one, many = (flooded(shipped, tmp_path, name, outlet, k).score("MLI", "index") for k in (1, n))
    assert many == pytest.approx(one, abs=1e-9)


@pytest.mark.parametrize("changed", [False, True])
def test_forty_copies_of_a_weak_text_leave_belief_at_a_fifth(shipped: Workspace, tmp_path: Path, changed: bool) -> None:
    copies = flood("copies of one text", WEAK, 40)
    if changed:
        copies = [a | {"text": f"{a['text']} Update {k}."} for k, a in enumerate(copies)]
    filler = [a for a in honest_week(shipped) if str(a["article_id"]).startswith("filler")]
    made = run(shipped, filler + copies, tmp_path)
    frame, view = made.scored.framework, week_view(WEEK, made.material.articles, made.resolved)
    assert point(read_facets(view, frame), frame).kappa == pytest.approx([0.20, 0.20])  # forces, capital


def told_for_weeks(dead: int) -> World:
    """The raid with so many dead after fourteen usual weeks; the hostile outlet wrote one article in each."""
    world = raid()
    world.events[0] |= dict.fromkeys(("toll_low", "toll_best", "toll_high"), dead)
    for back in range(14, 0, -1):
        week = WEEK.shift(-back)
        world.filler("MLI", week).article(f"own-{back}", "hostile", week.monday, "MLI", rating="E")
    return world


def hostile(world: World, indicator: str = "", n: int = 10_000) -> World:
    """So many articles of the hostile outlet, each of an event of its own with 500 dead if an indicator is named."""
    for k in range(n):
        name = world.article(f"hostile-{k:05}", "hostile", WEEK.sunday, "MLI", rating="E")
        if indicator:
            world.event(name, "MLI", WEEK.sunday, {indicator: [(name, "hostile")]}, toll=(500, 500, 500))
    return world


@pytest.mark.parametrize("indicator", ["sec_attack_security_forces", "sec_attack_capital", "sec_attack_civilians"])
def test_ten_thousand_events_add_three_sevenths_of_the_rest_or_the_largest_of_them(indicator: str) -> None:
    true, flooded_ = (observed(w, indicator) for w in (raid(), hostile(raid(), indicator)))
    assert flooded_ == pytest.approx(true + max(true * 3 / 7, 8 * 0.20))


@pytest.mark.parametrize("dead", [24, 9])
def test_ten_thousand_articles_about_nothing_hide_no_raid(dead: int) -> None:
    before, after = (node(score(w, weeks=15), "index") for w in (told_for_weeks(dead), hostile(told_for_weeks(dead))))
    assert before["risk_level"] == after["risk_level"] == 3


LYING, WEEKS = 11, 24  # weeks in which the hostile outlet writes, of all
ANGRY = ("gov_local_grievance", "inf_misinformation", "sec_armed_group_activity")  # shares of articles


def told_by_nine(indicator: str, share: int) -> World:
    """45 articles a week of nine papers, so many of which tell of an indicator once. The hostile one writes one."""
    world = World()
    for back in range(WEEKS):
        week = WEEK.shift(-back)
        world.filler("MLI", week, n=45, outlets=9)
        for paper in range(share if indicator else 0):
            name = world.article(f"true-{back}-{paper}", f"paper_{paper}", week.monday, "MLI")
            world.mention(name, indicator, "MLI")
        world.article(f"own-{back}", "hostile", week.monday, "MLI", rating="E")
    return world


def week_by_week(world: World, *told: str, n: int = 80) -> World:
    """The same with so many articles of the hostile outlet in each of the last weeks, which tell of some indicators."""
    for back in range(LYING):
        for k in range(n):
            name = world.article(f"hostile-{back}-{k}", "hostile", WEEK.shift(-back).sunday, "MLI", rating="E")
            for indicator in told:
                world.mention(name, indicator, "MLI")
    return world


def levels(world: World) -> list[tuple[int, float]]:
    """Level of Mali and the firm score it is read from, in each week of the lies."""
    every = score(world, weeks=WEEKS, change={"hysteresis": {"sole_reliability": 0.85}})
    rows = [node(every, "index", week=WEEK.shift(-back)) for back in range(LYING)]
    return [(int(row["risk_level"]), row["firm_score"]) for row in rows]


def test_weeks_of_alarm_by_one_outlet_leave_a_quiet_country_quiet() -> None:
    quiet = levels(told_by_nine("", 0))
    assert levels(week_by_week(told_by_nine("", 0), *ANGRY)) == quiet == [(1, 0.0)] * LYING


@pytest.mark.parametrize("told", [(), ("gov_peacebuilding", "inf_verification")])
def test_weeks_of_peace_or_of_nothing_by_one_outlet_calm_no_country(told: tuple[str, ...]) -> None:
    troubled = levels(told_by_nine("inf_misinformation", 9))
    assert {level for level, _ in troubled} == {3}
    assert [level for level, _ in levels(week_by_week(told_by_nine("inf_misinformation", 9), *told))] == [3] * LYING


def test_what_two_outlets_tell_counts_for_the_level() -> None:
    """Only the owner that adds most is left out: the same lies of two of them are heard."""
    world = week_by_week(told_by_nine("", 0), *ANGRY)
    for back in range(LYING):
        for k in range(80):
            name = world.article(f"other-{back}-{k}", "paper_0", WEEK.shift(-back).sunday, "MLI")
            for indicator in ANGRY:
                world.mention(name, indicator, "MLI")
    assert levels(world)[0][1] > 5
