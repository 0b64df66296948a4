"""What guides the person who fills programme.xlsx in: a sheet of help, and in yellow what is still to be filled."""

from collections.abc import Iterator, Sequence

from fiche_tool.domaine.mots.typographie import typographe
from fiche_tool.excel.dessin import look
from fiche_tool.excel.dessin.feuille import Feuille, Format, Forme, Ouvrage
from fiche_tool.excel.dessin.mesure import row_height
from fiche_tool.excel.dessin.reperes import Reperes
from fiche_tool.excel.programme import feuilles
from fiche_tool.excel.programme.feuilles import ColonneProgramme

_TITRE = "Mode d'emploi de ce classeur"
_EN_UN_MOT = (
    "Votre PST tient dans ce classeur : l'outil y lit les actions, leurs services, vos mots. Une case jaune reste à "
    "remplir ; elle redevient blanche dès qu'elle l'est."
)
_ETAPES = (
    (
        feuilles.PARAMETRES,
        "Le nom de votre CPAS, la législature, la personne à contacter, vos volets. Le reste peut attendre.",
    ),
    (feuilles.OBJECTIFS, "Une ligne par objectif, mot pour mot : vos axes s'il y en a, les OS, puis leurs OO."),
    (
        feuilles.LISTES,
        "Vos services, avec la personne et l'adresse qui reçoivent leurs fiches ; vos mandataires ; vos plans. Sans "
        "adresse (case jaune), le message de ce service sera prêt, mais sans destinataire.",
    ),
    (
        feuilles.ACTIONS,
        "Une ligne par action : son volet, le N° de son OO, son libellé, son service. Laissez l'identifiant vide : "
        "« generer » le donne.",
    ),
    ("Enregistrez, fermez", "Puis générez les fiches. Pour contrôler d'abord : fiche-tool verifier, et ce dossier."),
)
_QUESTIONS = (
    ("Une nouvelle action", "Une ligne de plus, n'importe où dans la feuille Actions, sans identifiant."),
    (
        "Un libellé, un N°, un service change",
        "Corrigez la case. L'identifiant ne change pas : l'action garde son passé, et Évolution montre le changement.",
    ),
    (
        "« Depuis le »",
        "Le jour où l'action est entrée dans le PST. Vide : elle y est depuis le début. « generer » l'écrit pour une "
        "action ajoutée après la première séance ; elle compte alors comme ajoutée, non dans le PST initial.",
    ),
    (
        "« Retirée le »",
        "Le jour où l'action sort du PST. Ne supprimez jamais sa ligne : datez son retrait. S'il est à venir, elle "
        "reste active jusque-là ; ensuite elle n'a plus de fiche, et garde son passé et son budget, comptés à part.",
    ),
    ("« État »", "active ou retirée. Une date dans « Retirée le » suffit : l'état suit."),
    (
        "Ce qui ne se change pas",
        "Le code du programme, les identifiants, le nom des feuilles et les titres des colonnes. Le reste est à vous : "
        "largeurs, couleurs, colonnes ajoutées, notes.",
    ),
    (
        "Les feuilles Import et Reprise",
        "Elles n'existent que si votre PST a été importé. Import : ce qui est à relire ; supprimez-la ensuite. "
        "Reprise : ce que le document disait de chaque action ; elle pré-remplit les premières fiches.",
    ),
)
_LARGEURS = (32, 92)
A_REMPLIR: Forme = {"bg_color": look.JAUNE}
_AUSSI = frozenset({"service", "contact", "personne", "courriel"})
"""Not required, yet what people are sorry to have left empty."""


def write_mode_emploi(workbook: Ouvrage) -> None:
    """The sheet of help, first of the workbook: the steps in their order, then what people ask."""
    base: Forme = {"font_name": look.POLICE, "font_size": 10, "font_color": look.ENCRE, "valign": "top"}
    head = workbook.add_format(base | {"bold": True, "bg_color": look.BLEU, "font_color": look.BLANC})
    label = workbook.add_format(base | {"bold": True, "text_wrap": True, "border": 1, "border_color": look.TRAIT})
    yellow = workbook.add_format(base | A_REMPLIR | {"bold": True, "border": 1, "border_color": look.TRAIT})
    text = workbook.add_format(base | {"text_wrap": True, "border": 1, "border_color": look.TRAIT})
    sheet = workbook.add_worksheet(feuilles.MODE_EMPLOI)
    for column, width in enumerate(_LARGEURS):
        sheet.set_column(column, column, width)
    title = workbook.add_format(base | {"bold": True, "font_size": 14, "font_color": look.BLEU})
    sheet.write_string(0, 0, _TITRE, title)
    sheet.merge_range(1, 0, 1, 1, typographe(_EN_UN_MOT), workbook.add_format(base | {"text_wrap": True}))
    sheet.set_row(1, 30)
    row = _rows(sheet, 3, ("Dans l'ordre", "Ce qu'on y met"), list(_numbered()), (head, label, text))
    sheet.write_string(row, 0, "Une case jaune", yellow)
    sheet.write_string(row, 1, "Elle est à remplir ; les autres peuvent rester vides.", text)
    _rows(sheet, row + 2, ("Et ensuite", "Comment faire"), _QUESTIONS, (head, label, text))
    sheet.hide_gridlines(2)
    sheet.set_tab_color(look.BLEU)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _numbered() -> Iterator[tuple[str, str]]:
    for rank, (nom, told) in enumerate(_ETAPES, 1):
        yield f"{rank}. {nom}", told


def _rows(
    sheet: Feuille, top: int, head: tuple[str, str], rows: Sequence[tuple[str, str]], formats: tuple[Format, ...]
) -> int:
    """Two columns under their heading; returns the row below."""
    for column, words in enumerate(head):
        sheet.write_string(top, column, words, formats[0])
    for row, (words, told) in enumerate(rows, top + 1):
        sheet.write_string(row, 0, typographe(words), formats[1])
        sheet.write_string(row, 1, typographe(told), formats[2])
        sheet.set_row(row, row_height((words, _LARGEURS[0]), (told, _LARGEURS[1]), size=10))
    return top + 1 + len(rows)


def guide_typing(colonne: ColonneProgramme, *, free: bool = False) -> dict[str, object]:
    """The note that shows on a cell of a column and, unless `free`, its drop-down list."""
    rule: dict[str, object] = {"validate": "any"}
    if colonne.liste and not free:
        told = f"Choisissez dans la liste, par la flèche à droite de la case. {colonne.aide}"
        rule = {"validate": "list", "source": f"=liste_{colonne.liste}", "error_type": "warning", "ignore_blank": False}
        rule |= {"error_title": colonne.entete[:_TITLE], "error_message": told[:_MESSAGE]}
    if colonne.aide:
        rule |= {"input_title": colonne.entete[:_TITLE], "input_message": colonne.aide[:_MESSAGE]}
    return rule


_TITLE, _MESSAGE = 32, 255  # what Excel shows of them


def paint_missing(sheet: Feuille, colonnes: Sequence[ColonneProgramme], last: int, style: Format) -> None:
    """In a table, yellow where a row is begun and lacks what is needed; its first row too while it is empty."""
    reperes = Reperes(c.nom for c in colonnes)
    first, end = reperes.retenue(colonnes[0].nom, 1), reperes.retenue(colonnes[-1].nom, 1)
    for colonne in colonnes:
        if (colonne.requise and colonne.nom != "identifiant") or colonne.nom in _AUSSI:
            own = reperes.cellule(colonne.nom, 1)
            formule = f'=AND({own}="",OR(ROW()=2,COUNTA({first}:{end})>0))'
            rule = {"type": "formula", "criteria": formule, "format": style}
            sheet.conditional_format(1, reperes[colonne.nom], last, reperes[colonne.nom], rule)


def paint_empty(sheet: Feuille, colonne: ColonneProgramme, row: int, style: Format) -> None:
    """The cell of a setting, yellow while it is empty or still says « (votre commune) »."""
    if colonne.requise or colonne.nom in _AUSSI:
        own = f"B{row + 1}"
        rule = {"type": "formula", "criteria": f'=OR({own}="",ISNUMBER(SEARCH("(votre",{own})))', "format": style}
        sheet.conditional_format(row, 1, row, 1, rule)
