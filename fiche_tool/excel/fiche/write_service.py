"""The fiches of a service in one workbook: a whole form a sheet, with its own names, its own history and `_meta`."""

import re
from collections.abc import Sequence
from datetime import date

from fiche_tool.domaine.fiche.fiche import Valeurs
from fiche_tool.domaine.fiche.historique import Etape
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.programme.programme import Action, show_numero
from fiche_tool.excel.fiche.atelier import CORE, AtelierFiche
from fiche_tool.excel.fiche.feuilles import PREFIXE_HISTORIQUE, is_own_sheet
from fiche_tool.excel.fiche.write_fiche import fill_out, show_answers
from fiche_tool.excel.modele.identite import FEUILLE_META, write_properties
from fiche_tool.excel.modele.modele import Modele
from fiche_tool.excel.modele.noms import HISTORIQUE
from fiche_tool.excel.remplissage.chaines import PARTIE
from fiche_tool.excel.remplissage.jointure import Feuillet, Souche, find_obstacle, join_sheets
from fiche_tool.fichiers.package import Membre

_TITRE = 31
"""Characters of the title of a sheet."""
_ACTIVE = regex(rb'(<(?:\w+:)?sheetView\b[^>]*?)\s(?:tabSelected)="(?:1|true)"')
_CODE = regex(rb'(<(?:\w+:)?sheetPr\b[^>]*?)\scodeName="[^"]*"')

FicheDeService = tuple[Action, Valeurs, Sequence[Etape]]
"""What goes into one sheet of the workbook of a service, as `write_fiche` takes it."""


def why_apart(modele: Modele) -> str:
    """What keeps the fiches of this model from standing in one workbook; empty where nothing does."""
    classeur = modele.package.read(modele.partie_classeur).decode()
    return find_obstacle(modele.package, modele.parties, _copied(modele), classeur)


def _copied(modele: Modele) -> tuple[str, ...]:
    history = modele.noms[HISTORIQUE].feuille if HISTORIQUE in modele.noms else ""
    own = (modele.grille.nom, history, modele.titre_de(FEUILLE_META))
    return tuple(dict.fromkeys(titre for titre in own if titre in modele.parties))


def write_service(
    atelier: AtelierFiche, fiches: Sequence[FicheDeService], seance: date, registre: str, reponse_avant: date | None
) -> bytes:
    """The workbook of these fiches, of a model that `why_apart` has nothing against."""
    modele, gabarit = atelier.modele, atelier.gabarit
    chaines = gabarit.chaines.fork() if gabarit.chaines is not None else None
    titles = name_sheets([action for action, _, _ in fiches])
    exemplaires: list[list[Feuillet]] = []
    for rank, ((action, valeurs, etapes), titre) in enumerate(zip(fiches, titles, strict=True), 1):
        contenu = show_answers(atelier, valeurs, etapes, registre, reponse_avant)
        _, filled = fill_out(atelier, action, seance, contenu)
        own = {modele.partie_fiche: titre, modele.partie_de(FEUILLE_META): f"{FEUILLE_META}_{rank}"}
        feuillets = []
        for part, remplissage in filled.items():
            xml = gabarit.feuilles[part].render(remplissage, modele.date1904, chaines)
            xml = xml if rank == 1 and part == modele.partie_fiche else _ACTIVE.sub(rb"\1", xml)
            name = own.get(part) or f"{PREFIXE_HISTORIQUE}{titre}"[:_TITRE]
            source = next(one for one, where in modele.parties.items() if where == part)
            feuillets.append(Feuillet(source, name, _CODE.sub(rb"\1", xml)))
        exemplaires.append(feuillets)
    remplacees = {PARTIE: chaines.render()} if chaines is not None else {}
    if atelier.core:
        words = f"{len(fiches)} fiches action"
        remplacees[CORE] = write_properties(atelier.core, "fiches action", words).encode()
    membres = {membre.nom.decode(): membre for membre in gabarit.membres if isinstance(membre, Membre)}
    souche = Souche(modele.package, modele.partie_classeur, atelier.classeur, modele.parties, membres, remplacees)
    return join_sheets(souche, exemplaires, _copied(modele))


def name_sheets(actions: Sequence[Action]) -> list[str]:
    """A title for the sheet of each action: its printed N°, told apart where two are the same."""
    taken: set[str] = set()
    titles: list[str] = []
    for action in actions:
        words = re.sub(r"[\[\]:*?/\\]", " ", show_numero(action)).strip(" '") or action.identifiant
        titre, rank = words[:_TITRE].strip(" '"), 1
        while titre.lower() in taken or is_own_sheet(titre):
            rank += 1
            end = f" ({rank})"
            titre = words[: _TITRE - len(end)].strip(" '") + end
        taken.add(titre.lower())
        titles.append(titre)
    return titles
