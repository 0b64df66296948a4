"""Making paragraphs of the lines of a document: bullets told apart, wrapped lines joined, page furniture left out.

The rule that holds on every wrapped line of the real documents: a first letter in lower case continues the line before.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, pairwise

from fiche_tool.domaine.document.document import Bloc, Doute, Etiquette, GenreLigne, LigneDocument, Paragraphe
from fiche_tool.domaine.document.emission import Emetteur
from fiche_tool.domaine.document.etiquettes import PAGE, read_label, tidy
from fiche_tool.domaine.document.grilles import MAX_COLONNES, join_pages
from fiche_tool.domaine.document.mots import USUELS, Mots
from fiche_tool.domaine.document.rangees import ColonnesLues
from fiche_tool.domaine.document.tableaux import read_table
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.mots.typographie import say_count

_PUCE = regex(
    r"[\s\u00a0]*(?:(?P<signe>[-–—‐‑•▪■□◦●○➢➔⇒→►✓✔❖∙·*\ue000-\uf8ff☐☑☒✗✘]|o(?=\s)|§(?=\s)|\(?[a-z]\)(?=\s)"
    r"|[a-z]\.(?=\s)|[A-HJ-LN-UWYZ][.)](?=\s)|(?:x{0,2}(?:ix|iv|v?i{1,3}))[.)](?=\s))[\s\u00a0]*)+"
)
_HAUTE = regex(r"\s*[A-Z]\.")
_COCHES = frozenset("☐☑☒✗✘")
_LONELY = regex(r"[\s\u00a0]*(?:[•▪■□◦●○➢➔⇒→►✓✔❖∙·\ue000-\uf8ff]|\d{1,2}(?:\.\d{1,2})*[.)])[\s\u00a0]*")
_GAP = regex(r"\S[\s\u00a0]{5,}\S")
_TAIL = regex(
    r"(?:\b(?:de|du|des|la|le|les|l|d|et|ou|a|au|aux|en|par|pour|sur|dans|avec|sans|que|qui|un|une|ce|ses|son|sa|leurs?|"
    r"entre|vers|via|ainsi que|ex)|[,(/'\-])$"
)
_MARK = regex(r"[«\"“'(\[]*\s*")
ALL_RANKS = -1
"""The rank of a doubt about the whole document."""
_END = ".;:!?…"
_MAX_TEXTE = 4000
"""A paragraph longer than this is no label: it is not joined any further, so that reading stays linear."""
_WIDE = 50
"""A line shorter than this was not cut by the right-hand margin."""
_FULL = 0.9
"""How much of the width a cut line fills: letters are not all as wide."""
_BEGINS = regex(r"(?:er|ir|re|tion|sion|ment|age|mise)$")
_PIED = regex(r"\bpage #|# ?(?:/|sur) ?#$|\btel\.? ?:? ?[#+]|www\.|\w@\w|^(?:[-–] ?)?#(?: ?[-–])?$")
"""What the foot of a page says, on the only page of a document too."""
_FURNITURE = regex(r"programme strategique|plan strategique|\bpst\b|\bcpas\b|\bpage\b|@|www\.|\btel")


@dataclass(frozen=True, slots=True)
class Decoupe:
    """The paragraphs of a document, the lines that were joined, and the joins that were unsure.

    `jointes` gives the rank of the paragraph joined to and the place of the line; a doubt has that rank too.
    """

    paragraphes: tuple[Paragraphe, ...]
    jointes: tuple[tuple[int, str], ...]
    doutes: tuple[Doute, ...]


def cut_paragraphs(blocs: Sequence[Bloc], mots: Mots = USUELS) -> Decoupe:
    """The paragraphs of a document, in its order: its lines joined, its tables read."""
    runs = list(_read_tables(blocs, mots))
    kept = iter(_without_furniture([ligne for run in runs if isinstance(run, list) for ligne in run]))
    decoupeur = _Decoupeur(mots)
    for run in runs:
        if isinstance(run, list):
            decoupeur.join_lines([next(kept) for _ in run])
        else:
            decoupeur.take(run)
    return Decoupe(tuple(decoupeur.paragraphes), tuple(decoupeur.jointes), tuple(decoupeur.doutes))


def _read_tables(blocs: Sequence[Bloc], mots: Mots) -> Iterator[list[LigneDocument] | tuple[Paragraphe, ...]]:
    """The runs of lines of a document, and what its tables say; a table without headings carries on the one before."""
    lines: list[LigneDocument] = []
    suite: ColonnesLues | None = None
    nom = ""
    for bloc in join_pages(blocs):
        if isinstance(bloc, LigneDocument):
            lines.append(bloc)
            if _announces(bloc, mots):
                suite = None
            continue
        emetteur = Emetteur(bloc, mots, nom=nom if suite is not None else "")
        table = read_table(emetteur, suite)
        suite = table.colonnes
        nom = emetteur.nom or bloc.lieu(0).rpartition(", ")[0]
        if table.paragraphes:
            yield lines
            yield table.paragraphes
            lines = []
        lines = [*lines, *table.lignes] if table.lignes else lines
    yield lines


class _Decoupeur:
    """Joins the lines of a document run by run; numbers its paragraphs."""

    def __init__(self, mots: Mots) -> None:
        self.mots, self.rangs = mots, count(1)
        self.paragraphes: list[Paragraphe] = []
        self.jointes: list[tuple[int, str]] = []
        self.doutes: list[Doute] = []

    def take(self, paragraphes: Sequence[Paragraphe]) -> None:
        """The paragraphs of a table, as they are."""
        self.paragraphes += [replace(p, rang=next(self.rangs)) for p in paragraphes]

    def join_lines(self, lignes: Sequence[LigneDocument]) -> None:
        """The paragraphs of a run of lines."""
        lines = _rejoin_signs(_split_columns(lignes, self.mots))
        marge = max((len(ligne.texte.rstrip()) for ligne in lines), default=0)
        last, blank = None, True
        for ligne in lines:
            if not tidy(ligne.texte):
                blank = True
                continue
            found = read_line(ligne, next(self.rangs), blank, self.mots)
            if found.etiquette.mot == PAGE:
                blank = True  # what it cut may go on below
                continue
            how = _continues(last, found, marge) if last else ""
            last = self._go_on(last, found, how) if last and how else self._begin(found)
            blank = False
        twice = [one.lieu for one, other in pairwise(lines) if one.lieu == other.lieu and one.unite == "ligne"]
        if twice and not lines[0].feuille:
            phrase = "tableau en colonnes : des libellés de cellules voisines ont pu se mêler"
            advice = " (préférez le .docx ou l'.odt)"
            self.doutes.append(Doute(twice[0], phrase + advice, say_count(len(twice), "ligne"), ALL_RANKS))

    def _begin(self, found: Paragraphe) -> Paragraphe:
        self.paragraphes.append(found)
        return found

    def _go_on(self, last: Paragraphe, found: Paragraphe, how: str) -> Paragraphe:
        self.paragraphes[-1] = joined = _join(last, found)
        if how != "suite":
            phrase = f"ligne jointe à la précédente ({how})"
            self.doutes.append(Doute(found.lieu, phrase, shorten(found.texte), last.rang))
        elif last.etiquette.texte:
            self.jointes.append((last.rang, found.lieu))
        return joined


def read_line(ligne: LigneDocument, rang: int, blank: bool, mots: Mots = USUELS) -> Paragraphe:
    """One line as a paragraph of its own, its bullet and its indentation told apart."""
    raw = ligne.texte.expandtabs(4).rstrip()
    found = _PUCE.match(raw)
    puce = found["signe"] if found and _is_bullet(raw, found) and not (mots.lettres and _HAUTE.match(raw)) else ""
    puce = "☐" if puce in _COCHES else puce
    body = raw[found.end() :] if found and puce else raw
    etiquette = read_label(_keep_tab(ligne.texte, body), bool(puce), mots)
    if etiquette.genre is GenreLigne.VOLET and puce[:1].isalpha():
        puce = ""  # « A. VOLET INTERNE » is a heading
    return Paragraphe(
        etiquette,
        ligne.lieu,
        rang,
        puce,
        len(raw) - len(raw.lstrip()),
        blank,
        ligne.entiere,
        _GAP.search(body.strip()) is not None,
        len(raw),
        ligne.plan,
    )


def _is_bullet(raw: str, found: re.Match[str]) -> bool:
    """A sign glued to the text is a bullet where a word follows: « -Formaliser », not « -5 » nor « **gras** »."""
    rest, glued = raw[found.end() :], found.end() == found.end("signe")
    if not rest or (found["signe"] == "*" and glued):
        return False
    if found["signe"][0].isalpha() and found["signe"] != "o" and not rest[0].isalpha() and rest[0] not in '«"“':
        return False  # « L. 1123-27 », « a) 3 agents »
    return not glued or rest[0].isalpha() or ord(found["signe"]) >= 0xE000


def _keep_tab(raw: str, body: str) -> str:
    """The body with the tab before a final page number, by which a table of contents is known."""
    return raw.strip() if re.search(r"\t\s*\d{1,3}\s*$", raw) else body


def _continues(last: Paragraphe, found: Paragraphe, marge: int) -> str:
    """How a line goes on with the one before: « suite » without doubt, a reason where there is one, empty if not."""
    if found.genre is GenreLigne.DETAIL and not found.puce and _is_open(last.texte) and not found.entiere:
        return "suite"
    if (
        found.puce
        or found.genre is not GenreLigne.TEXTE
        or last.genre in (GenreLigne.BRUIT, GenreLigne.VOLET, GenreLigne.CHAPITRE)
    ):
        return ""
    if found.plan != last.plan or len(last.texte) > _MAX_TEXTE:
        return ""
    if not last.texte:
        return "suite" if last.genre is not GenreLigne.TEXTE else ""
    return _flows(last, found, marge)


def _flows(last: Paragraphe, found: Paragraphe, marge: int) -> str:
    """How a line of plain text goes on with the words before it."""
    texte, before = found.texte, last.texte
    first = texte[_MARK.match(texte).end() :][:1]  # type: ignore[union-attr]  # the pattern matches the empty text
    if first.islower() or texte[0] in ")»…,;:!?" or (texte[0] == "(" and not found.apres_blanc):
        finished = found.apres_blanc and before[-1] in _END
        return "" if finished else "suite" if not found.apres_blanc else "elle suit un blanc"
    if found.apres_blanc:
        return ""
    if _is_open(before):
        return "une parenthèse est restée ouverte"
    if before[-1] in _END:
        return ""
    if _TAIL.search(fold(before)):
        return "la précédente est inachevée"
    item = bool(last.puce) and last.genre in (GenreLigne.TEXTE, GenreLigne.ACTION)
    wrapped = item and not found.entiere and len(before) >= _WIDE
    if wrapped:
        return "la précédente n'a pas de point"
    return "la précédente va jusqu'à la marge" if _is_cut(last, found, marge) else ""


def _is_open(texte: str) -> bool:
    """True for a text that ends inside brackets."""
    return len(texte) <= _MAX_TEXTE and texte.count("(") > texte.count(")")


def _is_cut(last: Paragraphe, found: Paragraphe, marge: int) -> bool:
    """True where the first word had no room on the line before, and begins no action (« Développer », « Mise »)."""
    loose = last.genre is GenreLigne.TEXTE and not last.puce
    if found.entiere or last.entiere or loose or marge < _WIDE:
        return False
    word = found.texte.split()[0]
    return last.longueur + 1 + len(word) > _FULL * marge and _BEGINS.search(fold(word)) is None


def _join(last: Paragraphe, found: Paragraphe) -> Paragraphe:
    before = last.etiquette.texte
    glue = "" if before.endswith("-") and found.texte[:1].islower() else " "
    joined = f"{before}{glue}{found.entier}".strip()
    gap = last.lacune or found.lacune
    return replace(last, etiquette=replace(last.etiquette, texte=joined), lacune=gap, longueur=found.longueur)


def is_label(etiquette: Etiquette) -> bool:
    """True for a line that announces a level of the hierarchy."""
    return etiquette.genre in (
        GenreLigne.VOLET,
        GenreLigne.AXE,
        GenreLigne.OS,
        GenreLigne.OO,
        GenreLigne.ACTION,
        GenreLigne.NU,
    )


def _without_furniture(lignes: Sequence[LigneDocument]) -> list[LigneDocument]:
    """The lines without the titles repeated from page to page or slide to slide, blanked rather than taken away."""
    keys = [_key(ligne) for ligne in lignes]
    counts = Counter(key for key in keys if key)
    spread = Counter(key for key, _ in {(key, ligne.page) for key, ligne in zip(keys, lignes, strict=True) if key})
    edges = _page_edges(lignes)
    pages = len({ligne.page for ligne in lignes})
    enough = max(2, pages // 2)
    kept = []
    for rang, (ligne, key) in enumerate(zip(lignes, keys, strict=True)):
        often, pages_of = (counts[key], spread[key]) if key else (0, 0)
        foot = rang in edges and _PIED.search(key) is not None
        title = foot or (rang in edges and pages_of >= enough) or (often >= 3 and _FURNITURE.search(key) is not None)
        kept.append(replace(ligne, texte="") if title and not _announces(ligne) else ligne)
    return kept


def _rejoin_signs(lignes: Sequence[LigneDocument]) -> list[LigneDocument]:
    """Bullets and numbers that a PDF leaves alone on their line, put before the line they belong to."""
    found: list[LigneDocument] = []
    sign = ""
    for ligne in lignes:
        if _LONELY.fullmatch(ligne.texte):
            sign = ligne.texte.strip()
            found.append(replace(ligne, texte=""))
        else:
            starts = bool(sign) and bool(ligne.texte.strip())
            found.append(replace(ligne, texte=f"{sign} {ligne.texte.strip()}") if starts else ligne)
            sign = "" if starts else sign
    return found


def _split_columns(lignes: Sequence[LigneDocument], mots: Mots) -> list[LigneDocument]:
    """A line that holds two labels far apart is a row of a table laid out on the page: one line for each."""
    found = []
    for ligne in lignes:
        parts = re.split(r"(?<=\S)[\s\u00a0]{4,}(?=\S)", ligne.texte)
        if len(parts) == 1:
            found.append(ligne)
            continue
        genres = [read_label(part, False, mots).genre for part in parts[:MAX_COLONNES]]
        labels = sum(genre in (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION) for genre in genres)
        if labels > 1 or (labels and genres[-1] is GenreLigne.OO):
            found += [replace(ligne, texte=part) for part in parts]
        else:
            found.append(ligne)
    return found


def _key(ligne: LigneDocument) -> str:
    """What is compared from page to page: the words without their digits (page numbers change)."""
    return re.sub(r"\d+", "#", fold(tidy(ligne.texte)))


def _page_edges(lignes: Sequence[LigneDocument]) -> set[int]:
    """The ranks of the two first and two last lines of each page; none where the document has no pages."""
    pages: dict[int, list[int]] = {}
    for rang, ligne in enumerate(lignes):
        if ligne.page and tidy(ligne.texte):
            pages.setdefault(ligne.page, []).append(rang)
    return {rang for ranks in pages.values() for rang in (*ranks[:2], *ranks[-2:])}


def _announces(ligne: LigneDocument, mots: Mots = USUELS) -> bool:
    found = read_line(ligne, 0, True, mots)
    return bool(found.puce) or found.genre is GenreLigne.DETAIL or is_label(found.etiquette)
