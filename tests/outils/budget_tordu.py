"""A PST whose budget has every oddity, and what it must add up to, worked out from the raw answers alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Action, EtatAction
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import COMPLETE, SEANCE, Pst, small_programme

SUITE = date(2022, 1, 26)
RETIREE, ABANDONNEE, TRANSVERSALE, PERDUE = "F7GHJ", "G8HJK", "D5EFG", "H9JKL"
_ARTICLES = {
    "104/111-01": "OD",
    "104/123-06": "OD",
    "104/123-11": "OD",
    "104/123-13": "OD",
    "104/123-48": "OD",
    "104/124-02": "OD",
    "104/124-48": "OD",
    "104/733-60": "ED",
    "104/742-53": "ED",
    "104/961-51": "ER",
    "831/465-02": "OR",
    "831/465-48": "OR",
}
"""Service and sense of each article, copied from the chart of accounts."""
_COLONNES = ("exercice", "service", "rd", "article", "montant", "fonds_propres", "emprunt", "subsides")
Brute = tuple[Contenu, ...]
"""A line as it is typed, by column."""
LIGNES: Mapping[str, Sequence[Brute]] = {
    "A2BCD": (
        (2021, "O", "D", "104/123-13", 1000, 1000, None, None),
        (2022, None, None, "104/742-53", None, 60000, None, 40000),  # O/E, R/D and the amount are to be worked out
        (2022, "E", "D", "104/733-60", 100000, None, None, None),  # not split
    ),
    "B3CDE": (
        (2021, "E", "D", "104/742-53", 250000, 100000, None, 100000),  # does not add up: held back
        ("2021-2023", "O", "R", "831/465-02", 500, None, None, 500),  # several years: held back
    ),
    "C4DEF": (
        (None, "O", "D", "104/123-48", 300, 300, None, None),
        (2021, None, "D", None, 40, None, None, 40),
        (2022, "O", None, None, 25, 25, None, None),
    ),
    TRANSVERSALE: (
        (2023, "E", "R", "104/961-51", 100, None, 100, None),  # the loan's own receipt
        (2023, "O", "D", "104/124-02", "p.m.", None, None, None),
    ),
    "E6FGH": (
        (2021, "O", "D", "831/465-48", 500, 500, None, None),  # its article is a recette
        (2021, "O", "R", "831/465-02", Decimal("40.5"), None, None, Decimal("40.5")),
        (2022, "O", "D", "104/111-01", 90, 0, 0, 0),
    ),
    RETIREE: ((2021, "O", "D", "104/123-06", 700, 700, None, None),),
    ABANDONNEE: ((2021, "O", "D", "104/123-11", 77, 77, None, None),),
    PERDUE: ((2024, "O", "D", "104/111-01", 15, 15, None, None),),
}
DISPUTE = [(2023, "O", "D", "104/124-48", montant, montant, None, None) for montant in (200, 300)]
"""What two answers to the transversal action say of one line."""
RETENUES = {("B3CDE", 0), ("B3CDE", 1)}
SENS = {
    "OD": "Dépenses ordinaires",
    "ED": "Dépenses extraordinaires",
    "D": "Dépenses sans O/E",
    "OR": "Recettes ordinaires",
    "ER": "Recettes extraordinaires",
    "R": "Recettes sans O/E",
}
SANS_RD = "Sans R/D"


@dataclass(frozen=True)
class Attendue:
    """A line as it must count: where, how much, and with how much left unsplit."""

    action: str
    exercice: int | None
    sens: str
    montant: Decimal
    non_ventile: Decimal
    contredite: bool
    retenue: bool


def expected() -> Iterator[Attendue]:
    """Every line, from what was typed."""
    for action, lignes in LIGNES.items():
        for rang, (exercice, service, rd, article, montant, *parts) in enumerate(lignes):
            told = _ARTICLES.get(str(article), "")
            mine = f"{service or told[:1]}{rd or told[1:]}" if rd or told else ""
            split = sum((Decimal(str(part)) for part in parts if part is not None), Decimal(0))
            whole = split if montant is None else Decimal(0) if montant == "p.m." else Decimal(str(montant))
            yield Attendue(
                action,
                exercice if isinstance(exercice, int) else None,
                SENS[mine] if mine else SANS_RD,
                whole,
                whole - split,
                bool(told) and mine != told,
                (action, rang) in RETENUES,
            )


def odd_programme() -> Mapping[str, Action]:
    """The actions, by identifiant."""
    first = {action.identifiant: action for action in small_programme().actions}
    first[TRANSVERSALE] = replace(first[TRANSVERSALE], autres_objectifs=(("Interne", "", "1.2"),))
    more = (
        Action(RETIREE, "Externe", "", "1.1", "1.1.3", "Fermer l'ancien guichet", "Social", "Mme Un"),
        Action(ABANDONNEE, "Externe", "", "1.1", "1.1.4", "Acheter une camionnette", "Social", "Mme Un"),
        Action(PERDUE, "Externe", "", "9.9", "9.9.1", "Une action sans objectif ni service", "", "Mme Un"),
    )
    return first | {action.identifiant: action for action in more}


def row(brute: Brute) -> dict[str, Contenu]:
    """A line by column."""
    return dict(zip(_COLONNES, brute, strict=True))


def answer_oddly(pst: Pst) -> None:
    """Two séances: every line typed and collected, then an action retired; the next collection is the caller's."""
    actions = odd_programme()
    _write(pst, actions)
    for identifiant, lignes in LIGNES.items():
        budget = [row(ligne) for ligne in lignes]
        if identifiant == TRANSVERSALE:
            for rang, dispute in enumerate(DISPUTE):
                pst.fill_in(identifiant, COMPLETE, [*budget, row(dispute)], f"{identifiant} {rang}.xlsx")
        else:
            more = {"statut": "Abandonné", "commentaire": "Sans objet"} if identifiant == ABANDONNEE else {}
            pst.fill_in(identifiant, {**COMPLETE, **more}, budget)
    pst.collect(SEANCE)
    gone = replace(actions[RETIREE], etat=EtatAction.RETIREE, retiree=date(2022, 1, 1))
    _write(pst, {**actions, RETIREE: gone})
    pst.fill_in("A2BCD", {"taux": 60, "mise_a_jour": date(2022, 1, 10)}, seance=SUITE)
    for untouched in ("B3CDE", PERDUE):
        pst.drop(f"{untouched}.xlsx", pst.fiche(untouched, SUITE), SUITE)


def _write(pst: Pst, actions: Mapping[str, Action]) -> None:
    programme = small_programme(actions=tuple(actions.values()))
    (pst.racine / "programme.xlsx").write_bytes(write_programme(programme))
