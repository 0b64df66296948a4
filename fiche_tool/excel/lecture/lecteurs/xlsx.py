"""Reading an .xlsx workbook (transitional or Strict) from its parts: sheets, names, properties, relationships."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from fiche_tool.domaine.constats import constats
from fiche_tool.excel.lecture.classeur import (
    FORMULAIRE,
    MAX_FEUILLES,
    Classeur,
    Grille,
    Limites,
    Objet,
    Position,
    Zone,
    hidden_links,
    parse_zone,
)
from fiche_tool.excel.lecture.xlsx.cells import SheetReader
from fiche_tool.excel.lecture.xlsx.objets import BESIDE, read_links, read_notes, read_objets
from fiche_tool.excel.lecture.xml import VRAI, Attributs, Texte, local, remember, walk
from fiche_tool.fichiers.bornes import MAX_SMALL_PART
from fiche_tool.fichiers.package import Package, Refus, too_big
from fiche_tool.fichiers.piece import Piece

_RISKS = (
    ("xl/externalLinks/", "des liens vers d'autres classeurs"),
    ("xl/embeddings/", "des objets incorporés"),
    ("xl/connections.xml", "une connexion à des données externes"),
    ("xl/activeX/", "des contrôles ActiveX"),
)


@dataclass(frozen=True, slots=True)
class FeuilleXlsx:
    """A sheet as the workbook part declares it."""

    nom: str
    rel: str


@dataclass(frozen=True, slots=True)
class PartieClasseur:
    """What the workbook part says: sheets in order, names, calendar; `locaux` are the names of one sheet alone."""

    feuilles: tuple[FeuilleXlsx, ...]
    noms: Mapping[str, Zone]
    date1904: bool
    locaux: Mapping[str, Mapping[str, Zone]] = field(default_factory=dict)


def open_classeur(piece: Piece, limites: Limites = FORMULAIRE) -> Classeur:
    """Open an .xlsx (Strict or not). Raises Refus for macros or a package without workbook."""
    package = piece.opened()
    if any(name.endswith("vbaProject.bin") for name in package.parts):
        raise Refus(constats.MACROS)
    workbook = find_workbook(package)
    partie = read_workbook_part(package.read(workbook, MAX_SMALL_PART))
    parts = sheet_parts(package, workbook, partie)
    if len({feuille.nom.lower() for feuille in partie.feuilles}) != len(partie.feuilles):
        raise Refus(constats.ILLISIBLE, detail="deux feuilles y portent le même nom")
    if not parts:
        raise Refus(constats.ILLISIBLE, detail="aucune feuille de calcul n'a pu y être trouvée")
    reader = SheetReader(package, related_parts(package, workbook), partie.date1904, limites)
    beside = cache(lambda nom: _read_beside(package, parts[nom]))  # a sheet that is read is seen from above as well
    return Classeur(
        format="xlsx",
        feuilles=tuple(parts),
        noms=partie.noms,
        proprietes=_read_properties(package),
        ouvrir=lambda nom: _with_liens(package, parts[nom], _with_beside(reader.read(nom, parts[nom]), *beside(nom))),
        avertissements=(
            *(detail for prefix, detail in _RISKS if any(name.startswith(prefix) for name in package.parts)),
            *(f"la feuille « {x.nom} », qui n'a pas de cellules" for x in partie.feuilles if x.nom not in parts),
        ),
        survol=lambda nom: _with_beside(Grille(nom), *beside(nom)),
        locaux=partie.locaux,
        sans_lignes=lambda nom, zone: _with_beside(reader.read(nom, parts[nom], zone), *beside(nom)),
    )


def _read_beside(package: Package, part: str) -> tuple[Mapping[Position, str], tuple[Objet, ...]]:
    """The notes attached to the cells of a sheet, and what is drawn over them."""
    related = relations(package, part)
    if BESIDE.isdisjoint(kind for kind, _ in related.values()):
        return {}, ()
    notes, lost = read_notes(package, related)
    return notes, (*lost, *read_objets(package, related, relations))


def _with_beside(grille: Grille, notes: Mapping[Position, str], objets: tuple[Objet, ...]) -> Grille:
    return replace(grille, notes=notes, objets=(*grille.objets, *objets)) if notes or objets else grille


def _with_liens(package: Package, part: str, grille: Grille) -> Grille:
    """The sheet with the links behind its texts, where it has any."""
    path = _relations_part(part)
    if path not in package or b"hyperlink" not in (rels := package.read(path, MAX_SMALL_PART)):
        return grille
    return replace(grille, objets=(*grille.objets, *hidden_links(grille, read_links(rels, package.read(part)))))


def _relations_part(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relations(package: Package, part: str) -> Mapping[str, tuple[str, str]]:
    """The relationships of a part, by id: type (last word) and target part."""
    folder, path = posixpath.dirname(part), _relations_part(part)
    if path not in package:
        return {}
    return _read_relations(package.read(path, MAX_SMALL_PART), folder)


@remember
def _read_relations(content: bytes, folder: str) -> Mapping[str, tuple[str, str]]:
    """The same from the part that declares them, for a part in a folder."""
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Attributs) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (kind, whole)

    walk(content, start)
    return found


def find_workbook(package: Package) -> str:
    """The name of the workbook part."""
    for kind, target in relations(package, "").values():
        if kind == "officeDocument":
            return target
    raise Refus(constats.ILLISIBLE, detail="il n'y a pas de classeur dans l'archive")


def sheet_parts(package: Package, workbook: str, partie: PartieClasseur) -> dict[str, str]:
    """The part of each worksheet, by sheet name, in order."""
    targets = relations(package, workbook)
    return {
        feuille.nom: targets[feuille.rel][1]
        for feuille in partie.feuilles
        if feuille.rel in targets and targets[feuille.rel][0] == "worksheet" and targets[feuille.rel][1] in package
    }


def related_parts(package: Package, workbook: str) -> dict[str, str]:
    """The parts the workbook refers to, by type (styles, sharedStrings…)."""
    return {kind: target for kind, target in relations(package, workbook).values()}


@remember
def read_workbook_part(content: bytes) -> PartieClasseur:
    """Parse the workbook part. Kept by content: all the fiches of one séance share theirs."""
    feuilles: list[FeuilleXlsx] = []
    targets: dict[tuple[str, str], str] = {}
    current = Texte()
    state = {"date1904": "0", "name": "", "scope": ""}

    def start(tag: str, attributes: Attributs) -> None:
        match local(tag):
            case "sheet":
                rel = next((value for key, value in attributes.items() if local(key) == "id"), "")
                if len(feuilles) == MAX_FEUILLES:
                    raise too_big("trop de feuilles", f"{MAX_FEUILLES}")
                feuilles.append(FeuilleXlsx(attributes.get("name", ""), rel))
            case "workbookPr":
                state["date1904"] = attributes.get("date1904", "0")
            case "definedName":
                current.clear()
                state.update(name=attributes.get("name", ""), scope=attributes.get("localSheetId", ""))

    def end(tag: str) -> None:
        if local(tag) == "definedName":
            key = (state["name"].lower(), state["scope"])
            targets[key] = str(current) if targets.get(key, str(current)) == str(current) else ""  # two: neither
            state["name"] = ""

    walk(content, start, end, lambda texte: current.add(texte) if state["name"] else None)
    noms, locaux = _sort_names(targets, feuilles)
    return PartieClasseur(tuple(feuilles), noms, state["date1904"] in VRAI, locaux)


def _sort_names(
    targets: Mapping[tuple[str, str], str], feuilles: Sequence[FeuilleXlsx]
) -> tuple[dict[str, Zone], dict[str, dict[str, Zone]]]:
    """The names of the workbook, before which no sheet's own comes; and those that sheets keep for themselves."""
    noms: dict[str, Zone] = {}
    locaux: dict[str, dict[str, Zone]] = {}
    for (name, scope), target in sorted(targets.items(), key=lambda item: item[0][1] == "", reverse=True):
        zone = parse_zone(target)
        if zone is None:
            continue
        noms.setdefault(name, zone)
        rank = int(scope[:_DIGITS]) if scope.isdecimal() else len(feuilles)
        if rank < len(feuilles) and not name.startswith("_xlnm."):
            locaux.setdefault(feuilles[rank].nom, {})[name] = zone
    return noms, locaux


_DIGITS = 6


def _read_properties(package: Package) -> dict[str, str]:
    """Core and application properties that matter here, by lower-case local name."""
    found: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in package:
            found |= _read_property_part(package.read(part, MAX_SMALL_PART))
    return found


PROPRIETES = ("subject", "keywords", "application", "title", "description", "category", "manager", "contentstatus")
"""What is read of them; who wrote a workbook and when, the program says by itself."""


@remember
def _read_property_part(content: bytes) -> Mapping[str, str]:
    found = {name: Texte() for name in PROPRIETES}
    path: list[str] = []

    def start(tag: str, _: Attributs) -> None:
        path.append(local(tag).lower())

    def end(_: str) -> None:
        path.pop()

    def text(content: str) -> None:
        if path and path[-1] in found:
            found[path[-1]].add(content)

    walk(content, start, end, text)
    return {name: str(texte) for name, texte in found.items() if texte}
