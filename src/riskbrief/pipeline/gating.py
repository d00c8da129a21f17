"""The quality gate of a run: its conditions measured on what was read and scored, and said in words for operators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from riskbrief.briefing.gate import Condition, Measure, Verdict, judge
from riskbrief.definitions.gate import Ceiling, Gate
from riskbrief.definitions.reports import Report
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem
from riskbrief.periods import Week
from riskbrief.pipeline.gathering import PACKAGED, Late
from riskbrief.pipeline.lateness import NONE_LATE, late_measure, late_remedy, late_words

FULL_ANSWERS = frozenset({"ok", "not_modified"})
GIVEN = "articles come from a file that was named, or are packaged"
Account = Mapping[str, object]


def gate_of(workspace: Workspace, report: Report) -> Gate:
    """What is asked of an issue of this report."""
    return report.gate.over(workspace.config.gate)


def verdict(
    workspace: Workspace, report: Report, week: Week, *, articles: pd.DataFrame, accounts: Sequence[Account],
    scores: pd.DataFrame, regions: Sequence[str], late: Late = NONE_LATE,
) -> Verdict:  # fmt: skip
    """The verdict on an issue: ARTICLES known by the cut-off with their origins, how each source answered, SCORES, and
    the articles of the week that came too late."""
    gate = gate_of(workspace, report)
    measures = {"sources": sources_measure(accounts), "assessed": _assessed(scores, week, regions)}
    measures["late"] = late_measure(late)
    asked = {s.id: s.reader for s in workspace.config.sources if s.enabled}
    named = not asked.keys() <= {str(a["source"]) for a in accounts}  # a file is told under its own name alone
    supplied = not named and set(asked.values()) - {PACKAGED}
    return judge(measures | (_of_articles(articles, week, gate) if supplied else _not_judged(GIVEN)), gate)


def sources_measure(accounts: Iterable[Account]) -> Measure:
    """The share of the sources that answered in full."""
    every = list(accounts)
    short = tuple(str(a["source"]) for a in every if a["state"] not in FULL_ANSWERS)
    n = len(every) - len(short)
    return Measure(n / len(every), n, len(every), short) if every else Measure(None, why="no source was asked")


def _assessed(scores: pd.DataFrame, week: Week, regions: Sequence[str]) -> Measure:
    rows = scores[(scores["week"] == str(week)) & (scores["node"] == "index") & scores["region_id"].isin(list(regions))]
    n = int(rows["score"].notna().sum())
    return Measure(n / len(regions), n, len(regions)) if regions else Measure(None, why="no country was asked for")


def _not_judged(why: str) -> dict[str, Measure]:
    return dict.fromkeys(("articles", "newest_days", "outlet", "copies"), Measure(None, why=why))


def _of_articles(articles: pd.DataFrame, week: Week, gate: Gate) -> dict[str, Measure]:
    """Articles of the week and of the weeks before it, by their distance from the cut-off."""
    age = week.cutoff - articles["published_at"]
    back = week.back(articles["published_at"])
    now = articles[back == 0]
    weeks = range(1, gate.usual_weeks + 1)
    past = back.isin(weeks)
    before = articles["origin_id"][past].groupby(back[past]).nunique().reindex(weeks, fill_value=0)
    usual = float(before.median())
    known = bool(len(back)) and int(back.max()) >= gate.usual_weeks
    return _supply(now, usual, age, _unusual(usual, known, gate)) | _make_up(now, gate)


def _unusual(usual: float, known: bool, gate: Gate) -> str:
    """Why the week cannot be compared with a usual one; empty when it can."""
    if not known:
        return f"the articles do not go back {gate.usual_weeks} weeks"
    few = usual < gate.least_articles
    return f"a usual week has {usual:g} articles, fewer than {gate.least_articles}" if few else ""


def _supply(now: pd.DataFrame, usual: float, age: pd.Series[Any], why: str) -> dict[str, Measure]:
    if why:
        return dict.fromkeys(("articles", "newest_days"), Measure(None, why=why))
    unique = int(now["origin_id"].nunique())
    days = float(age.min() / pd.Timedelta(days=1))
    return {"articles": Measure(unique / usual, unique, usual), "newest_days": Measure(days, days)}


def _make_up(now: pd.DataFrame, gate: Gate) -> dict[str, Measure]:
    if len(now) < gate.least_articles:
        why = f"the week has {len(now)} articles, fewer than {gate.least_articles}"
        return dict.fromkeys(("outlet", "copies"), Measure(None, why=why))
    counts = now["source_id"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    most, copies = int(counts.iloc[0]), len(now) - int(now["origin_id"].nunique())
    return {
        "outlet": Measure(most / len(now), most, len(now), (str(counts.index[0]),)),
        "copies": Measure(copies / len(now), copies, len(now)),
    }


def gate_record(found: Verdict) -> dict[str, Any]:
    """The verdict as the manifest tells it: every condition with its value and limits."""
    return {"verdict": found.outcome, "checks": [_row(c) for c in found.conditions]}


def _row(condition: Condition) -> dict[str, Any]:
    measure = condition.measure
    row = {"id": condition.name, "outcome": condition.outcome, "value": _rounded(measure.value)}
    row |= condition.limits.model_dump()
    told = {
        "n": _rounded(measure.n), "of": _rounded(measure.of), "names": list(measure.names), "why": measure.why,
        "hours": measure.hours,
    }  # fmt: skip
    return row | {key: value for key, value in told.items() if value}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def degraded_reasons(found: Verdict, accounts: Iterable[Account]) -> tuple[str, ...]:
    """Why the issue is degraded, one line a condition; of sources one a source."""
    return tuple(
        line for c in found.degraded for line in (source_reasons(accounts) if c.name == "sources" else [_degraded(c)])
    )


def _degraded(condition: Condition) -> str:
    said = f"{told(condition)} ({_limit(condition, 'degraded')})"
    return f"{said}. {late_remedy(condition.measure)}" if condition.name == "late" else said


def source_shortfall(accounts: Sequence[Account], gate: Gate) -> tuple[str, ...]:
    """The same when it is known of the sources alone that it will be; nothing when enough of them answered in full."""
    share = sources_measure(accounts).value
    short = share is not None and share < gate.sources.degrade_below
    return tuple(source_reasons(accounts)) if short else ()


def source_reasons(accounts: Iterable[Account]) -> list[str]:
    """A line for each source that did not answer in full."""
    return [f"source {a['source']} is {a['state']}" for a in accounts if a["state"] not in FULL_ANSWERS]


def refusals(found: Verdict, report: str) -> Iterator[Problem]:
    """Each condition that forbids publication: its value, its limit, and how to mend or move it."""
    late = next((c for c in (*found.degraded, *found.refused) if c.name == "late"), None)
    for c in found.refused:
        said = f"{told(c)} ({_limit(c, 'refused')})"
        if late and c.name in SHORT and c is not late:
            said = f"{said}, because {told(late)}"
        yield Problem(f"quality gate: {c.name}", 0, 0, said, _remedy(c, report, late))


def told(condition: Condition) -> str:
    """What was measured, in words."""
    m, value = condition.measure, condition.measure.value or 0.0
    names = ", ".join(m.names)
    return {
        "sources": f"{m.n:g} of {m.of:g} sources answered in full ({value:.0%}), not {names}",
        "articles": f"{m.n:g} unique articles in the week, {value:.0%} of the {m.of:g} of a usual one",
        "newest_days": f"the newest article is {value:.1f} days older than the cut-off",
        "assessed": f"{m.n:g} of {m.of:g} countries could be assessed ({value:.0%})",
        "outlet": f"{names} wrote {m.n:g} of {m.of:g} articles of the week ({value:.0%})",
        "copies": f"{m.n:g} of {m.of:g} articles of the week are copies ({value:.0%})",
        "late": late_words(m),
    }[condition.name]


def _limit(condition: Condition, what: str) -> str:
    limits = condition.limits.model_dump()
    side = "above" if isinstance(condition.limits, Ceiling) else "below"
    value = limits[f"{'refuse' if what == 'refused' else 'degrade'}_{side}"]
    return f"{what} {side} {value:g}{' days' if condition.name == 'newest_days' else f', that is {value:.0%}'}"


MEND = {
    "sources": "Run `riskbrief sources test SOURCE` to see why, and the report again when they answer.",
    "articles": "Look at `riskbrief status` and `riskbrief ingest`: a source may have fallen silent.",
    "newest_days": "Look at `riskbrief status` and run `riskbrief ingest`: the sources bring nothing new.",
    "assessed": "More articles about more countries are needed: enable or mend sources in config.yaml.",
    "outlet": "Enable other sources in config.yaml, or take out the one that floods.",
    "copies": "A source may be repeating itself: look at `riskbrief ingest`, and take it out if it is.",
}


SHORT = frozenset({"late", "articles", "newest_days"})  # what articles that came too late may be missing from


def _remedy(condition: Condition, report: str, late: Condition | None) -> str:
    key = "refuse_above" if isinstance(condition.limits, Ceiling) else "refuse_below"
    move = f"To publish all the same, change `gate.{condition.name}.{key}` in config.yaml or reports/{report}.yaml."
    mend = late_remedy(late.measure) if late and condition.name in SHORT else MEND[condition.name]
    return f"{mend} {move}"
