"""The report being written: what it is made from, and the parts that its chapters share."""

from decimal import Decimal

from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.comptes import Compte, Comptes, round_taux
from fiche_tool.domaine.synthese.lignes import ETATS, JAMAIS_REPONDU, SANS_STATUT, LigneAction
from fiche_tool.evaluation.places import Ancien, bring_over, make_tag
from fiche_tool.evaluation.plume import Plume
from fiche_tool.evaluation.png import HACHURES, draw_bar
from fiche_tool.excel.dessin.look import STATUT_COULEURS

INVITE = "Cliquez ici pour écrire votre commentaire. Il sera gardé quand le rapport sera refait."
_COULEURS = {**STATUT_COULEURS, SANS_STATUT: "#C9CED6", JAMAIS_REPONDU: HACHURES}
assert _COULEURS.keys() == set(ETATS)
_TAUX = "#2E74B5"
_LARGE = 16.6
"""Centimetres of a bar."""


class Redaction:
    """The report, chapter after chapter. `gardes` counts the comments brought over from the older one."""

    def __init__(self, synthese: Synthese, comptes: Comptes, plume: Plume, ancien: Ancien) -> None:
        self.synthese, self.comptes, self.plume, self.ancien = synthese, comptes, plume, ancien
        self.parametres = synthese.programme.parametres
        self.actions = [x for x in synthese.lignes if isinstance(x, LigneAction) and not x.lien]
        self.gardes = 0

    def place(self, sorte: str, lieu: str, titre: str) -> None:
        """A place for a comment, with what already stood there."""
        tag = make_tag(sorte, lieu, titre)
        kept = self.ancien.take(tag, (INVITE,))
        if kept is not None:
            self.gardes += 1
            kept = bring_over(kept, self.ancien.document, self.plume.document)
        self.plume.place(tag, f"Commentaire – {lieu or titre}", INVITE, kept)

    def left(self) -> int:
        """The comments whose place is gone, at the end, so that nobody's words are lost."""
        found = list(self.ancien.left((INVITE,)))
        if found:
            self.plume.heading("Commentaires dont l'objectif n'est plus au programme", 1)
        for tag, elements in found:
            nom = self.ancien.noms.get(tag, "Commentaire")
            self.plume.paragraph(f"{nom} :")
            kept = bring_over(elements, self.ancien.document, self.plume.document)
            self.plume.place(tag, nom, INVITE, kept)
        return len(found)

    def legend(self) -> None:
        """The colour of each state, beside its word."""
        self.plume.legend([(_COULEURS[etat], etat) for etat, count in self.comptes.ensemble.etats.items() if count])

    def stacked(self, compte: Compte, *, avec: bool = False) -> None:
        """Where the actions of a part of the PST stand, as one bar. `avec`: it ends no page, a table follows."""
        parts = [(etat, count) for etat, count in compte.etats.items() if count]
        told = ", ".join(f"{etat} {count}" for etat, count in parts) or "aucune action"
        image = draw_bar([(_COULEURS[etat], count) for etat, count in parts], compte.total)
        counted = f"{say_count(compte.total, 'action')} ({told})"
        self.plume.bar(compte.titre, counted, image, f"{compte.titre} : {told}", _LARGE, avec=avec)

    def mean(self, titre: str, taux: Decimal, sur: int) -> None:
        """A mean taux as a bar, with the number of actions it is a mean of."""
        shown = f"{show_points(taux)} sur {say_count(sur, 'action')}"
        image = draw_bar([(_TAUX, round(taux * 100))], 10_000)
        self.plume.bar(titre, shown, image, f"{titre} : {shown}", _LARGE)


def said(ligne: LigneAction, nom: str) -> str:
    """A field that is a text; empty where it is not filled in."""
    value = ligne.valeurs.get(nom)
    return value if isinstance(value, str) else ""


def show_points(taux: Decimal) -> str:
    """« 65 % »."""
    return f"{round_taux(taux)}\u00a0%"
