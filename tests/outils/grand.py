"""Programmes of any size and shape with plausible answers over several séances, the same every time."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from hashlib import sha256

from fiche_tool.domaine.fiche.fiche import BUDGET, LigneBudget, Valeur
from fiche_tool.domaine.fiche.identite import Identite
from fiche_tool.domaine.fiche.lecture import ChampLu, Fichier, Lecture, LigneLue
from fiche_tool.domaine.fusion.registre import Registre, build_registre
from fiche_tool.domaine.grand_livre.acquis import Etat, initial_etat
from fiche_tool.domaine.mots.dates import Periode, day_period, month_period, parse_periode, year_period
from fiche_tool.domaine.mots.identifiants import new_identifiant
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU
from fiche_tool.domaine.programme.programme import (
    Action,
    EtatAction,
    Listes,
    Niveau,
    Objectif,
    Parametres,
    Programme,
    Service,
    Volet,
)
from fiche_tool.domaine.synthese import Synthese, build_synthese
from tests.outils.builders import etat_of

SEANCES = (date(2020, 11, 25), date(2021, 6, 30), date(2021, 11, 24))
SERVICES = ("Direction générale", "Direction financière", "Service social", "Insertion", "Logement", "Repas et aide")
_VERBES = ("Améliorer", "Créer", "Évaluer", "Formaliser", "Promouvoir", "Renforcer", "Réviser", "Simplifier")
_OBJETS = (
    "l'accueil des usagers",
    "la communication avec les partenaires et avec la commune",
    "le plan de formation du personnel",
    "les procédures d'octroi de l'aide sociale et leur suivi",
    "l'offre de logements d'urgence, de transit et d'insertion",
    "la consommation d'énergie des bâtiments du centre",
    "le repas à domicile",
)
_PHRASES = (
    "Le marché a été relancé en septembre.",
    "Deux agents ont été formés ; un troisième le sera au printemps.",
    "- point 1 : l'inventaire est terminé.\n- point 2 : la validation par le Codir est attendue.",
    "Le subside annoncé n'a pas été confirmé par la Région ; une autre source est cherchée.",
)
ONHAYE = (
    ("Interne", "1 Renouvellement des organes", ((1, 1),)),
    ("Interne", "2 Renouvellement du personnel", ((1, 1, 3, 1, 1, 2), (0, 0), (2, 1, 2), (1, 1), (2, 2))),
    ("Externe", "1 Missions régaliennes et collaboration externe", ((1, 1, 2), (3, 1), (3, 1, 1, 2))),
    ("Externe", "2 Être un CPAS porteur de projets", ((2,), (1, 1))),
    ("Externe", "3 Être un CPAS porteur d'ouvertures vers le monde", ((0,), (0,))),
)
"""A shape with axes: volet, axe, then the actions of each OO of each OS. OS numbers restart in every axe."""
Forme = Sequence[tuple[str, str, Sequence[Sequence[int]]]]


def flat_shape(actions: int, volets: Sequence[str] = ("Interne", "Externe")) -> Forme:
    """A shape without axes: OO of five actions, OS of four OO, shared out between the volets."""
    full, rest = divmod(actions, 5)
    groups = [5] * full + [rest] * bool(rest)
    strategic = [tuple(groups[start : start + 4]) for start in range(0, len(groups), 4)]
    share = -(-len(strategic) // len(volets))
    return [(volet, "", strategic[rank * share : (rank + 1) * share]) for rank, volet in enumerate(volets)]


def make_programme(forme: Forme, **changes: object) -> Programme:
    """The programme of a shape, with invented words."""
    dice = random.Random(5)
    objectifs: list[Objectif] = []
    actions: list[Action] = []
    taken: set[str] = set()
    for volet, axe, strategic in forme:
        for s, operational in enumerate(strategic, 1):
            objectifs.append(Objectif(Niveau.OS, volet, axe, str(s), f"Être un CPAS qui veut {_words(dice).lower()}"))
            for o, count in enumerate(operational, 1):
                objectifs.append(Objectif(Niveau.OO, volet, axe, f"{s}.{o}", _words(dice)))
                for rank in range(1, count + 1):
                    identifiant = new_identifiant(f"{volet}/{axe}/{s}.{o}.{rank}", taken)
                    taken.add(identifiant)
                    actions.append(_action(dice, identifiant, volet, axe, f"{s}.{o}", f"{s}.{o}.{rank}"))
    fields: dict[str, object] = {
        "parametres": Parametres("grand-2019-2024", "CPAS de Grandpré", 2019, 2024),
        "volets": tuple(Volet(nom, f"Volet {nom.lower()}") for nom in dict.fromkeys(volet for volet, _, _ in forme)),
        "objectifs": tuple(objectifs),
        "actions": tuple(actions),
        "listes": Listes(tuple(Service(nom, "Mme Un", "un@cpas.example") for nom in SERVICES), ("Mme Un", "M. Deux")),
    }
    return Programme(**(fields | changes))  # type: ignore[arg-type]  # a table of fields


def _words(dice: random.Random) -> str:
    return f"{dice.choice(_VERBES)} {dice.choice(_OBJETS)}"


def _action(dice: random.Random, identifiant: str, volet: str, axe: str, objectif: str, numero: str) -> Action:
    return Action(identifiant, volet, axe, objectif, numero, _words(dice), dice.choice(SERVICES), "Mme Un")


def with_changes(programme: Programme) -> Programme:
    """The same with every ninth action added in the third year, every ninth one dropped, and a transversal one."""
    actions = list(programme.actions)
    for rank, action in enumerate(actions):
        match rank % 9:
            case 3:
                actions[rank] = replace(action, depuis=date(2021, 9, 1))
            case 7:
                actions[rank] = replace(action, retiree=date(2021, 10, 15), etat=EtatAction.RETIREE)
    actions[0] = replace(actions[0], autres_objectifs=(actions[-1].place,))
    return replace(programme, actions=tuple(actions))


def make_registre(
    programme: Programme, seances: Sequence[date] = SEANCES, *, reponses: float = 0.85, budget: bool = True
) -> Registre:
    """The register of a programme after some séances, at each of which a share of the actions was answered."""
    dice = random.Random(11)
    etats = {action.identifiant: initial_etat(action) for action in programme.actions}
    lectures: list[Lecture] = []
    for jour in seances:
        for rank, action in enumerate(programme.actions):
            if action.active and dice.random() < reponses:
                lecture = _answer(dice, programme, action, etats[action.identifiant], jour, rank, budget)
                lectures.append(lecture)
                etats[action.identifiant] = etat_of(_values(lecture))
    return build_registre(programme, lectures, seances[-1])


def make_synthese(programme: Programme, seances: Sequence[date] = SEANCES, **options: object) -> Synthese:
    """The synthesis of a programme with such answers."""
    return build_synthese(programme, make_registre(programme, seances, **options), ())  # type: ignore[arg-type]


def _values(lecture: Lecture) -> dict[str, Valeur | None]:
    fields: dict[str, Valeur | None] = {nom: lu.valeur for nom, lu in lecture.champs.items()}
    return fields | {BUDGET: lecture.lignes}


def _answer(
    dice: random.Random, programme: Programme, action: Action, etat: Etat, jour: date, rank: int, budget: bool
) -> Lecture:
    chemin = f"retours/{jour.isoformat()}/{action.service}/fiche {action.volet} {action.numero} ({rank}).xlsx"
    base = etat.fiche()
    values: Mapping[str, Valeur | None] = base | _progress(dice, base, jour)
    champs = {
        nom: ChampLu(valeur, Saisie(str(valeur), "Fiche", "D23"))
        for nom, valeur in values.items()
        if not isinstance(valeur, tuple)
    }
    lignes = base.get(BUDGET) or _lines(dice, budget)
    assert isinstance(lignes, tuple)
    lues = tuple(
        LigneLue(ligne, {"exercice": Saisie(Decimal(2021), "Fiche", f"A{row}")}) for row, ligne in enumerate(lignes, 33)
    )
    digest = sha256(chemin.encode()).hexdigest()
    return Lecture(
        Fichier(chemin, digest, 30_000 + rank, jour, "xlsx", "Microsoft Excel"),
        Identite(programme.parametres.code, action.identifiant, jour, ("_meta", "noms")),
        champs,
        lues,
        base,
    )


def _progress(dice: random.Random, base: Mapping[str, Valeur | None], jour: date) -> dict[str, Valeur | None]:
    """What a service head writes: on from where the fiche stood."""
    before = base.get("taux")
    taux = min(Decimal(100), (before if isinstance(before, Decimal) else Decimal(0)) + dice.choice((0, 10, 25, 40)))
    other = dice.choice((REPORTE, SUSPENDU, ABANDONNE, RECURRENT)) if dice.random() < 0.12 else EN_COURS
    statut = REALISE if taux == 100 else A_DEMARRER if taux == 0 else other
    debut: Periode | None = dice.choice((day_period(date(2019, 10, 1)), year_period(2020), month_period(2020, 6)))
    ends = ("31/12/2020", "fin 2022", "30/06/2023", "T2 2021", "2024", "31/12/2026")
    fin = base.get("fin") if base.get("fin") and dice.random() < 0.8 else parse_periode(dice.choice(ends))
    return {
        "mise_a_jour": day_period(jour),
        "taux": taux,
        "statut": statut,
        "debut": base.get("debut") or debut,
        "fin": None if statut == RECURRENT else fin,
        "porteur": "M. Jean-Baptiste Delacroix",
        "indicateurs": "Nombre de bénéficiaires : 40 (objectif : 60).",
        "commentaire": dice.choice(_PHRASES),
        "complete_par": dice.choice(("Jeanne Noël", "Karim Alaoui")),
    }


def _lines(dice: random.Random, budget: bool) -> tuple[LigneBudget, ...]:
    if not budget or dice.random() < 0.6:
        return ()
    total = Decimal(dice.randrange(50_000, 9_000_000)) / 100
    own = (total / 3).quantize(Decimal("0.01"))
    ordinary = LigneBudget(dice.choice((2020, 2021, 2022)), "O", "D", "104/123-13", total, total)
    extra = LigneBudget(dice.choice((2021, 2022, 2023)), "E", "D", "124/724-60", total, own, total - own)
    income = LigneBudget(2022, "O", "R", "831/465-48", own, None, None, own)
    return dice.choice(((ordinary,), (extra,), (ordinary, income)))
