"""What asks for a bureau's attention: one line an action or a service, the gravest first, in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from fiche_tool.domaine.fiche.champs import lire
from fiche_tool.domaine.fiche.fiche import COMMENTAIRE, INDICE_SANTE, PRECISION_SANTE, SERVICE_GESTIONNAIRE
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.acquis import name_cle
from fiche_tool.domaine.grand_livre.points import GenrePoint, Point
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.saisie import show_date, show_decimal
from fiche_tool.domaine.mots.statuts import A_DEMARRER, CLOS, EN_COURS, REALISE, REPORTE, SUSPENDU
from fiche_tool.domaine.mots.textes import fold, shorten_words
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.programme.programme import Action
from fiche_tool.domaine.synthese.bilan_budget import LigneAPart
from fiche_tool.domaine.synthese.comparaison import say_actions
from fiche_tool.domaine.synthese.lignes import LigneAction, Noms, action_row, name_action
from fiche_tool.domaine.synthese.phrases_budget import say_amounts

PLACES = 10
"""Lines that the page of a bureau shows."""
RAISON_MAX = 80
"""How much of a reason given by a service is quoted."""


class GenreAttention(StrEnum):
    """Why a line asks for attention, the gravest first."""

    RETARD = "En retard"
    REPOUSSEE = "Échéance repoussée"
    ARRET = "À l'arrêt"
    RECUL = "En recul"
    CONTRADICTION = "Contradiction"
    BUDGET = "Budget retenu"
    SILENCE = "Service silencieux"


GRAVITES = tuple(GenreAttention)


@dataclass(frozen=True, slots=True)
class Motif:
    """One reason to look at an action, as a clause; `poids` tells the heavier of two of the same kind."""

    genre: GenreAttention
    clause: str
    poids: int = 0


@dataclass(frozen=True, slots=True)
class LigneAttention:
    """What asks for attention about one action, or about a service (`action` None): all its kinds, one sentence.

    `nom` is how the action is called across the PST: « Interne 1.1.1 ».
    """

    genres: tuple[GenreAttention, ...]
    action: Action | None
    nom: str
    libelle: str
    service: str
    phrase: str

    @property
    def genre(self) -> GenreAttention:
        """The gravest of its kinds."""
        return self.genres[0]


def find_attention(
    registre: Registre, noms: Noms, rows: Sequence[LigneAction], retenues: Sequence[LigneAPart]
) -> tuple[LigneAttention, ...]:
    """Every line, the gravest first; in a kind the heaviest, then the order of the programme.

    `retenues` are the budget lines that no total holds.
    """
    held = group_by(retenues, lambda one: one.action.identifiant)
    conflits = group_by((x for x in registre.points if x.genre is GenrePoint.CONFLIT), lambda point: point.action)
    found: list[tuple[tuple[int, int], LigneAttention]] = []
    for row in rows:
        here = row.action.identifiant
        still_open = _open(conflits.get(here, ()), held.get(here, ()))
        motifs = sorted((*_reasons(registre, row), *still_open), key=_rank)
        if motifs:
            line = LigneAttention(
                tuple(motif.genre for motif in motifs),
                row.action,
                name_action(noms, row.action),
                row.action.libelle,
                _service(row),
                _sentence(motifs),
            )
            found.append((_rank(motifs[0]), line))
    found += [(_rank(motif), _about_service(nom, motif)) for nom, motif in _silent(registre, rows)]
    return tuple(line for _, line in sorted(found, key=lambda one: one[0]))


def choose(lignes: Sequence[LigneAttention], places: int = PLACES) -> tuple[LigneAttention, ...]:
    """The lines that a page of so many places shows: the gravest, yet the first of each kind before its others.

    Twelve late actions would otherwise hide a budget held back.
    """
    first = {ligne.genre: at for at, ligne in reversed(list(enumerate(lignes)))}
    kept = sorted(first.values())[:places]
    rest = [at for at in range(len(lignes)) if at not in kept]
    return tuple(lignes[at] for at in sorted([*kept, *rest[: places - len(kept)]]))


def _rank(motif: Motif) -> tuple[int, int]:
    return GRAVITES.index(motif.genre), -motif.poids


def _sentence(motifs: Sequence[Motif]) -> str:
    """The clauses of the two gravest reasons, and the names of the others."""
    words = " ; ".join(motif.clause for motif in motifs[:2])
    if len(motifs) > 2:
        words += f" (aussi : {', '.join(motif.genre.value.lower() for motif in motifs[2:])})"
    return typographe(f"{words[0].upper()}{words[1:]}.")


def _service(row: LigneAction) -> str:
    return lire(row.valeurs, SERVICE_GESTIONNAIRE) or ""


# --- the reasons -----------------------------------------------------------------------------------------------------
def _reasons(registre: Registre, row: LigneAction) -> Iterator[Motif]:
    yield from _late(registre, row)
    if registre.precedente is not None:
        yield from _postponed(registre, row)
        yield from _going_back(row)
    yield from _stopped(row)


def _late(registre: Registre, row: LigneAction) -> Iterator[Motif]:
    if row.en_retard and row.fin is not None:
        days = (registre.seance - row.fin.fin).days
        when = f"du {row.fin.texte}" if row.fin.jour else f"« {row.fin.texte} »"
        yield Motif(GenreAttention.RETARD, f"l'échéance {when} est dépassée de {_days(days)}", days)


def _postponed(registre: Registre, row: LigneAction) -> Iterator[Motif]:
    before = registre.avant.get(row.action.identifiant)
    was = before.valeurs.get("fin") if before else None
    if row.fin is None or row.statut in CLOS or not isinstance(was, type(row.fin)) or row.fin.fin <= was.fin:
        return
    days = (row.fin.fin - was.fin).days
    yield Motif(
        GenreAttention.REPOUSSEE, f"l'échéance passe de « {was.texte} » à « {row.fin.texte} » (+{_days(days)})", days
    )


_ARRETS = {SUSPENDU: "l'action est suspendue", REPORTE: "l'action est reportée"}
_SANTES = {"Blocage": "l'action est bloquée", "En pause": "l'action est en pause"}


def _stopped(row: LigneAction) -> Iterator[Motif]:
    """Suspended, postponed or blocked, with the reason its service gives: the précision, else the commentaire."""
    sante = lire(row.valeurs, INDICE_SANTE) or ""
    if row.statut in CLOS or (row.statut not in _ARRETS and sante not in _SANTES):
        return
    words = _SANTES[sante] if sante == "Blocage" else _ARRETS.get(row.statut or "") or _SANTES[sante]
    reason = lire(row.valeurs, PRECISION_SANTE) or lire(row.valeurs, COMMENTAIRE)
    told = f" : « {shorten_words(reason, RAISON_MAX).rstrip('.')} »" if reason else ", sans raison donnée"
    yield Motif(GenreAttention.ARRET, words + told, 2 * (sante == "Blocage") + (row.statut == SUSPENDU))


def _going_back(row: LigneAction) -> Iterator[Motif]:
    was, now = row.statut_avant, row.statut
    if (was == REALISE and now is not None and now not in CLOS) or (was in (EN_COURS, SUSPENDU) and now == A_DEMARRER):
        yield Motif(GenreAttention.RECUL, f"le statut revient de « {was} » à « {now} »", 100)
    elif row.delta is not None and row.avant is not None and row.taux is not None and row.delta < 0:
        words = f"le taux recule de {show_decimal(row.avant)} % à {show_decimal(row.taux)} %"
        yield Motif(GenreAttention.RECUL, words, -int(row.delta))


def _open(conflits: Sequence[Point], held: Sequence[LigneAPart]) -> Iterator[Motif]:
    """What is open about an action: answers that contradict each other, budget lines held back."""
    if conflits:
        where = ", ".join(f"« {name_cle(point.cle)} »" for point in conflits)
        yield Motif(GenreAttention.CONTRADICTION, f"des réponses se contredisent pour {where}", len(conflits))
    if held:
        yield Motif(GenreAttention.BUDGET, _say_held(held), _weigh(held))


def _weigh(held: Sequence[LigneAPart]) -> int:
    """250 000 € weigh more than two lines of 5 €: the euros, then how many lines."""
    return int(sum(abs(line.montant or Decimal(0)) for line in held)) * 1000 + len(held)


def _say_held(held: Sequence[LigneAPart]) -> str:
    """« 2 lignes budgétaires (250 000,00 €) ne sont pas dans les totaux »."""
    many = len(held) > 1
    verb = "ne sont" if many else "n'est"
    count = say_count(len(held), "ligne budgétaire")
    return f"{count} ({say_amounts(held)}) {verb} pas dans les totaux"


# --- services --------------------------------------------------------------------------------------------------------
def _silent(registre: Registre, rows: Sequence[LigneAction]) -> Iterator[tuple[str, Motif]]:
    """The services none of whose actions was answered at this séance nor at the one before, with actions at both."""
    page = registre.page
    if page is None:
        return
    known = {action.identifiant for action in page.programme.at(page.seance).actives}
    by_service = group_by((row for row in rows if _service(row)), lambda row: fold(_service(row)))
    gone = [action_row(registre, action) for action in registre.programme.actions if not action.active]
    formerly = group_by(gone, lambda row: fold(_service(row)))
    for nom, several in by_service.items():
        last = max(_last_answer(registre, row) for row in (*several, *formerly.get(nom, ())))
        if not any(row.action.identifiant in known for row in several) or last >= page.seance:
            continue
        since = "jamais répondu" if last == date.min else f"la dernière date du {show_date(last)}"
        words = f"pas de réponse depuis deux séances au moins, pour {say_actions(len(several))} ({since})"
        yield _service(several[0]), Motif(GenreAttention.SILENCE, words, len(several))


def _last_answer(registre: Registre, row: LigneAction) -> date:
    """The last séance at which an action was answered; before all days where none."""
    etapes = registre.historique.get(row.action.identifiant, ())
    return registre.seance if row.recue else etapes[-1].seance if etapes else date.min


def _about_service(nom: str, motif: Motif) -> LigneAttention:
    return LigneAttention((motif.genre,), None, "", "", nom, _sentence([motif]))


def _days(jours: int) -> str:
    return say_count(jours, "jour")
