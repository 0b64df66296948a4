"""Reading what may leave the centre, among the settings of programme.xlsx: unsaid or misread, a thing stays inside."""

import re
from dataclasses import fields
from datetime import date, datetime

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.mots.dates import parse_jour
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold, one_line, shorten
from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.excel.lecture.classeur import Grille
from fiche_tool.excel.programme.feuilles import PARAMETRES, REGLAGES_DIFFUSION

_YES, _NO = frozenset({"oui", "o", "x", "vrai"}), frozenset({"", "non", "n", "faux"})
_INS = regex(r"\d{5}", re.ASCII)
_ATTENDU = {"adoptee": "une date, par exemple 24/11/2021", "ins": "cinq chiffres, par exemple 61080"}


def read_yes(texte: str) -> bool | None:
    """True for « Oui », False for « Non » or nothing, None for anything else."""
    key = fold(texte)
    return True if key in _YES else False if key in _NO else None


def read_diffusion(grille: Grille) -> tuple[Diffusion, tuple[Anomalie, ...]]:
    """The settings of sheet Paramètres, and what could not be read of them."""
    rows = {fold(saisie.texte): row for (row, column), saisie in grille.cellules.items() if column == 1}
    kinds = {f.name: f.type for f in fields(Diffusion)}
    found: dict[str, date | bool | str] = {}
    faults: list[Anomalie] = []
    for reglage in REGLAGES_DIFFUSION:
        row = rows.get(fold(reglage.entete))
        saisie = grille.get((row, 2)) if row else Saisie()
        if saisie.vide:
            continue
        value = read_yes(saisie.texte) if kinds[reglage.nom] is bool else _day_or_code(reglage.nom, saisie)
        if value is not None:
            found[reglage.nom] = value
            continue
        faults.append(
            signal(
                constats_programme.CODE_INVALIDE,
                feuille=PARAMETRES,
                cellule=saisie.cellule,
                champ=reglage.nom,
                label=reglage.entete,
                trouve=shorten(saisie.texte),
                attendu=_ATTENDU.get(reglage.nom, "Oui ou Non"),
            )
        )
    return Diffusion(**found), tuple(faults)  # type: ignore[arg-type]  # each value was read as its field's type


def _day_or_code(nom: str, saisie: Saisie) -> date | str | None:
    """A day, or the five digits of a commune; None for what is neither."""
    if nom == "adoptee":
        return saisie.brut.date() if isinstance(saisie.brut, datetime) else parse_jour(saisie.texte)
    texte = one_line(saisie.texte).replace(" ", "")
    return texte if _INS.fullmatch(texte) else None
