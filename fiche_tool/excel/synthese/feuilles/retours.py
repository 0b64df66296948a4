"""Sheet Retours: service by service, who is to be reminded, who answered for which action, with which file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import COMPLETE_LE, COMPLETE_PAR, SERVICE_GESTIONNAIRE
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.grand_livre.retour import Retour
from fiche_tool.domaine.grand_livre.sorts import REPRIS_EN_PARTIE, StatutRetour
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.programme.programme import Action, Service
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.lignes import LigneAction, name_action
from fiche_tool.excel.dessin import look, papier
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.atelier.atelier import A3, Atelier
from fiche_tool.excel.synthese.atelier.cellules import put, say
from fiche_tool.excel.synthese.atelier.formes import CENTRE, FORMAT_COMPTE, FORT, PETIT, TEXTE, VERS_FICHIER, VERS_LONG
from fiche_tool.excel.synthese.atelier.formules import count_formula, literal
from fiche_tool.excel.synthese.atelier.liens import Lien, VersAction, arrow, link_file, show, shown_text
from fiche_tool.excel.synthese.atelier.pages import Impression, end_pages
from fiche_tool.excel.synthese.atelier.tableau import Colonne, Colonnes, Table
from fiche_tool.excel.synthese.atelier.valeurs import recall_label

NOM = "Retours"
SANS_SERVICE = "(sans service)"
_COULEURS = {
    StatutRetour.SANS_REPONSE: look.ORANGE_PALE,
    StatutRetour.NON_RECONNUE: look.ALERTE_PALE,
    StatutRetour.A_REDEMANDER: look.ALERTE_PALE,
    StatutRetour.EN_PARTIE: look.ALERTE_PALE,
    StatutRetour.EN_CONFLIT: look.ALERTE_PALE,
}


# --- what each column shows ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Ligne:
    """A row: a file of the séance, or a live action without answer."""

    service: str
    action: Action | None
    retour: Retour | None

    @property
    def statut(self) -> StatutRetour:
        return self.retour.statut if self.retour else StatutRetour.SANS_REPONSE


def _action(synthese: Synthese, ligne: _Ligne) -> VersAction | None:
    action = ligne.action
    return VersAction(action.identifiant, name_action(synthese.noms, action)) if action else None


def _quoi(_: Synthese, ligne: _Ligne) -> str:
    return recall_label(ligne.action) if ligne.action else ligne.retour.raison if ligne.retour else ""


def _sort(_: Synthese, ligne: _Ligne) -> str:
    return ligne.retour.sort if ligne.retour else ligne.statut.value


def _par(_: Synthese, ligne: _Ligne) -> object:
    return ligne.retour.lecture.lire(COMPLETE_PAR) if ligne.retour else None


def _le(_: Synthese, ligne: _Ligne) -> str | None:
    return show_valeur(COMPLETE_LE.nom, ligne.retour.lecture.lire(COMPLETE_LE)) if ligne.retour else None


def _erreurs(_: Synthese, ligne: _Ligne) -> int | None:
    return sum(x.bloquante for x in ligne.retour.anomalies) or None if ligne.retour else None


def _remarques(_: Synthese, ligne: _Ligne) -> int | None:
    return sum(not x.bloquante for x in ligne.retour.anomalies) or None if ligne.retour else None


def _fichier(_: Synthese, ligne: _Ligne) -> Lien | None:
    return link_file(ligne.retour.lecture.fichier.chemin) if ligne.retour else None


def _logiciel(_: Synthese, ligne: _Ligne) -> str | None:
    return ligne.retour.lecture.fichier.application if ligne.retour else None


def _forme_statut(ligne: _Ligne) -> Forme:
    forme: Forme = {**PETIT, "bold": True, "text_wrap": True}
    if ligne.statut in _COULEURS:
        forme["bg_color"] = _COULEURS[ligne.statut]
    return forme


def _of_file(forme: Forme) -> Callable[[_Ligne], Forme]:
    """A shape where there is a file to speak of."""
    return lambda ligne: forme if ligne.retour else TEXTE


_COLONNES = Colonnes[_Ligne](
    Colonne("service", "Service", 24, lambda _, x: x.service, FORT, haut=True),
    Colonne("action", "N°", 15, _action, lambda x: VERS_LONG if x.action else TEXTE, haut=True),
    Colonne("libelle", "Action", 42, _quoi, haut=True),
    Colonne("statut", "Statut du retour", 21, _sort, _forme_statut, haut=True),
    Colonne("par", "Complétée par", 20, _par, haut=True),
    Colonne("le", "le", 11, _le, _of_file(CENTRE)),
    Colonne("erreurs", "Erreurs", 9, _erreurs, _of_file(CENTRE)),
    Colonne("remarques", "Remarques", 11, _remarques, _of_file(CENTRE)),
    Colonne("fichier", "Fichier", 40, lambda s, x: shown_text(_fichier(s, x)), haut=True),
    Colonne("lien", "Lien", 5.5, lambda s, x: arrow(_fichier(s, x)), _of_file(VERS_FICHIER)),
    Colonne("logiciel", "Logiciel", 18, _logiciel, haut=True),
)
_RELANCES = {
    "service": "Service",
    "libelle": "À relancer, à corriger",
    "statut": "Personne",
    "le": "Actions",
    "erreurs": "Reçues",
    "remarques": "À corriger",
    "fichier": "Courriel",
}
"""The headings of the reminders, each over the column of the files that is as wide as it needs."""
_LARGES = {"service": "action", "statut": "par", "fichier": "logiciel"}
"""Which of them go on over the next column."""


def write_retours(atelier: Atelier) -> None:
    """Reminders by service, then a row per file of the séance and per live action without answer."""
    sheet = atelier.add_sheet(NOM, _COLONNES.largeurs, "Retours des fiches et relances", paper=A3)
    bilan = atelier.synthese.registre.bilan
    summary = (
        f"{say_count(bilan.actions, 'action')} : {bilan.recues} avec réponse, {bilan.sans_reponse} sans réponse à "
        f"cette séance. {say_count(bilan.trouves, 'fichier')} : {bilan.repris} repris, {bilan.repris_en_partie} repris "
        f"en partie, {say_count(bilan.ecartes, 'écarté')}, {say_count(bilan.ignores, 'ignoré')}."
    )
    say(sheet, 2, summary, atelier.format(bold=True))
    top = _write_relances(atelier, sheet, 4) + 1
    atelier.section(sheet, top, "Fichier par fichier", len(_COLONNES))
    atelier.headings(sheet, top + 1, _COLONNES.entetes)
    sheet.freeze_panes(3, _COLONNES["service"] + 1)
    atelier.fit_screen(sheet, _COLONNES.largeurs[: _COLONNES["fichier"] + 1])
    table, last = Table(atelier, sheet, _COLONNES), top + 1
    for last, ligne in enumerate(_rows(atelier), top + 2):
        table.write(last, ligne)
    _COLONNES.finir(atelier, sheet, top + 1, last)
    paper = Impression(_COLONNES.largeurs, papier.A3, range(top + 1, top + 2))
    end_pages(sheet, last, paper, {4, 5, top, top + 1})


# --- reminders -------------------------------------------------------------------------------------------------------
def _write_relances(atelier: Atelier, sheet: Feuille, row: int) -> int:
    """A row per service: how many fiches it owes, and which. Returns the row after the table."""
    atelier.section(sheet, row, "Relances par service", len(_COLONNES))
    heads = row + 1
    for nom, heading in _RELANCES.items():
        _wide(sheet, heads, nom, heading, atelier.head())
    sheet.set_row(heads, 20)
    lignes = {x.action.identifiant: x for x in atelier.synthese.lignes if isinstance(x, LigneAction) and not x.lien}
    by_service = group_by(lignes.values(), lambda ligne: (lire(ligne.valeurs, SERVICE_GESTIONNAIRE) or "").casefold())
    known = {fold(service.nom): service for service in atelier.synthese.programme.listes.services}
    at = heads + 1
    for key in sorted(by_service, key=fold):
        nom = lire(by_service[key][0].valeurs, SERVICE_GESTIONNAIRE) or ""
        _relance(atelier, sheet, at, known.get(fold(nom), Service(nom)), nom, by_service[key])
        at += 1
    return at


def _wide(sheet: Feuille, row: int, nom: str, texte: str, style: Format) -> None:
    """A text in its column, or across two of them."""
    column = _COLONNES[nom]
    if nom in _LARGES:
        sheet.merge_range(row, column, row, _COLONNES[_LARGES[nom]], texte, style)
    else:
        sheet.write_string(row, column, texte, style)


def _count(service: str, **where: str) -> str:
    """The live count of the actions of a service; of those without one, all that have none.

    LibreOffice does not find by any criterion the empty cells that end a column.
    """
    if service:
        return count_formula(service=literal(service), **where).removeprefix("=")
    every, served = (count_formula(**{nom: '"?*"'}, **where).removeprefix("=") for nom in ("identifiant", "service"))
    return f"({every}-{served})"


def _relance(
    atelier: Atelier, sheet: Feuille, row: int, service: Service, nom: str, lignes: Sequence[LigneAction]
) -> None:
    missing = [ligne for ligne in lignes if not ligne.recue]  # a fiche that came back as sent is no answer
    faulty = [ligne for ligne in lignes if ligne.retour in REPRIS_EN_PARTIE]
    otherwise = _answered_otherwise(atelier)
    owed = "\n".join(
        f"{words} : {', '.join(_name(atelier, ligne, otherwise) for ligne in kind)}"
        for words, kind in ((StatutRetour.SANS_REPONSE.value, missing), ("À corriger", faulty))
        if kind
    )
    text = atelier.cell(TEXTE)
    _wide(sheet, row, "service", nom or SANS_SERVICE, atelier.cell(FORT))
    alert = atelier.cell(TEXTE, bg_color=look.ORANGE_PALE if owed else look.BLANC)
    put(sheet, row, _COLONNES["libelle"], typographe(owed or "tout est rentré"), alert)
    _wide(sheet, row, "statut", service.personne, text)
    number = atelier.cell(CENTRE, num_format=FORMAT_COMPTE)
    faults = "+".join(_count(nom, retour=literal(statut.value)) for statut in REPRIS_EN_PARTIE)
    for column, formula, value in (
        ("le", _count(nom), len(lignes)),
        ("erreurs", _count(nom, reponse=literal("Oui")), len(lignes) - len(missing)),
        ("remarques", faults, len(faulty)),
    ):
        atelier.total(sheet, row, _COLONNES[column], f"={formula}", value, number)
    _wide(sheet, row, "fichier", "", text)
    if service.courriel:
        link = atelier.cell(PETIT, font_color=look.BLEU, underline=1)
        mail = Lien(service.courriel, f"mailto:{service.courriel}")
        show(atelier, sheet, row, _COLONNES["fichier"], mail, link)
    sheet.set_row(row, row_height((owed, _COLONNES.largeur("libelle")), (nom, 40), (service.personne, 42)))


def _answered_otherwise(atelier: Atelier) -> dict[str, str]:
    """How the actions were answered that nothing could be read of, by identifiant: « (a répondu en PDF) »."""
    registre = atelier.synthese.registre
    again = (x for x in registre.retours if x.statut is StatutRetour.A_REDEMANDER and x.seance == registre.seance)
    return {retour.action.identifiant: retour.suite for retour in again if retour.action}


def _name(atelier: Atelier, ligne: LigneAction, otherwise: Mapping[str, str]) -> str:
    """« 1.1.1 », « 1.1.2 (a répondu en PDF : à redemander) »."""
    how = otherwise.get(ligne.action.identifiant, "") if ligne.retour is StatutRetour.SANS_REPONSE else ""
    more = f" {how.removesuffix(')')} : à redemander)" if how else ""
    return f"{name_action(atelier.synthese.noms, ligne.action)}{more}"


# --- files -----------------------------------------------------------------------------------------------------------
def _rows(atelier: Atelier) -> list[_Ligne]:
    synthese = atelier.synthese
    registre = synthese.registre
    current = [retour for retour in registre.retours if retour.seance >= registre.seance]
    rows: list[_Ligne] = []
    by_action = group_by(current, lambda retour: retour.action.identifiant if retour.action else "")
    for ligne in synthese.lignes:
        if isinstance(ligne, LigneAction) and not ligne.lien:
            action = ligne.action
            service = lire(ligne.valeurs, SERVICE_GESTIONNAIRE) or SANS_SERVICE
            rows += [_Ligne(service, action, retour) for retour in by_action.get(action.identifiant, ())]
            if not ligne.recue:
                rows.append(_Ligne(service, action, None))
    rows.sort(key=lambda item: fold(item.service))
    return rows + [
        _Ligne("", retour.action, retour) for retour in current if retour.action is None or not retour.action.active
    ]
