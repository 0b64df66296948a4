"""Reading one returned fiche: identity, values with their cells, anomalies. Never raises for what a person did."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from fiche_tool.domaine import anomalies as a
from fiche_tool.domaine import fiche
from fiche_tool.domaine.anomalies import Anomalie, signal
from fiche_tool.domaine.champs import Champ
from fiche_tool.domaine.fiche import (
    AVANCEMENT,
    CHAMPS,
    COLONNES_BUDGET,
    HIERARCHIE,
    LABELS,
    REPONSES,
    LigneBudget,
    Valeur,
    nom_de_cellule,
)
from fiche_tool.domaine.kinds import Parsed, Vocabulaire, read_cell
from fiche_tool.domaine.lecture import ChampLu, Fichier, Lecture, LigneLue, Note
from fiche_tool.domaine.saisie import Saisie
from fiche_tool.domaine.textes import fold, shorten
from fiche_tool.excel.cells import open_classeur
from fiche_tool.excel.classeur import FORMULAIRE, Classeur, Grille, Position, Zone
from fiche_tool.excel.identite import FEUILLE_META, read_meta, recognise
from fiche_tool.excel.modele import FEUILLE_LISTES, budget_columns
from fiche_tool.excel.package import Refus

_OWN_SHEETS = frozenset({FEUILLE_META, FEUILLE_LISTES, "historique", "aide"})
_LABELS_OF_A_FORM = 6
"""A sheet that shows this many of the fiche's labels is a fiche, whatever its name."""


@dataclass(frozen=True, slots=True)
class _Trouve:
    """The cell of a field and how it was found."""

    saisie: Saisie
    par: str


AdressesModele = Callable[[], Mapping[str, Position]]
"""Gives where the packaged model has its fields; called only when names and labels are gone."""


def read_fiche(data: bytes, fichier: Fichier, vocabulaire: Vocabulaire, adresses: AdressesModele) -> Lecture:
    """Read a returned file as a fiche. The Lecture says what was wrong with it, if anything was."""
    try:
        classeur = open_classeur(data)
        return _read(classeur, fichier, vocabulaire, adresses)
    except Refus as refus:
        anomalie = signal(
            refus.constat, fichier=fichier.chemin, trouve=refus.trouve, attendu=refus.attendu, detail=refus.detail
        )
        return Lecture(fichier, anomalies=(anomalie,))


def _read(classeur: Classeur, fichier: Fichier, vocabulaire: Vocabulaire, adresses: AdressesModele) -> Lecture:
    fichier = Fichier(
        fichier.chemin, fichier.sha256, fichier.taille, fichier.seance, classeur.format, classeur.application
    )
    meta = read_meta(classeur)
    grille, others = _find_form(classeur)
    reconnaissance = recognise(classeur, grille, meta)
    anomalies = [signal(a.LIENS_EXTERNES, detail=detail) for detail in classeur.avertissements]
    anomalies += reconnaissance.anomalies
    if reconnaissance.identite is not None and grille is None:
        anomalies.append(signal(a.FICHE_DISPARUE, trouve=reconnaissance.identite.identifiant))
    if reconnaissance.identite is None or grille is None:
        return Lecture(fichier, anomalies=tuple(x.at(fichier=fichier.chemin) for x in anomalies))
    if others:
        detail = ", ".join(f"« {nom} »" for nom in (grille.nom, *others))
        anomalies.append(signal(a.PLUSIEURS_FICHES, feuille=grille.nom, trouve=grille.nom, detail=detail))
    form = _Form(classeur, grille, vocabulaire, adresses)
    champs = {champ.nom: lu for champ in CHAMPS if (lu := form.read(champ)) is not None}
    if _is_displaced(champs):
        gone = signal(a.FICHE_DISPARUE, trouve=reconnaissance.identite.identifiant)
        return Lecture(fichier, anomalies=tuple(x.at(fichier=fichier.chemin) for x in (*anomalies, gone)))
    budget = form.read_budget()
    return Lecture(
        fichier,
        reconnaissance.identite,
        champs,
        budget,
        read_base(meta, vocabulaire),
        tuple(
            x.at(fichier=fichier.chemin, action=reconnaissance.identite.identifiant)
            for x in (*anomalies, *form.anomalies)
        ),
        tuple(form.notes),
    )


def _is_displaced(champs: Mapping[str, ChampLu]) -> bool:
    """True where even the locked cells, which are never empty, are: the names point beside the form, not at answers."""
    locked = [champs[champ.nom].saisie for champ in HIERARCHIE if champ.nom != "axe" and champ.nom in champs]
    return bool(locked) and all(saisie.vide for saisie in locked)


def read_base(meta: Mapping[str, str], vocabulaire: Vocabulaire) -> Mapping[str, Valeur | None] | None:
    """The values as sent, from sheet `_meta`; None where they are gone or damaged."""
    if not all(f"base.{champ.nom}" in meta for champ in REPONSES):
        return None
    base: dict[str, Valeur | None] = {}
    for champ in REPONSES:
        parsed = read_cell(champ.kind, Saisie(meta[f"base.{champ.nom}"]), vocabulaire)
        base[champ.nom] = parsed.valeur
    try:
        rows = json.loads(meta.get(f"base.{fiche.BUDGET}") or "[]")
        base[fiche.BUDGET] = tuple(_import_ligne(row) for row in rows)
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return None
    return base


def _import_ligne(row: Mapping[str, str | int | None]) -> LigneBudget:
    values = {champ.nom: row.get(champ.nom) for champ in COLONNES_BUDGET}
    amounts = {
        champ.nom: None if values[champ.nom] is None else Decimal(str(values[champ.nom]))
        for champ in COLONNES_BUDGET
        if champ.kind.nom == "montant"
    }
    return LigneBudget(**(values | amounts))  # type: ignore[arg-type]  # the declaration fixes each column's type


# --- finding ---------------------------------------------------------------------------------------------------------
@lru_cache(maxsize=1)
def _folded_labels() -> dict[str, str]:
    return {fold(champ.label): champ.nom for champ in CHAMPS}


def _find_form(classeur: Classeur) -> tuple[Grille | None, Sequence[str]]:
    """The form's sheet, and other sheets that look like one. Names decide, then labels."""
    votes: dict[str, int] = {}
    for champ in CHAMPS:
        zone = classeur.noms.get(champ.nom_de_cellule)
        if zone is not None and zone.feuille in classeur.feuilles:
            votes[zone.feuille] = votes.get(zone.feuille, 0) + 1
    named = max(votes, key=lambda nom: votes[nom]) if votes else None
    candidates = [nom for nom in classeur.feuilles if nom != named and nom.lower() not in _OWN_SHEETS]
    forms = [grille for nom in candidates if _looks_like_form(grille := classeur.ouvrir(nom))]
    if named is not None:
        grille = classeur.ouvrir(named)
        return grille if grille.cellules else None, [form.nom for form in forms]  # a bare sheet empties no field
    return (forms[0], [grille.nom for grille in forms[1:]]) if forms else (None, ())


def _looks_like_form(grille: Grille) -> bool:
    labels = _folded_labels()
    found = {fold(s.brut) for s in grille.cellules.values() if isinstance(s.brut, str) and len(s.brut) < 80}
    return len(found & labels.keys()) >= _LABELS_OF_A_FORM


class _Form:
    """One form being read. Gathers the anomalies and the journal notes of its cells."""

    def __init__(self, classeur: Classeur, grille: Grille, vocabulaire: Vocabulaire, adresses: AdressesModele) -> None:
        self.classeur, self.grille, self.vocabulaire = classeur, grille, vocabulaire
        self.anomalies: list[Anomalie] = []
        self.notes: list[Note] = []
        self._adresses = adresses
        self._labels: dict[str, Position] | None = None

    def read(self, champ: Champ) -> ChampLu | None:
        """Find and read one field; None where it is nowhere."""
        found = self._find(champ)
        if found is None:
            if champ.nom != "axe":
                self._signal(a.CHAMP_INTROUVABLE, champ, Saisie(feuille=self.grille.nom))
            return None
        if found.par != "nom" and champ not in HIERARCHIE:
            self._signal(a.LU_AUTREMENT, champ, found.saisie, detail=f"grâce à {found.par}")
        parsed = self._parse(champ, found.saisie)
        return ChampLu(parsed.valeur, found.saisie, found.par, parsed.refuse)

    def read_budget(self) -> tuple[LigneLue, ...]:
        """The filled lines of the budget table, in the order of the sheet."""
        corps = self._budget_body()
        if corps is None:
            self.anomalies.append(
                signal(a.CHAMP_INTROUVABLE, feuille=self.grille.nom, champ=fiche.BUDGET, label=fiche.BUDGET_LABEL)
            )
            return ()
        colonnes = budget_columns(self.grille, corps)
        filled = sorted({row for row, _ in self.grille.cellules if corps.haut <= row <= corps.bas})
        return tuple(ligne for row in filled if (ligne := self._read_line(row, colonnes)) is not None)

    def _read_line(self, row: int, colonnes: Mapping[str, int]) -> LigneLue | None:
        saisies = {champ.nom: self.grille.get((row, colonnes[champ.nom])) for champ in COLONNES_BUDGET}
        if all(saisie.vide for saisie in saisies.values()):
            return None
        parsed = {champ.nom: self._parse(champ, saisies[champ.nom], f"budget.{champ.nom}") for champ in COLONNES_BUDGET}
        values = {nom: result.valeur for nom, result in parsed.items()}
        ligne = LigneBudget(**values)  # type: ignore[arg-type]  # the declaration fixes each column's type
        refuse = any(result.refuse for result in parsed.values())
        return LigneLue(ligne, saisies, refuse) if refuse or ligne != LigneBudget() else None

    def _parse(self, champ: Champ, saisie: Saisie, nom: str = "") -> Parsed:
        parsed = read_cell(champ.kind, saisie, self.vocabulaire)
        for fait in parsed.faits:
            self._signal(fait.constat, champ, saisie, attendu=fait.attendu, detail=fait.detail, nom=nom)
        if parsed.note and not champ.verrouille:
            self.notes.append(Note(saisie.feuille, saisie.cellule, nom or champ.nom, parsed.note))
        return parsed

    def _signal(
        self, constat: a.Constat, champ: Champ, saisie: Saisie, *, attendu: str = "", detail: str = "", nom: str = ""
    ) -> None:
        self.anomalies.append(
            signal(
                constat,
                feuille=saisie.feuille,
                cellule=saisie.cellule,
                champ=nom or champ.nom,
                label=LABELS.get(champ.nom, champ.label) if not nom else champ.label,
                trouve=shorten(saisie.texte),
                attendu=attendu,
                detail=detail,
            )
        )

    # --- where a field is --------------------------------------------------------------------------------------------
    def _find(self, champ: Champ) -> _Trouve | None:
        zone = self.classeur.noms.get(champ.nom_de_cellule)
        if zone is not None and zone.feuille == self.grille.nom and zone.haut <= FORMULAIRE.lignes:
            return _Trouve(self.grille.get(zone.coin), "nom")
        position = self._by_label(champ)
        if position is not None:
            return _Trouve(self.grille.get(position), "son étiquette")
        position = self._by_address(champ)
        return _Trouve(self.grille.get(position), "son adresse dans le modèle") if position else None

    def _label_positions(self) -> dict[str, Position]:
        if self._labels is None:
            self._labels = {}
            for position, saisie in self.grille.cellules.items():
                if isinstance(saisie.brut, str) and len(saisie.brut) < 80:
                    self._labels.setdefault(fold(saisie.brut).rstrip(" :*"), position)
        return self._labels

    def _by_label(self, champ: Champ) -> Position | None:
        """Right of the label, past its merged range; below it for the fields that stand side by side."""
        position = self._label_positions().get(fold(champ.label))
        if position is None:
            return None
        zone = self.grille.fusions.get(position, Zone("", *position, *position))
        return (zone.bas + 1, zone.gauche) if champ in AVANCEMENT else (zone.haut, zone.droite + 1)

    def _by_address(self, champ: Champ) -> Position | None:
        """The model's own address, only on a form whose other fields all stand where the model has them."""
        adresses = self._adresses()
        others = [
            (zone.coin, adresses[other.nom])
            for other in CHAMPS
            if (zone := self.classeur.noms.get(other.nom_de_cellule)) is not None and other.nom in adresses
        ]
        if len(others) < _LABELS_OF_A_FORM or any(here != model for here, model in others):
            return None
        return adresses.get(champ.nom)

    def _budget_body(self) -> Zone | None:
        zone = self.classeur.noms.get(nom_de_cellule(fiche.BUDGET))
        if zone is not None and zone.feuille == self.grille.nom:
            return zone
        return next(self._budget_bodies_by_heading(), None)

    def _budget_bodies_by_heading(self) -> Iterator[Zone]:
        """A row that holds all the headings; the lines run down to the first row that begins with a title."""
        headings = [fold(champ.label) for champ in COLONNES_BUDGET]
        rows: dict[int, dict[str, int]] = {}
        for (row, column), saisie in self.grille.cellules.items():
            if isinstance(saisie.brut, str) and fold(saisie.brut) in headings:
                rows.setdefault(row, {})[fold(saisie.brut)] = column
        for row, found in rows.items():
            if len(found) == len(headings):
                first, last = min(found.values()), max(found.values())
                bottom = row
                while bottom < row + 200 and not self._is_title(bottom + 1, first):
                    bottom += 1
                yield Zone(self.grille.nom, row + 1, first, bottom, last)

    def _is_title(self, row: int, column: int) -> bool:
        brut = self.grille.get((row, column)).brut
        return isinstance(brut, str) and fold(brut).startswith(("total", fold(LABELS["plans"])))
