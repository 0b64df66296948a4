"""The report of an import as a person reads it in the console."""

from collections import Counter
from collections.abc import Iterator

from fiche_tool.domaine.importation.importation import AUCUNE_HIERARCHIE
from fiche_tool.domaine.programme.programme import Niveau, Programme, count_nodes
from fiche_tool.verbes.importer import Importation

_FEW = 12
CAP_DOUTES = 40
"""How many doubts the console shows; the sheet Import holds them all."""


def show_importation(importation: Importation) -> list[str]:
    """What was found, what is announced, what is to be looked at, and where it all is."""
    lu = importation.lu
    lines = [f"« {importation.document.name} » : {AUCUNE_HIERARCHIE}."] if lu.vide else [*_counts(importation)]
    lines += _facts(importation.programme)
    lines += _kept(importation)
    lines += [f"À RELIRE AVANT DE GÉNÉRER : {doute.texte}." for doute in lu.incompris]
    if lu.incompris:
        lines.append(
            "  Corrigez Objectifs et Actions, puis supprimez ces lignes de la feuille Import : « generer » les attend."
        )
    doubts = [doute for doute in importation.doutes if not doute.ecart]
    aside = [doute for doute in importation.doutes if doute.ecart]
    if lu.jointes:
        more = "…" if len(lu.jointes) > _FEW else "."
        shown = ", ".join(lu.jointes[:_FEW])
        several = "lignes coupées jointes" if len(lu.jointes) > 1 else "ligne coupée jointe"
        lines.append(f"{len(lu.jointes)} {several} à la précédente : {shown}{more}")
    if doubts:
        lines.append(f"À regarder ({len(doubts)}) :")
        lines += [f"  {doute.texte}" for doute in doubts[:CAP_DOUTES]]
    if aside:
        lines.append(f"Laissé de côté ({len(aside)}) :")
        lines += [f"  {doute.texte}" for doute in aside[:CAP_DOUTES]]
    if max(len(doubts), len(aside)) > CAP_DOUTES:
        lines.append("  … la suite est dans la feuille Import.")
    return [*lines, *_outcome(importation)]


def _counts(importation: Importation) -> Iterator[str]:
    programme = importation.programme
    yield f"« {importation.document.name} » :"
    counts = count_nodes(programme)
    for volet in programme.volets:
        axes = sum(o.niveau is Niveau.AXE and o.volet == volet.nom for o in programme.objectifs)
        announced = f" (le document annonce {volet.annonce.texte})" if volet.annonce else ""
        yield f"  volet {volet.nom} : {f'{axes} axes, ' if axes else ''}{counts[volet.nom].texte}{announced}"
    served = {action.place for action in programme.actions if action.active}
    empty = [o for o in programme.objectifs if o.niveau is Niveau.OO and o.place not in served]
    if empty:
        several = (
            "objectifs opérationnels sans action, gardés"
            if len(empty) > 1
            else "objectif opérationnel gardé sans action"
        )
        yield f"  {len(empty)} {several}."


def _facts(programme: Programme) -> Iterator[str]:
    parametres = programme.parametres
    yield f"{parametres.cpas}, législature {parametres.legislature}."
    if parametres.adoption:
        yield f"PST adopté le {parametres.adoption:%d/%m/%Y} ({parametres.organe})."


def _kept(importation: Importation) -> Iterator[str]:
    """What was said beside the actions, and where it went."""
    programme = importation.programme
    served = sum(bool(action.service) for action in programme.actions if action.active)
    if served:
        several = "actions ont leur service" if served > 1 else "action a son service"
        yield f"{served} {several} ({len(programme.listes.services)} dans la feuille Listes)."
    if programme.repris:
        several = "faits gardés" if len(programme.repris) > 1 else "fait gardé"
        yield f"{len(programme.repris)} {several} dans la feuille Reprise ; ce que la fiche demande y sera pré-rempli."


def _outcome(importation: Importation) -> Iterator[str]:
    if importation.existant is None:
        yield f"Programme : « {importation.fichier} ». La feuille Import garde ce compte rendu ; effacez-la ensuite."
        return
    natures = Counter(change.nature for change in importation.changements)
    yield f"« {importation.existant} » existe déjà : il n'a pas été modifié."
    if not natures:
        yield "Le document ne change rien au programme."
    yield from (f"  {count} × {nature}" for nature, count in natures.items())
    yield f"Fusion proposée : « {importation.fichier} » (changements dans la feuille Import)."
    yield f"Relisez-la ; si elle vous convient, mettez-la à la place de « {importation.existant.name} »."
