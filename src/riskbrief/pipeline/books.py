"""The compiled codebook of a workspace, made once for the same definitions."""

from __future__ import annotations

from collections import deque

from riskbrief.coding.codebook import Codebook, compile_codebook
from riskbrief.coding.concern import concern
from riskbrief.coding.gazetteer import load_gazetteer
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline.coded_state import countries_read

_BOOKS: deque[tuple[tuple[object, ...], object, Codebook]] = deque(maxlen=4)


def codebook(workspace: Workspace) -> Codebook:
    """The compiled indicators, cues and gazetteer; made once for the same definitions."""
    said = (workspace.indicators, workspace.cues, workspace.grammar, workspace.words, *countries_read(workspace))
    for known, words, book in _BOOKS:
        if known == said and words == workspace.vocabulary:
            return book
    book = _compiled(workspace)
    _BOOKS.append((said, workspace.vocabulary, book))
    return book


def _compiled(workspace: Workspace) -> Codebook:
    gazetteer, scope = load_gazetteer(), workspace.config.index.reading.scope
    every = scope.countries == "all"
    return compile_codebook(
        workspace.indicators,
        workspace.cues,
        gazetteer,
        workspace.vocabulary,
        workspace.grammar,
        workspace.words,
        pillar_of=workspace.pillar_of,
        panel=workspace.config.assessed,
        concern=None if every else concern(gazetteer, workspace.config.regions, scope.short_text),
    )
