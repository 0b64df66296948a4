"""Reading .xls (Excel 97-2003) by its values: what a bounded child process found, as a Classeur."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from fiche_tool.domaine.constats import constats
from fiche_tool.domaine.mots.saisie import Brut, Saisie
from fiche_tool.domaine.mots.textes import printable
from fiche_tool.excel.lecture.barres import strike
from fiche_tool.excel.lecture.classeur import (
    FORMULAIRE,
    ZONE_DE_TEXTE,
    Classeur,
    Grille,
    Limites,
    Objet,
    Zone,
    address,
    hidden_links,
    parse_zone,
)
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece

XLS = "xls"
MODULE = "fiche_tool.excel.lecture.xls_enfant"


def open_classeur(piece: Piece, limites: Limites = FORMULAIRE) -> Classeur:
    """Open an .xls. Raises Refus where it is encrypted or damaged, or where its reading grows past all bounds."""
    asked = f"{limites.lignes} {limites.colonnes} {limites.cellules}\n".encode()
    found: dict[str, Any] = json.loads(piece.ask_child(MODULE, asked))
    if "refus" in found:
        raise (
            Refus(constats.MOT_DE_PASSE)
            if found["refus"] == "mot de passe"
            else Refus(constats.ILLISIBLE, detail=_DAMAGED)
        )
    grilles = {grille.nom: grille for grille in map(_to_grille, found["feuilles"])}
    if len(grilles) != len(found["feuilles"]):
        raise Refus(constats.ILLISIBLE, detail="deux feuilles y portent le même nom")
    zones = {name: parse_zone(printable(target)) for name, target in found["noms"].items()}
    locaux: dict[str, dict[str, Zone]] = {}
    for rank, name, target in found["locaux"]:
        zone = parse_zone(printable(target))
        if zone is not None:
            locaux.setdefault(list(grilles)[rank], {})[name] = zone
    return Classeur(
        format=XLS,
        feuilles=tuple(grilles),
        noms={name: zone for name, zone in zones.items() if zone is not None},
        proprietes={},
        ouvrir=lambda nom: grilles[nom],
        locaux=locaux,
    )


_DAMAGED = "classeur .xls incomplet ou abîmé"


def _to_grille(sheet: dict[str, Any]) -> Grille:
    nom = printable(sheet["nom"])  # this format, unlike the others, lets it hold anything
    cells = {(row, column): _to_saisie(nom, row, column, *content) for row, column, *content in sheet["cellules"]}
    for row, column, pieces in sheet["barres"]:
        cells[row, column] = strike(cells[row, column], not pieces, [(texte, mark) for texte, mark in pieces])
    grille = Grille(
        nom,
        cells,
        {(top, left): Zone(nom, top, left, bottom, right) for top, left, bottom, right in sheet["fusions"]},
        sheet["tronquee"],
        {(row, column): texte for row, column, texte in sheet["notes"]},
    )
    liens = ((address((row, column)), target) for row, column, target in sheet["liens"])
    boxes = (Objet(ZONE_DE_TEXTE, address((row, column)), printable(texte)) for row, column, texte in sheet["dessins"])
    return replace(grille, objets=(*boxes, *hidden_links(grille, liens)))


def _to_saisie(nom: str, row: int, column: int, genre: str, value: Any) -> Saisie:
    where = address((row, column))
    brut: Brut
    match genre:
        case "e":
            return Saisie(None, nom, where, erreur=value)
        case "n" | "p":
            brut = Decimal(value)
        case "d":
            brut = datetime.fromisoformat(value)
        case _:
            brut = value
    return Saisie(brut, nom, where, pourcent=genre == "p")
