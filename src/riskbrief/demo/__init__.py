"""The packaged demonstration corpus: invented articles about real, publicly reported events and everyday topics."""

from __future__ import annotations

import gzip
from importlib.resources import files
from typing import BinaryIO, cast


def open_corpus() -> BinaryIO:
    """The corpus as JSON Lines (UTF-8), one article a line, in order of publication; columns as article files have."""
    return cast(BinaryIO, gzip.open((files("riskbrief") / "demo" / "corpus.jsonl.gz").open("rb"), "rb"))
