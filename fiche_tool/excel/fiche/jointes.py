"""Several fiches in one workbook: which of its sheets are whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche.fiche import nom_de_cellule
from fiche_tool.domaine.fiche.identite import Identite
from fiche_tool.domaine.mots.identifiants import Reference, parse_reference
from fiche_tool.excel.fiche.feuilles import read_metas
from fiche_tool.excel.fiche.propres import find_zones
from fiche_tool.excel.fiche.reperage import ModelesConnus
from fiche_tool.excel.lecture.classeur import Classeur, Grille
from fiche_tool.excel.modele.identite import (
    CASES,
    META,
    REFERENCE,
    parse_version,
    read_identity,
    read_printed,
)


@dataclass(frozen=True, slots=True)
class FicheTrouvee:
    """One fiche of a workbook: whose it is, the sheets that show it, and what its sheet `_meta` and its form tell."""

    identite: Identite
    feuilles: tuple[Grille, ...]
    meta: Mapping[str, str]
    version: int | None


def part_forms(
    classeur: Classeur, first: FicheTrouvee, forms: Sequence[Grille], modeles: ModelesConnus
) -> tuple[tuple[FicheTrouvee, ...], tuple[Anomalie, ...]]:
    """The fiches that these sheets are, `first` in front; and what is said of those that two carriers do not name."""
    own = (first.identite.programme, first.identite.identifiant)
    groups: dict[tuple[str, str], list[Grille]] = {own: [forms[0]]}
    others: dict[tuple[str, str], FicheTrouvee] = {}
    refused: list[Anomalie] = []
    for grille in forms[1:]:
        printed = read_printed(grille)
        key = own if printed is None else (printed.programme, printed.identifiant)
        if printed is not None and key not in groups:
            found = _recognise(classeur, grille, printed, modeles)
            if found is None:
                refused.append(_refuse(grille, printed))
                continue
            others[key] = found
        groups.setdefault(key, []).append(grille)
    fiches = [first, *others.values()]
    return tuple(
        FicheTrouvee(
            fiche.identite,
            tuple(groups[fiche.identite.programme, fiche.identite.identifiant]),
            fiche.meta,
            fiche.version,
        )
        for fiche in fiches
    ), tuple(refused)


def _refuse(grille: Grille, printed: Reference) -> Anomalie:
    return signal(constats.AUTRE_FICHE_JOINTE, feuille=grille.nom, trouve=printed.identifiant, detail=grille.nom)


def _recognise(classeur: Classeur, grille: Grille, printed: Reference, modeles: ModelesConnus) -> FicheTrouvee | None:
    """The fiche that another sheet is, where a second carrier says so too: its own cells, or a `_meta` of its own."""
    zones = find_zones(classeur.vu_de(grille.nom), grille, modeles) or {}
    cells = read_identity(grille, zones)
    meta = _meta_of(classeur, printed)
    if (cells is not None and cells != printed) or (cells is None and not meta):
        return None
    carriers = (*([META] if meta else []), *([CASES] if cells is not None else []), REFERENCE)
    zone = zones.get(nom_de_cellule("modele"))
    version = parse_version(meta.get("modele", ""), grille.get(zone.coin).texte if zone is not None else "")
    identite = Identite(printed.programme, printed.identifiant, printed.seance, carriers)
    return FicheTrouvee(identite, (grille,), meta, version)


def find_meta(classeur: Classeur, grille: Grille) -> Mapping[str, str]:
    """The sheet `_meta` that a form has among several; empty where there is none."""
    printed = read_printed(grille)
    return _meta_of(classeur, printed) if printed is not None else {}


def _meta_of(classeur: Classeur, printed: Reference) -> Mapping[str, str]:
    return next((meta for meta in read_metas(classeur) if parse_reference(meta.get("reference", "")) == printed), {})
