"""Putting what was settled back into the register of an action: every line once, at its place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fiche_tool.domaine.fiche.fiche import BUDGET, Budget, LigneBudget, Valeur
from fiche_tool.domaine.grand_livre.acquis import Cle, Etat, LigneAcquise, Origine, line_cle, table_of

Sources = Mapping[object, Origine] | Origine | None
"""Where a value comes from; for budget lines, by line."""
SANS_ORIGINE = Origine("", "", "", None)


def rebuild(etat: Etat, settled: Mapping[Cle, tuple[Valeur | None, Sources]], typed: Budget) -> Etat:
    """The register with the values of some keys settled. `typed`: the order of the lines, where one return gives it."""
    valeurs, origines = dict(etat.valeurs), dict(etat.origines)
    tables: dict[Cle, tuple[Budget, Sources]] = {}
    for cle, (valeur, source) in settled.items():
        if cle[0] == BUDGET:
            tables[cle] = (table_of(valeur), source)
        elif valeur is None:
            valeurs.pop(cle[0], None)
            origines.pop(cle[0], None)
        else:
            valeurs[cle[0]] = valeur
            if isinstance(source, Origine):
                origines[cle[0]] = source
    lignes = _rebuild_lines(etat.lignes, tables)
    return Etat(valeurs, origines, _as_typed(lignes, typed) if typed and lignes != etat.lignes else lignes)


def replace_table(etat: Etat, budget: Budget, origine: Origine) -> Etat:
    """The register with a whole table: lines that were there keep where they come from."""
    left = list(etat.lignes)
    lignes: list[LigneAcquise] = []
    for ligne in budget:
        found = next((acquise for acquise in left if acquise.ligne == ligne), None)
        if found is not None:
            left.remove(found)
        lignes.append(found or LigneAcquise(ligne, origine))
    return replace(etat, lignes=tuple(lignes))


def _rebuild_lines(
    lignes: tuple[LigneAcquise, ...], tables: Mapping[Cle, tuple[Budget, Sources]]
) -> tuple[LigneAcquise, ...]:
    """Lines that stay keep their place; those that changed take the places left free; the others come at the end."""
    waiting = {cle: list(budget) for cle, (budget, _) in tables.items()}
    stays: list[LigneAcquise | Cle] = []
    for acquise in lignes:
        cle = line_cle(acquise.ligne)
        if cle not in waiting:
            stays.append(acquise)
        elif acquise.ligne in waiting[cle]:
            waiting[cle].remove(acquise.ligne)
            stays.append(acquise)
        else:
            stays.append(cle)
    placed: list[LigneAcquise] = []
    for item in stays:
        if isinstance(item, LigneAcquise):
            placed.append(item)
        elif waiting[item]:
            placed.append(_acquire(waiting[item].pop(0), tables[item][1]))
    return (*placed, *(_acquire(ligne, tables[cle][1]) for cle in tables for ligne in waiting[cle]))


def _acquire(ligne: LigneBudget, source: Sources) -> LigneAcquise:
    if isinstance(source, Mapping):
        source = source.get(ligne)
    return LigneAcquise(ligne, source or SANS_ORIGINE)


def _as_typed(lignes: tuple[LigneAcquise, ...], typed: Sequence[LigneBudget]) -> tuple[LigneAcquise, ...]:
    """The lines in the order of a returned table; in that of the register where its author never saw some of them."""
    left = list(lignes)
    ordered: list[LigneAcquise] = []
    for ligne in typed:
        found = next((acquise for acquise in left if acquise.ligne == ligne), None)
        if found is not None:
            left.remove(found)
            ordered.append(found)
    return lignes if left else tuple(ordered)
