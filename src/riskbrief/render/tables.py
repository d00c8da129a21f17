"""Tables as CSV that a spreadsheet can open without running anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from pandas.api import types

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
DECIMALS = 6


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """UTF-8; text always quoted, numbers never; missing is an empty field, flags true/false, instants ISO 8601 UTC.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers are left as they are.
    Numbers carry at most six decimals.
    """
    columns = [_cells(frame[name]) for name in frame.columns]
    header = ",".join(_text(str(name)) for name in frame.columns)
    lines = [header, *map(",".join, zip(*columns, strict=True))]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _cells(column: pd.Series[Any]) -> list[str]:
    """Each value as a field; in a column of one type a value that comes again is worked out once."""
    if column.dtype == object:
        missing = column.isna().to_numpy()
        return ["" if gone else _text(str(value)) for value, gone in zip(column.tolist(), missing, strict=True)]
    places, values = pd.factorize(column)
    instants = isinstance(column.dtype, pd.DatetimeTZDtype)
    fields = _instants(values) if instants else list(map(_writer(column), values.tolist()))
    fields.append("")  # a missing value stands at -1
    return [fields[place] for place in places.tolist()]


def _instants(values: pd.DatetimeIndex) -> list[str]:
    whole = values.tz_convert(None).to_numpy().astype("datetime64[s]")
    return [f"{instant}Z" for instant in np.datetime_as_string(whole).tolist()]


def _writer(column: pd.Series[Any]) -> Callable[[Any], str]:
    if types.is_bool_dtype(column.dtype):
        return lambda value: "true" if value else "false"
    if types.is_integer_dtype(column.dtype):
        return lambda value: str(int(value))
    if types.is_float_dtype(column.dtype):
        return _decimal
    if types.is_datetime64_any_dtype(column.dtype):
        return lambda value: f"{value:%Y-%m-%d}"
    return lambda value: _text(str(value))


def _decimal(value: float) -> str:
    """
    >>> [_decimal(v) for v in (2.0, -0.0, 0.1 + 0.2, 1e-9)]
    ['2', '0', '0.3', '0']
    """
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(value: str) -> str:
    """
    >>> _text('=HYPERLINK("x")')
    '"\\'=HYPERLINK(""x"")"'
    """
    safe = f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return '"' + safe.replace('"', '""') + '"'
