"""The two counts of a collection that must balance, as sentences: files and actions."""

from fiche_tool.domaine.grand_livre.retour import Compte
from fiche_tool.domaine.mots.typographie import s, say_count


def balance(bilan: Compte) -> tuple[str, str]:
    """The two counts that must balance, as sentences."""
    files = bilan.repris + bilan.repris_en_partie + bilan.ecartes + bilan.ignores
    mark = s(bilan.ecartes)
    return (
        f"Fichiers : {say_count(bilan.trouves, 'reçu')} = {bilan.repris} en ordre + {bilan.repris_en_partie} à corriger"
        f" + {bilan.ecartes} illisible{mark} ou étranger{mark} + {say_count(bilan.ignores, 'ignoré')}"
        + ("" if files == bilan.trouves else f" (total {files} !)"),
        f"Actions : {bilan.actions} = {bilan.recues} avec réponse + {bilan.sans_reponse} sans réponse à cette séance",
    )
