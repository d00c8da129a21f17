"""Processor time of a weekly briefing from stored scores to its PDF, once and in a batch, beside other programs.

Run: python benchmarks/render.py [RUNS] [REPORTS]. Prints JSON: `cold`, a report in a fresh process (bar 6 cpu-seconds);
`batch`, REPORTS (50) of them over two workers that are replaced after ten (bar 5 each, memory flat); `chromium` and
`typst`, the same page; then the invented briefing of the tests with charts as SVG (`ours`), as PNG at 200 dpi, and in
this process with the system's fonts.
"""

from __future__ import annotations

import base64
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import others
import stored
from stored import spent

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
WAYS = ("ours", "png", "system_fonts")
BARS = {"cold": 6.0, "batch": 5.0}


def page(way: str) -> tuple[str, object]:
    """The page of the way, and its meta data."""
    import example_briefing as example
    from riskbrief.charts.draw import DRAWERS, draw
    from riskbrief.charts.style import sheet
    from riskbrief.document import FigureSpec
    from riskbrief.render.html import render_html

    briefing = example.briefing()
    specs = [p for s in briefing.sections for p in s.parts.values() if isinstance(p, FigureSpec)]
    pictures = {spec.id: draw(spec, language="en") for spec in specs}
    html = render_html(briefing, pictures, template_dirs=[ROOT / "templates"], template="briefing.html.j2")
    if way == "png":
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        for spec in specs:
            with sheet(spec.width_mm, spec.height_mm) as paper:
                DRAWERS[type(spec.figure)](paper, spec.figure, "en")
                paper.figure.set_dpi(200)
                content = io.BytesIO()
                FigureCanvasAgg(paper.figure).print_png(content)
            vector = base64.b64encode(pictures[spec.id].encode()).decode()
            raster = base64.b64encode(content.getvalue()).decode()
            html = html.replace(f"data:image/svg+xml;base64,{vector}", f"data:image/png;base64,{raster}")
    return html, briefing.meta


def once(way: str) -> dict[str, float]:
    """One briefing the given way, in a fresh process."""
    start = time.perf_counter()
    html, meta = page(way)
    before_pdf = spent()
    if way == "system_fonts":
        import weasyprint

        content = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/a-3a")
    else:
        from riskbrief.render.pdf import PRESS, render_pdf

        content = render_pdf(html, meta=meta, attachments=[])
        PRESS.close()  # only what has ended is counted
    return {
        "cpu_s": round(spent(), 2),
        "charts_and_html_cpu_s": round(before_pdf, 2),
        "wall_s": round(time.perf_counter() - start, 2),
        "pdf_kb": len(content) // 1024,
    }


def ways(runs: int) -> dict[str, dict[str, float]]:
    """Median of each way over fresh processes, and its ratio to ours."""
    results = {}
    for way in WAYS:
        command = [sys.executable, __file__, "--once", way]
        done = [
            json.loads(subprocess.run(command, capture_output=True, check=True, env=os.environ).stdout)
            for _ in range(runs)
        ]
        results[way] = {key: statistics.median(d[key] for d in done) for key in done[0]}
    for result in results.values():
        result["ratio_to_ours"] = round(result["cpu_s"] / results["ours"]["cpu_s"], 2)
    return results


def machine() -> dict[str, float]:
    """How fast and how busy the machine is: a plain loop's processor seconds, and the load of the last minute."""
    start, total = time.process_time(), 0
    for number in range(20_000_000):
        total += number
    return {"plain_loop_cpu_s": round(time.process_time() - start, 2), "load": round(os.getloadavg()[0], 1)}


def as_installed(bytecode: Path) -> None:
    """Modules are compiled once, as an installer does, whatever the environment says of bytecode."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(bytecode)


def weekly(runs: int, reports: int) -> dict[str, object]:
    """The stored issue: cold, in a batch, and its page by other programs with their share of our time."""
    with tempfile.TemporaryDirectory() as folder:
        as_installed(Path(folder) / "bytecode")
        issue, page = Path(folder) / "issue", Path(folder) / "briefing.html"
        subprocess.run([sys.executable, __file__, "--store", str(issue)], check=True)
        cold, batch = stored.cold(issue, page, runs), stored.batch(issue, reports)
        cold["bar"], batch["bar"] = BARS["cold"], BARS["batch"]
        told: dict[str, object] = {"machine": machine(), "cold": cold, "batch": batch}
        for name, setting in (("chromium", others.chromium), ("typst", others.typst)):
            result = setting(page)
            if isinstance(result, dict):
                result["ratio_to_ours"] = round(result["cpu_s"] / cold["cpu_s"], 2)
            told[name] = result
        return told


def main() -> None:
    """All of it, or one part in this process."""
    match sys.argv[1:]:
        case ["--once", way]:
            sys.stdout.write(json.dumps(once(way)))
        case ["--store", path]:
            stored.store(Path(path))
        case ["--stored", path, page_file]:
            sys.stdout.write(json.dumps(stored.printed(Path(path), page_file)))
        case numbers:
            runs, reports = (*map(int, numbers), *(3, 50)[len(numbers) :])
            sys.stdout.write(json.dumps(weekly(runs, reports) | ways(runs), indent=1) + "\n")


if __name__ == "__main__":
    main()
