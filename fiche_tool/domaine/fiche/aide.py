"""The words of the sheet « Aide »: what to fill in, the statuses, the vocabulary of the budget."""

from collections.abc import Mapping

from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import CHAMPS, ETAT_SANTE, INTERVENANTS
from fiche_tool.domaine.fiche.kinds import TEXTE, Scalaire
from fiche_tool.domaine.mots.article import parse_article
from fiche_tool.domaine.mots.statuts import STATUTS
from fiche_tool.domaine.mots.typographie import typographe

FEUILLE_AIDE = "Aide"
A_REMPLIR = (
    "Les cases jaunes sont à vous. Les cases grises viennent du programme et ne se changent pas. La touche Tab passe "
    "d'une case jaune à la suivante.",
    "À remplir au moins, les cases marquées * : "
    + ", ".join(f"« {champ.label} »" for champ in CHAMPS if champ.requis)
    + ".",
    "Ce qui est pré-rempli vient de votre dernière réponse : corrigez ce qui a changé, laissez le reste. Si rien n'a "
    "changé, répondez « Oui » à « Aucun changement depuis l'envoi » et signez.",
    "Une date est un jour (31/12/2027) ou une période : 06/2027, T2 2027, 1er semestre 2027, fin 2027, 2027.",
    "La colonne Contrôle, à droite de la fiche, dit tout de suite ce qui manque ou se contredit. Elle n'empêche pas "
    "d'enregistrer : si vous avez raison contre elle, dites-le dans le commentaire.",
    "Si un texte ne se voit pas en entier, agrandissez sa ligne : tirez vers le bas le trait sous son numéro.",
    "Enregistrez (.xlsx ou .ods, sous le nom que vous voulez) et renvoyez le fichier au secrétariat.",
)
VOCABULAIRE_BUDGET = (
    ("Exercice", "L'année civile du budget. Une ligne par exercice et par article."),
    (
        "Service",
        "O, ordinaire : les recettes et les dépenses qui reviennent au moins une fois par an et font tourner le "
        "centre. E, extraordinaire : celles qui touchent durablement le patrimoine (bâtiments, véhicules, mobilier).",
    ),
    ("R/D", "R : une recette. D : une dépense. Elles ne s'additionnent jamais."),
    (
        "Article budgétaire",
        "Code fonctionnel / code économique, comme dans le budget ; « : » et le n° de projet à l'extraordinaire. Les "
        "deux derniers chiffres disent le service : moins de 50, ordinaire ; 50 et plus, extraordinaire.",
    ),
    (
        "Montant estimé",
        "En euros, au cent près. Il vaut fonds propres + emprunt + subsides. Laissez la répartition vide si vous ne la "
        "connaissez pas encore ; un budget entièrement vide est normal quand le coût n'est pas connu.",
    ),
    ("Emprunt", "Seulement pour une dépense (D) du service extraordinaire (E)."),
    ("Subsides", "Ce que paie un autre pouvoir : Région, Fédéral, Europe, Province, Commune…"),
)
_ARTICLES = (
    ("104/123-13", "Administration : frais d'informatique"),
    ("104/111-01", "Administration : traitements"),
    ("104/123-11", "Administration : téléphone"),
    ("831/465-48", "Aide sociale : contribution d'un autre pouvoir"),
    ("104/742-53:20270004", "Matériel informatique, avec le n° de projet"),
    ("104/724-60:20270007", "Travaux aux bâtiments, avec le n° de projet"),
)


def _service(texte: str) -> str:
    article = parse_article(texte)
    assert article is not None
    service = "O, ordinaire" if article.service == "O" else "E, extraordinaire"
    return f"{service} ; {'R, recette' if article.rd == 'R' else 'D, dépense'}"


EXEMPLES_ARTICLES = tuple((texte, sens, _service(texte)) for texte, sens in _ARTICLES)
"""Real economic codes of the chart of accounts (RGCC), with the service and R/D that they imply."""
AGRANDIR = "Pour voir plus de lignes : tirez vers le bas le trait sous le numéro de la ligne, à gauche."
LEGENDE = typographe("* : case à remplir")
_TITRE_MAX, _MESSAGE_MAX = 32, 255  # what Excel shows of an input message
_LIENS = frozenset({"de", "du", "des", "d'", "la", "le", "les", "l'", "et", "à", "depuis"})


def input_title(label: str) -> str:
    """The title of a field's input message: the label, or as many of its first words as fit."""
    words = label.split()
    if len(label) <= _TITRE_MAX:
        return label
    while len(" ".join(words)) > _TITRE_MAX or words[-1].lower() in _LIENS:
        words.pop()
    return " ".join(words)


def input_message(champ: Champ[Scalaire]) -> str:
    """What to type in a field, whether it is required and, where one writes at length, how to see more of it."""
    parts = [champ.aide, "À remplir." if champ.requis else "", AGRANDIR if is_text_box(champ) else ""]
    message = " ".join(part for part in parts if part)
    assert len(message) <= _MESSAGE_MAX
    return message


def is_text_box(champ: Champ[Scalaire]) -> bool:
    """True for a field where one writes several lines."""
    return (
        champ.kind is TEXTE and not champ.liste and not champ.verrouille and champ not in (*INTERVENANTS, *ETAT_SANTE)
    )


CONTACT_INCONNU = "Le secrétariat de votre CPAS."


def show_contact(contact: str) -> str:
    """Whom to call, as the sheet says it."""
    return contact or CONTACT_INCONNU


def status_rows(maison: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each word of the drop-down list with its meaning; the centre's own words say which status they count as."""
    if not maison:
        return tuple((mot, typographe(f"{sens[0].upper()}{sens[1:]}.")) for mot, sens in STATUTS.items())
    return tuple(
        (mot, typographe(f"{STATUTS[statut][0].upper()}{STATUTS[statut][1:]} (compté « {statut} »)."))
        for mot, statut in maison.items()
    )
