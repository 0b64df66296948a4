"""THE declaration of the fiche action: its fields, in the order and the words of the printed model.

The labels are those of the « Modèle de fiche Action » that the CPAS d'Engis annexed to its PST, word for word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from fiche_tool.domaine.fiche.champs import PREFIXE, Champ, EnSynthese, lire
from fiche_tool.domaine.fiche.kinds import (
    ARTICLE,
    DATE,
    EXERCICE,
    MONTANT,
    MOT,
    OUI_NON,
    RD,
    SANTE,
    SERVICE_OE,
    STATUT,
    TAUX,
    TEXTE,
    Scalaire,
)
from fiche_tool.domaine.mots.statuts import STATUTS
from fiche_tool.domaine.mots.textes import MOTS_SANS_OBJET

VERSION_MODELE = "3"
"""Version of the model. A fiche says which one it was made from."""

TITRE = "PROGRAMME STRATEGIQUE TRANSVERSAL CPAS VOLET"
FEUILLE = "Fiche"


@dataclass(frozen=True, slots=True)
class LigneBudget:
    """One line of « Informations financières ». Amounts in euros, exact to the cent; None where left blank."""

    exercice: int | None = None
    service: str | None = None
    rd: str | None = None
    article: str | None = None
    montant: Decimal | None = None
    fonds_propres: Decimal | None = None
    emprunt: Decimal | None = None
    subsides: Decimal | None = None

    @property
    def cle(self) -> tuple[int, str, str, str]:
        """What tells this line from the others of the same fiche when two versions are compared."""
        return (self.exercice or 0, self.service or "", self.rd or "", self.article or "")

    @property
    def libelle(self) -> str:
        """The line as a person names it: « 2021 O D 104/123-13 »."""
        return " ".join(str(part) for part in self.cle if part) or "ligne sans exercice ni article"


Budget = tuple[LigneBudget, ...]
Valeur = Scalaire | Budget
"""What a champ may hold once parsed."""
Valeurs = Mapping[str, Valeur | None]
"""The content of a fiche by champ; a champ that is absent or None is not filled in."""

Groupe = tuple[Champ[Scalaire], ...]
"""Fields that stand together."""

LIBELLE = Champ("libelle", "Libellé de l'action + N°", TEXTE, verrouille=True, synthese=EnSynthese("Libellé"))
HIERARCHIE: Groupe = (
    Champ("volet", TITRE, MOT, verrouille=True),
    Champ("axe", "Axe", MOT, verrouille=True),
    Champ("objectif_strategique", "Objectif stratégique N°", TEXTE, verrouille=True),
    Champ("objectif_operationnel", "Objectif opérationnel N°", TEXTE, verrouille=True),
    LIBELLE,
)

CONTENU: Groupe = (
    Champ(
        "reformulation",
        "Proposition de reformulation de l'action (SMART-indicateur)",
        TEXTE,
        "Facultatif : un libellé plus précis, mesurable et daté. Le bureau décide de l'adopter.",
    ),
    Champ("description", "Description de l'action", TEXTE, "En quelques phrases : ce qui est fait, pour qui, comment."),
)

DERNIERE_MISE_A_JOUR = Champ(
    "mise_a_jour",
    "Date de la dernière mise à jour",
    DATE,
    "Le jour où vous remplissez la fiche, par exemple 09/11/2026.",
    requis=True,
    synthese=EnSynthese("Mise à jour"),
)
TAUX_AVANCEMENT = Champ(
    "taux",
    "Taux d'avancement (%)",
    TAUX,
    "Un nombre entier de 0 à 100, sans le signe %. Réalisé = 100 ; À démarrer = 0.",
    requis=True,
    synthese=EnSynthese("Taux", "Taux (%)"),
)
STATUT_ACTION = Champ(
    "statut",
    "Statut",
    STATUT,
    "Choisissez dans la liste. Un seul statut.",
    liste="statuts",
    requis=True,
    synthese=EnSynthese("Statut", "Statut"),
)
DEBUT = Champ(
    "debut", "Début", DATE, "Une date, ou une période : 06/2026, T2 2027, 2025.", synthese=EnSynthese("Début")
)
FIN = Champ(
    "fin",
    "Fin",
    DATE,
    "L'échéance : une date, ou une période : 06/2028, fin 2027.",
    synthese=EnSynthese("Fin", "Échéance"),
)
AVANCEMENT: Groupe = (DERNIERE_MISE_A_JOUR, TAUX_AVANCEMENT, STATUT_ACTION, DEBUT, FIN)

MANDATAIRE = Champ(
    "mandataire",
    "Mandataire responsable",
    MOT,
    "Le membre du Conseil de l'action sociale qui suit l'action.",
    liste="mandataires",
    synthese=EnSynthese("Mandataire responsable", "Mandataire"),
)
RESPONSABLE = Champ(
    "responsable",
    "Responsable administratif",
    MOT,
    "La personne de l'administration qui répond de l'action.",
    synthese=EnSynthese("Responsable administratif"),
)
SERVICE_GESTIONNAIRE = Champ(
    "service",
    "Service gestionnaire",
    MOT,
    "Le service qui gère l'action au quotidien.",
    liste="services",
    requis=True,
    synthese=EnSynthese("Service gestionnaire", "Service gestionnaire"),
)
PORTEUR = Champ(
    "porteur",
    "Porteur du projet",
    MOT,
    "La personne qui fait avancer l'action.",
    synthese=EnSynthese("Porteur du projet", "Porteur"),
)
PARTENAIRES = Champ(
    "partenaires",
    "Partenaire(s)",
    TEXTE,
    "Communes, associations, autres CPAS…",
    synthese=EnSynthese("Partenaire(s)"),
)
INTERVENANTS: Groupe = (MANDATAIRE, RESPONSABLE, SERVICE_GESTIONNAIRE, PORTEUR, PARTENAIRES)

PLANIFICATION: Groupe = (Champ("planification", "Planification", TEXTE, "Les grandes étapes et leurs dates."),)

EXERCICE_LIGNE = Champ(
    "exercice",
    "Exercice",
    EXERCICE,
    "L'année du budget, par exemple 2027.",
    liste="exercices",
    synthese=EnSynthese("Exercice"),
)
SERVICE_LIGNE = Champ(
    "service",
    "Service",
    SERVICE_OE,
    "O : ordinaire. E : extraordinaire.",
    liste="services_oe",
    synthese=EnSynthese("Service O/E"),
)
RD_LIGNE = Champ("rd", "R/D", RD, "R : recette. D : dépense.", liste="rd", synthese=EnSynthese("R/D"))
ARTICLE_LIGNE = Champ(
    "article",
    "Article budgétaire",
    ARTICLE,
    "Code fonctionnel/code économique, par exemple 104/123-13.",
    synthese=EnSynthese("Article budgétaire"),
)
MONTANT_LIGNE = Champ(
    "montant",
    "Montant estimé",
    MONTANT,
    "En euros. Il vaut fonds propres + emprunt + subsides.",
    synthese=EnSynthese("Montant estimé"),
)
FONDS_PROPRES = Champ("fonds_propres", "Fonds propres", MONTANT, "En euros.", synthese=EnSynthese("Fonds propres"))
EMPRUNT = Champ(
    "emprunt",
    "Emprunt",
    MONTANT,
    "En euros ; seulement pour une dépense du service extraordinaire.",
    synthese=EnSynthese("Emprunt"),
)
SUBSIDES = Champ("subsides", "Subsides", MONTANT, "En euros.", synthese=EnSynthese("Subsides"))
COLONNES_BUDGET: Groupe = (
    EXERCICE_LIGNE,
    SERVICE_LIGNE,
    RD_LIGNE,
    ARTICLE_LIGNE,
    MONTANT_LIGNE,
    FONDS_PROPRES,
    EMPRUNT,
    SUBSIDES,
)
assert tuple(c.nom for c in COLONNES_BUDGET) == tuple(f.name for f in fields(LigneBudget))
BUDGET = "budget"
BUDGET_LABEL = "Informations financières"

PLANS = Champ(
    "plans",
    "Plans communaux concernés",
    TEXTE,
    "Un plan de la liste, ou plusieurs séparés par des points-virgules.",
    liste="plans",
    multiple=True,
    synthese=EnSynthese("Plans"),
)
INDICATEURS = Champ(
    "indicateurs",
    "Indicateur(s) de résultat",
    TEXTE,
    "Ce qui est mesuré, la valeur visée, la valeur atteinte.",
    synthese=EnSynthese(annexe="Indicateurs de résultat"),
)
COMMENTAIRE = Champ(
    "commentaire",
    "Commentaire",
    TEXTE,
    "Difficultés, décisions attendues, raisons d'un report ou d'un abandon.",
    synthese=EnSynthese(annexe="Commentaire"),
)
BILAN: Groupe = (PLANS, INDICATEURS, COMMENTAIRE)

INDICE_SANTE = Champ(
    "sante",
    "Indice de santé",
    SANTE,
    "Facultatif. Bon : l'action avance comme prévu. Risque : une difficulté s'annonce. Blocage : elle ne peut pas "
    "avancer. En pause : elle est arrêtée pour un temps.",
    liste="santes",
    depuis=3,
    synthese=EnSynthese("Indice de santé", "Indice de santé"),
)
PRECISION_SANTE = Champ(
    "sante_precision",
    "Précision",
    TEXTE,
    "Facultatif : en quelques mots, ce qui explique l'indice de santé.",
    depuis=3,
    synthese=EnSynthese("Précision sur la santé"),
)
ETAT_SANTE: Groupe = (INDICE_SANTE, PRECISION_SANTE)

COMPLETE_PAR = Champ("complete_par", "Complétée par", MOT, "Votre nom.", requis=True)
COMPLETE_LE = Champ("complete_le", "le", DATE, "La date du jour.")
INCHANGE = Champ(
    "inchange",
    "Aucun changement depuis l'envoi",
    OUI_NON,
    "« Oui » si tout ce qui est pré-rempli est encore exact.",
    liste="oui_non",
)
RETOUR: Groupe = (COMPLETE_PAR, COMPLETE_LE, INCHANGE)

IDENTITE: Groupe = (
    Champ("reference", "Référence", MOT, verrouille=True),
    Champ("identifiant", "Identifiant", MOT, verrouille=True),
    Champ("programme", "Programme", MOT, verrouille=True),
    Champ("seance", "Séance", MOT, verrouille=True),
    Champ("modele", "Modèle", MOT, verrouille=True),
)

_EN_HAUT: Groupe = (*CONTENU, *AVANCEMENT, *INTERVENANTS, *PLANIFICATION, *BILAN)
REPONSES: Groupe = (*_EN_HAUT, *ETAT_SANTE)
"""The fields whose answers are merged into the register (with the budget table)."""
CHAMPS: Groupe = (*HIERARCHIE, *_EN_HAUT, *RETOUR, *ETAT_SANTE)
"""Every single-cell field that the reader looks for, in the order of the sheet."""
LABELS: Mapping[str, str] = {c.nom: c.label for c in (*CHAMPS, *IDENTITE)} | {BUDGET: BUDGET_LABEL, "volet": "Volet"}

LISTES: Mapping[str, Sequence[str | int]] = {c.liste: c.kind.mots for c in (*CHAMPS, *COLONNES_BUDGET) if c.liste}
"""The drop-down lists of the model, with the words of their kind; the empty ones are filled from the programme."""
LISTES_CONTROLE: Mapping[str, Sequence[str]] = {
    "mots": tuple(STATUTS),
    "sens": tuple(STATUTS),
    "sans_objet": MOTS_SANS_OBJET,
}
"""The lists that the formulas of column Contrôle look into: every status word with its canonical status, and the words
that say « nothing »."""


def champ(nom: str) -> Champ[Scalaire]:
    """The declaration of a field. Raises KeyError for an unknown name."""
    return _BY_NAME[nom]


def lire_budget(valeurs: Valeurs) -> Budget:
    """The budget lines among the values of a fiche."""
    lignes = valeurs.get(BUDGET)
    return lignes if isinstance(lignes, tuple) else ()


def make_ligne(valeurs: Mapping[str, object]) -> LigneBudget:
    """A budget line from its values by column. Raises TypeError for a value of another type than its column's."""
    return LigneBudget(
        lire(valeurs, EXERCICE_LIGNE),
        lire(valeurs, SERVICE_LIGNE),
        lire(valeurs, RD_LIGNE),
        lire(valeurs, ARTICLE_LIGNE),
        lire(valeurs, MONTANT_LIGNE),
        lire(valeurs, FONDS_PROPRES),
        lire(valeurs, EMPRUNT),
        lire(valeurs, SUBSIDES),
    )


def budget_column(nom: str) -> Champ[Scalaire]:
    """The declaration of a column of the budget table. Raises KeyError for an unknown name."""
    return _BUDGET_BY_NAME[nom]


def nom_de_cellule(nom: str) -> str:
    """The workbook name of a field or of the budget table's body."""
    return PREFIXE + nom


_BY_NAME = {c.nom: c for c in (*CHAMPS, *IDENTITE)}
_BUDGET_BY_NAME = {c.nom: c for c in COLONNES_BUDGET}
