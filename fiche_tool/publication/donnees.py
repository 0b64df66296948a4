"""The public table of actions, for a spreadsheet: what the page shows, a row an action."""

from collections.abc import Iterator

from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.programme.programme import Niveau
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import LigneAction
from fiche_tool.echanges.csv import Cellule, dump_csv
from fiche_tool.publication.public import Public, show_etat

_ENTETES = (
    "Identifiant",
    "Volet",
    "Axe",
    "Objectif stratégique",
    "Objectif opérationnel",
    "N°",
    "Action",
    "Service",
    "Statut",
    "Taux d'avancement (%)",
    "Début",
    "Échéance",
    "Échéance dépassée",
)


def dump_public(synthese: Synthese) -> bytes:
    """The table as CSV, with the columns that Paramètres make public."""
    public = Public(synthese.programme.diffusion)
    headings = (*_ENTETES, *(champ.label for champ in public.champs()))
    return dump_csv(headings, (tuple(_row(synthese, public, ligne)) for ligne in _counted(synthese)))


def _counted(synthese: Synthese) -> Iterator[LigneAction]:
    """Each live action once, under the OO it is counted for."""
    return (x for x in synthese.lignes if isinstance(x, LigneAction) and not x.lien)


def _row(synthese: Synthese, public: Public, ligne: LigneAction) -> Iterator[Cellule]:
    action, programme = ligne.action, synthese.programme
    strategique, operationnel = programme.objectifs_of(action)
    service = ligne.valeurs.get("service")
    yield action.identifiant
    yield public.texte(action.volet)
    yield public.texte(programme.name_axe(action.volet, action.axe) or action.axe) if action.axe else ""
    for niveau, objectif in ((Niveau.OS, strategique), (Niveau.OO, operationnel)):
        yield public.texte(f"{niveau} {objectif.numero} – {objectif.intitule}") if objectif else ""
    yield public.texte(action.numero)
    yield public.texte(action.libelle)
    yield public.texte(service) if isinstance(service, str) else ""
    yield show_etat(ligne.etat)
    yield ligne.taux
    yield ligne.debut
    yield ligne.fin
    yield "Oui" if ligne.en_retard else "Non"
    for champ in public.champs():
        yield public.texte(show_valeur(champ.nom, ligne.valeurs.get(champ.nom)))
