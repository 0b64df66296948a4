"""Reading « Points à trancher » once filled in: decisions, each for the answers it shows; faults with their cell."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from fiche_tool.domaine.constats import constats, constats_lecture, constats_registres
from fiche_tool.domaine.constats.anomalies import Anomalie, Constat, signal
from fiche_tool.domaine.fiche.codec import codec_of
from fiche_tool.domaine.fiche.fiche import Valeur, champ
from fiche_tool.domaine.fiche.kinds import DATE, MOT, Scalaire, Vocabulaire, read_cell
from fiche_tool.domaine.fiche.lecture import ChampLu, Fichier, Lecture
from fiche_tool.domaine.fiche.orthographe import read_champ
from fiche_tool.domaine.fiche.show import VIDE, show_valeur
from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.grand_livre.decisions import Decision
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Saisie, strike_overlaid
from fiche_tool.domaine.mots.textes import fold, one_line
from fiche_tool.domaine.regles.controle import check_fiche
from fiche_tool.domaine.regles.regles import Contexte
from fiche_tool.excel.lecture.classeur import Classeur, Grille
from fiche_tool.excel.points import feuille
from fiche_tool.excel.points.feuille import ChoixPoint, Question
from fiche_tool.excel.points.hors_cases import find_strays
from fiche_tool.fichiers.package import Refus

_POINT = regex(r"point \d{1,6}", re.ASCII)
_MAX_HEAD = 60
"""Rows among which the headings are looked for."""


@dataclass(frozen=True, slots=True)
class LecturePoints:
    """A workbook « Points à trancher » as it came back: its identity, what it decides, what is wrong in it.

    `fautives` has, by cell, the action and the key of the rows whose choice cannot be taken.
    """

    fichier: Fichier
    programme: str
    seance: date
    decisions: tuple[Decision, ...]
    anomalies: tuple[Anomalie, ...]
    par: str = ""
    jour: date | None = None
    fautives: Mapping[str, tuple[str, Cle]] = field(default_factory=dict)


def is_points(classeur: Classeur) -> bool:
    """True for a workbook that says in its hidden sheet what it is, or that still has the sheet of that name."""
    try:
        return feuille.FEUILLE in classeur.feuilles or "points" in _read_meta(classeur)
    except Refus:  # damaged: whatever reads it next says so
        return False


def read_points(
    classeur: Classeur, fichier: Fichier, vocabulaire: Vocabulaire, contexte: Contexte
) -> LecturePoints | Lecture:
    """What was decided. A workbook that lost its hidden sheet decides nothing: a Lecture that says so."""
    meta = _read_meta(classeur)
    grille = _find_sheet(classeur)
    jour = _day(meta.get("seance", ""))
    if grille is None or jour is None or not meta.get("programme"):
        lost = signal(constats_registres.POINTS_SANS_IDENTITE, fichier=fichier.chemin)
        return Lecture(fichier, anomalies=(lost,))
    return _Lecteur(classeur, grille, meta, fichier, vocabulaire, contexte).read(meta["programme"], jour)


class _Lecteur:
    """Reads one workbook. Gathers anomalies."""

    def __init__(
        self,
        classeur: Classeur,
        grille: Grille,
        meta: Mapping[str, str],
        fichier: Fichier,
        vocabulaire: Vocabulaire,
        contexte: Contexte,
    ) -> None:
        self.classeur, self.grille = classeur, grille
        self.fichier, self.vocabulaire, self.contexte = fichier, vocabulaire, contexte
        self.seance = _day(meta.get("seance", ""))
        self.questions = {question.numero: question for question in _questions(meta)}
        self.anomalies: list[Anomalie] = []
        self.fautives: dict[str, tuple[str, Cle]] = {}

    def read(self, programme: str, seance: date) -> LecturePoints:
        """Row after row, whatever their order."""
        head = find_heads(self.grille)
        if head is None:
            self._signal(constats_registres.POINTS_SANS_IDENTITE, Saisie(feuille=self.grille.nom))
        par, jour = self._beside(feuille.PAR), self._beside(feuille.LE)
        name = read_cell(MOT, par, self.vocabulaire).valeur
        who, when = name if isinstance(name, str) else "", self._read_day(jour)
        decisions: list[Decision] = []
        if head is not None:
            top, columns = head
            rows = sorted({row for row, _ in self.grille.cellules if row > top})
            asked = self._ask(rows, top, columns[feuille.NUMERO])
            decisions = [found for row in rows for found in self._decide(row, columns, asked.get(row), who, when)]
            strays = find_strays(self.classeur, self.grille, head, asked, {par.cellule, jour.cellule})
            if strays is not None:
                where = Saisie(feuille=self.grille.nom, cellule=strays[0])
                self._signal(constats_registres.HORS_DECISIONS, where, detail=strays[1])
        found = tuple(self.anomalies)
        return LecturePoints(self.fichier, programme, seance, tuple(decisions), found, who, when, self.fautives)

    def _read_day(self, saisie: Saisie) -> date | None:
        parsed = read_cell(DATE, saisie, self.vocabulaire)
        day = parsed.valeur
        if isinstance(day, Periode) and day.jour:
            for fait in parsed.faits:
                self._signal(fait.constat, saisie, label=feuille.LE, attendu=fait.attendu, detail=fait.detail)
            return day.debut
        if not saisie.vide:
            self._signal(constats_registres.JOUR_ILLISIBLE, saisie)
        return None

    def _ask(self, rows: Sequence[int], top: int, column: int) -> Mapping[int, Question]:
        """The points by their row; a number on two rows, or on the row that shows another point, is that of none."""
        numbers = {row: _integer(self.grille.get((row, column)).texte) for row in rows}
        shown = self._shown(rows, top)
        once = {number for number, times in Counter(numbers.values()).items() if times == 1}
        return {
            row: self.questions[number]
            for row, number in numbers.items()
            if number in once & self.questions.keys() and shown.get(row, number) == number
        }

    def _shown(self, rows: Sequence[int], top: int) -> Mapping[int, int]:
        """The number of the point that a row shows, where its words are those of one point."""
        heads = {fold(saisie.texte): column for (row, column), saisie in self.grille.cellules.items() if row == top}
        columns = [heads.get(fold(nom), 0) for nom in (feuille.ACTION, feuille.QUESTION)]
        words = {row: feuille.show_row(*(self.grille.get((row, column)).texte for column in columns)) for row in rows}
        times = Counter(question.montre for question in self.questions.values())
        numbers = {q.montre: numero for numero, q in self.questions.items() if q.montre and times[q.montre] == 1}
        return {row: numbers[texte] for row, texte in words.items() if texte in numbers}

    def _beside(self, label: str) -> Saisie:
        """What stands at the right of a label, at the top of the sheet; nothing where none does."""
        for (row, column), saisie in self.grille.cellules.items():
            if row <= _MAX_HEAD and fold(saisie.texte) == fold(label):
                right = (self.grille.get((row, column + step)) for step in range(1, 4))
                return next((found for found in right if not found.vide), Saisie())
        return Saisie()

    def _typed_on(self, row: int, columns: Mapping[str, int]) -> tuple[Saisie, Saisie]:
        """What stands on a row in the two cells to decide in, without what was struck for what is typed beside it."""
        retenir, autre = (
            strike_overlaid(self.grille.get((row, columns[nom]))).sans_barre for nom in (feuille.RETENIR, feuille.AUTRE)
        )
        if _is_note(autre.texte):
            autre = Saisie()
        if retenir.vide or autre.vide:
            return retenir, autre
        if retenir.barree:
            return Saisie(), autre
        return retenir, Saisie() if autre.barree else autre

    def _decide(
        self, row: int, columns: Mapping[str, int], question: Question | None, par: str, jour: date | None
    ) -> Sequence[Decision]:
        """What a row decides: nothing where it is empty or cannot be taken; several keys where it asks for all."""
        retenir, autre = self._typed_on(row, columns)
        if question is None:
            for saisie in (retenir, autre):
                if not saisie.vide:
                    self._signal(constats_registres.POINT_PERDU, saisie)
            return ()
        if retenir.vide and autre.vide:
            return ()
        if not (retenir.vide or autre.vide):
            self._signal(constats_registres.DEUX_DECISIONS, retenir, question, trouve=retenir.texte, detail=autre.texte)
            self.fautives[retenir.cellule] = (question.action, question.cle)
            return ()
        cell = autre if retenir.vide else retenir
        found = self._typed(autre, question) if retenir.vide else self._chosen(retenir, question)
        if found is None:
            self.fautives[cell.cellule] = (question.action, question.cle)
            return ()
        first = Decision(
            question.action,
            question.cle,
            question.montrees,
            found[0],
            par,
            jour,
            self.fichier.chemin,
            cell.feuille,
            cell.cellule,
            self.fichier.sha256,
            self.seance,
        )
        shared = ((one.cle, one.choix) for one in question.avec)
        return [first, *(replace(first, cle=cle, valeur=_behind(retenir, choix)) for cle, choix in shared)]

    def _chosen(self, saisie: Saisie, question: Question) -> tuple[Valeur | None] | None:
        """The value behind a word of the list."""
        if saisie.barree:
            self._signal(constats_lecture.CASE_BARREE, saisie, question, label=feuille.RETENIR)
            return None
        for choix in question.choix:
            if _word(choix.mot) == _word(saisie.texte):
                valeur = choix.valeur
                if choix.mot == feuille.GARDER or not question.libre or isinstance(valeur, tuple):
                    return (valeur,)
                shown = replace(saisie, brut=show_valeur(question.cle[0], valeur))
                return (valeur,) if self._is_possible(valeur, shown, question) else None
        self._refuse(saisie, question, feuille.RETENIR)
        return None

    def _refuse(self, saisie: Saisie, question: Question, label: str, detail: str = "") -> None:
        """Say which words may be chosen on a row."""
        mots = " ou ".join(f"« {choix.mot} »" for choix in question.choix)
        self._signal(constats.CHOIX_INCONNU, saisie, question, label=label, attendu=mots, detail=detail)

    def _typed(self, saisie: Saisie, question: Question) -> tuple[Valeur | None] | None:
        """A value of one's own, read as that field is in a fiche, and checked alone; none may be typed for a line.

        « (vide) » is the sheet's own word for nothing.
        """
        if not question.libre:
            self._refuse(saisie, question, feuille.AUTRE, " Toute autre valeur passe par une fiche corrigée.")
            return None
        if fold(saisie.texte) == fold(VIDE):
            return (None,)
        nom = question.cle[0]
        parsed = read_champ(champ(nom), saisie, self.vocabulaire)
        for fait in parsed.faits:
            self._signal(fait.constat, saisie, question, attendu=fait.attendu, detail=fait.detail)
        if parsed.refuse or not self._is_possible(parsed.valeur, saisie, question):
            return None
        return (parsed.valeur,)

    def _is_possible(self, valeur: Scalaire | None, saisie: Saisie, question: Question) -> bool:
        """False, and said, where no fiche could hold that value: a decision is not above the rules."""
        nom = question.cle[0]
        alone = Lecture(self.fichier, champs={nom: ChampLu(valeur, saisie)})
        impossible = [x for x in check_fiche(alone, self.contexte) if x.bloquante and x.champ == nom]
        self.anomalies += [x.at(fichier=self.fichier.chemin, action=question.action) for x in impossible]
        return not impossible

    def _signal(
        self,
        constat: Constat,
        saisie: Saisie,
        question: Question | None = None,
        *,
        label: str = "",
        trouve: str = "",
        attendu: str = "",
        detail: str = "",
    ) -> None:
        nom = question.cle[0] if question else ""
        self.anomalies.append(
            signal(
                constat,
                fichier=self.fichier.chemin,
                feuille=saisie.feuille,
                cellule=saisie.cellule,
                champ=nom,
                label=label or (champ(nom).label if question and question.libre else ""),
                action=question.action if question else "",
                trouve=trouve or one_line(saisie.texte),
                attendu=attendu,
                detail=detail,
            )
        )


def find_heads(grille: Grille) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the column of each that matters; None where they are gone."""
    wanted = {fold(texte): texte for texte in (feuille.NUMERO, feuille.RETENIR, feuille.AUTRE)}
    rows: dict[int, dict[str, int]] = {}
    for (row, column), saisie in grille.cellules.items():
        if row <= _MAX_HEAD and (found := wanted.get(fold(saisie.texte))) is not None:
            rows.setdefault(row, {})[found] = column
    return next(((row, columns) for row, columns in sorted(rows.items()) if len(columns) == len(wanted)), None)


def read_questions(classeur: Classeur) -> tuple[Question, ...]:
    """The points that a workbook shows."""
    return tuple(_questions(_read_meta(classeur)))


def _behind(saisie: Saisie, choix: Sequence[ChoixPoint]) -> Valeur | None:
    """The value of a word of the list that is known to be in it."""
    return next(one.valeur for one in choix if _word(one.mot) == _word(saisie.texte))


def _word(texte: str) -> str:
    """« Réponse  2. » and « réponse 2 » are one word."""
    return " ".join(fold(texte).removesuffix(".").split())


def _is_note(texte: str) -> bool:
    """True for what the tool itself wrote where no other value may be typed."""
    return any(fold(texte) == fold(note) for note in feuille.AUTREMENT.values())


def _integer(texte: str) -> int:
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) < 7 else 0


def _day(texte: str) -> date | None:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        return None


def _find_sheet(classeur: Classeur) -> Grille | None:
    nom = next((nom for nom in classeur.feuilles if fold(nom) == fold(feuille.FEUILLE)), None)
    if nom is not None:
        return classeur.ouvrir(nom)
    renamed = (classeur.ouvrir(nom) for nom in classeur.feuilles if nom.lower() != feuille.FEUILLE_META)
    return next((grille for grille in renamed if find_heads(grille) is not None), None)


def _read_meta(classeur: Classeur) -> Mapping[str, str]:
    """The keys and values of the hidden sheet; a long value runs on in the next columns."""
    sheet = next((nom for nom in classeur.feuilles if nom.lower() == feuille.FEUILLE_META), None)
    if sheet is None:
        return {}
    cells = classeur.ouvrir(sheet).cellules
    found: dict[str, str] = {}
    for row in sorted(row for row, column in cells if column == 1):
        parts = sorted((column, saisie.texte) for (at, column), saisie in cells.items() if at == row and column > 1)
        found[one_line(cells[row, 1].texte)] = "".join(texte for _, texte in parts)
    return found


def _questions(meta: Mapping[str, str]) -> Iterator[Question]:
    """The questions that the hidden sheet holds; one that cannot be read is none."""
    codec = codec_of(Question)
    for key, texte in meta.items():
        if _POINT.fullmatch(key):
            try:
                question: Question = codec.decode(json.loads(texte))
                champ_known = question.cle and (not question.libre or champ(question.cle[0]))
            except (ValueError, KeyError, RecursionError):
                continue
            if champ_known:
                yield replace(question, numero=_integer(key.removeprefix("point ")))
