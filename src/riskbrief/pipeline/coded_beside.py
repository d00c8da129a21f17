"""Coding in a second process: `python -m riskbrief.pipeline.coded_beside ROOT STATE` codes what it is handed.

It reads the definitions itself; only when they are in the state asked for (`coded_state`) is it handed articles, so
that it codes to the letter as its parent would. Both ways goes an Arrow stream after its length. It ends when its
parent does, for then its input ends.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import IO

import pandas as pd
import pyarrow as pa

READY = b"ready\n"
LENGTH = struct.Struct("<Q")
MANY = 10_000  # articles from which a second process is worth its start
CHUNK = 1000  # articles handed over at a time
Parts = dict[int, pa.Table]


def coded_beside(
    articles: pd.DataFrame, root: Path, state: str, code: Callable[[pd.DataFrame], pa.Table]
) -> list[pa.Table]:
    """What `code` makes of the articles in chunks, in their order; some of them coded by a second process."""
    waiting = deque(range(0, len(articles), CHUNK))
    done: Parts = {}
    helper = Thread(target=_helped, args=(articles, root, state, waiting, done), daemon=True)
    helper.start()
    while waiting or helper.is_alive():
        try:
            start = waiting.popleft()
        except IndexError:
            helper.join()  # it may give back what it could not do
            continue
        done[start] = code(_chunk(articles, start))
    return [done[start] for start in sorted(done)]


def _chunk(articles: pd.DataFrame, start: int) -> pd.DataFrame:
    return articles.iloc[start : start + CHUNK].reset_index(drop=True)


def _helped(articles: pd.DataFrame, root: Path, state: str, waiting: deque[int], done: Parts) -> None:
    """Hand chunks from the end to a second process until none is left; one that it does not finish goes back."""
    command = [sys.executable, "-P", "-m", __name__, str(root.absolute()), state]
    try:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return
    start = -1
    with child:
        try:
            assert child.stdin and child.stdout
            if child.stdout.readline() != READY:
                return
            while waiting:
                start = waiting.pop()
                _send(child.stdin, pa.Table.from_pandas(_chunk(articles, start), preserve_index=False))
                done[start] = _received(child.stdout)
        except IndexError:  # the parent took the last one
            pass
        except (OSError, EOFError, ValueError, pa.ArrowException):
            waiting.append(start)
            child.kill()


def _send(stream: IO[bytes], table: pa.Table) -> None:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    content = sink.getvalue()
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _received(stream: IO[bytes]) -> pa.Table:
    """The next table. Errors: EOFError when there is none or it breaks off."""
    head = stream.read(LENGTH.size)
    size = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    content = stream.read(size)
    if not size or len(content) != size:
        raise EOFError
    return pa.ipc.open_stream(content).read_all()


def main(root: Path, asked: str) -> None:
    """Code what comes in, if the definitions are those asked for."""
    from riskbrief.definitions.load import load_workspace
    from riskbrief.pipeline.coded_rows import nested
    from riskbrief.pipeline.coded_state import state_of
    from riskbrief.pipeline.identity import file_digest
    from riskbrief.pipeline.learning import second_reader_path
    from riskbrief.pipeline.stages import code_plainly, second_reader
    from riskbrief.tables import ARTICLES

    workspace = load_workspace(root)
    weights = file_digest(second_reader_path(root)) if (second := second_reader(workspace)) else ""
    if state_of(workspace, second, weights).digest != asked:
        return
    letters, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    while True:
        try:
            told = _received(letters).to_pandas()
        except EOFError:
            return
        articles = ARTICLES.shape(told)
        _send(answers, nested(code_plainly(workspace, articles), articles.assign(key=_keys(told, articles))))


def _keys(told: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    key_of = dict(zip(told["article_id"], told["key"], strict=True))
    return [key_of[name] for name in articles["article_id"]]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
