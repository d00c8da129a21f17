"""The incremental Monday run: a week of new articles, six countries, a year of history already coded.

.venv/bin/python benchmarks/monday.py [--new 70000] [--weekly 700] [--folder DIR] [--again]

Bars: the run under 90 s on two cores and under 1.5 GB (the whole process tree); a second run with nothing new under
3 s. The workspace is made once in the folder: `--weekly` articles in each of 52 weeks are in the store and coded; then
the file of `--new` articles is put beside them and the scheduled run is timed, with the phases its log tells. `--again`
times only a further run with nothing new. Articles are made up: 3,000 characters, one in three holds news.

`--new 10000 --weekly 100` on a machine shared with others: the peak fell from 1,492 to 889 MB (memory that the two
processes share counts twice) when texts stayed in the store. Of 38.5 s of processors for coding, origins and resolving
the first process spent 24.7 s and the second 13.8 s; the same on one process was 32 s on a quieter machine.

The whole size, two processors to itself, 27 November 2026, index version 0.8.0: 140 s, 174 s of processors, 1,881 MB
(ingest 17 s, coding 71 s, index 26 s, the rest 26 s), not within its bars yet; nothing new 2.8 s. With 0.7.0 on another
day: 175 s, 221 s of processors; 2,030 MB with shared memory counted twice (now 2,060).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from brief import shared_once_megabytes, tree_megabytes
from coding import LENGTH, SMALL, SYLLABLES

from riskbrief.periods import Week, last_complete_week
from riskbrief.store.appending import Batch, append
from riskbrief.store.opening import opened

WEEKS = 52
SIX = "BFA, CIV, GHA, MLI, NER, SEN"
TOWNS = (
    "Mopti", "Gao", "Kidal", "Ségou", "Kayes", "Tombouctou", "Tahoua", "Dosso", "Agadez", "Zinder", "Diffa", "Djibo",
    "Tillabéri", "Dori", "Kaya", "Fada", "Ouahigouya", "Accra", "Kumasi", "Tamale", "Bolgatanga", "Dakar", "Thiès",
    "Ziguinchor", "Abidjan", "Bouaké", "Korhogo", "Bamako", "Niamey", "Ouagadougou",
)  # fmt: skip
DAYS = {"en": ("Monday", "Tuesday", "Thursday", "Friday"), "fr": ("lundi", "mardi", "jeudi", "vendredi")}
NEWS = {
    "en": (
        "Gunmen attacked an army post near {town} on {day}, killing {n} soldiers, the governor said. ",
        "The mission could leave its base in {town} before the end of the year, diplomats said. ",
        "There was no attack on the market of {town}, the prefect said, after a fake video spread panic. ",
        "Protesters took to the streets of {town} on {day} to call for new elections. ",
    ),
    "fr": (
        "Des hommes armés ont attaqué un village près de {town} {day}, tuant {n} civils, selon un élu local. ",
        "Les sanctions ont été levées et la reprise de l’aide à {town} a été confirmée par deux bailleurs. ",
    ),
}


class Press:
    """Writes made-up articles with the spread of words of real text; the same number gives the same article."""

    def __init__(self) -> None:
        draw = Random(11)
        self.words = sorted({"".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(40_000)})
        total, self.odds = 0.0, []
        for rank in range(len(self.words)):
            total += 1 / (rank + 60)
            self.odds.append(total)

    def article(self, number: int, week: Week) -> dict[str, object]:
        """One article of a week, as a line of a file of articles."""
        draw, language = Random(number), "fr" if number % 4 == 0 else "en"
        words = iter(draw.choices(self.words, cum_weights=self.odds, k=LENGTH // 6))
        parts, size = [], 0
        while size < LENGTH:
            parts.append(self._sentence(draw, words, language))
            if number % 3 == 0 and draw.random() < 0.1:
                parts.append(_news(draw, language))
            size += len(parts[-1])
        published = datetime(*week.monday.timetuple()[:3], tzinfo=UTC) + timedelta(seconds=draw.randrange(7 * 86_400))
        return {
            "article_id": f"a{number:08}", "source_id": f"outlet_{draw.randrange(40)}", "language": language,
            "published_at": published.isoformat(), "title": parts[0][:60], "text": "".join(parts)[:LENGTH], "url": "",
        }  # fmt: skip

    def _sentence(self, draw: Random, words: Iterator[str], language: str) -> str:
        told = []
        for _ in range(draw.randint(6, 14)):
            told += [draw.choice(SMALL[language])] if draw.random() < 0.7 else []
            told.append(next(words, "na"))
        told += [draw.choice(SMALL[language]), draw.choice(TOWNS)] if draw.random() < 0.2 else []
        return f"{told[0].capitalize()} {' '.join(told[1:])}. "


def _news(draw: Random, language: str) -> str:
    told = draw.choice(NEWS[language])
    return told.format(town=draw.choice(TOWNS), day=draw.choice(DAYS[language]), n=draw.randint(2, 30))


def main() -> None:
    """Make what is missing, then measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--new", type=int, default=70_000)
    parser.add_argument("--weekly", type=int, default=700, help="articles in each week of the history")
    parser.add_argument("--folder", type=Path, required=True, help="where the workspace lies, or will")
    parser.add_argument("--again", action="store_true", help="only a run with nothing new")
    given = parser.parse_args()
    week, press = last_complete_week(datetime.now(UTC).date() - timedelta(days=1)), Press()
    if not (given.folder / "config.yaml").exists():
        _history(given.folder, press, week, given.weekly)
    print(f"{WEEKS} weeks of {given.weekly:,} articles, {given.new:,} new ones, six countries")
    if not given.again:
        _write(given.folder, press, week, given.new)
        told("incremental run", given.folder, "bars 90 s, 1,500 MB")
    told("nothing new", given.folder, "bar 3 s")


def _history(folder: Path, press: Press, week: Week, weekly: int) -> None:
    """A workspace of six countries whose store holds the weeks before, and one run that codes them."""
    riskbrief("init", str(folder))
    config = (folder / "config.yaml").read_text(encoding="utf-8")
    config = re.sub(r"regions: \[BEN, [A-Z, ]+\]", f"regions: [{SIX}]", config)
    config = config.replace("  - id: demo\n    reader: demo\n", "  - {id: inbox, reader: jsonl, path: articles}\n")
    (folder / "config.yaml").write_text(config, encoding="utf-8")
    (folder / "articles").mkdir(exist_ok=True)
    with opened(folder / ".riskbrief" / "store.db", create=True) as db:
        for back in range(WEEKS, 0, -1):
            before = week.shift(-back)
            rows = [_stored(press.article(back * 1_000_000 + n, before)) for n in range(weekly)]
            append(db, Batch(rows), now=before.cutoff)
    told("history coded", folder, "no bar", "--week", str(week.shift(-1)))


def _stored(article: dict[str, object]) -> dict[str, object]:
    content = "\n".join(str(article[name]) for name in ("language", "title", "text"))
    published = datetime.fromisoformat(str(article["published_at"]))
    return {
        **article, "published_at": published, "source": "inbox", "live": False, "retracts": "", "flags": "",
        "content_sha256": hashlib.sha256(content.encode()).hexdigest(),
    }  # fmt: skip


def _write(folder: Path, press: Press, week: Week, new: int) -> None:
    with (folder / "articles" / "week.jsonl").open("w", encoding="utf-8") as file:
        for number in range(new):
            file.write(json.dumps(press.article(number, week), ensure_ascii=False) + "\n")


def riskbrief(*arguments: str) -> None:
    """A call of the program that ends well."""
    done = subprocess.run([sys.executable, "-m", "riskbrief", *arguments], capture_output=True, text=True)
    if done.returncode not in (0, 4):
        raise SystemExit(f"{' '.join(arguments)} left with {done.returncode}:\n{done.stderr[-2000:]}")


def told(what: str, folder: Path, bars: str, *more: str) -> None:
    """Seconds, processor seconds and peak memory of a run, and of its phases as the log tells their ends."""
    peaks, once, ended = [0.0], [0.0], threading.Event()
    command = [sys.executable, "-m", "riskbrief", "run", "weekly", *more, "--log-format", "json"]
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def watch() -> None:
        while not ended.wait(0.05):
            peaks[-1] = max(peaks[-1], tree_megabytes(process.pid))
            once[0] = max(once[0], shared_once_megabytes(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    phases = []
    for line in process.stderr or ():
        row = json.loads(line) if line.startswith("{") else {}
        if "seconds" in row:
            phases.append(f"{row['event'].removeprefix('stage.')} {row['seconds']:.1f} s {peaks[-1]:.0f} MB")
            peaks.append(0.0)
    process.wait()
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    ended.set()
    watcher.join()
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what:<16} {seconds:7.1f} s ({spent:.1f} s of processors) {once[0]:6.0f} MB   ({bars})")
    print(f"  {max(peaks):.0f} MB where memory that processes share counts twice, as it does for each phase:")
    print(f"  {', '.join(phases)}; left with {process.returncode}", flush=True)


if __name__ == "__main__":
    main()
