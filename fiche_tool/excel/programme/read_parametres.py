"""Reading the sheet Paramètres of programme.xlsx: the settings of the centre, its volets and what they announce."""

import re

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.mots.identifiants import is_code
from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.programme import Annonce, Parametres, Volet
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.releve import Releve
from fiche_tool.excel.programme.tableaux import LigneTableau, make_ligne

_COMPTES = ("objectifs_strategiques", "objectifs_operationnels", "actions")


def read_parametres(releve: Releve) -> Parametres | None:
    """The settings of the centre; None where one that nothing works without is missing or wrong, which is told."""
    grille = releve.grille(feuilles.PARAMETRES)
    if grille is None:
        return None
    filled = sorted(grille.cellules.items(), key=lambda item: item[0], reverse=True)
    # a volet may be called « CPAS »: the first one counts
    labels = {fold(s.texte): position for position, s in filled if position[1] == 1}
    cells = {
        reglage.nom: grille.get((labels[fold(reglage.entete)][0], 2))
        if fold(reglage.entete) in labels
        else Saisie(feuille=grille.nom)
        for reglage in feuilles.REGLAGES
    }
    ligne = make_ligne(0, cells)
    before = len(releve.anomalies)
    releve.require(ligne, feuilles.REGLAGES)
    releve.check_errors(ligne, feuilles.REGLAGES)
    _check_code(releve, ligne)
    years = {nom: _year(releve, ligne, nom) for nom in ("debut_legislature", "fin_legislature")}
    if len(releve.anomalies) > before:
        return None
    return Parametres(
        code=ligne.texte("code"),
        cpas=ligne.texte("cpas"),
        debut_legislature=years["debut_legislature"] or 0,
        fin_legislature=years["fin_legislature"] or 0,
        organe=ligne.texte("organe") or "Bureau permanent",
        contact=ligne.texte("contact"),
        adoption=releve.day(ligne, "adoption", feuilles.REGLAGES),
        mot_axe=ligne.texte("mot_axe"),
        mot_os=ligne.texte("mot_os"),
        mot_oo=ligne.texte("mot_oo"),
        mot_action=ligne.texte("mot_action"),
    )


def _check_code(releve: Releve, ligne: LigneTableau) -> None:
    """A code that the reference of a fiche could not say back: no fiche would be known when it comes back."""
    code = ligne.texte("code")
    if code and not is_code(code) and not ligne.cellule("code").erreur:
        usable = "-".join(re.findall("[a-z0-9]+", fold(code))) or "pst-2025-2030"
        attendu = f"des minuscules sans accent, des chiffres et des traits d'union, par exemple « {usable} »"
        releve.fault(constats_programme.CODE_INVALIDE, ligne, feuilles.REGLAGES[0], attendu)


def _year(releve: Releve, ligne: LigneTableau, nom: str) -> int | None:
    texte = ligne.texte(nom)
    year = parse_entier(texte)
    if year is not None and 1976 <= year <= 2100:
        return year
    if texte:
        colonne = next(c for c in feuilles.REGLAGES if c.nom == nom)
        releve.fault(constats_programme.CODE_INVALIDE, ligne, colonne, "une année, par exemple 2025")
    return None


def read_volets(releve: Releve) -> tuple[Volet, ...] | None:
    """The volets and what each announces, the row of the whole PST among them; None where the table is missing."""
    grille = releve.grille(feuilles.PARAMETRES, required=False)
    tableau = releve.read_table(grille, feuilles.COLONNES_VOLETS) if grille else None
    if tableau is None:
        return None
    return tuple(
        Volet(ligne.texte("nom"), ligne.texte("intitule"), _annonce(releve, ligne), ligne.numero)
        for ligne in tableau.lignes
        if ligne.texte("nom")
    )


def _annonce(releve: Releve, ligne: LigneTableau) -> Annonce | None:
    """The announced counts of a row; « 40+ » announces more than 40 actions."""
    colonnes = [c for c in feuilles.COLONNES_VOLETS if c.nom in _COMPTES]
    numbers = [parse_entier(ligne.texte(c.nom).rstrip("+ ")) for c in colonnes]
    for colonne, number in zip(colonnes, numbers, strict=True):
        if number is None and ligne.texte(colonne.nom):
            releve.fault(constats_programme.CODE_INVALIDE, ligne, colonne, "un nombre, par exemple 40 ou 40+")
    if not any(number is not None for number in numbers):
        return None
    return Annonce(numbers[0], numbers[1], numbers[2], au_moins=ligne.texte(colonnes[-1].nom).endswith("+"))
