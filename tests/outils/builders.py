"""What the tests of the pure floor share: the small programme with its rows, and its fiches returned, built by hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date

from hypothesis import settings

from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.constats.constats import ETRANGER
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import (
    BUDGET,
    CHAMPS,
    COLONNES_BUDGET,
    LigneBudget,
    Valeurs,
    lire_budget,
    make_ligne,
)
from fiche_tool.domaine.fiche.identite import Identite
from fiche_tool.domaine.fiche.kinds import Parsed, Scalaire, Vocabulaire, read_cell
from fiche_tool.domaine.fiche.lecture import ChampLu, Fichier, Lecture, LigneLue
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.grand_livre.acquis import Etat, Origine, answers_of, budget_of, initial_etat, lines_of
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.programme.programme import Programme, locked_values
from tests.conftest import small_programme

law = settings(max_examples=35, deadline=None)  # no test depends on the speed of the machine
MARS, JUIN, SEANCE, FUTURE = date(2021, 3, 24), date(2021, 6, 30), date(2021, 11, 24), date(2022, 3, 30)
COLONNES = {
    "Objectifs": {"niveau": "A", "volet": "B", "axe": "C", "numero": "D", "intitule": "E"},
    "Actions": {"identifiant": "A", "volet": "B", "axe": "C", "objectif": "D", "numero": "E", "libelle": "F"}
    | {"service": "G", "autres_objectifs": "M"},
}


def numbered(programme: Programme) -> Programme:
    """The programme as it is read from a workbook: a row for each volet, objective and action, columns known."""
    return replace(
        programme,
        volets=tuple(replace(volet, ligne=row) for row, volet in enumerate(programme.volets, 10)),
        objectifs=tuple(replace(objectif, ligne=row) for row, objectif in enumerate(programme.objectifs, 2)),
        actions=tuple(replace(action, ligne=row) for row, action in enumerate(programme.actions, 2)),
        colonnes=COLONNES,
    )


PROGRAMME = numbered(small_programme())
CODE = PROGRAMME.parametres.code
ACTION = PROGRAMME.actions[0].identifiant
ADRESSES = {champ.nom: f"B{row}" for row, champ in enumerate(CHAMPS, 3)}
PREMIERE_LIGNE = 40  # of the budget table


def sent_first(identifiant: str) -> Valeurs:
    """What the very first fiche of an action says: the programme's own words."""
    action = PROGRAMME.find_action(identifiant)
    assert action is not None
    return initial_etat(action).fiche()


def returned(
    chemin: str = "a.xlsx",
    identifiant: str = ACTION,
    *,
    typed: Mapping[str, str] | None = None,
    budget: Sequence[str] | None = None,
    sent: Valeurs | None = None,
    made: date = SEANCE,
    seance: date | None = None,
    base_lost: bool = False,
    lost: Collection[str] = (),
) -> Lecture:
    """A fiche sent with `sent`, in which a person typed over some fields and, where given, the whole budget table.

    A budget line is its cells parted by « ; ». `made` is the séance the fiche was sent for, `seance` the one of the
    folder it lies in (the same unless told). `base_lost`: the values as sent are gone; `lost`: fields cut out.
    """
    base = sent_first(identifiant) if sent is None else sent
    action = PROGRAMME.find_action(identifiant)
    assert action is not None
    shown = {champ.nom: show_valeur(champ.nom, base.get(champ.nom)) for champ in CHAMPS}
    shown |= locked_values(PROGRAMME, action) | dict(typed or {})
    anomalies: list[Anomalie] = []
    champs: dict[str, ChampLu[Scalaire]] = {}
    for champ in CHAMPS:
        if champ.nom not in lost:
            saisie = Saisie(shown[champ.nom] or None, "Fiche", ADRESSES[champ.nom])
            parsed = _parse(champ, champ.nom, saisie, anomalies)
            champs[champ.nom] = ChampLu(parsed.valeur, saisie, "nom", parsed.refuse)
    rows = [show_row(ligne) for ligne in _lines(base)] if budget is None else budget
    lignes = tuple(_read_row(row, rank, anomalies) for rank, row in enumerate(rows, PREMIERE_LIGNE))
    return Lecture(
        Fichier(chemin, seance=made if seance is None else seance),
        Identite(CODE, identifiant, made, ("_meta", "noms")),
        champs,
        lignes,
        None if base_lost else base,
        tuple(anomalie.at(fichier=chemin, action=identifiant) for anomalie in anomalies),
    )


def etat_of(valeurs: Valeurs) -> Etat:
    """A register that holds the values of a fiche, of no known origin."""
    return Etat(answers_of(valeurs), {}, budget_of(lines_of(valeurs), Origine("", "", "", None)))


def unrecognised(chemin: str) -> Lecture:
    """A workbook that is no fiche."""
    return Lecture(Fichier(chemin, seance=SEANCE), anomalies=(signal(ETRANGER, fichier=chemin),))


def show_row(ligne: LigneBudget) -> str:
    """A budget line as it stands in the table."""
    values = [getattr(ligne, f.name) for f in fields(LigneBudget)]
    cells = ["" if v is None else c.kind.show(v) for c, v in zip(COLONNES_BUDGET, values, strict=True)]
    return ";".join(cells)


def lines(*rows: str) -> tuple[LigneBudget, ...]:
    """The budget lines of rows that hold no fault."""
    return tuple(_read_row(row, 0, []).ligne for row in rows)


def _lines(valeurs: Valeurs) -> tuple[LigneBudget, ...]:
    return lire_budget(valeurs)


def _read_row(row: str, rank: int, anomalies: list[Anomalie]) -> LigneLue:
    saisies = {
        champ.nom: Saisie(cell or None, "Fiche", f"{column}{rank}")
        for champ, cell, column in zip(COLONNES_BUDGET, row.split(";"), "CDEFGHIJ", strict=True)
    }
    parsed = {c.nom: _parse(c, f"{BUDGET}.{c.nom}", saisies[c.nom], anomalies) for c in COLONNES_BUDGET}
    ligne = make_ligne({nom: result.valeur for nom, result in parsed.items()})
    return LigneLue(ligne, saisies, any(result.refuse for result in parsed.values()))


def _parse(champ: Champ[Scalaire], nom: str, saisie: Saisie, anomalies: list[Anomalie]) -> Parsed[Scalaire]:
    """Read a cell; its anomalies join the list."""
    parsed = read_cell(champ.kind, saisie, Vocabulaire())
    anomalies += [
        signal(fait.constat, feuille=saisie.feuille, cellule=saisie.cellule, champ=nom, trouve=saisie.texte)
        for fait in parsed.faits
    ]
    return parsed
