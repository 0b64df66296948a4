"""Lines and tables as JSON: what the bounded child that reads a document hands back."""

import json
from collections.abc import Iterable, Sequence

from fiche_tool.domaine.document.document import Bloc, CelluleDocument, LigneDocument, TableDocument


def encode(blocs: Iterable[Bloc], total: int = 1) -> bytes:
    """The blocks of a document (or of some of its `total` pages)."""
    rows = [_row(bloc) for bloc in blocs]
    return json.dumps({"total": total, "blocs": rows}, ensure_ascii=True).encode()


def encode_refusal(phrase: str) -> bytes:
    """Why there are none, in one sentence."""
    return json.dumps({"refus": phrase}).encode()


def decode(data: bytes) -> tuple[tuple[Bloc, ...], int, str]:
    """The blocks, how many pages there are, and the sentence of a refusal. Raises ValueError for anything else."""
    found = json.loads(data)
    blocs = tuple(_bloc(row) for row in found.get("blocs", ()))
    return blocs, int(found.get("total", 1)), str(found.get("refus", ""))


def _row(bloc: Bloc) -> list[object]:
    if isinstance(bloc, LigneDocument):
        return ["l", bloc.texte, bloc.numero, bloc.page, bloc.unite, bloc.entiere, bloc.plan]
    cells = [[[c.texte, c.colonne, c.largeur, c.hauteur] for c in rangee] for rangee in bloc.rangees]
    return ["t", cells, bloc.numero, bloc.page, bloc.coupee]


def _bloc(row: Sequence[object]) -> Bloc:
    match row:
        case ["l", str(texte), int(numero), int(page), str(unite), bool(entiere), int(plan)]:
            return LigneDocument(texte, numero, page, unite, entiere, plan)
        case ["t", list(cells), int(numero), int(page), bool(coupee)]:
            rangees = tuple(tuple(CelluleDocument(*cell) for cell in rangee) for rangee in cells)
            return TableDocument(rangees, numero, page, coupee=coupee)
        case _:
            raise ValueError("bloc inconnu")
