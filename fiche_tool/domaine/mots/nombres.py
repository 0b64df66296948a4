"""Numbers as people type them in Belgium: « 1 234,56 », « 1.234,56 € », « 1,234.56 », « 45 % »."""

import re
from dataclasses import dataclass
from decimal import Decimal

from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import clean


@dataclass(frozen=True, slots=True)
class Nombre:
    """A number read in a text. `ambigu` where two readings exist: then `valeur` must not be used."""

    valeur: Decimal
    ambigu: bool = False


POUR_MEMOIRE = frozenset({"p.m.", "p.m", "pm", "p m", "p. m.", "pour memoire"})
"""Folded ways of writing, in a budget, that a line is there without an amount."""


def parse_entier(texte: str) -> int | None:
    """A natural number written in plain digits, at most nine; None for anything else, « 7² » included."""
    return int(texte) if texte.isdecimal() and len(texte) < 10 else None


_GROUPED_BY_SPACE = regex(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?")
_GROUPED_BY_DOT = regex(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_GROUPED_BY_COMMA = regex(r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}")
_PLAIN = regex(r"\d+(?:[.,]\d+)?|[.,]\d+")
_ONE_DOT_THREE_DIGITS = regex(r"[1-9]\d{0,2}\.\d{3}")
_CURRENCY = regex(r"(?:€|\beuros?\b|\beur\b)", re.IGNORECASE)
_CENTS_AFTER = regex(rf"\d\s*{_CURRENCY.pattern}\s*\d", re.IGNORECASE)  # « 12€50 » is no 1,250 €
_ROUND_AMOUNT = regex(r"[,.](?:-{1,2}|=)$")  # « 1.250,- »: the Belgian way to write no cents


def parse_nombre(texte: str) -> Nombre | None:
    """Read a number, or None where the text is not one.

    One dot followed by exactly three digits (« 12.500 ») is twelve thousand five hundred for some and
    twelve and a half for others: it comes back `ambigu`, never guessed.
    """
    body = clean(texte)
    if _CENTS_AFTER.search(body):
        return None
    body = _CURRENCY.sub("", body).strip().replace("−", "-").replace("–", "-")
    sign = -1 if body.startswith("-") else 1
    body = (body[1:] if body.startswith(("-", "+")) else body).strip()
    round_amount = _ROUND_AMOUNT.search(body)
    if round_amount:
        body = body[: round_amount.start()]
        if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", body):
            return Nombre(sign * Decimal(body.replace(".", "")))
    if _ONE_DOT_THREE_DIGITS.fullmatch(body):
        return Nombre(sign * Decimal(body), ambigu=True)
    digits = _to_digits(body)
    return None if digits is None else Nombre(sign * Decimal(digits))


def _to_digits(body: str) -> str | None:
    """The text in Python's notation, or None where it follows no known grouping."""
    if _GROUPED_BY_SPACE.fullmatch(body):
        return re.sub(r"[ '’]", "", body).replace(",", ".")
    if _GROUPED_BY_DOT.fullmatch(body):
        return body.replace(".", "").replace(",", ".")
    if _GROUPED_BY_COMMA.fullmatch(body):
        return body.replace(",", "")
    if _PLAIN.fullmatch(body):
        return body.replace(",", ".")
    return None


def parse_pourcentage(texte: str) -> tuple[Nombre, bool] | None:
    """Read a percentage, with whether the « % » sign was written; None where the text is not one."""
    body = clean(texte)
    signed = body.endswith("%")
    nombre = parse_nombre(body.removesuffix("%").strip() if signed else body)
    return None if nombre is None else (nombre, signed)


def show_montant(montant: Decimal) -> str:
    """An amount in euros, thousands parted by no-break spaces, comma and two decimals: « 1 234,56 »."""
    return f"{montant:,.2f}".replace(",", "\u202f").replace(".", ",")
