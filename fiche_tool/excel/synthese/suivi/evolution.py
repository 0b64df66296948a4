"""Sheet Évolution: what changed since the previous séance or an older one, of what kind, from what to what, by whom."""

from fiche_tool.domaine.fiche.show import VIDE
from fiche_tool.domaine.mots.typographie import INSECABLE
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.evolution import Evolution, NatureChangement
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Forme
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.formes import TEXTE, VERS_FICHIER, VERS_LONG
from fiche_tool.excel.synthese.atelier.formules import literal
from fiche_tool.excel.synthese.atelier.liens import VersAction, arrow, link_origine, shown_text
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Liste
from fiche_tool.excel.synthese.atelier.valeurs import recall_label

NOM = "Évolution"
_NATURE: Forme = {"bold": True, "font_size": 9}
_COULEURS: dict[NatureChangement, Forme] = {
    NatureChangement.NOUVELLE: {"bg_color": look.VERT_PALE, "font_color": look.VERT},
    NatureChangement.RETIREE: {"bg_color": look.ALERTE_PALE, "font_color": look.ALERTE},
}


def _action(synthese: Synthese, evolution: Evolution) -> VersAction:
    action = evolution.ligne.action
    return VersAction(action.identifiant, name_action(synthese.noms, action))


def _forme_ecart(evolution: Evolution) -> Forme:
    colour = look.ALERTE if evolution.ecart.startswith("-") else look.ENCRE
    return {**TEXTE, "align": "center", "font_color": colour}


_LISTE = Liste[Evolution](
    NOM,
    "Évolution",
    Colonnes(
        Colonne(
            "nature", "Nature", 16, lambda _, x: x.nature.value, lambda x: {**_NATURE, **_COULEURS.get(x.nature, {})}
        ),
        Colonne("action", "N°", 14, _action, VERS_LONG, haut=True),
        Colonne("libelle", "Action", 33, lambda _, x: recall_label(x.ligne.action), haut=True),
        Colonne("champ", "Champ", 21, lambda _, x: x.champ, haut=True),
        Colonne("avant", "Avant", 32, lambda _, x: x.avant or "—", haut=True),
        Colonne("apres", "Après", 32, lambda _, x: x.apres or VIDE, haut=True),
        Colonne("ecart", "Écart", 12, lambda _, x: x.ecart.replace("-", "−"), _forme_ecart, haut=True),
        Colonne("par", "Par", 17, lambda _, x: x.origine.par if x.origine else None, haut=True),
        Colonne("fichier", "Fichier", 34, lambda _, x: shown_text(link_origine(x.origine)), haut=True),
        Colonne("lien", "Lien", 5.5, lambda _, x: arrow(link_origine(x.origine)), VERS_FICHIER),
    ),
    vide="Rien n'a changé.",
    hauteur=20,
    vue="libelle",
    jusque="par",
)


def write_evolution(atelier: Atelier) -> None:
    """How many changes of each nature, then every change."""
    sheet = _LISTE.write(atelier, atelier.synthese.evolutions, [(_since(atelier), atelier.format(bold=True))])
    _counts(atelier, sheet)


def _since(atelier: Atelier) -> str:
    comparaison = atelier.synthese.comparaison
    if comparaison:
        return f"Depuis {comparaison.avant.nom}."
    return (
        "Première séance : il n'y a pas encore de réponses à comparer. Cette feuille montre ce que les services ont "
        "changé aux données préremplies, et les actions ajoutées au PST initial ou retirées."
    )


def _counts(atelier: Atelier, sheet: Feuille) -> None:
    """How many changes of each nature that has any, in one live sentence."""
    words, shown = [], []
    for nature in NatureChangement:
        count = sum(evolution.nature is nature for evolution in atelier.synthese.evolutions)
        if count:
            words.append(f'"{nature.value}{INSECABLE}: "&COUNTIFS(evo_nature,{literal(nature.value)})')
            shown.append(f"{nature.value}{INSECABLE}: {count}")
    if words:
        formula = "=" + '&" · "&'.join(words)
        atelier.total(sheet, 3, _LISTE.colonnes["nature"], formula, " · ".join(shown), atelier.format())
