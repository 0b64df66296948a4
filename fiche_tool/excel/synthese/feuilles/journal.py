"""Sheet Journal: each file, its fingerprint and fate, the balance; sheet Valeurs interprétées: every normalisation."""

from fiche_tool.domaine.fiche.lecture import Note
from fiche_tool.domaine.grand_livre.bilan import balance
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.excel.modele.identite import PORTEURS
from fiche_tool.excel.synthese.atelier.atelier import Atelier
from fiche_tool.excel.synthese.atelier.formes import JOUR, NOMBRE, NOTE, VERS_FICHIER
from fiche_tool.excel.synthese.atelier.liens import arrow, link_file, shown_text
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Liste
from fiche_tool.excel.synthese.feuilles.anomalies import champ_label


def _carriers(_: Synthese, retour: Retour) -> str:
    """What the fiche was recognised by."""
    found = retour.lecture.identite.reconnue_par if retour.lecture.identite else ()
    return "ses quatre indices" if len(found) == len(PORTEURS) else ", ".join(found)


_FICHIERS = Liste[Retour](
    "Journal",
    "Journal des fichiers",
    Colonnes(
        Colonne("fichier", "Fichier", 46, lambda _, x: shown_text(link_file(x.lecture.fichier.chemin)), haut=True),
        Colonne("lien", "Lien", 5.5, lambda _, x: arrow(link_file(x.lecture.fichier.chemin)), VERS_FICHIER),
        Colonne("seance", "Séance", 12, lambda _, x: x.seance, JOUR),
        Colonne("sort", "Sort", 24, lambda _, x: x.sort, haut=True),
        Colonne("indices", "Reconnue grâce à", 36, _carriers, haut=True),
        Colonne("logiciel", "Logiciel", 22, lambda _, x: x.lecture.fichier.application, haut=True),
        Colonne(
            "taille", "Taille (octets)", 12, lambda _, x: x.lecture.fichier.taille, {**NOMBRE, "num_format": "#,##0"}
        ),
        Colonne("empreinte", "Empreinte SHA-256", 60, lambda _, x: x.lecture.fichier.sha256, haut=True),
    ),
    vide="Aucun fichier n'est encore revenu.",
    vue="fichier",
    jusque="indices",
    forme_vide=NOTE,
)


def write_journal(atelier: Atelier) -> None:
    """The balance and the files."""
    registre = atelier.synthese.registre
    phrases = [(sentence, atelier.format(bold=True)) for sentence in balance(registre.bilan)]
    _FICHIERS.write(atelier, registre.retours, phrases)


INTERPRETEES = "Valeurs interprétées"
_LECTURES = Liste[tuple[str, Note]](
    INTERPRETEES,
    INTERPRETEES,
    Colonnes(
        Colonne("champ", "Champ", 30, lambda _, x: champ_label(x[1].champ), haut=True),
        Colonne("lecture", "Lecture", 90, lambda _, x: typographe(x[1].texte), haut=True),
        Colonne("cellule", "Cellule", 12, lambda _, x: x[1].cellule, haut=True),
        Colonne("fichier", "Fichier", 56, lambda _, x: shown_text(link_file(x[0])), haut=True),
        Colonne("lien", "Lien", 5.5, lambda _, x: arrow(link_file(x[0], x[1].feuille, x[1].cellule)), VERS_FICHIER),
    ),
    vide="Rien : tout a été repris tel quel.",
    vue="champ",
    jusque="cellule",
    forme_vide=NOTE,
)


def write_lectures(atelier: Atelier) -> None:
    """Every value that was read otherwise than it was typed, with its cell."""
    retours = atelier.synthese.registre.retours
    notes = [(retour.lecture.fichier.chemin, note) for retour in retours for note in retour.lecture.notes]
    phrase = "Ce que l'outil a compris d'une réponse tapée autrement. Le fichier reçu n'est pas modifié."
    _LECTURES.write(atelier, notes, [(phrase, atelier.note())])
