"""Sheet Anomalies: everything that was wrong or worth a remark, what blocks first, with links to the cells."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiche_tool.domaine.constats.anomalies import Anomalie, count_errors, told_once
from fiche_tool.domaine.fiche.fiche import BUDGET, BUDGET_LABEL, COLONNES_BUDGET, LABELS
from fiche_tool.domaine.fiche.show import VIDE
from fiche_tool.domaine.grand_livre.points import Demande, show_kept
from fiche_tool.domaine.grand_livre.sorts import REPRIS_EN_PARTIE
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import name_action
from fiche_tool.domaine.synthese.ouverts import open_before, say_age, say_open_before
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Format, Forme
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.formes import PETIT, TEXTE, VERS_FICHIER, VERS_LONG
from fiche_tool.excel.synthese.atelier.liens import VersAction, arrow, link_file, shown_text
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Liste

NOM = "Anomalies"
ERREUR, REMARQUE, OUVERT = "Erreur", "Remarque", "Ouvert"
_ERREUR: Forme = {"bold": True, "font_size": 9, "bg_color": look.ALERTE_PALE, "font_color": look.ALERTE}
_FORMES = {ERREUR: _ERREUR, OUVERT: Forme(bold=True, font_size=9, bg_color=look.ORANGE_PALE)}


_AU_PROGRAMME = {
    colonne.nom: colonne.entete
    for colonnes in (feuilles.COLONNES_ACTIONS, feuilles.COLONNES_OBJECTIFS, feuilles.REGLAGES)
    for colonne in colonnes
}
"""What programme.xlsx calls a column, for what only it has."""


def champ_label(nom: str) -> str:
    """The words of the sheet for a field: « budget.rd » → « Informations financières, R/D »."""
    if nom.startswith(f"{BUDGET}."):
        colonne = next((c.label for c in COLONNES_BUDGET if nom.endswith(f".{c.nom}")), "")
        return f"{BUDGET_LABEL}, {colonne}"
    return LABELS.get(nom) or _AU_PROGRAMME.get(nom, nom)


@dataclass(frozen=True, slots=True)
class _Rang:
    """A row: an anomaly of this séance, or a point that an earlier one left open."""

    gravite: str
    code: str
    fichier: str
    feuille: str
    cellule: str
    action: str
    champ: str
    trouve: str
    texte: str


def _of_anomalie(x: Anomalie) -> _Rang:
    gravite = ERREUR if x.bloquante else REMARQUE
    return _Rang(gravite, x.code, x.fichier, x.feuille, x.cellule, x.action, x.champ, x.trouve, x.texte)


def _of_point(synthese: Synthese, demande: Demande) -> _Rang:
    """What is kept meanwhile, since when, and the answers that were given; the link leads to the first."""
    point = demande[0]
    first = point.reponses[0] if point.reponses else None
    kept = shorten(show_kept(demande) or VIDE, 120)
    answers = " ; ".join(dict.fromkeys(shorten(reponse.texte, 80) or VIDE for reponse in point.reponses))
    place = (first.fichier, first.feuille, first.cellule) if first else ("", "", "")
    phrase = f"{point.phrase} – {say_age(synthese.registre, point)} ; valeur gardée : {kept}"
    return _Rang(OUVERT, point.code, *place, point.action, point.champ, answers, phrase)


def _action(synthese: Synthese, rang: _Rang) -> VersAction:
    action = synthese.programme.find_action(rang.action) if rang.action else None
    return VersAction(rang.action, name_action(synthese.noms, action) if action else rang.action)


_LISTE = Liste[_Rang](
    NOM,
    "Anomalies",
    Colonnes(
        Colonne(
            "gravite",
            "Gravité",
            11,
            lambda _, x: x.gravite,
            lambda x: _FORMES.get(x.gravite, PETIT),
        ),
        Colonne("action", "Action", 18, _action, VERS_LONG, haut=True),
        Colonne("champ", "Champ", 20, lambda _, x: champ_label(x.champ), haut=True),
        Colonne(
            "texte",
            "Ce qui ne va pas et comment y remédier",
            72,
            lambda _, x: typographe(x.texte[:1].upper() + x.texte[1:]),
            haut=True,
        ),
        Colonne("trouve", "Trouvé", 24, lambda _, x: x.trouve, haut=True),
        Colonne("cellule", "Cellule", 10, lambda _, x: x.cellule),
        Colonne(
            "fichier",
            "Fichier",
            44,
            lambda _, x: shown_text(link_file(x.fichier)),
            haut=True,
        ),
        Colonne(
            "lien",
            "Lien",
            5.5,
            lambda _, x: arrow(link_file(x.fichier, x.feuille, x.cellule)),
            lambda x: VERS_FICHIER if x.fichier else TEXTE,
        ),
        Colonne("code", "Code", 8, lambda _, x: x.code),
    ),
    vide="Aucune anomalie.",
    hauteur=20,
    vue="action",
    jusque="cellule",
)


def write_anomalies(atelier: Atelier) -> None:
    """One row per anomaly, errors first; answers that contradict each other are one row, at the first of them."""
    anomalies = sorted(
        told_once(atelier.synthese.anomalies), key=lambda x: (not x.bloquante, x.fichier, x.feuille, x.cellule, x.code)
    )
    still_open = open_before(atelier.synthese.registre)
    rows = [*map(_of_anomalie, anomalies), *(_of_point(atelier.synthese, point) for point in still_open)]
    sheet = _LISTE.write(atelier, rows, _what_to_do(atelier, anomalies))
    if anomalies and anomalies[0].bloquante:
        sheet.set_tab_color(look.ALERTE)


def _what_to_do(atelier: Atelier, anomalies: Sequence[Anomalie]) -> list[tuple[str, Format]]:
    """What the secretariat has to do, in one line for the errors and one for the remarks."""
    errors = count_errors(anomalies)
    remarks = len(anomalies) - errors
    lines = []
    if errors:
        words = f"{say_count(errors, 'erreur')}{_answer_errors(atelier.synthese, errors)}"
        lines.append((words, atelier.format(bold=True, font_color=look.ALERTE)))
    if remarks:
        words = (
            f"{say_count(remarks, 'remarque')} : tout est repris ; vérifiez avec le service et, au besoin, corrigez."
        )
        lines.append((words, atelier.format(bold=True)))
    still_open = say_open_before(atelier.synthese.registre)
    if still_open:
        lines.append((f"{still_open.partition(' (feuille')[0]}, en bas de cette feuille.", atelier.format(bold=True)))
    return lines


def _answer_errors(synthese: Synthese, errors: int) -> str:
    """What came of the errors, and what to do: nobody has a copy to send back of what stands in programme.xlsx."""
    registre = synthese.registre
    if not any(anomalie.bloquante for anomalie in registre.anomalies):
        return f" dans programme.xlsx : corrigez-{'les' if errors > 1 else 'la'} vous-même."
    told = "ces réponses n'ont pas été reprises" if errors > 1 else "cette réponse n'a pas été reprise"
    if not any(retour.statut in REPRIS_EN_PARTIE and retour.action for retour in registre.retours):
        return f" : {told}. Chaque ligne dit ce qu'il y a à faire."
    return (
        f" : {told}. Renvoyez à leurs auteurs les copies du dossier a_corriger ; corrigez vous-même ce qui concerne "
        "programme.xlsx."
    )


def count_errors_formula(count: int) -> str:
    """The live count of the errors of the sheet, which lists that many anomalies."""
    gravites = _LISTE.colonnes.plage_fixe("gravite", _LISTE.top + 1, _LISTE.top + max(count, 1))
    return f"=COUNTIFS('{NOM}'!{gravites},\"{ERREUR}\")"
