"""A briefing as JSON: every sentence with its facts and evidence, every figure with its data."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from riskbrief.document import Briefing

SCHEMA_VERSION = 1


def briefing_json(briefing: Briefing) -> bytes:
    """UTF-8 with sorted keys and a last newline; days and instants in ISO 8601, missing numbers null."""
    content = {"schema_version": SCHEMA_VERSION, **plain(briefing)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "replace")


def plain(value: Any) -> Any:
    """Dataclasses, mappings, tuples and dates as what JSON knows; a figure also says its type."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        content = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return content | ({"type": type(value).__name__} if type(value).__module__.endswith(".figures") else {})
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    return _number(value)


def _number(value: Any) -> Any:
    if isinstance(value, str | bool | int) or value is None:
        return value
    number = float(value)
    return number if math.isfinite(number) else None
