"""Pieces compressed apart: any unzipper joins them again, and what came before leaves no trace."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiche_tool.dossier.dossier import open_dossier
from fiche_tool.dossier.load import load_programme
from fiche_tool.fichiers.package import write_package
from fiche_tool.fichiers.presse import Bloc, Fond, Presse, content_of, make_bloc
from fiche_tool.resources import FICHIER_MODELE
from fiche_tool.verbes.generate import generate
from tests.conftest import SEANCE, Pst
from tests.outils.specimens import FORM, repack

texts = st.lists(st.sampled_from(["<c r=", "A1", "B22", ' s="4"', "/>", "é", "<f>SUM(A1:A9)</f>" * 9])).map(
    lambda words: "".join(words).encode()
)
pieces = st.lists(st.one_of(texts, texts.map(make_bloc)), max_size=8)


def unzip(presse: Presse, given: list[bytes | Bloc]) -> bytes:
    package = write_package([presse.press("xl/partie.xml", given)])
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return archive.read("xl/partie.xml")


@given(pieces)
def test_pieces_come_back_joined(given: list[bytes | Bloc]) -> None:
    assert unzip(Presse(), given) == b"".join(map(content_of, given))


@given(pieces, pieces)
def test_what_was_pressed_before_changes_nothing(before: list[bytes | Bloc], given: list[bytes | Bloc]) -> None:
    used = Presse()
    used.press("xl/autre.xml", before)
    assert used.press("xl/partie.xml", given) == Presse().press("xl/partie.xml", given)


def test_what_overflows_the_window_comes_back() -> None:
    unlike = b"".join(b"%06d;" % (rank * 7919 % 1_000_003) for rank in range(20_000))
    given: list[bytes | Bloc] = [unlike, make_bloc(unlike[::-1]), unlike, b"fin"]
    presse = Presse()
    assert unzip(presse, given) == unzip(presse, given) == b"".join(map(content_of, given))


@given(st.lists(texts, min_size=1, max_size=30), st.data())
def test_long_runs_are_blocks_and_nothing_else_changes(morceaux: list[bytes], data: st.DataObject) -> None:
    fond = Fond([*morceaux, b"<constante/>" * 400, *morceaux])
    changes = data.draw(st.dictionaries(st.integers(0, len(morceaux) - 1), texts))
    found = fond.pieces(changes)
    assert b"".join(map(content_of, found)) == b"".join(fond.put(changes))
    assert any(isinstance(piece, Bloc) and b"<constante/>" in piece.contenu for piece in found)


@pytest.mark.undrawn
def test_a_fiche_does_not_depend_on_those_made_before_it(pst: Pst) -> None:
    made = {path.name: path.read_bytes() for path in generate(pst.racine, SEANCE).ecrites}
    assert len(made) > 2
    last = load_programme(open_dossier(pst.racine)).programme.actives[-1].identifiant
    (alone,) = generate(pst.racine, SEANCE, action=last, remplacer=True).ecrites
    assert alone.read_bytes() == made[alone.name]


@pytest.mark.undrawn
def test_a_column_that_lost_its_formulas_adds_no_text_that_no_cell_shows(pst: Pst) -> None:
    live = re.compile(rb'(<c r="[FK-T]\d+"[^>]*?)(?: t="str")?><f>[^<]*</f><v>[^<]*</v></c>')
    path = pst.racine / "modele" / "fiche_action.xlsx"
    path.parent.mkdir()
    path.write_bytes(repack(FICHIER_MODELE.read_bytes(), {FORM: lambda part: live.sub(rb"\1/>", part)}))
    with zipfile.ZipFile(io.BytesIO(pst.fiche("A2BCD"))) as fiche, zipfile.ZipFile(path) as modele:
        before, after = (one.read("xl/sharedStrings.xml").count(b"<si>") for one in (modele, fiche))
        sheets = b"".join(fiche.read(name) for name in fiche.namelist() if name.startswith("xl/worksheets/sheet"))
    assert {int(rank) for rank in re.findall(rb't="s"><v>(\d+)', sheets)} >= set(range(before, after))
