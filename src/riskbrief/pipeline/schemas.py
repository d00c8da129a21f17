"""JSON Schemas of the YAML files and of the published JSON files."""

from __future__ import annotations

from typing import Any

from riskbrief.definitions.schema import json_schema

_TEXT = {"type": "string"}
_NUMBER = {"type": ["number", "null"]}


def _check(*outcomes: str) -> dict[str, Any]:
    """One named check with what it found."""
    told = {"id": _TEXT, "outcome": {"enum": list(outcomes)}}
    return {"type": "object", "required": ["id", "outcome", "value"], "properties": told}


MANIFEST: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "riskbrief manifest",
    "type": "object",
    "required": [
        "schema", "status", "exit_code", "reasons", "report", "issue", "run", "as_of", "week",
        "ingest_sequence", "digests", "sources", "stages", "seconds", "artifacts",
    ],
    "properties": {
        "schema": {"const": "riskbrief/manifest/1"},
        "status": {"enum": ["published", "degraded", "refused"]},
        "exit_code": {"type": "integer"},
        "reasons": {"type": "array", "items": _TEXT},
        "report": _TEXT, "issue": _TEXT, "run": _TEXT, "as_of": _TEXT, "week": _TEXT, "language": _TEXT,
        "partial": {"type": "boolean"},
        "regions": {"type": "array", "items": _TEXT},
        "languages": {"type": "array", "items": _TEXT},
        "ingest_sequence": {"type": "integer"},
        "digests": {"type": "object", "additionalProperties": _TEXT},
        "sources": {"type": "array", "items": {"type": "object"}},
        "stages": {"type": "object"},
        "notes": {"type": "array", "items": _TEXT},
        "quality": {
            "type": "object",
            "required": ["verdict", "checks"],
            "properties": {
                "verdict": {"enum": ["pass", "degraded", "refused"]},
                "checks": {"type": "array", "items": _check("pass", "degraded", "refused", "not_measured")},
            },
        },
        "checklist": {"type": "array", "items": _check("pass", "fail", "not_applicable", "by_person")},
        "earlier_issues": {"type": "array", "items": _TEXT},
        "left_out": {"type": "array", "items": _TEXT},
        "seconds": {"type": "object", "additionalProperties": {"type": "number"}},
        "artifacts": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["sha256", "bytes"],
                "properties": {"sha256": _TEXT, "bytes": {"type": "integer"}},
            },
        },
    },
}  # fmt: skip


def schema(kind: str) -> dict[str, Any]:
    """The schema of `config`, `indicators`, `report`, `library`, `judgements`, `lexicon`, `manifest` or `briefing`."""
    if kind == "manifest":
        return MANIFEST
    if kind == "briefing":
        return briefing_schema()
    return json_schema(kind)


def briefing_schema() -> dict[str, Any]:
    """The schema of briefing.json, from the document model."""
    from pydantic import TypeAdapter

    from riskbrief.document import Briefing
    from riskbrief.render.json import SCHEMA_VERSION

    made = TypeAdapter(Briefing).json_schema()
    version = {"schema_version": {"const": SCHEMA_VERSION}}
    return made | {"properties": version | made["properties"], "required": ["schema_version", *made["required"]]}
