"""Reading an audit back: the key, and every sheet or copy of it with its answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from riskbrief.audit.answers import Answer, AnswerError, parse
from riskbrief.audit.draw import SHARES
from riskbrief.audit.units import Drawn, Read, Unit
from riskbrief.errors import ConfigurationError, Problem, UnavailableError
from riskbrief.pipeline.audit_csv import Line, read_lines
from riskbrief.pipeline.audit_sheet import ANSWERS, KEY, KEY_COLUMNS, SHEET

_KEY_REMEDY = "Restore the key as `riskbrief audit sample` wrote it; the same articles, size and seed give it again."
Given = dict[str, tuple[Answer, str]]  # column -> answer and where it stands


class Audit(NamedTuple):
    """A sample with its answers; `second`: the key holds what the second reader thought."""

    reads: list[Read]
    second: bool
    missing: dict[str, tuple[int, str]]  # column that somebody began -> empty cells, and the first of them


def read_audit(folder: Path, indicators: Collection[str]) -> Audit:
    """Key and answers of an audit.

    Errors: UnavailableError (6) when key, sheet or every answer is missing, ConfigurationError (3) with every cell that
    cannot be understood.
    """
    lines = read_lines(_standing(folder / KEY), KEY_COLUMNS)
    drawn = _key(lines)
    sheets = sorted(folder.glob(f"{Path(SHEET).stem}*.csv"))
    given, empty = _answers(sheets or [_standing(folder / SHEET)], drawn, {*indicators, *_named(drawn)})
    if not any(given.values()):
        problem = Problem(str(sheets[0]), 0, 0, "holds no answer yet", "Fill the column reader_1 or reader_2.")
        raise UnavailableError(problem)
    reads = [Read(d, {c: a for c, (a, _) in given[d.item].items()}) for d in drawn.values()]
    return Audit(reads, any(line.cells["second"] for line in lines), _missing(reads, empty))


def _standing(path: Path) -> Path:
    if not path.is_file():
        remedy = "Make the sample with `riskbrief audit sample`, and keep its files in one folder."
        raise UnavailableError(Problem(str(path), 0, 0, "not found", remedy))
    return path


def _named(drawn: dict[str, Drawn]) -> set[str]:
    return {name for d in drawn.values() for name in (*d.unit.known, d.unit.indicator_id) if name}


def _key(lines: list[Line]) -> dict[str, Drawn]:
    found: dict[str, Drawn] = {}
    problems = []
    for line in lines:
        try:
            drawn = _drawn(line.cells)
        except (KeyError, ValueError) as error:
            problems.append(line.problem("item", f"not a row of a key ({error})", _KEY_REMEDY))
            continue
        if drawn.item in found:
            problems.append(line.problem("item", f"item {drawn.item} stands here again", _KEY_REMEDY))
        found[drawn.item] = drawn
    if problems:
        raise ConfigurationError.of(problems)
    return found


def _drawn(cells: Mapping[str, str]) -> Drawn:
    plain = {name: cells[name] for name in KEY_COLUMNS}
    if plain["group"] not in SHARES:
        raise ValueError(f"unknown group {plain['group']!r}")
    same = ("group", "language", "sentence", "indicator_id", "status", "reason", "title", "article_id", "source_id",
            "published", "place")  # fmt: skip
    unit = Unit(
        **{name: plain[name] for name in same},
        chance=float(plain["chance"]) if plain["chance"] else None,
        rules=plain["rules"] == "yes",
        second=plain["second"] == "yes",
        known=tuple(plain["known"].split()),
        likely=tuple(plain["likely"].split()),
    )
    population, number = int(plain["population"]), int(plain["drawn"])
    if not 1 <= number <= population:
        raise ValueError(f"{number} drawn of {population}")
    return Drawn(plain["item"], unit, plain["stratum"], population, number)


def _answers(
    sheets: list[Path], drawn: dict[str, Drawn], known: set[str]
) -> tuple[dict[str, Given], dict[tuple[str, str], str]]:
    """Answers of every item, and where the empty cells stand."""
    given: dict[str, Given] = {item: {} for item in drawn}
    empty: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    for sheet in sheets:
        seen: dict[str, str] = {}
        for line in read_lines(sheet, ("item",)):
            item = line.cells["item"]
            if item not in drawn or item in seen:
                problems.append(_stray(line, item, seen))
                continue
            seen[item] = line.at("item")
            problems += _take(line, drawn[item].unit, given[item], empty, known)
    if problems:
        raise ConfigurationError.of(problems)
    return given, empty


def _stray(line: Line, item: str, seen: dict[str, str]) -> Problem:
    if item in seen:
        return line.problem("item", f"item {item} stands at {seen[item]} too", "Keep one of the rows.")
    return line.problem("item", f"unknown item {item!r}", "Take the row out, or write its item as in the first sample.")


def _take(
    line: Line, unit: Unit, given: Given, empty: dict[tuple[str, str], str], known: set[str]
) -> Iterator[Problem]:
    """Add the answers of a row; problems for those that cannot be understood or contradict another copy."""
    for column in ANSWERS:
        if column not in line.columns:
            continue
        try:
            answer = parse(line.cells.get(column, ""), unit.indicator_id, known)
        except AnswerError as error:
            yield line.problem(column, f"{column} of {line.cells['item']}: {error.args[0]}", f"{error.args[1]}.")
            continue
        if answer is None:
            empty.setdefault((line.cells["item"], column), line.at(column))
        elif given.setdefault(column, (answer, line.at(column)))[0] != answer:
            told = f"{column} of {line.cells['item']} differs from {given[column][1]}"
            yield line.problem(column, told, "Keep one of the answers.")


def _missing(reads: list[Read], empty: dict[tuple[str, str], str]) -> dict[str, tuple[int, str]]:
    """Of each reader who began: how many items lack an answer, and where the first one stands."""
    found = {}
    for column in ANSWERS[:2]:
        lacking = [r.item.item for r in reads if column not in r.answers]
        if 0 < len(lacking) < len(reads):
            found[column] = (len(lacking), empty.get((lacking[0], column), ""))
    return found
