"""Collecting séance after séance: from the newest older register, the new files of each, its outputs, its register.

A register is written last: where a run is cut short, the séance is still open and collecting it again gives the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.depart import tell_erased
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.dossier.copies import write_copies, write_points_file
from fiche_tool.dossier.dossier import Dossier, write_atomically
from fiche_tool.dossier.load import ProgrammeCharge
from fiche_tool.dossier.progres import Progres, silent
from fiche_tool.dossier.remplis import keep_filled, say_kept
from fiche_tool.dossier.seances import refuse_outside, warn_of_openers
from fiche_tool.excel.dessin.papier import A4, Papier
from fiche_tool.registres.chaine import find_chaine, find_depuis, refuse_if_closed, say_recollect
from fiche_tool.registres.depot import read_depot
from fiche_tool.registres.fold import fold, page_to_write
from fiche_tool.registres.prevue import refuse_unknown
from fiche_tool.registres.registre import open_page, read_registre, write_registre

if TYPE_CHECKING:
    from fiche_tool.domaine.synthese import Synthese


@dataclass(frozen=True, slots=True)
class SeanceCollectee:
    """A séance as it was just collected, with what was written for it. `points` is None where nothing is to settle.

    `remplis` were typed in where they lay, and put aside.
    """

    synthese: "Synthese"
    fichier: Path
    annexe: Path
    copies: tuple[Path, ...]
    points: Path | None
    registre: Path
    remplis: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """The séances collected in one go, oldest first, the one that was asked for last; what there is to say of it."""

    seances: tuple[SeanceCollectee, ...]
    avertissements: tuple[str, ...] = ()


def collect_seances(
    dossier: Dossier,
    charge: ProgrammeCharge,
    seance: date,
    *,
    rouvrir: bool = False,
    depuis: date | Literal["adoption"] | None = None,
    papier: Papier = A4,
    progres: Progres = silent,
) -> Suite:
    """Collect a séance, after those before it that have new returns and no register. Raises FicheToolError.

    `depuis`: the séance that its synthesis compares with; the one before where left out. `papier`: what the annexes
    print on. The séances on the way get their outputs too, unless these exist: they are what a bureau was given.
    """
    refuse_outside(dossier, charge.programme.parametres, seance)
    chaine = find_chaine(dossier)
    opened = seance in chaine.jours
    page = open_page(chaine, chaine.before(seance), charge.programme.parametres.code)
    depot = read_depot(dossier, charge.programme, page, seance, progres=progres)
    refuse_unknown(chaine, depot, seance)
    if not rouvrir:
        refuse_if_closed(chaine, seance)
    before = [jour for jour in depot.seances if jour < seance]
    if depuis and not before:
        _read_depuis(dossier, charge, seance, depuis)  # refused before anything is written
    done: list[SeanceCollectee] = []
    for rank, jour in enumerate((*before, seance)):
        progres("Écriture des synthèses" if before else "Écriture de la synthèse", rank, len(before) + 1)
        registre = fold(dossier, charge.programme, page, depot, jour)
        whole = jour == seance or not dossier.synthese(jour).exists()
        page, depot = page_to_write(dossier, page, registre), depot.without(jour)
        renvoi = _send_back(dossier, registre) if whole else _Renvoi()
        registre = registre.told  # what files held weighs as much as the outputs: it goes before these are drawn
        compared = _read_depuis(dossier, charge, seance, depuis) if depuis and jour == seance else None
        done.append(_write(dossier, charge, registre, page, papier, renvoi, whole=whole, depuis=compared))
    told = [*chaine.avertissements(), *_say_before(before), *say_kept(done[-1].remplis)]
    told += warn_of_openers(dossier, (*before, seance))
    if opened and rouvrir:
        told += say_recollect(chaine, seance)
    return Suite(tuple(done), tuple(told))


def _read_depuis(
    dossier: Dossier, charge: ProgrammeCharge, seance: date, depuis: date | Literal["adoption"]
) -> PageRegistre:
    """The register of the séance to compare with. Raises FicheToolError where there is none."""
    jour = find_depuis(find_chaine(dossier), seance, None if depuis == "adoption" else depuis)
    return read_registre(dossier, jour, charge.programme.parametres.code)


@dataclass(frozen=True, slots=True)
class _Renvoi:
    """What goes back to people: marked copies, the points to settle; what was typed in where it lay, put aside."""

    copies: tuple[Path, ...] = ()
    points: Path | None = None
    remplis: tuple[Path, ...] = ()


def _send_back(dossier: Dossier, registre: Registre) -> _Renvoi:
    remplis = keep_filled(dossier, registre.programme, registre)
    copies = write_copies(dossier, registre.programme, registre)
    return _Renvoi(copies, write_points_file(dossier, registre.programme, registre), remplis)


def _write(
    dossier: Dossier,
    charge: ProgrammeCharge,
    registre: Registre,
    page: PageRegistre,
    papier: Papier,
    renvoi: _Renvoi,
    *,
    whole: bool,
    depuis: PageRegistre | None = None,
) -> SeanceCollectee:
    """The outputs of a séance, then its register. Not `whole`: the register alone."""
    from fiche_tool.domaine.synthese import build_synthese
    from fiche_tool.excel.annexe import write_annexe_seule
    from fiche_tool.excel.synthese import write_synthese

    seance = registre.seance
    found = (*charge.anomalies, *tell_erased(charge.programme, registre.page))
    synthese = build_synthese(registre.programme, registre, found, depuis)
    outputs = (dossier.annexe(seance), dossier.synthese(seance))
    if whole:
        write_atomically(outputs[0], write_annexe_seule(synthese, papier))
        write_atomically(outputs[1], write_synthese(synthese))
    write_registre(dossier, page)
    ledger = dossier.registre(seance)
    return SeanceCollectee(synthese, outputs[1], outputs[0], renvoi.copies, renvoi.points, ledger, renvoi.remplis)


def _say_before(jours: Sequence[date]) -> list[str]:
    if not jours:
        return []
    shown = ", ".join(show_date(jour) for jour in jours)
    many = len(jours) > 1
    return [
        f"{'Séances collectées' if many else 'Séance collectée'} d'abord, avec le programme d'aujourd'hui, car "
        f"{'leurs' if many else 'ses'} retours n'étaient dans aucun registre : {shown}."
    ]
