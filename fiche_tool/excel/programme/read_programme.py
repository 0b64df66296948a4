"""Reading programme.xlsx: the hierarchy and the settings, every fault with its cell.

It goes through the same bounded reader as the fiches: people edit it too, in Excel or LibreOffice, and it stands on
the path of every command.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie, Constat, signal
from fiche_tool.domaine.mots.adresses import parse_adresses
from fiche_tool.domaine.mots.dates import parse_periode
from fiche_tool.domaine.mots.identifiants import is_code
from fiche_tool.domaine.mots.nombres import parse_entier
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.statuts import STATUTS, parse_statut
from fiche_tool.domaine.mots.textes import clean, fold, shorten
from fiche_tool.domaine.programme.diffusion import Diffusion
from fiche_tool.domaine.programme.fautes import check_programme
from fiche_tool.domaine.programme.programme import (
    Action,
    Annonce,
    EtatAction,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Place,
    Programme,
    Service,
    Volet,
)
from fiche_tool.domaine.programme.reprise import Repris
from fiche_tool.excel.lecture.classeur import LONGUE_LISTE, Classeur, Grille, column_letters
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.collage import (
    cut_title,
    give_numbers,
    read_level,
    read_number,
    read_volet,
    without_repeats,
)
from fiche_tool.excel.programme.diffusion import read_diffusion, read_yes
from fiche_tool.excel.programme.feuilles import ColonneProgramme
from fiche_tool.excel.programme.reprise import find_marks, read_repris
from fiche_tool.excel.programme.tableaux import LigneTableau, Tableau, find_header, make_ligne
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece


@dataclass(frozen=True, slots=True)
class LectureProgramme:
    """A programme with its anomalies; None where the workbook is not one or misses what nothing works without."""

    programme: Programme | None
    anomalies: tuple[Anomalie, ...]


def is_programme(classeur: Classeur) -> bool:
    """True for a workbook that has the sheets of a programme."""
    names = {fold(nom) for nom in classeur.feuilles}
    return {fold(feuilles.PARAMETRES), fold(feuilles.ACTIONS)} <= names


def read_programme(piece: Piece) -> LectureProgramme:
    """Read a programme workbook, named by its piece. Never raises for what stands in it."""
    fichier = piece.nom
    try:
        with net():
            classeur = open_classeur(piece, LONGUE_LISTE)
            reader = _Reader(classeur)
            programme = reader.read()
    except Refus as refus:
        return LectureProgramme(None, (refus.told_of(fichier),))
    faults = [*reader.anomalies, *(check_programme(programme) if programme else ())]
    return LectureProgramme(programme, tuple(anomalie.at(fichier=fichier) for anomalie in faults))


class _Reader:
    """Reads one programme workbook. Gathers anomalies."""

    def __init__(self, classeur: Classeur) -> None:
        self.classeur = classeur
        self.anomalies: list[Anomalie] = []

    def read(self) -> Programme | None:
        """The programme, or None where a sheet, a heading or a setting it cannot do without is missing."""
        parametres = self._parametres()
        announced = self._volets()
        volets = None if announced is None else tuple(v for v in announced if v.nom != feuilles.ENSEMBLE)
        objectifs = self._table(feuilles.OBJECTIFS, feuilles.COLONNES_OBJECTIFS)
        actions = self._table(feuilles.ACTIONS, feuilles.COLONNES_ACTIONS)
        if parametres is None or volets is None or objectifs is None or actions is None:
            return None
        known = {fold(volet.nom): volet.nom for volet in volets}
        whole = next((v.annonce for v in announced or () if v.nom == feuilles.ENSEMBLE), None)
        found = without_repeats(o for ligne in objectifs.lignes if (o := self._objectif(ligne, known)) is not None)
        places = frozenset(o.place for o in found)
        return Programme(
            replace(parametres, annonce=whole),
            volets,
            found,
            give_numbers(self._action(ligne, known, places) for ligne in actions.lignes),
            self._listes(),
            {feuilles.OBJECTIFS: objectifs.lettres, feuilles.ACTIONS: actions.lettres},
            self._reprise(),
            self._diffusion(),
        )

    def _diffusion(self) -> Diffusion:
        grille = self._grille(feuilles.PARAMETRES, required=False)
        diffusion, faults = read_diffusion(grille) if grille else (Diffusion(), ())
        self.anomalies += faults
        return diffusion

    def _reprise(self) -> tuple[Repris, ...]:
        """What the document of the PST said beside its actions; and what a person must look at before going on."""
        report = self._grille(feuilles.IMPORT, required=False)
        self.anomalies += find_marks(report) if report else ()
        grille = self._grille(feuilles.REPRISE, required=False)
        tableau = self._read_table(grille, feuilles.COLONNES_REPRISE, required=False) if grille else None
        return read_repris(tableau.lignes) if tableau else ()

    # --- sheets ------------------------------------------------------------------------------------------------------
    def _grille(self, nom: str, required: bool = True) -> Grille | None:
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

    def _table(self, feuille: str, colonnes: Sequence[ColonneProgramme]) -> Tableau | None:
        grille = self._grille(feuille)
        return None if grille is None else self._read_table(grille, colonnes)

    def _read_table(
        self, grille: Grille, colonnes: Sequence[ColonneProgramme], required: bool = True
    ) -> Tableau | None:
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
            self._check_errors(ligne, colonnes)
        return Tableau(lignes, lettres)

    def _check_errors(self, ligne: LigneTableau, colonnes: Sequence[ColonneProgramme]) -> None:
        """Tell the cells that show an error: nobody meant « #REF! » for a name."""
        for nom in [nom for nom, saisie in ligne.cellules.items() if saisie.erreur]:
            colonne = next(c for c in colonnes if c.nom == nom)
            self._fault(constats_programme.CODE_INVALIDE, ligne, colonne, _TYPED)

    def _require(self, ligne: LigneTableau, colonnes: Sequence[ColonneProgramme], sauf: str = "") -> None:
        for colonne in colonnes:
            if colonne.requise and colonne.nom != sauf and not ligne.texte(colonne.nom):
                if ligne.cellule(colonne.nom).formule:
                    told = "formule sans résultat enregistré"
                    self._fault(constats_programme.CODE_INVALIDE, ligne, colonne, _TYPED, told)
                else:
                    self._fault(constats_programme.CELLULE_REQUISE, ligne, colonne, _expected(colonne))

    def _fault(
        self, constat: Constat, ligne: LigneTableau, colonne: ColonneProgramme, attendu: str, trouve: str = ""
    ) -> None:
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

    # --- settings ----------------------------------------------------------------------------------------------------
    def _parametres(self) -> Parametres | None:
        grille = self._grille(feuilles.PARAMETRES)
        if grille is None:
            return None
        filled = sorted(
            grille.cellules.items(), key=lambda item: item[0], reverse=True
        )  # a volet may be called « CPAS »: the first one counts
        labels = {fold(s.texte): position for position, s in filled if position[1] == 1}
        cells = {
            reglage.nom: grille.get((labels[fold(reglage.entete)][0], 2))
            if fold(reglage.entete) in labels
            else Saisie(feuille=grille.nom)
            for reglage in feuilles.REGLAGES
        }
        ligne = make_ligne(0, cells)
        before = len(self.anomalies)
        self._require(ligne, feuilles.REGLAGES)
        self._check_errors(ligne, feuilles.REGLAGES)
        self._check_code(ligne)
        years = {nom: self._year(ligne, nom) for nom in ("debut_legislature", "fin_legislature")}
        if len(self.anomalies) > before:
            return None
        return Parametres(
            code=ligne.texte("code"),
            cpas=ligne.texte("cpas"),
            debut_legislature=years["debut_legislature"] or 0,
            fin_legislature=years["fin_legislature"] or 0,
            organe=ligne.texte("organe") or "Bureau permanent",
            contact=ligne.texte("contact"),
            adoption=self._day(ligne, "adoption", feuilles.REGLAGES),
            mot_axe=ligne.texte("mot_axe"),
            mot_os=ligne.texte("mot_os"),
            mot_oo=ligne.texte("mot_oo"),
            mot_action=ligne.texte("mot_action"),
        )

    def _check_code(self, ligne: LigneTableau) -> None:
        """A code that the reference of a fiche could not say back: no fiche would be known when it comes back."""
        code = ligne.texte("code")
        if code and not is_code(code) and not ligne.cellule("code").erreur:
            usable = "-".join(re.findall("[a-z0-9]+", fold(code))) or "pst-2025-2030"
            attendu = f"des minuscules sans accent, des chiffres et des traits d'union, par exemple « {usable} »"
            self._fault(constats_programme.CODE_INVALIDE, ligne, feuilles.REGLAGES[0], attendu)

    def _year(self, ligne: LigneTableau, nom: str) -> int | None:
        texte = ligne.texte(nom)
        year = parse_entier(texte)
        if year is not None and 1976 <= year <= 2100:
            return year
        if texte:
            colonne = next(c for c in feuilles.REGLAGES if c.nom == nom)
            self._fault(constats_programme.CODE_INVALIDE, ligne, colonne, "une année, par exemple 2025")
        return None

    def _volets(self) -> tuple[Volet, ...] | None:
        grille = self._grille(feuilles.PARAMETRES, required=False)
        tableau = self._read_table(grille, feuilles.COLONNES_VOLETS) if grille else None
        if tableau is None:
            return None
        return tuple(
            Volet(ligne.texte("nom"), ligne.texte("intitule"), self._annonce(ligne), ligne.numero)
            for ligne in tableau.lignes
            if ligne.texte("nom")
        )

    def _annonce(self, ligne: LigneTableau) -> Annonce | None:
        """The announced counts of a row; « 40+ » announces more than 40 actions."""
        colonnes = [c for c in feuilles.COLONNES_VOLETS if c.nom in _COMPTES]
        numbers = [parse_entier(ligne.texte(c.nom).rstrip("+ ")) for c in colonnes]
        for colonne, number in zip(colonnes, numbers, strict=True):
            if number is None and ligne.texte(colonne.nom):
                self._fault(constats_programme.CODE_INVALIDE, ligne, colonne, "un nombre, par exemple 40 ou 40+")
        if not any(number is not None for number in numbers):
            return None
        return Annonce(numbers[0], numbers[1], numbers[2], au_moins=ligne.texte(colonnes[-1].nom).endswith("+"))

    # --- rows --------------------------------------------------------------------------------------------------------
    def _objectif(self, ligne: LigneTableau, volets: Mapping[str, str]) -> Objectif | None:
        niveau, beside = read_level(ligne.texte("niveau"))
        volet, axe, numero = self._place(ligne, volets, "numero", feuilles.COLONNES_OBJECTIFS)
        intitule = clean(ligne.texte("intitule"))
        if niveau is not None:
            intitule, numero = cut_title(intitule, niveau, numero or beside)
        self._require(ligne, feuilles.COLONNES_OBJECTIFS, sauf="numero" if numero else "")
        if niveau is None:
            if ligne.texte("niveau"):
                self._fault(constats_programme.CODE_INVALIDE, ligne, feuilles.COLONNES_OBJECTIFS[0], "Axe, OS ou OO")
            return None
        own = numero if niveau is Niveau.AXE else axe
        return Objectif(niveau, volet, own, numero, intitule, ligne.numero)

    def _action(self, ligne: LigneTableau, volets: Mapping[str, str], places: Collection[Place]) -> Action:
        self._require(ligne, feuilles.COLONNES_ACTIONS, sauf="identifiant")  # its absence has a sentence of its own
        volet, axe, objectif = self._place(ligne, volets, "objectif", feuilles.COLONNES_ACTIONS)
        self._check_number(ligne, "numero", feuilles.COLONNES_ACTIONS, "1.2.3")
        texts = {c.nom: ligne.texte(c.nom) for c in feuilles.COLONNES_ACTIONS}
        etat, depuis, retiree = self._vie(ligne)
        own = {nom: texts[nom] for nom in ("service", "mandataire", "responsable", "porteur", "partenaires", "plans")}
        return Action(
            texts["identifiant"].upper(),
            volet,
            axe,
            objectif,
            read_number(texts["numero"]),
            texts["libelle"],
            **own,
            autres_objectifs=tuple(_parse_places(texts["autres_objectifs"], axe, volets, places)),
            etat=etat,
            depuis=depuis,
            ligne=ligne.numero,
            retiree=retiree,
            synergie="Oui" if self._yes(ligne) else "",
        )

    def _place(
        self, ligne: LigneTableau, volets: Mapping[str, str], numero: str, colonnes: Sequence[ColonneProgramme]
    ) -> Place:
        self._check_number(ligne, numero, colonnes, "1.2")
        volet = read_volet(ligne.texte("volet"), volets)
        return volet, read_number(ligne.texte("axe")), read_number(ligne.texte(numero))

    def _check_number(self, ligne: LigneTableau, nom: str, colonnes: Sequence[ColonneProgramme], exemple: str) -> None:
        saisie = ligne.cellules.get(nom)
        if saisie is not None and isinstance(saisie.brut, datetime):  # Excel makes « 1.1 » a date in a General cell
            colonne = next(c for c in colonnes if c.nom == nom)
            attendu = f"un numéro comme {exemple}, dans une cellule au format Texte"
            self._fault(constats_programme.CODE_INVALIDE, ligne, colonne, attendu)

    def _vie(self, ligne: LigneTableau) -> tuple[EtatAction, date | None, date | None]:
        """Whether an action is alive, and its two dates. A day of retirement retires it, from that day on.

        An older sheet has one date for both: that of a retired action is the day it was retired.
        """
        etat = self._etat(ligne)
        depuis, retiree = (self._day(ligne, nom, feuilles.COLONNES_ACTIONS) for nom in ("depuis", "retiree"))
        if retiree is not None:
            etat = EtatAction.RETIREE
        elif etat is EtatAction.RETIREE and "retiree" not in ligne.lettres:
            depuis, retiree = None, depuis
        return etat, depuis, retiree

    def _yes(self, ligne: LigneTableau) -> bool:
        """True for an action marked as a synergy with the commune."""
        answer = read_yes(ligne.texte("synergie"))
        if answer is None:
            colonne = next(c for c in feuilles.COLONNES_ACTIONS if c.nom == "synergie")
            self._fault(constats_programme.CODE_INVALIDE, ligne, colonne, "Oui ou Non")
        return bool(answer)

    def _etat(self, ligne: LigneTableau) -> EtatAction:
        key = fold(ligne.texte("etat"))
        if key in ("", "active", "actif", "en vigueur"):
            return EtatAction.ACTIVE
        if key in ("retiree", "retire", "supprimee", "abandonnee"):
            return EtatAction.RETIREE
        self._fault(
            constats_programme.CODE_INVALIDE,
            ligne,
            next(c for c in feuilles.COLONNES_ACTIONS if c.nom == "etat"),
            "active ou retirée",
        )
        return EtatAction.ACTIVE

    def _day(self, ligne: LigneTableau, nom: str, colonnes: Sequence[ColonneProgramme]) -> date | None:
        """A day, or the first one of a period; None where the cell is empty or cannot be read."""
        saisie = ligne.cellules.get(nom)
        if saisie is None or saisie.vide:
            return None
        if isinstance(saisie.brut, datetime):
            return saisie.brut.date()
        periode = parse_periode(saisie.texte)
        if periode is None:
            colonne = next(c for c in colonnes if c.nom == nom)
            self._fault(constats_programme.CODE_INVALIDE, ligne, colonne, "une date, par exemple 01/09/2025")
        return periode.debut if periode else None

    def _listes(self) -> Listes:
        grille = self._grille(feuilles.LISTES, required=False)
        if grille is None:
            return Listes()
        blocks = [self._read_table(grille, block, required=False) for block in feuilles.BLOCS_LISTES]
        services, mandataires, plans, statuts = (t.lignes if t else () for t in blocks)
        for ligne in services:
            self._check_adresses(ligne)
        return Listes(
            tuple(
                Service(ligne.texte("nom"), ligne.texte("personne"), ligne.texte("courriel"))
                for ligne in services
                if ligne.texte("nom")
            ),
            tuple(nom for ligne in mandataires if (nom := ligne.texte("nom"))),
            tuple(nom for ligne in plans if (nom := ligne.texte("nom"))),
            dict(self._statuts(statuts)),
        )

    def _check_adresses(self, ligne: LigneTableau) -> None:
        colonne, saisie = feuilles.COLONNES_SERVICES[2], ligne.cellule("courriel")
        for refused in parse_adresses(ligne.texte("courriel")).illisibles:
            self.anomalies.append(
                signal(
                    constats_programme.ADRESSE_ILLISIBLE,
                    feuille=saisie.feuille,
                    cellule=saisie.cellule,
                    champ=colonne.nom,
                    label=colonne.entete,
                    trouve=shorten(refused),
                    attendu="une adresse comme nom@cpas.be, ou plusieurs séparées par des points-virgules",
                    detail=ligne.texte("nom"),
                )
            )

    def _statuts(self, lignes: Sequence[LigneTableau]) -> Iterator[tuple[str, str]]:
        for ligne in lignes:
            statut = parse_statut(ligne.texte("statut"), {})
            if statut is None:
                self._fault(constats_programme.CODE_INVALIDE, ligne, feuilles.COLONNES_STATUTS[1], ", ".join(STATUTS))
            elif ligne.texte("mot"):
                yield ligne.texte("mot"), statut


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


_COMPTES = ("objectifs_strategiques", "objectifs_operationnels", "actions")


def _parse_places(texte: str, axe: str, volets: Mapping[str, str], places: Collection[Place]) -> Iterator[Place]:
    """Read « Externe 2.1 ; Interne 1.3 »; an axe, if any, stands between bars: « Externe | 2 | 1.1 ».

    Without bars, the OO is the one of the action's own axe, or else the one that stands in no axe.
    """
    for part in texte.replace("\n", ";").split(";"):
        words = [word.strip() for word in part.split("|")] if "|" in part else part.rsplit(maxsplit=1)
        if len(words) == 3:
            yield read_volet(words[0], volets), words[1], words[2]
        elif len(words) == 2:
            volet, numero = read_volet(words[0], volets), read_number(words[1])
            alone = (volet, axe, numero) not in places and (volet, "", numero) in places
            yield volet, "" if alone else axe, numero
        elif part.strip():
            yield "", axe, part.strip()
