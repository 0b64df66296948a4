"""What is thought of a file as soon as it is there: the verdict of « verifier », asked once per content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import fiche_tool
from fiche_tool.domaine.constats.anomalies import Anomalie
from fiche_tool.domaine.mots.textes import shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import Programme, show_numero
from fiche_tool.dossier.dossier import Dossier, show_path
from fiche_tool.dossier.parcours import find_returns
from fiche_tool.verbes.verify import FICHE, Verification


class Avis(StrEnum):
    """How grave it is; a word stands beside each on the page, never the colour alone."""

    ERREUR = "erreur"
    ETRANGER = "etranger"
    REMARQUE = "remarque"
    BON = "bon"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A file, or one of several fiches in it, and what is thought of it. `chemin`: its path in the folder."""

    nom: str
    chemin: str
    sujet: str
    avis: Avis
    mots: str
    anomalies: tuple[Anomalie, ...]


Sceau = tuple[object, ...]
_MOTS = 70
"""Characters of an action's name beside its number."""


class Verificateur:
    """Verdicts on the returns of a folder. What has not changed since is not read again."""

    def __init__(self) -> None:
        self._connus: dict[Path, tuple[Sceau, tuple[Verification, ...]]] = {}

    def look(self, dossier: Dossier, seance: date, programme: Programme | None) -> list[Verdict]:
        """The verdicts on what came back for a séance, whatever its folder is called; the gravest first."""
        met = [one.chemin for one in find_returns(dossier, seance) if one.seance == seance and not one.ferme]
        return self.judge(met, dossier.retours, dossier, programme)

    def judge(
        self, paths: Sequence[Path], folder: Path, dossier: Dossier | None, programme: Programme | None
    ) -> list[Verdict]:
        """The verdicts on some files of a folder, the gravest first."""
        base = tuple(map(_seal, (dossier.programme, dossier.modele))) if dossier else ()
        seals = {path: (*base, _seal(path)) for path in paths}
        new = [path for path in paths if path not in self._connus or self._connus[path][0] != seals[path]]
        for path, found in _verify(new).items():
            self._connus[path] = (seals[path], found)
        ranks = {avis: rank for rank, avis in enumerate(Avis)}
        verdicts = [_verdict(one, path, folder, dossier, programme) for path in paths for one in self._connus[path][1]]
        return sorted(verdicts, key=lambda one: (ranks[one.avis], one.nom.casefold()))


def judge_aside(paths: Sequence[Path], folder: Path) -> list[Verdict]:
    """The verdicts on files that belong to no folder of a PST and are not kept."""
    return Verificateur().judge(paths, folder, None, None)


def _verify(paths: Sequence[Path]) -> dict[Path, tuple[Verification, ...]]:
    """What « verifier » says of some files, file by file: one that holds several fiches has several."""
    found: dict[Path, list[Verification]] = {path: [] for path in paths}
    shown = sorted(((show_path(path), path) for path in paths), key=lambda one: -len(one[0]))
    for result in fiche_tool.verify(paths) if paths else ():
        owner = next((path for nom, path in shown if result.fichier.startswith(nom)), None)
        if owner is not None:
            found[owner].append(result)
    return {path: tuple(results) for path, results in found.items()}


def _seal(path: Path) -> Sceau:
    """What changes with a file."""
    try:
        info = path.stat()
    except OSError:
        return (None,)
    return (info.st_size, info.st_mtime_ns)


def _verdict(
    found: Verification, path: Path, folder: Path, dossier: Dossier | None, programme: Programme | None
) -> Verdict:
    inner = found.fichier.removeprefix(show_path(path))
    within = path.relative_to(folder)
    dated = dossier is not None and folder == dossier.retours and len(within.parts) > 1
    nom = show_path(Path(*within.parts[1:]).as_posix() if dated else within.as_posix()) + inner
    errors = sum(x.bloquante for x in found.anomalies)
    remarks = len(found.anomalies) - errors
    foreign = found.genre == FICHE and not found.reconnue_par
    parts = [say_count(errors, "erreur") if errors else "", say_count(remarks, "remarque") if remarks else ""]
    told = ", ".join(part for part in parts if part)
    if foreign:
        avis, mots = Avis.ETRANGER, "Pas reconnu"
    elif errors:
        avis, mots = Avis.ERREUR, f"À corriger : {told}"
    elif remarks:
        avis, mots = Avis.REMARQUE, f"À relire : {told}"
    else:
        avis, mots = Avis.BON, "Rien à signaler"
    where = path.relative_to(dossier.racine).as_posix() if dossier else ""
    ordered = tuple(sorted(found.anomalies, key=lambda x: not x.bloquante))
    return Verdict(nom, where, _about(found, programme), avis, mots, ordered)


def _about(found: Verification, programme: Programme | None) -> str:
    """« Fiche Interne 1.1.1 – Formaliser les procédures »."""
    genre = found.genre.capitalize()
    action = programme.find_action(found.action) if programme and found.action else None
    if action is not None:
        return f"{genre} {show_numero(action)} – {shorten(action.libelle, _MOTS)}"
    printed = found.champs.get("libelle")  # of anybody's file, with no programme beside it: what is printed on it
    if isinstance(printed, str) and found.reconnue_par:
        return f"{genre} {shorten(printed, _MOTS)}"
    return f"{genre} {found.action}".strip() if found.reconnue_par or found.genre != FICHE else ""


def count_avis(verdicts: Iterable[Verdict]) -> str:
    """« 30 fiches : 25 en ordre, 3 à corriger, 1 pas reconnue »."""
    counts = {avis: 0 for avis in Avis}
    for one in verdicts:
        counts[one.avis] += 1
    words = {
        Avis.BON: "sans remarque",
        Avis.REMARQUE: "à relire",
        Avis.ERREUR: "à corriger",
        Avis.ETRANGER: "pas reconnu" if counts[Avis.ETRANGER] < 2 else "pas reconnus",
    }
    told = ", ".join(f"{counts[avis]} {mots}" for avis, mots in words.items() if counts[avis])
    return f"{say_count(sum(counts.values()), 'fichier vérifié')} : {told}." if told else "Aucun fichier."
