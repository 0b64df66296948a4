"""Specimens of the loop: copies that come back corrected, fiches that come back empty, untouched or a second time."""

from collections.abc import Mapping
from datetime import date

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in
from tests.conftest import COMPLETE, SEANCE, Pst
from tests.outils.specimens import LATER, Drop

SEULS = {"FUS09": LATER, "FUS11": LATER, "FUS25": LATER}
"""The séance at which a specimen is collected, where it is not the first one."""


def marked_copy(pst: Pst, stem: str) -> bytes:
    """The marked copy that collecting draws of a return."""
    pst.collect()
    folder = pst.racine / "a_corriger" / SEANCE.isoformat()
    return next(iter(sorted(folder.glob(f"*/À corriger - {stem}.xlsx")))).read_bytes()


def corrected(pst: Pst) -> None:
    pst.fill_in("A2BCD", {"taux": 150, "statut": "En cours"}, name="a.xlsx")
    pst.drop("copie.xlsx", type_in(marked_copy(pst, "a"), {"taux": 50}))


def agreed(pst: Pst) -> None:
    for name, taux in (("a.xlsx", 75), ("b.xlsx", 100)):
        pst.fill_in("A2BCD", {"taux": taux, "statut": "En cours"}, name=name)
    pst.drop("copie.xlsx", type_in(marked_copy(pst, "a"), {"taux": 90}))


def agreed_and_contested(pst: Pst) -> None:
    agreed(pst)
    pst.fill_in("A2BCD", {"taux": 60, "statut": "En cours", "complete_par": "M. Tiers"}, name="c.xlsx")


def sent_back_untouched(pst: Pst) -> None:
    pst.fill_in("A2BCD", {"taux": 150, "statut": "En cours"}, name="a.xlsx")
    pst.drop("copie.xlsx", marked_copy(pst, "a"))


def same_author(pst: Pst) -> None:
    for name, day, taux in (("a.xlsx", 9, 30), ("b.xlsx", 10, 50)):
        answer: dict[str, Contenu] = {
            "taux": taux,
            "statut": "En cours",
            "complete_par": "Mme Un",
            "complete_le": date(2021, 11, day),
        }
        pst.fill_in("A2BCD", answer, name=name)


def mended(pst: Pst) -> None:
    for name, taux in (("a.xlsx", 150), ("b.xlsx", 50)):
        pst.fill_in("A2BCD", {"taux": taux, "statut": "En cours", "complete_par": "Mme Un"}, name=name)


def dropped_again(pst: Pst) -> None:
    first = pst.fill_in("A2BCD", COMPLETE, name="a.xlsx")
    pst.drop("encore.xlsx", first.read_bytes(), LATER)


def untouched(pst: Pst) -> None:
    pst.drop("a.xlsx", pst.fiche("A2BCD"))


def emptied(pst: Pst) -> None:
    pst.fill_in("A2BCD", COMPLETE, name="a.xlsx")
    pst.fill_in("A2BCD", {"taux": None, "statut": None, "inchange": "Oui"}, name="vide.xlsx", seance=LATER)


def erased_beside_refused(pst: Pst) -> None:
    line: dict[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": 100}
    pst.fill_in("A2BCD", COMPLETE, [line], name="a.xlsx")
    wrong = {**line, "article": "801/124-02", "montant": 77, "fonds_propres": 60, "subsides": 10}
    pst.fill_in("A2BCD", COMPLETE, [dict.fromkeys(line), wrong], name="b.xlsx", seance=LATER)


def unsigned_versions(pst: Pst) -> None:
    """Two versions of one fiche that nobody signed, each with a line of its own."""
    line: dict[str, Contenu] = {"exercice": 2021, "service": "O", "rd": "D", "article": "104/123-13", "montant": 100}
    for name, article in (("a.xlsx", "104/123-13"), ("b.xlsx", "104/124-02")):
        pst.fill_in("A2BCD", {**COMPLETE, "complete_par": None}, [{**line, "article": article}], name=name)


BOUCLE: Mapping[str, Mapping[str, Drop]] = {
    "FUS07": {"copie corrigée": corrected},
    "FUS08": {"même auteur, deux jours": same_author},
    "FUS09": {"mêmes octets deux fois": dropped_again},
    "FUS10": {"fiche telle quelle": untouched},
    "FUS11": {"cases vidées": emptied},
    "FUS12": {"conflit accordé": agreed},
    "FUS23": {"conflit accordé, et un tiers": agreed_and_contested},
    "FUS24": {"copie renvoyée telle quelle": sent_back_untouched},
    "FUS26": {"même fiche, un jour plus tard": same_author, "même fiche, même jour, corrigée": mended},
    "FUS27": {"deux versions sans signature": unsigned_versions},
    "FUS25": {"ligne effacée à côté d'une ligne retenue": erased_beside_refused},
}
"""By code, by fault: how to drop into a PST folder something that has it."""
