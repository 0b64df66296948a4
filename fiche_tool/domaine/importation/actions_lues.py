"""Telling the actions from the rest of what a document writes under an objectif opérationnel."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from fiche_tool.domaine.document.details import Fragment, cut_details
from fiche_tool.domaine.document.document import Doute, Etiquette, GenreLigne, Paragraphe
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, shorten

_PROSE = regex(
    r"(?:un|une|le|la|les|l'|ce|cet|cette|ces|il|elle|nous|notre|nos|en resume|en conclusion|afin|"
    r"dans le cadre|il s'agit|c'est|pour rappel|voir|cf)\b.*"
)
_SENTENCES = regex(r"[.!?]\s+[A-ZÀ-ÖÉÈÊ]")
_CONJUGUE = regex(r"\b(?:sera|seront|est|sont|souhaite\w*|vise|visent|doit|doivent|permettra)\b.*\.")
_LONG = 400


@dataclass(frozen=True, slots=True)
class Ecart:
    """A paragraph left out, and why; `anodin` where the hierarchy cannot have lost anything by it."""

    paragraphe: Paragraphe
    raison: str
    anodin: bool = False


def tell_ecarts(ecarts: Iterable[Ecart], pris: Collection[int]) -> Iterator[Doute]:
    """What was left out, as it is told: neighbours with the same reason in one line, unless one between was taken."""
    groups: list[list[Ecart]] = []
    for ecart in sorted(ecarts, key=lambda ecart: ecart.paragraphe.rang):
        last = groups[-1][-1] if groups else None
        between = range(last.paragraphe.rang + 1, ecart.paragraphe.rang) if last else ()
        if last and last.raison == ecart.raison and not any(rang in pris for rang in between):
            groups[-1].append(ecart)
        else:
            groups.append([ecart])
    yield from map(_tell, groups)


def _tell(group: Sequence[Ecart]) -> Doute:
    first, last = group[0].paragraphe, group[-1].paragraphe
    lieu = first.lieu if len(group) == 1 else f"{first.lieu} à {last.lieu}"
    counted = f" ({len(group)} passages)" if len(group) > 1 else ""
    return Doute(lieu, group[0].raison + counted, shorten(first.entier, 80), first.rang, group[0].anodin)


@dataclass
class ActionLue:
    """An action, and the paragraphs of detail that go with it."""

    paragraphe: Paragraphe
    details: list[Paragraphe] = field(default_factory=list)


@dataclass
class Lot:
    """What stands under an OO: actions, the details of the OO itself, what is no action, actions that are unsure."""

    actions: list[ActionLue] = field(default_factory=list)
    details: list[Paragraphe] = field(default_factory=list)
    ecarts: list[Ecart] = field(default_factory=list)
    incertaines: list[tuple[Paragraphe, str]] = field(default_factory=list)
    suit: bool = False
    """True while the lines of a detail's value are being read."""

    @property
    def derniere(self) -> Paragraphe | None:
        """The last action taken."""
        return self.actions[-1].paragraphe if self.actions else None

    @property
    def ouvert(self) -> bool:
        """True after a heading of detail that has no value yet (« Indicateurs : »): what comes below is its value."""
        own = self._own()
        return bool(own) and own[-1].texte == ""

    def _own(self) -> list[Paragraphe]:
        return self.actions[-1].details if self.actions else self.details

    def take(self, p: Paragraphe, unsure: str = "") -> None:
        """An action."""
        self.suit = False
        self.actions.append(ActionLue(p))
        if unsure:
            self.incertaines.append((p, unsure))

    def detail(self, p: Paragraphe) -> None:
        """A detail of the last action; of the objective where there is none."""
        self.suit = False
        self._own().append(p)

    def value(self, p: Paragraphe) -> None:
        """A line of the value of the last detail."""
        self.suit = True
        own = self._own()
        last = own[-1]
        joined = f"{last.texte}\n{p.entier}".strip("\n")
        own[-1] = replace(last, etiquette=replace(last.etiquette, texte=joined))

    def aside(self, p: Paragraphe, raison: str) -> None:
        """A paragraph that is no action."""
        self.suit = False
        self.ecarts.append(Ecart(p, raison))


def sort_actions(bloc: Sequence[Paragraphe]) -> Lot:
    """The actions among the paragraphs of an OO.

    A document labels its actions, or bullets them, or writes one a line: the strongest sign that the block holds says
    which, and the rest is detail.
    """
    useful = [part for p in bloc if p.genre not in (GenreLigne.BRUIT, GenreLigne.TABLEAU) for part in _cut(p)]
    lot = Lot()
    if any(p.genre is GenreLigne.ACTION for p in useful):
        _labelled(useful, lot)
    elif any(p.puce and p.genre is not GenreLigne.DETAIL for p in useful):
        _bulleted(useful, lot)
    else:
        _plain(useful, lot)
    return lot


def _cut(p: Paragraphe) -> Iterator[Paragraphe]:
    """A paragraph as its parts: the actions listed on one line, the details glued to a label."""
    if p.genre is GenreLigne.DETAIL:
        valeur, others = cut_details(p.texte)
        yield replace(p, etiquette=replace(p.etiquette, texte=valeur)) if others else p
        yield from (_detail(p, other) for other in others)
        return
    if p.genre not in (GenreLigne.ACTION, GenreLigne.TEXTE, GenreLigne.NU) or p.tableau:
        yield p
        return
    texts = (
        p.texte.split(" ; ")
        if p.genre is GenreLigne.ACTION and fold(p.etiquette.mot).startswith("actions")
        else [p.texte]
    )
    if len(texts) == 1 and p.genre is GenreLigne.ACTION and fold(p.etiquette.mot) == "actions :":
        texts = p.texte.split(";")
    for texte in texts:
        libelle, details = cut_details(texte)
        yield replace(p, etiquette=replace(p.etiquette, texte=libelle.strip().rstrip("–—-(;, ") or libelle))
        yield from (_detail(p, detail) for detail in details)


def _detail(p: Paragraphe, fragment: Fragment) -> Paragraphe:
    etiquette = Etiquette(GenreLigne.DETAIL, texte=fragment.valeur, mot=f"{fragment.etiquette} :")
    return replace(p, etiquette=etiquette, puce="")


def _labelled(bloc: Sequence[Paragraphe], lot: Lot) -> None:
    """Labelled actions; a bullet beside labelled bullets is an action that lost its label."""
    retraits = {p.retrait for p in bloc if p.genre is GenreLigne.ACTION and p.puce}
    for p in bloc:
        if p.genre is GenreLigne.ACTION:
            lot.take(p)
        elif p.genre is GenreLigne.DETAIL:
            lot.detail(p)
        elif p.puce and p.retrait in retraits:
            lot.take(p, "action sans N° parmi des actions numérotées")
        elif lot.ouvert or (p.puce and lot.suit):
            lot.value(p)
        else:
            lot.aside(p, "texte sous une action, non repris")


def _bulleted(bloc: Sequence[Paragraphe], lot: Lot) -> None:
    """Bulleted actions, down to the first line without bullet that follows them; deeper bullets are details."""
    closed = False
    for p in bloc:
        last = lot.derniere
        if p.genre is GenreLigne.DETAIL:
            lot.detail(p)
        elif closed:
            lot.aside(p, "après la fin de la liste des actions, non repris")
        elif (lot.ouvert or (lot.suit and p.puce)) and (not p.puce or _is_deeper(p, last)):
            lot.value(p)
        elif not p.puce and last is None:
            lot.aside(p, "texte entre l'objectif opérationnel et ses actions, non repris")
        elif not p.puce:
            closed = True
            lot.aside(p, "texte après les actions, non repris")
        elif last is not None and _is_detail(p, lot.actions[0].paragraphe, last):
            lot.aside(p, "sous-puce d'une action, non reprise")
        else:
            first = lot.actions[0].paragraphe if lot.actions else p
            other = first.puce != p.puce and not (first.puce[0].isalpha() and p.puce[0].isalpha())
            lot.take(p, "puce d'une autre forme que les précédentes : prise comme une action" if other else "")


def _is_deeper(p: Paragraphe, last: Paragraphe | None) -> bool:
    return last is not None and (p.retrait > last.retrait or p.puce != last.puce)


def _is_detail(p: Paragraphe, first: Paragraphe, last: Paragraphe) -> bool:
    deeper = p.retrait >= first.retrait + 2
    return deeper or (last.texte.endswith(":") and p.puce != first.puce)


def _plain(bloc: Sequence[Paragraphe], lot: Lot) -> None:
    """One action a line; what reads as prose is left out."""
    for p in bloc:
        reason = "" if p.genre is GenreLigne.DETAIL else _why_no_action(p)
        if p.genre is GenreLigne.DETAIL:
            lot.detail(p)
        elif lot.ouvert:
            lot.value(p)
        elif reason:
            lot.aside(p, reason)
        else:
            lot.take(p)


def _why_no_action(p: Paragraphe) -> str:
    """Why a line is no action; empty for one that reads as an action."""
    folded = fold(p.texte)
    if len(p.texte) > _LONG or _SENTENCES.search(p.texte) or _PROSE.fullmatch(folded) or _CONJUGUE.search(folded):
        return "phrase qui ne se lit pas comme une action, non reprise"
    return "titre d'une liste, non repris" if p.texte.endswith(":") else ""
