"""The chain of registers of a folder: which ones there are, which one serves, whether a séance is closed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fiche_tool.domaine.constats.errors import FicheToolError, say_fault
from fiche_tool.domaine.mots.dates import day_of_name
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.dossier.dossier import Dossier, show_path
from fiche_tool.excel.fiche.feuilles import read_metas
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.fichiers.package import Refus
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.registres.lignes import Abime, read_empreinte

_NOM = regex(r"(\d{4}-\d\d-\d\d)\.jsonl", re.ASCII)
CLE_META = "registre"
"""Where a fiche says, in sheet `_meta`, which register it was filled from."""


@dataclass(frozen=True, slots=True)
class Chaine:
    """The registers of a folder, oldest first. `copies`: files beside them that look like registers and are not read.

    A cloud drive that met two versions of one file leaves such copies.
    """

    dossier: Dossier
    jours: tuple[date, ...]
    copies: tuple[Path, ...] = ()

    def before(self, seance: date) -> date | None:
        """The newest register older than a séance."""
        return max((jour for jour in self.jours if jour < seance), default=None)

    def after(self, seance: date) -> tuple[date, ...]:
        """The registers of later séances."""
        return tuple(jour for jour in self.jours if jour > seance)

    def avertissements(self) -> tuple[str, ...]:
        """A sentence for each copy that is not read."""
        return tuple(
            f"« {self.dossier.relative(path)} » n'est pas lu : {self.why_unread(path)}" for path in self.copies
        )

    def why_unread(self, path: Path) -> str:
        """Why a file beside the registers does not serve, and which one does."""
        jour = day_of_name(path.stem)
        if jour is None or jour not in self.jours:
            return "un registre porte le seul nom de sa séance, par exemple « 2026-11-25.jsonl »."
        return (
            f"c'est « {jour.isoformat()}.jsonl » qui sert. Si les deux diffèrent, gardez le bon sous ce nom ; "
            "supprimez l'autre."
        )


def find_chaine(dossier: Dossier) -> Chaine:
    """The registers of a folder. Raises FicheToolError where registres/ cannot be entered."""
    jours, copies = [], []
    try:
        names = sorted(path.name for path in dossier.registres.iterdir()) if dossier.registres.exists() else []
    except OSError as fault:
        raise FicheToolError(
            f"Le dossier « {show_path(dossier.registres)} » ne peut pas être ouvert ({say_fault(fault)}). Corrigez, "
            "puis recommencez."
        ) from fault
    for name in names:
        found = _NOM.fullmatch(name)
        jour = day_of_name(found[1]) if found else None
        if jour is not None:
            jours.append(jour)
        elif not name.startswith((".", "~")) and Path(name).suffix.lower() in (".json", ".jsonl"):
            copies.append(dossier.registres / name)
    return Chaine(dossier, tuple(sorted(jours)), tuple(copies))


def read_lien(dossier: Dossier, jour: date) -> str:
    """The hash by which a later register names this one. Raises FicheToolError where it is damaged."""
    try:
        return read_empreinte(dossier.registre(jour))
    except (Abime, OSError) as fault:
        raise damaged(dossier, jour, fault) from fault


def find_depuis(chaine: Chaine, seance: date, depuis: date | None) -> date:
    """The séance to compare one with: that day, or the first register where left out. Raises FicheToolError."""
    known = [jour for jour in chaine.jours if jour < seance]
    if not known:
        raise FicheToolError(
            f"Aucune séance plus ancienne que celle du {show_date(seance)} n'a de registre : il n'y a encore rien à "
            "quoi la comparer. Recommencez sans --depuis."
        )
    if depuis is None or depuis in known:
        return depuis or known[0]
    shown = ", ".join(show_date(jour) for jour in known)
    raise FicheToolError(
        f"La séance du {show_date(depuis)} n'a pas de registre plus ancien que la séance du {show_date(seance)}. "
        f"Séances auxquelles comparer : {shown} (la première est l'adoption)."
    )


def damaged(dossier: Dossier, jour: date, fault: Abime | OSError) -> FicheToolError:
    """The sentence for a register that cannot serve, and what to do."""
    shown = dossier.relative(dossier.registre(jour))
    if isinstance(fault, OSError):
        return FicheToolError(
            f"Le registre « {shown} » ne peut pas être lu ({say_fault(fault)}). Fermez-le s'il est ouvert, puis "
            "recommencez."
        )
    return FicheToolError(
        f"Le registre « {shown} » est abîmé : {fault}. Remettez-en une copie de sauvegarde ; si vous n'en avez pas, "
        f"supprimez-le : la séance du {show_date(jour)} sera reprise de retours/ à la prochaine collecte."
    )


def refuse_if_closed(chaine: Chaine, seance: date) -> None:
    """Raise FicheToolError where a séance has been given and others already build on it."""
    later = chaine.after(seance)
    fiches = () if later else tuple(_served(chaine, seance))
    if not (later or fiches):
        return
    shown = show_date(seance)
    if later:
        why = f"celle du {show_date(later[-1])} a été collectée depuis"
        then = f"Il faudra ensuite recollecter {_seances(later)}."
    else:
        why = f"les fiches de la séance du {show_date(fiches[0])} ont été établies sur elle"
        then = "Ces fiches garderont ce qu'elles portent aujourd'hui, sauf « generer --remplacer »."
    raise FicheToolError(
        f"La séance du {shown} est close : {why}. Une réponse arrivée après coup sera reprise à la séance suivante, "
        f"sans rien faire. Pour la recollecter malgré tout, ajoutez --rouvrir. {then}"
    )


def is_closed(chaine: Chaine, seance: date) -> bool:
    """True once a later register exists, or fiches of a later séance were filled from that séance's own."""
    return bool(chaine.after(seance)) or next(_served(chaine, seance), None) is not None


def say_recollect(chaine: Chaine, seance: date) -> tuple[str, ...]:
    """What must be collected again after a séance that was opened again; empty where nothing builds on it."""
    later = chaine.after(seance)
    if later:
        return (
            f"La séance du {show_date(seance)} a été rouverte : recollectez maintenant {_seances(later)}, avec "
            "--rouvrir pour celles qui sont closes.",
        )
    return tuple(
        f"La séance du {show_date(seance)} a été rouverte : les fiches déjà établies pour la séance du "
        f"{show_date(jour)} portent encore ce qu'elle disait avant. Pour les refaire : generer --remplacer."
        for jour in sorted(set(_served(chaine, seance)))
    )


def _seances(jours: tuple[date, ...]) -> str:
    shown = [show_date(jour) for jour in jours]
    if len(shown) == 1:
        return f"la séance du {shown[0]}"
    return f"les séances du {', du '.join(shown[:-1])} et du {shown[-1]}, dans cet ordre"


def _served(chaine: Chaine, seance: date) -> Iterator[date]:
    """The later séances some fiche of which says that it was filled from this séance's register."""
    dossier = chaine.dossier
    if seance not in chaine.jours or not dossier.fiches(seance).parent.is_dir():
        return
    for folder in sorted(dossier.fiches(seance).parent.iterdir()):
        jour = day_of_name(folder.name)
        if jour and jour > seance and any(_source(path) == seance.isoformat() for path in folder.glob("*/*.xlsx")):
            yield jour


def _source(fiche: Path) -> str:
    """The séance of the register that a fiche was filled from; empty where it does not say."""
    try:
        metas = read_metas(open_classeur(read_piece(fiche)))
        return next((meta.get(CLE_META, "") for meta in metas), "").partition(" ")[0]
    except (Refus, OSError):
        return ""
