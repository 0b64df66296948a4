"""Filling a workbook losslessly: only the cells asked for change, every other byte of the package stays."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.lecture.classeur import Position
from fiche_tool.excel.remplissage.chaines import PARTIE, Chaines
from fiche_tool.excel.remplissage.cut import cut_sheet
from fiche_tool.excel.remplissage.pieces import FeuilleVide, Remplissage
from fiche_tool.fichiers.package import Membre, Package, new_member, stored_member, write_package
from fiche_tool.fichiers.presse import Presse


@dataclass(frozen=True, slots=True)
class Places:
    """Where a sheet part will be filled: cells, rows whose height may be set, the cells of a table row by row.

    `usuelles` are what some of these cells hold where a filling says nothing of them, no text but a formula's; `sinon`
    is put where the whole sheet is left out.
    """

    cases: Collection[Position]
    rangs: Collection[int] = ()
    sinon: Remplissage | None = None
    tableau: Sequence[Sequence[Position]] = ()
    usuelles: Mapping[Position, Contenu] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gabarit:
    """A workbook made ready for filling many times: untouched parts already in their final form.

    `sinon` holds the final form of the sheets that a filling may leave out. Without `chaines`, texts stand in their
    cells.
    """

    membres: tuple[Membre | str, ...]
    feuilles: Mapping[str, FeuilleVide]
    sinon: Mapping[str, Membre]
    date1904: bool
    chaines: Chaines | None = None
    presse: Presse = field(default_factory=Presse)

    def fill(self, feuilles: Mapping[str, Remplissage], parties: Mapping[str, bytes]) -> bytes:
        """The filled workbook. `feuilles` by part name; `parties` are whole parts to put in place of theirs."""
        chaines = self.chaines.fork() if self.chaines is not None else None
        rendered = {
            part: self.feuilles[part].pieces(contenu, self.date1904, chaines) for part, contenu in feuilles.items()
        }
        if chaines is not None:
            rendered[PARTIE] = chaines.pieces()
        rendered |= {part: [contenu] for part, contenu in parties.items()}
        members: list[Membre] = []
        for member in self.membres:
            if isinstance(member, Membre):
                members.append(member)
            elif member in rendered:
                members.append(self.presse.press(member, rendered[member]))
            else:
                members.append(self.sinon[member])
        return write_package(members)


def prepare(
    package: Package,
    places: Mapping[str, Places],
    *,
    remplacees: Mapping[str, bytes] | None = None,
    variables: Collection[str] = (),
    date1904: bool = False,
    chaines: Chaines | None = None,
) -> Gabarit:
    """Make a workbook ready for filling.

    `places` by sheet part; `remplacees` are parts changed once for all the files; `variables` are whole parts given
    anew at each filling; `chaines` are the shared strings that new texts join. Every other part is carried over byte
    for byte.
    """
    replaced = remplacees or {}
    feuilles = {
        part: cut_sheet(package.read(part), place.cases, place.rangs, place.tableau).settle(place.usuelles, date1904)
        for part, place in places.items()
    }
    sinon = {
        part: new_member(part, feuilles[part].render(place.sinon, date1904, chaines))
        for part, place in places.items()
        if place.sinon is not None
    }
    members: list[Membre | str] = []
    for name in package.parts:
        if name in feuilles or name in variables or (name == PARTIE and chaines is not None):
            members.append(name)
        elif name in replaced:
            members.append(new_member(name, replaced[name]))
        else:
            members.append(stored_member(package, name))
    return Gabarit(tuple(members), feuilles, sinon, date1904, chaines.settle() if chaines is not None else None)


def fill_once(
    package: Package, part: str, contenu: Remplissage, date1904: bool, chaines: Chaines | None = None
) -> bytes:
    """A sheet part filled in on its own; its texts join the shared strings given."""
    return cut_sheet(package.read(part), contenu.valeurs, contenu.hauteurs).render(contenu, date1904, chaines)
