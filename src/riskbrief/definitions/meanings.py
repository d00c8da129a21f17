"""What each key of each file means, in one line: read from meanings.yaml beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from riskbrief.definitions.nodes import Mapping as MappingNode
from riskbrief.definitions.nodes import Scalar, compose


@lru_cache(maxsize=1)
def meanings() -> Mapping[str, Mapping[str, str]]:
    """Model name to key to meaning."""
    node, _ = compose((files("riskbrief.definitions") / "meanings.yaml").read_bytes(), "meanings.yaml")
    assert isinstance(node, MappingNode)
    return {name: _texts(entry.value) for name, entry in node.entries.items() if isinstance(entry.value, MappingNode)}


def _texts(node: MappingNode) -> dict[str, str]:
    return {key: value.text for key, (_, value) in node.entries.items() if isinstance(value, Scalar)}
