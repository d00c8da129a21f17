"""Where each key of the shipped YAML stands, beside the model that reads it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from riskbrief.definitions.documents import workspace_documents
from riskbrief.definitions.nodes import Items, Mapping, Mark, Node
from riskbrief.definitions.shape import fields_of

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Place:
    """One key of one mapping that a model reads: where it stands, its value, the model's field."""

    path: str
    key: str
    mark: Mark
    value: Node
    model: type[BaseModel]
    field: FieldInfo

    @property
    def name(self) -> str:
        return f"{self.path}-{self.model.__name__}.{self.key}"


def places() -> list[Place]:
    """The first place of every key of every model in the shipped workspace."""
    first: dict[str, Place] = {}
    for document in workspace_documents(ROOT):
        if document.made is None or document.node is None or document.path.startswith("reports/phrases."):
            continue
        for place in _places(document.path, document.node, type(document.made)):
            first.setdefault(f"{place.model.__name__}.{place.key}", place)
    return list(first.values())


def _places(path: str, node: Node, kind: Any) -> Iterator[Place]:
    while hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if isinstance(kind, type) and issubclass(kind, BaseModel) and isinstance(node, Mapping):
        for key, (mark, value) in node.entries.items():
            field = fields_of(kind)[key]
            yield Place(path, key, mark, value, kind, field)
            yield from _places(path, value, field.annotation)
        return
    inner = get_args(kind)
    if get_origin(kind) in (Union, types.UnionType):
        for one in inner:
            yield from _places(path, node, one)
    elif get_origin(kind) is dict and isinstance(node, Mapping):
        for _, value in node.entries.values():
            yield from _places(path, value, inner[1])
    elif get_origin(kind) in (list, tuple) and isinstance(node, Items):
        for value in node.items:
            yield from _places(path, value, inner[0])
