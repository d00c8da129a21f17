"""The registered readers: where articles come from, by the name config.yaml uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from riskbrief.definitions.outlets import Source
from riskbrief.errors import Problem, UnavailableError
from riskbrief.ingest.feeds import RssParams, read_rss
from riskbrief.ingest.formats import csv_file, jsonl_file, parquet_file
from riskbrief.ingest.frontmatter import text_file
from riskbrief.ingest.gdelt import GdeltParams, read_gdelt
from riskbrief.ingest.records import Layout, Reading, counted
from riskbrief.ingest.reliefweb import ReliefwebParams, read_reliefweb
from riskbrief.ingest.webpages import HtmlParams, read_html
from riskbrief.listing import files_below
from riskbrief.registry import NoParams, Params, Registry

Reader = Callable[[Any, Layout, Any], Reading]  # first a path; for live readers a Visit
READERS: Registry[Reader] = Registry("readers")
READERS.register("rss", RssParams)(read_rss)
READERS.register("html", HtmlParams)(read_html)
READERS.register("reliefweb", ReliefwebParams)(read_reliefweb)
READERS.register("gdelt", GdeltParams)(read_gdelt)

JSONL = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
CSV = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
PARQUET = (".parquet", ".pq")
TEXT = (".txt", ".md")


def is_live(name: str) -> bool:
    """Whether a registered reader asks an address instead of reading files."""
    return name in READERS and READERS[name].params.live


def of_files(sources: Iterable[Source]) -> list[Source]:
    """The enabled sources that read files."""
    return [s for s in sources if s.enabled and not is_live(s.reader)]


class CsvParams(Params):
    """Options of `csv`."""

    delimiter: str = ""


class TextParams(Params):
    """Options of `text`: what front matter does not state."""

    published_at: str = ""
    source_id: str = ""


class FolderParams(Params):
    """Options of `folder`, handed to the files they concern."""

    delimiter: str = ""
    published_at: str = ""
    source_id: str = ""


@READERS.register("jsonl")
def read_jsonl(path: Path, layout: Layout, params: NoParams) -> Reading:
    """JSON Lines (.jsonl, .ndjson, also .gz): a file, or every such file of a folder."""
    return _each(path, JSONL, lambda file, name: jsonl_file(file, name, layout))


@READERS.register("csv", CsvParams)
def read_csv(path: Path, layout: Layout, params: CsvParams) -> Reading:
    """CSV with a header line (.csv, .tsv, also .gz): a file, or every such file of a folder."""
    return _each(path, CSV, lambda file, name: csv_file(file, name, layout, delimiter=params.delimiter))


@READERS.register("parquet")
def read_parquet(path: Path, layout: Layout, params: NoParams) -> Reading:
    """Parquet (.parquet, .pq): a file, or every such file of a folder."""
    return _each(path, PARQUET, lambda file, name: parquet_file(file, name, layout))


@READERS.register("text", TextParams)
def read_text_files(path: Path, layout: Layout, params: TextParams) -> Reading:
    """Plain text with front matter (.txt, .md), one article a file: a file, or every such file of a folder."""
    defaults = params.model_dump()
    return _each(path, TEXT, lambda file, name: text_file(file, name, layout, defaults=defaults))


@READERS.register("folder", FolderParams)
def read_folder(path: Path, layout: Layout, params: FolderParams) -> Reading:
    """Any mix of the formats above, by suffix: a folder with everything below it, or one file."""

    def read(file: Path, name: str) -> Reading:
        if _is(name, JSONL):
            return jsonl_file(file, name, layout)
        if _is(name, CSV):
            return csv_file(file, name, layout, delimiter=params.delimiter)
        if _is(name, PARQUET):
            return parquet_file(file, name, layout)
        defaults = params.model_dump(include={"published_at", "source_id"})
        return text_file(file, name, layout, defaults=defaults)

    return _each(path, (*JSONL, *CSV, *PARQUET, *TEXT), read)


@READERS.register("demo")
def read_demo(path: Path, layout: Layout, params: NoParams) -> Reading:
    """The packaged demonstration corpus; `path` is not used and every article is flagged synthetic."""
    packaged = files("riskbrief") / "demo" / "corpus.jsonl.gz"
    if not packaged.is_file():
        raise UnavailableError("the demonstration corpus is not packaged. Reinstall riskbrief.")
    with as_file(packaged) as file:
        reading = jsonl_file(file, "demo", Layout())
    reading.ignored = Counter()
    reading.records = [replace(r, flags=(*r.flags, "synthetic")) for r in reading.records]
    return reading


def _each(path: Path, suffixes: tuple[str, ...], read: Callable[[Path, str], Reading]) -> Reading:
    """What `read` finds in the file, or in every file of the folder that ends in one of `suffixes`."""
    if path.is_file():
        return read(path, path.name)
    if not path.is_dir():
        remedy = "Check the path in config.yaml: it counts from the folder of config.yaml."
        raise UnavailableError(Problem(str(path), 0, 0, "there is no such file or folder", remedy))
    total = Reading()
    names = sorted(p.relative_to(path).as_posix() for p in files_below(path))
    visible = [name for name in names if not any(part.startswith(".") for part in name.split("/"))]
    wanted = [name for name in visible if _is(name, suffixes)]
    for name in wanted:
        found = read(path / name, name)
        if not (path / name).stat().st_size and not found.dropped:  # perhaps it is being written anew
            found.drop("no_text", f"{name}: the file is empty; dropped")
        total.add(found)
    if not wanted:
        total.notes.append(f"no article file found (looked for {', '.join(suffixes)})")
    if len(visible) > len(wanted):
        total.notes.append(f"not read: {counted(len(visible) - len(wanted), 'file')} of other kinds")
    return total


def _is(name: str, suffixes: tuple[str, ...]) -> bool:
    return name.lower().endswith(suffixes)
