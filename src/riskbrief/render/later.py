"""Modules that WeasyPrint names when it is loaded, and hardly ever asks: a fifth of its loading is theirs."""

from __future__ import annotations

import sys
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

LATER = ("fontTools.subset", "fontTools.varLib.instancer")  # HarfBuzz cuts fonts down, and no bundled font is variable


class Later(ModuleType):
    """Stands in for a module until a function or class of it is called for the first time; then it is loaded."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return partial(_called, self.__name__, name)


def put_off() -> None:
    """From now on this process loads those of them that it has not loaded yet when they are called."""
    for name in LATER:
        sys.modules.setdefault(name, Later(name))


def _called(module: str, name: str, *given: Any, **named: Any) -> Any:
    for one in LATER:
        if isinstance(sys.modules.get(one), Later):
            del sys.modules[one]
    return getattr(import_module(module), name)(*given, **named)
