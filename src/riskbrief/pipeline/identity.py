"""Who a run is: the same inputs give the same identity, and so the same published set."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import pandas as pd

import riskbrief
from riskbrief.definitions.judgements import Judgements
from riskbrief.listing import files_below


@lru_cache(maxsize=1)
def code_digest() -> str:
    """SHA-256 over the package's own files."""
    root = Path(riskbrief.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".gz", ".json", ".ttf", ".conf", ".npz"}):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Python and every library that riskbrief asks for, by name: another version can draw or print otherwise."""
    asked = [r for r in metadata.requires("riskbrief") or () if "extra ==" not in r]
    names = sorted(match[0] for r in asked if (match := re.match(r"[A-Za-z0-9._-]+", r)))
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in names}}


def versions_digest() -> str:
    """SHA-256 over them."""
    return json_digest(versions())


def json_digest(content: object) -> str:
    """SHA-256 over JSON values, whatever the order of their keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of one file, such as the weights of a workspace's own second reader."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def template_digest(folders: Sequence[Path]) -> str:
    """SHA-256 over the templates in the order they are looked up."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in files_below(folder):
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def input_digest(articles: pd.DataFrame) -> str:
    """SHA-256 over everything of the articles that reaches a published file, whatever their order."""
    columns = ["article_id", "source_id", "published_at", "known_at", "content_sha256", "url", "retracts", "flags"]
    texts = [articles[name].astype("string").fillna("").tolist() for name in columns]
    rows = map("\x1f".join, zip(*texts, strict=True))
    digest = hashlib.sha256()
    for row in sorted(rows):
        digest.update(row.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def judgement_digest(known: Judgements) -> str:
    """SHA-256 over the judgements an issue knows; comments of the file and later judgements do not count."""
    return json_digest(known.model_dump(mode="json"))


def intake_digest(states: Mapping[str, str], dropped: Mapping[str, int]) -> str:
    """SHA-256 over how the sources answered and what was dropped: both are printed, and make a run degraded."""
    return json_digest([states, dropped])


def run_id(*parts: str) -> str:
    """Twelve hexadecimal digits over everything that can change the published bytes."""
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:12]
