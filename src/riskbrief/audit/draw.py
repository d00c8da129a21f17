"""A stratified sample of units: the same for the same units and seed, whatever their order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from riskbrief.audit.units import ASSERTED, BESIDE, NOT_ASSERTED, SECOND_ONLY, SILENT, SPEAKING, Drawn, Unit

LEAST = 20
SHARES = {ASSERTED: 35, NOT_ASSERTED: 20, SECOND_ONLY: 20, SILENT: 10, BESIDE: 10, SPEAKING: 5}  # of a hundred items
Level = Callable[[Unit], tuple[str, ...]]
_LEVELS: tuple[Level, ...] = (
    lambda unit: (unit.indicator_id, unit.status),
    lambda unit: (unit.status,),
    lambda unit: (),
)


def draw(units: Iterable[Unit], size: int, seed: int) -> list[Drawn]:
    """At most `size` units, in an order that tells nothing of their strata, numbered q0001 and so on."""
    groups: dict[str, list[Unit]] = {name: [] for name in SHARES}
    for unit in units:
        groups[unit.group].append(unit)
    quotas = spread({name: len(group) for name, group in groups.items()}, size, SHARES)
    taken = [row for name, group in groups.items() for row in _from_group(name, group, quotas[name], seed)]
    taken.sort(key=lambda row: _rank(seed, "order", row[0]))
    return [Drawn(f"q{k:04d}", *row) for k, row in enumerate(taken, 1)]


def spread(sizes: Mapping[str, int], total: int, shares: Mapping[str, int] | None = None) -> dict[str, int]:
    """How many to take of each: by shares (alike when none given), no more than there are; others get what one lacks.

    >>> spread({"a": 2, "b": 50, "c": 50}, 12)
    {'a': 2, 'b': 5, 'c': 5}
    """
    given = dict.fromkeys(sizes, 0)
    order = {name: k for k, name in enumerate(sizes)}
    for _ in range(min(total, sum(sizes.values()))):
        hungry = [name for name in sizes if given[name] < sizes[name]]
        poorest = min(hungry, key=lambda n: ((given[n] + 1) / (shares[n] if shares else 1), order[n]))
        given[poorest] += 1
    return given


def _from_group(name: str, group: list[Unit], quota: int, seed: int) -> list[tuple[Unit, str, int, int]]:
    if not quota:
        return []
    strata = _strata(group, quota)
    numbers = spread({key: len(found) for key, found in strata.items()}, quota)
    taken = []
    for key, found in strata.items():
        found.sort(key=lambda unit: _rank(seed, "draw", unit))
        label = "/".join(filter(None, (name, key)))
        taken += [(unit, label, len(found), numbers[key]) for unit in found[: numbers[key]]]
    return taken


def _strata(group: Sequence[Unit], quota: int) -> dict[str, list[Unit]]:
    """The finest division of which every part gives an item."""
    for level in _LEVELS:
        parts: dict[str, list[Unit]] = {}
        for unit in group:
            parts.setdefault("/".join(filter(None, level(unit))), []).append(unit)
        if len(parts) <= quota:
            break
    return dict(sorted(parts.items()))


def _rank(seed: int, purpose: str, unit: Unit) -> bytes:
    return hashlib.sha256(f"{seed}\n{purpose}\n{unit.identity}".encode()).digest()
