"""Where in a YAML file a value stands, by the keys and positions that lead to it."""

from __future__ import annotations

from collections.abc import Sequence

from riskbrief.definitions.nodes import Items, Mapping, Mark, Node


def find(node: Node, steps: Sequence[int | str]) -> tuple[Mark, str]:
    """Place and name of a value by its keys and positions, as far as they lead; a last `[key]` means the key itself."""
    mark, name = node.mark, ""
    for position, step in enumerate(steps):
        if isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            mark = node.mark
        elif isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            entry = node.entries[step]
            if tuple(steps[position + 1 :]) == ("[key]",):
                return entry.mark, step
            node, mark, name = entry.value, entry.value.mark, step
        else:
            break
    return mark, name


def follow(node: Node, steps: Sequence[int | str]) -> Node | None:
    """The node that keys and positions lead to, None when they lead nowhere."""
    for step in steps:
        if isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            node = node.entries[step].value
        else:
            return None
    return node
