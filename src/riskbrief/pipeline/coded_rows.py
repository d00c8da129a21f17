"""Coded tables as rows of the coding cache, one for each article, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from riskbrief.coding.assertion import Verdict
from riskbrief.coding.code import NO_COUNTRY, Coded, zone
from riskbrief.coding.locate import Located
from riskbrief.coding.match import Hit
from riskbrief.coding.mentions import Mention, alpha
from riskbrief.coding.said import KINDS as SENTENCE
from riskbrief.coding.said import sentence_table
from riskbrief.definitions.indicators import Indicator
from riskbrief.definitions.reading import Reading
from riskbrief.pipeline.texts import cuttings
from riskbrief.tables import CLAIMS, FOCUS, MENTIONS

_TEXT, _COUNT, _NUMBER = pa.string(), pa.int64(), pa.float64()
_SPAN = {"start": _COUNT, "end": _COUNT}
_KINDS = {
    "mentions": {
        **dict.fromkeys(("indicator_id", "region_id", "place_id", "status", "reason", "field", "term"), _TEXT),
        **_SPAN,
        "sentence": _COUNT,
        "event_date": pa.timestamp("us"),
        "capital": pa.bool_(),
        **dict.fromkeys(("severity_base", "toll_low", "toll_best", "toll_high"), _NUMBER),
    },
    "focus": {"region_id": _TEXT, "share": _NUMBER},
    "claims": {
        **dict.fromkeys(("kind", "victims", "precision", "group", "claimant", "field"), _TEXT),
        **_SPAN,
        **dict.fromkeys(("low", "best", "high"), _NUMBER),
        "retracted": pa.bool_(),
    },
    "sentences": {**_SPAN, **dict.fromkeys(("title", "dated", "quoted"), pa.bool_())},
}
SCHEMA = pa.schema({"key": _TEXT, **{name: pa.list_(pa.struct(fields)) for name, fields in _KINDS.items()}})
_SOURCE = ["article_id", "origin_id", "source_id", "published_at"]


def nested(coded: Coded, articles: pd.DataFrame) -> pa.Table:
    """A row for each of `articles` (with `key`): what was read in it, without what settings and sources add."""
    mentions = coded.mentions.assign(reason=coded.mentions["reason"].replace(NO_COUNTRY, ""))
    place = pd.Series(np.arange(len(articles)), index=articles["article_id"], dtype="int64")
    sentences = sentence_table([]) if coded.sentences is None else coded.sentences
    frames = {"mentions": mentions, "focus": coded.focus, "claims": coded.claims, "sentences": sentences}
    lists = [_lists(frame, _KINDS[name], place) for name, frame in frames.items()]
    return pa.table([pa.array(articles["key"], _TEXT), *lists], schema=SCHEMA)


def _lists(frame: pd.DataFrame, kinds: Mapping[str, pa.DataType], place: pd.Series) -> pa.Array:
    """The rows of a table as one list for each article."""
    home = place.loc[frame["article_id"]].to_numpy()
    order = np.argsort(home, kind="stable")
    rows = frame.iloc[order]
    columns = [_whole(pa.array(rows[name], kind, from_pandas=True)) for name, kind in kinds.items()]
    offsets = np.concatenate(([0], np.cumsum(np.bincount(home, minlength=len(place)))))
    struct = pa.StructArray.from_arrays(columns, fields=[pa.field(name, kind) for name, kind in kinds.items()])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), struct)


def holding(table: pa.Table, indicators: Collection[str]) -> list[bool]:
    """Which rows have a mention of one of the indicators."""
    found = np.zeros(len(table), bool)
    if indicators:
        home, rows = _flat(table["mentions"])
        found[home[rows["indicator_id"].isin(list(indicators)).to_numpy()]] = True
    return found.tolist()


def _flat(column: pa.ChunkedArray) -> tuple[np.ndarray, pd.DataFrame]:
    """The rows of all lists, and which list each is of."""
    whole = _whole(column)
    rows = whole.flatten()
    names = [field.name for field in rows.type]
    return pc.list_parent_indices(whole).to_numpy(), pd.DataFrame({n: rows.field(n).to_pandas() for n in names})


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def saying(rows: pa.Table) -> npt.NDArray[np.bool_]:
    """Which rows say something: they have a mention or a claim."""
    lengths = [pc.list_value_length(rows[name]).to_numpy() for name in ("mentions", "claims")]
    return np.asarray(sum(lengths) > 0)


def unfolded(
    rows: pa.Table,
    articles: pd.DataFrame,
    indicators: Mapping[str, Indicator],
    *,
    reading: Reading,
    about_share: float,
    store: Path | None,
) -> Coded:
    """The coded tables of articles, of which each has its row, weighed by the settings; what they quote is cut out of
    the texts, which lie in the `store` where they are missing."""
    mentions, focus, claims, sentences = (_sourced(rows[name], articles) for name in _KINDS)
    said = sentences.assign(field=np.where(sentences["title"], "title", "text"))
    quotes, told, words = cuttings(articles, store, [mentions, claims, said])
    return Coded(
        MENTIONS.shape(_weighed(mentions.assign(quote=quotes), indicators, reading)),
        FOCUS.shape(focus.assign(about=focus["share"] >= about_share)),
        CLAIMS.shape(claims.assign(quote=told)),
        sentences[[*SENTENCE]].assign(words=pd.Series(words, dtype=object)),
    )


def _sourced(column: pa.ChunkedArray, articles: pd.DataFrame) -> pd.DataFrame:
    """Rows with the article each is of; `home` is its number."""
    home, rows = _flat(column)
    sources = {name: articles[name].take(home).array for name in _SOURCE}
    return rows.assign(**sources, home=home)


def _weighed(rows: pd.DataFrame, indicators: Mapping[str, Indicator], reading: Reading) -> pd.DataFrame:
    """Mentions with what zones and status weights make of them."""
    zones = {number: reading.zones[zone(number)] for number in set(rows["sentence"].tolist())}
    said = list(zip(*(rows[name].tolist() for name in ("indicator_id", "status", "reason")), strict=True))
    weights = {one: _alpha(indicators[one[0]], Verdict(one[1], one[2]), reading) for one in set(said)}
    weight = np.array([weights[one] for one in said], dtype="float64")
    placed = rows["region_id"].notna().to_numpy()
    nowhere = (weight > 0) & ~placed & (rows["reason"] == "").to_numpy()
    return rows.assign(
        alpha=weight,
        zone_weight=[zones[number] for number in rows["sentence"]],
        counts=(weight > 0) & placed,
        reason=rows["reason"].mask(nowhere, NO_COUNTRY),
    )


def _alpha(indicator: Indicator, verdict: Verdict, reading: Reading) -> float:
    """The rule of coding, for a mention of which only indicator and verdict matter."""
    return alpha(Mention(indicator, Hit(0, 0, 0, (), ""), 0, 0, 0, verdict, Located(), date.min, 0.0), reading)
