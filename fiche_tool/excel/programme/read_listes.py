"""Reading the sheet Listes of programme.xlsx: services with their addresses, mandataires, plans, words for statuses."""

from collections.abc import Iterator, Sequence

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import signal
from fiche_tool.domaine.mots.adresses import parse_adresses
from fiche_tool.domaine.mots.statuts import STATUTS, parse_statut
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.programme.programme import Listes, Service
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.releve import Releve
from fiche_tool.excel.programme.tableaux import LigneTableau


def read_listes(releve: Releve) -> Listes:
    """The lists of the centre; those of a sheet that is not there are empty."""
    grille = releve.grille(feuilles.LISTES, required=False)
    if grille is None:
        return Listes()
    blocks = [releve.read_table(grille, block, required=False) for block in feuilles.BLOCS_LISTES]
    services, mandataires, plans, statuts = (t.lignes if t else () for t in blocks)
    for ligne in services:
        _check_adresses(releve, ligne)
    return Listes(
        tuple(
            Service(ligne.texte("nom"), ligne.texte("personne"), ligne.texte("courriel"))
            for ligne in services
            if ligne.texte("nom")
        ),
        tuple(nom for ligne in mandataires if (nom := ligne.texte("nom"))),
        tuple(nom for ligne in plans if (nom := ligne.texte("nom"))),
        dict(_statuts(releve, statuts)),
    )


def _check_adresses(releve: Releve, ligne: LigneTableau) -> None:
    colonne, saisie = feuilles.COLONNES_SERVICES[2], ligne.cellule("courriel")
    for refused in parse_adresses(ligne.texte("courriel")).illisibles:
        releve.anomalies.append(
            signal(
                constats_programme.ADRESSE_ILLISIBLE,
                feuille=saisie.feuille,
                cellule=saisie.cellule,
                champ=colonne.nom,
                label=colonne.entete,
                trouve=shorten(refused),
                attendu="une adresse comme nom@cpas.be, ou plusieurs séparées par des points-virgules",
                detail=ligne.texte("nom"),
            )
        )


def _statuts(releve: Releve, lignes: Sequence[LigneTableau]) -> Iterator[tuple[str, str]]:
    for ligne in lignes:
        statut = parse_statut(ligne.texte("statut"), {})
        if statut is None:
            releve.fault(constats_programme.CODE_INVALIDE, ligne, feuilles.COLONNES_STATUTS[1], ", ".join(STATUTS))
        elif ligne.texte("mot"):
            yield ligne.texte("mot"), statut
