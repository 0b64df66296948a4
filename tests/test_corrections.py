"""A marked copy says which returns it corrects, and for which keys: what it says comes back with it."""

from collections.abc import Callable

import pytest

from fiche_tool.domaine.fiche.identite import Correction
from fiche_tool.domaine.fiche.lecture import Fichier
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.load import load_atelier
from fiche_tool.excel.fiche.corrections import read_corrections, show_corrections
from fiche_tool.excel.fiche.read_fiche import read_fiche
from fiche_tool.excel.fiche.reperage import AUCUN_MODELE
from fiche_tool.excel.fiche.write_fiche import write_marked_copy
from fiche_tool.fichiers.piece import examine
from fiche_tool.resources import FICHIER_MODELE
from tests.conftest import Pst
from tests.outils.builders import PROGRAMME
from tests.outils.specimens import META, repack

pytestmark = pytest.mark.undrawn

CORRIGE = (
    Correction("0123456789abcdef" * 4, (("taux",), ("budget", "2021", "O", "D", "104/123-13 [2] « x »", "001"))),
    Correction("f" * 64),
)


def test_the_words_of_meta_give_the_corrections_back() -> None:
    assert read_corrections(show_corrections(CORRIGE)) == CORRIGE
    assert show_corrections(()) == ""
    sheet = (Correction(Fichier("a.xlsx", "f" * 64, feuille="Fiche (2)").piece),)
    assert sheet[0].sha256 != "f" * 64
    assert read_corrections(show_corrections(sheet)) == sheet


@pytest.mark.parametrize("texte", ["", "abc", "f" * 63, "f" * 64 + " [[1]]", "f" * 64 + " [", "f" * 64 + ' {"a": 1}'])
def test_a_line_of_another_form_says_nothing(texte: str) -> None:
    assert read_corrections(texte) == ()
    assert read_corrections(f"{texte}\n{show_corrections(CORRIGE)}") == CORRIGE


def forget_key(part: bytes) -> bytes:
    """`_meta` of a model made before there was such a key."""
    before, found, after = part.rpartition(b"<row ")
    assert found
    return before + after[after.index(b"</row>") + len(b"</row>") :]


@pytest.mark.parametrize("change", [lambda part: part, forget_key], ids=["modèle actuel", "modèle plus ancien"])
def test_a_marked_copy_brings_back_which_returns_it_corrects(pst: Pst, change: Callable[[bytes], bytes]) -> None:
    (pst.racine / "modele").mkdir()
    (pst.racine / "modele" / "fiche_action.xlsx").write_bytes(repack(FICHIER_MODELE.read_bytes(), {META: change}))
    returned = pst.fill_in("A2BCD", {"taux": 150}).read_bytes()
    (lecture,) = read_fiche(examine(returned), Fichier("a.xlsx"), PROGRAMME.vocabulaire, lambda: AUCUN_MODELE)
    assert lecture.corrige == ()
    assert lecture.base is not None
    atelier = load_atelier(Dossier(pst.racine), PROGRAMME)
    action = next(action for action in PROGRAMME.actions if action.identifiant == "A2BCD")
    copy = write_marked_copy(atelier, action, lecture, lecture.anomalies, lecture.base, corrige=CORRIGE)
    (again,) = read_fiche(examine(copy), Fichier("b.xlsx"), PROGRAMME.vocabulaire, lambda: AUCUN_MODELE)
    assert again.corrige == CORRIGE
    assert again.base == lecture.base
