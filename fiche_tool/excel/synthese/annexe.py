"""Sheet Synthèse: the annex of the evaluations, volet > axe > OS > OO > action, ready to print."""

from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from fiche_tool.domaine.synthese import METHODE, SANS_REPONSE, LigneAction, LigneNoeud
from fiche_tool.excel import look
from fiche_tool.excel.synthese.page import Atelier, put, row_height

NOM = "Synthèse"
_COLONNES = (
    ("N°", 8),
    ("Objectif / action", 50),
    ("Statut", 13),
    ("Taux (%)", 9),
    ("Δ", 7),
    ("Échéance", 14),
    ("Service gestionnaire", 21),
    ("Porteur", 18),
    ("Mandataire", 22),
    ("Indicateurs de résultat", 36),
    ("Dépenses prévues (€)", 14),
    ("Commentaire", 48),
)
_WIDTH = len(_COLONNES)
_TOP = 3
_NIVEAUX = {
    "volet": {"bg_color": look.BLEU, "font_color": look.BLANC, "bold": True, "font_size": 13},
    "axe": {"bg_color": look.BLEU_MOYEN, "font_color": look.BLANC, "bold": True, "font_size": 11},
    "OS": {"bg_color": look.BLEU_PALE, "bold": True, "font_size": 11},
    "OO": {"bg_color": look.BLEU_BRUME, "bold": True},
}
_PROFONDEUR = {"volet": 0, "axe": 1, "OS": 1, "OO": 2}
A3 = 8


def write_annexe(atelier: Atelier) -> None:
    """One row per node and per action; transversal actions repeated with « (L) »."""
    sheet = atelier.add_sheet(NOM, [width for _, width in _COLONNES], "Synthèse du PST", paper=A3)
    atelier.headings(sheet, _TOP, [heading for heading, _ in _COLONNES])
    row = _TOP
    for row, ligne in enumerate(atelier.synthese.lignes, _TOP + 1):
        if isinstance(ligne, LigneNoeud):
            _node(atelier, sheet, row, ligne)
        else:
            _action(atelier, sheet, row, ligne)
    last = max(row, _TOP + 1)
    actions = [at for at, ligne in enumerate(atelier.synthese.lignes, _TOP + 1) if isinstance(ligne, LigneAction)]
    _bars(sheet, actions or [_TOP + 1])
    note = atelier.format(font_size=9, italic=True, font_color=look.GRIS)
    sheet.write_string(last + 1, 0, METHODE, note)
    sheet.write_string(
        last + 2, 0, "(L) : action transversale, répétée sous un autre objectif ; comptée une seule fois.", note
    )
    sheet.autofilter(_TOP, 0, last, _WIDTH - 1)
    sheet.print_area(0, 0, last + 2, _WIDTH - 1)


def _bars(sheet: Worksheet, rows: list[int]) -> None:
    """A bar behind the taux of each action, not of the objectives: their colours would hide it."""
    blocks: list[list[int]] = []
    for row in rows:
        if blocks and row == blocks[-1][1] + 1:
            blocks[-1][1] = row
        else:
            blocks.append([row, row])
    sheet.conditional_format(
        rows[0],
        3,
        rows[-1],
        3,
        {
            "type": "data_bar",
            "multi_range": " ".join(f"D{first + 1}:D{last + 1}" for first, last in blocks),
            "bar_solid": True,
            "bar_color": "#A9C7E3",
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 100,
            "data_bar_2010": True,
        },
    )


def _node(atelier: Atelier, sheet: Worksheet, row: int, noeud: LigneNoeud) -> None:
    shape = _NIVEAUX[noeud.niveau]
    style = atelier.cell(**shape, text_wrap=noeud.niveau != "volet", valign="vcenter")
    for column in range(_WIDTH):
        sheet.write_blank(row, column, None, style)
    put(sheet, row, 0, noeud.numero, style)
    counted = "" if noeud.niveau == "axe" else f"{noeud.actions} action{'s' if noeud.actions > 1 else ''}"
    put(sheet, row, 1, noeud.intitule, style)
    centered = atelier.cell(**shape, align="center", valign="vcenter", num_format="0")
    put(sheet, row, 2, counted if noeud.actions else "—", centered)
    put(sheet, row, 3, noeud.taux if noeud.taux is not None else "—", centered)
    options: dict[str, object] = {"level": _PROFONDEUR[noeud.niveau]}
    height = 24.0 if noeud.niveau == "volet" else max(18.0, row_height((noeud.intitule, 50), size=11) + 2)
    sheet.set_row(row, height, None, options)


def _action(atelier: Atelier, sheet: Worksheet, row: int, ligne: LigneAction) -> None:
    action, values = ligne.action, ligne.valeurs
    wrap = atelier.cell(text_wrap=True)
    small = atelier.cell(text_wrap=True, font_size=9)
    center = atelier.cell(align="center", num_format=look.FORMAT_TAUX)
    put(sheet, row, 0, action.numero + (" (L)" if ligne.lien else ""), atelier.cell(align="left", text_wrap=True))
    put(sheet, row, 1, action.libelle, wrap)
    statut = ligne.statut or (SANS_REPONSE.lower() if not ligne.repondue else "—")
    put(sheet, row, 2, statut, atelier.statut(statut))
    put(sheet, row, 3, ligne.taux, center)
    put(sheet, row, 4, show_delta(ligne.delta), center)
    echeance = (ligne.fin.texte if ligne.fin else "") + ("\nen retard" if ligne.en_retard else "")
    late = atelier.cell(align="center", text_wrap=True, bold=True, font_color=look.ALERTE)
    put(sheet, row, 5, echeance, late if ligne.en_retard else atelier.cell(align="center", text_wrap=True))
    for column, nom in ((6, "service"), (7, "porteur"), (8, "mandataire"), (9, "indicateurs")):
        put(sheet, row, column, values.get(nom), small)
    put(
        sheet,
        row,
        10,
        None if ligne.lien else ligne.depenses,
        atelier.cell(num_format=look.FORMAT_MONTANT, align="right", indent=1),
    )
    put(sheet, row, 11, values.get("commentaire"), small)
    height = row_height(
        *((values.get(nom), width) for nom, width in (("indicateurs", 36), ("commentaire", 48), ("mandataire", 22))),
        *((values.get(nom), width) for nom, width in (("service", 21), ("porteur", 18))),
        (echeance, 14),
    )
    sheet.set_row(row, max(height, row_height((action.libelle, 50), size=10)), None, {"level": 3})


def show_delta(delta: Decimal | None) -> str:
    """« +20 », « -5 », « = »; nothing where there is nothing to compare."""
    if delta is None:
        return ""
    return "=" if delta == 0 else f"{delta:+f}".replace(".", ",")
