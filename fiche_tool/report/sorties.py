"""What is published, reported or exchanged, as a person reads it in the console."""

from typing import TYPE_CHECKING

from fiche_tool.domaine.mots.saisie import show_date

if TYPE_CHECKING:
    from fiche_tool.verbes.publier import Publication


def show_publication(publication: "Publication") -> list[str]:
    """The pages written, and what « Projet » asks for."""
    count = publication.actions
    lines = [
        f"Page publique de la séance du {show_date(publication.seance)}, {count} action{'s' if count > 1 else ''}."
    ]
    if publication.projet:
        lines.append(
            "Elle porte « Projet » : une fois la séance adoptée, inscrivez sa date dans « Séances adoptées jusqu'au » "
            "(programme.xlsx, feuille Paramètres), puis publiez à nouveau."
        )
    lines.append("Noms, adresses, commentaires et budget n'y sont que si la feuille Paramètres le dit.")
    return [*lines, f"Page : « {publication.page} »", f"Index : « {publication.index} »"]
