"""The two readers apart and together on gold sets: rules, the second reader's sentences, and what ships.

.venv/bin/python benchmarks/readers.py blind19 blind20 blind22 [--least .5]

By indicator, whatever the country, of the indicators that the second reader has learnt: F1 of rules alone, of the
second reader alone (a case tells an indicator of which one of its sentences is at least so probable), of both as
shipped, and how far the two agree (Cohen's kappa over cases and indicators). What a case leaves open (`may`) is never
wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from riskbrief.coding.sentences import split_sentences
from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.workspace import Workspace
from riskbrief.pipeline.coded import second_reader
from riskbrief.secondreader.model import SecondReader

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from gold_cases import Case, load_cases, run_cases  # noqa: E402

Told = list[frozenset[str]]


def main() -> None:
    """Measure and print."""
    options = _options()
    workspace = load_workspace(ROOT)
    cases = [case for name in options.sets for case in load_cases(name)]
    second = second_reader(workspace)
    assert second is not None, "the shipped workspace has a second reader"
    learnt = frozenset(second.reader.indicators)
    rules, both = told(cases, _rules_alone(workspace), learnt), told(cases, workspace, learnt)
    alone = [probable(case, second.reader, options.least) for case in cases]
    print(
        f"{len(cases)} cases of {', '.join(options.sets)}, {len(learnt)} indicators, "
        f"index {workspace.config.index.version}"
    )
    for name, answers in (("rules alone", rules), ("second reader alone", alone), ("together, as shipped", both)):
        print(f"{name:<22} {score(cases, answers, learnt)}")
    print(f"agreement of the two   kappa {kappa(rules, alone, len(learnt)):.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", help="gold sets by name")
    parser.add_argument("--least", type=float, default=0.5)
    return parser.parse_args()


def _rules_alone(workspace: Workspace) -> Workspace:
    index = workspace.config.index
    reading = index.reading.model_copy(update={"second_reader": None})
    changed = index.model_copy(update={"reading": reading})
    return replace(workspace, config=workspace.config.model_copy(update={"index": changed}))


def told(cases: list[Case], workspace: Workspace, learnt: frozenset[str]) -> Told:
    """The indicators that count in each case, whatever the country."""
    return [frozenset(i for i, _ in outcome.fired) & learnt for outcome in run_cases(cases, workspace)]


def probable(case: Case, reader: SecondReader, least: float) -> frozenset[str]:
    """The indicators that a sentence of a case tells for the second reader alone."""
    articles = case.get("articles") or [case]
    texts = [(s, a["lang"]) for a in articles for s in _sentences(a)]
    chances = reader.probability([s for s, _ in texts], [language for _, language in texts])
    return frozenset(name for name, column in zip(reader.indicators, chances.T, strict=True) if column.max() >= least)


def _sentences(article: Case) -> Iterable[str]:
    text = article["text"]
    yield from filter(None, [article.get("title", "")])
    yield from (text[span.start : span.end] for span in split_sentences(text))


def score(cases: Sequence[Case], answers: Told, learnt: frozenset[str]) -> str:
    """F1 with precision and recall."""
    right = wrong = missed = 0
    for case, fired in zip(cases, answers, strict=True):
        gold = frozenset(case.get("fires") or {}) & learnt
        right += len(fired & gold)
        wrong += len(fired - gold - frozenset(case.get("may") or ()))
        missed += len(gold - fired)
    precision, recall = right / (right + wrong), right / (right + missed)
    return f"F1 {2 * right / (2 * right + wrong + missed):.3f}  precision {precision:.3f}  recall {recall:.3f}"


def kappa(one: Told, other: Told, indicators: int) -> float:
    """Cohen's kappa of two readers over cases and indicators."""
    cells = len(one) * indicators
    both = sum(len(a & b) for a, b in zip(one, other, strict=True))
    first, second = sum(map(len, one)), sum(map(len, other))
    same = (cells - first - second + 2 * both) / cells
    chance = (first * second + (cells - first) * (cells - second)) / cells**2
    return (same - chance) / (1 - chance)


if __name__ == "__main__":
    main()
