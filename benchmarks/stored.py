"""A weekly issue as its evidence, and its printing in fresh processes and in a batch; used by render.py.

What is measured begins with the scores: working them out again from the evidence is taken off every figure.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import multiprocessing.util
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE_MB = 4096 / 1e6
WORKERS = 2
REPORTS_PER_WORKER = 10  # then a worker is replaced
ISSUE = "riskbrief.pipeline.issue"
PARTS = {  # each by the module in which it is looked up
    "sentences": (ISSUE, "compose_editions"),
    "charts": ("riskbrief.charts.draw", "draw"),
    "html": ("riskbrief.pipeline.editions", "render_html"),
}


def spent(*who: int) -> float:
    """Processor seconds of this process and its ended children, or of those named."""
    used = map(resource.getrusage, who or (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def store(folder: Path) -> None:
    """Read, code and score the demonstration, and keep the data files of the issue of 2024-W38 in English."""
    from riskbrief.periods import Week
    from riskbrief.pipeline import stages
    from riskbrief.pipeline.forecasts_past import no_earlier
    from riskbrief.pipeline.making import Clock, Making, RunRequest
    from riskbrief.pipeline.opening import open_workspace
    from riskbrief.pipeline.scope import scope_of

    workspace = open_workspace(ROOT)
    report = workspace.reports["weekly"]
    scope = scope_of(report, stages.panel_regions(workspace, report.panel), regions=(), language="en")
    request = RunRequest("weekly", Week.parse("2024-W38"), language="en")
    progress = stages.Progress(lambda _label, _total: nullcontext(lambda: None))
    making = Making(workspace, request, stages.intake(workspace, None), scope, no_earlier(), Clock(), progress)
    data, _ = making.issue("").written(lambda _stage: None)
    folder.mkdir()
    for name, content in data.items():
        (folder / name).write_bytes(content)


@cache
def scored(folder: Path) -> tuple[Any, float]:
    """The issue with its scores, worked out anew from its evidence, and the processor seconds that took."""
    from riskbrief.pipeline.replay import Replay

    before = spent()
    issue = Replay({path.name: path.read_bytes() for path in folder.iterdir()}).issue
    return issue, spent() - before


def write(issue: Any, parts: dict[str, float] | None = None) -> dict[str, bytes]:
    """Every file of the issue: sentences, charts, HTML, tables and the PDF that carries them; nothing of it is kept.

    `parts` is told what the functions named in PARTS cost.
    """
    for part, (where, name) in PARTS.items() if parts is not None else ():
        module = import_module(where)
        setattr(module, name, _timed(getattr(module, name), part, parts))
    files: dict[str, bytes] = replace(issue).files(lambda _stage: None)
    return files


def _timed(function: Callable[..., Any], part: str, parts: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **named: Any) -> Any:
        before = spent()
        try:
            return function(*args, **named)
        finally:
            parts[part] = parts.get(part, 0.0) + spent() - before

    return timed


def printed(folder: Path, page: str) -> dict[str, float]:
    """One report in this process, and what its parts cost; its HTML goes to the file `page`."""
    from riskbrief.render.pdf import PRESS

    issue, before = scored(folder)
    parts, start = {"start": spent() - before}, time.perf_counter()
    files = write(issue, parts)
    PRESS.close()  # only what has ended is counted
    done = {"cpu_s": round(spent() - before, 2), "wall_s": round(time.perf_counter() - start, 2)}
    parts["layout"] = spent(resource.RUSAGE_CHILDREN)
    parts["data_files"] = spent() - before - sum(parts.values())
    done |= {f"cpu_s_{part}": round(seconds, 2) for part, seconds in parts.items()}
    import pypdfium2  # ours does not need it

    Path(page).write_bytes(files["briefing.html"])
    pages = len(pypdfium2.PdfDocument(io.BytesIO(files["briefing.pdf"])))
    charts = files["briefing.html"].count(b'class="chart"')
    return done | {"pages": pages, "charts": charts, "pdf_kb": len(files["briefing.pdf"]) // 1024}


def cold(folder: Path, page: Path, runs: int) -> dict[str, float]:
    """Medians over fresh processes."""
    command = [sys.executable, str(ROOT / "benchmarks" / "render.py"), "--stored", str(folder), str(page)]
    done = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(runs)]
    return {key: statistics.median(d[key] for d in done) for key in done[0]}


def batch(folder: Path, reports: int) -> dict[str, float]:
    """Processor seconds a report over two workers, start of workers included, and the memory they hold in between."""
    before, start = spent(resource.RUSAGE_CHILDREN), time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with context.Pool(WORKERS, maxtasksperchild=REPORTS_PER_WORKER) as pool:
        held = pool.map(_one_of_many, [folder] * reports, chunksize=1)
        pool.close()
        pool.join()
    first = statistics.mean(mb for age, mb, _ in held if age == 1)
    oldest = max(age for age, *_ in held)
    last = statistics.mean(mb for age, mb, _ in held if age == oldest)
    scoring = sum(seconds for *_, seconds in held)
    return {
        "reports": reports,
        "cpu_s_each": round((spent(resource.RUSAGE_CHILDREN) - before - scoring) / reports, 2),
        "wall_s_each": round((time.perf_counter() - start - scoring / WORKERS) / reports, 2),
        "worker_mb_after_1": round(first),
        f"worker_mb_after_{oldest}": round(last),
        "worker_mb_most": round(max(mb for _, mb, _ in held)),
    }


_made = 0


def _one_of_many(folder: Path) -> tuple[int, float, float]:
    """How many reports this worker has made with this one, the memory it holds after it, and what scoring took it."""
    global _made
    if not _made:
        from riskbrief.render.pdf import PRESS

        multiprocessing.util.Finalize(None, PRESS.close, exitpriority=1)  # only what has ended is counted
    issue, scoring = scored(folder)
    _made += 1
    write(issue)
    held = int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MB
    return _made, held, scoring if _made == 1 else 0.0
