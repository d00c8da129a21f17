"""What a published set holds, as bytes by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.workspace import Workspace
from riskbrief.render.tables import csv_bytes


def configuration(workspace: Workspace, judgements: Judgements) -> dict[str, Any]:
    """The whole configuration that ran, without secrets; `judgements` as known to the issue."""
    return {
        "config": workspace.config.model_dump(mode="json", by_alias=True),
        "indicators": [i.model_dump(mode="json") | {"pillar": workspace.pillar_of[i.id]} for i in workspace.indicators],
        "cues": {k: v.model_dump(mode="json") for k, v in sorted(workspace.cues.items())},
        "concepts": {k: v.model_dump(mode="json") for k, v in sorted(workspace.concepts.items())},
        "reports": {k: v.model_dump(mode="json") for k, v in sorted(workspace.reports.items())},
        "judgements": judgements.model_dump(mode="json"),
        "library": workspace.library.model_dump(mode="json"),
        "files": dict(workspace.files),
        "digest": workspace.digest,
    }


def json_bytes(content: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, as UTF-8 with a last newline."""
    return (json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def ledger(articles: pd.DataFrame) -> bytes:
    """articles.csv: identity of every article that was read, no text."""
    columns = ["article_id", "source_id", "published_at", "language", "url", "origin_id", "retracts", "content_sha256"]
    return csv_bytes(articles[columns])
