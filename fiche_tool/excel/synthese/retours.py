"""Sheet Retours: service by service, who is to be reminded, who answered for which action, with which file."""

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import COMPLETE_LE, COMPLETE_PAR, SERVICE_GESTIONNAIRE
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.fusion import group_by
from fiche_tool.domaine.fusion.registre import REPRIS_EN_PARTIE, Retour, StatutRetour
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.programme.programme import Action, Service
from fiche_tool.domaine.synthese.lignes import LigneAction, name_action
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.synthese.liens import link_to_file, put_action, put_link, show_place
from fiche_tool.excel.synthese.page import A3, FORMAT_COMPTE, Atelier, count_formula, literal, put

NOM = "Retours"
SANS_SERVICE = "(sans service)"
_COLONNES = (
    ("Service", 26),
    ("N°", 16),
    ("Action", 46),
    ("Statut du retour", 22),
    ("Complétée par", 22),
    ("le", 12),
    ("Erreurs", 9),
    ("Remarques", 11),
    ("Fichier", 58),
    ("Logiciel", 20),
)
_COULEURS = {
    StatutRetour.SANS_REPONSE: look.ORANGE_PALE,
    StatutRetour.NON_RECONNUE: look.ALERTE_PALE,
    StatutRetour.EN_PARTIE: look.ALERTE_PALE,
    StatutRetour.EN_CONFLIT: look.ALERTE_PALE,
}
_RELANCES = ("Service", "", "À relancer, à corriger", "Personne", "", "Actions", "Reçues", "À corriger", "Courriel", "")


def write_retours(atelier: Atelier) -> None:
    """Reminders by service, then a row per file of the séance and per live action without answer."""
    sheet = atelier.add_sheet(NOM, [width for _, width in _COLONNES], "Retours des fiches et relances", paper=A3)
    bilan = atelier.synthese.registre.bilan
    summary = (
        f"{bilan.actions} actions : {bilan.recues} avec réponse, {bilan.sans_reponse} sans réponse. "
        f"{bilan.trouves} fichiers : {bilan.repris} repris, {bilan.repris_en_partie} repris en partie, "
        f"{bilan.ecartes} écartés, {bilan.ignores} ignorés."
    )
    put(sheet, 2, 0, summary, atelier.format(bold=True))
    top = _write_relances(atelier, sheet, 4) + 1
    atelier.section(sheet, top, "Fichier par fichier", len(_COLONNES))
    atelier.headings(sheet, top + 1, [heading for heading, _ in _COLONNES])
    sheet.freeze_panes(3, 1)
    row = top + 2
    for service, action, retour in _rows(atelier):
        _write(atelier, sheet, row, service, action, retour)
        row += 1
    sheet.autofilter(top + 1, 0, max(row - 1, top + 2), len(_COLONNES) - 1)


# --- reminders -------------------------------------------------------------------------------------------------------
def _write_relances(atelier: Atelier, sheet: Worksheet, row: int) -> int:
    """A row per service: how many fiches it owes, and which. Returns the row after the table."""
    atelier.section(sheet, row, "Relances par service", len(_COLONNES))
    heads = row + 1
    for column, heading in enumerate(_RELANCES):
        sheet.write_string(heads, column, heading, atelier.head())
    sheet.merge_range(heads, 0, heads, 1, "Service", atelier.head())
    sheet.merge_range(heads, 3, heads, 4, "Personne", atelier.head())
    sheet.merge_range(heads, 8, heads, 9, "Courriel", atelier.head())
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


def _relance(
    atelier: Atelier, sheet: Worksheet, row: int, service: Service, nom: str, lignes: Sequence[LigneAction]
) -> None:
    missing = [ligne for ligne in lignes if ligne.retour is StatutRetour.SANS_REPONSE]
    faulty = [ligne for ligne in lignes if ligne.retour in REPRIS_EN_PARTIE]
    owed = "\n".join(
        f"{words} : {', '.join(name_action(atelier.synthese.noms, ligne.action) for ligne in kind)}"
        for words, kind in (("Sans réponse", missing), ("À corriger", faulty))
        if kind
    )
    text, bold = atelier.cell(text_wrap=True, font_size=9), atelier.cell(text_wrap=True, font_size=9, bold=True)
    alert = atelier.cell(text_wrap=True, font_size=9, bg_color=look.ORANGE_PALE if owed else look.BLANC)
    sheet.merge_range(row, 0, row, 1, nom or SANS_SERVICE, bold)
    put(sheet, row, 2, owed or "tout est rentré", alert)
    sheet.merge_range(row, 3, row, 4, service.personne, text)
    number = atelier.cell(align="center", font_size=9, num_format=FORMAT_COMPTE)
    where = {"service": literal(nom)} if nom else {"service": '""', "identifiant": '"?*"'}
    states = [literal(statut.value) for statut in REPRIS_EN_PARTIE]
    atelier.total(sheet, row, 5, count_formula(**where), len(lignes), number)
    atelier.total(sheet, row, 6, count_formula(**where, reponse=literal("Oui")), len(lignes) - len(missing), number)
    faults = "+".join(count_formula(**where, retour=state).removeprefix("=") for state in states)
    atelier.total(sheet, row, 7, f"={faults}", len(faulty), number)
    sheet.merge_range(row, 8, row, 9, "", text)
    if service.courriel:
        link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1)
        put_link(sheet, row, 8, f"mailto:{service.courriel}", service.courriel, link)
    sheet.set_row(row, row_height((owed, 46), (nom, 40), (service.personne, 42)))


# --- files -----------------------------------------------------------------------------------------------------------
def _rows(atelier: Atelier) -> list[tuple[str, Action | None, Retour | None]]:
    synthese = atelier.synthese
    registre = synthese.registre
    current = [retour for retour in registre.retours if retour.seance >= registre.seance]
    rows: list[tuple[str, Action | None, Retour | None]] = []
    by_action = group_by(current, lambda retour: retour.action.identifiant if retour.action else "")
    for ligne in synthese.lignes:
        if isinstance(ligne, LigneAction) and not ligne.lien:
            action = ligne.action
            service = lire(ligne.valeurs, SERVICE_GESTIONNAIRE) or SANS_SERVICE
            rows += [(service, action, retour) for retour in by_action.get(action.identifiant, ())]
            if not ligne.recue:
                rows.append((service, action, None))
    rows.sort(key=lambda item: fold(item[0]))
    return rows + [
        ("", retour.action, retour) for retour in current if retour.action is None or not retour.action.active
    ]


def _write(
    atelier: Atelier, sheet: Worksheet, row: int, service: str, action: Action | None, retour: Retour | None
) -> None:
    statut = retour.statut if retour else StatutRetour.SANS_REPONSE
    colour = {"bg_color": _COULEURS[statut]} if statut in _COULEURS else {}
    text = atelier.cell(text_wrap=True, font_size=9)
    for column in range(len(_COLONNES)):
        sheet.write_blank(row, column, None, text)
    put(sheet, row, 0, service, atelier.cell(text_wrap=True, font_size=9, bold=True))
    what = action.libelle if action else retour.raison if retour else ""
    if action:
        label = name_action(atelier.synthese.noms, action)
        linked = atelier.cell(text_wrap=True, font_size=9, font_color=look.BLEU)
        put_action(atelier, sheet, row, 1, action.identifiant, label, linked)
    put(sheet, row, 2, what, text)
    put(sheet, row, 3, statut.value, atelier.cell(bold=True, font_size=9, **colour))
    if retour is not None:
        _write_file(atelier, sheet, row, retour)
    path = show_place(retour.lecture.fichier.chemin) if retour else ""
    sheet.set_row(row, row_height((what, 46), (path, 58), (service, 26)))


def _write_file(atelier: Atelier, sheet: Worksheet, row: int, retour: Retour) -> None:
    lecture = retour.lecture
    text, center = atelier.cell(text_wrap=True, font_size=9), atelier.cell(align="center", font_size=9)
    put(sheet, row, 4, lecture.lire(COMPLETE_PAR), text)
    put(sheet, row, 5, show_valeur(COMPLETE_LE.nom, lecture.lire(COMPLETE_LE)), center)
    errors = sum(anomalie.bloquante for anomalie in retour.anomalies)
    put(sheet, row, 6, errors or None, center)
    put(sheet, row, 7, (len(retour.anomalies) - errors) or None, center)
    chemin = lecture.fichier.chemin
    link = atelier.cell(font_size=9, font_color=look.BLEU, underline=1, text_wrap=True)
    put_link(sheet, row, 8, link_to_file(chemin), show_place(chemin), link)
    put(sheet, row, 9, lecture.fichier.application, text)
