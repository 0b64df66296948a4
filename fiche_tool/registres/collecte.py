"""Collecting séance after séance: from the newest older register, the new files of each, its outputs, its register.

A register is written last: where a run is cut short, the séance is still open and collecting it again gives the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.dossier.copies import write_copies, write_points_file
from fiche_tool.dossier.dossier import Dossier, write_atomically
from fiche_tool.dossier.load import ProgrammeCharge
from fiche_tool.dossier.remplis import keep_filled, say_kept
from fiche_tool.dossier.retours import find_returns
from fiche_tool.excel.dessin.papier import A4, Papier
from fiche_tool.excel.points.read_points import LecturePoints
from fiche_tool.registres.chaine import Chaine, find_chaine, find_depuis, refuse_if_closed, say_recollect
from fiche_tool.registres.depot import Depot, read_depot
from fiche_tool.registres.fold import fold, page_to_write
from fiche_tool.registres.registre import open_page, read_registre, write_registre

if TYPE_CHECKING:
    from fiche_tool.domaine.synthese import Synthese


_CONNUES = 12
"""How many of the known séances are named to who asks for another one."""


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
) -> Suite:
    """Collect a séance, after those before it that have new returns and no register. Raises FicheToolError.

    `depuis`: the séance that its synthesis compares with; the one before where left out. `papier`: what the annexes
    print on. The séances on the way get their outputs too, unless these exist: they are what a bureau was given.
    """
    chaine = find_chaine(dossier)
    opened = seance in chaine.jours
    if not rouvrir:
        refuse_if_closed(chaine, seance)
    page = open_page(chaine, chaine.before(seance), charge.programme.parametres.code)
    depot = read_depot(dossier, charge.programme, page, seance)
    _refuse_unknown(chaine, depot, seance)
    before = [jour for jour in depot.seances if jour < seance]
    if depuis and not before:
        _read_depuis(dossier, charge, seance, depuis)  # refused before anything is written
    done: list[SeanceCollectee] = []
    for jour in (*before, seance):
        registre = fold(dossier, charge.programme, page, depot, jour)
        whole = jour == seance or not dossier.synthese(jour).exists()
        page = page_to_write(dossier, page, registre)
        compared = _read_depuis(dossier, charge, seance, depuis) if depuis and jour == seance else None
        done.append(_write(dossier, charge, registre, page, papier, whole=whole, depuis=compared))
    told = [*chaine.avertissements(), *_say_before(before), *say_kept(done[-1].remplis)]
    if opened and rouvrir:
        told += say_recollect(chaine, seance)
    return Suite(tuple(done), tuple(told))


def _read_depuis(
    dossier: Dossier, charge: ProgrammeCharge, seance: date, depuis: date | Literal["adoption"]
) -> PageRegistre:
    """The register of the séance to compare with. Raises FicheToolError where there is none."""
    jour = find_depuis(find_chaine(dossier), seance, None if depuis == "adoption" else depuis)
    return read_registre(dossier, jour, charge.programme.parametres.code)


def _refuse_unknown(chaine: Chaine, depot: Depot, seance: date) -> None:
    """Raise FicheToolError for a day for which nothing was sent, nothing came back and no register was written."""
    known = {*chaine.dossier.seances(), *chaine.jours}
    if seance in known:
        return
    found = list(find_returns(chaine.dossier))
    known |= {trouve.seance for trouve in found if trouve.seance is not None}
    here = (*depot.lectures.get(seance, ()), *depot.points.get(seance, ()))
    printed = {one.identite.seance if isinstance(one, Lecture) and one.identite else None for one in here}
    printed |= {one.seance for one in here if isinstance(one, LecturePoints)}
    if seance in known | printed or (found and not known):
        return
    shown = show_date(seance)
    if not known:
        raise FicheToolError(
            f"Il n'y a rien à collecter pour la séance du {shown} : aucune fiche n'a encore été envoyée, et le dossier "
            f"retours est vide. Préparez les fiches d'abord : fiche-tool generer, avec --seance {shown}."
        )
    last = sorted(known)[-_CONNUES:]
    named = ", ".join(map(show_date, last))
    many = f"Séances connues : {'' if len(last) == len(known) else '… '}{named}"
    raise FicheToolError(
        f"Aucune séance n'est prévue le {shown} : aucune fiche n'a été envoyée pour ce jour, et rien n'est rangé à "
        f"cette date dans retours. {many if len(known) > 1 else f'Seule séance connue : {named}'}. Vérifiez la date ; "
        f"pour ouvrir une nouvelle séance, préparez-en les fiches : fiche-tool generer, avec --seance {shown}."
    )


def _write(
    dossier: Dossier,
    charge: ProgrammeCharge,
    registre: Registre,
    page: PageRegistre,
    papier: Papier,
    *,
    whole: bool,
    depuis: PageRegistre | None = None,
) -> SeanceCollectee:
    """The outputs of a séance, then its register. Not `whole`: the register alone."""
    from fiche_tool.domaine.synthese import build_synthese
    from fiche_tool.excel.annexe import write_annexe_seule
    from fiche_tool.excel.synthese import write_synthese

    seance = registre.seance
    synthese = build_synthese(charge.programme, registre, charge.anomalies, depuis)
    copies: tuple[Path, ...] = ()
    remplis: tuple[Path, ...] = ()
    points: Path | None = None
    outputs = (dossier.annexe(seance), dossier.synthese(seance))
    if whole:
        remplis = keep_filled(dossier, charge.programme, registre)
        copies = write_copies(dossier, charge.programme, registre)
        points = write_points_file(dossier, charge.programme, registre)
        write_atomically(outputs[0], write_annexe_seule(synthese, papier))
        write_atomically(outputs[1], write_synthese(synthese))
    write_registre(dossier, page)
    return SeanceCollectee(synthese, outputs[1], outputs[0], copies, points, dossier.registre(seance), remplis)


def _say_before(jours: Sequence[date]) -> list[str]:
    if not jours:
        return []
    shown = ", ".join(show_date(jour) for jour in jours)
    many = len(jours) > 1
    return [
        f"{'Séances collectées' if many else 'Séance collectée'} d'abord, car {'leurs' if many else 'ses'} retours "
        f"n'étaient dans aucun registre : {shown}."
    ]
