"""Settling what the lines of a document are once their surroundings are known: bare numbers, axes, repeated volets.

« 4. » may begin an axe, an OO, an action or a chapter. Only the lines around it tell; what they do not tell is left a
chapter, never guessed.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fiche_tool.domaine.document.decoupe import is_label
from fiche_tool.domaine.document.document import PARAGRAPHE, TABLEAU, GenreLigne, Paragraphe
from fiche_tool.domaine.mots.textes import shorten


@dataclass(frozen=True, slots=True)
class Indices:
    """What a document shows as a whole: the labels it prints in words, by genre."""

    mots: Counter[GenreLigne]

    @property
    def axes_pour_os(self) -> bool:
        """True where axes stand in the place of the OS, which the document never names (Châtelet)."""
        return not self.mots[GenreLigne.OS] and self.mots[GenreLigne.AXE] > 1


@dataclass(frozen=True, slots=True)
class _Etat:
    """Where a line stands: under which volet, OS and OO, after which number of axe and of action.

    `pointee` is the last number of the actions printed « 1.2 », `action` that of all of them, `nues` says that none of
    them has a word before its number. `rejetee` is the last bare number that was none of these.
    """

    volet: str | None = None
    os: str = ""
    oo: str = ""
    axe: int = 0
    action: int = 0
    pointee: int = 0
    nues: bool = True
    rejetee: str = ""


def resolve(paragraphes: Sequence[Paragraphe]) -> tuple[tuple[Paragraphe, ...], Indices]:
    """The same paragraphs, each with its settled genre."""
    plain = _settle_volets(paragraphes)
    indices = Indices(Counter(p.genre for p in plain))
    if indices.axes_pour_os:
        plain = [_as(p, GenreLigne.OS) if p.genre is GenreLigne.AXE else p for p in plain]
    named = indices.mots[GenreLigne.OS] or indices.axes_pour_os
    etat, settled = _Etat("" if named and not indices.mots[GenreLigne.VOLET] else None), []
    runs = _axe_runs(plain)
    for rank, p in enumerate(plain):
        genre = p.genre
        if p.tableau or genre in (GenreLigne.DETAIL, GenreLigne.TABLEAU):
            pass  # settled where it was read
        elif genre is GenreLigne.NU:
            genre = _settle_bare(p, etat, _next_label(plain, rank), indices, runs.get(rank, False))
        elif genre is GenreLigne.AXE and not p.plan and not runs.get(rank, False):
            genre = GenreLigne.CHAPITRE
        elif genre is GenreLigne.ACTION and not etat.oo:
            genre = GenreLigne.TEXTE
        settled.append(_as(p, genre))
        etat = _advance(etat, settled[-1])
    return tuple(settled), indices


def _as(p: Paragraphe, genre: GenreLigne) -> Paragraphe:
    """The paragraph with another genre; what becomes text gets its printed number back."""
    if genre is p.genre:
        return p
    if genre in (GenreLigne.TEXTE, GenreLigne.CHAPITRE, GenreLigne.BRUIT):
        return replace(p, etiquette=replace(p.etiquette, genre=genre, texte=p.entier, mot=""))
    return replace(p, etiquette=replace(p.etiquette, genre=genre))


def _settle_volets(paragraphes: Sequence[Paragraphe]) -> list[Paragraphe]:
    """Volets announced in a bulleted list are no headings where the document has real headings."""
    headings = any(p.genre is GenreLigne.VOLET and not p.puce for p in paragraphes)
    return [
        replace(p, etiquette=replace(p.etiquette, genre=GenreLigne.TEXTE, texte=p.etiquette.mot, mot=""))
        if p.genre is GenreLigne.VOLET and p.puce and headings
        else p
        for p in paragraphes
    ]


def _next_label(paragraphes: Sequence[Paragraphe], rank: int) -> Paragraphe | None:
    return next((p for p in paragraphes[rank + 1 :] if is_label(p.etiquette)), None)


def _axe_runs(paragraphes: Sequence[Paragraphe]) -> dict[int, bool]:
    """By rank, whether a candidate axe heads the OS that follows it.

    Axes that follow one another without any OS between are a list (a summary, or « fundamental axes » that are nobody's
    parents); the last one heads what follows only where the list has already named it.
    """
    found: dict[int, bool] = {}
    run: list[tuple[int, str]] = []
    named: set[str] = set()
    shape = ""
    for rank, p in enumerate(paragraphes):
        if not is_label(p.etiquette):
            continue
        candidate = p.genre is GenreLigne.AXE or (p.genre is GenreLigne.NU and "." not in p.etiquette.numero)
        if candidate:
            own = p.etiquette.mot[-1:] if p.genre is GenreLigne.NU else "axe"
            if own != shape:
                run, named = [], set()
            named |= {numero for _, numero in run[-1:]}
            run.append((rank, p.etiquette.numero))
            shape = own
            continue
        if run:
            last, numero = run[-1]
            found[last] = p.genre is GenreLigne.OS and (len(run) == 1 or numero in named)
        run, named = [], set()
    return found


def _settle_bare(p: Paragraphe, etat: _Etat, following: Paragraphe | None, indices: Indices, heads: bool) -> GenreLigne:
    """The genre of a bare number."""
    parts = p.etiquette.numero.split(".")
    if etat.volet is None or _goes_on(etat.rejetee, parts):
        return GenreLigne.CHAPITRE
    if len(parts) == 1:
        return _settle_single(int(parts[0]), etat, following, indices, heads)
    own, last = ".".join(parts[:-1]), int(parts[-1])
    if _is_action(own, last, etat):
        return GenreLigne.ACTION
    follows = last == _last(etat.oo) + 1
    below = bool(etat.os) and own in (etat.os, str(_last(etat.os)))
    return GenreLigne.OO if below and (follows or not indices.mots[GenreLigne.OO]) else GenreLigne.CHAPITRE


def _goes_on(rejetee: str, parts: Sequence[str]) -> bool:
    """True for 2.2 after a 2.1 that was no objective: the series is that of the chapters."""
    *own, last = rejetee.split(".")
    return bool(rejetee) and own == list(parts[:-1]) and int(parts[-1]) == int(last) + 1


def _is_action(own: str, last: int, etat: _Etat) -> bool:
    """True for « 1.2.3 » under OO 1.2, and for « 2.1 », « 2.2 » in their order under an OO that prints « 2 » alone."""
    if not etat.oo:
        return False
    if "." in etat.oo:
        return own == etat.oo
    return own == f"{_last(etat.os)}.{etat.oo}" or (own == etat.oo and last == etat.pointee + 1)


def _last(numero: str) -> int:
    """The last part of a number, 0 where it has none."""
    part = numero.rpartition(".")[2]
    return int(part) if part.isdecimal() else 0


def _settle_single(number: int, etat: _Etat, following: Paragraphe | None, indices: Indices, heads: bool) -> GenreLigne:
    """« 4. » heads OS (an axe), is an OO or an action of a series begun at 1, an OS where none is named, or nothing."""
    if following is not None and (
        (heads and _is_axe(number, etat, following)) or _is_next_axe(number, etat, following)
    ):
        return GenreLigne.AXE
    if following is not None and not indices.mots[GenreLigne.OS] and _is_first_child(following, number):
        return GenreLigne.OS
    if etat.oo and etat.nues and number == etat.action + 1:
        return GenreLigne.ACTION
    if etat.os and not indices.mots[GenreLigne.OO] and not etat.action and number == _last(etat.oo) + 1:
        return GenreLigne.OO
    return GenreLigne.CHAPITRE


def _is_axe(number: int, etat: _Etat, following: Paragraphe) -> bool:
    """True where the number carries on the axes, or begins them: the OS after it are then numbered afresh."""
    if number == 1:
        return not etat.os or _last(following.etiquette.numero) == 1
    return number == etat.axe + 1


def _is_next_axe(number: int, etat: _Etat, following: Paragraphe) -> bool:
    """True for the next number of the axes right before an OS that begins again at 1: only a new axe explains it."""
    again = following.genre is GenreLigne.OS and _last(following.etiquette.numero) == 1
    return again and bool(etat.os) and etat.axe > 0 and number == etat.axe + 1


def _is_first_child(p: Paragraphe, number: int) -> bool:
    """True for « 2.1 » after « 2. », in words or bare."""
    return p.genre in (GenreLigne.NU, GenreLigne.OO) and p.etiquette.numero in (
        f"{number}.1",
        "1" if p.genre is GenreLigne.OO else "",
    )


def _advance(etat: _Etat, p: Paragraphe) -> _Etat:
    numero = p.etiquette.numero
    match p.genre:
        case GenreLigne.VOLET:
            same = p.etiquette.volet == etat.volet
            return replace(
                etat, volet=p.etiquette.volet, os=etat.os if same else "", oo="", action=0, pointee=0, nues=True
            )
        case GenreLigne.AXE:
            return _Etat(etat.volet, axe=_last(numero) or etat.axe + 1)
        case GenreLigne.OS:
            return replace(etat, os=numero or "?", oo="", action=0, pointee=0, nues=True)
        case GenreLigne.OO:
            return replace(etat, oo=numero or "?", action=0, pointee=0, nues=True)
        case GenreLigne.ACTION:
            number = _last(numero) or etat.action + 1
            bare = not p.etiquette.mot[:1].isalpha()
            return replace(etat, action=number, nues=bare, pointee=number if numero.count(".") == 1 else etat.pointee)
        case GenreLigne.CHAPITRE if numero:
            return replace(etat, rejetee=numero)
        case _:
            return etat


# --- places ----------------------------------------------------------------------------------------------------------
def name_places(paragraphes: Sequence[Paragraphe]) -> tuple[Paragraphe, ...]:
    """The same paragraphs, those of a word processor placed as it shows them: « sous l'OO 1.2, après « … » »."""
    ici, before, named = "", "", []
    for p in paragraphes:
        if p.lieu.startswith((PARAGRAPHE, TABLEAU)):
            row = f", {p.lieu.rpartition(', ')[2]} du tableau" if p.lieu.startswith(TABLEAU) else ""
            after = f"après « {shorten(before, 40)} »" if before else "au début du document"
            named.append(replace(p, lieu=", ".join(part for part in (ici, after) if part) + row))
        else:
            named.append(p)
        ici = _where(p) or ici
        before = before if p.tableau else p.entier or before
    return tuple(named)


def _where(p: Paragraphe) -> str:
    """What a node says of the place of what follows it; empty for what is no node."""
    named = p.etiquette.numero or f"« {shorten(p.texte, 30)} »"
    match p.genre:
        case GenreLigne.VOLET:
            return f"dans le volet {p.etiquette.volet}"
        case GenreLigne.OS | GenreLigne.OO:
            return f"sous l'{p.genre} {named}"
        case GenreLigne.CHAPITRE if p.texte:
            return f"sous « {shorten(p.texte, 30)} »"
        case _:
            return ""
