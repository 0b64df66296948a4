"""One PST in fifteen layouts and four formats: the same programme, what stands beside the actions included."""

from datetime import date
from pathlib import Path

import pytest

from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.verbes.importer import import_document
from tests.outils.formats import FORMATS
from tests.outils.mises_en_page import MISES_EN_PAGE, PST, expected, write_blocs

JOUR = date(2026, 3, 2)


def told(programme: Programme) -> list[tuple[str, ...]]:
    """Every action with what it stands under and what is kept beside it."""
    found: list[tuple[str, ...]] = []
    for action in programme.actions:
        os, oo = programme.objectifs_of(action)
        if os is None or oo is None:
            continue
        facts = {fait.champ: fait.texte for fait in programme.repris if fait.identifiant == action.identifiant}
        found.append(
            (
                *(action.volet, os.intitule, oo.intitule, action.libelle),
                *(action.service, facts.get("fin", ""), facts.get("statut", "")),
            )
        )
    return found


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("mise_en_page", MISES_EN_PAGE)
def test_every_layout_in_every_format_gives_the_same_programme(tmp_path: Path, mise_en_page: str, format_: str) -> None:
    document = tmp_path / f"pst.{format_}"
    document.write_bytes(FORMATS[format_](write_blocs(mise_en_page)))
    result = import_document(document, tmp_path / "programme.xlsx", JOUR)
    assert told(result.programme) == expected(PST)
    assert not result.lu.incompris
    parametres = result.programme.parametres
    assert (parametres.cpas, parametres.legislature) == ("CPAS de Valmont", "2025-2030")
