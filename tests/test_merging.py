"""Merging reports into events gives what comparing every pair would, at a cost that grows in line with a flood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest

from resolving import ANSONGO, BAMAKO, DJENNE, GAO, GAO_REGION, MENAKA, START
from riskbrief.coding import merging
from riskbrief.coding.assemble import connected
from riskbrief.coding.clusters import OTHER_LANGUAGE, UNKNOWN, Atlas, Cell, similarity
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.coding.likeness import Flags, Floats, Ints, Likeness
from riskbrief.coding.merging import connected_cells, merged
from riskbrief.coding.sightings import Article, Facet, Sighting
from riskbrief.coding.tolls_fusion import Range

THRESHOLD, SPAN, NEAR_KM = 0.60, 3, 50.0
ATLAS = Atlas(lambda name: load_gazetteer().entry(name), NEAR_KM)
TOLLS = [None, Range(3, 3, 3, "exact"), Range(20, 25, 30, "range"), Range(6, 6, None, "lower"), Range(0, 0, 0, "exact")]
WORDS = ("army", "post", "attack", "night", "raid", "convoy", "village")


def cell(
    number: int, *, place: str = GAO, day: int = 1, words: Sequence[str] = (), toll: Range | None = None,
    language: str = "en", doubts: bool = False, indicator: str = "forces",
) -> Cell:  # fmt: skip
    moment = START + timedelta(hours=number)
    article = Article(f"a{number:05}", f"a{number:05}", "wire", moment, moment, language, "", "")
    facet = Facet(number, indicator, "affirmed", 1.0, 1.0, False)
    sighting = Sighting(number, article, "violence", "MLI", place, day, doubts, (facet,), frozenset(words))
    return Cell(number, (sighting,), toll)


def mixed(seed: int, size: int, days: int) -> list[Cell]:
    """Reports and denials of many towns, days, tolls and titles in two languages; from seed 90 of few towns, so that
    many differ in their titles alone."""
    drawn = np.random.default_rng(seed)
    places = [GAO, "", MENAKA] if seed >= 90 else [GAO, ANSONGO, MENAKA, DJENNE, BAMAKO, GAO_REGION, ""]
    return [
        cell(
            n,
            place=places[drawn.integers(len(places))],
            day=int(drawn.integers(days)),
            words=drawn.choice(WORDS, drawn.integers(6), replace=False).tolist(),
            toll=TOLLS[drawn.integers(2 if seed >= 90 else len(TOLLS))],
            language="fr" if drawn.random() < 0.2 else "en",
            doubts=bool(drawn.random() < 0.15),
            indicator="forces" if drawn.random() < 0.7 else "capital",
        )
        for n in range(size)
    ]


def likeness_of(a: Cell, b: Cell) -> float:
    """S of two cells, as method B.8 writes it."""
    apart = abs(a.first.day - b.first.day)
    early, late = sorted((a, b), key=lambda c: c.number)
    toll = UNKNOWN
    if early.toll and late.toll and not early.toll.overlaps(late.toll):
        risen = apart == 0 and early.toll.best < late.toll.best <= 3 * early.toll.best
        toll = UNKNOWN if risen else 0.0
    elif early.toll and late.toll:
        toll = 1.0
    union = a.first.words | b.first.words
    title = len(a.first.words & b.first.words) / len(union) if union else 0.0
    if a.first.article.language != b.first.article.language:
        title = OTHER_LANGUAGE
    return similarity(ATLAS.similarity(a.first, b.first), apart, UNKNOWN, toll, title)


def links(cells: Sequence[Cell]) -> list[tuple[float, int, int]]:
    """Every linked pair, best first."""
    found = []
    for a, b in combinations(cells, 2):
        s, place = likeness_of(a, b), ATLAS.similarity(a.first, b.first)
        same = a.first.facets[0].indicator_id == b.first.facets[0].indicator_id
        disputed = a.first.doubts != b.first.doubts and same and place >= 0.4
        if abs(a.first.day - b.first.day) <= 2 and (s >= THRESHOLD or disputed):
            found.append((-s, a.number, b.number))
    return sorted(found)


def pair_by_pair(cells: Sequence[Cell], pairs: Sequence[tuple[float, int, int]]) -> list[list[int]]:
    """Events of the cells, merged one pair at a time."""
    by_number = {c.number: c for c in cells}
    event = {c.number: {c.number} for c in cells}
    for _, a, b in pairs:
        if a not in event or b not in event or event[a] is event[b]:
            continue
        both = event[a] | event[b]
        days = [by_number[n].first.day for n in both]
        towns = {town for n in both if (town := ATLAS.located(by_number[n].first))}
        if max(days) - min(days) <= SPAN and not any(ATLAS.far(x, y) for x, y in combinations(towns, 2)):
            event |= dict.fromkeys(both, both)
    return sorted({tuple(sorted(e)): sorted(e) for e in event.values()}.values())


CROWDS = [(90, 160, 5), (91, 160, 5), (92, 160, 2), (93, 160, 2)]


@pytest.mark.parametrize(("seed", "size", "days"), [(s, 70, d) for s in range(8) for d in (3, 6, 12)] + CROWDS)
def test_events_are_those_of_comparing_every_pair_and_merging_the_most_similar_first(
    seed: int, size: int, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether groups are taken apart by similarity first, as in a flood, or all their pairs compared."""
    monkeypatch.setattr(merging, "SMALL", 5 if seed % 2 else 200)
    cells = mixed(seed, size, days)
    pairs = links(cells)
    found = connected(cells, ATLAS, THRESHOLD)
    reached = {frozenset(c.number for c in component.cells) for component in found}
    assert all(sum({a, b} <= part for part in reached) == 1 for _, a, b in pairs)
    for component in found:
        for doubts in (False, True):
            some = [c for c in component.cells if c.first.doubts is doubts]
            assert component.merged((c.number for c in some), span_days=SPAN) == pair_by_pair(some, pairs)
        for one in component.cells:
            near = [(s, a, b) for s, a, b in pairs if one.number in (a, b)]
            assert component.near(one.number) == [a + b - one.number for _, a, b in near]


def test_a_toll_that_rose_since_one_report_connects_although_it_fell_before_another_of_its_kind() -> None:
    """Of reports alike but for title and hour, the earlier one that shares the title of six dead is of their event."""
    three, six = Range(3, 3, 3, "exact"), Range(6, 6, 6, "exact")
    early = [cell(0, place="", words="abcd", toll=three), cell(1, place="", words="cdef", toll=three)]
    late = [cell(n, place="", words="abcd", toll=three) for n in range(3, 12)]
    cells = [*early, cell(2, place="", words="cdef", toll=six), *late]
    assert len(connected(cells, ATLAS, THRESHOLD)) == 1


class Counted(Likeness):
    """A likeness that counts the cells it compares."""

    compared = 0

    def linked(self, at: int, others: Ints, level: float) -> tuple[Flags, Flags]:
        self.compared += len(others)
        return super().linked(at, others, level)

    def row(self, at: int, others: Ints) -> tuple[Floats, Flags]:
        self.compared += len(others)
        return super().row(at, others)


def titled(n: int) -> list[str]:
    """A title of which no two are alike."""
    return ["army", "post", "attacked", f"w{n}", f"v{n // 2}"]


def flood(size: int) -> list[Cell]:
    """Reports of one attack, each with a title of its own, half of them without a town."""
    return [cell(n, place=GAO if n % 2 else "", day=n % 3, words=titled(n), toll=TOLLS[2]) for n in range(size)]


def work(cells: Sequence[Cell]) -> int:
    """Cells compared to find the one event of these reports."""
    counted = Counted(cells, ATLAS, THRESHOLD)
    (part,) = connected_cells(counted, np.arange(len(cells)), THRESHOLD)
    assert len(merged(counted, part, span_days=SPAN)) == 1
    return counted.compared


def test_twice_the_reports_of_one_event_are_twice_the_work() -> None:
    """Comparing every pair would be four times the work."""
    once, twice = work(flood(400)), work(flood(800))
    assert twice < 2.2 * once and twice < 800 * 20
