"""Compile the gettext catalogues of fiche_tool.

Every ``fiche_tool/locale/*/LC_MESSAGES/*.po`` is compiled to a ``.mo`` beside
it. The output depends on the ``.po`` alone: the compiled header holds neither
a date nor the version of Babel, so running the script twice gives the same
bytes.

Usage: python scripts/build_locale.py
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE_DIR = Path(__file__).resolve().parent.parent / "fiche_tool" / "locale"


class StableCatalog(Catalog):
    """A catalogue whose header holds only what gettext reads."""

    def __init__(self, source: Catalog) -> None:
        super().__init__(locale=source.locale_identifier, charset="utf-8")
        self.source = source

    def __iter__(self) -> Iterator[Message]:
        header = (
            f"Language: {self.source.locale_identifier}\n"
            "MIME-Version: 1.0\n"
            "Content-Type: text/plain; charset=UTF-8\n"
            "Content-Transfer-Encoding: 8bit\n"
            f"Plural-Forms: {self.source.plural_forms}\n"
        )
        yield Message("", header)
        yield from (message for message in self.source if message.id)


def compile_po(po_path: Path) -> Path:
    """Compile one ``.po`` file and return the path of the ``.mo`` written."""
    with po_path.open("rb") as po_file:
        source = read_po(po_file, abort_invalid=True)
    buffer = io.BytesIO()
    write_mo(buffer, StableCatalog(source))
    mo_path = po_path.with_suffix(".mo")
    mo_path.write_bytes(buffer.getvalue())
    return mo_path


def main() -> int:
    """Compile every catalogue; return 1 if there is none."""
    po_paths = sorted(LOCALE_DIR.glob("*/LC_MESSAGES/*.po"))
    if not po_paths:
        print(f"No .po file under {LOCALE_DIR}", file=sys.stderr)
        return 1
    for po_path in po_paths:
        print(compile_po(po_path))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
