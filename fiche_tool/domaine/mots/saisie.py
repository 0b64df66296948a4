"""What stands in a cell of a form, before anybody decides what it means."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from fiche_tool.domaine.mots.regex import regex

Brut = str | Decimal | datetime | bool | None
"""A cell's content as read: text, number, point in time, truth value, or nothing."""
Contenu = str | Decimal | int | date | None
"""A cell's content as written. A text is always written as text, whatever it begins with."""


IMAGE = "(image)"
"""The error value of a cell that holds a picture: programs that do not know such cells show `#VALUE!` there."""


@dataclass(frozen=True, slots=True)
class Saisie:
    """One cell as the person left it.

    `pourcent` says that the cell's number format shows a percentage (0.45 displays as 45 %).
    `erreur` holds an error value such as `#REF!`. `formule` says that the content is computed. `barre` are the words of
    it that are struck through, `reste` the others; `barree`: nothing else is left.
    """

    brut: Brut = None
    feuille: str = ""
    cellule: str = ""
    pourcent: bool = False
    formule: bool = False
    erreur: str = ""
    barre: str = ""
    reste: str = ""
    barree: bool = False

    @property
    def sans_barre(self) -> "Saisie":
        """The same cell without the words that are struck through."""
        return replace(self, brut=self.reste) if self.barre else self

    @property
    def vide(self) -> bool:
        """True where nothing was typed: no content, or blanks only."""
        brut = self.brut
        nothing = brut is None or (isinstance(brut, str) and not brut.strip())
        return nothing and not self.erreur and not self.formule

    @property
    def texte(self) -> str:
        """The content as a person would quote it, in French notation."""
        if self.erreur:
            return self.erreur
        match self.brut:
            case str():
                return self.brut
            case None:
                return ""
            case bool():
                return "VRAI" if self.brut else "FAUX"
            case Decimal():
                return show_decimal(self.brut * 100) + " %" if self.pourcent else show_decimal(self.brut)
            case datetime():
                midnight = (self.brut.hour, self.brut.minute, self.brut.second) == (0, 0, 0)
                return show_date(self.brut) if midnight else f"{show_date(self.brut)} {self.brut:%H:%M:%S}"

    @property
    def contenu(self) -> Contenu:
        """The content to put in another cell, so that it reads there as the person left it here."""
        if self.erreur:
            return self.erreur
        match self.brut:
            case bool():
                return "Oui" if self.brut else "Non"
            case datetime() as instant if (instant.hour, instant.minute, instant.second) != (0, 0, 0):
                return self.texte
            case Decimal() if self.pourcent:
                return self.texte
            case _:
                return self.brut


_OVERLAID = regex(r"\w[\u0335-\u0338]+(?:[\w\s.,;:/()%€'’-][\u0335-\u0338]+)*")
_OVERLAYS = regex("[\u0335-\u0338]")


def strike_overlaid(saisie: Saisie) -> Saisie:
    """The cell with words struck by characters laid over theirs, as phones and web pages do, told from the rest."""
    if not isinstance(saisie.brut, str) or saisie.barre or _OVERLAYS.search(saisie.brut) is None:
        return saisie
    struck = " ".join(_OVERLAYS.sub("", found) for found in _OVERLAID.findall(saisie.brut))
    left = _OVERLAID.sub("", saisie.brut)
    if not struck:
        return saisie
    if not any(letter.isalnum() for letter in left):
        return replace(saisie, brut=struck, barree=True)
    return replace(saisie, reste=left, barre=" ".join(struck.split()))


def show_decimal(nombre: Decimal) -> str:
    """A number with a decimal comma and no needless zero: 1234.50 → « 1234,5 »."""
    if nombre == nombre.to_integral_value():
        return f"{nombre:.0f}"
    return f"{nombre.normalize():f}".replace(".", ",")


def show_date(jour: date) -> str:
    """A day as it is written in Belgium: 24/11/2021."""
    return f"{jour.day:02d}/{jour.month:02d}/{jour.year:04d}"
