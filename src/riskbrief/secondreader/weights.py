"""The trained weights as a file: small numbers, no code, the same bytes from the same training."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from riskbrief.errors import ConfigurationError, Problem, StorageError
from riskbrief.secondreader.classes import KINDS
from riskbrief.secondreader.curve import SIGNS

FORMAT = 2
_REMEDY = "train it again, or install the package again"


class Weights(NamedTuple):
    """What a reader needs: scores are sums of `weight * scale` plus `offset`; `curve` makes them probabilities.

    The last column of `weight`, `scale` and `offset` is no indicator: whether what is spoken of is said to be so.
    `share` is what each kind of n-gram has to say; `phrases` are keys, each with one of its `families`.
    """

    indicators: tuple[str, ...]
    languages: tuple[str, ...]
    keys: npt.NDArray[np.uint32]
    rare: npt.NDArray[np.float32]
    weight: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    offset: npt.NDArray[np.float32]
    share: npt.NDArray[np.float32]
    phrases: npt.NDArray[np.uint32]
    families: npt.NDArray[np.uint16]
    curve: npt.NDArray[np.float32]
    threshold: npt.NDArray[np.float32]


def write_weights(weights: Weights, path: Path) -> int:
    """Write the file whole or not at all; returns its size in bytes."""
    aside = path.with_name(f"{path.name}.part")
    arrays = {name: np.asarray(value) for name, value in weights._asdict().items()}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as stream:
            np.savez_compressed(stream, allow_pickle=False, format=np.array([FORMAT]), **arrays)
        size = aside.stat().st_size
        aside.replace(path)
    except OSError as error:
        raise StorageError(Problem(str(path), 0, 0, f"cannot be written ({error})", "choose another place")) from error
    return size


def read_weights(path: Path) -> Weights:
    """The weights in a file, refused when they are not of this format or do not fit together."""
    try:
        with np.load(path, allow_pickle=False) as held:
            number = int(held["format"][0])
            arrays = {name: held[name] for name in Weights._fields}
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise ConfigurationError(Problem(str(path), 0, 0, f"is not a second reader ({error})", _REMEDY)) from error
    if number != FORMAT:
        raise ConfigurationError(Problem(str(path), 0, 0, f"has format {number}, not {FORMAT}", _REMEDY))
    indicators, languages = (tuple(map(str, arrays.pop(name))) for name in ("indicators", "languages"))
    weights = Weights(indicators, languages, **arrays)
    if not _fits(weights):
        raise ConfigurationError(Problem(str(path), 0, 0, "is damaged: its tables differ in length", _REMEDY))
    return weights


def _fits(weights: Weights) -> bool:
    width, grams = len(weights.indicators), len(weights.keys)
    wide = len(weights.scale) == len(weights.offset) == width + 1 and len(weights.threshold) == width
    long = weights.weight.shape == (grams, width + 1) and len(weights.rare) == grams
    known = len(weights.phrases) == len(weights.families)
    return wide and long and known and len(weights.share) == len(KINDS) and len(weights.curve) == SIGNS
