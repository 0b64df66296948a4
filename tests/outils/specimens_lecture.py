"""Specimens of what people write otherwise than by typing in a cell: strikes, text boxes, comments, pictures."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from fiche_tool.domaine.fiche.fiche import nom_de_cellule
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.lecture.classeur import Position, address
from fiche_tool.excel.lecture.lecteurs import open_classeur
from fiche_tool.excel.lecture.xml import escape
from fiche_tool.fichiers.piece import examine
from tests.conftest import COMPLETE, Pst
from tests.outils.specimens import BOOK, FORM, LINE, STRINGS, Drop, at, filled, repack, replace
from tests.outils.specimens_formes import part_of, two_actions_in_one, with_sheet

_RELS = "xl/worksheets/_rels/sheet1.xml.rels"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_THREAD = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DRAWING = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
HISTORY, HELP, CORE = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml", "docProps/core.xml"
REPONSE = "Le marché est attribué"
"""The words that each of these people wrote, where no cell asks for them."""


# --- relationships and cells ------------------------------------------------------------------------------------------
def related(data: bytes, parts: Mapping[str, tuple[str, bytes]]) -> bytes:
    """A fiche whose form has these parts beside it, each with the type of its relationship."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        own = archive.read(_RELS).decode() if _RELS in archive.namelist() else ""
    links = "".join(
        f'<Relationship Id="rIdX{rank}" Type="{kind if "://" in kind else f"{_OFFICE}/{kind}"}" Target="/{name}"/>'
        for rank, (name, (kind, _)) in enumerate(parts.items())
        if kind
    )
    rels = own.replace("</Relationships>", f"{links}</Relationships>") or (
        f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
    )
    extra = {name: content for name, (_, content) in parts.items()} | {_RELS: rels.encode()}
    return repack(data, {_RELS: None}, extra)


def put(data: bytes, position: Position, cell: str, sheet: str = FORM) -> bytes:
    """A fiche in which a cell of the form, or of a sheet, is replaced or put in: `cell` has {at} for its address."""
    where = address(position)

    def change(part: bytes) -> bytes:
        text = part.decode()
        old = re.search(rf'<c r="{where}"(?: [^>]*)?(?:/>|>.*?</c>)', text, re.DOTALL)
        style = re.search(r' s="\d+"', old[0]) if old else None
        new = cell.replace("{at}", f'r="{where}"{style[0] if style else ""}')
        if old:
            return (text[: old.start()] + new + text[old.end() :]).encode()
        row = re.search(rf'<row r="{position[0]}"[^>]*>', text)
        assert row is not None, where
        if row[0].endswith("/>"):
            return text.replace(row[0], f"{row[0][:-2]}>{new}</row>").encode()
        end = text.index("</row>", row.end())
        cells = [found for found in re.finditer(r'<c r="([A-Z]+)\d+"', text[row.end() : end])]
        before = [c for c in cells if (len(c[1]), c[1]) > (len(letters(where)), letters(where))]
        here = row.end() + (before[0].start() if before else end - row.end())
        return (text[:here] + new + text[here:]).encode()

    return repack(data, {sheet: change})


def letters(where: str) -> str:
    """The column of an address."""
    return where.rstrip("0123456789")


def typed(texte: str) -> str:
    """A cell with a text."""
    return f'<c {{at}} t="inlineStr"><is><t>{texte}</t></is></c>'


def corner(data: bytes, nom: str) -> Position:
    """Where a name of the tool points on the form."""
    return open_classeur(examine(data)).noms[nom_de_cellule(nom)].coin


def over(nom: str, cell: str = typed(REPONSE), down: int = 0, right: int = 0) -> Drop:
    """An answered fiche with this cell where a name of the tool points, or beside it."""

    def drop(pst: Pst) -> None:
        data = type_in(pst.fiche("A2BCD"), COMPLETE)
        row, column = corner(data, nom)
        pst.drop("a.xlsx", put(data, (row + down, column + right), cell))

    return drop


def beside_form(sheet: str, *positions: Position) -> Drop:
    """An answered fiche with an answer on Historique or Aide."""

    def drop(pst: Pst) -> None:
        data = type_in(pst.fiche("A2BCD"), COMPLETE)
        for position in positions:
            data = put(data, position, typed(REPONSE), f"xl/worksheets/{sheet}.xml")
        pst.drop("a.xlsx", data)

    return drop


def dated_line(pst: Pst) -> None:
    """A line of a history that has none yet, typed as the tool itself writes them."""
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    row, column = corner(data, "historique")
    dated = put(data, (row, column), "<c {at}><v>44524</v></c>", HISTORY)
    pst.drop("a.xlsx", put(dated, (row, column + 7), typed(REPONSE), HISTORY))


def on_copied_help(pst: Pst) -> None:
    """An answer on a copy of the sheet Aide."""
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    copy = part_of(put(data, (5, 4), typed(REPONSE), "xl/worksheets/sheet3.xml"), "xl/worksheets/sheet3.xml")
    pst.drop("a.xlsx", with_sheet(data, copy, "Aide (2)"))


def linked(pst: Pst) -> None:
    """« voir ici », which leads to the answer."""
    data = type_in(pst.fiche("A2BCD"), {**COMPLETE, "partenaires": "voir ici", "porteur": "j@cpas.be"})
    cells = {at("partenaires"): REPONSE, at("porteur"): "mailto:j@cpas.be"}
    links = "".join(f'<hyperlink ref="{cell}" r:id="rIdL{cell}"/>' for cell in cells)
    rels = "".join(
        f'<Relationship Id="rIdL{cell}" Type="{_OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
        for cell, target in cells.items()
    )
    part = f'<Relationships xmlns="{_PACKAGE}">{rels}</Relationships>'
    changed = {FORM: replace("<printOptions", f'<hyperlinks xmlns:r="{_OFFICE}">{links}</hyperlinks><printOptions')}
    pst.drop("a.xlsx", repack(data, changed, {_RELS: part.encode()}))


def surgery(sheet: str, old: str, new: str) -> Drop:
    """An answered fiche in a part of which this stands in place of that."""
    return lambda pst: pst.drop("a.xlsx", repack(type_in(pst.fiche("A2BCD"), COMPLETE), {sheet: replace(old, new)}))


def tipped(pst: Pst) -> None:
    """A link within the fiche, whose tip is the answer."""
    link = f'<hyperlinks><hyperlink ref="D29" location="Fiche!A1" tooltip="{REPONSE}"/></hyperlinks>'
    surgery(FORM, "<printOptions", f"{link}<printOptions")(pst)


def named_sheet(pst: Pst) -> None:
    """An empty sheet whose name is the answer."""
    empty = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()
    pst.drop("a.xlsx", with_sheet(type_in(pst.fiche("A2BCD"), COMPLETE), empty, REPONSE))


def renamed_form(pst: Pst) -> None:
    """The form, whose name is the answer: every name follows it."""
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    rename = re.compile(r'name="Fiche"|>Fiche!|(?<=[>,])Fiche!')

    def change(part: bytes) -> bytes:
        text = rename.sub(lambda found: found[0].replace("Fiche!", f"'{REPONSE}'!"), part.decode())
        return text.replace('name="Fiche"', f'name="{REPONSE}"').encode()

    pst.drop("a.xlsx", repack(data, {BOOK: change}))


def behind(pst: Pst) -> None:
    """A picture behind the cells of the form."""
    data = related(type_in(pst.fiche("A2BCD"), COMPLETE), {"xl/media/fond.png": ("image", b"\x89PNG")})
    pst.drop("a.xlsx", data)


def overtyped_label(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    row, _ = corner(data, "partenaires")
    pst.drop("a.xlsx", put(data, (row, 1), typed(f"Partenaire(s) : {REPONSE}")))


def without_names(pst: Pst) -> None:
    """Typed beside a form that lost its names."""
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    row, column = corner(data, "partenaires")
    data = put(data, (row, column + 5), typed(REPONSE))
    pst.drop("a.xlsx", repack(data, {BOOK: lambda part: part.replace(b'"pst_', b'"autre_')}))


# --- what is drawn ----------------------------------------------------------------------------------------------------
def anchored(content: str) -> bytes:
    """A drawing with one thing at B21."""
    place = "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>20</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    return (
        f"<xdr:wsDr {_DRAWING}><xdr:twoCellAnchor>{place}</xdr:from><xdr:to><xdr:col>3</xdr:col><xdr:row>22</xdr:row>"
        f"</xdr:to>{content}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    ).encode()


def shape(texte: str) -> str:
    """A shape with words."""
    return (
        '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="Zone"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>'
        f"<xdr:txBody><a:bodyPr/><a:p><a:r><a:rPr lang='fr-BE'/><a:t>{texte}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )


def with_drawing(data: bytes, content: str) -> bytes:
    """A fiche, or a model, with a drawing on its form."""
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    changes = {
        "[Content_Types].xml": replace(
            "</Types>", f'<Override PartName="/xl/drawings/drawing9.xml" ContentType="{kind}"/></Types>'
        ),
        FORM: lambda part: re.sub(rb"(?=<legacyDrawing|<tableParts|<extLst|</worksheet>)", _DRAWN, part, count=1),
    }
    return repack(related(data, {"xl/drawings/drawing9.xml": ("drawing", anchored(content))}), changes)


def drawn(content: str) -> Drop:
    """An answered fiche with a drawing."""
    return lambda pst: pst.drop("a.xlsx", with_drawing(type_in(pst.fiche("A2BCD"), COMPLETE), content))


_DRAWN = f'<drawing xmlns:r="{_OFFICE}" r:id="rIdX0"/>'.encode()


PICTURE = '<xdr:pic><xdr:nvPicPr/><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic>'
GROUP = f"<xdr:grpSp><xdr:nvGrpSpPr/><xdr:grpSpPr/>{shape('Le marché')}{shape('est attribué')}</xdr:grpSp>"
ALTERNATIVE = (
    f"<mc:AlternateContent><mc:Choice Requires='a14'>{shape(REPONSE)}</mc:Choice>"
    f"<mc:Fallback>{shape('autre chose')}</mc:Fallback></mc:AlternateContent>"
)
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shape id="a" type="#_x0000_t202"><v:textbox><div></div></v:textbox><x:ClientData ObjectType="Note">'
    "<x:Row>3</x:Row></x:ClientData></v:shape>"
    '<v:shape id="b" type="#_x0000_t202"><v:textbox><div style="x"><font face="Arial">Le marché<br> est '
    'attribu&eacute;</font></div></v:textbox><x:ClientData ObjectType="Rect"><x:Anchor>1, 0, 20, 0, 3, 0, 22, 0'
    "</x:Anchor></x:ClientData></v:shape></xml>"
)


def commented(*parts: tuple[str, str, str]) -> Drop:
    """An answered fiche with parts of comments: name, type, content."""
    found = {name: (kind, content.encode()) for name, kind, content in parts}
    return lambda pst: pst.drop("a.xlsx", related(type_in(pst.fiche("A2BCD"), COMPLETE), found))


_BOILERPLATE = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it "
    "will get removed if the file is opened in a newer version of Excel. Learn more: https://go.microsoft.com/fwlink/\n\n"
    f"Comment:\n    {REPONSE}\nReply:\n    Merci"
)
LEGACY = (
    f'<comments xmlns="{_MAIN}"><authors><author>tc={{1}}</author></authors><commentList><comment ref="D21" '
    f'authorId="0"><text><t xml:space="preserve">{_BOILERPLATE}</t></text></comment></commentList></comments>'
)
THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    f'<threadedComment ref="D21" personId="{{1}}" id="{{2}}"><text>{REPONSE}</text></threadedComment>'
    '<threadedComment ref="D21" personId="{3}" id="{4}" parentId="{2}"><text>Merci</text></threadedComment>'
    "</ThreadedComments>"
)


# --- strikes ----------------------------------------------------------------------------------------------------------
def struck(data: bytes, *cells: str) -> bytes:
    """A fiche in which the style of these cells strikes them through."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    fonts = re.search(r"<fonts.*?</fonts>", styles, re.DOTALL)
    xfs = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)
    assert fonts is not None
    assert xfs is not None
    shapes = re.findall(r"<xf [^>]*/>|<xf .*?</xf>", xfs[1], re.DOTALL)
    font = len(re.findall(r"<font>|<font/>", fonts[0]))
    sheet = part_of(data, FORM).decode()
    for cell in cells:
        found = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
        assert found is not None, cell
        sheet = sheet.replace(found[0], f'<c r="{cell}" s="{len(shapes)}"')
        shapes.append(re.sub(r'fontId="\d+"', f'fontId="{font}"', shapes[int(found[1])]))
    styles = styles.replace(xfs[0], f'<cellXfs count="{len(shapes)}">{"".join(shapes)}</cellXfs>')
    styles = styles.replace("</fonts>", '<font><strike/><sz val="10"/><name val="Calibri"/></font></fonts>')
    return repack(data, {FORM: lambda _: sheet.encode(), "xl/styles.xml": lambda _: styles.encode()})


def struck_if(data: bytes, where: str, font: str = "<strike/>") -> bytes:
    """A fiche in which a conditional format strikes what is in some cells, or only might."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rank = len(re.findall(rb"<dxf>", archive.read("xl/styles.xml")))
    rule = f'<cfRule type="expression" dxfId="{rank}" priority="9"><formula>$D$23&gt;0</formula></cfRule>'
    changes = {
        "xl/styles.xml": replace("</dxfs>", f"<dxf><font>{font}</font></dxf></dxfs>"),
        FORM: replace(
            "<dataValidations",
            f'<conditionalFormatting sqref="{where}">{rule}</conditionalFormatting><dataValidations',
        ),
    }
    return repack(data, changes)


def struck_by_recent_rule(data: bytes, where: str) -> bytes:
    """The same by a rule that looks at another sheet: Excel keeps it apart, with its format."""
    rule = (
        '<x14:cfRule type="expression" priority="9" id="{1}"><xm:f>Aide!$A$1=1</xm:f><x14:dxf><font><strike/></font>'
        f"</x14:dxf></x14:cfRule><xm:sqref>{where}</xm:sqref>"
    )
    spaces = 'xmlns:x14="urn:x14" xmlns:xm="urn:xm"'
    rules = f"<x14:conditionalFormattings><x14:conditionalFormatting>{rule}</x14:conditionalFormatting>"
    ext = f'<extLst><ext {spaces} uri="{{2}}">{rules}</x14:conditionalFormattings></ext></extLst></worksheet>'
    return repack(data, {FORM: replace("</worksheet>", ext)})


def formatted(data: bytes, cell: str, code: str) -> bytes:
    """A fiche in which a cell has this number format."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    xfs = re.search(r"<cellXfs[^>]*>(.*?)</cellXfs>", styles, re.DOTALL)
    sheet = part_of(data, FORM).decode()
    found = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
    assert xfs is not None
    assert found is not None, cell
    shapes = re.findall(r"<xf [^>]*/>|<xf .*?</xf>", xfs[1], re.DOTALL)
    own = re.sub(r'numFmtId="\d+"', 'numFmtId="300"', shapes[int(found[1])])
    styles = styles.replace("</numFmts>", f'<numFmt numFmtId="300" formatCode="{escape(code)}"/></numFmts>')
    styles = styles.replace(xfs[0], xfs[0].replace("</cellXfs>", f"{own}</cellXfs>"))
    sheet = sheet.replace(found[0], f'<c r="{cell}" s="{len(shapes)}"')
    return repack(data, {FORM: lambda _: sheet.encode(), "xl/styles.xml": lambda _: styles.encode()})


def shown_as(nom: str, code: str) -> Drop:
    """An answered fiche in which the cell of a field has this number format."""
    return lambda pst: pst.drop("a.xlsx", formatted(type_in(pst.fiche("A2BCD"), COMPLETE), at(nom), code))


def rich(out: str, kept: str) -> str:
    """A rich text of which the first words are struck."""
    return f"<r><rPr><strike/><sz val='10'/></rPr><t>{out}</t></r><r><rPr/><t xml:space='preserve'>{kept}</t></r>"


def in_runs(data: bytes, texte: str, out: str, kept: str, *, shared: bool = False, new: str = "") -> bytes:
    """A fiche in which a typed text is made of struck words and of others, or of the runs given."""
    new, old = new or rich(out, kept), f'<is><t xml:space="preserve">{texte}</t></is>'
    if not shared:
        return repack(data, {FORM: lambda part: part.replace(old.encode(), f"<is>{new}</is>".encode())})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        rank = archive.read(STRINGS).count(b"<si>")

    def point(part: bytes) -> bytes:
        return part.replace(f't="inlineStr">{old}'.encode(), f't="s"><v>{rank}</v>'.encode())

    return repack(data, {FORM: point, STRINGS: lambda part: part.replace(b"</sst>", f"<si>{new}</si></sst>".encode())})


def struck_amount(pst: Pst, *, shared: bool = False) -> None:
    line = {**LINE, "montant": "10001500", "fonds_propres": 1500}
    data = type_in(pst.fiche("A2BCD"), COMPLETE, [line])
    pst.drop("a.xlsx", in_runs(data, "10001500", "1000", "1500", shared=shared))


RAISED = '<r><t>1000</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
"""An amount that calls a footnote."""


def footnoted(pst: Pst, *, shared: bool = False) -> None:
    """An amount with the call of a footnote, typed in the cell or kept among the shared texts."""
    data = type_in(pst.fiche("A2BCD"), COMPLETE, [{**LINE, "montant": "10001"}])
    pst.drop("a.xlsx", in_runs(data, "10001", "", "", shared=shared, new=RAISED))


def struck_prose(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), {**COMPLETE, "commentaire": "Abandonné Reporté en 2022"})
    pst.drop("a.xlsx", in_runs(data, "Abandonné Reporté en 2022", "Abandonné", " Reporté en 2022", shared=True))


def line_cells(data: bytes, row: int = 0) -> list[str]:
    """The filled cells of a line of the budget table."""
    classeur = open_classeur(examine(data))
    corps = classeur.noms[nom_de_cellule("budget")]
    cells = classeur.ouvrir(corps.feuille).cellules.items()
    return [saisie.cellule for where, saisie in cells if where in corps and where[0] == corps.haut + row]


LINES: tuple[dict[str, Contenu], ...] = (LINE, {**LINE, "article": "104/124-02", "montant": 250, "fonds_propres": 250})


def struck_line(pst: Pst) -> None:
    data = type_in(pst.fiche("A2BCD"), COMPLETE, LINES)
    pst.drop("a.xlsx", struck(data, *line_cells(data, 1)))


def struck_cell(nom: str, **champs: Contenu) -> Drop:
    """An answered fiche in which one cell is struck whole."""
    return lambda pst: pst.drop("a.xlsx", struck(type_in(pst.fiche("A2BCD"), {**COMPLETE, **champs}), at(nom)))


# --- pictures in cells, sheets ----------------------------------------------------------------------------------------
def picture_in(nom: str) -> Drop:
    """A fiche with a picture in the cell of a field, as Excel 365 puts it there."""

    def drop(pst: Pst) -> None:
        data = type_in(pst.fiche("A2BCD"), COMPLETE)
        data = put(data, corner(data, nom), '<c {at} t="e" vm="1"><v>#VALUE!</v></c>')
        pst.drop("a.xlsx", repack(data, {}, {"xl/richData/rdrichvalue.xml": b"<rvData/>"}))

    return drop


def other_form(pst: Pst) -> None:
    """The form of another action beside the fiche, without its code: nothing says twice whose it is."""
    data = type_in(pst.fiche("A2BCD"), COMPLETE)
    form = part_of(pst.fiche("B3CDE"), FORM).replace(b'<t xml:space="preserve">B3CDE<', b'<t xml:space="preserve"> <')
    pst.drop("a.xlsx", with_sheet(data, form, "Fiche B"))


Faults = Mapping[str, Callable[[Pst], object]]
LECTURE: Mapping[str, Faults] = {
    "IDE08": {"fiche d'une autre action sans son identifiant": other_form},
    "SAI19": {
        "zone de texte": drawn(shape(REPONSE)),
        "formes groupées": drawn(GROUP),
        "forme à deux versions": drawn(ALTERNATIVE),
        "deux lignes dans une zone de texte": drawn(shape(REPONSE.replace(" ", "</a:t></a:r><a:br/><a:r><a:t>", 1))),
        "dessin illisible": drawn("<xdr:sp>"),
        "notes illisibles": commented(("xl/comments9.xml", "comments", "<comments>")),
        "image collée": drawn(PICTURE),
        "zone de texte d'un ancien programme": commented(("xl/drawings/vmlDrawing9.vml", "vmlDrawing", _VML)),
        "fil de commentaires": commented(
            ("xl/comments9.xml", "comments", LEGACY), ("xl/threadedComments/t9.xml", _THREAD, THREAD)
        ),
        "fil de commentaires réenregistré": commented(("xl/comments9.xml", "comments", LEGACY)),
        "colonne Remarque": over("partenaires", right=6),
        "colonne Contrôle": over("controle_service"),
        "bilan du contrôle, ligne": over("controle_budget", down=2),
        "total": over("total_depenses", "<c {at}><v>4000</v></c>"),
        "total par une formule": over("total_depenses", "<c {at}><f>E40+4000</f><v>4000</v></c>"),
        "bilan": over("bilan"),
        "titre de la colonne Remarque": over("remarque"),
        "feuille Historique": beside_form("sheet2", (20, 3)),
        "feuille Aide, sur un texte": beside_form("sheet3", (25, 2)),
        "feuille Aide, bien des cases": beside_form("sheet3", *((row, 4) for row in range(2, 9))),
        "ligne datée dans la feuille Historique": dated_line,
        "formule à côté": over("partenaires", '<c {at} t="str"><f>"vu"</f><v>vu</v></c>', right=5),
        "étiquette": overtyped_label,
        "en-tête": over("entete", typed(f"CPAS d'Essai – Bureau permanent du 24 novembre 2021 : {REPONSE}")),
        "noms disparus": without_names,
        "en-tête remplacé": over("entete", typed(f"{REPONSE} en 2021")),
        "référence": over("reference"),
        "cases d'identité": over("seance"),
        "version du modèle": over("modele"),
        "point de contrôle imité": over("controle_service", typed(f"• {REPONSE}")),
        "liste « À corriger » d'une fiche sans faute": over("a_corriger", down=2, right=1),
        "titre de la liste « À corriger »": over("a_corriger_titre"),
        "table cachée des fautes": over("fautes", down=29, right=3),
        "caché sous une fusion": over("partenaires", right=1),
        "copie de la feuille Aide": on_copied_help,
        "lien derrière un texte": linked,
        "en-tête de page": surgery(FORM, "&amp;RBureau", f"&amp;R{REPONSE} &amp;&amp; notifié&amp;8Bureau"),
        "pied de page de la première page": surgery(
            FORM,
            "</headerFooter>",
            f'<firstFooter>&amp;C&amp;"Arial,Gras"&amp;K00B050{REPONSE}</firstFooter></headerFooter>',
        ),
        "info-bulle d'un lien": tipped,
        "message de saisie ajouté": surgery(
            FORM,
            "</dataValidations>",
            f'<dataValidation promptTitle="Paul" prompt="{REPONSE}" sqref="A60"/></dataValidations>',
        ),
        "feuille vide au nom parlant": named_sheet,
        "formulaire au nom parlant": renamed_form,
        "image d'arrière-plan": behind,
        "état dans les propriétés": surgery(
            CORE, "<cp:lastModifiedBy>", f"<cp:contentStatus>{REPONSE}</cp:contentStatus><cp:lastModifiedBy>"
        ),
        "commentaire dans les propriétés": surgery(CORE, "<dc:description>Modèle", f"<dc:description>{REPONSE}"),
        "mots clés": surgery(CORE, "<cp:keywords>", f"<cp:keywords>{REPONSE}, "),
        "responsable dans les propriétés": surgery(
            "docProps/app.xml", "<Company></Company>", f"<Manager>{REPONSE}</Manager><Company></Company>"
        ),
        "pied de page de la feuille Aide": surgery(HELP, "&amp;LFiche action du PST", f"&amp;L{REPONSE}"),
    },
    "SAI01": {
        "appel de note collé à un montant": footnoted,
        "appel de note, chaîne partagée": lambda pst: footnoted(pst, shared=True),
    },
    "SAI21": {
        "montant barré et retapé": struck_amount,
        "montant barré, chaîne partagée": lambda pst: struck_amount(pst, shared=True),
        "mots barrés dans un texte": struck_prose,
        "montant barré lettre par lettre": filled(
            {"montant": "1\u03360\u03360\u03360\u0336 1500", "fonds_propres": 1500}
        ),
        "mots barrés lettre par lettre": filled(commentaire="A\u0335b\u0335a\u0335n\u0335 Reporté en 2022"),
    },
    "SAI22": {
        "taux barré": struck_cell("taux"),
        "statut barré lettre par lettre": filled(statut="F\u0336i\u0336n\u0336i\u0336"),
        "texte barré": struck_cell("commentaire", commentaire="Plus rien"),
    },
    "SAI23": {"ligne barrée": struck_line},
    "SAI24": {"image dans une case": picture_in("taux")},
    "SAI25": {"deux fiches dans un classeur": two_actions_in_one},
    "SAI26": {
        "taux barré sous condition": lambda pst: pst.drop(
            "a.xlsx", struck_if(type_in(pst.fiche("A2BCD"), COMPLETE, LINES), f"A1 {at('taux')}:{at('statut')}")
        ),
        "taux barré selon une autre feuille": lambda pst: pst.drop(
            "a.xlsx", struck_by_recent_rule(type_in(pst.fiche("A2BCD"), COMPLETE, LINES), at("taux"))
        ),
    },
    "SAI27": {
        "mots après un taux": shown_as("taux", '0" – à confirmer"'),
        "mots à la place d'un taux": shown_as("taux", r"\à\ \c\o\n\f\i\r\m\e\r"),
        "mots après un texte": shown_as("complete_par", '@" à confirmer"'),
    },
}
"""By code, by fault, as RETOURS."""
