"""docs/formats.md: every key of the JSON and every column of `.tables`, with types and units.

A key or a column stands here once, with the Python type it must have: tests/test_formats_publies.py holds the tool's
real output against this list. A new format is one more function in SECTIONS.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import get_args

from fiche_tool.domaine.constats.anomalies import Gravite
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import BUDGET, BUDGET_LABEL, CHAMPS, COLONNES_BUDGET, LABELS
from fiche_tool.domaine.fiche.kinds import DATE, EXERCICE, MONTANT, TAUX, Kind, Scalaire
from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.grand_livre.points import GenrePoint
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.synthese import tables
from fiche_tool.domaine.synthese.attention import GRAVITES
from fiche_tool.domaine.synthese.comparaison import Presence
from fiche_tool.domaine.synthese.evaluation import GenreEvaluation
from fiche_tool.domaine.synthese.evolution import NatureChangement
from fiche_tool.domaine.synthese.lignes import AJOUTEE, ETATS, HORS_HIERARCHIE, INITIALE
from fiche_tool.report.export import SCHEMA
from fiche_tool.verbes.etat import Etape
from fiche_tool.verbes.verify import GENRES

Genre = type | UnionType


@dataclass(frozen=True, slots=True)
class Cle:
    """A key of a JSON object or a column of a table: its name, the Python type of its values, what it means."""

    nom: str
    genre: Genre
    sens: str


def _one_of(mots: Sequence[str]) -> str:
    return ", ".join(f"« {mot} »" for mot in mots)


def _in_words(champ: Champ[Scalaire]) -> str:
    """A field by its heading in the sheet of data, inside a sentence."""
    entete = champ.synthese.donnees
    return f"{entete[0].lower()}{entete[1:]}"


OUI_NON = "« Oui » ou « Non »"
CENTS = "en **centimes** d'euro : 125000 pour 1 250,00 €"
POINTS = "en points de pourcentage, de 0 à 100"

ANOMALIE = (
    Cle("code", str, "le code, voir [anomalies.md](anomalies.md)"),
    Cle("gravite", str, _one_of(tuple(Gravite))),
    Cle("fichier", str, "le fichier : depuis le dossier du PST (`collecter`), tel qu'il a été donné (`verifier`)"),
    Cle("feuille", str, "la feuille ; vide si l'anomalie ne tient pas à une cellule"),
    Cle("cellule", str, "la cellule, par exemple D12 ; vide de même"),
    Cle("champ", str, "le champ de la fiche, par son nom ci-dessous ; vide si ce n'en est pas un"),
    Cle("action", str, "l'identifiant de l'action ; vide si elle n'est pas connue"),
    Cle("trouve", str, "ce qui a été trouvé"),
    Cle("attendu", str, "ce qui était attendu"),
    Cle("phrase", str, "la phrase entière : où, quoi, comment corriger"),
)
VERIFICATION = (
    Cle("schema", int, f"la version du schéma : {SCHEMA}"),
    Cle("fichier", str, "le chemin, tel qu'il a été donné"),
    Cle("genre", str, _one_of(GENRES)),
    Cle("action", str, "l'identifiant de l'action ; vide si ce n'est pas une fiche, ou qu'elle n'est pas reconnue"),
    Cle("reconnue_par", list, "ce qui, dans la fiche, portait sa référence (textes)"),
    Cle("champs", dict, "les valeurs reprises, par champ ; vide si la fiche n'est pas reconnue"),
    Cle("anomalies", list, "les anomalies (objets)"),
)
COLLECTE = (
    Cle("schema", int, f"la version du schéma : {SCHEMA}"),
    Cle("synthese", str, "le classeur de synthèse"),
    Cle("annexe", str, "le classeur de l'annexe"),
    Cle("annexe_pdf", str | None, "son PDF ; null s'il n'a pas été demandé ou n'a pas pu être fait"),
    Cle("fichiers", dict, "le compte des fichiers"),
    Cle("actions", dict, "le compte des actions en vigueur"),
    Cle("budget", dict, "les totaux du budget, et ce qui n'y est pas"),
    Cle("a_corriger", list, "les copies à corriger (chemins)"),
    Cle("a_trancher", str | None, "le classeur « Points à trancher » ; null s'il n'y a rien à trancher"),
    Cle("points", list, "les points ouverts, de cette séance et d'avant (objets)"),
    Cle("retours", list, "les fichiers de la séance et leur sort (objets)"),
    Cle("registre", str, "le registre de la séance, voir [registre.md](registre.md)"),
    Cle("seances_anterieures", list, "les séances collectées d'abord (jours)"),
    Cle("bureau", dict, "la page « Pour le bureau »"),
    Cle("comparaison", dict | None, "ce qui a bougé depuis une séance plus ancienne ; null s'il n'y en a pas"),
    Cle("anomalies", list, "les anomalies (objets)"),
)
FICHIERS = (
    Cle("trouves", int, "tous les fichiers ; la somme des quatre suivants"),
    Cle("repris", int, "repris en entier"),
    Cle("repris_en_partie", int, "repris sauf un champ, une ligne ou un conflit"),
    Cle("ecartes", int, "écartés, chacun avec sa raison"),
    Cle("ignores", int, "ignorés : ce ne sont pas des réponses, ou ce sont des doublons"),
)
RETOUR = (
    Cle("fichier", str, "le fichier, depuis le dossier du PST"),
    Cle("action", str, "l'identifiant de l'action ; vide s'il n'a pas été reconnu"),
    Cle("seance", str, "la séance pour laquelle il compte (jour)"),
    Cle("statut", str, _one_of(tuple(StatutRetour))),
    Cle("sort", str, "le statut en toutes lettres : « Remplacée par b.xlsx », « Déjà reprise le 24/11/2021 »"),
    Cle("raison", str, "pourquoi il a été écarté ou ignoré ; vide sinon"),
    Cle("sha256", str, "son empreinte"),
)
POINT = (
    Cle("action", str, "l'identifiant de l'action"),
    Cle("champ", str, "le champ de la fiche"),
    Cle("cle", list, "le champ, ou la ligne budgétaire (textes)"),
    Cle("genre", str, _one_of(tuple(GenrePoint))),
    Cle("code", str, "le code de l'anomalie"),
    Cle("phrase", str, "de quoi il s'agit"),
    Cle("depuis", str, "la séance qui l'a ouvert (jour)"),
    Cle("gardee", object, "la valeur gardée, comme dans `champs` de `verifier --json`"),
    Cle("reponses", list, "les réponses reçues (objets)"),
)
REPONSE = (
    Cle("fichier", str, "le fichier"),
    Cle("feuille", str, "sa feuille"),
    Cle("cellule", str, "sa cellule"),
    Cle("par", str, "qui l'a signée"),
    Cle("jour", str | None, "le jour de la réponse ; null s'il n'est pas dit"),
    Cle("texte", str, "la réponse, en toutes lettres"),
    Cle("sha256", str, "l'empreinte du fichier"),
)
TOTAUX = (
    Cle("lignes", int, "combien de lignes budgétaires"),
    Cle("depenses", str, "les dépenses, en euros"),
    Cle("recettes", str, "les recettes, en euros ; elles ne s'additionnent jamais aux dépenses"),
    Cle("par_sens", dict, f"les montants, par total : {_one_of(tuple(Sens))}"),
)
BUDGET_TOTAL = (
    *TOTAUX,
    Cle("sans_exercice", dict, "de ces lignes, celles qui n'ont pas d'exercice (mêmes clés)"),
    Cle("actions_retirees", dict, "les lignes des actions sorties du programme, hors de ces totaux (mêmes clés)"),
    Cle("actions_abandonnees", dict, "les lignes des actions abandonnées, hors de ces totaux (mêmes clés)"),
    Cle("contredites", dict, "de ces lignes, celles que leur article contredit (mêmes clés), et `ou` : la liste"),
    Cle("retenues", list, "les lignes qu'une erreur retient : elles ne sont dans aucun total (objets)"),
    Cle("effacees", list, "les lignes de ces totaux qu'une fiche, encore à corriger, ne montre plus (objets)"),
    Cle("a_trancher", list, "les lignes en conflit (objets : `action`, `gardee`, `versions`)"),
)
A_PART = (
    Cle("action", str, "l'identifiant de l'action"),
    Cle("montant", str | None, "son montant, en euros ; null s'il est illisible"),
    Cle("sens", str, "le total où elle compte, ou compterait"),
    Cle("texte", str, "la ligne, en toutes lettres"),
    Cle("gardee", str | None, "le montant que les totaux gardent à sa place ; null s'il n'y en a pas"),
    Cle("fichier", str, "le fichier"),
    Cle("feuille", str, "sa feuille"),
    Cle("cellule", str, "sa cellule"),
)
BUREAU = (
    Cle("chiffres", dict, "les chiffres du tableau de bord"),
    Cle("taux", dict | None, "le taux moyen à côté de celui de la séance précédente ; null à la première"),
    Cle("attention", list, "ce qui demande l'attention, le plus grave d'abord (objets)"),
    Cle("a_decider", list, "les points ouverts, en questions (objets)"),
    Cle("budget_retenu", dict, "`lignes` (entier), `depenses`, `recettes` (textes) des lignes retenues"),
    Cle("evaluation", dict, "la prochaine évaluation légale du PST"),
)
CHIFFRES = (
    Cle("actions", int, "actions en vigueur"),
    Cle("part", str | None, "part réalisée, en cours ou récurrente du PST initial, de 0 à 1"),
    Cle("initiales", int, "actions du PST initial"),
    Cle("ajoutees", int, "ajoutées depuis"),
    Cle("retirees", int, "retirées depuis"),
    Cle("taux", str | None, f"taux moyen, {POINTS}"),
    Cle("sur", int, "actions dont il est la moyenne"),
    Cle("en_retard", int, "actions en retard"),
    Cle("recues", int, "avec réponse à cette séance"),
    Cle("manquantes", int, "sans réponse à cette séance"),
    Cle("erreurs", int, "erreurs à corriger ; un conflit de plusieurs fichiers en est une"),
)
TAUX_MOYENS = (
    Cle("avant", str | None, f"le taux moyen imprimé à la séance plus ancienne, {POINTS}"),
    Cle("sur_avant", int, "actions dont il est la moyenne"),
    Cle("apres", str | None, "le taux moyen de cette séance"),
    Cle("sur_apres", int, "actions dont il est la moyenne"),
    Cle("constant_avant", str | None, "alors, pour les seules actions qui comptent dans les deux moyennes"),
    Cle("constant_apres", str | None, "à cette séance, pour les mêmes"),
    Cle("sur_constant", int, "combien elles sont"),
)
ATTENTION = (
    Cle("motifs", list, f"le plus grave d'abord, parmi {_one_of(GRAVITES)}"),
    Cle("action", str, "l'identifiant de l'action ; vide s'il s'agit d'un service"),
    Cle("numero", str, "comment on la nomme dans tout le PST : « Interne 1.1.1 »"),
    Cle("libelle", str, "son libellé"),
    Cle("service", str, "le service gestionnaire"),
    Cle("phrase", str, "de quoi il s'agit"),
    Cle("page", object, "true si la page du bureau la montre, false sinon"),
)
A_DECIDER = (
    Cle("action", str, "l'identifiant de l'action"),
    Cle("numero", str, "comment on la nomme dans tout le PST"),
    Cle("libelle", str, "son libellé"),
    Cle("genre", str, _one_of(tuple(GenrePoint))),
    Cle("objet", str, "le champ ou la ligne budgétaire, en toutes lettres"),
    Cle("phrase", str, "la question"),
    Cle("depuis", str, "la séance qui l'a ouverte (jour)"),
)
EVALUATION = (
    Cle("genre", str, _one_of(tuple(GenreEvaluation))),
    Cle("echeance", str, "le jour au plus tard"),
    Cle("jours", int, "les jours qui restent ; négatif s'il est passé"),
    Cle("phrase", str, "quand"),
    Cle("contenu", str, "ce qu'elle doit contenir"),
)
COMPARAISON = (
    Cle("depuis", str, "la séance plus ancienne (jour)"),
    Cle("adoption", object, "true si c'est le premier registre"),
    Cle("taux", dict, "le taux moyen aux deux séances, comme dans `bureau`"),
    Cle("mesures", list, "les chiffres aux deux séances : `cle`, `libelle`, `unite`, `avant`, `apres`, `ecart`"),
    Cle("passages", list, "combien d'actions sont passées d'un statut à l'autre : `avant`, `apres`, `actions`"),
    Cle("bougees", int, 'combien d\'actions ont bougé ; elles sont dans `tables["comparaison"]`'),
)
ACTIONS = (
    Cle("total", int, "la somme des deux suivantes"),
    Cle("recues", int, "avec réponse à cette séance"),
    Cle("sans_reponse", int, "sans réponse à cette séance"),
)
ETAT = (
    Cle("schema", int, f"la version du schéma : {SCHEMA}"),
    Cle("seance", str, "la séance (jour)"),
    Cle("seances", list, "les séances du dossier (objets)"),
    Cle("envoyees", int, "les fiches envoyées pour la séance"),
    Cle("reponse_avant", str | None, "le dernier jour pour répondre (jour) ; null si aucun n'a été donné"),
    Cle("actions", dict, "les actions, avec et sans réponse, comme dans `collecter --json`"),
    Cle("nouveaux", list, "les fichiers que le registre de la séance ne connaît pas encore (textes)"),
    Cle("manquants", list, "ce qui manque, par service (objets)"),
    Cle("a_corriger", list, "les fichiers à corriger (objets)"),
    Cle("points", int, "les points à trancher"),
    Cle("retard", list, "les actions dont l'échéance est passée (objets)"),
    Cle("etape", str, _one_of(tuple(etape.name.lower() for etape in Etape))),
)
RELANCE = (
    Cle("schema", int, f"la version du schéma : {SCHEMA}"),
    Cle("seance", str, "la séance (jour)"),
    Cle("reponse_avant", str | None, "le dernier jour pour répondre (jour) ; null si aucun n'a été donné"),
    Cle("manquantes", int, "les fiches redemandées, jointes aux messages"),
    Cle("a_corriger", int, "les copies à corriger, jointes aux messages"),
    Cle("messages", list, "les brouillons écrits (textes : leurs chemins), un par service ou plus"),
    Cle("calendrier", str | None, "le fichier .ics écrit à côté ; null s'il n'y a rien à relancer"),
    Cle("avertissements", list, "ce que le secrétariat doit savoir ou faire avant d'envoyer (textes)"),
)
SEANCE_ETAT = (
    Cle("seance", str, "la séance (jour)"),
    Cle("envoyees", int, "les fiches envoyées pour elle"),
    Cle("collectee", bool, "vrai si elle a un registre"),
)
MANQUANTS = (
    Cle("service", str, "le service ; vide pour les actions qui n'en ont pas"),
    Cle("personne", str, "la personne à qui ses fiches vont, selon Listes"),
    Cle("courriel", str, "son adresse"),
    Cle("actions", list, "ses actions sans réponse (objets)"),
    Cle("telles_quelles", list, "de celles-là, les fiches revenues telles quelles (identifiants)"),
    Cle("a_redemander", list, "de celles-là, les réponses venues en PDF, en photo… (identifiants)"),
)
ACTION_ETAT = (
    Cle("action", str, "l'identifiant de l'action"),
    Cle("volet", str, "le volet"),
    Cle("axe", str, "l'axe ; vide là où le programme n'en a pas"),
    Cle("numero", str, "le N° imprimé de l'action"),
    Cle("libelle", str, "son libellé"),
)
A_CORRIGER = (
    Cle("fichier", str, "le fichier, depuis le dossier du PST"),
    Cle("action", str, "l'identifiant de l'action ; vide si le fichier n'est pas reconnu"),
    Cle("statut", str, "ce qu'il est devenu, comme dans `retours`"),
    Cle("erreurs", int, "le nombre de ses erreurs"),
)
PLACE = (
    Cle("identifiant", str, "l'identifiant de l'action, qui ne change jamais"),
    Cle("volet", str, "le nom du volet"),
    Cle("axe", str | None, "l'axe ; vide là où le programme n'en a pas"),
    Cle("os", str, f"l'objectif stratégique, ou {_one_of((HORS_HIERARCHIE,))}"),
    Cle("oo", str, f"l'objectif opérationnel, ou {_one_of((HORS_HIERARCHIE,))}"),
    Cle("numero", str, "le N° imprimé de l'action"),
)
_TEXTES = ("service", "mandataire", "responsable", "porteur", "partenaires", "plans")
LIGNE = (
    Cle("exercice", int | None, "l'année du budget"),
    Cle("service", str | None, "« O » (ordinaire) ou « E » (extraordinaire)"),
    Cle("rd", str | None, "« R » (recette) ou « D » (dépense)"),
    Cle("article", str | None, "l'article budgétaire"),
    Cle("montant", int | None, f"le montant estimé, {CENTS}"),
    Cle("fonds_propres", int | None, "en centimes"),
    Cle("emprunt", int | None, "en centimes"),
    Cle("subsides", int | None, "en centimes"),
    Cle("sens", str, f"le total où elle compte : {_one_of(tuple(Sens))}"),
)
BUDGETAIRES = (
    *PLACE,
    *LIGNE,
    Cle("non_ventile", int | None, "ce qui, du montant, n'a pas de source de financement, en centimes"),
    Cle("contredite", str, f"son article dit un autre service, ou un autre sens : {OUI_NON}"),
    Cle("abandonne", str, f"ligne d'une action abandonnée : {OUI_NON}"),
    Cle("fichier", str, "le fichier d'où elle vient"),
    Cle("cellule", str, "feuille et cellule d'où elle vient, par exemple Fiche!B30"),
)
TABLES: Mapping[str, tuple[str, Sequence[Cle]]] = {
    "actions": (
        "Une ligne par action en vigueur.",
        (
            *PLACE,
            Cle("libelle", str, "le libellé"),
            *(Cle(nom, str | None, f"{LABELS[nom][0].lower()}{LABELS[nom][1:]}") for nom in _TEXTES),
            Cle("statut", str, _one_of(ETATS)),
            Cle("statut_avant", str | None, "le statut avant la séance"),
            Cle("taux", Decimal | None, f"le taux d'avancement, {POINTS}"),
            Cle("avant", Decimal | None, f"le taux avant la séance, {POINTS}"),
            Cle("debut", Periode | None, "le début"),
            Cle("fin", Periode | None, "l'échéance"),
            Cle("mise_a_jour", Periode | None, "la date de la dernière mise à jour"),
            *(Cle(c.nom, c.kind.classe | None, _one_of(c.kind.mots) or _in_words(c)) for c in tables.AUTRES),
            Cle("reponse", str, f"répondue à cette séance : {OUI_NON}"),
            Cle("retour", str, f"ce qu'il est advenu de sa fiche : {_one_of(tuple(StatutRetour))}"),
            Cle("moyenne", str, f"comptée dans le taux moyen : {OUI_NON}"),
            Cle("moyenne_avant", str, f"comptée dans le taux moyen à la séance précédente : {OUI_NON}"),
            Cle("retard", str, f"échéance passée sans être close : {OUI_NON}"),
            Cle("origine", str, _one_of((INITIALE, AJOUTEE))),
            Cle("depuis", date | None, "depuis quand elle est au programme, si celui-ci le dit"),
        ),
    ),
    "budget": (
        "Une ligne par ligne budgétaire d'une action en vigueur. Recettes et dépenses ne s'additionnent jamais.",
        BUDGETAIRES,
    ),
    "evolution": (
        "Une ligne par changement depuis la séance précédente, ou celle de `depuis`.",
        (
            *PLACE,
            Cle("nature", str, _one_of(tuple(NatureChangement))),
            Cle("champ", str, "le libellé du champ ou de la ligne budgétaire"),
            Cle("valeur_avant", str, "comme on la lit"),
            Cle("valeur_apres", str, "comme on la lit"),
            Cle("ecart", str, "pour un nombre ou une date : « +20 », « -150,00 € », « +92 jours »"),
            Cle("par", str, "qui l'a écrit"),
            Cle("fichier", str, "le fichier d'où il vient"),
            Cle("cellule", str, "feuille et cellule d'où il vient"),
        ),
    ),
    "seances": (
        "Une ligne par séance à laquelle une action a été répondue, la présente en dernier.",
        (
            Cle("seance", date, "le jour de la séance"),
            Cle("reponses", int, "actions répondues à cette séance"),
            Cle("realisees", int, "actions réalisées à cette date"),
            Cle("en_cours", int, "actions en cours à cette date"),
            Cle("part", Decimal | None, "part réalisée, en cours ou récurrente du PST initial, **de 0 à 1**"),
            Cle("taux", Decimal | None, f"taux moyen, {POINTS}"),
        ),
    ),
    "retirees": (
        "Une ligne par action sortie du programme.",
        (
            *PLACE,
            Cle("libelle", str, "le libellé"),
            Cle("depuis", date | None, "depuis quand elle y était, si le programme le dit"),
            Cle("retiree", date | None, "le jour où elle en est sortie, si le programme le dit"),
            Cle("origine", str, _one_of((INITIALE, AJOUTEE))),
            Cle("statut", str, _one_of(ETATS)),
            Cle("taux", Decimal | None, f"le dernier taux d'avancement, {POINTS}"),
            Cle("avant", Decimal | None, f"le taux avant la séance, {POINTS}"),
            Cle("moyenne_avant", str, f"comptée dans le taux moyen à la séance précédente : {OUI_NON}"),
        ),
    ),
    "budget_retirees": ("Une ligne par ligne budgétaire d'une action sortie du programme.", BUDGETAIRES),
    "budget_retenu": (
        "Une ligne par ligne budgétaire qu'une erreur retient : elle n'est dans aucun total.",
        (
            *PLACE,
            *LIGNE,
            Cle("texte", str, "la ligne, en toutes lettres"),
            Cle("fichier", str, "le fichier d'où elle vient"),
            Cle("cellule", str, "feuille et cellule d'où elle vient"),
        ),
    ),
    "comparaison": (
        "Une ligne par action au programme à cette séance ou à celle à laquelle on la compare ; vide à la première.",
        (
            *PLACE,
            Cle("libelle", str, "le libellé"),
            Cle("service", str | None, "le service gestionnaire"),
            Cle("presence", str, _one_of(tuple(Presence))),
            Cle("statut_avant", str | None, "le statut alors, ou pourquoi elle n'en avait pas"),
            Cle("statut_apres", str | None, "le statut à cette séance, de même"),
            Cle("taux_avant", Decimal | None, f"le taux alors, {POINTS}"),
            Cle("taux_apres", Decimal | None, f"le taux à cette séance, {POINTS}"),
            Cle("points", Decimal | None, "l'écart entre les deux"),
            Cle("fin_avant", Periode | None, "l'échéance alors"),
            Cle("fin_apres", Periode | None, "l'échéance à cette séance"),
            Cle("jours", int | None, "de combien elle a bougé, repoussée au-dessus de zéro"),
            Cle("depenses_avant", int | None, f"les dépenses alors, {CENTS}"),
            Cle("depenses_apres", int | None, "à cette séance, en centimes"),
            Cle("recettes_avant", int | None, "les recettes alors, en centimes"),
            Cle("recettes_apres", int | None, "à cette séance, en centimes"),
        ),
    ),
    "attention": (
        "Une ligne par action ou service qui demande l'attention, le plus grave d'abord.",
        (
            Cle("rang", int, "1 pour le plus grave"),
            Cle("motif", str, _one_of(GRAVITES)),
            *(Cle(cle.nom, str | None, cle.sens) for cle in PLACE),
            Cle("libelle", str, "le libellé ; vide pour un service"),
            Cle("service", str, "le service gestionnaire"),
            Cle("phrase", str, "de quoi il s'agit"),
            Cle("page", str, f"sur la page du bureau : {OUI_NON}"),
        ),
    ),
}
"""The tables of `collect().tables`, in the order of their columns."""
COLONNES = {nom: tuple(colonne.cle for colonne in colonnes) for nom, colonnes in tables.COLONNES.items()}
"""The keys of the columns, as the tables declare them."""

_JSON = {object: "valeur", bool: "booléen", str: "texte", int: "entier", list: "liste", dict: "objet", NoneType: "null"}
_PYTHON = {str: "str", int: "int", Decimal: "Decimal", date: "date", Periode: "Periode", NoneType: "None"}


def say_genre(genre: Genre, words: Mapping[type, str]) -> str:
    """A type in words: « texte ou null »."""
    return " ou ".join(words[one] for one in (get_args(genre) or (genre,)))


def _keys(cles: Sequence[Cle], words: Mapping[type, str], heading: str) -> Iterator[str]:
    yield from (f"| {heading} | type | contenu |", "|---|---|---|")
    yield from (f"| `{cle.nom}` | {say_genre(cle.genre, words)} | {cle.sens} |" for cle in cles)
    yield ""


def _json(titre: str, texte: str, cles: Sequence[Cle]) -> Iterator[str]:
    yield from (titre, "", texte, "")
    yield from _keys(cles, _JSON, "clé")


def verifier() -> Iterator[str]:
    """`verifier --json`."""
    yield from _json(
        "## `fiche-tool verifier CHEMIN… --json`",
        "Une liste : un objet par fiche, programme ou modèle ; une archive ou un classeur peut en donner plusieurs.",
        VERIFICATION,
    )
    yield from ("### `champs`", "", "Toutes les clés y sont ; une case vide y est null.", "")
    yield from ("| clé | type | champ de la fiche |", "|---|---|---|")
    yield from (f"| `{champ.nom}` | {show_kind(champ.kind)} ou null | {LABELS[champ.nom]} |" for champ in CHAMPS)
    yield from (f"| `{BUDGET}` | liste d'objets | {BUDGET_LABEL} |", "", "Chaque ligne de `budget` :", "")
    yield from ("| clé | type | colonne de la fiche |", "|---|---|---|")
    yield from (f"| `{champ.nom}` | {show_kind(champ.kind)} ou null | {champ.label} |" for champ in COLONNES_BUDGET)
    yield ""


def show_kind(kind: Kind[Scalaire]) -> str:
    """What a sort of content is in JSON."""
    if kind is DATE:
        return "texte : jour `2021-11-24`, mois `2021-11`, année `2021` ou intervalle `2021-04-01/2021-06-30`"
    if kind is TAUX:
        return "entier de 0 à 100, ou texte `12.5` s'il n'est pas entier"
    if kind is MONTANT:
        return "texte : euros, `1250.00`"
    return "entier" if kind is EXERCICE else "texte"


def collecter() -> Iterator[str]:
    """`collecter --json`."""
    yield from _json("## `fiche-tool collecter DOSSIER --json`", "Un objet.", COLLECTE)
    yield from _json("### `fichiers`", "Le compte tombe toujours juste.", FICHIERS)
    yield from _json("### `actions`", "Celui-ci aussi.", ACTIONS)
    yield from _json("### `budget`", "Les actions en vigueur, abandonnées non comprises.", BUDGET_TOTAL)
    yield from _json(
        "### Un objet de `retenues`, d'`effacees`, de `versions` ou de `ou`", "Une ligne et sa cellule.", A_PART
    )
    yield from _json("### Un objet de `retours`", "Un fichier de cette séance.", RETOUR)
    yield from _json("### Un objet de `points`", "Il reste ouvert jusqu'à ce qu'on y réponde ou qu'on tranche.", POINT)
    yield from _json("### `bureau`", "Ce que montre la première feuille de la synthèse.", BUREAU)
    yield from _json("### `bureau.chiffres`", "Les parts et les moyennes sont en texte décimal.", CHIFFRES)
    yield from _json("### `bureau.taux`", "Chaque moyenne dit de combien d'actions elle est.", TAUX_MOYENS)
    yield from _json("### Un objet de `bureau.attention`", "Une ligne par action ou par service.", ATTENTION)
    yield from _json("### Un objet de `bureau.a_decider`", "Un point ouvert, en question.", A_DECIDER)
    yield from _json("### `bureau.evaluation`", "Loi organique du 8 juillet 1976, article 27ter.", EVALUATION)
    yield from _json("### `comparaison`", "Depuis la séance précédente, ou celle de `--depuis`.", COMPARAISON)
    yield from _json("### Un objet de `reponses`", "Une réponse d'un point.", REPONSE)


def etat() -> Iterator[str]:
    """`etat --json`."""
    yield from _json("## `fiche-tool etat DOSSIER --json`", "Un objet ; rien n'est écrit sur le disque.", ETAT)
    yield from _json("### Un objet de `seances`", "De la plus ancienne à la plus récente.", SEANCE_ETAT)
    yield from _json("### Un objet de `manquants`", "Dans l'ordre du programme.", MANQUANTS)
    yield from _json(
        "### Une action de `etat`", "Dans `retard`, et dans `actions` d'un objet de `manquants`.", ACTION_ETAT
    )
    yield from _json("### Un objet de `a_corriger`", "Un fichier qui retourne à son auteur.", A_CORRIGER)


def relancer() -> Iterator[str]:
    """`relancer --json`."""
    texte = "Un objet. Les brouillons sont écrits comme sans `--json`."
    yield from _json("## `fiche-tool relancer DOSSIER --json`", texte, RELANCE)


def anomalies() -> Iterator[str]:
    """An anomaly, in both."""
    texte = "La même forme dans `verifier` et dans `collecter`. Toutes les clés y sont ; un texte peut être vide."
    yield from _json("## Une anomalie", texte, ANOMALIE)


def dataframes() -> Iterator[str]:
    """The frames of `.tables`."""
    yield from (
        "## `fiche_tool.collect(…).tables`",
        "",
        "Des tableaux pandas, ceux des feuilles « Données » de la synthèse. Les valeurs sont des objets Python :",
        "ce qui n'est pas rempli est `None` ; une `Periode` a `debut`, `fin` (deux `date`, bornes comprises) et",
        "`texte` (« T2 2021 »). Les montants sont des entiers, en centimes, pour que les sommes soient exactes.",
        "",
    )
    for nom, (texte, cles) in TABLES.items():
        yield from (f'### `tables["{nom}"]`', "", texte, "")
        yield from _keys(cles, _PYTHON, "colonne")


SECTIONS: Sequence[Callable[[], Iterator[str]]] = (verifier, collecter, etat, relancer, anomalies, dataframes)
TITRE = f"""# Les formats que lisent d'autres programmes

Cette page est tirée du code (`scripts/build_docs.py`), et des tests comparent ce que l'outil écrit à ce qu'elle dit.

**Version du schéma : {SCHEMA}.** Elle est dans chaque objet (`schema`). Elle change quand une clé disparaît ou change
de sens ; une clé nouvelle ne la change pas : ignorez celles que vous ne connaissez pas.

Le JSON est en UTF-8, sur la sortie standard ; les dates y sont en ISO 8601, les montants en texte décimal
(`1250.00`), jamais en nombre à virgule flottante. Codes de sortie : 0 tout va bien · 1 impossible de continuer (une
phrase sur la sortie d'erreur, pas de JSON) · 2 commande mal écrite · 3 terminé, avec des anomalies à regarder (que de
nouvelles actions attendent leur identifiant n'en est pas une).
"""


def build_formats() -> str:
    """The page."""
    return "\n".join([TITRE, *(line for section in SECTIONS for line in section())])
