"""What `riskbrief backtest` found, for a terminal: losses as plainly as wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from riskbrief.pipeline.backtest_coherence import coherence_lines
from riskbrief.pipeline.backtest_validity import COUNT, LEAD, NOW, OURS

Row = Mapping[str, Any]
AIMED = {True: "reached", False: "NOT reached", None: "cannot tell"}
WITHIN = ("same month, within countries", "next month, within countries", LEAD, "escalation, AUC")


def text_lines(found: Row) -> Iterator[str]:
    """What was judged, aims first, then validity, countries, forecasts, placebos and ablations."""
    said = ", coverage ignored" if found["coverage"] == "ignored" else ""
    yield f"Backtest {found['first_month']} to {found['last_month']}, index {found['index_version']}{said}"
    yield from _judged(found)
    for title, lines in (("Aims", _aims(found)), *_parts(found)):
        yield ""
        yield f"{title}{said}"
        yield from lines


def _parts(found: Row) -> Iterator[tuple[str, Iterator[str]]]:
    for table in found["validity"]:
        yield f"Rank correlation with ln(1 + deaths): {table['countries']} ({len(table['regions'])})", _validity(table)
    if found["countries"]:
        yield "Country by country: the score / the keyword count / the outcome now", _countries(found["countries"])
    yield "Coherence of each pillar over the weeks judged (told, not gated)", coherence_lines(found["coherence"])
    for table in found["skill"]:
        yield f"Forecast: {table['target']}", _skill(table)
    yield "Placebo: every article of the busiest week again and again", _copies(found["placebos"]["copies"])
    yield "Placebo: weeks of football tournaments, mean security score", _games(found["placebos"]["tournaments"])
    if "shuffled" in found["placebos"]:
        yield "Placebo: outcomes of one country, scores of another", _shuffled(found["placebos"]["shuffled"])
    for case in found["replays"]:
        yield f"Replay, as of the end of each week: {case['name']}, {case['day']} ({case['region_id']})", _replay(case)
    if found["ablations"]:
        yield "The method without a part, same month: full method less this", _ablations(found["ablations"])


def _judged(found: Row) -> Iterator[str]:
    yield (
        f"{len(found['regions'])} countries, {found['months']} months, {found['weeks']} weeks; {found['articles']:,}"
        f" articles; {found['outlets']:,} outlets, {found['outlets_rated']:,} of them rated"
    )
    told = found["outcomes"]
    if told:
        yield f"Outcomes: {told['file']}" + _listed("; not assessed here", told["left_out"])
        if told["blank"]:
            yield f"Country-months without an outcome, which are missing and not 0: {told['blank']:,}"
        if told["without_outcomes"]:
            yield f"Without outcomes in the file: {', '.join(told['without_outcomes'])}"
    else:
        yield "No outcomes were given (--outcomes): forecasts of the index and placebos only."
    yield found["caveat"]
    assessed = found["assessed"]
    yield f"Country-weeks with an index: {assessed['with_score']:,} of {assessed['country_weeks']:,}"
    if "under_coverage_rule" in assessed:
        rule = assessed["under_coverage_rule"]
        yield f"The coverage rule is ignored here; under it {rule:,} would have an index, the rest 'Not assessed'."
    yield f"In brackets: {found['interval']:.0%} of resamples of whole runs of months."


def _aims(found: Row) -> Iterator[str]:
    for bar in found["bars"]:
        yield f"  {AIMED[bar['reached']]:<12} {_span(bar):<25} {bar['aim']}"


def _validity(table: Row) -> Iterator[str]:
    if not table["rows"]:
        yield "  no country: nothing to rank"
        return
    yield f"  {', '.join(table['regions'])}"
    yield f"  {'':34}{OURS:<24}{COUNT:<24}{NOW:<24}{OURS} less {COUNT}"
    for row in table["rows"]:
        cells = [_span(row["estimates"].get(name)) for name in (OURS, COUNT, NOW)]
        cells.append(_span(row.get("more_than_keywords")))
        yield f"  {row['measure']:<34}{''.join(f'{cell:<24}' for cell in cells)}".rstrip()


def _countries(rows: Sequence[Row]) -> Iterator[str]:
    yield f"  {'':8}{'months':>6}{'blank':>7}{'with deaths':>13}{'deaths':>9}   " + "".join(
        f"{name:<31}" for name in WITHIN
    )
    for row in rows:
        cells = [
            "/".join(f"{_number(row[name], of):>7}" for of in (OURS, COUNT, NOW)) for name in WITHIN if name in row
        ]
        total = "-" if _missing(row["total"]) else f"{row['total']:,.0f}"
        head = f"  {row['region_id']:<8}{row['months']:>6}{row['blank']:>7}{row['events']:>13}{total:>9}   "
        yield (head + "".join(f"{cell:<31}" for cell in cells)).rstrip()


def _number(row: Row, name: str) -> str:
    return _value(row["estimates"].get(name, {}).get("value"))


def _skill(table: Row) -> Iterator[str]:
    if not table["origins"]:
        yield "  no forecast could be made: too few months, or none of them assessed"
        return
    yield f"  {table['origins']:,} times, {table['cases']:,} cases{'':14}loss   skill over persistence"
    for row in sorted(table["forecasts"], key=lambda r: float(r["loss"])):
        yield f"  {row['forecast']:<24}{row['loss']:>20.4f}{_value(row['skill_over_persistence']):>12}"
    best, skill = table["best_baseline"], table["skill"]
    yield f"  model against the best simple forecast ({best}): {_span(skill)}, it {_verdict(table)}; {table['verdict']}"
    for name, words in table.get("words", {}).items():
        for word in words:
            happened = f"said {word['mean_probability']:.0%}, happened {word['happened']:.0%}"
            yield f"  {name}, '{word['word']}': {word['n']:,} times, {happened}"


def _verdict(table: Row) -> str:
    """What a skill says, or why it says nothing.

    >>> [_verdict({"skill": {"low": low, "high": 0.2}}) for low in (-0.1, 0.1)]
    ['neither surely wins nor surely loses', 'wins']
    >>> _verdict({"skill": {"low": float("nan"), "high": float("nan")}, "untold": "too few months"})
    'cannot be told: too few months'
    """
    skill = table["skill"]
    if _missing(skill["low"]) or _missing(skill["high"]):
        return f"cannot be told: {table['untold']}"
    if skill["low"] > 0:
        return "wins"
    return "loses" if skill["high"] < 0 else "neither surely wins nor surely loses"


def _copies(found: Row) -> Iterator[str]:
    where = f" ({found['where']})" if found["where"] else ""
    yield f"  {found['week']}, {found['copies']} times more: largest move {_value(found['largest'])} points{where}"
    yield f"  allowed {found['allowed']:g}; assessed otherwise: {found['assessed_otherwise']} scores"


def _games(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        yield "  no tournament with as many weeks before and after it"
    for row in rows:
        if row["more"] != row["more"]:
            yield f"  {row['name']:<28}{row['weeks']} weeks: not assessed then, or not around them"
            continue
        yield (
            f"  {row['name']:<28}{row['weeks']} weeks: {row['during']:.1f}, around them {row['around']:.1f}"
            f" ({row['more']:+.1f}); {row['set_aside']} mentions set aside as of another domain"
        )


def _shuffled(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        tried = f"{row['rotations']} shufflings: mean {_value(row['mean'])}, highest {_value(row['highest'])}"
        yield f"  {row['measure']:<18} own {_value(row['own'])}; {tried}"


def _ablations(rows: Sequence[Row]) -> Iterator[str]:
    labels = ("within countries", "pooled")
    yield f"  {'':38}" + "".join(f"{label:<26}" for label in labels)
    for row in rows:
        cells = [_span(row[label]["full_less_this"]) for label in labels]
        yield f"  {row['without']:<38}{''.join(f'{cell:<26}' for cell in cells)}".rstrip()


def _replay(case: Row) -> Iterator[str]:
    if not case["covered"]:
        yield f"  The articles do not cover it: {case['why']}."
        return
    nodes = list(case["weeks"][0]["scores"])
    yield f"  {'':11}{'articles':>8}{'level':>7}" + "".join(f"{node:>{_width(node)}}" for node in nodes) + "  alert"
    for row in case["weeks"]:
        level = "-" if _missing(row["risk_level"]) else f"{row['risk_level']}"
        scores = "".join(f"{_points(row['scores'][node]):>{_width(node)}}" for node in nodes)
        there = " <- then" if row["week"] == case["week"] else ""
        yield f"  {row['week']:<11}{row['articles']:>8}{level:>7}{scores}  {', '.join(row['alert']) or '-'}{there}"
    told, asked = [case["weeks"][n]["week"] for n in (0, -1)], case["asked"]
    if told != asked:
        yield f"  Of {asked[0]} to {asked[1]} the articles cover {told[0]} to {told[1]}."
    for aim in case["expected"]:
        yield f"  {AIMED[aim['met']]:<12} {aim['what']} in {case['week']}"


def _width(node: str) -> int:
    return max(len(node), 7) + 2


def _points(value: Any) -> str:
    return "-" if _missing(value) else f"{value:.1f}"


def _listed(head: str, names: Sequence[str]) -> str:
    return f"{head}: {', '.join(names)}" if names else ""


def _span(found: Row | None) -> str:
    """A value with its interval.

    >>> _span({"value": 0.4771, "low": 0.338, "high": 0.551}), _span({"value": 0.4, "low": None, "high": None})
    ('.477 (.338 to .551)', '.400')
    """
    if found is None or _missing(found["value"]):
        return "-"
    interval = "" if _missing(found["low"]) else f" ({_value(found['low'])} to {_value(found['high'])})"
    return _value(found["value"]) + interval


def _value(value: Any) -> str:
    """Three decimals without a leading zero; a sign where it is below 0, however little.

    >>> _value(-0.0869), _value(0.0), _value(None), _value(-0.0001)
    ('-.087', '.000', '-', '-.000')
    """
    if _missing(value):
        return "-"
    said = f"{value:.3f}"
    return said.replace("0.", ".", 1) if said.lstrip("-").startswith("0.") else said


def _missing(value: Any) -> bool:
    return value is None or value != value
