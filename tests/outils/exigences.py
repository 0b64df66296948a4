"""What the gate must have: there, a test skipped for want of one of these is a failure, not a skip."""

import os
from collections.abc import Generator

import pytest

VARIABLE = "FICHE_TOOL_GATE"
"""The names below that the machine must have, parted by commas; empty everywhere but in the gate."""
MOTS = {
    "libreoffice": ("libreoffice", "soffice"),
    "navigateurs": ("chromium", "firefox", "navigateur", "browser"),
    "gnumeric": ("gnumeric", "ssconvert"),
    "poppler": ("poppler", "pdftoppm", "pdftotext", "pdfinfo"),
    "documents": ("« documents »", "python-docx", "odfdo", "pypdfium2"),
    "node": ("node", "npm", "axe", "ooxml"),
    "shared": ("shared",),
}
"""How the reason of a skip names what is missing."""


def required() -> tuple[str, ...]:
    """What this machine must have. An unknown name is a mistake in the gate, told at once."""
    names = tuple(name.strip() for name in os.environ.get(VARIABLE, "").split(",") if name.strip())
    unknown = set(names) - MOTS.keys()
    if unknown:
        raise ValueError(f"{VARIABLE} nomme {', '.join(sorted(unknown))} ; il connaît {', '.join(MOTS)}")
    return names


def missing(reason: str, names: tuple[str, ...]) -> str:
    """Which required thing a test was skipped for want of; empty where the skip is none of the gate's business."""
    folded = reason.casefold()
    return next((name for name in names if any(mot in folded for mot in MOTS[name])), "")


def pytest_configure() -> None:
    """Tell a mistake in the variable of the gate before any test runs."""
    required()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In the gate, a test skipped for want of what the gate must have fails."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        name = missing(reason, required())
        if name:
            report.outcome = "failed"
            report.longrepr = f"{VARIABLE} demande « {name} » sur cette machine, et ce test est sauté : {reason}"
    return report
