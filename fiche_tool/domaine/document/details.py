"""What a document says beside its actions: services, deadlines, budgets; told by their headings, kept word for word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fiche_tool.domaine.mots.dates import parse_periode
from fiche_tool.domaine.mots.nombres import parse_nombre, parse_pourcentage
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.statuts import parse_statut
from fiche_tool.domaine.mots.textes import fold

AUTRE = "autre"
"""The field of a heading that is known, but that the fiche has no place for."""
_CHAMPS: tuple[tuple[str, str], ...] = (
    (
        "mandataire",
        r"(?:responsables? )?mandataires?(?: (?:responsables?|referents?|concernes?|porteurs?))?|elus? (?:referents?|"
        r"responsables?)|president(?: referent)?|echevin",
    ),
    (
        "service",
        r"services?(?: (?:gestionnaires?|pilotes?|porteurs?|responsables?|concernes?|en charge|traitants?|referents?|"
        r"internes?|competents?))*|gestionnaires?|departements?|direction(?: responsable)?|cellule|unite",
    ),
    (
        "responsable",
        r"responsables?(?: (?:administratifs?|techniques?|de l'action|du projet|du suivi))?|"
        r"pilotes?(?: (?:de l'action|du projet))?|agents?(?: (?:pilotes?|traitants?|responsables?|en charge))?|"
        r"chefs? de projet|qui|par qui|referents?"
        r"(?: administratifs?)?|personnes? (?:responsables?|ressources?|de contact)",
    ),
    ("porteur", r"porteurs?(?: (?:de l'action|du projet|de projet|administratifs?))?"),
    (
        "partenaires",
        r"partenaires?(?: (?:externes?|internes?|eventuels?|potentiels?))*|services? partenaires?|partenariats?|"
        r"collaborations?|avec qui",
    ),
    ("plans", r"plans?(?: (?:communaux|communal|transversaux|lies?|concernes?))+|plans"),
    ("debut", r"(?:date de )?(?:debut|demarrage|lancement)(?: (?:prevue?|effective?))?|date de debut .{0,12}"),
    (
        "fin",
        r"(?:date d'|date de )?(?:echeances?|fin|cloture|realisation prevue)"
        r"(?: (?:prevue?|estimee?|effective?|de realisation))?"
        r"|delais?(?: .{0,14})?|timing|quand|pour quand|date limite|date butoir|deadline|horizon|terme|agenda|"
        r"calendrier",
    ),
    ("statut", r"statuts?|etats?(?: (?:d')?avancement| de l'action)?|situation"),
    (
        "taux",
        r"(?:taux|degre|pourcentage|etat|%)(?: (?:d'avancement|de realisation|d'execution))?(?: \(?(?:en )?%\)?)?|"
        r"avancement(?: \(?(?:en )?%\)?)?|progression|% realise",
    ),
    (
        "indicateurs",
        r"indicateurs?(?: .{0,40})?|resultats? attendus?|criteres? (?:d'evaluation|de reussite)|mesure du resultat",
    ),
    (
        "budget",
        r"budgets?(?: .{0,24})?|couts?(?: .{0,16})?|montants?(?: .{0,12})?|financements?(?: .{0,16})?|combien|"
        r"moyens financiers|enveloppe|impact budgetaire|fonds propres|emprunt|subsides?|depenses?|recettes?|"
        r"informations? financieres?|sources? de financement|modes? de financement",
    ),
    ("planification", r"planification|planning|phasage|(?:grandes )?etapes?|phases?|plan de travail"),
    ("reformulation", r"(?:proposition de )?reformulation(?: .{0,40})?"),
    ("description", r"descript\w*(?: .{0,24})?|explications?|contenu|en quoi consiste .{0,20}"),
    ("commentaire", r"commentaires?(?: .{0,30})?|remarques?|observations?|notes?"),
    (
        AUTRE,
        r"odd\w?|objectifs? de developpement durable|objectifs? poursuivis?|priorites?|constats?|contexte|"
        r"public(?: cible)?|beneficiaires?|moyens(?: .{0,20})?|ressources(?: .{0,20})?|synergies?(?: .{0,20})?|"
        r"type(?: d'action)?|categories?|duree|indice de sante|sante|risques?|blocages?|details?(?: .{0,20})?|"
        r"feuille de route|validee?|tutelle|lieu|sous-actions?|action requise odd|etp|code|date|"
        r"(?:date de la )?derniere mise a jour|projections?|resultats?|freins|leviers|plus-value|lien .{0,30}|"
        r"actions? (?:liees?|transversales?)|theme|thematique|domaine|public vise",
    ),
)
_PATTERNS = tuple((champ, regex(f"(?:{pattern})")) for champ, pattern in _CHAMPS)
_ETIQUETTE = regex(r"^(?P<etiquette>[^\W\d_][^:;|\n]{1,48}?)\s*:")
_SIGNES = " \t,;|–—-/."
_OUVRE = tuple("([;|–—-/\n.,")
_MAX_ENTETE = 40
_MAX_LIBELLE = 3000


@dataclass(frozen=True, slots=True)
class Fragment:
    """A detail cut out of a text: the field it answers, its heading as printed, its value."""

    champ: str
    etiquette: str
    valeur: str


def find_champ(etiquette: str) -> str:
    """The field that a heading announces, AUTRE for a known heading without field; empty for what is no heading."""
    folded = re.sub(r"\((?:s|e|es|x|ve|ves|\.e\.s)\)", "", fold(etiquette)).strip(" .:*?")
    folded = re.sub(r"\s*/\s*", "/", folded).replace("’", "'")
    folded = re.sub(r"^(?:le|la|les|l'|nos|notre|n°|2\.|1\.)\s*(?=\w)", "", folded)
    if not folded or len(folded) > 60:
        return ""
    for part in (folded, folded.split("/")[0].strip(), re.sub(r"\s*\(.*\)$", "", folded)):
        found = next((champ for champ, pattern in _PATTERNS if pattern.fullmatch(part)), "")
        if found:
            return found
    return ""


def read_detail(texte: str) -> Fragment | None:
    """« Échéance : 2026 » as a detail; None for any other line."""
    found = _ETIQUETTE.match(texte)
    champ = find_champ(found["etiquette"]) if found else ""
    if found is None or not champ:
        return None
    return Fragment(champ, found["etiquette"].strip(), texte[found.end() :].strip())


def cut_details(texte: str) -> tuple[str, tuple[Fragment, ...]]:
    """A label without the details glued to it, and these: « Créer un potager (Service : ISP ; échéance : 2026) »."""
    colons = [rank for rank, character in enumerate(texte[:_MAX_LIBELLE]) if character == ":"]
    starts = [(start, colon) for colon in colons if (start := _heading_before(texte, colon)) > 2]
    if not starts:
        return texte, ()
    ends = [*(start for start, _ in starts[1:]), len(texte)]
    details = tuple(
        Fragment(find_champ(texte[start:colon]), texte[start:colon].strip(), _value(texte[colon + 1 : end]))
        for (start, colon), end in zip(starts, ends, strict=True)
    )
    label = texte[: starts[0][0]].rstrip(_SIGNES + "([")
    return (label, details) if len(label) > 2 else (texte, ())


def _heading_before(texte: str, colon: int) -> int:
    """Where the heading that ends at a colon begins: after a sign, or with a capital; -1 where there is none."""
    for start in range(max(1, colon - _MAX_ENTETE), colon):
        before, first = texte[start - 1], texte[start]
        opens = first.isalpha() and (before in _OUVRE or texte[max(0, start - 2) : start].strip() in _OUVRE)
        if (opens or (first.isupper() and before.isspace())) and find_champ(texte[start:colon]):
            return start
    return -1


def _value(texte: str) -> str:
    bare = texte.strip(_SIGNES + "\n")
    return bare[:-1].rstrip(_SIGNES) if bare.endswith((")", "]")) and bare.count("(") < bare.count(")") else bare


# --- labels that are none --------------------------------------------------------------------------------------------
_ENTETES = regex(
    r"(?:services?|echeances?|budgets?|responsables?|actions?|objectifs?|indicateurs?|pilotes?|partenaires?|statuts?|etats?|"
    r"n[°o]|intitules?|libelles?)(?: (?:gestionnaire|pilote|estime|administratif)s?)?"
)
_NOMBRE = regex(r"(?:n[°o]\s*)?[\d\s.,/%€-]+(?:€|eur|euros?|k€|%|h|etp|ans?|mois|jours?)?")


def find_oddness(libelle: str, services: frozenset[str]) -> str:
    """Why a text cannot be the label of an action: « une date », « un montant »…; empty where it can."""
    folded = fold(libelle).strip(" .;:")
    if folded in services:
        return "le nom d'un service"
    if _ENTETES.fullmatch(folded) or (find_champ(libelle) and len(folded.split()) < 3):
        return "un en-tête de colonne"
    if parse_periode(libelle) is not None:
        return "une date"
    if parse_statut(libelle, {}) is not None:
        return "un statut"
    if parse_pourcentage(libelle) is not None or parse_nombre(libelle) is not None or _NOMBRE.fullmatch(folded):
        return "un montant" if re.search(r"€|eur", folded) else "un nombre"
    fragment = read_detail(libelle)
    return f"un détail ({fragment.etiquette})" if fragment is not None else ""


def split_names(valeur: str) -> Iterator[str]:
    """The names that one cell lists: « CPAS ; Ville », one a line, or with bullets."""
    for part in re.split(r"[;\n•]+", valeur):
        name = part.strip(" \t-–•,.")
        if name:
            yield name
