"""The second half of docs/formats.md: the files of `exporter` and `rapprocher`.

Each key stands here once, with the Python type it must have: tests/test_exporter.py holds the real output against it.
"""

from collections.abc import Iterator, Mapping, Sequence

from formats import Cle, say_genre

from fiche_tool.domaine.programme.programme import Niveau
from fiche_tool.domaine.synthese.comptes import SENS
from fiche_tool.domaine.synthese.evolution import NatureChangement
from fiche_tool.domaine.synthese.lignes import AJOUTEE, ETATS, INITIALE
from fiche_tool.echanges.ecomptes import MAX_LIBELLE, VERSION
from fiche_tool.echanges.json_pst import SCHEMA
from fiche_tool.echanges.statuts import TRADUCTIONS
from fiche_tool.echanges.tables import FICHIERS

EUROS = "en euros, texte décimal : `1250.00`"
_COMPTE = (
    Cle("actions", int, "combien d'actions en vigueur"),
    Cle("etats", dict, f"combien à chaque état, tous y sont : {', '.join(ETATS)}"),
    Cle("taux", str | None, "le taux moyen, en points de pourcentage ; null si aucune action n'en a"),
    Cle("sur", int, "de combien d'actions c'est la moyenne"),
    Cle("en_retard", int, "combien ont une échéance passée sans être closes"),
)
PST_JSON: Mapping[str, Sequence[Cle]] = {
    "pst": (
        Cle("schema", int, f"la version du schéma : {SCHEMA}"),
        Cle("programme", str, "le code du programme"),
        Cle("cpas", str, "le nom du CPAS"),
        Cle("legislature", list, "première et dernière année (entiers)"),
        Cle("adoption", str | None, "le jour où le PST a été adopté, si Paramètres le dit"),
        Cle("seance", str, "la séance (jour)"),
        Cle("precedente", str | None, "la séance d'avant, depuis laquelle `changements` est compté (jour)"),
        Cle("adoptee", bool, "vrai si la séance est adoptée"),
        Cle("chiffres", dict, "les chiffres de la séance (objet)"),
        Cle("objectifs", list, "volets, axes, OS et OO, dans l'ordre du programme (objets)"),
        Cle("actions", list, "les actions en vigueur, chacune une fois (objets)"),
        Cle("retirees", list, "les actions sorties du programme (objets, de la même forme)"),
        Cle("changements", list, "ce qui a changé depuis la séance d'avant (objets)"),
    ),
    "chiffres": (
        *_COMPTE,
        Cle("initiales", int, "les actions du PST initial, retirées comprises"),
        Cle("realisees_ou_en_cours", int, "celles d'entre elles qui sont réalisées ou en cours"),
        Cle("part", str | None, "leur part, **de 0 à 1** ; null tant que personne n'a répondu"),
        Cle("ajoutees", int, "les actions ajoutées depuis"),
        Cle("retirees", int, "les actions sorties du programme"),
        Cle("recues", int, "les actions répondues à cette séance"),
        Cle("volets", dict, "`actions`, `etats`, `taux`, `sur`, `en_retard`, par volet"),
        Cle("objectifs", dict, "les mêmes, par objectif stratégique"),
        Cle("budget", dict, "les totaux du budget (objet)"),
    ),
    "budget": (
        Cle("exercices", dict, f"par année (« » : lignes sans exercice) puis par {', '.join(SENS)}, {EUROS}"),
        Cle("total", dict, "le total de chaque colonne ; dépenses (D) et recettes (R) ne s'additionnent jamais"),
        Cle("depenses", dict, "les dépenses et leurs sources de financement"),
        Cle("abandonnees", dict, "les lignes des actions abandonnées, hors des totaux"),
        Cle("retirees", dict, "celles des actions sorties du programme, hors des totaux"),
        Cle("retenues", dict, "celles qu'une erreur retient, dans aucun total : `lignes`, `depenses`, `recettes`"),
        Cle("lignes", int, "combien de lignes budgétaires"),
        Cle(
            "hors",
            dict,
            "les lignes sans O/E ou sans R/D, hors de ces totaux, par ce qui leur manque : `lignes`, `montant`",
        ),
    ),
    "objectif": (
        Cle("niveau", str, f"« volet », « axe », {', '.join(f'« {n} »' for n in (Niveau.OS, Niveau.OO))}"),
        Cle("cle", str, "son nom dans `chiffres` et dans les tableaux"),
        Cle("numero", str, "« OS 1 » ; vide pour un volet ou un axe"),
        Cle("intitule", str, "son intitulé"),
    ),
    "action": (
        Cle("identifiant", str, "l'identifiant, qui ne change jamais"),
        Cle("volet", str, "le volet"),
        Cle("axe", str | None, "l'axe ; null s'il n'y en a pas"),
        Cle("objectif", str, "le N° de son objectif opérationnel"),
        Cle("numero", str, "son N° imprimé"),
        Cle("libelle", str, "son libellé"),
        Cle("autres_objectifs", list, "les autres OO qu'elle sert : volet, axe, N° (listes)"),
        Cle("synergie", bool, "vrai si elle est menée avec la commune"),
        Cle("origine", str, f"« {INITIALE} » ou « {AJOUTEE} »"),
        Cle("depuis", str | None, "le jour de son entrée au programme, s'il est dit"),
        Cle("retiree", str | None, "le jour de son retrait, s'il est dit"),
        Cle("etat", str, f"un de : {', '.join(ETATS)}"),
        Cle("en_retard", bool, "échéance passée sans être close"),
        Cle("recue", bool, "répondue à cette séance"),
        Cle("champs", dict, "les réponses, comme dans `verifier --json`"),
        Cle("budget", list, "les lignes budgétaires, comme dans `verifier --json`"),
    ),
    "changement": (
        Cle("action", str, "l'identifiant de l'action"),
        Cle("nature", str, ", ".join(f"« {nature} »" for nature in NatureChangement)),
        Cle("champ", str, "le libellé du champ ou de la ligne"),
        Cle("avant", str, "comme on la lit"),
        Cle("apres", str, "comme on la lit"),
        Cle("ecart", str, "pour un nombre ou une date"),
    ),
}
"""By sort of object of `exporter --vers json`, its keys in their order."""
_TITRES = {
    "pst": "Un objet.",
    "chiffres": "### `chiffres`",
    "budget": "### `chiffres.budget`",
    "objectif": "### Un objet de `objectifs`",
    "action": "### Un objet de `actions` ou de `retirees`",
    "changement": "### Un objet de `changements`",
}
_JSON = {str: "texte", int: "entier", bool: "booléen", list: "liste", dict: "objet", type(None): "null"}


def build_echanges() -> str:
    """The part of the page on the files of `exporter` and `rapprocher`."""
    return "\n".join([*_pst_json(), *_csv(), *_ecomptes()]) + "\n"


def _pst_json() -> Iterator[str]:
    yield from ("## `fiche-tool exporter DOSSIER --vers json`", "")
    yield "Un fichier, `echanges/<séance> PST.json` : la séance telle que son registre la garde. Il contient des noms"
    yield from ("et des commentaires : c'est un échange, pas une publication.", "")
    for nom, cles in PST_JSON.items():
        yield from (_TITRES[nom], "", "| clé | type | contenu |", "|---|---|---|")
        yield from (f"| `{cle.nom}` | {say_genre(cle.genre, _JSON)} | {cle.sens} |" for cle in cles)
        yield ""


def _csv() -> Iterator[str]:
    yield from ("## `fiche-tool exporter DOSSIER --vers csv`", "")
    yield (
        "Un fichier par tableau de `.tables` (ci-dessus), avec les mêmes colonnes sous leur titre français, les "
        "montants en euros : " + ", ".join(f"« {titre} »" for titre in FICHIERS.values()) + "."
    )
    yield (
        "UTF-8 avec marque, points-virgules, virgule décimale, dates jj/mm/aaaa : Excel les ouvre d'un double clic. Un "
        "texte qu'un tableur prendrait pour une formule (`=`, `+`, `-`, `@`…) est précédé d'une apostrophe."
    )
    yield ""


def _ecomptes() -> Iterator[str]:
    yield from (f"## `fiche-tool exporter DOSSIER --vers ecomptes` (XML {VERSION})", "")
    yield (
        "Volet > objectif stratégique > objectif opérationnel > action, selon le schéma public d'eComptes. "
        "`ElementId` est l'identifiant de l'action, la clé de l'objectif sinon. Le budget n'y est pas : les articles "
        "ne viennent que d'eComptes."
    )
    yield from ("", "| état | `Statut` | ce que ce mot ne dit pas, écrit dans `RemarqueStatut` |", "|---|---|---|")
    yield from (f"| {etat} | `{one.statut}` | {one.perte} |" for etat, one in TRADUCTIONS.items())
    yield ""
    yield from (
        "- Un objectif a l'état de ses actions, abandonnées à part : toutes réalisées, `TERMINE` ; aucune commencée,",
        "  `NON_COMMENCE` ; toutes suspendues ou reportées, `PROBLEME` ; sinon `EN_COURS`. Son taux est le taux moyen.",
        "- Un taux qui n'est pas communiqué devient 0 (le schéma en exige un), et `RemarqueStatut` le dit.",
        "- Une date en période (« fin 2022 ») devient son premier ou dernier jour ; `RemarqueStatut` la répète.",
        f"- Un libellé de plus de {MAX_LIBELLE} caractères est coupé ; il est en entier dans `Description`.",
        "- Mandataire, responsable et porteur vont dans `Description` : le schéma veut civilité, nom, prénom séparés.",
        "- Une action transversale est sous son premier objectif seulement ; les actions retirées n'y sont pas ; un",
        "  axe n'est pas un niveau d'eComptes. La commande dit à l'écran chacune de ces pertes.",
        "",
        "`fiche-tool rapprocher DOSSIER EXPORT.xml` lit les articles qu'eComptes rend (ses `Articles`) et",
        "les compare aux lignes des fiches : même action, exercice, service, R/D et code. Les lignes d'un même article",
        "s'additionnent. Le résultat est `echanges/<séance> Rapprochement.xlsx`, ce qui diffère en premier.",
    )
