"""What is published, reported or exchanged, as a person reads it in the console."""

from typing import TYPE_CHECKING

from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.typographie import say_count

if TYPE_CHECKING:
    from fiche_tool.verbes.exporter import Export, Rapprochement
    from fiche_tool.verbes.publier import Publication
    from fiche_tool.verbes.rapport import RapportEvaluation


def show_publication(publication: "Publication") -> list[str]:
    """The pages written, and what « Projet » asks for."""
    count = publication.actions
    lines = [f"Page publique de la séance du {show_date(publication.seance)}, {say_count(count, 'action')}."]
    if publication.projet:
        lines.append(
            "Elle porte « Projet » : une fois la séance adoptée, inscrivez sa date dans « Séances adoptées jusqu'au » "
            "(programme.xlsx, feuille Paramètres ; ajoutez cette ligne si elle n'y est pas), puis publiez à nouveau."
        )
    lines.append("Noms, adresses, commentaires et budget n'y sont que si la feuille Paramètres le dit.")
    return [*lines, f"Page : « {publication.page} »", f"Index : « {publication.index} »"]


def show_export(export: "Export") -> list[str]:
    """The files written, and what the other program has no place for."""
    return [*export.pertes, *(f"Fichier : « {path} »" for path in export.fichiers)]


def show_rapprochement(rapprochement: "Rapprochement") -> list[str]:
    """How many articles agree, and where to look at those that do not."""
    from fiche_tool.echanges.rapprochement import count_verdicts

    lines = [f"{count} : {verdict.suite}." for verdict, count in count_verdicts(rapprochement.lignes)]
    if not rapprochement.articles:
        lines.insert(0, "Ce fichier ne contient aucun article : est-ce bien l'export d'eComptes vers le PST ?")
    return [*lines, f"Détail : « {rapprochement.fichier} »"]


def show_rapport(rapport: "RapportEvaluation") -> list[str]:
    """The report written, what was kept of the older one, and where that one is if it had to be put aside."""
    lines = []
    if rapport.gardes:
        lines.append(f"Commentaires gardés du rapport précédent : {rapport.gardes}.")
    if rapport.sans_place:
        lines.append(f"Commentaires dont l'objectif n'est plus au programme, mis à la fin : {rapport.sans_place}.")
    if rapport.sauvegarde:
        lines.append(
            "L'ancien rapport portait des changements en dehors des places prévues : il est conservé ; reprenez-les "
            f"s'il le faut : « {rapport.sauvegarde} »"
        )
    return [*lines, f"Rapport : « {rapport.fichier} »"]
