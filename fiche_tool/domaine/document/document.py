"""What reading the document of a PST gives: its lines, what each one announces itself to be, and what was unsure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fiche_tool.domaine.programme.programme import Action, Annonce, Objectif, Volet

LIGNE, PARAGRAPHE, TABLEAU, FEUILLE = "ligne", "paragraphe", "tableau", "feuille"


@dataclass(frozen=True, slots=True)
class LigneDocument:
    """A line as its format gives it, blanks and bullet included.

    `numero` counts the lines (`unite` « ligne » or « paragraphe ») of the document, or of the page where `page` is not
    0, or of the sheet `feuille`. `entiere`: a whole paragraph, which the right-hand margin has not cut. `plan`: the
    level of a heading, from 1; 0 for plain text.
    """

    texte: str
    numero: int
    page: int = 0
    unite: str = LIGNE
    entiere: bool = False
    plan: int = 0
    feuille: str = ""

    @property
    def lieu(self) -> str:
        """« ligne 42 », « page 3, ligne 12 », « feuille « Interne », ligne 4 »."""
        own = f"{self.unite} {self.numero}"
        if self.feuille:
            return f"feuille « {self.feuille} », {own}"
        return f"page {self.page}, {own}" if self.page else own


@dataclass(frozen=True, slots=True)
class CelluleDocument:
    """A cell of a table: its paragraphs, one a line, bullets included; its first column from 0, and what it spans."""

    texte: str
    colonne: int
    largeur: int = 1
    hauteur: int = 1


@dataclass(frozen=True, slots=True)
class TableDocument:
    """A table, whatever its format: rows of cells.

    `numero` counts the tables (of the page where there is one); a sheet of a workbook has its name in `feuille`, and
    `premiere` is the number of its first row. `coupee`: the width of the cells cuts the lines of their texts (PDF).
    """

    rangees: tuple[tuple[CelluleDocument, ...], ...]
    numero: int = 1
    page: int = 0
    feuille: str = ""
    premiere: int = 1
    coupee: bool = False

    def lieu(self, rang: int) -> str:
        """Where a row is, counted from 0: « page 3, tableau 1, rangée 2 », « feuille « Interne », ligne 12 »."""
        if self.feuille:
            return f"feuille « {self.feuille} », {LIGNE} {rang + self.premiere}"
        own = f"{TABLEAU} {self.numero}, rangée {rang + self.premiere}"
        return f"page {self.page}, {own}" if self.page else own


Bloc = LigneDocument | TableDocument
"""What a document is a sequence of."""


def join_texts(blocs: Iterable[Bloc]) -> str:
    """The paragraphs of a cell, one a line; a table inside it cell by cell."""
    lines: list[str] = []
    for bloc in blocs:
        if isinstance(bloc, LigneDocument):
            lines.append(bloc.texte)
        else:
            lines += [cell.texte for rangee in bloc.rangees for cell in rangee]
    return "\n".join(line for line in lines if line.strip())


class GenreLigne(StrEnum):
    """What a line says it is.

    NU: a bare number, which only its surroundings explain. DETAIL: a fact beside an action (« Service : ISP »).
    TABLEAU: a table that nothing explains.
    """

    VOLET = "volet"
    AXE = "axe"
    OS = "OS"
    OO = "OO"
    ACTION = "action"
    DETAIL = "détail"
    TABLEAU = "tableau"
    NU = "numéro"
    CHAPITRE = "chapitre"
    TEXTE = "texte"
    BRUIT = "bruit"


@dataclass(frozen=True, slots=True)
class Etiquette:
    """The label a line begins with: its genre, its number as printed (« 1.2 »), what follows it."""

    genre: GenreLigne
    numero: str = ""
    texte: str = ""
    volet: str = ""
    mot: str = ""


@dataclass(frozen=True, slots=True)
class Paragraphe:
    """One or several lines that say one thing.

    `retrait` counts the blanks before the bullet or the first word, `longueur` the characters of its last line;
    `lacune`: a wide gap stands inside. `plan` is the level of a heading. `tableau` names the table it comes from, which
    has settled its genre.
    """

    etiquette: Etiquette
    lieu: str
    rang: int
    puce: str = ""
    retrait: int = 0
    apres_blanc: bool = False
    entiere: bool = False
    lacune: bool = False
    longueur: int = 0
    plan: int = 0
    tableau: str = ""

    @property
    def genre(self) -> GenreLigne:
        """Shorthand for the genre of its label."""
        return self.etiquette.genre

    @property
    def texte(self) -> str:
        """Shorthand for what follows its label."""
        return self.etiquette.texte

    @property
    def entier(self) -> str:
        """The text with its printed number, as the document has it."""
        if self.genre is GenreLigne.BRUIT:
            return self.texte
        return " ".join(part for part in (self.etiquette.mot, self.etiquette.texte) if part)


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact that a document gives beside an action, word for word.

    `champ` is the field of the fiche it answers, empty where the fiche has none; `action` the rank of its action, -1
    for what is said of an objective, which `sujet` then names.
    """

    champ: str
    etiquette: str
    valeur: str
    lieu: str
    action: int = -1
    sujet: str = ""


@dataclass(frozen=True, slots=True)
class Doute:
    """Something that a person should look at: where, what, and the words it is about.

    `ecart`: text merely left out, which the hierarchy cannot miss; it is listed and calls for nothing.
    """

    lieu: str
    phrase: str
    extrait: str = ""
    rang: int = 0
    ecart: bool = False

    @property
    def texte(self) -> str:
        """The whole sentence."""
        quoted = f" – « {self.extrait} »" if self.extrait else ""
        return f"{self.lieu} : {self.phrase}{quoted}" if self.lieu else f"{self.phrase}{quoted}"


@dataclass(frozen=True, slots=True)
class CompteAnnonce:
    """A count that the document announces: « 15 objectifs opérationnels », for a volet or for the whole PST."""

    genre: GenreLigne
    nombre: int
    au_moins: bool
    volet: str
    lieu: str

    @property
    def attendu(self) -> str:
        """« 15 », or « plus de 40 »."""
        return f"plus de {self.nombre}" if self.au_moins else str(self.nombre)


@dataclass(frozen=True, slots=True)
class Faits:
    """What the document says of itself; empty, 0 or None where it says nothing."""

    cpas: str = ""
    debut_legislature: int = 0
    fin_legislature: int = 0
    adoption: date | None = None
    organe: str = ""


@dataclass(frozen=True)
class DocumentLu:
    """The hierarchy found in a document. Actions have no identifiant yet.

    `jointes` gives the places of the lines that were joined to the one before, `annonce` the counts announced for the
    whole PST, `mots` the words the document uses for the levels where they are not the usual ones. `incompris` says why
    nothing may be generated before a person has looked; empty where all is understood.
    """

    volets: tuple[Volet, ...]
    objectifs: tuple[Objectif, ...]
    actions: tuple[Action, ...]
    doutes: tuple[Doute, ...]
    comptes: tuple[CompteAnnonce, ...]
    faits: Faits
    jointes: tuple[str, ...] = ()
    annonce: Annonce | None = None
    mots: Mapping[str, str] = field(default_factory=dict)
    details: tuple[Detail, ...] = ()
    incompris: tuple[Doute, ...] = ()

    @property
    def vide(self) -> bool:
        """True where no hierarchy was found."""
        return not self.objectifs
