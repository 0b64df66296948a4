"""The rows below the headings of a table: levels, actions, section rows, details."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fiche_tool.domaine.document.details import read_detail
from fiche_tool.domaine.document.document import GenreLigne, Paragraphe
from fiche_tool.domaine.document.emission import Emetteur, is_number, is_volet
from fiche_tool.domaine.document.entetes import Entete, Part
from fiche_tool.domaine.document.etiquettes import LEVELS, read_label
from fiche_tool.domaine.document.grilles import Case, Rangee
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import SANS_OBJET, fold, one_line

_TOTAL = regex(r"(?:sous-?)?total\b.*|nombre d'actions.*")
_TYPES = {
    "os": GenreLigne.OS,
    "objectif strategique": GenreLigne.OS,
    "oo": GenreLigne.OO,
    "objectif operationnel": GenreLigne.OO,
    "a": GenreLigne.ACTION,
    "act": GenreLigne.ACTION,
    "action": GenreLigne.ACTION,
    "projet": GenreLigne.ACTION,
    "axe": GenreLigne.AXE,
    "volet": GenreLigne.VOLET,
    "sa": GenreLigne.DETAIL,
    "sous-action": GenreLigne.DETAIL,
    "t": GenreLigne.DETAIL,
    "tache": GenreLigne.DETAIL,
}


@dataclass(frozen=True)
class ColonnesLues:
    """The headings of a table: text, meaning and cell by column; the rank of the first row below, and their own."""

    textes: tuple[str, ...]
    entetes: tuple[Entete | None, ...]
    coins: tuple[tuple[int, int], ...]
    debut: int
    rang: int

    @property
    def largeur(self) -> int:
        """How many columns there are."""
        return len(self.textes)

    @property
    def surs(self) -> int:
        """How many columns name a level without doubt."""
        return len({e.genre for e in self.entetes if e is not None and e.part is Part.TEXTE and e.sur})

    @property
    def par_type(self) -> int:
        """The column that says the level of each row, where rows of every level share one column; -1 for none."""
        found = [i for i, e in enumerate(self.entetes) if e is not None and e.part is Part.NIVEAU]
        return found[0] if found and self.surs == 0 else -1

    def columns(self, genre: GenreLigne) -> tuple[int, ...]:
        """The columns that give the words of a level."""
        sure = [i for i, e in enumerate(self.entetes) if e and e.part is Part.TEXTE and e.genre is genre and e.sur]
        unsure = [
            i for i, e in enumerate(self.entetes) if e and e.part is Part.TEXTE and e.genre is genre and not e.sur
        ]
        return tuple(sure or unsure)

    def carried_on(self) -> "ColonnesLues":
        """The same headings over a table that has none of its own."""
        return replace(self, debut=0, rang=-1)


def read_rows(rows: Sequence[Rangee], colonnes: ColonnesLues, emetteur: Emetteur) -> Iterator[Paragraphe]:
    """The paragraphs of a table under its headings, the section rows above and between included."""
    reader = _Lecteur(colonnes, emetteur)
    for rank, row in enumerate(rows):
        if colonnes.rang <= rank < colonnes.debut or reader.is_header(row):
            continue
        following = rows[rank + 1] if rank + 1 < len(rows) else None
        yield from reader.read(row, following, above=rank < colonnes.rang)


class _Lecteur:
    """Reads the rows of one table; remembers the level it stands under."""

    def __init__(self, colonnes: ColonnesLues, emetteur: Emetteur) -> None:
        self.colonnes, self.emetteur = colonnes, emetteur
        self.dits: dict[GenreLigne, tuple[tuple[int, int], str]] = {}
        self.sections = 0
        self.par_niveau = {genre: colonnes.columns(genre) for genre in LEVELS}

    def is_header(self, row: Rangee) -> bool:
        """True for the headings printed again."""
        own = [fold(case.texte) for case in row.cases]
        return own == [fold(texte) for texte in self.colonnes.textes]

    def read(self, row: Rangee, following: Rangee | None, *, above: bool) -> Iterator[Paragraphe]:
        """One row."""
        cases = row.pleines
        if len(cases) == 1 and (above or self._is_section(row, cases[0])):
            yield from self._section(row, cases[0], following)
        elif above:
            return
        elif self.colonnes.par_type >= 0:
            self.sections = 0
            yield from self._typed(row)
        elif not _TOTAL.fullmatch(fold(cases[0].texte)):
            self.sections = 0
            yield from self._levels(row)

    # --- section rows ------------------------------------------------------------------------------------------------
    def _is_section(self, row: Rangee, case: Case) -> bool:
        """True for a row of one cell that is no row of the table: it spans the columns, or bears another label."""
        spans = sum(other.coin == case.coin for other in row.cases)
        if spans > max(1, len(row.cases) // 2) and len(row.cases) > 1:
            return True
        label = read_label(one_line(case.texte), False, self.emetteur.mots)
        column = case.coin[1]
        entete = self.colonnes.entetes[column] if column < len(self.colonnes.entetes) else None
        level = entete.genre if entete is not None and entete.part is Part.TEXTE else None
        if label.genre in LEVELS:
            return label.genre is not level
        return level is None or (is_volet(case.texte) and level is not GenreLigne.VOLET)

    def _section(self, row: Rangee, case: Case, following: Rangee | None) -> Iterator[Paragraphe]:
        texte = one_line(case.texte)
        label = read_label(texte, False, self.emetteur.mots)
        fragment = read_detail(texte)
        if _TOTAL.fullmatch(fold(texte)) or label.genre is GenreLigne.BRUIT:
            return
        if label.genre in LEVELS or is_volet(texte):
            yield from self.emetteur.level(row.rang, label.genre if label.genre in LEVELS else GenreLigne.VOLET, texte)
        elif label.genre is GenreLigne.NU:
            parts = label.numero.count(".")
            yield from self.emetteur.level(
                row.rang, (GenreLigne.OS, GenreLigne.OO, GenreLigne.ACTION)[min(parts, 2)], texte
            )
        elif fragment is not None:
            yield self.emetteur.detail(row.rang, fragment.etiquette, fragment.valeur)
        else:
            yield from self._unlabelled(row, texte, following)
        self.sections += 1
        self.dits.clear()

    def _unlabelled(self, row: Rangee, texte: str, following: Rangee | None) -> Iterator[Paragraphe]:
        """A section row without label: an OS above another section row, else the level the columns do not give."""
        again = (
            following is not None and len(following.pleines) == 1 and self._is_section(following, following.pleines[0])
        )
        genre = GenreLigne.OS if self.par_niveau[GenreLigne.OO] or (again and not self.sections) else GenreLigne.OO
        if not self.par_niveau[GenreLigne.OS]:
            yield from self.emetteur.level(row.rang, genre, texte)

    # --- rows of the table -------------------------------------------------------------------------------------------
    def _levels(self, row: Rangee) -> Iterator[Paragraphe]:
        """A row whose columns are the levels."""
        fresh = False
        for genre in LEVELS[:-1]:
            texte, coin, numero = self._words(row, genre)
            known = self.dits.get(genre)
            same = known is not None and (known[0] == coin or fold(known[1]) == fold(texte))
            if texte and (not same or fresh):
                fresh = True
                self.dits[genre] = (coin, texte)
                yield from self.emetteur.level(row.rang, genre, texte, numero)
                yield from self._details(row, genre)
        texte, coin, numero = self._words(row, GenreLigne.ACTION)
        found = list(self.emetteur.actions(row.rang, texte, numero)) if texte and coin[0] == row.rang else []
        for rank, (action, glued) in enumerate(found):
            yield action
            yield from (self.emetteur.detail(row.rang, d.etiquette, d.valeur) for d in glued)
            yield from self._details(row, GenreLigne.ACTION, rank, len(found))
        if not found and not fresh:
            yield from self._details(row, GenreLigne.ACTION, 0, 1, propres=True)
        elif not found:
            yield from self._details(row, GenreLigne.ACTION)

    def _words(self, row: Rangee, genre: GenreLigne) -> tuple[str, tuple[int, int], str]:
        """The text of a level in a row, its cell and its number; two columns under one heading are number and words."""
        cases = [row.cases[column] for column in self.par_niveau[genre] if not row.cases[column].vide]
        numbers = [case.texte for case in cases if is_number(case.texte)]
        words = [case for case in cases if not is_number(case.texte)]
        if not words:
            return "", (-1, -1), ""
        own = [row.cases[i].texte for i in self._number_columns(genre)]
        return words[0].texte, words[0].coin, next((n for n in (*own, *numbers) if n.strip()), "")

    def _number_columns(self, genre: GenreLigne) -> Iterator[int]:
        """The columns that number a level: those that say so, and a plain « N° » right before its words."""
        first = self.par_niveau[genre][0] if self.par_niveau[genre] else -1
        for i, entete in enumerate(self.colonnes.entetes):
            if entete is not None and entete.part is Part.NUMERO:
                plain = entete.genre is GenreLigne.TEXTE and (
                    i == first - 1 or (genre is GenreLigne.ACTION and self._alone(i))
                )
                if entete.genre is genre or plain:
                    yield i

    def _alone(self, column: int) -> bool:
        """True for a column of numbers that stands before no level."""
        after = self.colonnes.entetes[column + 1] if column + 1 < self.colonnes.largeur else None
        return after is None or after.part is not Part.TEXTE

    def _details(
        self, row: Rangee, genre: GenreLigne, rank: int = 0, among: int = 1, *, propres: bool = False
    ) -> Iterator[Paragraphe]:
        """What the other columns say of the action (or of the objective) of a row."""
        seen: set[tuple[int, int]] = set()
        for i, case in enumerate(row.cases):
            entete = self.colonnes.entetes[i]
            own = entete.genre if entete is not None else GenreLigne.TEXTE
            level = entete is not None and entete.part is not Part.DETAIL
            if level and not (entete is not None and entete.part is Part.NIVEAU):
                continue
            mine = own is genre or (own is GenreLigne.TEXTE and genre is GenreLigne.ACTION)
            if (
                not mine
                or case.coin in seen
                or fold(case.texte) in SANS_OBJET
                or (propres and case.coin[0] != row.rang)
            ):
                continue
            seen.add(case.coin)
            heading = one_line(self.colonnes.textes[i])
            if heading:
                yield self.emetteur.detail(row.rang, heading, _share(case.texte, rank, among))

    def _typed(self, row: Rangee) -> Iterator[Paragraphe]:
        """A row that says its own level: « OO | Maintenir à domicile | En cours »."""
        word = fold(row.cases[self.colonnes.par_type].texte).strip(" .")
        genre = _TYPES.get(word) or _TYPES.get(word.split(" ")[0].split(".")[0])
        texte, _, numero = self._words(row, GenreLigne.ACTION)
        if genre is None or not texte:
            return
        if genre is GenreLigne.DETAIL:
            yield self.emetteur.detail(row.rang, "Sous-action", texte)
        elif genre is GenreLigne.ACTION:
            for action, glued in self.emetteur.actions(row.rang, texte, numero):
                yield action
                yield from (self.emetteur.detail(row.rang, d.etiquette, d.valeur) for d in glued)
        else:
            for p in self.emetteur.level(row.rang, genre, texte):  # these tools number all levels in one series
                yield replace(p, etiquette=replace(p.etiquette, numero="", mot=""))
        for p in self._details(row, GenreLigne.ACTION):
            if fold(p.etiquette.mot).rstrip(" :") not in ("type", "types", "niveau", "niveaux"):
                yield p


def _share(texte: str, rank: int, among: int) -> str:
    """The part of a cell that goes with one of the actions of its row: a line each, or the whole for all."""
    lines = [line for line in texte.split("\n") if line.strip()]
    return lines[rank] if among > 1 and len(lines) == among else texte
