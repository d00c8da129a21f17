"""What a run prints of its report: all of it, or only some countries or languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from riskbrief.definitions.reports import Report


@dataclass(frozen=True)
class Scope:
    """Countries in the order of the panel, languages with the leading one first; `partial` when the report has more."""

    regions: tuple[str, ...]
    languages: tuple[str, ...]
    partial: bool

    def suffix(self, language: str) -> str:
        """What stands before the ending in file names of an edition: nothing in the leading language, else `.fr`."""
        return "" if language == self.languages[0] else f".{language}"


def scope_of(report: Report, panel: Sequence[str], *, regions: Sequence[str], language: str) -> Scope:
    """The scope asked for; empty `regions` or `language` mean all of the report. Naming all of it is not partial."""
    chosen = tuple(r for r in panel if not regions or r in regions)
    editions = tuple(dict.fromkeys([report.language, *report.languages]))
    languages = (language,) if language else editions
    return Scope(chosen, languages, partial=(chosen, languages) != (tuple(panel), editions))
