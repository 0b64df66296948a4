"""How French is set: spaces that no line may break, plurals that agree."""

from decimal import Decimal

from fiche_tool.domaine.mots.regex import regex

INSECABLE = "\u00a0"
_AVANT = regex(r" +(?=»|[:;!?%€](?![\w/]))")
_APRES = regex(r"(?<=«) +")


def typographe(texte: str) -> str:
    r"""A sentence of ours, with no-break spaces inside « » and before : ; ! ? % €.

    Only spaces that are there are changed, none is added: « 12:30 » and an address stay as they are. What a person
    typed is not ours to set.

    >>> typographe("« Taux » : 45 %")
    '«\xa0Taux\xa0»\xa0: 45\xa0%'
    """
    return _APRES.sub(INSECABLE, _AVANT.sub(INSECABLE, texte))


def s(nombre: int | Decimal) -> str:
    """The mark of the plural, which in French begins at two: « 1,5 point »."""
    return "s" if nombre >= 2 else ""


def say_count(nombre: int, nom: str) -> str:
    """« 1 erreur », « 2 erreurs », « 0 erreur »; every word of a group takes the mark: « 2 fiches générées »."""
    return f"{nombre} " + " ".join(mot + s(nombre) for mot in nom.split(" "))
