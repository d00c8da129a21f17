"""All sources, or one file, to the articles table, with an account of everything that was not kept."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from riskbrief.collecting import uncollected
from riskbrief.definitions.fetching import FetchRules
from riskbrief.definitions.outlets import Source, misplaced
from riskbrief.errors import ConfigurationError, Problem, RiskbriefError, UsageError
from riskbrief.ingest.answers import FetchState
from riskbrief.ingest.asking import Asked, Now, ask_all
from riskbrief.ingest.encodings import known_encoding
from riskbrief.ingest.readers import CSV, JSONL, PARQUET, READERS, TEXT, FolderParams, is_live
from riskbrief.ingest.records import OPTIONAL, REQUIRED, Layout, Reading, counted
from riskbrief.ingest.rows import MAX_CHARACTERS, article_rows, articles_table
from riskbrief.registry import Params

NAMED = 3
RULES = FetchRules()
FAILED = frozenset({"failed", "unreachable", "rejected", "truncated"})
SHRUNK = "shrunk"  # too many of its articles are missing at once


@dataclass(frozen=True)
class Intake:
    """Articles and their account: `read` = articles + everything in `dropped`.

    `sources` rows: source, state, articles, newest (ISO date or empty), message, dropped (by reason). States: ok,
    empty, failed; of live sources also not_modified (as good as ok), stale, truncated, rejected, unreachable.
    `states`: what to send live sources next time; `source_of`: the source of each article by its id; `live`: sources
    whose articles are known since they were fetched, not since their publication; `wire`: bytes that travelled;
    `gone`: by source the articles whose pages are no longer there; `of_files`: what was dropped of the sources of files
    alone, and their notes; None without any.
    """

    articles: pd.DataFrame
    read: int
    dropped: dict[str, int]
    sources: list[dict[str, object]]
    notes: tuple[str, ...]
    states: Mapping[str, FetchState] = field(default_factory=dict)
    source_of: Mapping[str, str] = field(default_factory=dict)
    live: frozenset[str] = frozenset()
    wire: Mapping[str, int] = field(default_factory=dict)
    gone: Mapping[str, Sequence[str]] = field(default_factory=dict)
    of_files: tuple[Mapping[str, int], Sequence[str]] | None = None

    @property
    def kept(self) -> int:
        """How many articles there are."""
        return len(self.articles)

    def after(self, cutoff: datetime) -> int:
        """How many of them were published after a cut-off."""
        return int((self.articles["published_at"] >= cutoff).sum())

    @property
    def all_failed(self) -> bool:
        """Whether there are sources and none of them gave an answer that can be used."""
        return bool(self.sources) and all(row["state"] in FAILED and not row["articles"] for row in self.sources)


def collect(
    sources: Sequence[Source], root: Path, *, languages: Sequence[str], now: datetime | None = None,
    states: Mapping[str, FetchState] | None = None, rules: FetchRules = RULES,
) -> Intake:  # fmt: skip
    """Articles of every enabled source; paths are relative to `root`. A source that fails does not stop the others.

    Live sources are asked only when `now` is given, the instant (UTC) from which their articles are known; `states`
    is what an earlier Intake held, so that what has not changed is not sent again.
    Errors: ConfigurationError with every wrong reader name, option, column, address or encoding of all sources.
    """
    enabled = [s for s in sources if s.enabled and (now or not is_live(s.reader))]
    problems = [p for s in enabled for p in _problems(s)]
    if problems:
        raise ConfigurationError.of(problems)
    live = [(s, _layout(s), _params(s)) for s in enabled if is_live(s.reader)]
    asked = ask_all(live, Now(now, languages, rules, states or {}), root) if now and live else {}
    taken = [asked.get(s.id) or _take(s, root, languages) for s in enabled]
    files = [one for one in taken if not one.live]
    found = _intake(taken, languages)
    if not files:
        return found
    alone = found if len(files) == len(taken) else _intake(files, languages)
    return replace(found, of_files=(alone.dropped, alone.notes))


def collect_file(path: Path, *, languages: Sequence[str]) -> Intake:
    """Articles of one file, or of everything readable below a folder.

    Errors: UsageError for a file of no known kind; UnavailableError when it cannot be read as what it is.
    """
    known = (*JSONL, *CSV, *PARQUET, *TEXT)
    if path.is_file() and not path.name.lower().endswith(known):
        raise UsageError(Problem(str(path), 0, 0, "not a kind of file that can be read", f"Known: {', '.join(known)}."))
    layout = Layout()
    reading = READERS["folder"].function(path, layout, FolderParams())
    rows = article_rows(reading, layout=layout, languages=languages)
    return _intake([Asked(path.name, reading, rows)], languages)


def _problems(source: Source) -> list[Problem]:
    """What config.yaml says wrongly about a source."""
    where = f"config.yaml: source {source.id}"
    if source.reader not in READERS:
        return [Problem(where, 0, 0, READERS.unknown(source.reader))]
    found = []
    if source.encoding and not known_encoding(source.encoding):
        found.append(Problem(where, 0, 0, f"unknown encoding {source.encoding!r}", "Use utf-8, utf-16, cp1252 ..."))
    known = [*REQUIRED, *OPTIONAL]
    for column in source.columns:
        if column not in known:
            close = difflib.get_close_matches(column, known, n=1)
            remedy = f"Did you mean {close[0]!r}?" if close else f"Known: {', '.join(known)}."
            found.append(Problem(where, 0, 0, f"unknown column {column!r}", remedy))
    for _key, text, remedy in misplaced(source, live=is_live(source.reader)):
        found.append(Problem(where, 0, 0, text, remedy))
    try:
        _params(source)
    except ValidationError as error:
        for e in error.errors():
            found.append(Problem(where, 0, 0, f"option {'.'.join(map(str, e['loc']))!r}: {e['msg']}"))
    return found


def _params(source: Source) -> Params:
    return READERS[source.reader].params.model_validate(source.options)


def _layout(source: Source) -> Layout:
    return Layout(source.columns, source.encoding, source.language, source.id)


@uncollected()
def _take(source: Source, root: Path, languages: Sequence[str]) -> Asked:
    layout = _layout(source)
    try:
        reading = READERS[source.reader].function(root / source.path, layout, _params(source))
    except (RiskbriefError, OSError) as error:
        return Asked(source.id, Reading(), [], "failed", " ".join(str(error).split("\n")))
    return Asked(source.id, reading, article_rows(reading, layout=layout, languages=languages))


@uncollected()
def _intake(taken: list[Asked], languages: Sequence[str]) -> Intake:
    settled = articles_table([row for t in taken for row in t.rows])
    articles, dropped = settled.articles, settled.dropped
    for one in taken:
        dropped.update(one.reading.dropped)
    read = len(articles) + sum(dropped.values())
    ours = [n for t in taken for n in t.reading.notes] + settled.notes
    ours += [*_flag_notes(articles, settled.places), *_language_notes(articles, languages)]
    ignored: Counter[str] = Counter()
    for one in taken:
        ignored.update(one.reading.ignored)
    if ignored:
        ours.append("ignored columns: " + ", ".join(f"{name} ({n})" for name, n in sorted(ignored.items())))
    return Intake(
        articles, read, dict(sorted(dropped.items())), [_account(t) for t in taken], tuple(ours),
        states={t.source: t.reading.fetched for t in taken if t.reading.fetched},
        source_of=settled.sources, live=frozenset(t.source for t in taken if t.live),
        wire={t.source: t.wire for t in taken if t.live},
        gone={t.source: t.reading.gone for t in taken if t.reading.gone},
    )  # fmt: skip


def _account(taken: Asked) -> dict[str, object]:
    newest = max((str(row["published_at"])[:10] for row in taken.rows), default="")
    state = taken.state or ("ok" if taken.rows else "empty")
    silent = not (taken.rows or state == "not_modified")
    message = taken.message or ("; ".join(taken.reading.notes[:3]) or "it holds no article" if silent else "")
    row = {"source": taken.source, "state": state, "articles": len(taken.rows), "newest": newest, "message": message}
    return {**row, "dropped": dict(sorted(taken.reading.dropped.items()))}


_FLAG_NOTES = {
    "naive_date": "dated without a time zone, taken as UTC",
    "detected_language": "without a stated language; it was detected",
    "decoded_cp1252": "from files that are not UTF-8, read as cp1252",
    "mended_text": "with characters no document can carry; they were replaced",
    "cut_text": f"longer than {MAX_CHARACTERS:,} characters; the rest was cut",
    "markup": "with HTML tags, kept as read; strip them, or copies of the text may go unnoticed",
}


def _flag_notes(articles: pd.DataFrame, places: Mapping[str, str]) -> list[str]:
    """How many articles carry each flag, and where the first few stand."""
    carry: dict[str, list[str]] = {}
    flagged = articles.loc[articles["flags"] != "", ["ingest_seq", "article_id", "flags"]].sort_values("ingest_seq")
    for name, flags in flagged[["article_id", "flags"]].itertuples(index=False):
        for flag in flags.split(";"):
            carry.setdefault(flag, []).append(places[name])
    return [
        f"{counted(len(carry[flag]), 'article')} {meaning} ({_first(carry[flag])})"
        for flag, meaning in _FLAG_NOTES.items()
        if flag in carry
    ]


def _first(places: list[str]) -> str:
    more = f" and {len(places) - NAMED} more" if len(places) > NAMED else ""
    return ", ".join(places[:NAMED]) + more


def _language_notes(articles: pd.DataFrame, languages: Sequence[str]) -> list[str]:
    """How many articles are in languages nobody configured."""
    other = articles.loc[~articles["language"].isin(list(languages)), "language"].value_counts().sort_index()
    if not len(other):
        return []
    each = ", ".join(f"{language} {n}" for language, n in other.items())
    number = counted(int(other.sum()), "article")
    return [f"{number} in languages without indicators, kept but not coded: {each}"]
