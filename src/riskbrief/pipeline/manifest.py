"""manifest.json: what went in, what came out, how long it took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from riskbrief.briefing.release import Checked, shortcomings
from riskbrief.pipeline.gathering import knowledge
from riskbrief.pipeline.gating import degraded_reasons, gate_record
from riskbrief.pipeline.identity import code_digest, judgement_digest
from riskbrief.pipeline.issue import Issue
from riskbrief.pipeline.publish import sha256
from riskbrief.pipeline.stages import Basis

SCHEMA = "riskbrief/manifest/1"


def manifest(
    issue: Issue,
    seconds: Mapping[str, float],
    contents: Mapping[str, bytes],
    *,
    run_id: str,
    inputs: str,
    checklist: Sequence[Checked] = (),
) -> dict[str, Any]:
    """The manifest of one run as data; `exit_code` 4 and `reasons` when the issue is degraded.

    `inputs`: digest of the articles known by the cut-off (`identity.input_digest`).

    `quality` holds the conditions of the quality gate, `checklist` the items of method A.16.

    `partial` says that only some countries or languages of the report were asked for; `earlier_issues`
    are those whose probabilities this one had before it, `left_out` why others had to be passed over.
    """
    meta, material, scope = issue.meta(issue.language), issue.material, issue.scope
    reasons = [*degraded_reasons(issue.verdict, material.intake.sources), *shortcomings(checklist)]
    return {
        "schema": SCHEMA,
        "status": "degraded" if reasons else "published",
        "exit_code": 4 if reasons else 0,
        "reasons": reasons,
        "quality": gate_record(issue.verdict),
        "checklist": [asdict(one) for one in checklist],
        "report": meta.report,
        "issue": meta.issue,
        "run": run_id,
        "as_of": meta.cutoff.isoformat(),
        "week": meta.week,
        "language": meta.language,
        "partial": scope.partial,
        "regions": [issue.subject] if issue.subject else list(scope.regions),
        "languages": list(scope.languages),
        "ingest_sequence": int(material.articles["ingest_seq"].max()) if len(material.articles) else 0,
        "knowledge": knowledge(material.intake),
        "press": _press(issue),
        "digests": _digests(issue, inputs),
        "corrections": [asdict(one) for one in issue.corrections],
        "earlier_issues": [name for name, _ in issue.earlier.sets],
        "left_out": [f"{name}: {why}" for name, why in issue.earlier.left_out],
        "sources": [dict(row) for row in material.intake.sources],
        "stages": _stages(material),
        "notes": [*material.intake.notes, *material.outlet_notes],
        "seconds": dict(seconds),
        "artifacts": {name: {"sha256": sha256(data), "bytes": len(data)} for name, data in sorted(contents.items())},
    }


def _press(issue: Issue) -> dict[str, Any]:
    """The darkness meter of the week: every country's state with articles seen and expected, and the dark outlets."""
    told = issue.scored.assessment
    countries = {r: {"state": p.state, "seen": p.seen, "expected": p.usual} for r, p in sorted(told.press.items())}
    return {"countries": countries, "dark_outlets": sorted(n for n, p in told.outlets.items() if p.state == "dark")}


def _digests(issue: Issue, inputs: str) -> dict[str, str]:
    return {
        "configuration": issue.workspace.digest[:12],
        "code": code_digest(),
        "inputs": inputs,
        "judgements": judgement_digest(issue.judgements),
        "earlier_forecasts": issue.earlier.digest,
    }


def _stages(material: Basis) -> dict[str, Any]:
    mentions = material.coded.mentions
    visible, read = len(material.articles), material.intake.read
    return {
        "ingest": {"in": read, "out": len(material.intake.articles), "dropped": dict(material.intake.dropped)},
        "cutoff": {
            "in": len(material.intake.articles),
            "out": visible,
            "dropped": {"after_cutoff": len(material.intake.articles) - visible},
        },
        "coding": {
            "in": visible,
            "out": len(mentions),
            "articles_about_no_country": visible - int(material.coded.focus["article_id"].nunique()),
            "status": {str(k): int(v) for k, v in mentions["status"].value_counts().sort_index().items()},
        },
    }
