"""briefing.json against the one that follows: every sentence, fact, number, cell and quotation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from riskbrief.proof.findings import Finding, capped, shown

NOISE = 5e-10  # facts keep nine decimals; what lies beyond is a machine's rounding
COMPOSED = "the evidence, through the sentences of config.json"


def differences(name: str, printed: bytes, follows: bytes) -> Iterator[Finding]:
    """Every leaf of the printed document that is not what follows."""
    if printed == follows:
        return
    try:
        mine, theirs = json.loads(printed), json.loads(follows)
    except (ValueError, RecursionError) as error:
        yield Finding(name, why=f"is no JSON that can be read ({error})")
        return
    found = list(_walk(mine, theirs, name, COMPOSED))
    if not found and not _only_noise(printed, mine):
        found = [Finding(name, why="is not written as riskbrief writes it: spaces, order of keys or a key twice")]
    yield from capped(found, name)


def _only_noise(printed: bytes, mine: Any) -> bool:
    """Whether the bytes are those of their own content, so that it differs by a last decimal and nothing else."""
    text = json.dumps(mine, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=True)
    return printed == (text + "\n").encode("utf-8", "replace")


def _walk(mine: Any, theirs: Any, place: str, source: str) -> Iterator[Finding]:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        yield from _members(mine, theirs, *_named(theirs, place, source))
    elif isinstance(mine, list) and isinstance(theirs, list):
        yield from _entries(mine, theirs, place, source)
    elif not _alike(mine, theirs):
        yield Finding(place, shown(_leaf(mine)), shown(_leaf(theirs)), source)


def _members(mine: dict[str, Any], theirs: dict[str, Any], place: str, source: str) -> Iterator[Finding]:
    for key in sorted(mine.keys() | theirs.keys()):
        inner = place if key == "parts" else f"{place} {key}"
        if key not in theirs:
            yield Finding(inner, shown(_leaf(mine[key])), "no such field", source)
        elif key not in mine:
            yield Finding(inner, "no such field", shown(_leaf(theirs[key])), source)
        else:
            yield from _walk(mine[key], theirs[key], inner, source)


def _entries(mine: list[Any], theirs: list[Any], place: str, source: str) -> Iterator[Finding]:
    if len(mine) != len(theirs):
        yield Finding(place, f"{len(mine)} entries", f"{len(theirs)} entries", source)
    for number, (a, b) in enumerate(zip(mine, theirs, strict=False), 1):
        found = next(_walk(a, b, f"{place}[{number}]", source), None)
        if found is not None and len(mine) != len(theirs):
            yield found  # the entries behind it stand one off
            return
        yield from _walk(a, b, f"{place}[{number}]", source) if found else ()


def _named(node: dict[str, Any], place: str, source: str) -> tuple[str, str]:
    """A section and a sentence are named by their ids, a fact by its key; the latter two say what they rest on."""
    file = place.split(" ", 1)[0]
    if "facts" in node and "evidence" in node:
        rests = ", ".join(f"{e['kind']} {e['ref']}" for e in node["evidence"][:3])
        return f"{file} {node['id']}", f"{rests}" if rests else source
    if {"id", "parts"} <= node.keys():
        return f"{file} {node['id']}", source
    if {"key", "value", "source"} <= node.keys():
        return f"{place.rsplit(' ', 1)[0]} fact {node['key']}", node["source"] or source
    return place, source


def _leaf(value: Any) -> Any:
    """What a line shows of a value: of a sentence its text, of other structures their size."""
    if isinstance(value, dict):
        return value.get("text") or value.get("title") or f"{len(value)} fields"
    return f"{len(value)} entries" if isinstance(value, list) else value


def _alike(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, bool) or isinstance(theirs, bool) or not _numeric(mine) or not _numeric(theirs):
        return type(mine) is type(theirs) and bool(mine == theirs)
    return bool(mine == theirs) or abs(mine - theirs) < NOISE


def _numeric(value: Any) -> bool:
    return isinstance(value, int | float)
