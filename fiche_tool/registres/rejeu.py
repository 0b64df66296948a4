"""Replaying the chain: each register folded again from the one before it and the files it names, and compared."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import zip_longest

from fiche_tool.domaine.constats import constats_registres
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.typographie import s
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.dossier.parcours import find_returns
from fiche_tool.dossier.retours import fetch_return
from fiche_tool.registres.chaine import Chaine, find_chaine, read_lien
from fiche_tool.registres.depot import read_depot
from fiche_tool.registres.fold import fold, page_to_write
from fiche_tool.registres.registre import page_lignes, read_registre

_SHOWN = 5
"""How many differences a sentence names."""
_NOT_COMPARED = ("outil", "precedent", "bout", "bouts")
"""What depends on the tool that wrote a register: older ones kept no end of a file."""


def replay(dossier: Dossier, code: str) -> Iterator[tuple[date, tuple[Anomalie, ...]]]:
    """What is wrong with each register of a folder, oldest first; nothing where the chain holds."""
    chaine = find_chaine(dossier)
    there = _hashes(dossier)
    before: PageRegistre | None = None
    for jour in chaine.jours:
        shown = dossier.relative(dossier.registre(jour))
        try:
            page = read_registre(dossier, jour, code)
        except FicheToolError as fault:
            yield jour, (signal(constats_registres.REGISTRE_INUTILISABLE, fichier=shown, detail=str(fault)),)
            continue
        found = list(_check_lien(chaine, page))
        if not found and not _orphan(page, before):
            found += _refold(dossier, page, before, there)
        yield jour, tuple(anomalie.at(fichier=shown) for anomalie in found)
        before = page


def strange_files(dossier: Dossier) -> tuple[Anomalie, ...]:
    """A remark for each file of registres/ that is not read."""
    chaine = find_chaine(dossier)
    return tuple(
        signal(constats_registres.COPIE_DE_REGISTRE, fichier=dossier.relative(path), detail=chaine.why_unread(path))
        for path in chaine.copies
    )


def _check_lien(chaine: Chaine, page: PageRegistre) -> Iterator[Anomalie]:
    """The register that this one builds on is the one before it, as it was."""
    older = chaine.before(page.seance)
    if page.precedent is None:
        if older is not None:
            yield _broken(older, "a été ajouté depuis")
        return
    named, empreinte = page.precedent
    if named not in chaine.jours:
        yield _broken(named, "n'est plus là")
    elif named != older and older is not None:
        yield _broken(named, f"n'est plus le dernier avant lui : celui du {show_date(older)} s'est ajouté")
    else:
        try:
            kept = empreinte == read_lien(chaine.dossier, named)
        except FicheToolError:  # it has its own sentence
            yield _broken(named, "est abîmé")
            return
        if not kept:
            yield _broken(named, "a été réécrit depuis")


def _broken(jour: date, why: str) -> Anomalie:
    return signal(constats_registres.CHAINE_ROMPUE, trouve=show_date(jour), detail=why)


def _orphan(page: PageRegistre, before: PageRegistre | None) -> bool:
    """True where the page before is not the one that this page was folded from."""
    named = page.precedent[0] if page.precedent else None
    return named != (before.seance if before else None)


def _hashes(dossier: Dossier) -> frozenset[str]:
    """What lies under retours/ today, whatever its name."""
    found = (
        fetch_return(trouve).fichier.sha256 for trouve in find_returns(dossier) if not (trouve.ignore or trouve.ferme)
    )
    return frozenset(sha for sha in found if sha)


def _refold(
    dossier: Dossier, page: PageRegistre, before: PageRegistre | None, there: frozenset[str]
) -> Iterator[Anomalie]:
    named = {fichier.sha256 for fichier in page.fichiers if fichier.sha256}
    gone = sorted(fichier.chemin for fichier in page.fichiers if fichier.sha256 and fichier.sha256 not in there)
    if gone:
        more = f" et {len(gone) - 1} autre{s(len(gone) - 1)}" if len(gone) > 1 else ""
        verb = "ne sont plus dans retours/ tels qu'ils ont" if more else "n'est plus dans retours/ tel qu'il a"
        yield signal(constats_registres.REJEU_IMPOSSIBLE, detail=f"« {gone[0]} »{more} {verb} été repris")
        return
    depot = read_depot(dossier, page.programme, before, page.seance, seuls=frozenset(named))
    again = page_to_write(dossier, before, fold(dossier, page.programme, before, depot, page.seance))
    different = _differences(page, again)
    if different:
        more = f", et {len(different) - _SHOWN} autres" if len(different) > _SHOWN else ""
        yield signal(constats_registres.REJEU_DIFFERENT, detail=", ".join(different[:_SHOWN]) + more)


def _differences(page: PageRegistre, again: PageRegistre) -> list[str]:
    """The things that two pages say otherwise, as a person names them; where the files lie does not matter."""
    found: dict[str, None] = {}
    for one, other in zip_longest(_things(page), _things(again)):
        if one != other:
            found.setdefault(_name(one or other or {}))
    return list(found)


def _things(page: PageRegistre) -> list[Mapping[str, object]]:
    lignes = [dict(ligne) for ligne in page_lignes(page)]
    for ligne in lignes:
        for key in _NOT_COMPARED:
            ligne.pop(key, None)
    return [ligne for ligne in lignes if ligne["objet"] != "fichier" or ligne.get("sha256")]


def _name(ligne: Mapping[str, object]) -> str:
    words = {"etat": "action", "point": "point de", "fichier": "fichier", "historique": "historique de"}
    return f"{words.get(str(ligne.get('objet')), ligne.get('objet'))} {ligne.get('action', '')}".strip()
