"""YAML text to nodes that remember their place: no guessed types, no repeated keys, bounded work.

The only module that touches PyYAML, and only its events: nothing is ever constructed from tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from riskbrief.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_NODES = 100_000
MAX_ALIASES = 100
_READER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as written; `plain`: without quotes or block style."""

    text: str
    plain: bool
    mark: Mark


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in order, each once."""

    entries: dict[str, Entry]
    mark: Mark


class Entry(NamedTuple):
    """A key's place and its value."""

    mark: Mark
    value: Node


Node = Scalar | Items | Mapping


NOWHERE = Mark(0, 0)


class YamlRefused(Exception):  # noqa: N818 - what happened, not a defect
    """The text is not the YAML we read; carries what and where."""

    def __init__(self, text: str, remedy: str, mark: Mark = NOWHERE) -> None:
        super().__init__(text)
        self.text, self.remedy, self.mark = text, remedy, mark


def compose(content: bytes, path: str) -> tuple[Node | None, list[Problem]]:
    """The tree of one YAML file and its problems; None when nothing can be read.

    A key that stands twice is a problem with both places, and its first value is kept.
    """
    composer = _Composer(path)
    try:
        node = composer.document(_events(_decode(content)))
    except YamlRefused as refused:
        return None, [*composer.problems, Problem(path, *refused.mark, refused.text, refused.remedy)]
    return node, composer.problems


def _decode(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise YamlRefused(f"file is larger than {MAX_BYTES:,} bytes", "Split it.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        mark = Mark(before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        raise YamlRefused("file is not UTF-8", "Save it with the encoding UTF-8.", mark) from error
    if not text.strip():
        raise YamlRefused("file is empty", "Fill it, or delete it.")
    return text


def _events(text: str) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_READER)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error) from error
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        mark = Mark(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
        raise YamlRefused("a character that YAML does not allow", "Delete it.", mark) from error


_SYNTAX = {
    "mapping values are not allowed": ("a second ': ' stands where no key may begin", "Put quotes around the text."),
    "found character '\\t'": ("a tab stands in the indentation", "Indent with spaces."),
    "cannot start any token": (
        "a value begins with a character that YAML keeps for itself",
        "Put quotes around it; indent with spaces, not tabs.",
    ),
    "could not find expected ':'": ("a line has no ': ' after its key", "Write `key: value`."),
    "found unexpected end of stream": ("a quote or bracket is never closed", "Close it."),
    "did not find expected ',' or": ("a list or mapping in brackets is not closed, or lacks a comma", "Close it."),
    "did not find expected key": ("this line does not fit the indentation or quotes above it", "Align it."),
    "did not find expected '-'": ("this line does not fit the list above it", "Align the dashes."),
    "undefined alias": ("an alias (*name) names nothing", "Write the value out, or put quotes around the text."),
}


def _syntax(error: yaml.MarkedYAMLError) -> YamlRefused:
    mark = error.problem_mark or error.context_mark
    place = Mark(mark.line + 1, mark.column + 1) if mark else Mark(0, 0)
    said = f"{error.context or ''} {error.problem or ''}".strip()
    for known, (text, remedy) in _SYNTAX.items():
        if known in said:
            return YamlRefused(text, remedy, place)
    return YamlRefused(f"not valid YAML: {said}", "Compare with the lines around it.", place)


class _Composer:
    """Turns events into nodes, counting depth, nodes and aliases as it goes."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.nodes = 0
        self.aliases = 0

    def document(self, events: Iterator[Any]) -> Node:
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    remedy = "Keep one document in a file; delete the line ---."
                    raise YamlRefused("a second document begins", remedy, _mark(event))
                root = self.node(next(events), events, 1)
        if root is None:
            raise YamlRefused("file holds only comments", "Fill it, or delete it.")
        return root

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        self._count(event, depth)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        started = self.nodes
        node = self._plain_node(event, events, depth)
        if event.anchor:
            self.anchors[event.anchor] = (node, self.nodes - started + 1)
        return node

    def _plain_node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        mark = _mark(event)
        if event.tag is not None:
            raise YamlRefused(f"a tag ({event.tag}) is not allowed", "Delete the word that begins with '!'.", mark)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, event.style is None or event.style == "", mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._until(yaml.SequenceEndEvent, events, depth)), mark)
        return Mapping(self._entries(events, depth), mark)

    def _until(self, end: type, events: Iterator[Any], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), end):
            yield self.node(event, events, depth + 1)

    def _entries(self, events: Iterator[Any], depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        parts = self._until(yaml.MappingEndEvent, events, depth)
        for key in parts:
            value = next(parts)
            if not isinstance(key, Scalar):
                raise YamlRefused("a key must be one word or text", "Put quotes around it.", key.mark)
            if key.plain and key.text == "<<":
                raise YamlRefused("merge keys (<<) are not allowed", "Write the keys out.", key.mark)
            if key.text in entries:
                first = entries[key.text].mark
                text = f"key {key.text!r} stands twice: here and in line {first.line}, column {first.column}"
                self.problems.append(Problem(self.path, *key.mark, text, "Keep one of them."))
            else:
                entries[key.text] = Entry(key.mark, value)
        return entries

    def _count(self, event: Any, depth: int) -> None:
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise YamlRefused(f"nested deeper than {MAX_DEPTH} levels", "Flatten it.", _mark(event))
        if self.nodes > MAX_NODES:
            raise YamlRefused(f"more than {MAX_NODES:,} values", "Split the file.", _mark(event))

    def _alias(self, event: Any) -> Node:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise YamlRefused(f"more than {MAX_ALIASES} aliases (*name)", "Write the values out.", _mark(event))
        if event.anchor not in self.anchors:
            raise YamlRefused(*_SYNTAX["undefined alias"], _mark(event))
        node, size = self.anchors[event.anchor]
        self.nodes += size - 1
        self._count(event, 0)
        return node


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
