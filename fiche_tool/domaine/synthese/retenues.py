"""The budget lines held back: read from the open points, so that every output counts the same ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import BUDGET
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point, ReponseMontree
from fiche_tool.domaine.mots.nombres import parse_nombre


@dataclass(frozen=True, slots=True)
class LigneRetenue:
    """A budget line that a return brought and that the totals leave out. `montant` None where it cannot be read."""

    action: str
    texte: str
    montant: Decimal | None


def find_held_budget(registre: Registre) -> tuple[LigneRetenue, ...]:
    """Every line held back and still open, in the order of the actions' identifiants."""
    return tuple(line for point in registre.points if _is_held(point) for line in _lines(point))


def _is_held(point: Point) -> bool:
    return point.champ == BUDGET and point.genre is GenrePoint.RETENUE


def _lines(point: Point) -> Iterator[LigneRetenue]:
    for reponse in point.reponses:
        yield LigneRetenue(point.action, reponse.texte, _amount(reponse))


def _amount(reponse: ReponseMontree) -> Decimal | None:
    """The amount at the end of « 2021 O D 104/123-13 : 250 000,00 € », as a register keeps a refused line."""
    _, told, amount = reponse.texte.rpartition(" : ")
    nombre = parse_nombre(amount) if told else None
    return None if nombre is None or nombre.ambigu else nombre.valeur
