"""Terms that indicators/lexicons/terms.<language>.yaml adds to indicators, and what a language still lacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from riskbrief.definitions.indicators import Indicator, Reversal, Terms
from riskbrief.definitions.languages import LanguageTerms
from riskbrief.definitions.workspace import Workspace

LEXICON_KINDS = ("calendar", "concepts", "grammar", "inflection", "numbers", "text")


def with_languages(indicators: Sequence[Indicator], files: Sequence[LanguageTerms]) -> list[Indicator]:
    """The indicators with the terms of languages that their own files do not have."""
    return [_with(one, files) for one in indicators]


def _with(indicator: Indicator, files: Sequence[LanguageTerms]) -> Indicator:
    terms = {f.language: f.terms[indicator.id] for f in files if indicator.id in f.terms} | indicator.terms
    changed: dict[str, object] = {"terms": terms} if terms != indicator.terms else {}
    flips = {f.language: f.reversal[indicator.id] for f in files if indicator.id in f.reversal}
    if indicator.reversal and flips:
        old: Reversal = indicator.reversal
        changed["reversal"] = old.model_copy(update={"words": flips | old.words})
    return indicator.model_copy(update=changed) if changed else indicator


def parity(workspace: Workspace) -> Iterator[str]:
    """One line for each language that articles are read in: what it cannot say that another language can."""
    can = {language: _can(workspace, language) for language in workspace.config.coded}
    every = [one.id for one in workspace.indicators if any(one.id in known for known in can.values())]
    for language, known in can.items():
        missing = [name for name in every if name not in known]
        text = f"language {language}: {len(known)} of {len(every)} indicators"
        files = [kind for kind in LEXICON_KINDS if not _has(workspace, language, kind)]
        text += f"; none for {', '.join(missing)}" if missing else ""
        yield text + (f"; no file {', '.join(f'{kind}.{language}.yaml' for kind in files)}" if files else "")


def _can(workspace: Workspace, language: str) -> set[str]:
    """Indicators with a term, or a frame whose act and object the language has words for."""
    families = {*workspace.vocabulary.get(language, {}), "number"} if language in workspace.grammar else set()
    return {one.id for one in workspace.indicators if _spoken(one, language, families)}


def _spoken(indicator: Indicator, language: str, families: set[str]) -> bool:
    terms = indicator.terms.get(language, Terms())
    if terms.any or terms.near:
        return True
    return any(families & set(f.act) and (not f.object or families & set(f.object)) for f in indicator.frames)


def _has(workspace: Workspace, language: str, kind: str) -> bool:
    return any(path == f"indicators/lexicons/{kind}.{language}.yaml" for path, _ in workspace.files)
