"""Values of the synthesis as rows of the flat tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from fiche_tool.domaine.fiche.fiche import SERVICE_GESTIONNAIRE
from fiche_tool.domaine.synthese.attention import LigneAttention, choose
from fiche_tool.domaine.synthese.comparaison import LigneComparee
from fiche_tool.domaine.synthese.lignes import LigneAction

_COMPARES: Mapping[str, Callable[[LigneAction], Any]] = {
    "statut": lambda row: row.etat,
    "taux": lambda row: row.taux,
    "fin": lambda row: row.fin,
    "depenses": lambda row: to_cents(row.depenses),
    "recettes": lambda row: to_cents(row.recettes),
}


def flat_comparee(comparee: LigneComparee) -> dict[str, Any]:
    """An action then and now, its place left to the caller."""
    was, now = comparee.avant, comparee.apres
    return {
        "libelle": comparee.ligne.action.libelle,
        "service": comparee.ligne.valeurs.get(SERVICE_GESTIONNAIRE.nom),
        "presence": comparee.presence.value,
        "points": comparee.points,
        "jours": comparee.jours,
        **{
            f"{nom}_{quand}": valeur(side) if side else None
            for quand, side in (("avant", was), ("apres", now))
            for nom, valeur in _COMPARES.items()
        },
    }


def flat_attention(
    lignes: Sequence[LigneAttention], places: Mapping[str, dict[str, Any]], sans_place: Mapping[str, None]
) -> Iterator[dict[str, Any]]:
    """The lines that ask for attention, the gravest first; `sans_place` stands for the place of a service."""
    shown = choose(lignes)
    for rang, ligne in enumerate(lignes, 1):
        yield {
            **(places[ligne.action.identifiant] if ligne.action else sans_place),
            "rang": rang,
            "motif": ligne.genre.value,
            "libelle": ligne.libelle,
            "service": ligne.service,
            "phrase": ligne.phrase,
            "page": "Oui" if ligne in shown else "Non",
        }


def to_cents(montant: Decimal | None) -> int | None:
    """Euros as whole cents."""
    return None if montant is None else int(montant * 100)
