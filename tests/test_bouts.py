"""A file that a register read as a fiche is known again by its end; whatever else has the same end is read."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fiche_tool.dossier import retours
from fiche_tool.dossier.parcours import Trouve
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.fichiers.bouts import MAX_BOUT, bout_of, read_bout
from fiche_tool.registres import depot
from fiche_tool.registres.lignes import dump_lignes, read_lignes
from tests.conftest import Pst
from tests.outils.boucle import S2, S3, A, Boucle, S, fates

pytestmark = pytest.mark.undrawn


def archive(texte: str = "a", parts: int = 1, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for rank in range(parts):
            package.writestr(zipfile.ZipInfo(f"partie{rank:03d}.xml"), texte)
        package.comment = comment
    return stream.getvalue()


SOUND = archive()


# --- the end of a file -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("data", [SOUND, archive(parts=40), b"", b"PK", b"texte" * 9_000, archive(parts=400)])
def test_the_end_of_a_file_is_that_of_its_bytes(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert read_bout(path) == bout_of(data)
    assert bool(bout_of(data)) == (data.startswith(b"PK\3\4") and len(data) < 4 * MAX_BOUT)


def test_another_content_has_another_end() -> None:
    assert len({bout_of(archive(texte)) for texte in ("a", "b", "aa")}) == 3


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: b"\0" + data,
        lambda _: archive(comment=b"annexe"),
        lambda data: data[:-22] + b"\0" * 22,
    ],
)
def test_what_is_no_whole_zip_has_no_end(spoil: Callable[[bytes], bytes]) -> None:
    assert bout_of(spoil(SOUND)) == ""


def test_a_file_that_is_gone_has_no_end(tmp_path: Path) -> None:
    assert read_bout(tmp_path / "parti.xlsx") == ""


# --- what a collection reads -----------------------------------------------------------------------------------------
@pytest.fixture
def boucle(pst: Pst) -> Boucle:
    return Boucle(pst.racine, pst.run)


@pytest.fixture
def read_whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that a collection reads to their end, from now on."""
    names: list[str] = []

    def fetch(trouve: Trouve) -> retours.Depose:
        names.append(trouve.chemin.name)
        return retours.fetch_return(trouve)

    monkeypatch.setattr(depot, "fetch_return", fetch)
    return names


def test_what_a_register_took_is_not_read_again(boucle: Boucle, read_whole: list[str]) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    boucle.collect(S)
    boucle.reply("b.xlsx", {"taux": 60}, seance=S2)
    boucle.collect(S2)
    boucle.reply("c.xlsx", {"taux": 70}, seance=S3)
    read_whole.clear()
    boucle.collect(S3)
    assert read_whole == ["c.xlsx"]
    assert boucle.kept(S3)["taux"] == 70


def test_a_file_of_another_content_under_a_known_name_is_read(boucle: Boucle) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    boucle.collect(S)
    boucle.reply("a.xlsx", {"taux": 41})  # of nearly the same size, perhaps of the same minute
    assert fates(boucle.collect(S2)) == {"a.xlsx": "Reçue avec remarques"}
    assert boucle.kept(S2)["taux"] == 41


def test_a_file_that_arrived_in_part_is_read_once_it_is_whole(boucle: Boucle) -> None:
    """A shared drive may fill in a file from its end: the end is there, the middle is not yet."""
    whole = type_in(boucle.fiche(A), {"taux": 40, "complete_par": "X"})
    partial = whole[:2_000] + bytes(len(whole) - 2_000 - MAX_BOUT) + whole[-MAX_BOUT:]
    assert bout_of(partial) == bout_of(whole)
    boucle.drop("a.xlsx", partial, S)
    boucle.collect(S)
    assert boucle.kept(S).get("taux") != 40
    boucle.drop("a.xlsx", whole, S)
    boucle.collect(S2)
    assert boucle.kept(S2)["taux"] == 40


def test_a_register_that_keeps_no_end_serves_as_before(boucle: Boucle, read_whole: list[str]) -> None:
    boucle.reply("a.xlsx", {"taux": 40})
    boucle.collect(S)
    path = boucle.racine / "registres" / f"{S.isoformat()}.jsonl"
    older = [{key: value for key, value in ligne.items() if key != "bout"} for ligne in read_lignes(path)]
    assert json.dumps(older) != json.dumps(list(read_lignes(path)))
    path.write_bytes(b"".join(dump_lignes(older)))
    assert all(not one["anomalies"] for one in boucle.verify(boucle.racine) if one["genre"] == "registre")
    read_whole.clear()
    result = boucle.collect(S2)
    assert (read_whole, result["fichiers"]["trouves"]) == (["a.xlsx"], 0)
