"""Nodes to values of a model: a number only where the model wants one, every problem at its key or value."""

from __future__ import annotations

import re
import types
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from riskbrief.definitions.node_places import find
from riskbrief.definitions.nodes import Items, Mapping, Mark, Node, Scalar
from riskbrief.definitions.wording import closest, constraint, shown
from riskbrief.errors import Problem

M = TypeVar("M", bound=BaseModel)
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?((0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?|\.[0-9]{1,18})([eE][-+]?[0-9]{1,2})?")
_TRUTH = {"true": True, "false": False}
_NOTHING = ("", "~", "null")
_MISSING = object()
_WHOLE_FILE = "this file"


def shape(node: Node, model: type[M], path: str) -> tuple[M | None, list[Problem]]:
    """The node as a model, or None with every reason why not."""
    reader = _Reader(path)
    value = reader.model(node, model, _WHOLE_FILE)
    if isinstance(value, dict):
        try:
            made = model.model_validate(value, strict=True)
        except ValidationError as error:
            reader.constraints(node, error)
        else:
            if not reader.problems:
                return made, []
    return None, reader.problems


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Fields by the key a file uses."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


class _Reader:
    """Walks a node beside an annotation; remembers what is wrong and where."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.marks: set[Mark] = set()

    def refuse(self, mark: Mark, text: str, remedy: str = "") -> object:
        self.marks.add(mark)
        self.problems.append(Problem(self.path, *mark, text, remedy))
        return _MISSING

    def value(self, node: Node, kind: Any, name: str) -> Any:
        """The node read as `kind`; `_MISSING` after a problem."""
        kind, optional = _bare(kind)
        if optional and isinstance(node, Scalar) and node.plain and node.text in _NOTHING:
            return None
        if isinstance(node, Scalar) and node.plain and node.text == "":
            return self.refuse(node.mark, f"{name!r} has no value", "Write one, or delete the key.")
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.model(node, kind, name)
        if kind is object:
            return self.free(node)
        origin = get_origin(kind)
        if origin is dict:
            return self.table(node, *get_args(kind), name=name)
        if origin in (list, tuple):
            return self.items(node, kind, name)
        return self.scalar(node, kind, name)

    def model(self, node: Node, model: type[BaseModel], name: str) -> Any:
        if not isinstance(node, Mapping):
            return self.refuse(node.mark, f"{_named(name)} must be a mapping (key: value), not {_what(node)}")
        fields = fields_of(model)
        values: dict[str, Any] = {}
        for key, (mark, child) in node.entries.items():
            if key not in fields:
                self.refuse(mark, f"unknown key {key!r} in {_named(name)}", closest(key, list(fields)))
                continue
            values[key] = self.value(child, fields[key].annotation, key)
        for key, field in fields.items():
            if field.is_required() and key not in node.entries:
                self.refuse(node.mark, f"key {key!r} is missing in {_named(name)}", f"Add `{key}: ...`.")
        return _whole(values)

    def table(self, node: Node, keys: Any, kind: Any, *, name: str) -> Any:
        if not isinstance(node, Mapping):
            return self.refuse(node.mark, f"{_named(name)} must be a mapping (key: value), not {_what(node)}")
        known = get_args(keys) if get_origin(keys) is Literal else ()
        values = {}
        for key, (mark, child) in node.entries.items():
            if known and key not in known:
                self.refuse(mark, f"unknown key {key!r} in {_named(name)}", closest(key, known))
            else:
                values[key] = self.value(child, kind, key)
        return _whole(values)

    def items(self, node: Node, kind: Any, name: str) -> Any:
        if not isinstance(node, Items):
            return self.refuse(
                node.mark, f"{name!r} must be a list, not {_what(node)}", "Write [a, b] or lines with '- '."
            )
        kinds = get_args(kind)
        if get_origin(kind) is tuple and len(kinds) != len(node.items):
            return self.refuse(node.mark, f"{name!r} must have {len(kinds)} values, not {len(node.items)}")
        each = kinds if get_origin(kind) is tuple else kinds * len(node.items)
        read = [self.value(child, one, name) for child, one in zip(node.items, each, strict=True)]
        kept = [None if value is _MISSING else value for value in read]
        return tuple(kept) if get_origin(kind) is tuple else kept

    def free(self, node: Node) -> Any:
        """A value whose meaning a plug-in knows: texts stay as written."""
        if isinstance(node, Scalar):
            return node.text
        if isinstance(node, Items):
            return [self.free(child) for child in node.items]
        return {key: self.free(child) for key, (_, child) in node.entries.items()}

    def scalar(self, node: Node, kind: Any, name: str) -> Any:
        if not isinstance(node, Scalar):
            return self.refuse(node.mark, f"{name!r} must be one value, not {_what(node)}")
        if get_origin(kind) is Literal:
            return self.choice(node, get_args(kind), name)
        if set(get_args(kind)) == {float, bool}:
            read: Any = float(node.text) if _DECIMAL.fullmatch(node.text) else _MISSING
            return self.convert(node, name, "a number, true or false", _TRUTH.get(node.text, read))
        if get_origin(kind) in (Union, types.UnionType) or kind is str:
            return node.text
        if kind is bool:
            return self.convert(node, name, "true or false", _TRUTH.get(node.text, _MISSING))
        if kind is int:
            read = int(node.text) if _WHOLE.fullmatch(node.text) else _MISSING
            return self.convert(node, name, "a whole number", read)
        if kind is float:
            read = float(node.text) if _DECIMAL.fullmatch(node.text) else _MISSING
            return self.convert(node, name, "a number", read)
        raise TypeError(f"no reading for {kind!r}")

    def convert(self, node: Scalar, name: str, wanted: str, value: Any) -> Any:
        if value is not _MISSING and node.plain:
            return value
        remedy = "Take the quotes away." if value is not _MISSING else ""
        return self.refuse(node.mark, f"{name!r} must be {wanted}, not {shown(node.text)}", remedy)

    def choice(self, node: Scalar, allowed: tuple[Any, ...], name: str) -> Any:
        for one in allowed:
            if str(one) == node.text and (isinstance(one, str) or node.plain):
                return one
        known = [str(one) for one in allowed]
        return self.refuse(node.mark, f"{name!r} cannot be {shown(node.text)}", closest(node.text, known))

    def constraints(self, root: Node, error: ValidationError) -> None:
        """What the model's own rules refuse, at the key or value they refuse."""
        for detail in error.errors(include_url=False):
            mark, name = find(root, detail["loc"])
            if mark in self.marks or detail["type"] == "missing":
                continue
            text = constraint(detail["type"], detail.get("ctx", {}), detail["input"])
            self.refuse(mark, f"{name!r}: {text}" if name else text)


def _whole(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not _MISSING}


def _bare(kind: Any) -> tuple[Any, bool]:
    """The annotation without Annotated and None, and whether None is allowed."""
    while hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if get_origin(kind) in (Union, types.UnionType):
        inner = [one for one in get_args(kind) if one is not type(None)]
        optional = len(inner) < len(get_args(kind))
        if len(inner) == 1:
            return _bare(inner[0])[0], optional
        return kind, optional
    return kind, False


def _named(name: str) -> str:
    return name if name == _WHOLE_FILE else repr(name)


def _what(node: Node) -> str:
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Mapping):
        return "a mapping"
    return f"the text {shown(node.text)}" if node.text else "nothing"
