"""Train the readers that come with the package: of sentences, of whole texts, and of kinds of texts.

    python tools/train_readers.py [sentences] [texts] [kinds]

Writes second_reader.npz, text_reader.npz and text_kinds.npz in src/riskbrief/assets; the same bytes each time.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from riskbrief.definitions.load import load_workspace
from riskbrief.pipeline.learning import families, learn
from riskbrief.secondreader.model import ASSET, KINDS, TEXTS
from riskbrief.secondreader.train import Recipe, Trained, train

ROOT = Path(__file__).parents[1]
TRAINING = ROOT / "training"
EACH = 5  # one in so many of the labelled sentences that assert something is an example of news
SMALLER = Recipe(kept=50_000)
OF_KINDS = Recipe(counting=3.0, kept=30_000)


def news() -> list[str]:
    """Sentences that assert something, as news of no other kind."""
    lines = (TRAINING / "sentences.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    plain = [c for c in cells if ":" not in c[1] and c[1] != "-"]
    return ["\t".join((c[0], "-", c[2], "sentences")) for c in plain[::EACH]]


def train_kinds() -> Trained:
    """The reader of kinds, on `training/kinds.tsv` and sentences of the other file."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "news.tsv"
        plain.write_text("\n".join(news()), encoding="utf-8")
        labels = [TRAINING / "kinds.tsv", plain]
        return train(labels, KINDS, families=families(load_workspace(ROOT)), recipe=OF_KINDS)


def train_texts() -> Trained:
    """The reader of whole texts, on sentences and short texts."""
    labels = [TRAINING / "sentences.tsv", TRAINING / "texts.tsv"]
    return train(labels, TEXTS, families=families(load_workspace(ROOT)), recipe=SMALLER)


def main() -> None:
    """Train what the command line names, or all; print how it does on writers held out."""
    wanted = sys.argv[1:] or ["sentences", "texts", "kinds"]
    if "sentences" in wanted:
        print("\n".join(learn(ROOT, [], ASSET).lines()))
    for name, job in (("texts", train_texts), ("kinds", train_kinds)):
        if name in wanted:
            trained = job()
            print(f"{name}: {trained.sentences:,} texts, {trained.grams:,} n-grams, {trained.size:,} bytes")
            for indicator, m in sorted(trained.held_out.by_indicator.items()):
                print(f"  {indicator:<30} precision {m.precision:.3f}  recall {m.recall:.3f}  F1 {m.f1:.3f}")


if __name__ == "__main__":
    main()
