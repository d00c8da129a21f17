"""What became of the probabilities given out before: outcomes from this run's scores, and how well they did."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from riskbrief.briefing.inputs import Scorecard, SkillLine, WordLine, WordMoves
from riskbrief.columns import NUMBER, TEXT, Column, Table
from riskbrief.periods import Week
from riskbrief.pipeline.forecasts import BASE_RATE, FORECASTS, JUDGEMENT, happened
from riskbrief.pipeline.forecasts_past import Earlier
from riskbrief.probability import band
from riskbrief.skill.scores import brier

RESOLVED_CSV = "resolved.csv"
EVEN = 1 / 3  # one of three outcomes that nothing is known about
RESOLVED = Table(
    "resolved",
    {
        **FORECASTS.columns,
        "baseline_now": Column(NUMBER, "index of issued_week as this run computes it", "0-100", missing=True),
        "score_due": Column(NUMBER, "index of due_week as this run computes it", "0-100", missing=True),
        "outcome": Column(NUMBER, "1 it happened, 0 it did not", "0-1", missing=True),
        "brier": Column(NUMBER, "(probability - outcome) squared", "0-1", missing=True),
        "reason": Column(TEXT, "why there is no outcome, else empty"),
    },
    key=("region_id", "target", "horizon_weeks", "issued_week", "basis"),
    order=("due_week", "region_id", "target", "basis", "issue"),
)


def resolved(earlier: Earlier, scores: pd.DataFrame, *, week: Week, regions: Sequence[str]) -> pd.DataFrame:
    """RESOLVED: every probability due by `week`, once, with its outcome from `scores` (SCORES of all weeks).

    What several issues gave out alike counts as the first gave it. Without an index score at either end there is no
    outcome and a reason says so; nothing is guessed.
    """
    rows = earlier.rows[earlier.rows["due_week"] <= str(week)].sort_values("issue", kind="stable")
    rows = rows.drop_duplicates(list(RESOLVED.key), keep="first")
    index = scores[scores["node"] == "index"]
    told = index[["region_id", "week", "score"]].itertuples(index=False)
    known = {(r.region_id, r.week): float(r.score) for r in told if not pd.isna(r.score)}
    first = min(scores["week"].unique(), default="")
    return RESOLVED.build([_outcome(row, known, first, set(regions)) for row in rows.to_dict("records")])


def _outcome(
    row: dict[str, object], known: dict[tuple[object, object], float], first: str, regions: set[str]
) -> dict[str, object]:
    """The row with both scores and what followed from them."""
    before = known.get((row["region_id"], row["issued_week"]))
    after = known.get((row["region_id"], row["due_week"]))
    made = {**row, "baseline_now": before, "score_due": after, "reason": ""}
    if before is None or after is None:
        return made | {"reason": _reason(row, before, first, regions)}
    outcome = float(happened(str(row["target"]), round(after - before, 6)))
    return made | {"outcome": outcome, "brier": brier([float(str(row["probability"]))], [outcome])}


def _reason(row: dict[str, object], before: float | None, first: str, regions: set[str]) -> str:
    if row["region_id"] not in regions:
        return "country not in this set"
    if str(row["issued_week"]) < first:
        return f"before {first}, where the scores of this run begin"
    return "no score in the week it was issued for" if before is None else "no score in the week it was due"


def word_moves(earlier: Earlier, now: pd.DataFrame, *, before: str) -> WordMoves | None:
    """What became of the words of the probabilities that issue `before` gave out, beside FORECASTS `now`.

    Probabilities of analysts are left to their own ledger. None where that issue gave out none.
    """
    old, new = (_worded(rows) for rows in (earlier.rows[earlier.rows["issue"] == before], now))
    if not old:
        return None
    both = [(old[key], word) for key, word in new.items() if key in old]
    return WordMoves(
        kept=sum(word == was for was, word in both),
        raised=sum(word > was for was, word in both),
        lowered=sum(word < was for was, word in both),
        closed=len(old.keys() - new.keys()),
        new=len(new.keys() - old.keys()),
    )


def given_out(rows: pd.DataFrame) -> int:
    """How many probabilities but those of analysts FORECASTS hold, each country, target, horizon and basis once."""
    own = rows[~rows["basis"].str.startswith(JUDGEMENT)]
    return len(own.drop_duplicates(["region_id", "target", "horizon_weeks", "basis"]))


def _worded(rows: pd.DataFrame) -> dict[tuple[str, str, int, str], int]:
    """The word (0-6) of each probability but those of analysts, by country, target, horizon and basis."""
    own = rows[~rows["basis"].str.startswith(JUDGEMENT)]
    return {
        (str(r.region_id), str(r.target), int(r.horizon_weeks), str(r.basis)): band(float(r.probability))
        for r in own.itertuples(index=False)
    }


def scorecard(table: pd.DataFrame, earlier: Earlier, given_out: int) -> Scorecard:
    """Counts, Brier scores by basis, and how often what was called by each probability word happened."""
    decided = table[table["outcome"].notna()]
    bases = decided["basis"].str.split(":").str[0]
    return Scorecard(
        issues=len(earlier.sets),
        left_out=earlier.left_out,
        issued=given_out,
        due=len(table),
        resolved=len(decided),
        skill=tuple(_skill(str(basis), rows) for basis, rows in decided.groupby(bases, sort=True)),
        words=tuple(_words(decided)),
    )


def _skill(basis: str, rows: pd.DataFrame) -> SkillLine:
    """Brier of the probabilities of one basis beside what it must beat, on the same cases.

    Base rates are measured against an even split of the three outcomes, all others against the base rate.
    """
    even = basis == BASE_RATE
    reference = pd.Series(EVEN, index=rows.index) if even else rows["reference"]
    both = rows[reference.notna()]
    against = brier(reference[both.index], both["outcome"]) if len(both) else None
    own = float(both["brier"].mean()) if len(both) else None
    return SkillLine(
        basis, len(rows), float(rows["brier"].mean()), len(both), own, "even" if even else BASE_RATE, against
    )


def _words(decided: pd.DataFrame) -> list[WordLine]:
    """One line for each word that was used, from the least to the most likely."""
    words = decided["probability"].map(band) if len(decided) else pd.Series(dtype="int64")
    return [
        WordLine(int(word), len(rows), float(rows["outcome"].mean()))
        for word, rows in decided.groupby(words, sort=True)
    ]
