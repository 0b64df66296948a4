"""A filled-in fiche of each model before, kept for ever: `python -m tests.outils.fiche_ancienne` keeps the present one.

To run with the code as it is, before VERSION_MODELE changes.
"""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from fiche_tool.cli import cli
from fiche_tool.domaine.fiche.fiche import VERSION_MODELE
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.programme.write_programme import write_programme
from tests.conftest import Pst, small_programme

FOLDER = Path(__file__).parent.parent / "specimens"
ANCIENNES: Mapping[int, bytes] = {
    int(path.stem.rpartition("_")[2]): path.read_bytes() for path in FOLDER.glob("fiche_modele_*.xlsx")
}
"""The fiche of A2BCD by the version of its model, sent with the answers of MARS, filled in and signed."""
MARS = date(2021, 3, 24)
EN_MARS: Mapping[str, Contenu] = {
    "mise_a_jour": date(2021, 3, 10),
    "taux": 30,
    "statut": "En cours",
    "debut": date(2019, 10, 1),
    "fin": "fin 2022",
    "porteur": "M. Delacroix",
    "commentaire": "Six procédures écrites.",
    "complete_par": "Jeanne Noël",
}
LIGNE: Mapping[str, Contenu] = {
    "exercice": 2021,
    "service": "O",
    "rd": "D",
    "article": "104/123-13",
    "montant": 1250,
    "fonds_propres": 1250,
}
ENSUITE: Mapping[str, Contenu] = {
    "mise_a_jour": date(2021, 11, 9),
    "taux": 60,
    "commentaire": "Douze procédures écrites sur vingt.",
    "complete_par": "Jeanne Noël",
    "complete_le": date(2021, 11, 9),
}
LIGNES: Sequence[Mapping[str, Contenu]] = (LIGNE, {**LIGNE, "exercice": 2022, "montant": 800, "fonds_propres": 800})


def fill_in_the_present_one() -> bytes:
    """The fiche of A2BCD made from the present model, as those before it were."""
    with tempfile.TemporaryDirectory() as folder:
        pst = Pst(Path(folder), lambda *arguments: CliRunner().invoke(cli, arguments))
        (pst.racine / "programme.xlsx").write_bytes(write_programme(small_programme()))
        pst.fill_in("A2BCD", EN_MARS, [LIGNE], "mars.xlsx", MARS)
        pst.collect(MARS)
        return type_in(pst.fiche("A2BCD"), ENSUITE, LIGNES)


if __name__ == "__main__":
    kept = FOLDER / f"fiche_modele_{VERSION_MODELE}.xlsx"
    if kept.exists():
        raise SystemExit(f"{kept} est déjà gardée : elle ne change plus.")
    kept.write_bytes(fill_in_the_present_one())
    print(kept)
