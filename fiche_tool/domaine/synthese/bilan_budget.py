"""What the budget adds up to, and what its totals leave out: every line is in one total, or told with its cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import BUDGET, LigneBudget
from fiche_tool.domaine.fiche.lignes_budget import (
    DEPENSES,
    RECETTES,
    SANS_OE,
    Sens,
    complete_ligne,
    find_contradictions,
    sens_of,
)
from fiche_tool.domaine.fiche.show import show_ligne
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.fusion.tables_budget import minus
from fiche_tool.domaine.fusion.verification import find_cumul
from fiche_tool.domaine.grand_livre.acquis import Etat, Origine, table_of
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point, ReponseMontree
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.statuts import ABANDONNE
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.domaine.synthese.lignes import LigneAction, Noms, name_action


@dataclass(frozen=True, slots=True)
class Somme:
    """Some budget lines: how many, and what their amounts add up to."""

    nombre: int
    montant: Decimal


@dataclass(frozen=True, slots=True)
class Totaux:
    """Budget lines by the total in which they count. Dépenses and recettes are never added to each other."""

    par_sens: Mapping[Sens, Somme]

    @property
    def nombre(self) -> int:
        """How many lines, of every sense."""
        return sum(somme.nombre for somme in self.par_sens.values())

    @property
    def hors(self) -> Mapping[Sens, Somme]:
        """What is not both of a known service and of a known sense."""
        return {sens: somme for sens, somme in self.par_sens.items() if sens in (*SANS_OE, Sens.SANS_RD)}

    @property
    def depenses(self) -> Somme:
        """All that is to be spent, lines without O/E included."""
        return self.of(*DEPENSES)

    @property
    def recettes(self) -> Somme:
        """All that is to come in, lines without O/E included."""
        return self.of(*RECETTES)

    @property
    def sans_rd(self) -> Somme:
        """Lines that are neither dépense nor recette."""
        return self.of(Sens.SANS_RD)

    def of(self, *sens: Sens) -> Somme:
        """The lines of some senses together."""
        found = [self.par_sens[one] for one in sens if one in self.par_sens]
        return Somme(sum(one.nombre for one in found), sum((one.montant for one in found), Decimal(0)))


def add_up(lignes: Iterable[LigneBudget]) -> Totaux:
    """The totals of some lines; one without an amount adds nothing."""
    found: dict[Sens, Somme] = {}
    for ligne in lignes:
        before = found.get(sens_of(ligne), Somme(0, Decimal(0)))
        found[sens_of(ligne)] = Somme(before.nombre + 1, before.montant + (ligne.montant or Decimal(0)))
    return Totaux(found)


@dataclass(frozen=True, slots=True)
class LigneAPart:
    """A budget line to be told of under the totals, with the action and the cell it was typed in.

    `ligne` is that line as far as it could be read, None where nothing is known of it but its words; `texte` is those
    words. `gardee` is what the totals hold in its place, None where they hold nothing.
    """

    action: Action
    nom: str
    ligne: LigneBudget | None
    texte: str
    fichier: str
    feuille: str
    cellule: str
    gardee: Decimal | None = None

    @property
    def montant(self) -> Decimal | None:
        """Its amount; None where it could not be read."""
        return self.ligne.montant if self.ligne else None

    @property
    def sens(self) -> Sens:
        """The total it would count in."""
        return sens_of(self.ligne) if self.ligne else Sens.SANS_RD


@dataclass(frozen=True, slots=True)
class LigneDisputee:
    """A budget line of which several answers say different things: the totals hold `gardee`, nothing where None."""

    action: Action
    nom: str
    gardee: Decimal | None
    versions: tuple[LigneAPart, ...]


@dataclass(frozen=True, slots=True)
class LignesCumulees:
    """Lines that several answers to one fiche added, answer by answer, of which one may replace another."""

    nom: str
    lots: tuple[tuple[LigneAPart, ...], ...]


@dataclass(frozen=True, slots=True)
class BilanBudget:
    """The whole budget: each accepted line in one of three totals, and what is told under them.

    `programme`: the live actions, abandoned ones apart; `retirees`: those that left the programme; `abandonnees`: those
    that were given up. `contredites` are lines of `programme` whose article says another service or sense than typed;
    `retenues` are in no total; `disputees` are in it with the value kept; `effacees` are in it although a fiche came
    back without them, as something else of that fiche waits; `cumulees` are in it, perhaps once too often.
    """

    programme: Totaux
    retirees: Totaux
    abandonnees: Totaux
    sans_exercice: Totaux
    contredites: tuple[LigneAPart, ...] = ()
    retenues: tuple[LigneAPart, ...] = ()
    disputees: tuple[LigneDisputee, ...] = ()
    effacees: tuple[LigneAPart, ...] = ()
    cumulees: tuple[LignesCumulees, ...] = ()

    @property
    def vide(self) -> bool:
        """True where nobody ever wrote a budget line."""
        lots = (self.programme, self.retirees, self.abandonnees)
        return not (any(lot.nombre for lot in lots) or self.retenues or self.disputees)


def build_bilan(
    registre: Registre, noms: Noms, live: Sequence[LigneAction], gone: Sequence[LigneAction]
) -> BilanBudget:
    """The budget of the register. `live` and `gone`: the actions of the programme, and those that left it."""
    kept = [row for row in live if row.statut != ABANDONNE]
    dropped = [row for row in (*live, *gone) if row.statut == ABANDONNE]
    left = [row for row in gone if row.statut != ABANDONNE]
    counted = list(_lines(registre, kept))
    return BilanBudget(
        add_up(ligne for _, ligne, _ in counted),
        add_up(ligne for _, ligne, _ in _lines(registre, left)),
        add_up(ligne for _, ligne, _ in _lines(registre, dropped)),
        add_up(ligne for _, ligne, _ in counted if ligne.exercice is None),
        tuple(
            _placed(noms, row.action, ligne, origine) for row, ligne, origine in counted if find_contradictions(ligne)
        ),
        tuple(_held(registre, noms, live)),
        tuple(_disputed(registre, noms, live)),
        tuple(_erased(registre, noms, kept)),
        tuple(_cumulated(registre, noms, kept)),
    )


def _lines(registre: Registre, rows: Iterable[LigneAction]) -> Iterator[tuple[LigneAction, LigneBudget, Origine]]:
    for row in rows:
        for acquise in registre.etats.get(row.action.identifiant, Etat()).lignes:
            yield row, complete_ligne(acquise.ligne), acquise.origine


def _placed(noms: Noms, action: Action, ligne: LigneBudget, origine: Origine) -> LigneAPart:
    nom = name_action(noms, action)
    return LigneAPart(action, nom, ligne, ligne.libelle, origine.fichier, origine.feuille, origine.cellule)


def _cumulated(registre: Registre, noms: Noms, rows: Iterable[LigneAction]) -> Iterator[LignesCumulees]:
    answers = group_by(
        [retour for retour in registre.retours if retour.action], lambda x: x.action.identifiant if x.action else ""
    )
    for action in (row.action for row in rows):
        avant, etat = (found.get(action.identifiant, Etat()) for found in (registre.avant, registre.etats))
        lots = find_cumul(avant, etat, answers.get(action.identifiant, ()), registre.seance)
        if lots:
            placed = (tuple(_placed(noms, action, complete_ligne(x.ligne), x.origine) for x in lot) for lot in lots)
            yield LignesCumulees(name_action(noms, action), tuple(placed))


# --- what is open ----------------------------------------------------------------------------------------------------
def _points(
    registre: Registre, live: Sequence[LigneAction], *genres: GenrePoint
) -> Iterator[tuple[LigneAction, Point]]:
    """The open points of these kinds about budget lines, in the order of the programme."""
    for row in live:
        for point in registre.points:
            if point.action == row.action.identifiant and point.champ == BUDGET and point.genre in genres:
                yield row, point


def _held(registre: Registre, noms: Noms, live: Sequence[LigneAction]) -> Iterator[LigneAPart]:
    """Lines that an error holds back. Of two files that say the same of one line, it is one line."""
    for row, point in _points(registre, live, GenrePoint.CONFLIT, GenrePoint.RETENUE):
        seen: dict[str, list[LigneBudget | None]] = {}
        for reponse in point.reponses:
            if reponse.ligne is None and (point.genre is GenrePoint.CONFLIT or reponse.valeur is not None):
                continue
            told = [ligne for fichier, lignes in seen.items() if fichier != reponse.fichier for ligne in lignes]
            if reponse.ligne is None or reponse.ligne not in told:
                yield _told(noms, row, point, reponse, reponse.ligne)
            seen.setdefault(reponse.fichier, []).append(reponse.ligne)


def _disputed(registre: Registre, noms: Noms, live: Sequence[LigneAction]) -> Iterator[LigneDisputee]:
    for row, point in _points(registre, live, GenrePoint.CONFLIT):
        versions = tuple(
            _told(noms, row, point, reponse, _only(reponse)) for reponse in point.reponses if not reponse.ligne
        )
        yield LigneDisputee(row.action, name_action(noms, row.action), _kept(row, point), versions)


def _erased(registre: Registre, noms: Noms, live: Sequence[LigneAction]) -> Iterator[LigneAPart]:
    """Lines that stay although a fiche came back without them. What two files say of one line is one line."""
    for row, point in _points(registre, live, GenrePoint.VIDEE):
        action = row.action
        stood = table_of(point.gardee)
        told: list[LigneBudget] = []
        for reponse in point.reponses:
            left = table_of(reponse.valeur)
            fresh = minus(minus(stood, left), told)
            told += fresh
            for ligne in fresh:
                nom = name_action(noms, action)
                place = (reponse.fichier, reponse.feuille, reponse.cellule)
                yield LigneAPart(action, nom, complete_ligne(ligne), show_ligne(ligne), *place)


def _told(noms: Noms, row: LigneAction, point: Point, reponse: ReponseMontree, ligne: LigneBudget | None) -> LigneAPart:
    nom = name_action(noms, row.action)
    place = (reponse.fichier, reponse.feuille, reponse.cellule)
    return LigneAPart(row.action, nom, ligne, reponse.texte, *place, gardee=_kept(row, point))


def _only(reponse: ReponseMontree) -> LigneBudget | None:
    """The line that an answer puts there; None where it takes it away, or puts several."""
    lignes = table_of(reponse.valeur)
    return lignes[0] if len(lignes) == 1 else None


def _kept(row: LigneAction, point: Point) -> Decimal | None:
    """What the totals hold at the key of a point; None where they hold nothing, as of an action given up."""
    lignes = () if row.statut == ABANDONNE else table_of(point.gardee)
    return sum((ligne.montant or Decimal(0) for ligne in map(complete_ligne, lignes)), Decimal(0)) if lignes else None
