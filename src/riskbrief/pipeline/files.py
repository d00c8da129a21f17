"""What a published set holds, as bytes by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from riskbrief.addresses import veiled
from riskbrief.definitions.judgements import Judgements
from riskbrief.definitions.workspace import Workspace

# Who is told and by which server: no reader's affair, and no score hangs on it.
PRIVATE: Any = {"delivery": {"smtp", "recipients", "folders"}, "monitoring": True}


def configuration(workspace: Workspace, judgements: Judgements) -> dict[str, Any]:
    """The whole configuration that ran, without secrets and addresses; `judgements` as known to the issue."""
    return {
        "config": _veiled(workspace.config.model_dump(mode="json", by_alias=True, exclude=PRIVATE)),
        "indicators": [i.model_dump(mode="json") | {"pillar": workspace.pillar_of[i.id]} for i in workspace.indicators],
        "cues": {k: v.model_dump(mode="json") for k, v in sorted(workspace.cues.items())},
        "concepts": {k: v.model_dump(mode="json") for k, v in sorted(workspace.concepts.items())},
        "reports": {k: v.model_dump(mode="json") for k, v in sorted(workspace.reports.items())},
        "judgements": judgements.model_dump(mode="json"),
        "library": workspace.library.model_dump(mode="json"),
        "phrases": {k: dict(v) for k, v in sorted(workspace.phrases.items())},
        "files": dict(workspace.files),
        "digest": workspace.digest,
    }


def _veiled(config: dict[str, Any]) -> dict[str, Any]:
    """The same without what addresses of sources and of the proxy carry besides the place they lead to."""
    for source in config["sources"]:
        options = {k: veiled(v) if isinstance(v, str) and "?" in v else v for k, v in source["options"].items()}
        source |= {"url": veiled(source["url"]), "options": options}
    config["fetch"]["proxy"] = veiled(config["fetch"]["proxy"])
    return config


def json_bytes(content: Mapping[str, Any], *, ordered: bool = False) -> bytes:
    """JSON as UTF-8 with a last newline; keys sorted, or `ordered` as they stand where their order says something."""
    return (json.dumps(content, sort_keys=not ordered, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
