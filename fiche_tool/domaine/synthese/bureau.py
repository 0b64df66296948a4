"""What a bureau permanent reads in two minutes: figures, what asks for attention, what is to be decided."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fiche_tool.domaine.fiche.fiche import BUDGET
from fiche_tool.domaine.fiche.show import LIGNES_MAX
from fiche_tool.domaine.fusion.registre import Registre
from fiche_tool.domaine.grand_livre.acquis import name_cle
from fiche_tool.domaine.grand_livre.points import Demande, GenrePoint, ask_at_once, name_demande, show_point
from fiche_tool.domaine.mots.groupes import group_by
from fiche_tool.domaine.mots.saisie import show_date, show_decimal
from fiche_tool.domaine.mots.textes import shorten_words
from fiche_tool.domaine.mots.typographie import s, typographe
from fiche_tool.domaine.synthese.attention import (
    GRAVITES,
    GenreAttention,
    LigneAttention,
    choose,
)
from fiche_tool.domaine.synthese.bilan_budget import LigneAPart, Totaux, add_up
from fiche_tool.domaine.synthese.chiffres import Chiffres
from fiche_tool.domaine.synthese.comparaison import TauxMoyens, say_actions
from fiche_tool.domaine.synthese.evaluation import Evaluation, next_evaluation
from fiche_tool.domaine.synthese.lignes import LigneAction, Noms, name_action

_REPONSE_MAX = 40
"""How much of an answer is quoted."""


@dataclass(frozen=True, slots=True)
class ADecider:
    """An open point as a question: the action, what it is about, the sentence, the séance that opened it."""

    action: str
    nom: str
    libelle: str
    genre: GenrePoint
    objet: str
    phrase: str
    depuis: date


@dataclass(frozen=True, slots=True)
class Bureau:
    """The page of a bureau. `attention` has every line, the gravest first; `page` those that one page shows.

    `taux` compares with the séance before, None at the first one; `retenues` are the budget lines in no total.
    """

    chiffres: Chiffres
    taux: TauxMoyens | None
    precedente: date | None
    attention: tuple[LigneAttention, ...]
    page: tuple[LigneAttention, ...]
    a_decider: tuple[ADecider, ...]
    retenues: tuple[LigneAPart, ...]
    evaluation: Evaluation

    @property
    def autres(self) -> Mapping[GenreAttention, int]:
        """How many lines the page leaves out, by kind, the gravest first."""
        counts = Counter(ligne.genre for ligne in self.attention)
        counts.subtract(ligne.genre for ligne in self.page)
        return {genre: counts[genre] for genre in GRAVITES if counts[genre]}

    @property
    def retenu(self) -> Totaux:
        """What the lines held back add up to, where their amount can be read; dépenses and recettes apart."""
        return add_up(one.ligne for one in self.retenues if one.ligne is not None)

    @property
    def phrase_taux(self) -> str:
        """The mean taux with the number of actions it is a mean of, and the change, like compared with like."""
        return typographe(self._taux())

    def _taux(self) -> str:
        taux, chiffres = self.taux, self.chiffres
        if chiffres.taux is None:
            return "Taux moyen d'avancement : aucune action n'a encore de taux."
        words = f"Taux moyen d'avancement : {_points(chiffres.taux)} % sur {say_actions(chiffres.sur)}"
        if taux is None or taux.avant is None or self.precedente is None:
            return f"{words}."
        words += (
            f" ({_points(taux.avant)} % sur {say_actions(taux.sur_avant)} à la séance du {show_date(self.precedente)})"
        )
        if taux.progres is None:
            return f"{words}. Aucune action ne compte dans les deux moyennes."
        many = taux.sur_constant > 1
        same = f"les mêmes {say_actions(taux.sur_constant)}" if many else "la seule action comptée les deux fois"
        return f"{words}. Pour {same} : {_say_gained(taux.progres)}."


def _say_gained(progres: Decimal) -> str:
    """« +6,8 points », « −1 point »; what one decimal does not show is not called nought."""
    shown = _round(abs(progres))
    if progres and not shown:
        return f"moins de 0,1 point de {'plus' if progres > 0 else 'moins'}"
    return f"{'+' * (progres > 0)}{'−' * (progres < 0)}{show_decimal(shown)} point{s(shown)}"


def build_bureau(
    registre: Registre,
    noms: Noms,
    rows: Sequence[LigneAction],
    lignes: tuple[LigneAttention, ...],
    chiffres: Chiffres,
    taux: TauxMoyens | None,
    retenues: tuple[LigneAPart, ...],
) -> Bureau:
    """The page of a séance. `rows` are its live actions, `lignes` all that asks for attention, the gravest first.

    `taux` are the means beside those of the séance before.
    """
    return Bureau(
        chiffres,
        taux,
        registre.precedente,
        lignes,
        choose(lignes),
        _questions(registre, noms, rows),
        retenues,
        next_evaluation(registre.programme.parametres, registre.seance),
    )


# --- what is to be decided -------------------------------------------------------------------------------------------
_ORDRE = (GenrePoint.CONFLIT, GenrePoint.VIDEE, GenrePoint.RETENUE)


def _questions(registre: Registre, noms: Noms, rows: Sequence[LigneAction]) -> tuple[ADecider, ...]:
    """The open points, contradictions first, the oldest first among them."""
    live = {row.action.identifiant: row.action for row in rows}
    points = [point for point in registre.points if point.action in live]
    demandes = sorted(ask_at_once(points), key=lambda asked: (_ORDRE.index(asked[0].genre), asked[0].depuis))
    return tuple(
        ADecider(
            point.action,
            name_action(noms, live[point.action]),
            live[point.action].libelle,
            point.genre,
            name_demande(demande),
            typographe(_ask(demande)),
            point.depuis,
        )
        for demande in demandes
        for point in demande[:1]
    )


def _ask(demande: Demande) -> str:
    """An open point as a question, each answer with its author, then what stands until it is settled."""
    point = demande[0]
    if len(demande) > 1:
        return f"{name_demande(demande)} sont revenues vides : faut-il les vider ? Rien n'en est retiré d'ici là."
    about = "Budget" if point.champ == BUDGET else name_cle(point.cle)
    longest = LIGNES_MAX if point.champ == BUDGET else _REPONSE_MAX
    *texts, kept = show_point(point)
    until = f"Reste d'ici là : « {shorten_words(kept, longest)} »." if kept else "Rien n'est repris d'ici là."
    by_text = group_by(zip(texts, point.reponses, strict=True), lambda one: one[0])
    told = [
        _quote(shorten_words(texte, longest), [reponse.par for _, reponse in same]) for texte, same in by_text.items()
    ]
    match point.genre:
        case GenrePoint.CONFLIT:
            return f"{about} : {' ou '.join(told)} ? {until}"
        case GenrePoint.VIDEE:
            return f"{about} : faut-il {'effacer cette ligne' if len(point.cle) > 1 else 'vider la case'} ? {until}"
        case GenrePoint.RETENUE:
            words = f"{about} : {' et '.join(told)} ne peut pas être repris tel quel."
            return f"{words} {until}" if kept else words


def _quote(texte: str, auteurs: Sequence[str]) -> str:
    """An answer with the names of those who gave it."""
    words, names = f"« {texte} »" if texte else "rien", ", ".join(dict.fromkeys(filter(None, auteurs)))
    return f"{words} ({names})" if names else words


def _points(taux: Decimal) -> str:
    return show_decimal(_round(taux))


def _round(taux: Decimal) -> Decimal:
    """A taux to one decimal, halves away from nought, as every workbook shows it."""
    return taux.quantize(Decimal("0.1"), ROUND_HALF_UP)
