"""The names that definitions may refer to, and what to say of one that is not among them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from riskbrief.definitions.documents import Document, Phrases
from riskbrief.definitions.indicators import IndicatorFile
from riskbrief.definitions.lexicons import Concepts
from riskbrief.definitions.node_places import follow
from riskbrief.definitions.nodes import Mapping as MappingNode
from riskbrief.definitions.shape import shape
from riskbrief.definitions.wording import closest, shown
from riskbrief.errors import Problem
from riskbrief.registry import Registry

Names = Sequence[str] | Registry[Any]
Steps = tuple[int | str, ...]


@dataclass(frozen=True)
class Known:
    """Names by what they name."""

    readers: Names
    sections: Names
    normalisers: Names
    aggregators: Names
    policies: Names
    indicators: frozenset[str]
    pillars: frozenset[str]
    regions: frozenset[str]
    panels: frozenset[str]
    languages: tuple[str, ...]
    coded: tuple[str, ...]
    phrase_languages: frozenset[str]
    families: Mapping[str, frozenset[str]]


def known_names(documents: Sequence[Document], **registries: Names) -> Known:
    """All names of a workspace that loads."""
    config = documents[0].made
    files = [d.made for d in documents if isinstance(d.made, IndicatorFile)]
    concepts = [d.made for d in documents if isinstance(d.made, Concepts)]
    return Known(
        **registries,
        indicators=frozenset(one.id for file in files for one in file.indicators),
        pillars=frozenset(config.index.pillars),
        regions=frozenset(config.regions),
        panels=frozenset(config.panels),
        languages=tuple(config.languages),
        coded=config.coded,
        phrase_languages=frozenset(d.made.language for d in documents if isinstance(d.made, Phrases)),
        families={c.language: frozenset(c.families) for c in concepts},
    )


def unknown(document: Document, steps: Steps, name: str, known: Iterable[str], what: str) -> Iterator[Problem]:
    """A problem when `name` is not among the known ones."""
    names = list(known)
    if name not in names:
        yield document.problem(steps, f"unknown {what} {shown(name)}", closest(name, names))


def repeated(document: Document, places: Iterable[tuple[Steps, str]], what: str) -> Iterator[Problem]:
    """A problem for each value that stands a second time."""
    seen: set[str] = set()
    for steps, value in places:
        if value in seen:
            yield document.problem(steps, f"{what} {shown(value)} stands twice", "Keep one of them.")
        seen.add(value)


def untranslated(document: Document, steps: Steps, words: Mapping[str, str], languages: Sequence[str]) -> list[Problem]:
    """A problem for each language without words."""
    missing = [language for language in languages if not words.get(language, "").strip()]
    name = steps[-1]
    return [
        document.problem(steps, f"{name!r} has no words in {language!r}", f"Add `{language}: ...`.")
        for language in missing
    ]


def incomplete(document: Document, steps: Steps, given: Collection[str], wanted: Sequence[str]) -> Iterator[Problem]:
    """A problem when a table lacks one of the keys it must have."""
    missing = [one for one in wanted if one not in given]
    if missing:
        remedy = f"Add {', '.join(missing)}."
        yield document.problem(steps, f"{steps[-1]!r} lacks {', '.join(map(repr, missing))}", remedy)


def wrong_options(document: Document, steps: Steps, registry: Names, name: str) -> list[Problem]:
    """What a registry member's own model says of the `options` written under `steps`; a list of names knows none."""
    if not isinstance(registry, Registry) or name not in registry or document.node is None:
        return []
    owner = follow(document.node, steps)
    options = follow(document.node, (*steps, "options"))
    empty = MappingNode({}, owner.mark if owner else document.node.mark)
    return shape(options or empty, registry[name].params, document.path)[1]
