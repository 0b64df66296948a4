"""A synthetic PST of N live actions and N returned fiches: always the same files for the same N.

`python benchmarks/corpus.py FOLDER N` makes two PST folders with the same programme: FOLDER/envoi holds nothing else,
FOLDER/retour holds its fiches and a return for each of them.
"""

import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from baselines import SEANCE

from fiche_tool.domaine.mots.identifiants import new_identifiant
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU
from fiche_tool.domaine.programme.programme import (
    Action,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Place,
    Programme,
    Service,
    Volet,
)
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.verbes.generate import generate

T = TypeVar("T")
_SEANCE = date.fromisoformat(SEANCE)
FAULTY_EVERY = 100
"""One return in a hundred is faulty, and at least one."""

_FIRST_FAULTY = 7
_ACTIONS_PER_OO, _OO_PER_OS = 4, 3
_VOLETS = (
    Volet("Interne", "Administration générale"),
    Volet("Externe", "Développement des politiques"),
    Volet("Synergies", "Collaborations avec la Commune"),
)
_SERVICES = (
    "Direction générale",
    "Direction financière",
    "Ressources humaines",
    "Service social général",
    "Insertion socioprofessionnelle",
    "Logement et énergie",
    "Maison de repos « Les Tilleuls »",
    "Aide aux familles",
    "Médiation de dettes",
    "Petite enfance",
)
_MANDATAIRES = tuple(f"Conseiller de l'action sociale – M. Mandataire {rank}" for rank in range(1, 10))
_PLANS = ("Plan de cohésion sociale (PCS)", "Plan de gestion", "Plan global de prévention", "Agenda 21 local")
_VERBES = (
    "Développer",
    "Renforcer",
    "Évaluer",
    "Organiser",
    "Simplifier",
    "Pérenniser",
    "Coordonner",
    "Moderniser",
    "Soutenir",
    "Étendre",
)
_OBJETS = (
    "l'accueil de première ligne",
    "la formation continue du personnel",
    "les procédures écrites de l'aide sociale",
    "le parc de logements de transit",
    "l'accompagnement budgétaire",
    "le taxi social",
    "la distribution de colis alimentaires",
    "les ateliers de français langue étrangère",
    "le télétravail et l'outil informatique",
    "la performance énergétique des bâtiments",
)
_PUBLICS = (
    "des familles monoparentales",
    "des personnes âgées isolées",
    "des jeunes de 18 à 25 ans",
    "du personnel administratif",
    "des locataires en difficulté",
    "des personnes en situation de handicap",
    "des bénéficiaires du revenu d'intégration",
    "des nouveaux habitants",
    "des travailleurs à temps partiel",
    "des associations partenaires",
)
_PHRASES = (
    "Chaque service décrit ses procédures principales sur un modèle de deux pages.",
    "Une convention est signée avec la Commune ; le Codir en suit l'exécution chaque trimestre.",
    "Le public est informé par le bulletin communal, le site et les permanences du mercredi.",
    "Deux agents à mi-temps sont désignés ; l'un d'eux suit la formation de l'UVCW en 2027.",
    "Le marché public est en cours d'attribution : trois offres sont arrivées avant l'échéance.",
)
_STATUTS = (EN_COURS, A_DEMARRER, EN_COURS, REALISE, REPORTE, EN_COURS, RECURRENT, SUSPENDU, EN_COURS, ABANDONNE)
_TAUX: tuple[Contenu, ...] = (45, 0, "60 %", 100, 20, "35", 50, 10, Decimal("12.5"), 0)
_DEBUTS: tuple[Contenu, ...] = (date(2025, 3, 1), "2025", "06/2025", "T2 2026", "1er semestre 2025")
_FINS: tuple[Contenu, ...] = (date(2028, 12, 31), "fin 2029", "06/2028", "2030", "T4 2027")
_ARTICLES = ("104/123-13", "831/122-01", "8449/111-01", "801/124-48", "922/125-06")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service head types into a fiche."""

    champs: Mapping[str, Contenu]
    budget: Sequence[Mapping[str, Contenu]] = field(default_factory=tuple)


def build_corpus(folder: Path, count: int) -> None:
    """Make FOLDER/envoi and FOLDER/retour for `count` actions."""
    programme = write_programme(build_programme(count))
    for name in ("envoi", "retour"):
        (folder / name).mkdir(parents=True)
        (folder / name / "programme.xlsx").write_bytes(programme)
    fill_returns(folder / "retour")


def build_programme(count: int) -> Programme:
    """A programme of `count` live actions spread over three volets, with lists."""
    actions: list[Action] = []
    taken: set[str] = set()
    for rank in range(count):
        actions.append(_make_action(rank, taken))
        taken.add(actions[-1].identifiant)
    places = list(dict.fromkeys(action.place for action in actions))
    return Programme(
        Parametres("banc-2025-2030", "CPAS du Banc d'essai", 2025, 2030),
        _VOLETS,
        tuple(_make_objectifs(places)),
        tuple(actions),
        Listes(
            tuple(
                Service(nom, f"Responsable {rank}", f"service{rank}@cpas.example") for rank, nom in enumerate(_SERVICES)
            ),
            _MANDATAIRES,
            _PLANS,
        ),
    )


def _make_action(rank: int, taken: set[str]) -> Action:
    volet, axe, numero = _place(rank)
    libelle = _libelle(rank)
    return Action(
        identifiant=new_identifiant(f"banc/{rank}/{libelle}", taken),
        volet=volet,
        axe=axe,
        objectif=numero,
        numero=f"{numero}.{rank % _ACTIONS_PER_OO + 1}",
        libelle=libelle,
        service=_pick(_SERVICES, rank),
        mandataire=_pick(_MANDATAIRES, rank),
        responsable=f"Mme Responsable {rank % 23}",
        porteur=f"M. Porteur {rank % 57}",
        partenaires="Commune ; Province" if rank % 3 else "",
        plans=_pick(_PLANS, rank) if rank % 2 else "",
    )


def _place(rank: int) -> Place:
    """Where an action stands: operational objectives are dealt to the volets in turn."""
    node, volet = divmod(rank // _ACTIONS_PER_OO, len(_VOLETS))
    return (_VOLETS[volet].nom, "", f"{node // _OO_PER_OS + 1}.{node % _OO_PER_OS + 1}")


def _libelle(rank: int) -> str:
    words = f"{_pick(_VERBES, rank)} {_pick(_OBJETS, rank // 10)} {_pick(_PUBLICS, rank // 100)}"
    return words if rank < 1_000 else f"{words} (phase {rank // 1_000 + 1})"


def _make_objectifs(places: Sequence[Place]) -> list[Objectif]:
    """The OS and OO that a list of places of OO needs, each OS before its own."""
    found: dict[tuple[Niveau, Place], Objectif] = {}
    for rank, (volet, axe, numero) in enumerate(sorted(places, key=lambda place: (place[0], len(place[2]), place[2]))):
        strategique = numero.partition(".")[0]
        found.setdefault(
            (Niveau.OS, (volet, axe, strategique)),
            Objectif(
                Niveau.OS,
                volet,
                axe,
                strategique,
                f"Être un CPAS qui sait {_libelle(rank * 7).lower()} ({strategique})",
            ),
        )
        words = f"Améliorer la manière de {_libelle(rank * 3).lower()}"
        found[Niveau.OO, (volet, axe, numero)] = Objectif(Niveau.OO, volet, axe, numero, words)
    return list(found.values())


# --- returns ---------------------------------------------------------------------------------------------------------
def fill_returns(folder: Path) -> None:
    """Generate the fiches of a folder and put an answered copy of each under retours/, one in a hundred faulty."""
    fiches = folder / "fiches"
    paths = generate(folder, _SEANCE).ecrites
    targets = [folder / "retours" / path.relative_to(fiches) for path in paths]
    for parent in {target.parent for target in targets}:
        parent.mkdir(parents=True)
    with ProcessPoolExecutor() as pool:  # nothing is measured here
        list(pool.map(_answer_file, paths, targets, range(len(paths)), chunksize=20))


def _answer_file(path: Path, target: Path, rank: int) -> None:
    target.write_bytes(_answer(path.read_bytes(), rank))


def _answer(fiche: bytes, rank: int) -> bytes:
    """The returned file of a rank."""
    answer = make_answer(rank)
    if rank % FAULTY_EVERY != _FIRST_FAULTY:
        return type_in(fiche, answer.champs, answer.budget)
    match rank // FAULTY_EVERY % 4:
        case 0:
            return type_in(fiche, {**answer.champs, "taux": 150}, answer.budget)
        case 1:
            return type_in(fiche, answer.champs, answer.budget)[: len(fiche) // 2]
        case 2:
            return type_in(fiche, {**answer.champs, "debut": date(2029, 1, 1), "fin": date(2026, 1, 1)}, answer.budget)
        case _:
            return type_in(fiche, answer.champs, [_budget_line(rank, 0) | {"montant": 1}])


def make_answer(rank: int) -> Answer:
    """The answer of a rank: one in ten changes nothing, the others vary in what they fill and how they write it."""
    day = _SEANCE - timedelta(days=rank % 20 + 1)
    strip: dict[str, Contenu] = {"complete_par": f"Agent {rank % 31}", "complete_le": day}
    if rank % 10 == 9:
        return Answer(strip | {"inchange": "Oui"})
    champs: dict[str, Contenu] = {
        "mise_a_jour": day,
        "taux": _pick(_TAUX, rank),
        "statut": _pick(_STATUTS, rank),
        "debut": _pick(_DEBUTS, rank),
        "fin": _pick(_FINS, rank // 2),
        "description": _text(rank, 3),
        "planification": f"2025 : analyse. 2026 : essai dans {rank % 4 + 1} service(s). 2027 : extension.",
        "indicateurs": f"Dossiers traités : {rank % 90} sur {rank % 90 + 30}.\nSatisfaction : {rank % 50 + 50} %.",
        "commentaire": _text(rank + 2, rank % 4 + 1) if rank % 6 else None,
    }
    if rank % 5 == 0:
        champs |= {
            "reformulation": f"{_libelle(rank)} : 20 bénéficiaires de plus chaque année",
            "responsable": "M. Neuf",
        }
    return Answer(champs | strip, [_budget_line(rank, line) for line in range(rank % 4)])


def _budget_line(rank: int, line: int) -> dict[str, Contenu]:
    own = Decimal(rank % 97 * 125 + 500) + Decimal("0.50") * line
    subsidy = Decimal(1_000 * (rank % 3))
    return {
        "exercice": 2025 + line,
        "service": "O",
        "rd": "D",
        "article": _pick(_ARTICLES, rank + line),
        "montant": own + subsidy,
        "fonds_propres": own,
        "subsides": subsidy,
    }


def _text(rank: int, phrases: int) -> str:
    return " ".join(_pick(_PHRASES, rank + offset) for offset in range(phrases)) + f" (Point {rank} du Codir.)"


def _pick(values: Sequence[T], rank: int) -> T:
    return values[rank % len(values)]


if __name__ == "__main__":
    build_corpus(Path(sys.argv[1]), int(sys.argv[2]))
