"""Reading one returned file: whose fiche it is, which of its sheets holds the answers, what they say.

Never raises for what a person did.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from fiche_tool.domaine.constats import constats, constats_lecture
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.completer import complete_dates
from fiche_tool.domaine.fiche.fiche import (
    CHAMPS,
    COLONNES_BUDGET,
    HIERARCHIE,
    REPONSES,
    VERSION_MODELE,
    LigneBudget,
    Valeur,
    make_ligne,
)
from fiche_tool.domaine.fiche.kinds import MONTANT, Scalaire, Vocabulaire
from fiche_tool.domaine.fiche.lecture import SUITE, ChampLu, Fichier, Lecture
from fiche_tool.domaine.fiche.lignes_budget import complete_ligne
from fiche_tool.domaine.fiche.orthographe import read_champ
from fiche_tool.domaine.mots.identifiants import Reference
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.excel.fiche.autour import find_shown
from fiche_tool.excel.fiche.corrections import read_corrections
from fiche_tool.excel.fiche.feuilles import is_history_of, is_own_sheet, read_metas
from fiche_tool.excel.fiche.hors_cases import VOLET, find_strays
from fiche_tool.excel.fiche.jointes import FicheTrouvee, find_meta, part_forms
from fiche_tool.excel.fiche.read_form import Formulaire, read_form
from fiche_tool.excel.fiche.reperage import ModelesConnus, looks_like_form, was_asked
from fiche_tool.excel.lecture.classeur import Classeur, Grille
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.lecture.lecteurs.xls import XLS
from fiche_tool.excel.modele.identite import PORTEURS, read_meta, read_version, recognise
from fiche_tool.fichiers.filet import net
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import Piece

_ELSEWHERE = regex(r"'?file:/.*#")
"""What LibreOffice calls the sheet of another workbook, of which it keeps a few cells beside a sheet copied from it."""


def read_fiche(piece: Piece, fichier: Fichier, vocabulaire: Vocabulaire, modeles: ModelesConnus) -> tuple[Lecture, ...]:
    """Read a returned file as a fiche: one Lecture, which says what was wrong with it if anything was.

    More than one where the fiche was filled in on several of its sheets: each is an answer of its own.
    """
    try:
        with net():
            classeur = open_classeur(piece)
            once = replace(classeur, ouvrir=cache(classeur.ouvrir))
            return read_classeur(once, fichier, vocabulaire, modeles)
    except Refus as refus:
        return (refused(fichier, refus),)


def refused(fichier: Fichier, refus: Refus) -> Lecture:
    """The Lecture of a file that could not be opened, with the reason."""
    return Lecture(fichier, anomalies=(refus.told_of(fichier.chemin),))


def read_classeur(
    classeur: Classeur, fichier: Fichier, vocabulaire: Vocabulaire, modeles: ModelesConnus
) -> tuple[Lecture, ...]:
    """Read an opened workbook as a fiche. Raises Refus where one of its sheets turns out to be damaged."""
    return _Lecteur(classeur, fichier, vocabulaire, modeles).read()


def _names(trouvee: FicheTrouvee) -> tuple[str, str]:
    """What names the action of a fiche in its page headers and its properties: its reference and its volet."""
    identite = trouvee.identite
    reference = Reference(identite.programme, identite.identifiant, identite.seance)
    return reference.texte, trouvee.meta.get(f"base.{VOLET}", "")


def _is_displaced(champs: Mapping[str, ChampLu[Scalaire]]) -> bool:
    """True where even the locked cells, which are never empty, are: the names point beside the form, not at answers."""
    locked = [champs[champ.nom].saisie for champ in HIERARCHIE if champ.nom != "axe" and champ.nom in champs]
    return bool(locked) and all(saisie.vide for saisie in locked)


def read_base(
    meta: Mapping[str, str], vocabulaire: Vocabulaire, version: int | None
) -> Mapping[str, Valeur | None] | None:
    """The values as sent, from sheet `_meta`; None where they are gone or damaged.

    A field born after the `version` of the fiche was not sent: the base does not speak of it.
    """
    base: dict[str, Valeur | None] = {}
    for champ in REPONSES:
        if f"base.{champ.nom}" not in meta:
            if was_asked(champ, version):
                return None
            continue
        sent = meta[f"base.{champ.nom}"]
        base[champ.nom] = read_champ(champ, Saisie(sent), vocabulaire).valeur if sent else None
    try:
        rows = json.loads(meta.get(f"base.{fiche.BUDGET}") or "[]")
        base[fiche.BUDGET] = tuple(_import_ligne(row) for row in rows)
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return None
    return base


def _import_ligne(row: Mapping[str, str | int | None]) -> LigneBudget:
    """A line as sent, completed as it is when it comes back: else it would look changed by its author."""
    values = {champ.nom: row.get(champ.nom) for champ in COLONNES_BUDGET}
    amounts = {
        champ.nom: Decimal(str(montant))
        for champ in COLONNES_BUDGET
        if champ.kind is MONTANT and (montant := values[champ.nom]) is not None
    }
    return complete_ligne(make_ligne({**values, **amounts}))


def find_forms(classeur: Classeur) -> tuple[list[Grille], list[str]]:
    """The sheets that are forms, the one that the names point at first; and the sheets that are no part of a fiche."""
    votes: dict[str, int] = {}
    for champ in CHAMPS:
        zone = classeur.noms.get(champ.nom_de_cellule)
        if zone is not None and zone.feuille in classeur.feuilles:
            votes[zone.feuille] = votes.get(zone.feuille, 0) + 1
    named = max(votes, key=lambda nom: votes[nom]) if votes else None
    forms = [grille for grille in ([] if named is None else [classeur.ouvrir(named)]) if grille.cellules]
    others: list[str] = []
    for nom in classeur.feuilles:
        if nom != named and not is_own_sheet(nom) and not _ELSEWHERE.match(nom):
            grille = classeur.ouvrir(nom)
            if looks_like_form(grille):
                forms.append(grille)
            else:
                others.append(nom)
    return forms, others


@dataclass(frozen=True, slots=True)
class _Choix:
    """Which sheets are read: the one that leads, those that answer otherwise, and what is to be said of it."""

    lead: Formulaire
    rivals: tuple[Formulaire, ...] = ()
    anomalies: tuple[Anomalie, ...] = ()


class _Lecteur:
    """One opened workbook being read as a fiche, or several."""

    def __init__(self, classeur: Classeur, fichier: Fichier, vocabulaire: Vocabulaire, modeles: ModelesConnus) -> None:
        self.classeur, self.vocabulaire, self.modeles = classeur, vocabulaire, modeles
        self.fichier = replace(fichier, format=classeur.format, application=classeur.application)
        self.meta = read_meta(classeur)
        self.version = read_version(classeur, self.meta)

    def read(self) -> tuple[Lecture, ...]:
        """The answers of the workbook, or one Lecture that says why there are none."""
        forms, others = find_forms(self.classeur)
        lead = forms[0] if forms else None
        several = find_meta(self.classeur, lead) if lead is not None and not self.meta else {}
        if lead is not None and several:  # a workbook of a service: each of its forms has a sheet `_meta` of its own
            self.meta = several
            self.version = read_version(self.classeur.vu_de(lead.nom), several)
        mute = bool(several) or self.classeur.format == "xls"  # its properties speak of no fiche, or are not read
        expected = len(PORTEURS) - mute
        reconnaissance = recognise(self.classeur.vu_de(lead.nom) if lead else self.classeur, lead, self.meta, expected)
        identite = reconnaissance.identite
        if identite is None or not forms:
            lost = () if identite is None else (signal(constats.FICHE_DISPARUE, trouve=identite.identifiant),)
            unclaimed = Lecture(self.fichier, anomalies=self._place([*reconnaissance.anomalies, *lost]))
            if not forms:
                return (unclaimed,)
            form = self._read_form(forms[0], self.version)
            return (replace(unclaimed, champs=form.champs, budget=form.budget),)
        first = FicheTrouvee(identite, tuple(forms), self.meta, self.version)
        fiches, refused = ((first,), ()) if len(forms) == 1 else part_forms(self.classeur, first, forms, self.modeles)
        said = [*self._of_file(), *reconnaissance.anomalies, *refused]
        return tuple(self._read_all(fiches, said, others))

    def _read_all(
        self, fiches: Sequence[FicheTrouvee], said: Sequence[Anomalie], others: Sequence[str]
    ) -> Iterator[Lecture]:
        """Each fiche of the workbook; what is said of the whole is said of the first one."""
        if len(fiches) == 1:
            yield from self._read_fiche(fiches[0], self.fichier, said, others)
            return
        names = ", ".join(f"« {one.feuilles[0].nom} »" for one in fiches)
        several = signal(constats_lecture.PLUSIEURS_REPRISES, detail=names)
        together = all(one.meta for one in fiches)  # sent so
        for rank, one in enumerate(fiches):
            nom = one.feuilles[0].nom
            own = replace(self.fichier, chemin=self.fichier.chemin + SUITE + nom, feuille=nom)
            mine = [*(said if not rank else ()), *([] if together else [replace(several, feuille=nom)])]
            yield from self._read_fiche(one, own, mine, others if not rank else ())

    def _read_fiche(
        self, fiche: FicheTrouvee, fichier: Fichier, said: Sequence[Anomalie], others: Sequence[str]
    ) -> Iterator[Lecture]:
        """The answers of one fiche: those of its sheet, and of the copies of it that say otherwise."""
        base = read_base(fiche.meta, self.vocabulaire, fiche.version)
        choix = self._choose([self._read_form(grille, fiche.version) for grille in fiche.feuilles], base)
        if _is_displaced(choix.lead.champs):
            gone = signal(constats.FICHE_DISPARUE, trouve=fiche.identite.identifiant)
            yield Lecture(fichier, anomalies=self._place([*said, gone]))
            return
        own = [nom for nom in self.classeur.feuilles if is_own_sheet(nom)] if others or fiche.meta is self.meta else []
        seen = self.classeur.vu_de(choix.lead.grille.nom)
        names = [*_names(fiche), *(self._names_beside() if any(map(is_history_of, own)) else ())]
        strays = find_strays(seen, choix.lead, others, own, names, self.modeles)
        grille = choix.lead.grille
        shown = find_shown(choix.lead, self.modeles()) if grille.mots or grille.alentours.barrees else ()
        of_file = [*said, *choix.anomalies, *([strays] if strays is not None else []), *shown]
        yield self._lecture(fichier, fiche, base, choix.lead, of_file)
        for rival in choix.rivals:
            beside = replace(fichier, chemin=self.fichier.chemin + SUITE + rival.grille.nom)
            yield self._lecture(beside, fiche, base, rival)

    def _names_beside(self) -> Iterator[str]:
        """What names the actions of a workbook of several, whose histories are looked at together."""
        for meta in read_metas(self.classeur):
            yield from (meta.get("reference", ""), meta.get(f"base.{VOLET}", ""))

    def _read_form(self, grille: Grille, version: int | None) -> Formulaire:
        return read_form(self.classeur.vu_de(grille.nom), grille, self.vocabulaire, self.modeles, version)

    def _lecture(
        self,
        fichier: Fichier,
        fiche: FicheTrouvee,
        base: Mapping[str, Valeur | None] | None,
        form: Formulaire,
        more: Sequence[Anomalie] = (),
    ) -> Lecture:
        meta, identifiant = fiche.meta, fiche.identite.identifiant
        lecture = Lecture(
            fichier,
            fiche.identite,
            form.champs,
            form.budget,
            base,
            tuple(x.at(fichier=fichier.chemin, action=identifiant) for x in (*more, *form.anomalies)),
            form.notes,
            verrous={c.nom: meta[f"base.{c.nom}"] for c in HIERARCHIE if f"base.{c.nom}" in meta},
            corrige=read_corrections(meta.get("corrige", "")),
        )
        return complete_dates(lecture)

    def _place(self, anomalies: Sequence[Anomalie]) -> tuple[Anomalie, ...]:
        return tuple(x.at(fichier=self.fichier.chemin) for x in anomalies)

    def _of_file(self) -> list[Anomalie]:
        """What is to be said of the workbook itself."""
        found = [signal(constats.LIENS_EXTERNES, detail=detail) for detail in self.classeur.avertissements]
        if self.classeur.format == XLS:
            found.append(signal(constats.ANCIEN_XLS))
        if self.version is not None and self.version > int(VERSION_MODELE):
            found.append(signal(constats.VERSION_PLUS_RECENTE, trouve=str(self.version), attendu=VERSION_MODELE))
        return found

    def _choose(self, same: Sequence[Formulaire], base: Mapping[str, Valeur | None] | None) -> _Choix:
        """Among several sheets of a fiche, those that people answered on. Nothing typed on a copy is lost."""
        anomalies: list[Anomalie] = []
        touched = [form for form in same if not form.is_untouched(base)]
        lead = touched[0] if touched else same[0]
        rivals = [form for form in touched if form.dit != lead.dit]
        names = ", ".join(f"« {form.grille.nom} »" for form in same)
        here = lead.grille.nom
        if rivals:
            anomalies.append(signal(constats.DEUX_REMPLIES, feuille=here, trouve=here, detail=names))
        elif lead is not same[0]:
            anomalies.append(signal(constats.COPIE_LUE, feuille=here, trouve=here, attendu=same[0].grille.nom))
        elif len(same) > 1:
            anomalies.append(signal(constats.PLUSIEURS_FICHES, feuille=here, trouve=here, detail=names))
        return _Choix(lead, tuple(rivals), tuple(anomalies))
