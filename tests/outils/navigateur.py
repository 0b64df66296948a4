"""Chromium from the machine's own packages, driven over a page; and axe-core, which judges what everyone can use."""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent


def find_axe() -> Path | None:
    """axe-core, where the gate or the person says that npm put it."""
    for place in (
        os.environ.get("FICHE_TOOL_NODE", ""),
        str(ROOT / "node_modules"),
        str(ROOT / ".ci/node/node_modules"),
    ):
        path = Path(place) / "axe-core" / "axe.min.js"
        if place and path.is_file():
            return path
    return None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium; the test is skipped where it, its driver or selenium is not installed."""
    pytest.importorskip("selenium", reason="selenium n'est pas installé : pas de navigateur à conduire")
    driver = shutil.which("chromedriver")
    browser = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if driver is None or browser is None:
        pytest.skip("Chromium et son pilote (chromedriver) ne sont pas installés sur cette machine")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    found = webdriver.Chrome(options=options, service=Service(driver))
    yield found
    found.quit()


class Page:
    """A page under the eye: its width, its medium, what it says of itself."""

    def __init__(self, driver: Any, place: Path | str) -> None:
        self.driver, self.url = driver, place if isinstance(place, str) else place.as_uri()
        self.show()

    def show(self, *, width: int = 1366, script: bool = True, **media: str) -> "Page":
        """Open the page so wide, with or without scripts, in a medium (`scheme`, `type`)."""
        cdp = self.driver.execute_cdp_cmd
        cdp("Emulation.setScriptExecutionDisabled", {"value": not script})
        features = [{"name": "prefers-color-scheme", "value": media.get("scheme", "light")}]
        cdp("Emulation.setEmulatedMedia", {"media": media.get("type", "screen"), "features": features})
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        cdp("Emulation.setDeviceMetricsOverride", size)
        self.driver.get(self.url)
        cdp("Emulation.setScriptExecutionDisabled", {"value": False})
        return self

    def ask(self, script: str) -> Any:
        """What an expression of the page's own language gives."""
        return self.driver.execute_script(f"return {script}")

    @property
    def too_wide(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def violations(self) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA, and against good practice."""
        axe = find_axe()
        if axe is None:
            pytest.skip("axe-core (npm) n'est pas installé : FICHE_TOOL_NODE dit où il est")
        self.driver.execute_script(axe.read_text(encoding="utf-8"))
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = self.driver.execute_async_script(
            f"axe.run(document, {{runOnly: {json.dumps(rules)}}}).then(arguments[arguments.length - 1])"
        )
        assert found["passes"], "axe-core ran no rule at all"
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]

    def errors(self) -> list[str]:
        """What the browser wrote in its console."""
        return [entry["message"] for entry in self.driver.get_log("browser")]
