"""The rules of progress and dates: each one a code, a gravité, a sentence, a predicate and its formula.

Only impossibilities are errors; they hold back their field. All the rest are remarks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.constats.anomalies import ERREUR, REMARQUE, Constat
from fiche_tool.domaine.fiche.fiche import CHAMPS
from fiche_tool.domaine.fiche.kinds import TAUX, is_within
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.statuts import A_DEMARRER, ABANDONNE, EN_COURS, REALISE, RECURRENT, REPORTE, SUSPENDU
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.regles.direct import Direct

_A_JUSTIFIER = (REPORTE, SUSPENDU, ABANDONNE)
CENT_POUR_CENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Contexte:
    """What rules need besides the fiche: the legislature, the vocabularies and the day of the séance."""

    debut_legislature: int
    fin_legislature: int
    seance: date
    listes: Mapping[str, frozenset[str]]

    def at(self, seance: date) -> "Contexte":
        """The same on the day of another séance."""
        return Contexte(self.debut_legislature, self.fin_legislature, seance, self.listes)


def make_contexte(programme: Programme, seance: date) -> Contexte:
    """The context of a programme at a séance."""
    listes = programme.listes
    return Contexte(
        programme.parametres.debut_legislature,
        programme.parametres.fin_legislature,
        seance,
        {
            "services": frozenset(fold(service.nom) for service in listes.services),
            "mandataires": frozenset(fold(nom) for nom in listes.mandataires),
            "plans": frozenset(fold(nom) for nom in listes.plans),
        },
    )


NO_CONTEXT = Contexte(1976, 2100, date.max, {})
"""The context of a fiche checked away from its programme: no bound but those of good sense."""


@dataclass(frozen=True, slots=True)
class Avancement:
    """The answers that the rules of a fiche look at; None where not filled in or not accepted."""

    taux: Decimal | None
    statut: str | None
    debut: Periode | None
    fin: Periode | None
    mise_a_jour: Periode | None
    commentaire: str | None


@dataclass(frozen=True, slots=True)
class Regle:
    """A rule on a whole fiche. `test` gives the words for {detail} where the rule is broken, None where it holds.

    `avec` names the other answers that it looks at, `retient` those that it holds back besides its own where it is an
    error.
    """

    constat: Constat
    champ: str
    test: Callable[[Avancement, Contexte], str | None]
    direct: Direct
    attendu: str = ""
    avec: tuple[str, ...] = ()
    retient: tuple[str, ...] = ()

    @property
    def champs(self) -> tuple[str, ...]:
        """All the answers that it looks at, its own first."""
        return (self.champ, *self.avec)


def when(broken: bool, detail: str = "") -> str | None:
    """The outcome of a test: the words for {detail} where the rule is broken."""
    return detail if broken else None


def _no_comment(v: Avancement) -> bool:
    return not v.commentaire


REGLES: tuple[Regle, ...] = (
    Regle(
        Constat("AVA01", ERREUR, "{champ} : « {trouve} » est impossible. Tapez {attendu}."),
        "taux",
        lambda v, _: when(v.taux is not None and not is_within(TAUX, v.taux)),
        Direct(
            "AND(ISNUMBER({nombre_taux}),OR({nombre_taux}<0,{nombre_taux}>100))", "Taux : un nombre entier de 0 à 100."
        ),
        attendu=TAUX.attendu,
    ),
    Regle(
        Constat(
            "AVA02",
            REMARQUE,
            "le statut est « Réalisé » mais le taux est de {trouve} %. Mettez 100, ou le statut « En cours ».",
        ),
        "taux",
        lambda v, _: when(v.statut == REALISE and v.taux is not None and v.taux < CENT_POUR_CENT),
        Direct(
            f'AND({{sens}}="{REALISE}",ISNUMBER({{nombre_taux}}),{{nombre_taux}}<100)',
            "« Réalisé » : le taux doit être de 100.",
        ),
        attendu="100",
        avec=("statut",),
    ),
    Regle(
        Constat(
            "AVA03",
            REMARQUE,
            "le statut est « À démarrer » mais le taux est de {trouve} %. Mettez 0, ou le statut « En cours ».",
        ),
        "taux",
        lambda v, _: when(v.statut == A_DEMARRER and v.taux is not None and v.taux > 0),
        Direct(
            f'AND({{sens}}="{A_DEMARRER}",ISNUMBER({{nombre_taux}}),{{nombre_taux}}>0)',
            "« À démarrer » : le taux doit être de 0.",
        ),
        attendu="0",
        avec=("statut",),
    ),
    Regle(
        Constat(
            "AVA04", REMARQUE, "le taux est de 100 % mais le statut est « En cours ». Mettez « Réalisé » si c'est fini."
        ),
        "statut",
        lambda v, _: when(v.statut == EN_COURS and v.taux == CENT_POUR_CENT),
        Direct(
            f'AND({{sens}}="{EN_COURS}",ISNUMBER({{nombre_taux}}),{{nombre_taux}}=100)',
            "« En cours » à 100 % : « Réalisé » si c'est fini.",
        ),
        attendu=REALISE,
        avec=("taux",),
    ),
    Regle(
        Constat("AVA05", REMARQUE, "le statut est « {detail} » : dites pourquoi dans le commentaire."),
        "commentaire",
        lambda v, _: when(v.statut in _A_JUSTIFIER and _no_comment(v), v.statut or ""),
        Direct(
            f'AND(OR({{sens}}="{REPORTE}",{{sens}}="{SUSPENDU}",{{sens}}="{ABANDONNE}"),TRIM({{commentaire}})="")',
            "Dites ici pourquoi l'action est reportée, suspendue ou abandonnée.",
        ),
        attendu="un commentaire",
        avec=("statut",),
    ),
    Regle(
        Constat("DAT01", ERREUR, "la fin ({trouve}) tombe avant le début ({detail}). Corrigez l'une des deux dates."),
        "fin",
        lambda v, _: when(
            v.debut is not None and v.fin is not None and v.fin.fin < v.debut.debut, v.debut.texte if v.debut else ""
        ),
        Direct(
            "AND(ISNUMBER({dernier_fin}),ISNUMBER({premier_debut}),{dernier_fin}<{premier_debut})",
            "La fin tombe avant le début.",
        ),
        attendu="une date après le début",
        avec=("debut",),
        retient=("debut",),
    ),
    Regle(
        Constat("DAT02", REMARQUE, "la fin ({trouve}) dépasse la législature, qui s'achève en {detail}."),
        "fin",
        lambda v, c: when(v.fin is not None and v.fin.debut.year > c.fin_legislature, str(c.fin_legislature)),
        Direct(
            "IF(ISNUMBER({dernier_fin}),YEAR({dernier_fin})>MAX(liste_exercices),FALSE)",
            "La fin dépasse la législature.",
        ),
    ),
    Regle(
        Constat("DAT03", REMARQUE, "le début ({trouve}) précède la législature, qui commence en {detail}."),
        "debut",
        lambda v, c: when(v.debut is not None and v.debut.fin.year < c.debut_legislature, str(c.debut_legislature)),
        Direct(
            "IF(ISNUMBER({premier_debut}),YEAR({premier_debut})<MIN(liste_exercices),FALSE)",
            "Le début précède la législature.",
        ),
    ),
    Regle(
        Constat("DAT04", REMARQUE, "la date de mise à jour ({trouve}) est postérieure à la séance du {detail}."),
        "mise_a_jour",
        lambda v, c: when(v.mise_a_jour is not None and v.mise_a_jour.debut > c.seance, show_date(c.seance)),
        Direct(
            "AND(ISNUMBER({premier_mise_a_jour}),ISNUMBER({jour_seance}),{premier_mise_a_jour}>{jour_seance})",
            "La mise à jour est datée d'après la séance.",
        ),
    ),
)

REQUIS = tuple(champ for champ in CHAMPS if champ.requis)
"""The fields without which a fiche is not complete."""
DISPENSES: Mapping[str, str] = {"taux": RECURRENT}
"""A required field that one status dispenses with: what comes back every year has no taux."""
