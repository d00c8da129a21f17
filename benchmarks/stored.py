"""A weekly issue with its scores stored, and its printing in fresh processes and in a batch; used by render.py."""

from __future__ import annotations

import io
import json
import multiprocessing
import pickle
import resource
import statistics
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE_MB = 4096 / 1e6
REPORTS_PER_WORKER = 10  # then a worker is replaced


def spent(*who: int) -> float:
    """Processor seconds of this process and its ended children, or of those named."""
    used = map(resource.getrusage, who or (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(u.ru_utime + u.ru_stime for u in used)


def store(path: Path) -> None:
    """Read, code and score the demonstration, and keep the issue of 2024-W38 in English as it stands before writing."""
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
    path.write_bytes(pickle.dumps(making.issue("")))


def write(path: Path) -> dict[str, bytes]:
    """Every file of the stored issue: sentences, charts, HTML, tables and the PDF that carries them."""
    files: dict[str, bytes] = pickle.loads(path.read_bytes()).files(lambda _stage: None)
    return files


def printed(path: Path, page: str) -> dict[str, float]:
    """One report in this process; its HTML goes to the file `page`."""
    import pypdfium2

    start = time.perf_counter()
    files = write(path)
    done = {"cpu_s": round(spent(), 2), "wall_s": round(time.perf_counter() - start, 2)}
    Path(page).write_bytes(files["briefing.html"])
    pages = len(pypdfium2.PdfDocument(io.BytesIO(files["briefing.pdf"])))
    charts = files["briefing.html"].count(b'class="chart"')
    return done | {"pages": pages, "charts": charts, "pdf_kb": len(files["briefing.pdf"]) // 1024}


def cold(path: Path, page: Path, runs: int) -> dict[str, float]:
    """Medians over fresh processes."""
    command = [sys.executable, str(ROOT / "benchmarks" / "render.py"), "--stored", str(path), str(page)]
    done = [json.loads(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(runs)]
    return {key: statistics.median(d[key] for d in done) for key in done[0]}


def batch(path: Path, reports: int) -> dict[str, float]:
    """Processor seconds a report over two workers, start of workers included, and the memory they hold in between."""
    before, start = spent(resource.RUSAGE_CHILDREN), time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with context.Pool(2, maxtasksperchild=REPORTS_PER_WORKER) as pool:
        held = pool.map(_one_of_many, [path] * reports, chunksize=1)
        pool.close()
        pool.join()
    first = statistics.mean(mb for age, mb in held if age == 1)
    oldest = max(age for age, _ in held)
    last = statistics.mean(mb for age, mb in held if age == oldest)
    return {
        "reports": reports,
        "cpu_s_each": round((spent(resource.RUSAGE_CHILDREN) - before) / reports, 2),
        "wall_s_each": round((time.perf_counter() - start) / reports, 2),
        "worker_mb_after_1": round(first),
        f"worker_mb_after_{oldest}": round(last),
        "worker_mb_most": round(max(mb for _, mb in held)),
    }


_made = 0


def _one_of_many(path: Path) -> tuple[int, float]:
    """How many reports this worker has made with this one, and the memory it holds after it."""
    global _made
    _made += 1
    write(path)
    return _made, int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MB
