"""Six years in six séances on Onhaye: the programme changes between each, and no answer is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Action, EtatAction, Niveau, Programme
from fiche_tool.domaine.synthese.lignes import LigneNoeud
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.modele.identite import read_meta
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.verbes.collect import Collecte, collect
from fiche_tool.verbes.create import create
from fiche_tool.verbes.generate import generate
from tests.conftest import Pst

SEANCES = tuple(date(year, 11, 20) for year in range(2019, 2025))


class Onhaye(Pst):
    """The folder of Onhaye's PST, and what each action is known to have answered last."""

    def setup(self) -> None:
        create(self.racine, "onhaye")

    @property
    def programme(self) -> Programme:
        found = read_programme(read_piece(self.racine / "programme.xlsx")).programme
        assert found is not None
        return found

    def edit(self, change: Callable[[Programme], Programme]) -> None:
        """What the secretariat does in Excel between two séances."""
        (self.racine / "programme.xlsx").write_bytes(write_programme(change(self.programme)))

    def send(self, seance: date) -> dict[str, bytes]:
        """The fiches of a séance by identifiant."""
        generation = generate(self.racine, seance)
        return {
            read_meta(open_classeur(read_piece(path)))["identifiant"]: path.read_bytes() for path in generation.ecrites
        }

    def reply(self, fiche: bytes, name: str, seance: date, **champs: Contenu) -> None:
        self.drop(name, type_in(fiche, champs), seance)

    def taux(self, collecte: Collecte) -> dict[str, object]:
        etats = collecte.synthese.registre.etats
        return {identifiant: etats[identifiant].fiche().get("taux") for identifiant in etats}


@pytest.fixture
def onhaye(tmp_path: Path, run: Callable[..., Result]) -> Onhaye:
    pst = Onhaye(tmp_path / "pst-onhaye", run)
    pst.setup()
    return pst


def change_action(programme: Programme, identifiant: str, **changes: object) -> Programme:
    actions = tuple(
        replace(a, **changes) if a.identifiant == identifiant else a  # type: ignore[arg-type]
        for a in programme.actions
    )
    return replace(programme, actions=actions)


def renumber_oo(programme: Programme, volet: str, axe: str, old: str, new: str) -> Programme:
    """An OO gets another number, with its actions: 1.1 becomes 1.9."""
    objectifs = tuple(
        replace(o, numero=new) if o.niveau is Niveau.OO and o.place == (volet, axe, old) else o
        for o in programme.objectifs
    )
    actions = tuple(
        replace(a, objectif=new, numero=a.numero.replace(old, new, 1)) if a.place == (volet, axe, old) else a
        for a in programme.actions
    )
    return replace(programme, objectifs=objectifs, actions=actions)


@pytest.mark.slow
def test_six_seances_of_a_living_programme_lose_no_answer(onhaye: Onhaye) -> None:
    first = onhaye.programme.actions
    dropped, moved, reworded, renumbered, late = (first[rank].identifiant for rank in (3, 10, 20, 30, 35))
    new = Action("", "Externe", "3", "1.1", "1.1.1", "Ouvrir une école de devoirs")
    place = next(a for a in first if a.identifiant == renumbered)
    changes: tuple[Callable[[Programme], Programme], ...] = (
        lambda p: p,
        lambda p: replace(p, actions=(*p.actions, new)),
        lambda p: change_action(p, dropped, etat=EtatAction.RETIREE, retiree=SEANCES[2]),
        lambda p: change_action(p, moved, volet="Externe", axe="2", objectif="2.2", numero="2.2.9"),
        lambda p: change_action(p, reworded, libelle="Une tout autre façon de le dire"),
        lambda p: renumber_oo(p, place.volet, place.axe, place.objectif, "7.7".replace("7", place.objectif[0], 1)),
    )
    followed = [dropped, moved, reworded, renumbered]
    expected: dict[str, int] = {}
    returned = 0
    kept_late = b""
    for rank, (seance, change) in enumerate(zip(SEANCES, changes, strict=True), 1):
        onhaye.edit(change)
        before = onhaye.taux(collect(onhaye.racine, SEANCES[rank - 2])) if rank > 1 else {}
        fiches = onhaye.send(seance)
        added = next((a.identifiant for a in onhaye.programme.actions if a.libelle == new.libelle), "")
        assert len(fiches) == len(onhaye.programme.actives) == 41 + (rank > 1) - (rank > 2)
        seen = {  # the fiche carries what was accepted last
            identifiant: onhaye.drop(f"vue {identifiant}.xlsx", fiches[identifiant], SEANCES[-1])
            for identifiant in before
            if identifiant in fiches
        }
        verified = onhaye.verify(*seen.values()) if seen else []
        assert {id_: one["champs"]["taux"] for id_, one in zip(seen, verified, strict=True)} == {
            identifiant: before[identifiant] for identifiant in seen
        }
        for path in seen.values():
            path.unlink()
        for identifiant in (*followed, *([added] if added else []), first[rank].identifiant):
            if identifiant in fiches:
                onhaye.reply(fiches[identifiant], f"{identifiant}.xlsx", seance, taux=rank * 10, statut="En cours")
                expected[identifiant] = rank * 10
                returned += 1
        if rank == 2:
            kept_late = fiches[late]
        if rank == 6:  # a fiche sent four years and four changes ago comes back
            onhaye.reply(kept_late, "en retard.xlsx", seance, taux=77, statut="En cours")
            expected[late], returned = 77, returned + 1
    final = collect(onhaye.racine, SEANCES[-1])
    taux = onhaye.taux(final)
    assert {identifiant: taux[identifiant] for identifiant in expected} == expected
    assert final.bilan.trouves == len(final.synthese.registre.retours) < returned  # each page counts its own files
    assert final.bilan.ecartes == 0
    assert final.bilan.trouves == final.bilan.repris + final.bilan.repris_en_partie + final.bilan.ignores
    assert final.bilan.ignores == 0
    registre = final.synthese.registre
    assert len(registre.historique[dropped]) == 2  # what was answered before it left is kept
    assert [len(registre.historique[identifiant]) for identifiant in (moved, reworded, renumbered)] == [6, 6, 6]
    programme = onhaye.programme
    identifiants = [action.identifiant for action in programme.actions]
    assert len(set(identifiants)) == 42
    assert set(identifiants) > {action.identifiant for action in first}
    assert next(a for a in programme.actions if a.libelle == new.libelle).depuis == SEANCES[1]


@pytest.mark.slow
def test_the_fiches_of_onhaye_show_the_axe(onhaye: Onhaye) -> None:
    action = next(a for a in onhaye.programme.actions if a.place == ("Externe", "2", "2.1"))
    (found,) = onhaye.verify(onhaye.drop("a.xlsx", onhaye.send(SEANCES[0])[action.identifiant], SEANCES[0]))
    assert found["champs"]["axe"].startswith("2 – Etre un CPAS porteur de projets")
    assert found["champs"]["objectif_strategique"] == "2 – Conscientiser la population à une consommation raisonnée"


@pytest.mark.slow
def test_the_synthesis_of_onhaye_shows_the_axes_by_their_title(onhaye: Onhaye) -> None:
    (onhaye.racine / "retours" / SEANCES[0].isoformat()).mkdir(parents=True, exist_ok=True)
    lignes = collect(onhaye.racine, SEANCES[0]).synthese.lignes
    axes = [ligne.intitule for ligne in lignes if isinstance(ligne, LigneNoeud) and ligne.niveau == "axe"]
    assert len(axes) == 5
    assert axes[0] == "Axe 1 – Renouvellement des organes (politique)"
