"""Annex M6: what became of probabilities, how the index fared against what happened, whether readers agree."""

from __future__ import annotations

from collections.abc import Iterator

from riskbrief.briefing.annex_record import BacktestRun, Estimate, Forecast
from riskbrief.briefing.annex_uncertainty import not_run
from riskbrief.briefing.desk import Desk, of_run, said
from riskbrief.briefing.inputs import SkillLine, WordLine
from riskbrief.briefing.scorecard import scorecard_parts
from riskbrief.briefing.sections import SECTIONS
from riskbrief.document import Cell, DataTable, Section, Sentence

BRIER, WORDS, BACK = ("basis", "number", "brier", "reference"), ("word", "number", "happened"), ("measure", "estimate")


@SECTIONS.register("annex_scorecard")
def annex_scorecard(desk: Desk) -> Section:
    """Tables where there is something to tell, else why not."""
    card, run = desk.given.scorecard, desk.given.record.backtest
    counted = scorecard_parts(desk)
    parts = {
        "due": counted["scorecard"],
        "brier": _table(desk, "brier", BRIER, [_brier(desk, line) for line in card.skill]),
        "words": _table(desk, "words", WORDS, [_word(desk, line) for line in card.words]),
        "no_words": None if card.words else desk.fixed("annex_not_run.words"),
        "backtest": _table(desk, "backtest", BACK, list(_backtest(desk, run))) if run else None,
        "after": said(*_after(desk)),
    }
    return desk.section("M6", "annex_scorecard", parts)


def _table(desk: Desk, name: str, columns: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> DataTable | None:
    if not rows:
        return None
    return DataTable(
        id=f"annex_{name}",
        title=desk.book.text(f"annex_{name}_title"),
        subtitle="",
        header=tuple(desk.book.text(f"annex_column.{column}") for column in columns),
        align="l" + "r" * (len(columns) - 1),
        rows=tuple(rows),
        note=desk.book.text(f"annex_{name}_note"),
    )


def _brier(desk: Desk, line: SkillLine) -> tuple[Cell, ...]:
    """Over the cases that both have, where there is a reference."""
    number, paired = desk.book.printer.number, line.own is not None and line.against is not None
    own = line.own if paired and line.own is not None else line.brier
    against = line.against if paired else None
    name = desk.book.text(f"reference.{line.reference}")
    return (
        Cell(desk.book.text(f"basis.{line.basis}"), line.basis),
        Cell(number(line.paired if paired else line.n), line.paired if paired else line.n),
        Cell(number(own, 3), own),
        Cell("–", None) if against is None else Cell(number(against, 3), against, small=f"({name})"),
    )


def _word(desk: Desk, line: WordLine) -> tuple[Cell, ...]:
    happened = desk.book.write("rate", [desk.fact.percent("percent", line.happened)])
    word = desk.book.text(f"likelihood.{line.word}")
    return Cell(word, line.word), Cell(desk.book.printer.number(line.n), line.n), Cell(happened, line.happened)


def _backtest(desk: Desk, run: BacktestRun) -> Iterator[tuple[Cell, ...]]:
    for found in run.validity:
        if found.value is not None:
            yield Cell(_measure(desk, found.name), found.name), _interval(desk, found)
    for forecast in run.skill:
        yield Cell(_measure(desk, forecast.target), forecast.target), _losses(desk, forecast)


def _measure(desk: Desk, name: str) -> str:
    """A measure of the backtest in words of the language, else as `riskbrief backtest` calls it."""
    key = f"annex_measure.{name}"
    return desk.book.text(key) if key in desk.book else name


def _interval(desk: Desk, found: Estimate) -> Cell:
    number, value = desk.book.printer.number, found.value or 0.0
    if found.low is None or found.high is None:
        return Cell(number(value, 2), value)
    facts = [desk.fact.name("low", number(found.low, 2)), desk.fact.name("high", number(found.high, 2))]
    return Cell(number(value, 2), value, small=f"({desk.book.write('annex_to', facts)})")


def _losses(desk: Desk, found: Forecast) -> Cell:
    """The model's loss beside that of the best simple forecast."""
    if found.loss is None or found.best_loss is None:
        return Cell("–", None)
    number = desk.book.printer.number
    return Cell(number(found.loss, 3), found.loss, small=f"({number(found.best_loss, 3)})")


def _after(desk: Desk) -> Iterator[Sentence | None]:
    """The span of the backtest with its warning, and the two readers; or why there is neither."""
    run, readers = desk.given.record.backtest, desk.given.record.readers
    if run is None:
        yield not_run(desk, "backtest")
    else:
        facts = [
            desk.fact.name("first", run.first_month),
            desk.fact.name("last", run.last_month),
            desk.fact.name("version", run.index_version),
        ]
        key = "annex_backtest_span" if run.coverage == "kept" else "annex_backtest_span_ignored"
        yield desk.say(key, "measured", facts, evidence=of_run("backtest"))
    yield desk.fixed("annex_dependence")
    if readers is None or readers.kappa.value is None:
        yield not_run(desk, "audit")
        return
    facts = [
        desk.fact.number("kappa", readers.kappa.value, 2),
        desk.fact.number("n", readers.n),
        desk.fact.name("day", readers.kept_on),
    ]
    yield desk.say("annex_kappa", "measured", facts, evidence=of_run("audit"))
    if readers.precision.value is not None:
        facts = [desk.fact.percent("percent", readers.precision.value)]
        yield desk.say("annex_precision", "measured", facts, evidence=of_run("audit"))
