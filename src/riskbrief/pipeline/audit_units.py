"""Everything that an audit may ask: mentions, proposals of the second reader, whole sentences; no sentence twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from riskbrief.audit.units import ASSERTED, BESIDE, NOT_ASSERTED, SAID, SECOND_ONLY, SILENT, SPEAKING, Unit
from riskbrief.coding.opinions import NAME
from riskbrief.coding.sentences import Stops, split_sentences
from riskbrief.coding.tongue import compile_tongues
from riskbrief.definitions.workspace import Workspace
from riskbrief.folding import fold
from riskbrief.pipeline.stages import Material
from riskbrief.secondreader import SecondReader

_BATCH = 4096  # sentences
Row = dict[str, Any]
Floats = npt.NDArray[np.float32]


@dataclass
class _Sentence:
    """A sentence where it was first printed, with the mention that speaks for each indicator there."""

    unit: Unit
    beside: bool  # whether its article has any mention
    mentions: Mapping[str, Row] = field(default_factory=dict)


def audit_units(workspace: Workspace, material: Material, reader: SecondReader | None) -> Iterator[Unit]:
    """Units of all sentences in articles that name a country of the workspace."""
    sentences = list(_sentences(workspace, material))
    for start in range(0, len(sentences), _BATCH):
        batch = sentences[start : start + _BATCH]
        chances = _chances([s.unit for s in batch], reader)
        for sentence, chance in zip(batch, chances, strict=True):
            yield from _units(sentence, chance, _over(chance, reader))


def _chances(units: list[Unit], reader: SecondReader | None) -> list[dict[str, float]]:
    """Indicator to probability for each sentence; empty without a second reader."""
    if reader is None:
        return [{} for _ in units]
    found: Floats = reader.probability([u.sentence for u in units], [u.language for u in units])
    return [dict(zip(reader.indicators, row, strict=True)) for row in found.tolist()]


def _over(chance: Mapping[str, float], reader: SecondReader | None) -> frozenset[str]:
    """The indicators that the second reader takes as asserted."""
    if reader is None:
        return frozenset()
    least = zip(reader.indicators, reader.thresholds.tolist(), strict=True)
    return frozenset(name for name, threshold in least if chance[name] >= threshold)


def _sentences(workspace: Workspace, material: Material) -> Iterator[_Sentence]:
    """In order of publication; a sentence printed again is left out."""
    mentions = _mentions(material)
    focus = material.coded.focus
    near = set(focus[focus["region_id"].isin(list(workspace.config.regions))]["article_id"])
    seen: set[tuple[str, str]] = set()
    stops = compile_tongues(workspace.words)[""].stops
    for article in material.articles.to_dict("records"):
        if article["article_id"] not in near or article["language"] not in workspace.cues:
            continue
        own = mentions.get(article["article_id"], {})
        for number, unit in _texts(article, stops):
            key = (unit.language, fold(unit.sentence))
            if key not in seen:
                seen.add(key)
                yield _Sentence(unit, bool(own), own.get(number, {}))


def _texts(article: Row, stops: Stops) -> Iterator[tuple[int, Unit]]:
    """The title (0) and the sentences of an article as units about no indicator yet."""
    title, text = " ".join(article["title"].split()), article["text"]
    plain = Unit(
        SILENT, article["language"], title, title=title, article_id=article["article_id"],
        source_id=article["source_id"], published=f"{article['published_at']:%Y-%m-%d}", place="title",
    )  # fmt: skip
    if title:
        yield 0, plain
    for number, span in enumerate(split_sentences(text, stops), 1):
        sentence = " ".join(text[span.start : span.end].split())
        yield number, replace(plain, sentence=sentence, place=f"text:{span.start}-{span.end}")


def _mentions(material: Material) -> dict[str, dict[int, dict[str, Row]]]:
    """Article, sentence, indicator: of several mentions there the one that asserts, then the first."""
    found: dict[str, dict[int, dict[str, Row]]] = {}
    for row in material.coded.mentions.to_dict("records"):
        place = found.setdefault(row["article_id"], {}).setdefault(row["sentence"], {})
        held = place.get(row["indicator_id"])
        if held is None or (_said(row) and not _said(held)):
            place[row["indicator_id"]] = row
    return found


def _said(row: Row) -> bool:
    return bool(row["counts"]) or row["status"] in SAID


def _rules_said(row: Row) -> bool:
    """What the rules said before the second reader proposed or doubted the mention."""
    if str(row["term"]).startswith(NAME):
        return False
    return _said(row) or str(row["reason"]).startswith(f"the {NAME}")


def _units(sentence: _Sentence, chance: Mapping[str, float], over: frozenset[str]) -> Iterator[Unit]:
    mentions = sentence.mentions
    known = tuple(sorted({*mentions, *over}))
    likely = tuple(sorted(over | {name for name, row in mentions.items() if _said(row)}))
    plain = replace(sentence.unit, known=known, likely=likely)
    yield replace(plain, group=SPEAKING if known else BESIDE if sentence.beside else SILENT)
    for name in known:
        pair = replace(plain, indicator_id=name, chance=chance.get(name), second=name in over)
        row = mentions.get(name)
        if row is None:
            yield replace(pair, group=SECOND_ONLY)
        else:
            group = ASSERTED if _said(row) else NOT_ASSERTED
            status, reason = str(row["status"]), str(row["reason"])
            yield replace(pair, group=group, status=status, reason=reason, rules=_rules_said(row))
