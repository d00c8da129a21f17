"""Phrases that the program may print and a workspace of its own words, or of an earlier release, does not have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from riskbrief.definitions.documents import Document, Phrases, read_document
from riskbrief.definitions.load import read_workspace
from riskbrief.definitions.starter import starter_root
from riskbrief.errors import Problem

NAMED = 6  # keys that one message names


def phrase_problems(root: Path) -> Iterator[Problem]:
    """One problem for each language that lacks phrases of the starter kit: a text that needs one could not be printed,
    which may be months from now."""
    wanted = _starter_keys()
    for document in read_workspace(root):
        if isinstance(document.made, Phrases) and (lacking := sorted(wanted - set(document.made.phrases))):
            yield _problem(document, lacking)


def _starter_keys() -> set[str]:
    """Keys that every language of the starter kit has."""
    files = sorted((starter_root() / "reports").glob("phrases.*.yaml"))
    made = [read_document(file, f"reports/{file.name}", Phrases).made for file in files]
    return set.intersection(*(set(one.phrases) for one in made if isinstance(one, Phrases)))


def _problem(document: Document, lacking: list[str]) -> Problem:
    more = f" and {len(lacking) - NAMED} more" if len(lacking) > NAMED else ""
    text = f"lacks {len(lacking)} phrases that may be printed: {', '.join(lacking[:NAMED])}{more}"
    return document.problem(("phrases",), text, "`riskbrief init --diff` shows them; copy or translate them.")
