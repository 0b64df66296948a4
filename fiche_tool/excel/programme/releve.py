"""Reading the sheets of programme.xlsx as tables, and gathering what is wrong with their cells."""

from collections.abc import Sequence
from datetime import date, datetime

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie, Constat, signal
from fiche_tool.domaine.mots.dates import parse_periode
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.excel.lecture.classeur import LONGUE_LISTE, Classeur, Grille, column_letters
from fiche_tool.excel.programme.feuilles import ColonneProgramme
from fiche_tool.excel.programme.tableaux import LigneTableau, Tableau, find_header, make_ligne


class Releve:
    """The sheets of one programme workbook. Gathers anomalies."""

    def __init__(self, classeur: Classeur) -> None:
        self.classeur = classeur
        self.anomalies: list[Anomalie] = []

    def grille(self, nom: str, required: bool = True) -> Grille | None:
        """A sheet by its name; a missing one is told where it is required."""
        for feuille in self.classeur.feuilles:
            if fold(feuille) == fold(nom):
                grille = self.classeur.ouvrir(feuille)
                if grille.tronquee:
                    self.anomalies.append(
                        signal(constats_programme.FEUILLE_TROP_LONGUE, feuille=nom, attendu=str(LONGUE_LISTE.lignes))
                    )
                return grille
        if required:
            self.anomalies.append(signal(constats_programme.FEUILLE_MANQUANTE, feuille=nom, trouve=nom))
        return None

    def table(self, feuille: str, colonnes: Sequence[ColonneProgramme]) -> Tableau | None:
        """The table of a sheet that is required."""
        grille = self.grille(feuille)
        return None if grille is None else self.read_table(grille, colonnes)

    def read_table(self, grille: Grille, colonnes: Sequence[ColonneProgramme], required: bool = True) -> Tableau | None:
        """The table of a sheet that has these columns, by their headings; None where one is missing."""
        header = find_header(grille, colonnes)
        missing = [c.entete for c in colonnes if c.requise and c.nom not in (header[1] if header else {})]
        if header is None or missing:
            if required:
                detail = ", ".join(f"« {entete} »" for entete in missing)
                self.anomalies.append(signal(constats_programme.ENTETE_MANQUANT, feuille=grille.nom, detail=detail))
            return None
        top, places = header
        last = max((row for row, _ in grille.cellules), default=top)
        lettres = {nom: column_letters(column) for nom, column in places.items()}
        found = grille.cellules
        rows = (
            make_ligne(
                row,
                {nom: found[row, column] for nom, column in places.items() if (row, column) in found},
                grille.nom,
                lettres,
            )
            for row in range(top + 1, last + 1)
        )
        lignes = tuple(ligne for ligne in rows if any(ligne.textes.values()))
        for ligne in lignes:
            self.check_errors(ligne, colonnes)
        return Tableau(lignes, lettres)

    def check_errors(self, ligne: LigneTableau, colonnes: Sequence[ColonneProgramme]) -> None:
        """Tell the cells that show an error: nobody meant « #REF! » for a name."""
        for nom in [nom for nom, saisie in ligne.cellules.items() if saisie.erreur]:
            colonne = next(c for c in colonnes if c.nom == nom)
            self.fault(constats_programme.CODE_INVALIDE, ligne, colonne, _TYPED)

    def require(self, ligne: LigneTableau, colonnes: Sequence[ColonneProgramme], sauf: str = "") -> None:
        """Tell each required cell of a row that is empty."""
        for colonne in colonnes:
            if colonne.requise and colonne.nom != sauf and not ligne.texte(colonne.nom):
                if ligne.cellule(colonne.nom).formule:
                    told = "formule sans résultat enregistré"
                    self.fault(constats_programme.CODE_INVALIDE, ligne, colonne, _TYPED, told)
                else:
                    self.fault(constats_programme.CELLULE_REQUISE, ligne, colonne, _expected(colonne))

    def fault(
        self, constat: Constat, ligne: LigneTableau, colonne: ColonneProgramme, attendu: str, trouve: str = ""
    ) -> None:
        """Tell what is wrong with a cell, which shows what it holds unless `trouve` says it otherwise."""
        saisie = ligne.cellule(colonne.nom)
        self.anomalies.append(
            signal(
                constat,
                feuille=saisie.feuille,
                cellule=saisie.cellule,
                champ=colonne.nom,
                label=colonne.entete,
                trouve=trouve or shorten(saisie.texte),
                attendu=attendu,
            )
        )

    def day(self, ligne: LigneTableau, nom: str, colonnes: Sequence[ColonneProgramme]) -> date | None:
        """A day, or the first one of a period; None where the cell is empty or cannot be read."""
        saisie = ligne.cellules.get(nom)
        if saisie is None or saisie.vide:
            return None
        if isinstance(saisie.brut, datetime):
            return saisie.brut.date()
        periode = parse_periode(saisie.texte)
        if periode is None:
            colonne = next(c for c in colonnes if c.nom == nom)
            self.fault(constats_programme.CODE_INVALIDE, ligne, colonne, "une date, par exemple 01/09/2025")
        return periode.debut if periode else None


_TYPED = "la valeur elle-même, tapée dans la cellule"
_EXPECTED = {
    "code": "un code, par exemple pst-2025-2030",
    "niveau": "Axe, OS ou OO",
    "libelle": "le libellé de l'action, comme dans le document du PST",
}


def _expected(colonne: ColonneProgramme) -> str:
    """What a cell that must be filled in is to hold, as the end of a sentence."""
    aide = colonne.aide or "un texte"
    return _EXPECTED.get(colonne.nom) or f"{aide[0].lower()}{aide[1:].rstrip('.')}"
