"""Reading the fields of one form: values with their cells, anomalies, and what was read otherwise than typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fiche_tool.domaine.constats import constats, constats_lecture
from fiche_tool.domaine.constats.anomalies import Anomalie, Constat, signal
from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import (
    CHAMPS,
    COLONNES_BUDGET,
    EXERCICE_LIGNE,
    HIERARCHIE,
    LABELS,
    RETOUR,
    LigneBudget,
    make_ligne,
)
from fiche_tool.domaine.fiche.kinds import Parsed, Scalaire, T_co, Vocabulaire
from fiche_tool.domaine.fiche.lecture import ChampLu, LigneLue, Note
from fiche_tool.domaine.fiche.lignes_budget import fill_in, find_complements
from fiche_tool.domaine.fiche.orthographe import read_champ
from fiche_tool.domaine.fiche.show import VIDE
from fiche_tool.domaine.mots.saisie import Saisie, strike_overlaid
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.excel.fiche.reperage import ETIQUETTE, NOM, ModelesConnus, Reperage, was_asked
from fiche_tool.excel.lecture.classeur import Classeur, Grille, Position, address, parse_address
from fiche_tool.excel.modele.modele import budget_columns

_ALL = "toutes les cases de la feuille"


@dataclass(frozen=True, slots=True)
class Formulaire:
    """One sheet read as a form."""

    grille: Grille
    champs: Mapping[str, ChampLu[Scalaire]]
    budget: tuple[LigneLue, ...]
    anomalies: tuple[Anomalie, ...]
    notes: tuple[Note, ...]

    @property
    def dit(self) -> tuple[str, ...]:
        """Everything a person may have typed, cell by cell: two forms that say the same have the same."""
        champs = (lu.saisie.texte for nom, lu in self.champs.items() if not fiche.champ(nom).verrouille)
        return (*champs, *(saisie.texte for lue in self.budget for saisie in lue.saisies.values()))

    @property
    def lues(self) -> set[Position]:
        """The cells that were read."""
        cells = [lu.saisie for lu in self.champs.values()]
        cells += [saisie for lue in self.budget for saisie in lue.saisies.values()]
        return {position for saisie in cells if (position := parse_address(saisie.cellule)) is not None}

    def is_untouched(self, base: fiche.Valeurs | None) -> bool:
        """True where nothing was typed since the form was sent with `base`."""
        if any(champ.nom in self.champs and not self.champs[champ.nom].saisie.vide for champ in RETOUR):
            return False
        sent = base or {}
        same = all(
            not lu.refuse and lu.valeur == sent.get(nom)
            for nom, lu in self.champs.items()
            if not fiche.champ(nom).verrouille
        )
        lignes = tuple(lue.ligne for lue in self.budget)
        return same and lignes == fiche.lire_budget(sent) and not any(lue.refuse for lue in self.budget)


def read_form(
    classeur: Classeur, grille: Grille, vocabulaire: Vocabulaire, modeles: ModelesConnus, version: int | None
) -> Formulaire:
    """Read every field of a sheet, wherever it stands. `version`: that of the model it was made from, if known."""
    reader = _Reader(Reperage(classeur, grille, modeles), grille, vocabulaire, version)
    champs = {champ.nom: lu for champ in CHAMPS if (lu := reader.read(champ)) is not None}
    budget = reader.read_budget()
    return Formulaire(grille, champs, budget, (*reader.anomalies, *reader.healed()), tuple(reader.notes))


class _Reader:
    """One form being read. Gathers the anomalies and the journal notes of its cells."""

    def __init__(self, reperage: Reperage, grille: Grille, vocabulaire: Vocabulaire, version: int | None) -> None:
        self.reperage, self.grille, self.vocabulaire, self.version = reperage, grille, vocabulaire, version
        self.anomalies: list[Anomalie] = []
        self.notes: list[Note] = []
        self._healed: dict[str, list[tuple[Champ[Scalaire], Saisie]]] = {}

    def read(self, champ: Champ[T_co]) -> ChampLu[T_co] | None:
        """Find and read one field; None where it is nowhere."""
        repere = self.reperage.find(champ, self.version)
        if repere is None:
            if champ.nom != "axe" and was_asked(champ, self.version):
                self._signal(constats.CHAMP_INTROUVABLE, champ, Saisie(feuille=self.grille.nom))
            return None
        saisie = self._get(repere.position)
        spilled = self.reperage.spilled(repere.position) if saisie.vide else None
        if spilled is not None:
            self._signal_moved(champ, saisie, spilled)
            return ChampLu(None, saisie, repere.par, refuse=True)
        if repere.ailleurs is not None and not self._check_moved(champ, saisie, repere.ailleurs):
            return ChampLu(None, saisie, repere.par, refuse=True)
        if repere.par != NOM and repere.ailleurs is None and champ not in HIERARCHIE:
            self._healed.setdefault(repere.par, []).append((champ, saisie))
        parsed = self._parse(champ, saisie)
        return ChampLu(parsed.valeur, saisie, repere.par, parsed.refuse)

    def _get(self, position: Position) -> Saisie:
        """What is left of a cell once its struck words are told apart."""
        return strike_overlaid(self.grille.get(position)).sans_barre

    def _check_moved(self, champ: Champ[Scalaire], saisie: Saisie, ailleurs: Position) -> bool:
        """Say that a field's name points elsewhere than beside its label; False where that leaves two contents."""
        moved, owner = self.grille.get(ailleurs), self.reperage.belongs(ailleurs)
        where = address(ailleurs)
        if owner or moved.vide or moved.texte == saisie.texte:
            detail = f"la case « {LABELS[owner]} » ({where})" if owner else f"la cellule {where}"
            self._signal(constats.CASE_DEPLACEE, champ, saisie, detail=detail)
            return True
        self._signal_moved(champ, saisie, moved)
        return False

    def _signal_moved(self, champ: Champ[Scalaire], saisie: Saisie, moved: Saisie) -> None:
        here = shorten(saisie.texte) or VIDE
        self._signal(constats.DEPLACE_HORS_CASE, champ, saisie, trouve=moved.texte, attendu=here, detail=moved.cellule)

    def healed(self) -> Iterator[Anomalie]:
        """One remark for all the fields that were found without their name, by the way they were found."""
        for par, found in self._healed.items():
            if par == ETIQUETTE and self.reperage.copied:
                continue
            first, saisie = found[0]
            yield signal(
                constats.LU_AUTREMENT,
                feuille=saisie.feuille,
                cellule=saisie.cellule,
                champ=first.nom if len(found) == 1 else "",
                label=_ALL if self.reperage.nameless else ", ".join(f"« {LABELS[champ.nom]} »" for champ, _ in found),
                trouve=f"{say_count(len(found), 'case')} sans nom",
                detail=par,
            )

    def read_budget(self) -> tuple[LigneLue, ...]:
        """The filled lines of the budget table, in the order of the sheet."""
        corps = self.reperage.budget
        if corps is None:
            self.anomalies.append(
                signal(
                    constats.CHAMP_INTROUVABLE, feuille=self.grille.nom, champ=fiche.BUDGET, label=fiche.BUDGET_LABEL
                )
            )
            return ()
        colonnes = budget_columns(self.grille, corps)
        rows, columns = range(corps.haut, corps.bas + 1), frozenset(colonnes.values())
        filled = {row for row, column in self.grille.cellules if column in columns and row in rows}
        return tuple(ligne for row in sorted(filled) if (ligne := self._read_line(row, colonnes)) is not None)

    def _read_line(self, row: int, colonnes: Mapping[str, int]) -> LigneLue | None:
        saisies = {champ.nom: self._get((row, colonnes[champ.nom])) for champ in COLONNES_BUDGET}
        if all(saisie.vide for saisie in saisies.values()):
            return None
        typed = [saisie for saisie in saisies.values() if not saisie.vide]
        barree = all(saisie.barree for saisie in typed)
        if barree:
            saisies = {nom: replace(saisie, barree=False) for nom, saisie in saisies.items()}
        parsed = {champ.nom: self._parse(champ, saisies[champ.nom], f"budget.{champ.nom}") for champ in COLONNES_BUDGET}
        ligne = make_ligne({nom: result.valeur for nom, result in parsed.items()})
        if barree:
            words = " ".join(saisie.texte for saisie in typed)
            self._signal(constats_lecture.LIGNE_BARREE, EXERCICE_LIGNE, typed[0], trouve=words, nom=fiche.BUDGET)
        refuse = barree or any(result.refuse for result in parsed.values())
        if ligne == LigneBudget() and not refuse:
            return None
        told = find_complements(ligne)
        empty = {nom: told[nom] for nom in told if not parsed[nom].refuse}
        for nom, complement in empty.items():
            self.notes.append(Note(saisies[nom].feuille, saisies[nom].cellule, f"budget.{nom}", complement.phrase))
        return LigneLue(fill_in(ligne, empty), saisies, refuse)

    def _parse(self, champ: Champ[T_co], saisie: Saisie, nom: str = "") -> Parsed[T_co]:
        parsed = read_champ(champ, saisie, self.vocabulaire)
        for fait in parsed.faits:
            self._signal(fait.constat, champ, saisie, attendu=fait.attendu, detail=fait.detail, nom=nom)
        if parsed.note and not champ.verrouille:
            self.notes.append(Note(saisie.feuille, saisie.cellule, nom or champ.nom, parsed.note))
        return parsed

    def _signal(
        self,
        constat: Constat,
        champ: Champ[Scalaire],
        saisie: Saisie,
        *,
        trouve: str = "",
        attendu: str = "",
        detail: str = "",
        nom: str = "",
    ) -> None:
        """An anomaly at a field's cell. `nom` is the column's, for a line of the budget; `trouve` else the content."""
        self.anomalies.append(
            signal(
                constat,
                feuille=saisie.feuille,
                cellule=saisie.cellule,
                champ=nom or champ.nom,
                label=LABELS.get(champ.nom, champ.label) if not nom else champ.label,
                trouve=shorten(trouve or saisie.texte),
                attendu=attendu,
                detail=detail,
            )
        )
