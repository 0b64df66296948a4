"""The figures of a séance that every output prints: each worked out once."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.constats.anomalies import Anomalie, count_errors
from fiche_tool.domaine.synthese.lignes import AJOUTEE, INITIALE, JAMAIS_REPONDU
from fiche_tool.domaine.synthese.sommes import count_counted, count_under_way, count_where, overall_taux
from fiche_tool.domaine.synthese.tables import Tables


@dataclass(frozen=True, slots=True)
class Chiffres:
    """The eight figures. `part` is réalisées, en cours or récurrentes over the `initiales` actions of the PST initial.

    `part` is None while nobody has answered, `taux` where no action has one; it is the mean of `sur` actions.
    """

    actions: int
    part: Decimal | None
    initiales: int
    ajoutees: int
    retirees: int
    taux: Decimal | None
    sur: int
    en_retard: int
    recues: int
    manquantes: int
    erreurs: int


def work_out(tables: Tables, anomalies: Sequence[Anomalie]) -> Chiffres:
    """The figures of the tables of a séance and of all that was found."""
    actions, gone = tables.actions, tables.retirees
    initial = count_where(actions, origine=INITIALE) + count_where(gone, origine=INITIALE)
    silent = all(count_where(table, statut=JAMAIS_REPONDU) == len(table) for table in (actions, gone))
    received = count_where(actions, reponse="Oui")
    return Chiffres(
        actions=len(actions),
        part=None if silent or not initial else Decimal(count_under_way(actions) + count_under_way(gone)) / initial,
        initiales=initial,
        ajoutees=count_where(actions, origine=AJOUTEE) + count_where(gone, origine=AJOUTEE),
        retirees=len(gone),
        taux=overall_taux(actions),
        sur=count_counted(actions),
        en_retard=count_where(actions, retard="Oui"),
        recues=received,
        manquantes=len(actions) - received,
        erreurs=count_errors(anomalies),
    )
