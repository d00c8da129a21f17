"""What reports and the library mean: names that must exist, words in each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from riskbrief.definitions.documents import Document
from riskbrief.definitions.known import Known, Steps, repeated, unknown, untranslated
from riskbrief.definitions.reports import Library, Report
from riskbrief.errors import Problem

# How sections begin that stand in one kind of report alone.
KINDS = {"profile_": "country", "flash_": "flash", "annex_": "regional"}


def report_problems(documents: Sequence[Document], names: Known) -> Iterator[Problem]:
    """Every problem of meaning in reports/*.yaml."""
    taken: dict[str, str] = {}
    for document in documents:
        if isinstance(document.made, Report):
            yield from _report(document, document.made, names)
            first = taken.setdefault(document.made.id, document.path)
            if first != document.path:
                text = f"report {document.made.id!r} stands twice: here and in {first}"
                yield document.problem(("id",), text, "Give one of them another id.")
        elif isinstance(document.made, Library):
            yield from _library(document, document.made, names)


def _report(document: Document, report: Report, names: Known) -> Iterator[Problem]:
    yield from unknown(document, ("panel",), report.panel, names.panels, "panel")
    yield from untranslated(document, ("title",), report.title, report.languages)
    yield from unknown(document, ("language",), report.language, report.languages, "language of this report")
    for i, language in enumerate(report.languages):
        steps = ("languages", i)
        yield from unknown(document, steps, language, names.languages, "language")
        if language in names.languages and language not in names.phrase_languages:
            text = f"there are no phrases in {language!r}"
            yield document.problem(steps, text, f"Add reports/phrases.{language}.yaml, or take the language out.")
    places = ((("sections", i, "section"), s.section) for i, s in enumerate(report.sections))
    yield from repeated(document, places, "section")
    for i, choice in enumerate(report.sections):
        yield from unknown(document, ("sections", i, "section"), choice.section, names.sections, "section")
        needed = next((kind for prefix, kind in KINDS.items() if choice.section.startswith(prefix)), report.kind)
        if needed != report.kind:
            text = f"section {choice.section!r} stands in a report of kind {needed} alone"
            yield document.problem(("sections", i, "section"), text, f"Write `kind: {needed}`, or take it out.")
    if (report.kind == "flash") != (report.flash is not None):
        text = "`kind: flash` and the block `flash:` with its triggers belong together"
        yield document.problem(("kind",), text, "Write both or neither.")
    if report.words and report.words[0] > report.words[1]:
        yield document.problem(("words",), "the fewest words must not be more than the most", "Swap them.")


def _library(document: Document, library: Library, names: Known) -> Iterator[Problem]:
    for steps, region in _regions(library):
        if region != "REGION":
            yield from unknown(document, steps, region, names.regions, "region")
    for steps, indicator in _indicators(library):
        yield from unknown(document, steps, indicator, names.indicators, "indicator")
    for steps, words in _words(library):
        yield from untranslated(document, steps, words, names.languages)


def _regions(library: Library) -> Iterator[tuple[Steps, str]]:
    for i, line in enumerate(library.context):
        yield ("context", i, "region"), line.region
    for i, entry in enumerate(library.calendar):
        for j, region in enumerate(entry.regions):
            yield ("calendar", i, "regions", j), region
    for i, assumption in enumerate(library.assumptions):
        yield ("assumptions", i, "region"), assumption.region
    for i, actor in enumerate(library.actors):
        for j, region in enumerate(actor.regions):
            yield ("actors", i, "regions", j), region


def _indicators(library: Library) -> Iterator[tuple[Steps, str]]:
    for key in ("precautions", "options"):
        for i, entry in enumerate(getattr(library, key)):
            for j, indicator in enumerate(entry.indicators):
                yield (key, i, "indicators", j), indicator
    for i, option in enumerate(library.options):
        if option.target:
            yield ("options", i, "target", "indicator"), option.target.indicator
    for i, assumption in enumerate(library.assumptions):
        yield ("assumptions", i, "indicator"), assumption.indicator


def _words(library: Library) -> Iterator[tuple[Steps, dict[str, str]]]:
    texts = chain(
        ((("context", i, "text"), c.text) for i, c in enumerate(library.context)),
        ((("calendar", i, "text"), c.text) for i, c in enumerate(library.calendar)),
        ((("precautions", i, "text"), p.text) for i, p in enumerate(library.precautions)),
        ((("scenarios", i, "text"), s.text) for i, s in enumerate(library.scenarios)),
        ((("assumptions", i, "text"), a.text) for i, a in enumerate(library.assumptions)),
        ((("assumptions", i, "breaks_if"), a.breaks_if) for i, a in enumerate(library.assumptions)),
        ((("actors", i, "name"), a.name) for i, a in enumerate(library.actors)),
        ((("limits", i, "text"), one.text) for i, one in enumerate(library.limits)),
    )
    yield from texts
    for i, option in enumerate(library.options):
        for key in ("action", "who", "horizon", "effect", "trade_off", "rights_check", "measure"):
            yield ("options", i, key), getattr(option, key)
