"""A page in headless Chromium, driven over its debugging pipe: what a reader sees, reaches by keyboard and hears."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
         "--no-first-run", "--disable-extensions", "--hide-scrollbars")  # fmt: skip
PATIENCE_SECONDS = 120


def axe_script() -> str:
    """The accessibility engine axe-core (MPL-2.0), as one of the locked test packages carries it."""
    [path] = [f for f in files("axe-playwright-python") or [] if f.name == "axe.min.js"]
    return Path(str(path.locate())).read_text(encoding="utf-8")


class Browser:
    """One browser with one tab."""

    def __init__(self, folder: Path) -> None:
        path = next(filter(None, map(shutil.which, NAMES)), None)
        if path is None:
            pytest.skip("no Chromium here, and tools/setup.sh could not install it: nobody looks at the page")
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        plumbing = f'exec "$@" 3<&{orders} 4>&{answers}'  # it reads its orders from descriptor 3 and answers on 4
        self._process = subprocess.Popen(
            ["bash", "-c", plumbing, "bash", path, *FLAGS, f"--user-data-dir={folder}", "about:blank"],
            pass_fds=(orders, answers), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(orders)
        os.close(answers)
        self._number, self._rest, self._session = 0, b"", ""
        self.complaints: list[str] = []  # what the page asked for outside itself, and the browser's own messages
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def close(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._orders)
        os.close(self._answers)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give an order and wait for its answer."""
        self._number += 1
        order = {"id": self._number, "method": method, "params": parameters}
        order |= {"sessionId": self._session} if self._session else {}
        self._send(order)
        while True:
            said = self._next()
            if said.get("id") == self._number:
                assert "error" not in said, said
                return dict(said["result"])
            self._note(said)

    def _send(self, order: dict[str, Any]) -> None:
        left = json.dumps(order).encode() + b"\0"
        while left:
            left = left[os.write(self._orders, left) :]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select.select([self._answers], [], [], PATIENCE_SECONDS)[0], "the browser does not answer"
            piece = os.read(self._answers, 1 << 16)
            assert piece, "the browser ended"
            self._rest += piece
        message, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(message))

    def _note(self, said: dict[str, Any]) -> None:
        told = said.get("params", {})
        url = told.get("request", {}).get("url", "") if said.get("method") == "Network.requestWillBeSent" else ""
        if url and not url.startswith(("data:", "file:")):
            self.complaints.append(url)
        if said.get("method") == "Log.entryAdded":
            self.complaints.append(told["entry"]["text"])

    def open(self, path: Path, *, width: int, height: int = 800) -> None:
        """Show a file in a window of this many CSS pixels, with the page's own scripts switched off."""
        self.complaints.clear()
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.call("Emulation.setScriptExecutionDisabled", value=True)
        self.call("Page.navigate", url=path.as_uri())
        while self.value("document.readyState") != "complete" or self.value("location.href") != path.as_uri():
            pass

    def value(self, expression: str) -> Any:
        """What an expression gives in the page; a promise is waited for."""
        done = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, key: str) -> None:
        """Press and let go of one key."""
        code = {"Tab": 9, "Enter": 13, "ArrowRight": 39}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def picture(self) -> bytes:
        """The whole page as PNG."""
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def faults(self) -> list[str]:
        """What axe-core finds wrong, by rule and element; every rule it has, WCAG 2.2 AA and good practice."""
        self.call("Emulation.setScriptExecutionDisabled", value=False)  # the engine waits for timers
        self.value(axe_script() + ";0")
        told = self.value("axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations))")
        return [f"{v['id']}: {n['html'][:160]}: {n['failureSummary']}" for v in json.loads(told) for n in v["nodes"]]


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that is gone afterwards, with everything it wrote."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        opened = Browser(Path(folder))
        try:
            yield opened
        finally:
            opened.close()
