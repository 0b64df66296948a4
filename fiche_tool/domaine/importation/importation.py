"""From what was read of a document to a programme that can serve: settings, volets, identifiants."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fiche_tool.domaine.document.document import DocumentLu, Doute, GenreLigne
from fiche_tool.domaine.importation.rubriques import place_details
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.attribution import propose_identifiants, with_identifiants
from fiche_tool.domaine.programme.depart import SANS_NOM, VOLETS, legislature_of
from fiche_tool.domaine.programme.programme import Listes, Parametres, Programme

AUCUNE_HIERARCHIE = "aucune hiérarchie trouvée dans ce document"


@dataclass(frozen=True, slots=True)
class Choix:
    """What the person says of the PST; it comes before what the document says. `annee` is the current year."""

    annee: int
    cpas: str = ""
    legislature: tuple[int, int] | None = None
    volet: str = ""
    mots: Mapping[GenreLigne, str] = field(default_factory=dict)


def build_programme(lu: DocumentLu, choix: Choix) -> tuple[Programme, tuple[Doute, ...]]:
    """The programme of a document, every action with its identifiant; and what had to be assumed."""
    faits, doutes = lu.faits, []
    cpas = choix.cpas or faits.cpas
    if not cpas:
        doutes.append(Doute("", "le nom du CPAS n'est pas dans le document : complétez la feuille Paramètres"))
    years = choix.legislature or (faits.debut_legislature, faits.fin_legislature)
    if not years[0]:
        years = legislature_of(faits.adoption.year if faits.adoption else choix.annee)
        doutes.append(
            Doute(
                "", f"le document ne dit pas sa législature : {years[0]}-{years[1]} supposée, à vérifier (Paramètres)"
            )
        )
    elif years[1] < choix.annee and not choix.legislature:
        phrase = f"la législature {years[0]}-{years[1]} est passée : si ce PST est celui d'une autre, dites-la"
        doutes.append(Doute("", f"{phrase} (--legislature)"))
    parametres = Parametres(
        make_code(cpas, years),
        cpas or SANS_NOM,
        *years,
        organe=faits.organe or "Bureau permanent",
        adoption=faits.adoption,
        annonce=lu.annonce,
        mot_axe=choix.mots.get(GenreLigne.AXE) or lu.mots.get(GenreLigne.AXE, ""),
        mot_os=choix.mots.get(GenreLigne.OS) or lu.mots.get(GenreLigne.OS, ""),
        mot_oo=choix.mots.get(GenreLigne.OO) or lu.mots.get(GenreLigne.OO, ""),
        mot_action=choix.mots.get(GenreLigne.ACTION) or lu.mots.get(GenreLigne.ACTION, ""),
    )
    programme = Programme(parametres, lu.volets or VOLETS, lu.objectifs, lu.actions)
    programme = with_identifiants(programme, propose_identifiants(programme))
    return place_details(programme, lu), tuple(doutes)


def make_code(cpas: str, years: tuple[int, int]) -> str:
    """« engis-2019-2024 », from the name of the CPAS: lower-case letters, digits and hyphens."""
    name = re.sub(r"^cpas\s+(?:de la |de l'|des? |du |d')?", "", fold(cpas))
    slug = re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "pst"
    return f"{slug}-{years[0]}-{years[1]}"


def keep_settings(vide: Programme, importe: Programme) -> Programme:
    """An imported programme with what a person had already set in an empty one: its code, its names, its lists."""
    own, new = vide.parametres, importe.parametres
    named = own.cpas if own.cpas != SANS_NOM else new.cpas
    parametres = replace(
        new,
        code=own.code if own.cpas != SANS_NOM else new.code,
        cpas=named,
        contact=own.contact,
        adoption=new.adoption or own.adoption,
        mot_axe=new.mot_axe or own.mot_axe,
        mot_os=new.mot_os or own.mot_os,
        mot_oo=new.mot_oo or own.mot_oo,
        mot_action=new.mot_action or own.mot_action,
    )
    return replace(importe, parametres=parametres, listes=merge_lists(vide.listes, importe.listes))


def merge_lists(ancien: Listes, nouveau: Listes) -> Listes:
    """The lists of a centre with the names that a document adds."""
    services = {fold(s.nom): s for s in (*nouveau.services, *ancien.services)}
    known = {fold(s.nom) for s in ancien.services}
    added = tuple(s for key, s in services.items() if key not in known)
    return Listes(
        (*ancien.services, *added),
        _add(ancien.mandataires, nouveau.mandataires),
        _add(ancien.plans, nouveau.plans),
        ancien.statuts,
    )


def _add(known: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    names = {fold(name) for name in known}
    return (*known, *(name for name in new if fold(name) not in names))
