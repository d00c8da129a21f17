"""JSON Schemas and the configuration reference equal the models, and the shipped files satisfy them."""

from __future__ import annotations

import json
import re
from typing import Any

import build_docs
import pytest

from definition_places import ROOT, places
from riskbrief.definitions.documents import Document, scenario_document, workspace_documents
from riskbrief.definitions.meanings import meanings
from riskbrief.definitions.nodes import Items, Node, Scalar
from riskbrief.definitions.schema import KINDS, json_schema, schema_path, schema_text
from riskbrief.definitions.shape import fields_of
from riskbrief.errors import UsageError

HINT = "run: python tools/build_docs.py"
TYPES = {"string": str, "number": (int, float), "integer": int, "boolean": bool, "object": dict, "array": list}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_committed_schema_equals_the_models(kind: str) -> None:
    assert (ROOT / schema_path(kind)).read_text(encoding="utf-8") == schema_text(kind), HINT


def test_the_configuration_reference_equals_the_models() -> None:
    assert (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8") == build_docs.reference(), HINT


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_schemas_use_only_what_editors_read(kind: str) -> None:
    assert "prefixItems" not in json.dumps(json_schema(kind))
    assert json_schema(kind)["$schema"].endswith("2020-12/schema")


def test_indicator_is_another_word_for_indicators_and_unknown_kinds_are_told() -> None:
    assert json_schema("indicator") == json_schema("indicators")
    with pytest.raises(UsageError, match="unknown schema 'indicatr'"):
        json_schema("indicatr")


def test_every_key_of_every_model_has_a_meaning_and_no_meaning_is_left_over() -> None:
    models = {model for kind in KINDS.values() for model in build_docs._models(kind)}
    assert {model.__name__: set(fields_of(model)) for model in models} == {
        name: set(keys) for name, keys in meanings().items()
    }
    assert {p.model for p in places()} <= models


def test_every_link_of_the_reference_leads_somewhere() -> None:
    page = build_docs.reference()
    headings = {heading.lower() for heading in re.findall(r"^### (\w+)$", page, re.M)}
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= headings


def test_the_shipped_files_satisfy_their_schemas() -> None:
    documents = [*workspace_documents(ROOT), scenario_document(ROOT)]
    assert len(documents) > 9
    for document in documents:
        assert document is not None and document.node is not None
        schema = json_schema(_kind(document.path))
        assert _wrong(_typed(document), schema, schema, document.path) == []


@pytest.mark.parametrize(("broken", "where"), [({"schema_version": 2}, "schema_version"), ({"more": 1}, "more")])
def test_the_schemas_refuse_what_the_reader_refuses(broken: dict[str, object], where: str) -> None:
    document = next(d for d in workspace_documents(ROOT) if d.path == "reports/weekly.yaml")
    schema = json_schema("report")
    assert any(where in line for line in _wrong(_typed(document) | broken, schema, schema, ""))


def _kind(path: str) -> str:
    if path.startswith("indicators/lexicons/"):
        return "lexicon"
    name = path.removeprefix("reports/").removesuffix(".yaml").partition(".")[0]
    if name in {"config", "library", "phrases", "judgements", "scenarios"}:
        return name
    return "indicators" if path.startswith("indicators/") else "report"


def _typed(document: Document) -> Any:
    """The file's content as an editor types it."""
    assert document.node is not None
    return _value(document.node)


def _value(node: Node) -> Any:
    if isinstance(node, Scalar):
        plain = {"true": True, "false": False, "null": None}
        if node.plain and node.text in plain:
            return plain[node.text]
        if node.plain and re.fullmatch(r"-?[0-9]+", node.text):
            return int(node.text)
        return float(node.text) if node.plain and re.fullmatch(r"-?[0-9]+\.[0-9]+", node.text) else node.text
    if isinstance(node, Items):
        return [_value(one) for one in node.items]
    return {key: _value(value) for key, (_, value) in node.entries.items()}


def _wrong(value: Any, schema: Any, root: Any, at: str) -> list[str]:
    """Where a value breaks the part of JSON Schema that our schemas use."""
    if "$ref" in schema:
        return _wrong(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in schema:
        tries = [_wrong(value, one, root, at) for one in schema["anyOf"]]
        return [] if [] in tries else min(tries, key=len)
    wrong = [at] if "enum" in schema and value not in schema["enum"] else []
    wrong += [at] if "const" in schema and value != schema["const"] else []
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[k]) if k in TYPES else value is None for k in kinds):
        return [f"{at}: {value!r} is no {kinds}"]
    if isinstance(value, dict):
        wrong += [f"{at}.{key} is missing" for key in schema.get("required", []) if key not in value]
        wrong += [line for key, one in value.items() for line in _wrong_member(key, one, schema, root, at)]
    if isinstance(value, list) and "items" in schema:
        wrong += [line for i, one in enumerate(value) for line in _wrong(one, schema["items"], root, f"{at}[{i}]")]
    return wrong


def _wrong_member(key: str, value: Any, schema: Any, root: Any, at: str) -> list[str]:
    if key in schema.get("properties", {}):
        return _wrong(value, schema["properties"][key], root, f"{at}.{key}")
    more = schema.get("additionalProperties", True)
    if more is False:
        return [f"{at}.{key} is unknown"]
    return [] if more is True else _wrong(value, more, root, f"{at}.{key}")
