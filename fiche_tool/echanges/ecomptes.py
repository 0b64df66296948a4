"""A PST for eComptes: XML of the schema 201805V1. The budget is not in it: articles only come back from eComptes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from fiche_tool.domaine.constats.errors import FicheToolError
from fiche_tool.domaine.fiche.fiche import COMMENTAIRE, MANDATAIRE, PORTEUR, RESPONSABLE, SERVICE_GESTIONNAIRE
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import outgoing
from fiche_tool.domaine.mots.typographie import s, say_count
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.comptes import Compte, count_level
from fiche_tool.domaine.synthese.lignes import HORS_HIERARCHIE, LigneAction, LigneNoeud, name_action
from fiche_tool.echanges.statuts import TRADUCTIONS, StatutEComptes, show_taux, sum_statuts

VERSION = "201805V1"
MAX_LIBELLE, MAX_ID = 255, 40
_XML = regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold at all."""
_GROUPES = {"volet": "Volet", "OS": "ObjectifStrategique", "OO": "ObjectifOperationnel"}
_LISTES = {"volet": "Volets", "OS": "ObjectifStrategiques", "OO": "ObjectifsOperationnels"}


@dataclass(frozen=True, slots=True)
class ExportEComptes:
    """The file, and one sentence for each thing that eComptes has no place for."""

    contenu: bytes
    pertes: tuple[str, ...]


def export_ecomptes(synthese: Synthese) -> ExportEComptes:
    """The PST of a séance. Raises FicheToolError where the code of the commune, which the schema wants, is not said."""
    ins = synthese.programme.diffusion.ins
    if not ins:
        raise FicheToolError(
            "eComptes demande le code INS de la commune. Inscrivez-le dans la feuille Paramètres de programme.xlsx, en "
            "face de « Code INS de la commune » (ajoutez cette ligne si elle n'y est pas), puis recommencez."
        )
    writer = _Writer(synthese)
    root = writer.write(ins)
    ET.indent(root, " ")
    data = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return ExportEComptes(data + b"\n", tuple(writer.pertes()))


class _Writer:
    """The file being written, level by level, with what was lost on the way."""

    def __init__(self, synthese: Synthese) -> None:
        self.synthese = synthese
        self.exercice = str(synthese.seance.year)
        self.coupes = self.periodes = self.personnes = 0
        self.statuts: Counter[str] = Counter()

    def write(self, ins: str) -> ET.Element:
        """The whole document."""
        parametres, root = self.synthese.programme.parametres, ET.Element("dataroot")
        head = ET.SubElement(root, "Identifiants")
        for nom, texte in (
            ("Id", parametres.code),
            ("TypeAdmin", "CPAS"),
            ("INS", ins),
            ("Type", "PST"),
            ("Exercice", self.exercice),
            ("Version", VERSION),
            ("Generateur", "fiche_tool"),
        ):
            _text(head, nom, texte)
        pst = ET.SubElement(root, "PST")
        description = ET.SubElement(pst, "DescriptionPST")
        _text(description, "IdPST", parametres.code[:MAX_ID])
        _text(description, "Libelle", f"Programme stratégique transversal – {parametres.cpas}"[:MAX_LIBELLE])
        _text(description, "ExerciceDebut", str(parametres.debut_legislature))
        _text(description, "ExerciceFin", str(parametres.fin_legislature))
        self._tree(pst)
        return root

    def _tree(self, pst: ET.Element) -> None:
        """Volets > OS > OO > actions; an axe is no level there, and an action stands under its own OO alone."""
        comptes = {niveau: count_level(self.synthese, niveau) for niveau in _GROUPES}
        parents = {"volet": pst}
        oo: ET.Element | None = None
        for ligne in self.synthese.lignes:
            if isinstance(ligne, LigneAction):
                if not ligne.lien:
                    oo = self._lost(parents) if oo is None else oo
                    self._action(oo, ligne)
            elif ligne.niveau in _GROUPES and ligne.cle:
                element = self._noeud(parents[ligne.niveau], ligne, comptes[ligne.niveau].get(ligne.cle))
                oo = element if ligne.niveau == "OO" else None
                if oo is None:
                    parents["OS" if ligne.niveau == "volet" else "OO"] = element
            elif not ligne.cle:
                oo = None
        if "OS" not in parents:  # the schema wants a volet
            self._noeud(pst, LigneNoeud("volet", "PST", "", "PST"), None)

    def _lost(self, parents: dict[str, ET.Element]) -> ET.Element:
        """A volet, an OS and an OO for the actions that no objective of the programme holds."""
        element = parents["volet"]
        for niveau in _GROUPES:
            element = self._noeud(element, LigneNoeud(niveau, f"{HORS_HIERARCHIE} {niveau}", "", HORS_HIERARCHIE), None)
        return element

    def _noeud(self, parent: ET.Element, noeud: LigneNoeud, compte: Compte | None) -> ET.Element:
        place = _in_list(parent, _LISTES[noeud.niveau])
        title = f"{noeud.numero} – {noeud.intitule}" if noeud.numero else noeud.intitule
        element = ET.SubElement(place, _GROUPES[noeud.niveau], ElementId=_clean(noeud.cle), Exercice=self.exercice)
        cut = self._libelle(element, title)
        _described(element, "Description", cut)
        _text(element, "Statut", sum_statuts(compte.etats) if compte else StatutEComptes.NON_COMMENCE)
        _text(element, "TauxAvancement", show_taux(compte.taux if compte else None))
        _described(element, "RemarqueStatut", "" if compte else "Aucune action")
        _text(element, "ETP", "0")
        ET.SubElement(element, "Plans")
        ET.SubElement(element, "Partenaires")
        return element

    def _action(self, oo: ET.Element, ligne: LigneAction) -> None:
        """An action. The schema has the order of its elements."""
        action, valeurs = ligne.action, ligne.valeurs
        place = _in_list(oo, "Actions")
        element = ET.SubElement(place, "Action", ElementId=_clean(action.identifiant), Exercice=self.exercice)
        cut = self._libelle(element, f"{name_action(self.synthese.noms, action)} – {action.libelle}")
        if ligne.debut:
            _text(element, "DateDebut", ligne.debut.debut.isoformat())
        if ligne.fin:
            _text(element, "DateFin", ligne.fin.fin.isoformat())
        said = [cut, show_valeur("description", valeurs.get("description")), *self._people(ligne)]
        _described(element, "Description", "\n".join(filter(None, said)))
        self.statuts[ligne.etat] += 1
        _text(element, "Statut", TRADUCTIONS[ligne.etat].statut)
        service = valeurs.get(SERVICE_GESTIONNAIRE.nom)
        if isinstance(service, str):
            _text(element, "Departement", service)
        _text(element, "TauxAvancement", show_taux(ligne.taux))
        _described(element, "RemarqueStatut", "\n".join(self._remarks(ligne)))
        _text(element, "ETP", "0")
        for group, one in (("Plans", "Plan"), ("Partenaires", "Partenaire")):
            listed, texte = ET.SubElement(element, group), valeurs.get(group.lower())
            for part in re.split(r"[;\n]", texte) if isinstance(texte, str) else ():
                if part.strip():
                    _text(listed, one, part.strip())

    def _libelle(self, element: ET.Element, titre: str) -> str:
        """The title, cut where the schema wants it shorter. Returns the whole of it where it was cut."""
        whole = _clean(titre)
        short = whole if len(whole) <= MAX_LIBELLE else whole[: MAX_LIBELLE - 1].rstrip() + "…"
        _text(element, "Libelle", short)
        self.coupes += short != whole
        return "" if short == whole else whole

    def _people(self, ligne: LigneAction) -> Iterator[str]:
        """Who answers for the action: the schema wants a title and a first name apart, which the fiches do not have."""
        champs = (MANDATAIRE, RESPONSABLE, PORTEUR)
        named = [(one.label, show_valeur(one.nom, ligne.valeurs.get(one.nom))) for one in champs]
        self.personnes += any(texte for _, texte in named)
        yield from (f"{label} : {texte}" for label, texte in named if texte)

    def _remarks(self, ligne: LigneAction) -> Iterator[str]:
        """What the words of eComptes do not say of where the action stands."""
        loss = TRADUCTIONS[ligne.etat].perte
        if loss:
            yield f"{ligne.etat} : {loss}."
        if ligne.taux is None:
            yield "Taux d'avancement non communiqué."
        vague = [(m, p) for m, p in (("Début", ligne.debut), ("Échéance", ligne.fin)) if p is not None and not p.jour]
        self.periodes += bool(vague)
        yield from (f"{mot} : {periode.texte}." for mot, periode in vague)
        comment = show_valeur(COMMENTAIRE.nom, ligne.valeurs.get(COMMENTAIRE.nom))
        if comment:
            yield comment

    def pertes(self) -> Iterator[str]:
        """What was said otherwise, or is not there."""
        for etat, count in self.statuts.items():
            if TRADUCTIONS[etat].perte:
                statut = TRADUCTIONS[etat].statut
                yield f"{_actions(count)} «\u00a0{etat}\u00a0» : {statut}, et c'est dit dans RemarqueStatut."
        lignes = self.synthese.lignes
        links = sum(isinstance(x, LigneAction) and x.lien for x in lignes)
        axes = sum(isinstance(x, LigneNoeud) and x.niveau == "axe" for x in lignes)
        gone = len(self.synthese.tables.retirees)
        told = (
            (self.coupes, "libellé{s} de plus de 255 caractères : coupé{s}, en entier dans Description."),
            (self.periodes, "action{s} datée{s} par une période : son premier ou son dernier jour, et une remarque."),
            (self.personnes, "action{s} avec mandataire, responsable ou porteur : dans Description."),
            (gone, "action{s} sortie{s} du programme : pas dans le fichier."),
            (links, "répétition{s} d'actions transversales : sous leur premier objectif seulement."),
            (axes, "axe{s} : eComptes n'a pas ce niveau ; leurs objectifs sont sous leur volet."),
        )
        yield from (f"{count} {phrase.format(s=s(count))}" for count, phrase in told if count)


def _actions(count: int) -> str:
    return say_count(count, "action")


def _clean(texte: str) -> str:
    """A text that XML can hold."""
    return _XML.sub("", outgoing(texte))


def _text(parent: ET.Element, nom: str, texte: str) -> None:
    ET.SubElement(parent, nom).text = _clean(texte)


def _described(parent: ET.Element, nom: str, texte: str) -> None:
    element = ET.SubElement(parent, nom)
    _text(element, "Mode", "TEXTE")
    _text(element, "Valeur", texte)


def _in_list(parent: ET.Element, nom: str) -> ET.Element:
    """The list of an element that its children stand in, made with the first one."""
    found = parent.find(nom)
    return ET.SubElement(parent, nom) if found is None else found
