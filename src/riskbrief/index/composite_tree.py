"""The framework table of a composite read as a tree: one root, known parents, no cycle, weights that sum."""

from __future__ import annotations

import pandas as pd

from riskbrief.definitions.config import Aggregator, Missing
from riskbrief.definitions.indicators import NormaliserChoice
from riskbrief.errors import Problem
from riskbrief.index.aggregate import AGGREGATORS
from riskbrief.index.composite_table import (
    BETWEEN_ENDS,
    DECIMALS,
    OF_INDICATORS,
    OF_WHOLES,
    OPTIONS,
    TOLERANCE,
    Node,
    Rows,
    bare_table_problems,
    no_table,
)
from riskbrief.index.missing import POLICIES
from riskbrief.index.normalise import NORMALISERS


def read_tree(table: pd.DataFrame) -> tuple[dict[str, Node], Node | None, list[Problem]]:
    """The nodes by name, the root when there is one, and every problem."""
    if unread := no_table(table, "framework"):
        return {}, None, unread
    rows = Rows(table)
    problems = list(bare_table_problems(rows.columns))
    if problems:
        return {}, None, problems
    nodes: dict[str, Node] = {}
    for row in range(len(rows.rows)):
        name = rows.text(row, "node")
        if not name:
            rows.refuse(row, "node", "a row without a node", "Name it.")
        elif name in nodes:
            rows.refuse(row, "node", f"node {name!r} stands twice", f"Keep row {nodes[name].row + 1} or this one.")
        else:
            nodes[name] = _node(rows, row, name)
    root = _joined(rows, nodes)
    for node in nodes.values():
        _fitting(rows, node)
    return nodes, root, rows.problems


def _node(rows: Rows, row: int, name: str) -> Node:
    """One row; a cell that cannot be read is told and taken as blank."""
    normaliser = rows.chosen(row, "normaliser", NORMALISERS, "goalposts")
    aggregator = rows.chosen(row, "aggregator", AGGREGATORS, "arithmetic")
    policy = rows.chosen(row, "missing", POLICIES, "renormalise")
    weight, direction, digits = (rows.number(row, c) for c in ("weight", "direction", "digits"))
    if weight is not None and weight < 0:
        rows.refuse(row, "weight", f"the weight of {name!r} is below 0")
    if direction not in (None, 1, -1):
        rows.refuse(row, "direction", f"direction of {name!r} must be 1 or -1 (more is less), not {direction:g}")
    fences = rows.number(row, "fences")
    if fences is not None and fences <= 0:
        rows.refuse(row, "fences", f"fences of {name!r} must be above 0, such as 1.5, not {fences:g}")
    if digits is not None and not (digits == int(digits) and DECIMALS[0] <= digits <= DECIMALS[1]):
        ends = " to ".join(map(str, DECIMALS))
        rows.refuse(row, "digits", f"digits of {name!r} must be a whole number, {ends}, not {digits:g}")
        digits = None
    return Node(
        name=name,
        parent=rows.text(row, "parent"),
        weight=weight,
        digits=None if digits is None else int(digits),
        reversed=direction == -1,
        lo=rows.number(row, "lo"),
        hi=rows.number(row, "hi"),
        fences=fences,
        normaliser=NormaliserChoice(name=normaliser, options=rows.options(row, NORMALISERS, normaliser, OPTIONS)),
        aggregate=Aggregator(name=aggregator, **rows.options(row, AGGREGATORS, aggregator, ("p",))),
        missing=Missing(name=policy, **rows.options(row, POLICIES, policy, ("min_weight",))),
        row=row,
    )


def _joined(rows: Rows, nodes: dict[str, Node]) -> Node | None:
    """Children put to their parents; the one node without a parent."""
    roots = [node for node in nodes.values() if not node.parent]
    for node in nodes.values():
        if node.parent in nodes:
            nodes[node.parent].children.append(node)
        elif node.parent:
            rows.refuse(node.row, "parent", f"{node.name!r} has the unknown parent {node.parent!r}")
    for node in roots[1:]:
        text = f"{node.name!r} has no parent, nor has {roots[0].name!r}"
        rows.refuse(node.row, "parent", text, "One node is the composite; give the other a parent.")
    if not nodes:
        rows.refuse(0, "node", "the framework has no rows")
    _cycles(rows, nodes)
    return roots[0] if len(roots) == 1 else None


def _cycles(rows: Rows, nodes: dict[str, Node]) -> None:
    """Each round of parents, told once at its first row."""
    done: set[str] = set()
    for name in nodes:
        way: list[str] = []
        while name in nodes and name not in done and name not in way:
            way.append(name)
            name = nodes[name].parent
        if name in way:
            round_ = [*way[way.index(name) :], name]
            rows.refuse(min(nodes[n].row for n in round_), "parent", f"a cycle of parents: {' > '.join(round_)}")
        done |= set(way)


def _fitting(rows: Rows, node: Node) -> None:
    """Cells that its kind of node does not read, ends that are no scale, weights that do not sum."""
    written = {c for c in (*OF_INDICATORS, *OF_WHOLES) if rows.text(node.row, c)}
    idle, kind = (OF_INDICATORS, "a whole") if node.children else (OF_WHOLES, "an indicator")
    if written and not node.children and written <= set(OF_WHOLES):
        text = f"{node.name!r} is a whole by its cells, but no node has it as parent"
        rows.refuse(node.row, "node", text, "Give it parts, or lo and hi if it is an indicator.")
        return
    for column in (c for c in idle if c in written):
        rows.refuse(node.row, column, f"{node.name!r} is {kind}, so its {column} would do nothing", "Clear it.")
    if node.children:
        _sums(rows, node)
    elif node.normaliser.name in BETWEEN_ENDS:
        _ends(rows, node)
    else:
        for column in sorted({"lo", "hi"} & written):
            text = f"{node.normaliser.name} of {node.name!r} compares units, so its {column} would do nothing"
            rows.refuse(node.row, column, text, "Clear it.")


def _ends(rows: Rows, node: Node) -> None:
    if node.lo is None or node.hi is None or node.hi <= node.lo:
        text = f"{node.normaliser.name} of {node.name!r} needs two ends, hi above lo"
        found = " and ".join("none" if end is None else f"{end:g}" for end in (node.lo, node.hi))
        rows.refuse(node.row, "hi", text, f"They are {found}.")
    elif node.log_offset is not None and node.lo + node.log_offset <= 0:
        text = f"lo + log_offset of {node.name!r} is {node.lo + node.log_offset:g} and has no logarithm"
        rows.refuse(node.row, "log_offset", text, "Raise one of them.")


def _sums(rows: Rows, node: Node) -> None:
    written = [child.weight for child in node.children if child.weight is not None]
    if not written:
        return
    if len(written) < len(node.children):
        blank = next(child for child in node.children if child.weight is None)
        text = f"{blank.name!r} has no weight, others under {node.name!r} have one"
        rows.refuse(blank.row, "weight", text, "Write all of them, or none for equal weights.")
    elif abs(sum(written) - 1) > TOLERANCE:
        text = f"the weights under {node.name!r} add up to {sum(written):g}, not 1"
        rows.refuse(node.children[0].row, "weight", text, f"Change one of {', '.join(c.name for c in node.children)}.")
