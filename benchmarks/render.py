"""Processor time of a six-page briefing, from figures and text to PDF, beside two plain ways.

Run: python benchmarks/render.py [RUNS]. Ours: SVG charts as images, bundled fonts, a child process.
Plain 1: the same charts as PNG at 200 dpi. Plain 2: the same page in this process with the system's fonts.
"""

from __future__ import annotations

import base64
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
WAYS = ("ours", "png", "system_fonts")


def spent() -> float:
    """Processor seconds of this process and its ended children."""
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


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
        from riskbrief.render.pdf import render_pdf

        content = render_pdf(html, meta=meta, attachments=[])
    return {
        "cpu_s": round(spent(), 2),
        "charts_and_html_cpu_s": round(before_pdf, 2),
        "wall_s": round(time.perf_counter() - start, 2),
        "pdf_kb": len(content) // 1024,
    }


def main() -> None:
    """Median of each way over fresh processes, and its ratio to ours."""
    if len(sys.argv) > 2 and sys.argv[1] == "--once":
        sys.stdout.write(json.dumps(once(sys.argv[2])))
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    results = {}
    for way in WAYS:
        done = [
            json.loads(
                subprocess.run(
                    [sys.executable, __file__, "--once", way], capture_output=True, check=True, env=os.environ
                ).stdout
            )
            for _ in range(runs)
        ]
        results[way] = {key: statistics.median(d[key] for d in done) for key in done[0]}
    for result in results.values():
        result["ratio_to_ours"] = round(result["cpu_s"] / results["ours"]["cpu_s"], 2)
    sys.stdout.write(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
