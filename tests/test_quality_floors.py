"""Coding never gets worse unnoticed: no figure of `make quality` falls below tests/gold/floors.yaml, and the hard set
asks what it says it asks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from gold_cases import GOLD, KINDS, Outcome, load_cases
from quality import FLOORS, MARGIN, TOGETHER, below, floor_lines, load_floors, measured
from quality_counts import Counts, events, pairs, statuses, tolls
from riskbrief.definitions.indicators import Status
from riskbrief.definitions.load import load_workspace

ROOT = Path(__file__).parents[1]
HARD = {"hard_en": "en", "hard_fr": "fr"}
STATUSES = set(get_args(Status)) - {"affirmed", "excluded"}
CIVILIANS, FORCES = "sec_attack_civilians", "sec_attack_security_forces"
ADVICE = """
Mend the coding. If a figure must fall, lower its floor in tests/gold/floors.yaml by hand in the same change and say
why; `python tests/quality.py --details` shows every wrong answer, `--floors` prints the file with its floors raised."""


def test_no_figure_of_coding_quality_falls_below_its_floor() -> None:
    """Over the blind rounds and the hard sets: all, by language, violence, tolls, events, statuses, by indicator."""
    found = list(below(measured(load_workspace(ROOT)), load_floors()))
    assert not found, "\n".join(["", *found, ADVICE])


@pytest.mark.parametrize("name", HARD)
def test_the_hard_set_asks_every_indicator_and_every_status(name: str) -> None:
    """At least 80 cases in one language; each indicator read from texts fires in 3, each status is told in 2."""
    cases = load_cases(name)
    indicators = {i.id for i in load_workspace(ROOT).indicators if i.type != "computed"}
    fired = Counter(indicator for case in cases for indicator in case["fires"])
    told = Counter(status for case in cases for status in (case.get("status") or {}).values())
    assert len(cases) >= 80
    assert {case["lang"] for case in cases} == {HARD[name]}
    assert {i for i in indicators if fired[i] < 3} == set()
    assert {s for s in STATUSES if told[s] < 2} == set()


@pytest.mark.parametrize("name", HARD)
def test_every_hard_case_is_well_formed_and_names_its_trap(name: str) -> None:
    """Nothing is asked of an indicator or status that does not exist, no toll is out of order, no case comes twice."""
    cases = load_cases(name)
    indicators = {i.id for i in load_workspace(ROOT).indicators}
    for case in cases:
        named = {*case["fires"], *case.get("may", ()), *case.get("status", {}), *case.get("events", {})}
        assert case["trap"] and named <= indicators, case["id"]
        assert set(case.get("status", {}).values()) <= STATUSES, case["id"]
        assert all(low <= best <= (high or best) for low, best, high in _tolls(case)), case["id"]
    assert len({case["id"] for case in cases}) == len({case["text"] for case in cases}) == len(cases)
    assert "Synthetic." in (GOLD / f"{name}.yaml").read_text(encoding="utf-8")[:500]


def test_a_figure_below_its_floor_is_told_with_its_counts() -> None:
    """So is a figure without a floor and a floor of nothing; a figure on its floor passes."""
    half = [_outcome(fires={CIVILIANS: ["MLI"]}, fired={CIVILIANS: "MLI"}), _outcome(fires={CIVILIANS: ["NER"]})] * 5
    floors = {"all": 0.7, "violence": 0.6, "statuses": 0.667, CIVILIANS: 2 / 3, "status affirmed": 0.5, "gone": 0.1}
    assert list(below({"set": half}, {"set": floors, "lost": {}})) == [
        "set, all: F1 0.667 is below its floor 0.700 (5 right, 0 wrong, 5 missed)",
        "set, statuses: F1 0.000 is below its floor 0.667 (0 right, 0 wrong, 10 missed)",
        "set, status affirmed: F1 0.000 is below its floor 0.500 (0 right, 0 wrong, 10 missed)",
        "set, gone: a floor of nothing measured",
        "lost: floors of a set that is not measured",
    ]
    assert "set, violence: F1 0.667 has no floor" in set(below({"set": half}, {}))


def test_floors_only_rise_by_themselves() -> None:
    """A new text of the file keeps a floor above the figure and lifts one that is lower to just below the figure."""
    half = [_outcome(fires={CIVILIANS: ["MLI"]}, fired={CIVILIANS: "MLI"}), _outcome(fires={CIVILIANS: ["NER"]})] * 5
    lines = list(floor_lines({"set": half}, {"set": {"all": 0.9, "violence": 0.1}}))
    assert "  all: 0.900" in lines
    assert "  violence: 0.656" in lines


def test_an_indicator_of_few_cases_has_no_floor() -> None:
    """Four cases do not pin an indicator, five do; the whole set always has a floor."""
    case = _outcome(fires={FORCES: ["TCD"]}, fired={FORCES: "TCD"})
    assert f"  {FORCES}: {1 - MARGIN:.3f}" in list(floor_lines({"set": [case] * 5}, {}))
    few = list(floor_lines({"set": [case] * 4}, {}))
    assert f"  all: {1 - MARGIN:.3f}" in few and not any(FORCES in line for line in few)


def test_answers_are_counted_by_country_and_what_may_be_coded_either_way_is_neither() -> None:
    """The right indicator in the wrong country is one wrong and one missed answer."""
    assert pairs([_outcome(fires={FORCES: ["NER"]}, fired={FORCES: "NGA"})]) == Counts(0, 1, 1)
    assert pairs([_outcome(may=[FORCES], fired={FORCES: "NGA"})]) == Counts(0, 0, 0)


def test_each_event_of_a_sentence_wants_its_own_toll() -> None:
    """Two tolls of one kind, one found: one right and one missed; an open upper bound is right with its best figure."""
    gold = {"killed": [[6, 6, 6], [2, 2, None]], "wounded": [8, 10, 12]}
    found = {"killed": ((2.0, 2.0, None),), "wounded": ((8.0, 9.0, 12.0),)}
    assert tolls([_outcome(toll=gold, tolls=found)]) == Counts(1, 1, 2)


def test_events_are_right_only_in_the_right_number() -> None:
    """Two events told as one is one missed, told as four two wrong."""
    for found, count in ((2, Counts(2, 0, 0)), (1, Counts(0, 0, 1)), (4, Counts(0, 2, 0))):
        assert events([_outcome(events={FORCES: {"BEN": 2}}, told={(FORCES, "BEN"): found})]) == count


def test_what_fires_without_a_status_is_to_be_affirmed() -> None:
    """A hedge found on a plain fact is a wrong hedge and a missed affirmation; a hedge asked for and found is right."""
    plain = _outcome(fires={CIVILIANS: ["MLI"]}, statuses={CIVILIANS: {"hedged"}})
    asked = _outcome(fires={CIVILIANS: ["MLI"]}, status={CIVILIANS: "hedged"}, statuses={CIVILIANS: {"hedged"}})
    both = _outcome(fires={CIVILIANS: ["MLI"]}, status={CIVILIANS: "historic"}, statuses={CIVILIANS: {"historic"}})
    assert statuses([plain]) == {"affirmed": Counts(0, 0, 1), "hedged": Counts(0, 1, 0)}
    assert statuses([asked]) == {"hedged": Counts(1, 0, 0)}
    assert statuses([both]) == {"affirmed": Counts(0, 0, 1), "historic": Counts(1, 0, 0)}


def test_the_floors_file_pins_every_set_and_all_together() -> None:
    """Blind rounds and hard sets, each with a floor for all answers, tolls and statuses."""
    floors = load_floors()
    assert set(floors) == {*(f"blind{n}" for n in range(1, 23)), *HARD, TOGETHER}
    assert all({"all", "tolls", "events told apart", "statuses"} <= set(of) for of in floors.values())
    assert FLOORS.read_text(encoding="utf-8").startswith("#")


def _tolls(case: Mapping[str, Any]) -> Iterator[list[int]]:
    for kind in KINDS:
        given = (case.get("toll") or {}).get(kind) or []
        yield from given if given and isinstance(given[0], list) else [given] if given else []


def _outcome(
    *,
    fired: Mapping[str, str] | None = None,
    statuses: Mapping[str, set[str]] | None = None,
    tolls: Mapping[str, Any] | None = None,
    told: Mapping[tuple[str, str], int] | None = None,
    **case: Any,
) -> Outcome:
    """A case and what a coder might have made of it."""
    return Outcome(
        case={"id": "made", "lang": "en", **case},
        fired=frozenset((fired or {}).items()),
        statuses={k: frozenset(v) for k, v in (statuses or {}).items()},
        tolls=dict.fromkeys(KINDS, ()) | dict(tolls or {}),
        events=told or {},
    )
