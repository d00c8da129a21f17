"""The second reader of a workspace: the one an analyst trained, or the one that comes with the package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from riskbrief.definitions.load import load_workspace
from riskbrief.definitions.starter import starter_root
from riskbrief.definitions.workspace import Workspace
from riskbrief.errors import Problem, UnavailableError
from riskbrief.secondreader import SecondReader
from riskbrief.secondreader.labels import read_labels
from riskbrief.secondreader.model import ASSET, KINDS, TEXTS
from riskbrief.secondreader.train import Trained, train

OWN = Path("models") / "second_reader.npz"  # in a workspace


class Learnt(NamedTuple):
    """A training and where its result lies."""

    path: Path
    trained: Trained

    def as_json(self) -> dict[str, Any]:
        held, micro = self.trained.held_out, self.trained.held_out.micro
        return {
            "path": str(self.path),
            "sentences": self.trained.sentences,
            "grams": self.trained.grams,
            "bytes": self.trained.size,
            "held_out": micro._asdict() | {"macro_f1": held.macro_f1},
            "indicators": {name: measure._asdict() for name, measure in held.by_indicator.items()},
        }

    def lines(self) -> Iterator[str]:
        held = self.trained.held_out
        yield f"{self.trained.sentences:,} sentences, {self.trained.grams:,} n-grams, {self.trained.size:,} bytes"
        yield "on sentences held out of training:"
        for name, measure in (("all", held.micro), *sorted(held.by_indicator.items())):
            figures = f"precision {measure.precision:.3f}  recall {measure.recall:.3f}  F1 {measure.f1:.3f}"
            yield f"  {name:<34} {figures}  asserted {measure.asserted:,}"
        yield f"  mean F1 of the indicators {held.macro_f1:.3f}"


def second_reader_path(root: Path) -> Path:
    """The weights a workspace reads with: `models/second_reader.npz` there, else the packaged ones."""
    own = root / OWN
    return own if own.is_file() else ASSET


def reader_files(root: Path) -> tuple[Path, ...]:
    """Every file of weights that a workspace is read with."""
    return second_reader_path(root), TEXTS, KINDS


def second_reader(root: Path) -> SecondReader:
    """The second reader of a workspace. Errors: ConfigurationError (3) when its file is damaged."""
    return SecondReader.load(second_reader_path(root))


def text_reader() -> SecondReader:
    """The reader of whole texts that comes with the package."""
    return SecondReader.load(TEXTS)


def kind_reader() -> SecondReader:
    """The reader that tells kinds of whole texts, which are its indicators; it comes with the package."""
    return SecondReader.load(KINDS)


def shipped_labels() -> Path:
    """The labelled sentences that come with riskbrief. Errors: UnavailableError (6) when they are not installed."""
    path = starter_root() / "training" / "sentences.tsv"
    if not path.is_file():
        raise UnavailableError(Problem(str(path), 0, 0, "not found", "Install the package again."))
    return path


def learn(root: Path, labels: Sequence[Path], out: Path | None) -> Learnt:
    """Train on the shipped sentences and an analyst's; where both label a sentence, the analyst is right.

    Errors: ConfigurationError (3) with every bad label, StorageError (8) when the file cannot be written.
    """
    shipped = shipped_labels()
    taught = {name for line in read_labels(shipped) for name in line.mentioned}
    workspace = load_workspace(root)
    known = taught | {indicator.id for indicator in workspace.indicators}
    target = out or root / OWN
    return Learnt(target, train([shipped, *labels], target, known, families=families(workspace)))


def families(workspace: Workspace) -> dict[str, list[str]]:
    """The word families of the workspace with their phrases in every language."""
    found: dict[str, list[str]] = {}
    for written in workspace.vocabulary.values():
        for name, phrases in written.items():
            found.setdefault(name, []).extend(phrase.text for phrase in phrases)
    return found
