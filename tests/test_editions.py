"""Editions are laid out beside each other: the bytes are those of one after the other, and nothing is left behind."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

import example_briefing as example
from printing import short, small
from riskbrief.document import Briefing
from riskbrief.errors import RiskbriefError
from riskbrief.pipeline.editions import editions
from riskbrief.render import pdf as rendering

ROOT = Path(__file__).parents[1]
DATA = {"scores.csv": b'"a"\n1\n'}
Lap = Callable[[str], None]


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    rendering.PRESS.close()
    yield
    rendering.PRESS.close()


def briefing(language: str) -> Briefing:
    return short(example.briefing(language), "w5")


def made(briefings: Mapping[str, Briefing], lap: Lap, root: Path = ROOT) -> dict[str, bytes]:
    def suffix(language: str) -> str:
        return "" if language == "en" else f".{language}"

    return editions(briefings, DATA, suffix, root=root, template="briefing.html.j2", lap=lap)


def running(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def test_two_editions_are_those_that_each_language_alone_gives_and_are_told_in_order() -> None:
    told: list[str] = []
    both = made({name: briefing(name) for name in ("en", "fr")}, told.append)
    assert told == ["render.en", "render.fr"]
    alone = [made({name: briefing(name)}, told.append) for name in ("en", "fr")]
    assert both == alone[0] | alone[1] and list(both) == [*alone[0], *alone[1]]


def test_the_error_is_that_of_the_first_language_that_has_one(tmp_path: Path) -> None:
    """The first cannot be laid out, the second not even be drawn: what is told does not hang on which fails sooner."""
    (tmp_path / "templates").mkdir()
    asks = small('<img src="file:///etc/passwd" alt="x">{{ 1 / (meta.language == "en") }}')
    (tmp_path / "templates" / "briefing.html.j2").write_text(asks, encoding="utf-8")
    told: list[str] = []
    with pytest.raises(RiskbriefError, match="file:"):
        made({name: briefing(name) for name in ("en", "fr")}, told.append, tmp_path)
    assert told == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_a_run_that_breaks_off_waits_for_no_page_and_leaves_no_process(error: type[BaseException]) -> None:
    """Both editions are given out before the first is told of, so that the second is being laid out or only starts."""
    processes: list[Popen[bytes]] = []

    def break_off(_stage: str) -> None:
        processes.extend(one for one in presses() if one)
        raise error

    slow = replace(briefing("fr"), sections=example.briefing("fr").sections)
    with pytest.raises(error):
        made({"en": briefing("en"), "fr": slow}, break_off)
    assert processes
    for process in [*processes, *(one for one in presses() if one)]:
        process.wait(10)
        assert not running(process.pid)


def test_a_process_that_starts_while_the_run_is_interrupted_is_ended_too() -> None:
    class Interrupted(dict[str, Briefing]):
        """Its first edition is given out, then the run is interrupted."""

        def items(self) -> Any:
            yield "en", example.briefing("en")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made(Interrupted(), lambda _stage: None)
    assert all(one is None or one.wait(10) < 0 for one in presses())


def test_closing_ends_the_process_beside_too() -> None:
    made({name: briefing(name) for name in ("en", "fr")}, lambda _stage: None)
    processes = [one for one in presses() if one]
    rendering.PRESS.close()
    assert presses() == [None, None] and processes and not any(running(one.pid) for one in processes)


def presses() -> list[Popen[bytes] | None]:
    beside = rendering.PRESS._beside
    assert beside
    return [rendering.PRESS._process, beside._process]


def test_what_lays_out_may_be_started_before_there_is_a_page() -> None:
    rendering.get_ready()
    process = rendering.PRESS._process
    assert process is not None
    time.sleep(0.05)
    rendering.render_pdf(small("<p>one</p>"), meta=example.meta(), attachments=[])
    assert rendering.PRESS._process is process
