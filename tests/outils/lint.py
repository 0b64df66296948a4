"""Structural faults for which a spreadsheet program offers a repair or shows a wrong number, unseen by schemas."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NAME = re.compile(r"[A-Za-z_\\][\w.\\]*")
_CELL_LIKE = re.compile(r"(?i)[a-z]{1,3}\d+|r\d*c\d*|[rc]")
_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")


def lint(data: bytes) -> list[str]:
    """Every fault found in a workbook's package, in words."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    faults = ["partie en double"] if len(names) != len(set(names)) else []
    trees = {name: etree.fromstring(part) for name, part in parts.items() if name.endswith((".xml", ".rels"))}
    faults += _content_types(trees, names)
    faults += _relationships(trees, set(names))
    book = trees["xl/workbook.xml"]
    faults += _defined_names(book)
    titles = [sheet.get("name") for sheet in book.iter(f"{M}sheet")]
    faults += [
        f"titre de feuille {title!r}" for title in titles if len(title) > 31 or _FORBIDDEN_IN_TITLES.search(title)
    ]
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/sheet"):
            faults += [f"{name}: {fault}" for fault in _sheet(tree)]
    return faults


def _content_types(trees: dict[str, etree._Element], names: list[str]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    overrides = {node.get("PartName") for node in types if node.get("PartName")}
    defaults = {node.get("Extension") for node in types if node.get("Extension")}
    for name in names:
        if name != "[Content_Types].xml" and f"/{name}" not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"{name}: sans type de contenu"
    yield from (f"{path}: type de contenu sans partie" for path in overrides if str(path)[1:] not in names)


def _relationships(trees: dict[str, etree._Element], names: set[str]) -> Iterator[str]:
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for node in tree:
                target = node.get("Target")
                if node.get("TargetMode") != "External" and not target.startswith("#"):
                    path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                    if path not in names:
                        yield f"{name}: cible {target} absente"


def _defined_names(book: etree._Element) -> Iterator[str]:
    seen = set()
    for node in book.iter(f"{M}definedName"):
        name, scope = node.get("name"), node.get("localSheetId")
        if (name.lower(), scope) in seen:
            yield f"nom {name} défini deux fois"
        seen.add((name.lower(), scope))
        if not name.startswith("_xlnm.") and (not _NAME.fullmatch(name) or _CELL_LIKE.fullmatch(name)):
            yield f"nom {name} invalide"
        if "#REF!" in (node.text or ""):
            yield f"nom {name} sans cible"


def _sheet(tree: etree._Element) -> Iterator[str]:
    last_row = 0
    for row in tree.iter(f"{M}row"):
        number = int(row.get("r"))
        if number <= last_row:
            yield f"ligne {number} en désordre"
        last_row = number
        yield from _cells(row)
    yield from _rules(tree)


def _rules(tree: etree._Element) -> Iterator[str]:
    for node in tree.iter(f"{M}dataValidation"):
        formula = node.findtext(f"{M}formula1") or ""
        if node.get("type") == "list" and formula.startswith('"'):
            yield f"liste en ligne {formula[:30]}"
        for attribute, limit in (("prompt", 255), ("error", 255), ("promptTitle", 32), ("errorTitle", 32)):
            if len(node.get(attribute) or "") > limit:
                yield f"{attribute} de plus de {limit} caractères"
    for node in tree.iter(f"{M}cfRule"):
        if node.get("type") == "containsBlanks":
            yield "format conditionnel containsBlanks"
    for node in (*tree.iter(f"{M}oddHeader"), *tree.iter(f"{M}oddFooter")):
        if len(node.text or "") > 255:
            yield "en-tête ou pied de page trop long"


def _cells(row: etree._Element) -> Iterator[str]:
    last = ""
    for cell in row.iter(f"{M}c"):
        address = cell.get("r")
        letters = address.rstrip("0123456789")
        if (len(letters), letters) <= (len(last), last):
            yield f"cellule {address} en désordre"
        last = letters
        formula, value = cell.find(f"{M}f"), cell.findtext(f"{M}v")
        if formula is not None and value is None:
            yield f"{address}: formule sans valeur enregistrée"
        if formula is not None and (formula.text or "").startswith("="):
            yield f"{address}: formule commençant par ="
        if cell.get("t") in (None, "n") and value and not re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", value):
            yield f"{address}: nombre {value!r}"
        if len("".join(cell.itertext())) > 32_767:
            yield f"{address}: texte trop long"
