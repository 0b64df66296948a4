"""What the report asks of python-docx: headings one can go to, tables that print, pictures that are told, places."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from fiche_tool.domaine.mots.textes import outgoing
from fiche_tool.domaine.mots.typographie import typographe

BLEU, GRIS = RGBColor(0x1F, 0x4E, 0x79), RGBColor(0x51, 0x5A, 0x66)
_PALE, _BRUME = "DCE6F1", "EEF3F8"
_TWIPS = 1440 / 2.54
"""Twentieths of a point in a centimetre."""
COMMENTAIRE = "PST Commentaire"
"""The style of the places for what people have to say."""
_STYLES = ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "List Bullet", COMMENTAIRE)
_GRILLE = "Table Grid"


class Plume:
    """A Word document being written, from the centre's model or the tool's own look."""

    def __init__(self, modele: bytes | None) -> None:
        self.document: Any = Document(io.BytesIO(modele)) if modele else Document()
        self.body = self.document.element.body
        for child in list(self.body):
            if child.tag != qn("w:sectPr"):
                self.body.remove(child)
        self.titres: list[tuple[int, str, str]] = []
        self._rang = 0
        own = set() if modele else set(_STYLES)
        for nom in _STYLES:
            if nom not in self.document.styles:
                self.document.styles.add_style(nom, WD_STYLE_TYPE.PARAGRAPH)
                own.add(nom)
        if not modele:
            self._dress()
        if COMMENTAIRE in own:
            style = self.document.styles[COMMENTAIRE]
            style.base_style = self.document.styles["Normal"]
            style.font.color.rgb = GRIS

    # --- look --------------------------------------------------------------------------------------------------------
    def _dress(self) -> None:
        """The look of a report where the centre has no model of its own."""
        styles, section = self.document.styles, self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
        sizes = {"Normal": 10.5, "Title": 30, "Subtitle": 15, "Heading 1": 18, "Heading 2": 14, "Heading 3": 11.5}
        for nom, size in sizes.items():
            font = styles[nom].font
            font.size, font.name = Pt(size), "Calibri"
            fonts = styles[nom].element.get_or_add_rPr().get_or_add_rFonts()
            for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{key}"), None)
            if nom != "Normal":
                font.color.rgb, font.italic = BLEU, False
        styles["Normal"].paragraph_format.space_after = Pt(6)
        for nom in ("Heading 1", "Heading 2", "Heading 3"):
            styles[nom].paragraph_format.keep_with_next = True
            styles[nom].paragraph_format.space_before = Pt(14)
            styles[nom].paragraph_format.space_after = Pt(6)
        defaults = styles.element.find(qn("w:docDefaults"))
        for lang in defaults.iter(qn("w:lang")):
            lang.set(qn("w:val"), "fr-BE")

    def footer(self, texte: str) -> None:
        """The foot of every page, with its number; left alone where the model has one."""
        section = self.document.sections[0]
        paragraph = section.footer.paragraphs[0]
        if paragraph.text:
            return
        section.different_first_page_header_footer = True
        paragraph.add_run(f"{outgoing(texte)} – page ")
        _field(paragraph, "PAGE", "1")
        for run in paragraph.runs:
            run.font.size = Pt(8)

    def properties(self, titre: str, sujet: str, jour: datetime, empreinte: str) -> None:
        """What the file says of itself; nothing of the machine or of the hour."""
        properties = self.document.core_properties
        properties.title, properties.subject, properties.author = outgoing(titre)[:255], outgoing(sujet)[:255], ""
        properties.comments, properties.keywords, properties.last_modified_by = "", empreinte, ""
        properties.language, properties.revision = "fr-BE", 1
        properties.created = properties.modified = jour

    # --- text --------------------------------------------------------------------------------------------------------
    def heading(self, texte: str, niveau: int) -> None:
        """A heading that the contents lead to."""
        self._rang += 1
        anchor, shown = f"pst_titre_{self._rang}", typographe(outgoing(texte))
        paragraph = self.document.add_paragraph(style=f"Heading {niveau}")
        _bookmark(paragraph._p, anchor, 10_000 + self._rang, lambda: paragraph.add_run(shown))
        if niveau < 3:
            self.titres.append((niveau, shown, anchor))

    def paragraph(self, texte: str, style: str = "Normal") -> Any:
        """A paragraph."""
        return self.document.add_paragraph(typographe(outgoing(texte)), style=style)

    def bullets(self, textes: Iterable[str]) -> None:
        """A list."""
        for texte in textes:
            self.document.add_paragraph(typographe(outgoing(texte)), style="List Bullet")

    def page_break(self) -> None:
        """A new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def landscape(self) -> None:
        """What follows stands on pages turned on their side."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = section.right_margin = Cm(1.5)

    # --- tables ------------------------------------------------------------------------------------------------------
    def table(
        self, entetes: Sequence[str], widths: Sequence[float], taille: float = 9, *, nombres: Sequence[int] = ()
    ) -> "Tableau":
        """A table whose headings print again on each page. Widths in centimetres; `nombres`: columns of numbers."""
        table = self.document.add_table(rows=1, cols=len(entetes))
        if _GRILLE in self.document.styles:
            table.style = self.document.styles[_GRILLE]
        else:
            _borders(table)
        table.autofit = False
        found = Tableau(table, widths, taille, nombres)
        found.head(entetes)
        return found

    def bar(self, texte: str, valeur: str, image: bytes, phrase: str, largeur: float, *, avec: bool = False) -> None:
        """A bar under its words; `phrase` is told instead of the picture. `avec`: it ends no page, a table follows."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_together = True
        paragraph.paragraph_format.keep_with_next = avec
        paragraph.add_run(outgoing(texte)).bold = True
        paragraph.add_run(f"\u00a0: {outgoing(valeur)}").add_break()
        picture = paragraph.add_run().add_picture(io.BytesIO(image), width=Cm(largeur))
        for side in ("distT", "distB", "distL", "distR"):  # unsaid, LibreOffice moves the picture by 3 mm
            picture._inline.set(side, "0")
        picture._inline.docPr.set("descr", outgoing(phrase))
        picture._inline.docPr.set("name", outgoing(texte)[:60])

    def legend(self, parts: Sequence[tuple[str, str]]) -> None:
        """What each colour of the bars says. A part without a colour of its own is hatched."""
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        for colour, texte in parts:
            run = paragraph.add_run("\u2003\u2003")
            run.font.size = Pt(8)
            plain = colour.startswith("#")
            _mark(run, "shd", val="clear" if plain else "thinDiagStripe", color="auto" if plain else "7C8794")
            run._r.rPr.find(qn("w:shd")).set(qn("w:fill"), colour.lstrip("#") if plain else "FFFFFF")
            paragraph.add_run(f"\u00a0{outgoing(texte)}    ").font.size = Pt(9)

    # --- places ------------------------------------------------------------------------------------------------------
    def place(self, tag: str, titre: str, invite: str, garde: Sequence[Any] | None) -> None:
        """A place for a person's words, marked twice: a content control, and a bookmark in it.

        `garde` are the paragraphs and tables that stood there; without any, the place shows `invite`.
        """
        self._rang += 1
        control, content = _control(tag, titre, 20_000 + self._rang, empty=garde is None)
        if garde is None:
            paragraph = self.document.add_paragraph(outgoing(invite), style=COMMENTAIRE)
            elements = [paragraph._p]
            self.body.remove(paragraph._p)
        else:
            elements = list(garde)
        start, end = _marks(tag, 20_000 + self._rang)
        content.extend([start, *elements, end])
        self._append(control)

    def contents(self) -> None:
        """The contents, put where they belong once every heading is known: call it last."""
        for niveau, texte, anchor in self.titres:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent = Cm(0.7 * (niveau - 1))
            paragraph.paragraph_format.right_indent = Cm(1.2)
            paragraph.paragraph_format.space_after = Pt(2)
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), anchor)
            for run in (paragraph.add_run(texte), paragraph.add_run("\t")):
                link.append(run._r)
            paragraph._p.append(link)
            _field(paragraph, f"PAGEREF {anchor} \\h", "–")
            self._here.addprevious(paragraph._p)
        self.body.remove(self._here)

    def keep_place_for_contents(self) -> None:
        """Remember where the contents go."""
        self._here = self.document.add_paragraph()._p

    def _append(self, element: Any) -> None:
        self.body.insert(list(self.body).index(self.body.find(qn("w:sectPr"))), element)

    def save(self) -> bytes:
        """The bytes of the file: the same for the same content, whatever the hour."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        settled = io.BytesIO()
        with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
                target.writestr(info, source.read(name))
        return settled.getvalue()


class Tableau:
    """A table being filled, row by row. Rows are written as XML: cell by cell, python-docx takes seconds a page."""

    def __init__(self, table: Any, widths: Sequence[float], taille: float, nombres: Sequence[int]) -> None:
        self.nombres = nombres
        self.table, self.widths, self.taille = table, [round(width * _TWIPS) for width in widths], taille
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        self.body = table._tbl

    def head(self, entetes: Sequence[str]) -> None:
        """The headings, printed again on each page."""
        self.body.remove(self.body.tr_lst[0])
        self._append(self._cells(entetes, bold=True, ground=_PALE, keep=True), "<w:cantSplit/><w:tblHeader/>")

    def row(self, textes: Sequence[str], *, bold: bool = False) -> None:
        """A row."""
        self._append(self._cells(textes, bold=bold))

    def _cells(self, textes: Sequence[str], *, bold: bool, ground: str = "", keep: bool = False) -> list[str]:
        """A text in each column, numbers and what stands over them at the right."""
        return [
            _cell(texte, width, self.taille, bold=bold, right=at in self.nombres, ground=ground, keep=keep)
            for at, (texte, width) in enumerate(zip(textes, self.widths, strict=True))
        ]

    def band(self, texte: str) -> None:
        """A heading across the table, kept with the row below it."""
        whole = _cell(texte, sum(self.widths), self.taille, bold=True, ground=_BRUME, span=len(self.widths), keep=True)
        self._append([whole])

    def _append(self, cells: Sequence[str], said: str = "<w:cantSplit/>") -> None:
        self.body.append(parse_xml(f"<w:tr {nsdecls('w')}><w:trPr>{said}</w:trPr>{''.join(cells)}</w:tr>"))


def _cell(
    texte: str,
    width: int,
    taille: float,
    *,
    bold: bool = False,
    right: bool = False,
    ground: str = "",
    span: int = 1,
    keep: bool = False,
) -> str:
    """A cell with one paragraph, as XML; the lines of a text stay lines. `keep`: with the row below."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in outgoing(texte).split("\n"))
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
    kept = "<w:keepNext/>" if keep else ""
    side = '<w:jc w:val="right"/>' if right else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{shade}</w:tcPr>'
        f'<w:p><w:pPr>{kept}<w:spacing w:after="20"/>{side}</w:pPr>'
        f'<w:r><w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{round(2 * taille)}"/></w:rPr>{lines}</w:r></w:p></w:tc>'
    )


# --- WordprocessingML that python-docx has no words for --------------------------------------------------------------
def _marks(nom: str, number: int) -> tuple[Any, Any]:
    """The two ends of a bookmark."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), nom)
    end.set(qn("w:id"), str(number))
    return start, end


def _bookmark(paragraph: Any, nom: str, number: int, write: Any) -> None:
    start, end = _marks(nom, number)
    paragraph.append(start)
    write()
    paragraph.append(end)


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field that Word and LibreOffice work out themselves; `dirty` asks them to do it as they open the file."""
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            mark.set(qn("w:dirty"), "true")
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            paragraph.add_run()._r.append(instruction)
        elif kind == "separate" and shown:
            paragraph.add_run(shown)


def _control(tag: str, titre: str, number: int, *, empty: bool) -> tuple[Any, Any]:
    """A content control and what it holds."""
    control, properties, content = (OxmlElement(f"w:{nom}") for nom in ("sdt", "sdtPr", "sdtContent"))
    for nom, value in (("alias", outgoing(titre)[:60]), ("tag", tag), ("id", str(number))):
        element = OxmlElement(f"w:{nom}")
        element.set(qn("w:val"), value)
        properties.append(element)
    if empty:
        properties.append(OxmlElement("w:showingPlcHdr"))
    control.extend([properties, content])
    return control, content


def _mark(run: Any, nom: str, **said: str) -> None:
    """A property of a run, and a thin line around it."""
    for tag, values in (("bdr", {"val": "single", "sz": "4", "space": "0", "color": "7C8794"}), (nom, said)):
        element = OxmlElement(f"w:{tag}")
        for key, value in values.items():
            element.set(qn(f"w:{key}"), value)
        run._r.get_or_add_rPr().append(element)


def _borders(table: Any) -> None:
    """Lines around the cells, where the model has no style for that."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "7C8794")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
