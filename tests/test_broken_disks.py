"""What a full, broken or forbidden disk leaves: the contract's exit code, nothing aside, and no silence about it."""

from __future__ import annotations

import errno
import io
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from riskbrief.cli.logs import set_up
from riskbrief.deliver.folders import copy_set
from riskbrief.errors import StorageError
from riskbrief.listing import entries, files_below
from riskbrief.pipeline.publish import replace_file
from riskbrief.pipeline.withdrawals import told_manifest

NO_RENAME = """
import sys
from pathlib import Path
from riskbrief.deliver.folders import copy_set
def refuse(event, arguments):
    if event == "os.rename" and ".tmp-" in str(arguments[0]):
        raise OSError(5, "Input/output error")
sys.addaudithook(refuse)
copy_set({"briefing.pdf": b"new"}, Path(sys.argv[1]))
"""


def test_what_cannot_be_printed_is_exit_8_without_a_traceback() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "riskbrief", "schema", "report"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 8 and done.stderr == "error: standard output: No space left on device\n"


def test_a_log_that_cannot_be_written_stops_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    set_up("json")
    logger = logging.getLogger("riskbrief")
    [handler] = logger.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(Full())
    logger.warning("the disk of the log is full")
    logger.removeHandler(handler)
    assert capsys.readouterr().err == ""


def test_a_folder_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for listing in (entries, files_below):
        assert listing(tmp_path / "absent") == []
        with pytest.raises(OSError, match="symbolic links"):
            listing(loop)


def test_a_manifest_that_cannot_be_read_is_not_one_that_is_absent(tmp_path: Path) -> None:
    assert told_manifest(tmp_path) == {}
    (tmp_path / "manifest.json").mkdir()  # reading it fails, whoever asks
    with pytest.raises(StorageError, match=r"manifest\.json: cannot be read"):
        told_manifest(tmp_path)


def test_a_file_that_cannot_take_its_place_leaves_nothing_aside(tmp_path: Path) -> None:
    (tmp_path / "gauges.prom" / "in the way").mkdir(parents=True)
    with pytest.raises(StorageError):
        replace_file(tmp_path / "gauges.prom", b"up 1\n")
    assert [p.name for p in tmp_path.iterdir()] == ["gauges.prom"]


def test_a_delivered_set_stays_when_the_new_one_cannot_take_its_place(tmp_path: Path) -> None:
    target = tmp_path / "2024-W38"
    copy_set({"briefing.pdf": b"old"}, target)
    done = subprocess.run([sys.executable, "-c", NO_RENAME, str(target)], capture_output=True, text=True)
    assert done.returncode == 1 and "Input/output error" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["2024-W38"]
    assert (target / "briefing.pdf").read_bytes() == b"old"
