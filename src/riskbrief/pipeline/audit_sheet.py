"""The files of an audit: a sheet for the readers that shows no answer, a key, and a guide."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from riskbrief.audit.report import READERS
from riskbrief.audit.units import Drawn
from riskbrief.definitions.indicators import Indicator
from riskbrief.errors import Problem, UsageError
from riskbrief.pipeline.storage import storage_error
from riskbrief.render.tables import csv_bytes

SHEET, KEY, GUIDE = "sample.csv", "key.csv", "guide.md"
ANSWERS = (*READERS, "agreed")
SHEET_COLUMNS = ("item", "language", "published", "title", "sentence", "indicator", "question", *ANSWERS, "note")
KEY_COLUMNS = (
    "item", "stratum", "population", "drawn", "group", "indicator_id", "status", "reason", "rules", "second", "chance",
    "known", "likely", "article_id", "source_id", "published", "place", "language", "title", "sentence",
)  # fmt: skip
_WHOLE = {
    "en": "Which indicators does the sentence assert? Their ids with commas between, or no.",
    "fr": "Quels indicateurs la phrase affirme-t-elle ? Leurs identifiants séparés par des virgules, ou non.",
}


def write_audit(folder: Path, sample: Sequence[Drawn], indicators: Sequence[Indicator], second: bool) -> list[Path]:
    """Write sheet, key and guide into a folder. A sheet that stands there is never overwritten.

    Errors: UsageError (2) when it would be, StorageError (8) when the disk refuses.
    """
    standing = [folder / name for name in (SHEET, KEY) if (folder / name).exists()]
    if standing:
        raise UsageError(Problem(str(standing[0]), 0, 0, "stands there already", "Name another folder with --out."))
    files = {
        SHEET: codecs.BOM_UTF8 + csv_bytes(_sheet(sample, {i.id: i for i in indicators})),
        KEY: codecs.BOM_UTF8 + csv_bytes(_key(sample, second)),
        GUIDE: _guide(indicators).encode(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise storage_error(error, folder) from error
    return [folder / name for name in files]


def _sheet(sample: Sequence[Drawn], indicators: dict[str, Indicator]) -> pd.DataFrame:
    rows = []
    for drawn in sample:
        unit = drawn.unit
        asked = indicators.get(unit.indicator_id)
        title = "" if unit.place == "title" else unit.title
        question = _in(asked.question if asked else _WHOLE, unit.language)
        cells = (drawn.item, unit.language, unit.published, title, unit.sentence, unit.indicator_id, question)
        rows.append((*cells, *("" for _ in range(len(SHEET_COLUMNS) - len(cells)))))
    return pd.DataFrame(rows, columns=list(SHEET_COLUMNS))


def _in(words: dict[str, str], language: str) -> str:
    return words.get(language) or next(iter(words.values()))


def _key(sample: Sequence[Drawn], second: bool) -> pd.DataFrame:
    """What the program thought. `second` and `chance` stay empty when no second reader was asked."""
    rows = []
    for drawn in sample:
        unit = drawn.unit
        said = ("yes" if unit.second else "no") if second else ""
        chance = "" if unit.chance is None else f"{unit.chance:.4f}"
        rules, known, likely = "yes" if unit.rules else "no", " ".join(unit.known), " ".join(unit.likely)
        rows.append((
            drawn.item, drawn.stratum, drawn.population, drawn.drawn, unit.group, unit.indicator_id, unit.status,
            unit.reason, rules, said, chance, known, likely, unit.article_id, unit.source_id,
            unit.published, unit.place, unit.language, unit.title, unit.sentence,
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(KEY_COLUMNS))


def _guide(indicators: Sequence[Indicator]) -> str:
    """How to answer, and the questions of all indicators."""
    lines = [_HOW, *(f"- `{i.id}`: {' / '.join(i.question.values())}" for i in sorted(indicators, key=lambda i: i.id))]
    return "\n".join(lines) + "\n"


_HOW = f"""# How to read the sample

Open `{SHEET}` in a spreadsheet, or a copy of it named `sample-<your name>.csv` in the same folder. Fill only the
column `reader_1` or `reader_2`; do not look at `{KEY}`, which holds what the program thought, nor at the other reader's
answers.

An item asks whether **the sentence, as it stands,** answers the question with yes for its time, wherever it happened.
The title is context only.

| write | when the sentence says |
|---|---|
| `yes` | it happened, or goes on |
| `hedged` | it is said to have happened; the source is not sure |
| `foiled` | it was tried and stopped |
| `negated`, `denied` | it did not happen; somebody denies it |
| `hypothetical` | it may, should or would happen; a threat, warning, plan |
| `historic` | it happened long ago, or is only remembered |
| `domain` | these words mean something else here (sport, film, a figure of speech) |
| `reversed` | the contrary: a ban lifted, hostages freed |
| `no` | nothing of the kind |
| `unclear` | you cannot tell; the item is left out |

After a comma add every other indicator that the sentence asserts, by its id (`yes, sec_attack_civilians`), or with a
status (`no, gov_coup_instability:historic`). Where no indicator is named, write the ids of all that it asserts, or
`no`.

When both are done, put the answers into one file or leave the copies side by side; talk over the items on which you
differ and write what you agree on into `agreed`.

## Indicators
"""
