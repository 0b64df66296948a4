"""What is said under every total of the budget: what it leaves out, and what it counts against its article."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fiche_tool.domaine.fiche.lecture import on_disk
from fiche_tool.domaine.fiche.lignes_budget import DEPENSES, RECETTES, find_contradictions
from fiche_tool.domaine.fiche.show import LIGNES_MAX
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, LigneAPart, LigneDisputee, LignesCumulees

AUCUNE_LIGNE = (
    "Aucune ligne budgétaire n'a été communiquée. C'est permis : le coût d'une action n'est pas toujours connu."
)
AUCUNE_REPRISE = "Aucune ligne budgétaire n'est encore reprise : celles qui sont arrivées attendent une correction."
NOMMEES = 5
"""Lines that a sentence names; the sheet Budget détail has them all."""
Phrase = tuple[str, Sequence[str]]
"""What is said of some lines, then each of them; none where their number is enough."""
_NI = {True: "ne sont comptées", False: "n'est comptée"}
_DIT = {"service": "service", "rd": "R/D"}


def say_empty(bilan: BilanBudget) -> str:
    """Why there is no total to show; empty where there is one."""
    if bilan.programme.nombre or bilan.retirees.nombre or bilan.abandonnees.nombre:
        return ""
    return AUCUNE_LIGNE if bilan.vide else AUCUNE_REPRISE


def say_apart(bilan: BilanBudget, nommees: int = NOMMEES) -> tuple[str, ...]:
    """The sentences under a total, none where it holds everything. `nommees`: how many lines each one names."""
    return tuple(typographe(f"{words} {_list(told, nommees)}." if told else words) for words, told in list_apart(bilan))


def list_apart(bilan: BilanBudget) -> tuple[Phrase, ...]:
    """The same, with every line, for a sheet that gives each a row of its own."""
    found = (
        _say_without_sense(bilan),
        _say_held(bilan.retenues),
        _say_disputed(bilan.disputees),
        _say_erased(bilan.effacees),
        _say_contradicted(bilan.contredites),
        _say_cumulated(bilan.cumulees),
    )
    return tuple(phrase for phrase in found if phrase is not None)


def say_outside(bilan: BilanBudget) -> tuple[str, ...]:
    """What a table of the four senses leaves out, for a public that knows neither cells nor files."""
    said = [f"{sens.value} : {_euros(somme.montant)}." for sens, somme in bilan.programme.hors.items()]
    for words, lot in (("abandonnées", bilan.abandonnees), ("retirées du programme", bilan.retirees)):
        amounts = [f"{mot} {_euros(x.montant)}" for mot, x in (("dépenses", lot.depenses), ("recettes", lot.recettes))]
        amounts += [f"sans R/D {_euros(lot.sans_rd.montant)}"] if lot.sans_rd.nombre else []
        if lot.nombre:
            said.append(f"Actions {words} : {', '.join(amounts)}.")
    if bilan.retenues:
        said.append(f"{say_count(len(bilan.retenues), 'ligne')} à vérifier ({say_amounts(bilan.retenues)}).")
    if bilan.disputees:
        said.append(f"{say_count(len(bilan.disputees), 'ligne')} en attente d'une décision.")
    return tuple(map(typographe, said))


def _say_without_sense(bilan: BilanBudget) -> Phrase | None:
    """Lines that are neither dépense nor recette: no column of the one or the other holds them."""
    lost = bilan.programme.sans_rd
    if not lost.nombre:
        return None
    many = lost.nombre > 1
    count = f"{say_count(lost.nombre, 'ligne')} sans R/D ({_euros(lost.montant)})"
    return f"{count} {_NI[many]} ni en dépenses, ni en recettes.", ()


def _say_held(retenues: Sequence[LigneAPart]) -> Phrase | None:
    if not retenues:
        return None
    one = len(retenues) == 1
    verb = "n'est pas dans ces totaux" if one else "ne sont pas dans ces totaux"
    count = f"{len(retenues)} ligne{'' if one else 's'} retenue{'' if one else 's'}"
    return f"{count} ({say_amounts(retenues)}) {verb} :", [_held(held) for held in retenues]


def _held(held: LigneAPart) -> str:
    kept = f" ; les totaux gardent {_euros(held.gardee)} à sa place" if held.gardee is not None else ""
    return f"{_where(held)} : « {shorten(held.texte, 60)} »{kept}"


def _say_disputed(disputees: Sequence[LigneDisputee]) -> Phrase | None:
    if not disputees:
        return None
    one = len(disputees) == 1
    count = "1 ligne attend" if one else f"{len(disputees)} lignes attendent"
    told = [f"{line.nom} : {_kept(line.gardee)} ; reçu {' ou '.join(_versions(line.versions))}" for line in disputees]
    return f"{count} une décision, car des réponses s'y contredisent.", told


def _kept(gardee: Decimal | None) -> str:
    return "rien n'est encore compté" if gardee is None else f"les totaux gardent {_euros(gardee)}"


def _versions(versions: Sequence[LigneAPart]) -> Iterator[str]:
    """Each answer and its place: its amount, or its words where another one says the same amount."""
    amounts = Counter(montant for montant, _ in {(version.montant, version.texte) for version in versions})
    for version in versions:
        words = f"« {shorten(version.texte, LIGNES_MAX)} »" if version.texte else "rien"
        alone = version.montant is not None and amounts[version.montant] == 1
        yield f"{_euros(version.montant) if alone and version.montant is not None else words} ({_place(version)})"


def _say_erased(effacees: Sequence[LigneAPart]) -> Phrase | None:
    if not effacees:
        return None
    one = len(effacees) == 1
    verb = "reste dans ces totaux, bien qu'effacée" if one else "restent dans ces totaux, bien qu'effacées"
    told = [f"{_where(line)} : « {shorten(line.texte, 60)} »" for line in effacees]
    count = f"{len(effacees)} ligne{'' if one else 's'} ({say_amounts(effacees)})"
    return f"{count} {verb} d'une fiche, tant que cette fiche n'est pas corrigée ou tranchée :", told


def _say_contradicted(contredites: Sequence[LigneAPart]) -> Phrase | None:
    if not contredites:
        return None
    one = len(contredites) == 1
    verb = (
        "est comptée comme elle a été remplie, mais son article dit"
        if one
        else "sont comptées comme elles ont été remplies, mais leur article dit"
    )
    told = [f"{_where(line)} : {', '.join(_contradiction(line))}" for line in contredites]
    count = f"{len(contredites)} ligne{'' if one else 's'} ({say_amounts(contredites)})"
    return f"{count} {verb} autre chose :", told


def _say_cumulated(cumulees: Sequence[LignesCumulees]) -> Phrase | None:
    if not cumulees:
        return None
    told = [f"{one.nom} : {' et '.join(map(_say_lot, one.lots))}" for one in cumulees]
    return "Des réponses à une même fiche, que rien ne départage, s'additionnent dans ces totaux :", told


def _say_lot(lot: Sequence[LigneAPart]) -> str:
    return f"{say_amounts(lot)} ({_place(lot[0])})"


def _contradiction(line: LigneAPart) -> Iterator[str]:
    assert line.ligne is not None
    for colonne, told in find_contradictions(line.ligne).items():
        yield f"{_DIT[colonne]} {getattr(line.ligne, colonne)}, et {line.ligne.article} dit {told}"


# --- words -----------------------------------------------------------------------------------------------------------
def say_amounts(lignes: Sequence[LigneAPart]) -> str:
    """What some lines amount to: « 250 000,00 € »; dépenses and recettes apart, unreadable amounts counted."""
    known = [line for line in lignes if line.montant is not None]
    lots = [
        (mot, sum((line.montant or Decimal(0) for line in lot), Decimal(0)))
        for mot, lot in (
            ("dépenses : ", [line for line in known if line.sens in DEPENSES]),
            ("recettes : ", [line for line in known if line.sens in RECETTES]),
            ("sans R/D : ", [line for line in known if line.sens not in (*DEPENSES, *RECETTES)]),
        )
        if lot
    ]
    unknown = len(lignes) - len(known)
    parts = [(mot if len(lots) > 1 else "") + _euros(montant) for mot, montant in lots]
    if unknown:
        parts.append("montant illisible" if unknown == len(lignes) == 1 else _unknown(unknown))
    return " ; ".join(parts)


def _unknown(nombre: int) -> str:
    return say_count(nombre, "montant illisible")


def _euros(montant: Decimal) -> str:
    return f"{show_montant(montant)} €"


def _where(line: LigneAPart) -> str:
    return f"{line.nom} « {shorten(line.action.libelle, 50)} », {_place(line)}"


def _place(line: LigneAPart) -> str:
    """« Fiche!C31 de frigo v1.xlsx »."""
    fichier = on_disk(line.fichier).rpartition("/")[2]
    cell = f"{line.feuille}!{line.cellule}" if line.feuille and line.cellule else line.feuille or line.cellule
    return " de ".join(part for part in (cell, fichier) if part) or "sans fichier"


def _list(told: Sequence[str], nommees: int) -> str:
    rest = len(told) - nommees
    more = [f"et {say_count(rest, 'autre')} (feuille Budget détail de la synthèse)"] if rest > 0 else []
    return " ; ".join([*told[:nommees], *more])
