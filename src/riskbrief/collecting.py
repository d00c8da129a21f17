"""When Python looks for objects that hold on to each other."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Not while this lasts: among the million objects of a codebook or a week's articles each search costs a tenth of
    the time and finds hardly anything.

    What it left behind is found by the next search after it.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
