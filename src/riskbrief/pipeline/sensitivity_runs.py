"""The runs of the global sensitivity over all worlds, and what they say of each country (method B.23)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import numpy as np

from riskbrief.index.flips import Change
from riskbrief.index.framework import Floats, Framework
from riskbrief.index.outcomes import Outcome, spread
from riskbrief.index.runs import FACTORS, Setting, World, run_all, setting
from riskbrief.index.sobol import Indices, saltelli, sobol
from riskbrief.index.variants import normalised_by
from riskbrief.pipeline import worlds
from riskbrief.pipeline.stages import Progress
from riskbrief.pipeline.variations import world_change
from riskbrief.pipeline.worlds import History, Scene

RESULTS = ("score", "rank", "level")
EVERY, OWN = "all", "own_normaliser"


@dataclass(frozen=True)
class Design:
    """Runs of one sample: `results` [block, row, result] in the order of `Outcome.flat`, and their indices."""

    results: Floats
    indices: Indices


@dataclass(frozen=True)
class Runs:
    """`changes`: the worlds that differ in one thing; `designs`: every factor varied (`all`), and the same with values
    becoming scores as they do in the workspace (`own_normaliser`); none when no run was asked for."""

    changes: tuple[Change, ...]
    designs: Mapping[str, Design] = field(default_factory=dict)

    def country(self, r: int, size: int, now: Outcome, starred_share: float) -> dict[str, Any]:
        """Shares of levels and indices of one country of the panel, by design."""
        out: dict[str, Any] = {}
        for name, design in self.designs.items():
            levels = spread(design.results[:2, :, 2 * size + r].ravel(), float(now.level[r]))
            out[name] = {
                "level_changes": levels.changed,
                "starred": bool(levels.changed >= starred_share),
                "levels": {str(level): share for level, share in levels.shares.items()},
                "not_assessed": levels.unassessed,
                "indices": {what: _bars(design.indices, k * size + r) for k, what in enumerate(RESULTS)},
            }
        return out

    def mean(self, size: int) -> dict[str, Any]:
        """Indices of the regional mean and its level, by design."""
        return {
            name: {
                "indices": {"score": _bars(d.indices, 3 * size), "level": _bars(d.indices, 3 * size + 1)},
            }
            for name, d in self.designs.items()
        }


def run_worlds(scene: Scene, own: History, samples: int, progress: Progress) -> Runs:
    """Every world that a run or the flip list asks for, each read once."""
    rules, digest = scene.workspace.config.index.sensitivity, scene.workspace.digest
    points = saltelli(samples, len(FACTORS), digest) if samples else np.zeros((0, 0, len(FACTORS)))
    asked = _designs([setting(p, rules) for p in points.reshape(-1, len(FACTORS))], own.framework)
    every = [s for design in asked.values() for s in design]
    settings = dict(enumerate(dict.fromkeys(every)))  # a choice swapped for the same one asks for no new run
    results = np.full((len(settings), 3 * own.framework.panel_size + 2), np.nan)
    changes: list[Change] = []
    reached = sorted({*(s.world for s in settings.values()), *_single(scene)})
    title = f"sensitivity: {len(settings):,} runs in {len(reached)} worlds"
    with progress.step(title, len(settings) + len(reached)) as tick:
        for world, history in _histories(scene, own, reached):
            tick()
            if world in _single(scene):
                changes.append(world_change(world, scene.world, history))
            here = {n: s for n, s in settings.items() if s.world == world}
            for number, found in run_all(here, history.told, own.framework, history.framework, tick):
                results[number] = found.flat()
    place = {s: n for n, s in settings.items()}
    of_all = results[[place[s] for s in every]]
    designs = {}
    for name, part in zip(asked, np.split(of_all, len(asked)) if asked else (), strict=True):
        shaped, interval = part.reshape(*points.shape[:2], -1), scene.workspace.config.index.uncertainty.interval
        designs[name] = Design(shaped, sobol(shaped, digest, resamples=rules.resamples, interval=interval))
    return Runs(tuple(changes), designs)


def _designs(every: list[Setting], framework: Framework) -> dict[str, list[Setting]]:
    """The settings of each design; the second only where the first has the workspace's normaliser and others."""
    if not every:
        return {}
    names = sorted({s.normaliser for s in every})
    own = [n for n in names if normalised_by(framework, n).indicators == framework.indicators]
    if not own or len(names) == 1:
        return {EVERY: every}
    return {EVERY: every, OWN: [replace(s, normaliser=own[0]) for s in every]}


def _single(scene: Scene) -> list[World]:
    """The worlds that differ from that of the workspace in one thing."""
    rules, now = scene.workspace.config.index.sensitivity, scene.world
    told = [World(c, 0.0) for c in rules.copy_containments if c != now.copy_containment]
    return told + [World(now.copy_containment, s) for s in rules.reliability_shifts if s]


def _histories(scene: Scene, own: History, asked: list[World]) -> Iterator[tuple[World, History]]:
    """Each world with its history; copies are told once for all reliabilities."""
    for containment, some in groupby(asked, key=lambda w: w.copy_containment):
        copied = worlds.copies_told(scene, containment)
        like = own if copied is scene else None
        for world in some:
            if world == scene.world:
                yield world, own
            else:
                like = worlds.all_shifted(copied, world.reliability_shift, like)
                yield world, like


def _bars(indices: Indices, result: int) -> list[dict[str, Any]] | None:
    """Factors with their indices, the largest total first; None when nothing varies."""
    if np.isnan(indices.total[:, result]).all():
        return None
    parts = ("first", "first_low", "first_high", "total", "total_low", "total_high")
    rows = [
        {"factor": factor, **{part: round(float(getattr(indices, part)[f, result]), 6) for part in parts}}
        for f, factor in enumerate(FACTORS)
    ]
    return sorted(rows, key=lambda row: (-float(row["total"]), str(row["factor"])))
