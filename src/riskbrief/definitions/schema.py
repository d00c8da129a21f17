"""JSON Schemas of the YAML files, from the same models that read them."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from riskbrief.definitions.config import Config
from riskbrief.definitions.documents import Phrases
from riskbrief.definitions.indicators import AssertionCues, IndicatorFile
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.languages import Calendar, LanguageTerms, NumberWords, TextWords
from riskbrief.definitions.lexicons import Concepts, Grammar, Inflection
from riskbrief.definitions.meanings import meanings
from riskbrief.definitions.reports import Library, Report
from riskbrief.definitions.scenarios import Scenarios
from riskbrief.errors import UsageError

KINDS: dict[str, Any] = {
    "config": Config,
    "indicators": IndicatorFile,
    "report": Report,
    "library": Library,
    "lexicon": AssertionCues | Concepts | Grammar | Inflection | Calendar | NumberWords | TextWords | LanguageTerms,
    "phrases": Phrases,
    "judgements": Judgements,
    "scenarios": Scenarios,
}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of file: one of `KINDS`, or `indicator` for `indicators`."""
    wanted = "indicators" if kind == "indicator" else kind
    if wanted not in KINDS:
        raise UsageError(f"unknown schema {kind!r}. Known: {', '.join(sorted(KINDS))}.")
    made = TypeAdapter(KINDS[wanted]).json_schema(by_alias=True)
    _describe(made)
    if wanted == "indicators":
        _allow_defaults(made)
    if wanted == "phrases":
        made["properties"]["phrases"]["additionalProperties"] = {"type": ["string", "object"]}
    plain = _plain(made)
    assert isinstance(plain, dict)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **plain}


def schema_text(kind: str) -> str:
    """The JSON Schema as it stands in docs/schemas/<kind>.schema.json."""
    return json.dumps(json_schema(kind), indent=2, ensure_ascii=False) + "\n"


def schema_path(kind: str) -> str:
    """Where a workspace keeps the schema of a kind; the first line of each YAML file names it."""
    return f"docs/schemas/{kind}.schema.json"


def _describe(made: dict[str, Any]) -> None:
    """Put the meaning of each key beside it."""
    models = {made.get("title", ""): made, **made.get("$defs", {})}
    for name, model in models.items():
        for key, text in meanings().get(name, {}).items():
            model["properties"][key]["description"] = text


def _allow_defaults(made: dict[str, Any]) -> None:
    """Whatever stands in the file's `defaults` need not stand in an indicator."""
    properties = made["$defs"]["Indicator"]["properties"]
    own = {"id", "name", "question"}
    made["$defs"]["Indicator"]["required"] = sorted(own)
    shared = {key: value for key, value in properties.items() if key not in own}
    made["properties"]["defaults"] |= {"properties": shared, "additionalProperties": False}


def _plain(node: Any) -> Any:
    """The schema without `prefixItems`, which many editors do not read: pairs become lists of fixed length."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, dict):
        return node
    plain = {key: _plain(value) for key, value in node.items() if key != "prefixItems"}
    if "prefixItems" in node:
        plain["items"] = _plain(node["prefixItems"][0])
    return plain
