"""The tools that measure reading: what they draw, count and keep (benchmarks/reading.py, benchmarks/ucdp.py)."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
READINGS = sorted((ROOT / "benchmarks" / "readings").glob("*.tsv"))


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", ROOT / "benchmarks" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


reading, ucdp = _load("reading"), _load("ucdp")


def test_wilson_interval_of_a_known_share() -> None:
    assert reading.wilson(5, 50) == pytest.approx((0.0435, 0.2136), abs=1e-4)
    assert reading.wilson(0, 10)[0] == 0


def test_every_stratum_is_drawn_and_stands_for_all_of_its_mentions() -> None:
    frame = pd.DataFrame({"indicator_id": ["common"] * 90 + ["rare"] * 2})
    drawn = reading.in_turn(frame, ["indicator_id"], 10, Random(1))
    assert len({index for index, _ in drawn}) == 10
    assert sum(index >= 90 for index, _ in drawn) == 2
    assert sum(weight for _, weight in drawn) == pytest.approx(92)


def test_a_sample_is_never_written_into_the_project() -> None:
    target = ROOT / "output" / "sample.jsonl"
    command = [sys.executable, str(ROOT / "benchmarks" / "reading.py"), "draw", str(target), "none.jsonl=1+1"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode and "must lie outside" in told.stderr
    assert not target.exists()


@pytest.mark.parametrize("path", READINGS, ids=lambda p: p.stem)
def test_kept_verdicts_are_complete_and_hold_no_text(path: Path) -> None:
    verdicts = reading.read_verdicts([path])
    assert len(verdicts) >= 100
    for v in verdicts:
        assert re.fullmatch(r"n----|y[yn]{1}[yn-]{3}" if v.mention else r"[yn]", v.letters), v
        assert len(v.remark) <= 90


@pytest.mark.parametrize(
    ("text", "count"),
    [("At least 25 soldiers were killed.", 25), ("Four people died.", 4), ("In 2015 the war began.", 0),
     ("Gunmen killed at least 1,200 people.", 1200), ("Twelve goals, nobody hurt.", 0)],
)  # fmt: skip
def test_the_plain_regex_reads_the_number_beside_a_word_of_killing(text: str, count: int) -> None:
    assert ucdp.plain_count(text) == count


def test_rank_correlation_handles_ties_and_silence() -> None:
    assert ucdp.spearman(np.array([1.0, 2.0, 2.0, 9.0]), np.array([2.0, 5.0, 5.0, 7.0])) == pytest.approx(1)
    assert ucdp.spearman(np.zeros(4), np.arange(4.0)) == 0
