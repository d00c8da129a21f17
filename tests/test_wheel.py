"""The built wheel, in a fresh virtual environment, gives a working workspace of its own."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def command(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, arguments)], capture_output=True, text=True, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    done = command(*pip, "--wheel-dir", target, ROOT)
    assert done.returncode == 0, done.stderr
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `riskbrief` of a fresh environment that holds the wheel; its dependencies are borrowed from this one."""
    home = tmp_path_factory.mktemp("fresh environment") / "venv"
    assert command(sys.executable, "-m", "venv", "--without-pip", home).returncode == 0
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--quiet", "--no-index", wheel]
    done = command(*pip)
    assert done.returncode == 0, done.stderr
    where = command(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
    (Path(where) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin" / "riskbrief"


def test_the_wheel_holds_the_workspace_once(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert len(names) == len(set(names))
    starter = {n.removeprefix("riskbrief/starter/") for n in names if n.startswith("riskbrief/starter/")}
    for folder in ("indicators", "reports", "templates", "training"):
        shipped = {str(p.relative_to(ROOT)) for p in (ROOT / folder).rglob("*.*") if not p.name.startswith(".")}
        assert shipped <= starter, shipped - starter
    assert "config.yaml" in starter


def test_a_new_workspace_publishes_at_once_and_init_never_overwrites(installed: Path, tmp_path: Path) -> None:
    target = tmp_path / "my workspace"
    made = command(installed, "init", target)
    assert made.returncode == 0, made.stderr
    written = made.stdout.splitlines()
    assert any(line.endswith("config.yaml") for line in written) and all(Path(line).exists() for line in written)
    checked = command(installed, "-C", target, "check")
    assert checked.returncode == 0, checked.stdout
    published = command(installed, "run", "weekly", "--as-of", "2024-09-22", cwd=target)
    assert published.returncode == 0, published.stderr
    issue = target / published.stdout.splitlines()[-1]
    assert (issue / "briefing.pdf").read_bytes().startswith(b"%PDF")

    (target / "config.yaml").write_text("mine\n")
    command(installed, "init", target)
    assert (target / "config.yaml").read_text() == "mine\n"
