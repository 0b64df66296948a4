"""What the public table of the budget leaves out is told beside it, without cells nor files."""

from dataclasses import replace
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import LigneBudget
from fiche_tool.domaine.synthese.bilan_budget import BilanBudget, LigneAPart, LigneDisputee, add_up
from fiche_tool.domaine.synthese.phrases_budget import say_outside
from tests.conftest import small_programme

LIGNE = LigneBudget(2026, "O", "D", "104/123-13", Decimal(77))
RIEN = add_up([])


def test_what_a_public_table_leaves_out_is_told_without_cells_nor_files() -> None:
    action = small_programme().actions[0]
    part = LigneAPart(action, "Interne 1.1.1", LIGNE, "2026 O D : 77", "a.xlsx", "Fiche", "A40")
    bilan = BilanBudget(
        add_up([LIGNE, replace(LIGNE, service=None, article=None)]),
        add_up([LIGNE, replace(LIGNE, rd="R", montant=Decimal("0.5"))]),
        RIEN,
        RIEN,
        retenues=(part,),
        disputees=(LigneDisputee(action, "Interne 1.1.1", None, (part,)),),
    )
    words = [sentence.replace("\u00a0", " ") for sentence in say_outside(bilan)]
    assert words == [
        "Dépenses sans O/E : 77,00 €.",
        "Actions retirées du programme : dépenses 77,00 €, recettes 0,50 €.",
        "1 ligne à vérifier (77,00 €).",
        "1 ligne en attente d'une décision.",
    ]
    assert say_outside(BilanBudget(add_up([LIGNE]), RIEN, RIEN, RIEN)) == ()
