"""Chromium as an officer's browser: opens a page, types, clicks, prints, and tells what the page asked for or
complained of.

The browser is driven through two pipes in its own protocol (DevTools, JSON messages ended by NUL); nothing listens
on the network and no driver program is needed.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)
_PATIENCE = 60
_PLACED = """import fcntl, os, sys
reads, writes = (fcntl.fcntl(int(n), fcntl.F_DUPFD, 10) for n in sys.argv[1:3])
os.dup2(reads, 3), os.dup2(writes, 4)
os.execv(sys.argv[3], sys.argv[3:])"""
"""The protocol wants its pipes under the numbers 3 and 4."""


def missing() -> str:
    """Why no browser can be used here; "" when one can."""
    if os.name == "nt":
        return "the pipes to the browser are made for Linux and macOS"
    return "" if _program() else "Chromium is not installed"


def _program() -> str | None:
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class BrowserError(Exception):
    """The browser refused a request, ended, or did not answer in time."""


@dataclass
class Page:
    """One tab. `asked` are the addresses it tried to load, `complaints` what its console showed, exceptions too."""

    _send: int
    _receive: int
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    _session: str = ""
    _number: int = 0
    _rest: bytes = b""
    _reached: set[tuple[str, str]] = field(default_factory=set)

    def open(self, path: Path, fragment: str = "", *, idle: bool = False) -> None:
        """Loads a file afresh, even when only the fragment differs; with `idle` waits half a second more for what it
        may still ask for."""
        self.do("Page.navigate", url="about:blank")
        self.asked.clear()
        self.complaints.clear()
        address = path.absolute().as_uri() + (f"#{fragment}" if fragment else "")
        loader = self.do("Page.navigate", url=address)["loaderId"]
        self._until(lambda: ("networkIdle" if idle else "load", loader) in self._reached)

    def run(self, script: str) -> Any:
        """The value of an expression on the page; a promise is waited for."""
        done = self.do("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in done:
            raise BrowserError(str(done["exceptionDetails"]))
        return done["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """One key, as typed by hand."""
        text = {"Enter": "\r"}.get(key, "")
        for kind in ("keyDown", "keyUp"):
            shown = {"text": text} if text and kind == "keyDown" else {}
            self.do("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **shown)

    def type(self, text: str) -> None:
        self.do("Input.insertText", text=text)

    def size(self, width: int, height: int) -> None:
        self.do(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def medium(self, name: str = "") -> None:
        """Shows the page as on paper with “print”; "" shows it as a screen does."""
        self.do("Emulation.setEmulatedMedia", media=name)

    def without_script(self, disabled: bool = True) -> None:
        self.do("Emulation.setScriptExecutionDisabled", value=disabled)

    def picture(self, target: Path, *, whole: bool = False) -> Path:
        target.write_bytes(base64.b64decode(self.do("Page.captureScreenshot", captureBeyondViewport=whole)["data"]))
        return target

    def print(self, target: Path) -> Path:
        """A4 as PDF, as the print dialogue would make it."""
        done = self.do("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        target.write_bytes(base64.b64decode(done["data"]))
        return target

    def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One request and its answer; what the page reports meanwhile is noted."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        answer: dict[str, Any] = {}

        def answered() -> bool:
            return bool(answer)

        self._until(answered, into=answer)
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']}")
        found: dict[str, Any] = answer["result"]
        return found

    def attach(self) -> None:
        target = self.do("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.do("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.do(f"{domain}.enable")
        self.do("Page.setLifecycleEventsEnabled", enabled=True)

    def _until(self, done: Any, into: dict[str, Any] | None = None) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not done():
            if time.monotonic() > deadline:
                raise BrowserError("no answer in time")
            for message in self._messages():
                if into is not None and message.get("id") == self._number:
                    into.update(message)
                else:
                    self._note(message)

    def _messages(self) -> Iterator[dict[str, Any]]:
        piece = os.read(self._receive, 1 << 20)
        if not piece:
            raise BrowserError("the browser has ended")
        *whole, self._rest = (self._rest + piece).split(b"\0")
        yield from (json.loads(one) for one in whole)

    def _note(self, message: dict[str, Any]) -> None:
        told = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])
            case "Runtime.consoleAPICalled":
                self.complaints.append(str(told["args"]))
            case "Runtime.exceptionThrown":
                self.complaints.append(str(told["exceptionDetails"]))
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Page.lifecycleEvent":
                self._reached.add((told["name"], told["loaderId"]))


@contextmanager
def page() -> Iterator[Page]:
    """A tab of a browser of its own, which ends with the block."""
    program = _program()
    assert program is not None
    to_browser, send = os.pipe()
    receive, from_browser = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, *_OPTIONS, f"--user-data-dir={profile}"]
        process = subprocess.Popen(
            [sys.executable, "-c", _PLACED, str(to_browser), str(from_browser), *command],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        try:
            made = Page(send, receive)
            made.attach()
            yield made
        finally:
            os.close(send)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            process.kill()
            process.wait()
            os.close(receive)
