"""THE declaration of the fiche action: its fields, in the order and the words of the printed model.

The labels are those of the « Modèle de fiche Action » that the CPAS d'Engis annexed to its PST, word for word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from fiche_tool.domaine.fiche.champs import PREFIXE, Champ
from fiche_tool.domaine.fiche.kinds import (
    ARTICLE,
    DATE,
    EXERCICE,
    MONTANT,
    MOT,
    OUI_NON,
    RD,
    SERVICE_OE,
    STATUT,
    TAUX,
    TEXTE,
)
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.statuts import STATUTS
from fiche_tool.domaine.mots.textes import MOTS_SANS_OBJET

VERSION_MODELE = "2"
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
Valeur = str | Decimal | int | Periode | Budget
"""What a champ may hold once parsed."""
Valeurs = Mapping[str, Valeur | None]
"""The content of a fiche by champ; a champ that is absent or None is not filled in."""

HIERARCHIE = (
    Champ("volet", TITRE, MOT, verrouille=True),
    Champ("axe", "Axe", MOT, verrouille=True),
    Champ("objectif_strategique", "Objectif stratégique N°", TEXTE, verrouille=True),
    Champ("objectif_operationnel", "Objectif opérationnel N°", TEXTE, verrouille=True),
    Champ("libelle", "Libellé de l'action + N°", TEXTE, verrouille=True),
)
CONTENU = (
    Champ(
        "reformulation",
        "Proposition de reformulation de l'action (SMART-indicateur)",
        TEXTE,
        "Facultatif : un libellé plus précis, mesurable et daté. Le bureau décide de l'adopter.",
    ),
    Champ("description", "Description de l'action", TEXTE, "En quelques phrases : ce qui est fait, pour qui, comment."),
)
AVANCEMENT = (
    Champ(
        "mise_a_jour",
        "Date de la dernière mise à jour",
        DATE,
        "Le jour où vous remplissez la fiche, par exemple 09/11/2021.",
        requis=True,
    ),
    Champ(
        "taux",
        "Taux d'avancement (%)",
        TAUX,
        "Un nombre entier de 0 à 100, sans le signe %. Réalisé = 100 ; À démarrer = 0.",
        requis=True,
    ),
    Champ("statut", "Statut", STATUT, "Choisissez dans la liste. Un seul statut.", liste="statuts", requis=True),
    Champ("debut", "Début", DATE, "Une date, ou une période : 06/2020, T2 2021, 2019."),
    Champ("fin", "Fin", DATE, "L'échéance : une date, ou une période : 06/2023, fin 2022."),
)
INTERVENANTS = (
    Champ(
        "mandataire",
        "Mandataire responsable",
        MOT,
        "Le membre du Conseil de l'action sociale qui suit l'action.",
        liste="mandataires",
    ),
    Champ("responsable", "Responsable administratif", MOT, "La personne de l'administration qui répond de l'action."),
    Champ(
        "service",
        "Service gestionnaire",
        MOT,
        "Le service qui gère l'action au quotidien.",
        liste="services",
        requis=True,
    ),
    Champ("porteur", "Porteur du projet", MOT, "La personne qui fait avancer l'action."),
    Champ("partenaires", "Partenaire(s)", TEXTE, "Communes, associations, autres CPAS…"),
)
PLANIFICATION = (Champ("planification", "Planification", TEXTE, "Les grandes étapes et leurs dates."),)
COLONNES_BUDGET = (
    Champ("exercice", "Exercice", EXERCICE, "L'année du budget, par exemple 2022.", liste="exercices"),
    Champ("service", "Service", SERVICE_OE, "O : ordinaire. E : extraordinaire.", liste="services_oe"),
    Champ("rd", "R/D", RD, "R : recette. D : dépense.", liste="rd"),
    Champ("article", "Article budgétaire", ARTICLE, "Code fonctionnel/code économique, par exemple 104/123-13."),
    Champ("montant", "Montant estimé", MONTANT, "En euros. Il vaut fonds propres + emprunt + subsides."),
    Champ("fonds_propres", "Fonds propres", MONTANT, "En euros."),
    Champ("emprunt", "Emprunt", MONTANT, "En euros ; seulement pour une dépense du service extraordinaire."),
    Champ("subsides", "Subsides", MONTANT, "En euros."),
)
assert tuple(c.nom for c in COLONNES_BUDGET) == tuple(f.name for f in fields(LigneBudget))
BUDGET = "budget"
BUDGET_LABEL = "Informations financières"
BILAN = (
    Champ(
        "plans",
        "Plans communaux concernés",
        TEXTE,
        "Un plan de la liste, ou plusieurs séparés par des points-virgules.",
        liste="plans",
        multiple=True,
    ),
    Champ("indicateurs", "Indicateur(s) de résultat", TEXTE, "Ce qui est mesuré, la valeur visée, la valeur atteinte."),
    Champ(
        "commentaire", "Commentaire", TEXTE, "Difficultés, décisions attendues, raisons d'un report ou d'un abandon."
    ),
)
RETOUR = (
    Champ("complete_par", "Complétée par", MOT, "Votre nom.", requis=True),
    Champ("complete_le", "le", DATE, "La date du jour."),
    Champ(
        "inchange",
        "Aucun changement depuis l'envoi",
        OUI_NON,
        "« Oui » si tout ce qui est pré-rempli est encore exact.",
        liste="oui_non",
    ),
)
IDENTITE = (
    Champ("reference", "Référence", MOT, verrouille=True),
    Champ("identifiant", "Identifiant", MOT, verrouille=True),
    Champ("programme", "Programme", MOT, verrouille=True),
    Champ("seance", "Séance", MOT, verrouille=True),
    Champ("modele", "Modèle", MOT, verrouille=True),
)

REPONSES = (*CONTENU, *AVANCEMENT, *INTERVENANTS, *PLANIFICATION, *BILAN)
"""The fields whose answers are merged into the register (with the budget table)."""
CHAMPS = (*HIERARCHIE, *REPONSES, *RETOUR)
"""Every single-cell field that the reader looks for, in the order of the sheet."""
LABELS: Mapping[str, str] = {c.nom: c.label for c in (*CHAMPS, *IDENTITE)} | {BUDGET: BUDGET_LABEL, "volet": "Volet"}

LISTES: Mapping[str, Sequence[str | int]] = {
    "statuts": tuple(STATUTS),
    "services": (),
    "mandataires": (),
    "plans": (),
    "exercices": (),
    "services_oe": ("O", "E"),
    "rd": ("D", "R"),
    "oui_non": ("Oui", "Non"),
}
"""The drop-down lists of the model; the empty ones are filled from the programme."""
LISTES_CONTROLE: Mapping[str, Sequence[str]] = {
    "mots": tuple(STATUTS),
    "sens": tuple(STATUTS),
    "sans_objet": MOTS_SANS_OBJET,
}
"""The lists that the formulas of column Contrôle look into: every status word with its canonical status, and the words
that say « nothing »."""


def champ(nom: str) -> Champ:
    """The declaration of a field. Raises KeyError for an unknown name."""
    return _BY_NAME[nom]


def nom_de_cellule(nom: str) -> str:
    """The workbook name of a field or of the budget table's body."""
    return PREFIXE + nom


_BY_NAME = {c.nom: c for c in (*CHAMPS, *IDENTITE)}
