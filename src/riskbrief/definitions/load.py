"""A workspace's YAML as one frozen object, or every reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from riskbrief.definitions.base import Definition
from riskbrief.definitions.config import Config
from riskbrief.definitions.documents import JUDGEMENTS, Document, Phrases, stray_files, workspace_documents
from riskbrief.definitions.foreign import with_languages
from riskbrief.definitions.indicators import AssertionCues, Example, IndicatorFile
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.languages import Calendar, LanguageTerms, LanguageWords, NumberWords, TextWords
from riskbrief.definitions.lexicons import Concepts, Grammar, Inflection
from riskbrief.definitions.nodes import Items, Mapping, compose
from riskbrief.definitions.outlets import Outlet
from riskbrief.definitions.reports import Library, Report
from riskbrief.definitions.shape import shape
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import ConfigurationError, Problem, UsageError

T = TypeVar("T", bound=Definition)


class OutletFile(Definition):
    """A file with ratings alone."""

    outlets: dict[str, Outlet]


def load_workspace(root: Path) -> Workspace:
    """Every definition under `root`.

    Errors: ConfigurationError (3) with all problems of all files at once, each with its place.
    """
    documents = read_workspace(root)
    problems = [problem for document in documents for problem in document.problems]
    problems += missing_files(documents) + stray_files(root)
    if problems:
        raise ConfigurationError.of(problems)
    return _assembled(root, documents)


def read_workspace(root: Path) -> list[Document]:
    """The documents of a workspace. Errors: ConfigurationError when there is none at `root`."""
    if not (root / "config.yaml").is_file():
        remedy = "Run `riskbrief init DIR` to make a workspace, or choose one with -C DIR."
        raise ConfigurationError(Problem("config.yaml", 0, 0, f"not found in {root}", remedy))
    return workspace_documents(root)


def load_outlets(path: Path) -> dict[str, Outlet]:
    """The ratings under `outlets:` of a file (config.yaml or one of its own; other keys are not looked at).

    Errors: UsageError (2) when the file is not there, ConfigurationError (3) when it is wrong.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(Problem(str(path), 0, 0, f"cannot be read: {reason}")) from error
    node, problems = compose(content, str(path))
    if isinstance(node, Mapping) and "outlets" in node.entries:
        node = Mapping({"outlets": node.entries["outlets"]}, node.mark)
    made = None
    if node is not None:
        made, more = shape(node, OutletFile, str(path))
        problems = problems + more
    if made is None or problems:
        raise ConfigurationError.of(problems)
    return made.outlets


def missing_files(documents: Sequence[Document]) -> list[Problem]:
    """Files that a workspace cannot do without."""
    paths = {document.path for document in documents}
    problems = []
    if not any(p.startswith("indicators/") and p.count("/") == 1 for p in paths):
        problems.append(Problem("indicators", 0, 0, "holds no .yaml file", "Put one file for each pillar there."))
    config = documents[0].made
    for language in config.coded if isinstance(config, Config) else ():
        path = f"indicators/lexicons/assertion.{language}.yaml"
        if path not in paths:
            key = "coding_languages" if config.coding_languages else "languages"
            remedy = f"Add it, or take {language!r} out of `{key}` in config.yaml."
            problems.append(Problem(path, 0, 0, "not found", remedy))
    return problems


def _assembled(root: Path, documents: Sequence[Document]) -> Workspace:
    files = [d for d in documents if isinstance(d.made, IndicatorFile)]
    stated = with_languages([one for d in files for one in d.made.indicators], _made(documents, LanguageTerms))
    coded = set(_made(documents, Config)[0].coded)
    prints = tuple((d.path, d.sha256) for d in documents if d.path != JUDGEMENTS)
    return Workspace(
        root=root,
        config=_made(documents, Config)[0],
        stated=tuple(stated),
        pillar_of={one.id: d.made.pillar for d in files for one in d.made.indicators},
        examples=tuple(placed for d in files for placed in _placed_examples(d)),
        cues={c.language: c for c in _made(documents, AssertionCues) if c.language in coded},
        concepts={c.language: c for c in _made(documents, Concepts)},
        inflections={i.language: i for i in _made(documents, Inflection)},
        grammar={g.language: g for g in _made(documents, Grammar)},
        words=_words(documents),
        reports={r.id: r for r in _made(documents, Report)},
        library=next(iter(_made(documents, Library)), Library(schema_version=1)),
        phrases={p.language: dict(p.phrases) for p in _made(documents, Phrases)},
        digest=hashlib.sha256("\n".join(f"{p} {s}" for p, s in prints).encode()).hexdigest(),
        files=prints,
        judgements=next(iter(_made(documents, Judgements)), Judgements()),
    )


def _words(documents: Sequence[Document]) -> dict[str, LanguageWords]:
    calendars = {c.language: c for c in _made(documents, Calendar)}
    numbers = {n.language: n for n in _made(documents, NumberWords)}
    texts = {t.language: t for t in _made(documents, TextWords)}
    languages = sorted({*calendars, *numbers, *texts})
    return {name: LanguageWords(calendars.get(name), numbers.get(name), texts.get(name)) for name in languages}


def _made(documents: Sequence[Document], model: type[T]) -> list[T]:
    return [document.made for document in documents if isinstance(document.made, model)]


def _placed_examples(document: Document) -> list[tuple[str, int, Example]]:
    """Each example with its file and line."""
    assert isinstance(document.node, Mapping)
    entry = document.node.entries.get("examples")
    if entry is None or not isinstance(entry.value, Items):
        return []
    made = document.made.examples
    return [(document.path, node.mark.line, example) for node, example in zip(entry.value.items, made, strict=True)]
