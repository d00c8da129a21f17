"""A loaded workspace: every definition in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from riskbrief.definitions.config import Config
from riskbrief.definitions.indicators import AssertionCues, Example, Indicator
from riskbrief.definitions.inflect import Written
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.languages import LanguageWords
from riskbrief.definitions.lexicons import Concepts, Grammar
from riskbrief.definitions.reports import Library, Report


@dataclass(frozen=True)
class Workspace:
    """What the YAML of a workspace says. `pillar_of` maps indicator id to pillar; `digest` is of all YAML bytes but
    those of judgements.yaml: judgements move no score and no draw, so they stand apart from what seeds the draws."""

    root: Path
    config: Config
    indicators: tuple[Indicator, ...]
    pillar_of: dict[str, str]
    examples: tuple[tuple[str, int, Example], ...]  # file, line, example
    cues: dict[str, AssertionCues]
    concepts: dict[str, Concepts]
    vocabulary: dict[str, dict[str, tuple[Written, ...]]]  # language -> word family -> its terms with their forms
    grammar: dict[str, Grammar]
    words: dict[str, LanguageWords]  # language -> its calendar, numbers and words of text
    reports: dict[str, Report]
    library: Library
    phrases: dict[str, dict[str, str]]  # language -> key -> sentence pattern with {named} slots
    digest: str
    files: tuple[tuple[str, str], ...]  # relative path, sha256; without judgements.yaml
    judgements: Judgements = field(default_factory=Judgements)
