"""Index: events and mentions to observations, scores and an assessment. Pure numbers: no text, files, YAML or clock.

What stands here is for use as a library (docs/library.md); each is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riskbrief.index.composite import build_composite
    from riskbrief.index.press_index import epu_index, gpr_index, share_of_articles

_HOMES = {
    "build_composite": "composite",
    "epu_index": "press_index",
    "gpr_index": "press_index",
    "share_of_articles": "press_index",
}
__all__ = ["build_composite", "epu_index", "gpr_index", "share_of_articles"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
