"""What a monitor may know of a workspace, as a Prometheus text file: read off what earlier runs wrote down.

Gauges without timestamps, as the textfile collector of node_exporter wants them. Source: Prometheus exposition formats,
text format 0.0.4.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from riskbrief.definitions.config import Config
from riskbrief.deliver.ledger import read_ledger
from riskbrief.pipeline.attempts import EVERY, Attempt, attempts, attempts_at, record_of
from riskbrief.pipeline.delivering import ledger_path
from riskbrief.pipeline.gating import FULL_ANSWERS
from riskbrief.pipeline.sources import last_states

UP = FULL_ANSWERS | {"empty"}
VERDICTS = ("pass", "degraded", "refused")
HELP = {
    "last_run_timestamp_seconds": "When the last run of a report ended, trials and past weeks apart.",
    "last_success_timestamp_seconds": "When such a run last left an issue standing.",
    "last_exit_code": "Exit code of that run.",
    "run_duration_seconds": "How long that run took.",
    "source_up": "Whether a source answered as it should when it was last asked.",
    "source_newest_timestamp_seconds": "Day of the newest article of a source when it was last asked.",
    "gate_verdict": "What the gate made of the last run: 0 pass, 1 degraded, 2 refused, there or by the checklist.",
    "gate_value": "Conditions of the quality gate as measured for the newest issue, in the unit of their key in YAML.",
    "deliveries": "Messages by what became of them.",
    "score": "Index of a country in the newest issue, 0 to 100; none where it is not assessed.",
}


@dataclass(frozen=True)
class Sample:
    """One value of a gauge and its labels."""

    name: str
    labels: Mapping[str, str]
    value: float


def exposition(samples: Iterable[Sample]) -> str:
    r"""Samples as text, gauges in the order of `HELP`; one without samples is left out.

    >>> print(exposition([Sample("source_up", {"source": 'a"b'}, 1)]).splitlines()[-1])
    riskbrief_source_up{source="a\"b"} 1
    """
    every = list(samples)
    lines: list[str] = []
    for name, words in HELP.items():
        own = [s for s in every if s.name == name]
        if own:
            lines += [f"# HELP riskbrief_{name} {words}", f"# TYPE riskbrief_{name} gauge"]
            lines += [f"riskbrief_{name}{_labels(s.labels)} {s.value:.15g}" for s in own]
    return "".join(line + "\n" for line in lines)


def _labels(labels: Mapping[str, str]) -> str:
    parts = (f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return "{" + ",".join(parts) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def gauges(root: Path, config: Config) -> Iterator[Sample]:
    """Every gauge of a workspace. Errors: OSError."""
    reports = sorted({a.report for a in attempts(root)} - {EVERY})
    for report in reports:
        yield from _runs(report, attempts_at(root, report))
    yield from _sources(root, config)
    states = Counter(entry.state for entry in read_ledger(ledger_path(root)).latest.values())
    yield from (Sample("deliveries", {"state": state}, number) for state, number in sorted(states.items()))
    for report in reports:
        yield from _gate(root, report, attempts_at(root, report)[-1])
        yield from _scores(report, root / "output" / report / "latest")


def _runs(report: str, made: list[Attempt]) -> Iterator[Sample]:
    made = [a for a in made if a.scheduled]
    if not made:
        return
    label, last = {"report": report}, made[-1]
    began, finished = _seconds(last.started), _seconds(last.finished)
    yield Sample("last_run_timestamp_seconds", label, finished)
    yield Sample("last_exit_code", label, last.exit_code)
    yield Sample("run_duration_seconds", label, finished - began)
    good = [a for a in made if a.success]
    if good:
        yield Sample("last_success_timestamp_seconds", label, _seconds(good[-1].finished))


def _seconds(stamp: str) -> float:
    """Unix time of a moment or a day, which is UTC unless it says otherwise."""
    moment = datetime.fromisoformat(stamp)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _sources(root: Path, config: Config) -> Iterator[Sample]:
    last = last_states(root / config.store.path, [s for s in config.sources if s.enabled])
    for source, told in last.items():
        yield Sample("source_up", {"source": source}, told["state"] in UP)
        if told["newest"]:
            yield Sample("source_newest_timestamp_seconds", {"source": source}, _seconds(told["newest"]))


def _gate(root: Path, report: str, last: Attempt) -> Iterator[Sample]:
    """The verdict on the last run, where it came to one, and what was measured for the newest issue on the panel."""
    latest = root / "output" / report / "latest"
    if last.status == "refused" and "quality" in record_of(root, last):
        yield Sample("gate_verdict", {"report": report}, VERDICTS.index("refused"))
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((latest / "manifest.json").read_bytes())["quality"]
        if last.good:
            yield Sample("gate_verdict", {"report": report}, VERDICTS.index(told["verdict"]))
        for row in told["checks"]:
            if row["value"] is not None:
                yield Sample("gate_value", {"report": report, "check": str(row["id"])}, float(row["value"]))


def _scores(report: str, latest: Path) -> Iterator[Sample]:
    """The index of each assessed country in the newest issue on the panel; none of a report on one country."""
    with suppress(OSError, ValueError, KeyError):
        told = json.loads((latest / "manifest.json").read_bytes())
        if told["issue"] != told["week"]:
            return
        with (latest / "scores.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (row["week"], row["node"]) == (told["week"], "index") and row["score"]:
                    yield Sample("score", {"report": report, "region": row["region_id"]}, float(row["score"]))
