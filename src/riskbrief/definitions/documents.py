"""The files of a workspace, each read once: its bytes, its nodes, its model and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from riskbrief.definitions.base import Definition, LanguageCode
from riskbrief.definitions.config import Config
from riskbrief.definitions.indicators import AssertionCues, IndicatorFile
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.languages import Calendar, LanguageTerms, NumberWords, TextWords
from riskbrief.definitions.lexicons import Concepts, Grammar, Inflection
from riskbrief.definitions.node_places import find
from riskbrief.definitions.nodes import Entry, Items, Mapping, Mark, Node, Scalar, compose
from riskbrief.definitions.reports import Library, Report
from riskbrief.definitions.scenarios import Scenarios
from riskbrief.definitions.shape import shape
from riskbrief.errors import ConfigurationError, Problem
from riskbrief.listing import entries


class Phrases(Definition):
    """reports/phrases.<language>.yaml: sentence patterns by key; nested keys are joined with dots."""

    schema_version: int = 1
    language: LanguageCode
    phrases: dict[str, str]


JUDGEMENTS = "judgements.yaml"
SCENARIOS = "scenarios.yaml"
ROOT_FILES: dict[str, type[Definition]] = {"config.yaml": Config, JUDGEMENTS: Judgements, SCENARIOS: Scenarios}
LEXICONS: dict[str, type[Definition]] = {
    "assertion": AssertionCues,
    "calendar": Calendar,
    "concepts": Concepts,
    "grammar": Grammar,
    "inflection": Inflection,
    "numbers": NumberWords,
    "terms": LanguageTerms,
    "text": TextWords,
}
"Kinds of files under indicators/lexicons/, each one for a language."


@dataclass(frozen=True)
class Document:
    """One YAML file; `made` is its model, None when a problem kept it from being one."""

    path: str
    sha256: str
    node: Node | None
    made: Any
    problems: tuple[Problem, ...]

    def problem(self, steps: Sequence[int | str], text: str, remedy: str = "") -> Problem:
        """A problem at the value that the keys and positions lead to."""
        mark = find(self.node, steps)[0] if self.node is not None else Mark(0, 0)
        return Problem(self.path, *mark, text, remedy)


def read_document(file: Path, path: str, model: type[BaseModel]) -> Document:
    """Read one file as `model`; `path` is how messages name it."""
    try:
        content = file.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        return Document(path, "", None, None, (Problem(path, 0, 0, f"cannot be read: {reason}"),))
    return _document(content, path, model)


@lru_cache(maxsize=256)
def _document(content: bytes, path: str, model: type[BaseModel]) -> Document:
    """The document of these bytes; nothing in it ever changes, so that it is made once."""
    digest = hashlib.sha256(content).hexdigest()
    node, problems = compose(content, path)
    made = None
    if node is not None:
        node = _prepared(node, model)
        made, more = shape(node, model, path)
        problems = problems + more
    return Document(path, digest, node, None if problems else made, tuple(problems))


def workspace_documents(root: Path) -> list[Document]:
    """Every YAML file that a workspace runs on, in the order of their paths. Scenarios only test it: see below."""
    return [read_document(file, path, model) for file, path, model in _files(root)]


def scenario_document(root: Path) -> Document | None:
    """The gold scenarios of a workspace, None without them. What is wrong with them stops no issue."""
    file = root / SCENARIOS
    return read_document(file, SCENARIOS, Scenarios) if file.is_file() else None


def model_of(path: str) -> type[Definition] | None:
    """The model that reads a file at this place in a workspace, None when no file may stand there.

    >>> model_of("reports/weekly.yaml").__name__
    'Report'
    """
    folder, _, name = path.rpartition("/")
    if path in ROOT_FILES:
        return ROOT_FILES[path]
    if folder == "indicators":
        return IndicatorFile
    if folder == "indicators/lexicons":
        return LEXICONS.get(name.split(".")[0])
    if folder == "reports":
        return Library if name == "library.yaml" else Phrases if name.startswith("phrases.") else Report
    return None


def _files(root: Path) -> Iterator[tuple[Path, str, type[BaseModel]]]:
    yield root / "config.yaml", "config.yaml", Config
    if (root / JUDGEMENTS).is_file():
        yield root / JUDGEMENTS, JUDGEMENTS, Judgements
    for folder in ("indicators", "indicators/lexicons", "reports"):
        for file in _yaml(root, folder, ".yaml"):
            path = f"{folder}/{file.name}"
            model = model_of(path)
            if model is not None and not file.name.startswith("."):
                yield file, path, model


def _yaml(root: Path, folder: str, *endings: str) -> list[Path]:
    """The files of a folder with these endings. Errors: ConfigurationError when the folder cannot be read."""
    try:
        return [file for file in entries(root / folder) if file.suffix in endings]
    except OSError as error:
        text = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise ConfigurationError(Problem(folder, 0, 0, text)) from error


def stray_files(root: Path) -> list[Problem]:
    """Files that look like definitions and would never be read."""
    misnamed = [root / name.replace(".yaml", ".yml") for name in ROOT_FILES]
    problems = [Problem(f.name, 0, 0, "is not read", "Rename it to end in .yaml.") for f in misnamed if f.exists()]
    for folder in ("indicators", "indicators/lexicons", "reports"):
        for file in _yaml(root, folder, ".yaml", ".yml"):
            path = f"{folder}/{file.name}"
            if file.suffix == ".yml":
                problems.append(Problem(path, 0, 0, "is not read", "Rename it to end in .yaml."))
            elif model_of(path) is None:
                remedy = f"Lexicons are <kind>.<language>.yaml; kinds: {', '.join(LEXICONS)}."
                problems.append(Problem(path, 0, 0, "is not read", remedy))
    return problems


def _prepared(node: Node, model: type[BaseModel]) -> Node:
    """Nodes as the model expects them: shared defaults spread, phrases flattened."""
    if model is IndicatorFile:
        return _with_defaults(node)
    if model is Phrases and isinstance(node, Mapping):
        return _flat_phrases(node)
    return node


def _with_defaults(node: Node) -> Node:
    """Each indicator with the file's `defaults` under its own keys; the indicator wins."""
    if not isinstance(node, Mapping):
        return node
    defaults, listed = node.entries.get("defaults"), node.entries.get("indicators")
    if not (defaults and listed and isinstance(defaults.value, Mapping) and isinstance(listed.value, Items)):
        return node
    shared = defaults.value.entries
    items = tuple(
        Mapping({**shared, **one.entries}, one.mark) if isinstance(one, Mapping) else one for one in listed.value.items
    )
    spread = Entry(listed.mark, Items(items, listed.value.mark))
    return Mapping({**node.entries, "indicators": spread}, node.mark)


def _flat_phrases(node: Mapping) -> Mapping:
    own = {key: entry for key, entry in node.entries.items() if key in ("schema_version", "language")}
    rest = {key: entry for key, entry in node.entries.items() if key not in own}
    inner = rest.get("phrases")
    if inner is not None and len(rest) == 1 and not isinstance(inner.value, Scalar):
        rest = inner.value.entries if isinstance(inner.value, Mapping) else rest
    flat = dict(_flatten(rest, ""))
    return Mapping({**own, "phrases": Entry(node.mark, Mapping(flat, node.mark))}, node.mark)


def _flatten(entries: dict[str, Entry], prefix: str) -> Iterator[tuple[str, Entry]]:
    for key, entry in entries.items():
        if isinstance(entry.value, Mapping):
            yield from _flatten(entry.value.entries, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", entry
