"""Judgements that can't stand: expired ones, and reasons or comments whose words a briefing may not print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from riskbrief.briefing.lint import Rules
from riskbrief.briefing.phrasebook import Phrasebook
from riskbrief.definitions.documents import JUDGEMENTS, Document, read_document
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.workspace import Workspace
from riskbrief.document import Fact, Sentence
from riskbrief.errors import Problem

BESIDE = {"lower_confidence": "lint.confidence", "assign_probability": "likelihood.4"}  # what prints with the reason


def expired_problems(workspace: Workspace, today: date) -> list[Problem]:
    """Judgements no issue of today would apply any more, so that someone renews or removes them."""
    document = _document(workspace)
    return [
        document.problem(
            (kind, i, "expires"),
            f"judgement {one.id!r} of {one.author} expired on {one.expires} and is not applied any more",
            "Write a new one with an id of its own, or take it out when no issue of its time is to be made again.",
        )
        for kind, i, one in workspace.judgements.every()
        if one.expires < today.isoformat()
    ]


def wording_problems(workspace: Workspace) -> list[Problem]:
    """What the analysts wrote against the rules of words: labels, vague words, likelihood beside confidence.

    A briefing with such words would be refused (exit 5); here each has its file and line.
    """
    document = _document(workspace)
    return [
        document.problem(steps, f"{steps[-1]!r} may not print: {why}", "Say it in other words.")
        for steps, language, kind, text in _written(workspace.judgements)
        if language in workspace.phrases
        for why in _broken(Phrasebook(language, workspace.phrases[language]), kind, text)
    ]


def _document(workspace: Workspace) -> Document:
    return read_document(workspace.root / JUDGEMENTS, JUDGEMENTS, Judgements)


def _written(ledger: Judgements) -> Iterator[tuple[tuple[int | str, ...], str, str, str]]:
    """Every text with its place, language and kind of judgement."""
    for kind, i, one in ledger.every():
        for key in ("reason", "text"):
            for language, text in getattr(one, key, {}).items():
                yield (kind, i, key, language), language, kind, text


def _broken(book: Phrasebook, kind: str, text: str) -> Iterator[str]:
    """What the rules say of a text with the word that will stand beside it."""
    beside = book.words(BESIDE[kind])[0] if kind in BESIDE else ""
    sentence = Sentence(f"{beside}: {text}", "assessed", (Fact("text", None, text),))
    yield from Rules(book, (0.0,)).broken(sentence)
