"""Items of the release checklist that are found out on the composed briefing in its languages (method A.16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from riskbrief.briefing.degraded import BOTTOM_LINES
from riskbrief.briefing.inputs import BriefingInputs
from riskbrief.briefing.lint import COUNTED, own_words
from riskbrief.briefing.phrasebook import Phrasebook
from riskbrief.briefing.release import Checked, checked
from riskbrief.briefing.words import every_sentence, prose_words
from riskbrief.document import Briefing, DataTable, Section, Sentence

SEED = ("situation", "context", "impact_security", "impact_governance", "impact_international", "information",
        "precautions", "options", "conclusion")  # fmt: skip
LINTED = "found out where the briefing is composed, which a broken rule ends"
Editions = Mapping[str, Briefing]


def text_items(editions: Editions, given: Mapping[str, BriefingInputs]) -> Iterator[Checked]:
    """Items on words, numbers in sentences, sections and sources; `editions` and `given` by language."""
    said = {language: list(_every_sentence(b)) for language, b in editions.items()}
    first = next(iter(given.values()))
    counted = {"sentences": sum(map(len, said.values()))}
    yield _bottom_line(editions, first)
    yield checked("forbidden_words", (), counted, note=LINTED)
    yield checked("confidence_apart", (), counted, note=LINTED)
    yield _one_scale(said, given)
    yield checked("language_rules", (), counted, note=LINTED)
    yield _seed_sections(editions, first)
    yield _citations(editions, first)
    yield _totals(editions, first)
    yield _languages(editions)


def _every_sentence(briefing: Briefing) -> Iterator[Sentence]:
    yield from ((briefing.top,) if briefing.top else ())
    yield from every_sentence(briefing.standfirst, briefing.sections)


def _sections(editions: Editions, templates: tuple[str, ...]) -> Iterator[tuple[str, Section]]:
    for language, briefing in editions.items():
        yield from ((language, s) for s in briefing.sections if s.template in templates)


def _bottom_line(editions: Editions, given: BriefingInputs) -> Checked:
    limits = {c.section: c.words for c in given.report.sections if c.section in BOTTOM_LINES}
    found = list(_sections(editions, tuple(limits)))
    words = {language: prose_words(section) for language, section in found}
    faults = [f"{language}: it has no sentence" for language, section in found if "lead" not in section.parts]
    for language, section in found:
        most = limits[section.template]
        if most is not None and words[language] > most:
            place = f"{section.id} (section {section.template} of reports/{given.report.id}.yaml)"
            faults.append(f"{language}: {place} has {words[language]} words, at most {most}")
    return checked("bottom_line", faults, {f"words_{k}": n for k, n in words.items()}, asked=bool(found))


def _one_scale(said: Mapping[str, list[Sentence]], given: Mapping[str, BriefingInputs]) -> Checked:
    """The seven words of the scale, and none of another one outside what others are quoted with."""
    faults, words = [], 0
    for language, sentences in said.items():
        book = Phrasebook(language, given[language].phrases)
        scale = {book.text(f"likelihood.{n}") for n in range(7)}
        words = len(scale)
        others = [w.casefold() for w in book.words("lint.other_scale")] if "lint.other_scale" in book else []
        if words != 7:
            faults.append(f"{language}: the scale has {words} words")
        for sentence in sentences:
            own = own_words(sentence).casefold()
            faults += [f"{language} {sentence.id}: {other!r} is of another scale" for other in others if other in own]
    return checked("one_scale", faults, {"words": words})


def _seed_sections(editions: Editions, given: BriefingInputs) -> Checked:
    """Those the report names stand in every edition; every section has something to say or says why not."""
    wanted = [c.section for c in given.report.sections if c.section in SEED]
    faults, silent = [], 0
    for language, briefing in editions.items():
        present = {section.template for section in briefing.sections}
        faults += [f"{language}: {name} is missing" for name in wanted if name not in present]
        faults += [f"{language}: {s.template} says nothing" for s in briefing.sections if not (s.parts or s.no_data)]
        silent += sum(bool(s.no_data) for s in briefing.sections)
    left_out = [name for name in SEED if name not in wanted] if given.report.kind == "regional" else []
    value: dict[str, float | str] = {"sections": len(wanted), "no_data": silent}
    return checked("seed_sections", faults, value | ({"left_out_by_report": ", ".join(left_out)} if left_out else {}))


def _citations(editions: Editions, given: BriefingInputs) -> Checked:
    digests = dict(zip(given.articles["article_id"], given.articles["content_sha256"], strict=True))
    faults, number = [], 0
    for language, briefing in editions.items():
        numbers = {c.number for c in briefing.citations}
        number += len(numbers)
        faults += [
            f"{language} source {c.number}: {c.article_id} is not the stored article"
            for c in briefing.citations
            if digests.get(c.article_id) != c.sha256
        ]
        noted = {n for s in _every_sentence(briefing) for n in s.notes}
        faults += [f"{language}: note {n} leads to no source" for n in sorted(noted - numbers)]
    return checked("citations_resolve", faults, {"citations": number}, asked=number > 0)


def _totals(editions: Editions, given: BriefingInputs) -> Checked:
    """Countries counted in sentences against the rows of the board and the scores; that every number of a sentence is
    carried by a fact is seen to where the briefing is composed."""
    rows = given.scores[(given.scores["week"] == str(given.week)) & (given.scores["node"] == "index")]
    panel = rows[rows["region_id"].isin(given.panel.regions)]
    totals = {"assessed": int(panel["score"].notna().sum()), "countries": len(given.panel.regions)}
    faults, facts = [], 0
    for language, briefing in editions.items():
        facts += sum(len(s.facts) for s in _every_sentence(briefing) if s.kind in COUNTED)
        for fact in (f for s in briefing.standfirst for f in s.facts if f.key in totals):
            if fact.value != totals[fact.key]:
                faults.append(f"{language} {fact.key}: {fact.text}, the tables have {totals[fact.key]}")
        faults += _board(language, briefing, len(given.panel.regions))
    return checked("totals_agree", faults, {"facts": facts, **totals})


def _board(language: str, briefing: Briefing, countries: int) -> Iterator[str]:
    for section in briefing.sections:
        board = section.parts.get("board")
        if isinstance(board, DataTable) and section.template == "board" and len(board.rows) != countries:
            yield f"{language}: the board has {len(board.rows)} rows for {countries} countries"


def _languages(editions: Editions) -> Checked:
    """Sentences and tables that two editions share have the same numbers."""
    numbers = {language: dict(_numbers(b)) for language, b in editions.items()}
    faults, compared = [], 0
    for first, second in combinations(numbers, 2):
        shared = numbers[first].keys() & numbers[second].keys()
        compared += len(shared)
        faults += [
            f"{key[0]}: {first} {numbers[first][key]}, {second} {numbers[second][key]}"
            for key in sorted(shared)
            if numbers[first][key] != numbers[second][key]
        ]
    return checked("languages_agree", faults, {"compared": compared}, asked=len(editions) > 1)


def _numbers(briefing: Briefing) -> Iterator[tuple[tuple[str, str], tuple[tuple[str, float], ...]]]:
    """Values by where they stand: of a sentence with its phrase, of each table row with its first cell's value."""
    for s in _every_sentence(briefing):
        yield (s.id, s.phrase), tuple((f.key, f.value) for f in s.facts if isinstance(f.value, int | float))
    for section in briefing.sections:
        for table in (p for p in section.parts.values() if isinstance(p, DataTable)):
            for n, row in enumerate(table.rows):
                values = [c.value for c in row if isinstance(c.value, int | float)]
                yield (f"{section.id}.{table.id} row {n}", str(row[0].value)), tuple(("", v) for v in values)
