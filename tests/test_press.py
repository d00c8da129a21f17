"""The process that prints is started once, shared by nothing it prints, and outlived by no page."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from printing import printed
from riskbrief.errors import RiskbriefError
from riskbrief.render import pdf as rendering


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    rendering.PRESS.close()
    yield
    rendering.PRESS.close()


def press() -> int:
    process = rendering.PRESS._process
    assert process is not None
    return process.pid


def gone(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return False
    return True


def test_one_process_prints_page_after_page_and_a_page_is_the_same_first_or_last() -> None:
    first, started = printed("<p>one</p>"), press()
    with pytest.raises(RiskbriefError, match="file:"):
        printed('<img src="file:///etc/passwd" alt="x">')
    printed("<p>two</p>")
    assert printed("<p>one</p>") == first
    assert press() == started


def test_a_page_that_takes_too_long_leaves_no_process_and_the_next_one_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "WALL_SECONDS", 0.3)
    with pytest.raises(RiskbriefError, match="took longer than"):
        printed("<p>word</p>" * 3000)
    slow = press()
    monkeypatch.undo()
    assert printed("<p>next</p>").startswith(b"%PDF")
    assert press() != slow and gone(slow)


def test_a_process_that_was_killed_between_two_pages_is_replaced() -> None:
    printed("<p>one</p>")
    killed = press()
    os.kill(killed, signal.SIGKILL)
    os.waitid(os.P_PID, killed, os.WEXITED | os.WNOWAIT)
    assert printed("<p>two</p>").startswith(b"%PDF")
    assert press() != killed


def test_another_environment_gets_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    printed("<p>one</p>")
    before = press()
    monkeypatch.setenv("TMPDIR", "/var/tmp")
    printed("<p>one</p>")
    assert press() != before and gone(before)


def test_a_page_is_refused_where_the_signal_of_ended_processes_is_ignored() -> None:
    """Some schedulers start their jobs so, and a process they start inherits it."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with pytest.raises(RiskbriefError, match="file:"):
            printed('<img src="file:///etc/passwd" alt="x">')
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_what_cuts_fonts_down_without_harfbuzz_is_loaded_only_when_it_is_called() -> None:
    code = (
        "import sys\nfrom riskbrief.render import later\nlater.put_off()\nimport weasyprint\n"
        "from weasyprint.pdf.fonts import instantiateVariableFont, subset\n"
        "print('fontTools.ttLib.tables.otTables' in sys.modules, subset.Options(hinting=False).hinting)\n"
        "import fontTools.subset, fontTools.varLib.instancer\n"
        "print(fontTools.subset.__file__ is None, fontTools.varLib.instancer.instantiateVariableFont.__name__)\n"
        "try:\n    instantiateVariableFont(None, {})\nexcept TypeError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told = done.stdout.splitlines()
    assert told[:2] == ["False False", "False instantiateVariableFont"]
    assert "NoneType" in told[2]
