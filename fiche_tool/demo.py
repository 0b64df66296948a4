"""The demonstration: the whole cycle on Engis's 34 real actions, with simulated answers, the same every time."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.dossier.dossier import write_atomically
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.points.type_choices import ReponseTapee, type_choices
from fiche_tool.excel.programme.feuilles import ACTIONS
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.remplissage.patch import patch_cells
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.resources import SAMPLES
from fiche_tool.verbes.collect import Collecte, collect
from fiche_tool.verbes.create import create
from fiche_tool.verbes.generate import Generation, generate
from fiche_tool.verbes.relancer import Relance, remind

EXEMPLE = "engis"


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What the demonstration made: the last fiches generated, how many answers came back in all, each collection.

    `relance` are the last reminders, None before there were any.
    """

    dossier: Path
    generation: Generation
    retours: int
    collectes: tuple[Collecte, ...]
    relance: Relance | None = None

    @property
    def collecte(self) -> Collecte:
        """The last collection."""
        return self.collectes[-1]

    def __repr__(self) -> str:
        fiches = len(self.generation.ecrites)
        return f"Demonstration({str(self.dossier)!r}, fiches={fiches}, retours={self.retours})"


def run_demo(racine: Path) -> Demonstration:
    """Two séances: faults, corrections that come back, a conflict settled, an evolution.

    Raises FicheToolError where the folder is not empty.
    """
    first = first_answers(racine)
    script = _read_script()
    settled = correct_and_settle(first, script)
    return next_seance(settled, script)


def first_answers(racine: Path) -> Demonstration:
    """New folder, fiches of the first séance, their answers, faulty ones among them; a first collection."""
    create(racine, EXEMPLE)
    script = _read_script()
    seance: date = script["seance"]
    generation = generate(racine, seance)
    fiches = {_identifiant(path): path for path in generation.ecrites}
    answered: dict[str, bytes] = {}
    for reponse in script["reponses"]:
        name: str = reponse["fichier"]
        answered[name] = answered[reponse["copie_de"]] if "copie_de" in reponse else _answer(fiches, reponse)
        write_atomically(racine / "retours" / seance.isoformat() / name, answered[name])
    return Demonstration(racine, generation, len(answered), (collect(racine, seance),))


def correct_and_settle(first: Demonstration, script: Mapping[str, Any]) -> Demonstration:
    """The faulty answer comes back corrected, the conflict is decided; the séance is collected again."""
    seance: date = script["seance"]
    retours = first.dossier / "retours" / seance.isoformat()
    for correction in script["corrections"]:
        copie = next(path for path in first.collecte.copies if path.name.endswith(correction["copie"]))
        write_atomically(retours / correction["fichier"], _type_over(copie.read_bytes(), correction))
    decision, points = script["decision"], first.collecte.points
    assert points is not None
    choices = dict(_choices(first.collecte, script["decisions"]))
    filled = type_choices(points.read_bytes(), choices, decision["par"], decision["le"])
    write_atomically(retours / decision["fichier"], filled)
    collectes = (*first.collectes, collect(first.dossier, seance))
    return Demonstration(first.dossier, first.generation, first.retours + len(script["corrections"]) + 1, collectes)


def next_seance(settled: Demonstration, script: Mapping[str, Any]) -> Demonstration:
    """Six months later: programme.xlsx is edited, fiches go out by mail, some come back, the others are reminded of."""
    racine, suite = settled.dossier, script["suite"]
    seance: date = suite["seance"]
    _edit_programme(racine / "programme.xlsx", suite["programme"])
    generation = generate(racine, seance, courriels=True, reponse_avant=suite["reponse_avant"])
    fiches = {_identifiant(path): path for path in generation.ecrites}
    earlier = racine / "retours" / script["seance"].isoformat()
    for reponse in suite["reponses"]:
        if "copie_de" in reponse:
            content = (earlier / reponse["copie_de"]).read_bytes()
        elif "ancienne" in reponse:
            content = _type_over((earlier / reponse["ancienne"]).read_bytes(), reponse)
        else:
            content = _answer(fiches, reponse)
        write_atomically(racine / "retours" / seance.isoformat() / reponse["fichier"], content)
    collectes = (*settled.collectes, collect(racine, seance))
    relance = remind(racine, seance)
    return Demonstration(racine, generation, settled.retours + len(suite["reponses"]), collectes, relance)


def _read_script() -> Mapping[str, Any]:
    return tomllib.loads((SAMPLES / EXEMPLE / "reponses.toml").read_text(encoding="utf-8"))


def _choices(
    collecte: Collecte, decisions: Sequence[Mapping[str, str]]
) -> Iterator[tuple[tuple[str, Cle], ReponseTapee]]:
    """On every open point of an action, the answer of the person whose word counts."""
    for decision in decisions:
        for point in collecte.synthese.registre.points:
            if point.action == decision["identifiant"]:
                rank = [reponse.par for reponse in point.reponses].index(decision["complete_par"]) + 1
                yield (point.action, point.cle), ReponseTapee(f"réponse {rank}")


def _edit_programme(path: Path, edits: Sequence[Mapping[str, str]]) -> None:
    """What the secretariat types into sheet Actions."""
    programme = read_programme(read_piece(path)).programme
    assert programme is not None
    cells: dict[str, Contenu] = {}
    for edit in edits:
        action = programme.find_action(edit["identifiant"])
        assert action is not None
        cells[f"{programme.colonnes[ACTIONS][edit['colonne']]}{action.ligne}"] = edit["valeur"]
    write_atomically(path, patch_cells(read_piece(path), ACTIONS, cells))


def free_folder(wanted: Path) -> Path:
    """The folder itself, or the same name with the first number that is still free."""
    rank, folder = 1, wanted
    while folder.exists():
        rank += 1
        folder = wanted.with_name(f"{wanted.name}-{rank}")
    return folder


def _answer(fiches: Mapping[str, Path], reponse: Mapping[str, Any]) -> bytes:
    """The fiche as its service head sends it back."""
    if reponse["genre"] == "ods":  # filled and saved by LibreOffice, once and for all
        return (SAMPLES / EXEMPLE / "retour.ods").read_bytes()
    return _type_over(fiches[reponse["identifiant"]].read_bytes(), reponse)


def _type_over(fiche: bytes, reponse: Mapping[str, Any]) -> bytes:
    """A fiche with what the script says typed in it."""
    champs = {nom: to_contenu(valeur) for nom, valeur in reponse["champs"].items()}
    budget = [{nom: to_contenu(valeur) for nom, valeur in ligne.items()} for ligne in reponse.get("budget", ())]
    return type_in(fiche, champs, budget)


def to_contenu(valeur: str | int | float | date) -> Contenu:
    """A value of the script as a cell content."""
    return Decimal(str(valeur)) if isinstance(valeur, float) else valeur


def _identifiant(path: Path) -> str:
    """The action that a generated fiche is for, read in the fiche itself."""
    from fiche_tool.excel.lecture.lecteurs import open_classeur
    from fiche_tool.excel.modele.identite import read_meta

    return read_meta(open_classeur(read_piece(path)))["identifiant"]
