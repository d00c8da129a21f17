"""A loaded workspace: every definition in one frozen object."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from riskbrief.definitions.config import Config
from riskbrief.definitions.families import names_families, with_families
from riskbrief.definitions.indicators import AssertionCues, Example, Indicator
from riskbrief.definitions.inflect import Written, family_terms
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.languages import LanguageWords
from riskbrief.definitions.lexicons import Concepts, Grammar, Inflection
from riskbrief.definitions.reports import Library, Report


@dataclass(frozen=True)
class Workspace:
    """What the YAML of a workspace says. `pillar_of` maps indicator id to pillar; `digest` is of all YAML bytes but
    those of judgements.yaml: judgements move no score and no draw, so they stand apart from what seeds the draws.
    Words are inflected when somebody first asks for them: a run with nothing to read does without."""

    root: Path
    config: Config
    stated: tuple[Indicator, ...]  # as written, word families by name
    pillar_of: dict[str, str]
    examples: tuple[tuple[str, int, Example], ...]  # file, line, example
    cues: dict[str, AssertionCues]
    concepts: dict[str, Concepts]
    inflections: dict[str, Inflection]
    grammar: dict[str, Grammar]
    words: dict[str, LanguageWords]  # language -> its calendar, numbers and words of text
    reports: dict[str, Report]
    library: Library
    phrases: dict[str, dict[str, str]]  # language -> key -> sentence pattern with {named} slots
    digest: str
    files: tuple[tuple[str, str], ...]  # relative path, sha256; without judgements.yaml
    judgements: Judgements = field(default_factory=Judgements)

    @cached_property
    def vocabulary(self) -> dict[str, dict[str, tuple[Written, ...]]]:
        """Language -> word family -> its terms with their forms."""
        return {name: family_terms(c, self.inflections.get(name)) for name, c in self.concepts.items()}

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator with its word families written out."""
        return tuple(with_families(i, self.vocabulary) if names_families(i) else i for i in self.stated)
