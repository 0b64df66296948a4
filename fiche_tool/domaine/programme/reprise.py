"""What the document of the PST said beside its actions: kept word for word, it pre-fills the first fiche."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import LABELS, REPONSES, Valeur
from fiche_tool.domaine.fiche.kinds import Vocabulaire
from fiche_tool.domaine.fiche.orthographe import read_champ
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.mots.saisie import Saisie
from fiche_tool.domaine.mots.textes import fold

DITS = ("budget",)
"""What a document says in a sentence where the fiche has a table: told in the comment, never turned into lines."""
_CHAMPS = {champ.nom: champ for champ in REPONSES}
_DANS_LE_COMMENTAIRE = ("odd", "objectifs de developpement durable", "objectif de developpement durable")


@dataclass(frozen=True, slots=True)
class Repris:
    """One fact: the action it is about (empty for an objective), the heading and the words of the document.

    `champ` is the field of the fiche that it pre-fills, empty where the fiche has none; `sujet` names the action, or
    the objective; `lieu` says where the document has it.
    """

    identifiant: str
    sujet: str
    rubrique: str
    texte: str
    champ: str = ""
    lieu: str = ""


def prefill(repris: Sequence[Repris], vocabulaire: Vocabulaire) -> Mapping[str, Mapping[str, Valeur | None]]:
    """By identifiant, the fields that the facts of its action fill in, and a comment that says where they come from."""
    by_action: dict[str, list[Repris]] = {}
    for fait in repris:
        if fait.identifiant:
            by_action.setdefault(fait.identifiant, []).append(fait)
    return {identifiant: _fill(faits, vocabulaire) for identifiant, faits in by_action.items()}


def _fill(faits: Sequence[Repris], vocabulaire: Vocabulaire) -> Mapping[str, Valeur | None]:
    valeurs: dict[str, Valeur | None] = {}
    told: list[str] = []
    for fait in faits:
        champ = _CHAMPS.get(fait.champ)
        valeur = read_champ(champ, Saisie(fait.texte), vocabulaire).valeur if champ else None
        known = valeurs.get(fait.champ)
        if isinstance(valeur, str | Decimal | int | Periode) and known is None:
            valeurs[fait.champ] = valeur
            told.append(LABELS[fait.champ])
        elif isinstance(valeur, str) and isinstance(known, str) and valeur not in known.split("\n"):
            valeurs[fait.champ] = f"{known}\n{valeur}"
        elif fait.champ or fold(fait.rubrique) in _DANS_LE_COMMENTAIRE:
            told.append(f"{fait.rubrique} « {' '.join(fait.texte.split())} »")
    if told and not valeurs.get("commentaire"):
        valeurs["commentaire"] = f"Repris du document du PST, à confirmer : {' ; '.join(dict.fromkeys(told))}."
    return valeurs


def tell_places(repris: Sequence[Repris]) -> Iterator[str]:
    """The field that each fact pre-fills, in the words of the fiche; the comment for what has no cell of its own."""
    for fait in repris:
        in_comment = fait.champ in DITS or fold(fait.rubrique) in _DANS_LE_COMMENTAIRE
        yield LABELS["commentaire"] if in_comment and fait.identifiant else LABELS.get(fait.champ, "")
