"""The file of labelled sentences: language, labels, sentence, and, if known, who wrote it, with tabs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from riskbrief.errors import ConfigurationError, Problem, UnavailableError
from riskbrief.folding import fold

COUNTING = frozenset({"", "hedged", "foiled"})
STATUSES = COUNTING | {"negated", "denied", "hypothetical", "historic", "domain", "reversed", "retracted"}
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ID = re.compile(r"[a-z][a-z0-9_]*")


class Labelled(NamedTuple):
    """A sentence with the indicators it speaks of; `counting` are those that it asserts."""

    language: str
    counting: frozenset[str]
    mentioned: frozenset[str]
    text: str
    writer: str


def gather(paths: Sequence[Path], known: Collection[str] | None = None) -> list[Labelled]:
    """Sentences of several files; where two label the same sentence, the later file is right."""
    found = [line for path in paths for line in read_labels(path, known)]
    last = {(line.language, fold(line.text)): line for line in found}
    return list(last.values())


def read_labels(path: Path, known: Collection[str] | None = None) -> list[Labelled]:
    """All sentences of a file, or every bad line at once; `known` are the indicators that exist, if to be checked."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(str(path), 0, 0, f"cannot be read ({error})", "name a UTF-8 file of labels")
        raise UnavailableError(problem) from error
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    problems = [p for number, line in kept for p in _problems(str(path), number, line, known)]
    if problems:
        raise ConfigurationError.of(problems)
    return [_labelled(line, path.stem) for _, line in kept]


def _labelled(line: str, file: str) -> Labelled:
    language, labels, text, *writer = line.split("\t")
    pairs = list(_pairs(labels))
    counting = frozenset(i for i, status in pairs if status in COUNTING)
    return Labelled(language, counting, frozenset(i for i, _ in pairs), text, writer[0] if writer else file)


def _pairs(labels: str) -> Iterator[tuple[str, str]]:
    for label in labels.split(","):
        name, _, status = label.strip().partition(":")
        if name and name != "-":
            yield name, status


def _problems(path: str, number: int, line: str, known: Collection[str] | None) -> Iterator[Problem]:
    fields = line.split("\t")
    if len(fields) not in (3, 4) or not fields[2].strip():
        yield Problem(
            path, number, 1, f"{len(fields)} fields", "write language, labels, sentence (and its writer) with tabs"
        )
        return
    if not _LANGUAGE.fullmatch(fields[0]):
        yield Problem(path, number, 1, f"unknown language {fields[0]!r}", "write a code such as en or fr")
    for name, status in _pairs(fields[1]):
        if status not in STATUSES:
            yield Problem(
                path, number, 1, f"unknown status {status!r}", f"write one of {', '.join(sorted(STATUSES)[1:])}"
            )
        if not _ID.fullmatch(name) or (known is not None and name not in known):
            yield Problem(path, number, 1, f"unknown indicator {name!r}", "write the id of an indicator, or - for none")
