"""Several copies of some sheets in one workbook, each with its drawings and its own names; all else once, as it is."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.excel.lecture.lecteurs.xlsx import relations
from fiche_tool.excel.lecture.xml import escape
from fiche_tool.fichiers.package import Membre, Package, new_member, write_package

_TYPES = "[Content_Types].xml"
_SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_PARTAGES = frozenset({"image"})
"""What copies of a sheet show together; a hyperlink leads out of the package and is no part."""
_COPIABLES = _PARTAGES | {
    "drawing",
    "chart",
    "chartUserShapes",
    "chartStyle",
    "chartColorStyle",
    "printerSettings",
    "comments",
    "vmlDrawing",
}
_SHEET_TAG = regex(r"<((?:\w+:)?)sheet\b[^>]*/>")
_ATTRIBUTE = regex(r'([\w:]+)="([^"]*)"')
_NAME = regex(r"<((?:\w+:)?)definedName\b([^>]*)>([^<]*)</(?:\w+:)?definedName>")


@dataclass(frozen=True, slots=True)
class Feuillet:
    """One copy of a sheet: the title of the sheet it is copied from, its own title, its XML."""

    modele: str
    titre: str
    contenu: bytes


@dataclass(frozen=True, slots=True)
class Souche:
    """A workbook whose sheets are to be copied: its parts as they are written, and what its workbook part says."""

    package: Package
    partie_classeur: str
    classeur: str
    parties: Mapping[str, str]
    membres: Mapping[str, Membre]
    remplacees: Mapping[str, bytes] = field(default_factory=dict)


def find_obstacle(package: Package, parties: Mapping[str, str], copiees: Sequence[str], classeur: str) -> str:
    """What keeps these sheets from being copied in their workbook, as « un tableau »; empty where nothing does."""
    for titre in copiees:
        for part in (parties[titre], *_below(package, parties[titre])):
            kinds = {kind for kind, _ in relations(package, part).values()} - _COPIABLES
            if kinds:
                return _OBSTACLES.get(min(kinds), f"un objet ({min(kinds)})") + f" sur la feuille « {titre} »"
    own = {found[1] for found in re.finditer(r'name="([^"]*)"[^>]*>([^<]*)<', classeur) if _targets(found[2], copiees)}
    for titre, part in parties.items():
        if titre not in copiees:
            formulas = " ".join(
                re.findall(r"<(?:\w+:)?f\b[^>]*>([^<]*)<", package.read(part).decode("utf-8", "replace"))
            )
            if _targets(formulas, copiees) or own & set(re.findall(r"[\w.]+", formulas)):
                return f"une formule de la feuille « {titre} », qui lit la fiche"
    return ""


_OBSTACLES = {
    "table": "un tableau Excel",
    "pivotTable": "un tableau croisé",
    "ctrlProp": "un contrôle de formulaire",
    "control": "un contrôle",
    "oleObject": "un objet incorporé",
    "threadedComment": "un fil de commentaires",
}


def join_sheets(souche: Souche, exemplaires: Sequence[Sequence[Feuillet]], copiees: Sequence[str]) -> bytes:
    """The workbook with these copies in the place of the sheets `copiees`; each keeps names of its own."""
    package = souche.package
    gone = {part for titre in copiees for part in (souche.parties[titre], *_below(package, souche.parties[titre]))}
    gone |= {_rels_of(part) for part in gone}
    gone |= {target for kind, target in relations(package, souche.partie_classeur).values() if kind == "calcChain"}
    rewritten = {souche.partie_classeur, _rels_of(souche.partie_classeur), _TYPES, "docProps/app.xml"}
    copies = [_Copie(souche, feuillet, rank) for rank, several in enumerate(exemplaires, 1) for feuillet in several]
    parts: dict[str, bytes] = dict(souche.remplacees)
    parts[souche.partie_classeur] = _write_workbook(souche, copies, copiees).encode()
    parts[_rels_of(souche.partie_classeur)] = _write_links(souche, copies, gone).encode()
    parts[_TYPES] = _write_types(package, copies, gone).encode()
    if "docProps/app.xml" in package:
        parts["docProps/app.xml"] = _LISTED.sub("", package.read("docProps/app.xml").decode()).encode()
    members = [new_member(_TYPES, parts.pop(_TYPES))]
    for name in package.parts:
        if name in parts:
            members.append(new_member(name, parts.pop(name)))
        elif name not in gone and name not in rewritten:
            members.append(souche.membres[name])
    members += [new_member(name, content) for copie in copies for name, content in copie.parts()]
    return write_package(members)


_LISTED = regex(r"<(HeadingPairs|TitlesOfParts)>.*?</\1>", re.DOTALL)


@dataclass(frozen=True, eq=False)
class _Copie:
    """A copy of a sheet in the workbook being written: `rang` tells its exemplaire."""

    souche: Souche
    feuillet: Feuillet
    rang: int

    @property
    def source(self) -> str:
        return self.souche.parties[self.feuillet.modele]

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The part of the sheet and those below it, by their name in the model."""
        return {part: self._rename(part) for part in (self.source, *_below(self.souche.package, self.source))}

    def _rename(self, part: str) -> str:
        stem, dot, suffix = part.rpartition(".")
        return f"{stem}_{self.rang}{dot}{suffix}"

    def retitle(self, texte: str) -> str:
        """Every reference to the sheet of the model made one to this copy."""
        return _refers_to(self.feuillet.modele).sub(lambda _: escape(_quoted(self.feuillet.titre)), texte)

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """The sheet, what hangs below it, and their relationships."""
        package, renamed = self.souche.package, self.renamed
        for old, new in renamed.items():
            content = self.feuillet.contenu if old == self.source else package.read(old)
            if old.endswith(".xml"):
                content = self.retitle(content.decode()).encode()
            yield new, content
            if _rels_of(old) in package:
                yield _rels_of(new), _relink(package, old, renamed).encode()


def _refers_to(titre: str) -> re.Pattern[str]:
    quoted, bare = re.escape(escape(_quoted(titre))), re.escape(escape(titre))
    return re.compile(rf"(?:{quoted}|(?<![\w.'’\]]){bare}!)")


def _quoted(titre: str) -> str:
    return "'" + titre.replace("'", "''") + "'!"


def _targets(texte: str, titres: Sequence[str]) -> bool:
    return any(_refers_to(titre).search(texte) for titre in titres)


def _rels_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _below(package: Package, part: str) -> list[str]:
    """The parts that hang below one, and that each copy of it has for itself."""
    found: dict[str, None] = {}
    waiting = [part]
    while waiting:
        for kind, target in relations(package, waiting.pop()).values():
            if kind not in _PARTAGES and target in package and target not in found and target != part:
                found[target] = None
                waiting.append(target)
    return list(found)


def _relink(package: Package, part: str, renamed: Mapping[str, str]) -> str:
    """The relationships of a part, led to the copies."""
    folder = posixpath.dirname(part)

    def lead(found: re.Match[str]) -> str:
        target = found[1]
        whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return f'Target="/{renamed[whole]}"' if whole in renamed else found[0]

    return re.sub(r'Target="([^"]*)"', lead, package.read(_rels_of(part)).decode())


# --- the parts that say what a workbook holds ------------------------------------------------------------------------
def _write_workbook(souche: Souche, copies: Sequence[_Copie], copiees: Sequence[str]) -> str:
    """The workbook part: the copies where their sheets stood, and names for each."""
    texte = re.sub(r'\s(?:activeTab|firstSheet)="\d+"', "", souche.classeur)
    tags = list(_SHEET_TAG.finditer(texte))
    titles = [unquote(dict(_ATTRIBUTE.findall(tag[0]))["name"]) for tag in tags]
    lines: list[str] = []
    places: dict[_Copie | str, int] = {}
    free = 1 + max(int(dict(_ATTRIBUTE.findall(tag[0]))["sheetId"]) for tag in tags)
    for tag, titre in zip(tags, titles, strict=True):
        if titre not in copiees:
            places[titre] = len(lines)
            lines.append(tag[0])
            continue
        for copie in (copie for copie in copies if copie.feuillet.modele == titre):
            places[copie] = len(lines)
            new = {"name": escape(copie.feuillet.titre), "sheetId": str(free + len(lines))}
            lines.append(_ATTRIBUTE.sub(lambda found, n=new, c=copie: _renew(found, n, c), tag[0]))  # type: ignore[misc]
    texte = texte[: tags[0].start()] + "".join(lines) + texte[tags[-1].end() :]
    return _NAME.sub(lambda found: "".join(_rename_all(found, copies, copiees, titles, places)), texte)


def _renew(found: re.Match[str], new: Mapping[str, str], copie: _Copie) -> str:
    """An attribute of the tag of a sheet."""
    value = _rel_id(copie) if found[1].endswith(":id") else new.get(found[1], found[2])
    return f'{found[1]}="{value}"'


def _rename_all(
    found: re.Match[str],
    copies: Sequence[_Copie],
    copiees: Sequence[str],
    titles: Sequence[str],
    places: Mapping[_Copie | str, int],
) -> Iterator[str]:
    """A name of the workbook as it is, its sheet counted anew; or one for each copy of the sheet it speaks of."""
    prefixe, attributes, target = found.groups()
    scope = dict(_ATTRIBUTE.findall(attributes)).get("localSheetId", "")
    bare = re.sub(r'\slocalSheetId="\d+"', "", attributes)
    titre = titles[int(scope)] if scope else next((one for one in copiees if _targets(target, [one])), "")
    if titre not in copiees:
        local = f' localSheetId="{places[titre]}"' if scope else ""
        yield f"<{prefixe}definedName{bare}{local}>{target}</{prefixe}definedName>"
        return
    for copie in copies:
        if copie.feuillet.modele == titre:
            own = f'{bare} localSheetId="{places[copie]}"'
            yield f"<{prefixe}definedName{own}>{copie.retitle(target)}</{prefixe}definedName>"


def _rel_id(copie: _Copie) -> str:
    digits = re.sub(r"\D", "", copie.source)
    return f"rIdCopie{digits}_{copie.rang}"


def _write_links(souche: Souche, copies: Sequence[_Copie], gone: set[str]) -> str:
    folder = posixpath.dirname(souche.partie_classeur)
    texte = souche.package.read(_rels_of(souche.partie_classeur)).decode()

    def keep(found: re.Match[str]) -> str:
        target = dict(_ATTRIBUTE.findall(found[0])).get("Target", "")
        whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        return "" if whole in gone else found[0]

    texte = re.sub(r"<Relationship\b[^>]*/>", keep, texte)
    added = "".join(
        f'<Relationship Id="{_rel_id(copie)}" Type="{_SHEET}" Target="/{copie.renamed[copie.source]}"/>'
        for copie in copies
    )
    return texte.replace("</Relationships>", f"{added}</Relationships>", 1)


def _write_types(package: Package, copies: Sequence[_Copie], gone: set[str]) -> str:
    texte = package.read(_TYPES).decode()
    kinds: dict[str, str] = {}

    def keep(found: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(found[0]))
        part = attributes["PartName"].removeprefix("/")
        kinds[part] = attributes["ContentType"]
        return "" if part in gone else found[0]

    texte = re.sub(r"<Override\b[^>]*/>", keep, texte)
    added = "".join(
        f'<Override PartName="/{new}" ContentType="{kinds[old]}"/>'
        for copie in copies
        for old, new in copie.renamed.items()
        if old in kinds
    )
    return texte.replace("</Types>", f"{added}</Types>", 1)


def unquote(texte: str) -> str:
    """The title of a sheet out of an attribute."""
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        texte = texte.replace(entity, sign)
    return texte
