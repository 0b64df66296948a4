"""Firefox driven by Marionette, the protocol it carries itself: no other program is needed to speak to it."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_REGLAGES = {
    "marionette.port": 0,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "remote.log.level": "Error",
}


class Firefox:
    """One headless Firefox and the line to it."""

    def __init__(self, port: int) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.rank = 0
        self._read()  # its greeting
        self("WebDriver:NewSession", {"acceptInsecureCerts": False})

    def __call__(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        """Send a command; what it answers."""
        self.rank += 1
        message = json.dumps([0, self.rank, command, parameters or {}]).encode()
        self.line.sendall(str(len(message)).encode() + b":" + message)
        _, rank, error, result = self._read()
        assert rank == self.rank
        assert error is None, f"{command}: {error}"
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def _read(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self.line.recv(1)
        left, body = int(head[:-1]), b""
        while len(body) < left:
            body += self.line.recv(left - len(body))
        return json.loads(body)

    def get(self, url: str) -> None:
        """Open a page."""
        self("WebDriver:Navigate", {"url": url})

    def ask(self, script: str) -> Any:
        """What an expression of the page's own language gives."""
        return self("WebDriver:ExecuteScript", {"script": f"return {script}", "args": []})

    def find(self, css: str) -> str:
        """An element of the page."""
        found: str = self("WebDriver:FindElement", {"using": "css selector", "value": css})[_ELEMENT]
        return found

    def click(self, css: str) -> None:
        """Click on it."""
        self("WebDriver:ElementClick", {"id": self.find(css)})

    def choose(self, css: str, *paths: Path) -> None:
        """Choose files in a field."""
        self("WebDriver:ElementSendKeys", {"id": self.find(css), "text": "\n".join(map(str, paths))})

    def wait(self, script: str) -> None:
        """Until an expression is true."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with suppress(AssertionError):  # between two pages
                if self.ask(script):
                    return
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}\n{self.ask('document.body.innerText')}")


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """A headless Firefox; the test is skipped where it is not installed."""
    browser = shutil.which("firefox") or shutil.which("firefox-esr")
    if browser is None:
        pytest.skip("Firefox n'est pas installé sur cette machine")
    profile = tmp_path_factory.mktemp("firefox")
    lines = [f"user_pref({json.dumps(nom)}, {json.dumps(valeur)});" for nom, valeur in _REGLAGES.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [browser, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            place, end = profile / "MarionetteActivePort", time.monotonic() + 60
            while not (place.is_file() and place.read_text()) and time.monotonic() < end:
                time.sleep(0.05)
            found = Firefox(int(place.read_text()))
            yield found
            found.line.close()
        finally:
            running.terminate()
