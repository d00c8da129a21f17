"""The history as it would be read under other reading or rating rules, or without an outlet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from riskbrief.coding.tongue import compile_tongues
from riskbrief.definitions.outlets import Letter
from riskbrief.definitions.workspace import Workspace
from riskbrief.index.engine import WeekView
from riskbrief.index.facets import read_facets
from riskbrief.index.framework import Framework, build_framework
from riskbrief.index.measure import Read, contested_share, read
from riskbrief.index.runs import World, widest
from riskbrief.ingest.collect import Intake
from riskbrief.periods import Week
from riskbrief.pipeline import stages
from riskbrief.pipeline.resolving import rated, with_origins


@dataclass(frozen=True)
class History:
    """Consecutive weeks as read; `framework` has the ratings they were read with."""

    views: tuple[WeekView, ...]
    told: tuple[Read, ...]
    framework: Framework


@dataclass(frozen=True)
class Scene:
    """What all variations of one run share: articles, weeks, countries, and the material as the workspace has it."""

    workspace: Workspace
    taken: Intake
    calendar: tuple[Week, ...]
    panel: tuple[str, ...]
    material: stages.Material

    @property
    def world(self) -> World:
        """The world as the workspace has it."""
        return World(self.workspace.config.index.reading.copy_containment, 0.0)

    @property
    def letters(self) -> list[Letter]:
        """Letters that an outlet of the articles has."""
        found = set(self.material.outlets["reliability"])
        return [letter for letter in self.workspace.config.index.belief.reliability if letter in found]

    @property
    def outlets(self) -> list[str]:
        """Outlets of the articles, sorted."""
        return sorted(set(self.material.articles["source_id"]))


def scene_of(
    workspace: Workspace, taken: Intake, *, last: Week, weeks: int, panel: list[str],
    progress: stages.Progress,
) -> Scene:  # fmt: skip
    """Code what was known at the end of the last week."""
    material = stages.prepare(workspace, taken, cutoff=last.cutoff, cached=True, progress=progress)
    calendar = stages.calendar_of(workspace, material, last=last, weeks=weeks)
    return Scene(workspace, taken, tuple(calendar), tuple(panel), material)


def framework_of(workspace: Workspace, material: stages.Material, panel: Sequence[str]) -> Framework:
    """The framework under which the articles of a material are scored."""
    return build_framework(
        workspace.config.index,
        workspace.indicators,
        pillar_of=workspace.pillar_of,
        regions=workspace.config.regions,
        panel=panel,
        outlets=material.outlets,
        seen_outlets=sorted(set(material.articles["source_id"])),
    )


def history(scene: Scene, workspace: Workspace, material: stages.Material, like: History | None = None) -> History:
    """Every week as it was known then, read with the half-lives that sensitivity runs ask for.

    `like`: a history of the same articles and copies under other reliabilities; what outlets wrote is taken from it.
    """
    views = tuple(stages.week_view(w, material.articles, material.resolver.at(w.cutoff)) for w in scene.calendar)
    framework = framework_of(workspace, material, scene.panel)
    wide = widest(framework, workspace.config.index.sensitivity)
    if like is None:
        return History(views, tuple(read(view, wide) for view in views), framework)
    same = zip(views, like.told, strict=True)
    again = (Read(v.week, t.reporting, read_facets(v, wide), contested_share(v, wide)) for v, t in same)
    return History(views, tuple(again), framework)


def copies_told(scene: Scene, containment: float) -> Scene:
    """The scene with another share of common text from which articles are copies."""
    reading = scene.workspace.config.index.reading
    if containment == reading.copy_containment:
        return scene
    workspace = with_index(scene.workspace, reading=reading.model_copy(update={"copy_containment": containment}))
    return replace(scene, workspace=workspace, material=_retold(scene, workspace, scene.material.articles))


def all_shifted(scene: Scene, by: float, like: History | None) -> History:
    """With all reliabilities shifted, within the bounds of B.18; `like`: a history of the scene if there is one."""
    return _rated_anew(scene, dict.fromkeys(scene.workspace.config.index.belief.reliability, by), like)


def letter_shifted(scene: Scene, letter: Letter, by: float, like: History) -> History:
    """With one letter's reliability shifted; `like`: any history of the scene."""
    return _rated_anew(scene, {letter: by}, like)


def without_outlet(scene: Scene, outlet: str) -> History:
    """Without every article of one outlet."""
    articles = scene.material.articles
    left = articles[articles["source_id"] != outlet].reset_index(drop=True)
    return _varied(scene, scene.workspace, _retold(scene, scene.workspace, left))


def shifted(scene: Scene, letter: Letter, by: float) -> float:
    """The reliability of a letter with the shift, within its bounds."""
    low, high = scene.workspace.config.index.uncertainty.reliability_bounds
    now = scene.workspace.config.index.belief.reliability[letter]
    return round(min(max(now + by, low), high), 9) if by else now


def with_index(workspace: Workspace, **changes: object) -> Workspace:
    """The workspace with parts of its index changed."""
    index = workspace.config.index.model_copy(update=changes)
    config: Any = workspace.config.model_copy(update={"index": index})
    return replace(workspace, config=config)


def _rated_anew(scene: Scene, shifts: Mapping[Letter, float], like: History | None) -> History:
    belief = scene.workspace.config.index.belief
    table = {k: shifted(scene, k, shifts.get(k, 0.0)) for k in belief.reliability}
    workspace = with_index(scene.workspace, belief=belief.model_copy(update={"reliability": table}))
    return _varied(scene, workspace, scene.material, like)


def with_told(material: stages.Material, told: pd.DataFrame) -> stages.Material:
    """Some of the articles with their origins as they stand in `told`, and what they were coded as."""
    origins = told.set_index("article_id")["origin_id"]

    def of_them(table: pd.DataFrame) -> pd.DataFrame:
        known = table[table["article_id"].isin(told["article_id"])].reset_index(drop=True)
        if "origin_id" not in known:
            return known
        return known.assign(origin_id=known["article_id"].map(origins).astype("string"))

    coded = material.coded
    coded = replace(coded, mentions=of_them(coded.mentions), focus=of_them(coded.focus), claims=of_them(coded.claims))
    return replace(material, articles=told, coded=coded)


def rated_again(workspace: Workspace, material: stages.Material, cutoff: datetime) -> stages.Material:
    """The material rated and resolved again, after its tables or the rules changed."""
    outlets, notes, resolver = rated(
        workspace, material.articles, material.coded, cutoff=cutoff,
        outlets=workspace.config.outlets, tongues=compile_tongues(workspace.words),
    )  # fmt: skip
    return replace(material, outlets=outlets, outlet_notes=tuple(notes), resolver=resolver)


def _retold(scene: Scene, workspace: Workspace, articles: pd.DataFrame) -> stages.Material:
    """The articles with their origins told again, and what they were coded as."""
    return with_told(scene.material, with_origins(articles, workspace.config.index.reading))


def _varied(scene: Scene, workspace: Workspace, material: stages.Material, like: History | None = None) -> History:
    """The history of a variation, rated and resolved again."""
    return history(scene, workspace, rated_again(workspace, material, scene.calendar[-1].cutoff), like)
