"""PST documents written by our own code: one hierarchy in the many notations of CPAS and communes."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from hypothesis import strategies as st

from fiche_tool.domaine.document.document import LigneDocument


@dataclass(frozen=True)
class Operationnel:
    intitule: str
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Strategique:
    intitule: str
    operationnels: tuple[Operationnel, ...]


@dataclass(frozen=True)
class Axe:
    """`intitule` is empty where the volet has no axes."""

    intitule: str
    strategiques: tuple[Strategique, ...]


@dataclass(frozen=True)
class VoletEcrit:
    nom: str
    axes: tuple[Axe, ...]


OS_FORMS = (
    *("OS{n} : {t}", "O.S. {n}. {t}", "O.S. {n} : {t}", "O.S.{n}. {t}", "O.S. {n} {t}", "O.S {n} {t}", "OS {n} {t}"),
    *("OS.{n} - {t}", "Objectif stratégique {n} {t}", "OBJECTIF STRATÉGIQUE N° {n} : {t}", "**OS{n} :** {t}"),
)
OO_FORMS = (
    *("OO{o}.{n} - {t}", "OO{o}.{n} – {t}", "00{o}.{n} – {t}", "O.O.{n}. {t}", "O.O. {n}. {t}", "O.O.{n} {t}"),
    *("O.O {o}.{n} {t}", "OO.{n} - {t}", "Objectif opérationnel {o}.{n} : {t}", "Objectif opérationnel n°{n} – {t}"),
    *("\uf0b7 O.O.{n}. {t}", "{o}.{n} {t}", "{o}.{n}. {t}"),
)
ACTION_FORMS = (
    *("- {t} ;", "-   {t}", "• {t}.", "\uf0b7 {t}", "➢ {t} ;", "    {t}", "{t}", "a) {t}"),
    *("A.{flat} {t}", "A.{flat} – {t}", "Action {flat} : {t}", "- A.{flat} - {t}", "{o}.{p}.{n} {t}", "{n}) {t}"),
    *("Projet {flat} : {t}", "Fiche-projet {flat} – {t}", "Action : {t}", "a. {t}", "B. {t}", "iv) {t}", "☐ {t}"),
    *("{n}/ {t}", "- {t} (Service : ISP ; Échéance : 2027)", "• {t} – Responsable : Mme Un"),
)
VOLET_FORMS = (
    "Volet {t}",
    "VOLET {T}",
    "I. VOLET {T}",
    "VOLET 2 : {T}",
    "A. VOLET {T}",
    "Volet {t} : développement du centre",
    "Volet {t} « Gestion »",
)
AXE_FORMS = ("{n}. {t}", "{n}) {t}", "Axe {n} : {t}", "AXE {n} – {t}", "Axe stratégique {n} – {t}")


@dataclass(frozen=True)
class Notation:
    """The forms of each level; a level with several forms takes them in turn."""

    volet: str = VOLET_FORMS[0]
    axe: str = AXE_FORMS[0]
    os: Sequence[str] = OS_FORMS[:1]
    oo: Sequence[str] = OO_FORMS[:1]
    action: str = ACTION_FORMS[0]
    largeur: int = 0
    insecable: bool = False
    blancs: bool = True


@dataclass
class Ecrivain:
    """Writes one hierarchy in a notation, line by line."""

    notation: Notation
    flat: int = 0
    rank: int = 0
    lines: list[str] = field(default_factory=list)

    def put(self, texte: str) -> None:
        notation = self.notation
        wrapped = textwrap.wrap(texte, notation.largeur, break_on_hyphens=False) if notation.largeur else [texte]
        lead = texte[: len(texte) - len(texte.lstrip())]
        lines = [wrapped[0] if wrapped[0].startswith(lead) else lead + wrapped[0], *wrapped[1:]]
        self.lines += [line.replace(" ", "\u00a0") if notation.insecable else line for line in lines]
        if notation.blancs:
            self.lines.append("")

    def write(self, volets: Sequence[VoletEcrit]) -> list[str]:
        for volet in volets:
            self.put(self.notation.volet.format(t=volet.nom.lower(), T=volet.nom.upper()))
            for a, axe in enumerate(volet.axes, 1):
                if axe.intitule:
                    self.put(self.notation.axe.format(n=a, t=axe.intitule))
                for o, strategique in enumerate(axe.strategiques, 1):
                    self._strategique(o, strategique)
        return self.lines

    def _strategique(self, o: int, strategique: Strategique) -> None:
        self.put(self.notation.os[o % len(self.notation.os)].format(n=o, t=strategique.intitule))
        for p, operationnel in enumerate(strategique.operationnels, 1):
            self.rank += 1
            form = self.notation.oo[self.rank % len(self.notation.oo)]
            self.put(form.format(o=o, n=p, t=operationnel.intitule))
            for n, action in enumerate(operationnel.actions, 1):
                self.flat += 1
                self.put(self.notation.action.format(o=o, p=p, n=n, flat=self.flat, t=action))


def write_document(volets: Sequence[VoletEcrit], notation: Notation) -> list[LigneDocument]:
    """The lines of a hierarchy in a notation."""
    return to_lines("\n".join(Ecrivain(notation).write(volets)))


def to_lines(texte: str) -> list[LigneDocument]:
    """A text as the reader of .txt gives it."""
    return [LigneDocument(line, rank) for rank, line in enumerate(texte.split("\n"), 1)]


def tree(volets: Sequence[VoletEcrit]) -> Iterator[tuple[str, ...]]:
    """Every node as volet, axe, number and words: what reading must give back."""
    for volet in volets:
        for a, axe in enumerate(volet.axes, 1):
            numero = str(a) if axe.intitule else ""
            if numero:
                yield (volet.nom, numero, "Axe", numero, axe.intitule)
            for o, strategique in enumerate(axe.strategiques, 1):
                yield (volet.nom, numero, "OS", str(o), strategique.intitule)
                for p, operationnel in enumerate(strategique.operationnels, 1):
                    yield (volet.nom, numero, "OO", f"{o}.{p}", operationnel.intitule)
                    yield from ((volet.nom, numero, "action", f"{o}.{p}", action) for action in operationnel.actions)


# --- hypothesis ------------------------------------------------------------------------------------------------------
_VERBES = ("Développer", "Améliorer", "Étendre", "Mettre", "Élaborer", "Renforcer", "Créer", "Etre", "Assurer", "Mise")
_SUITES = (
    *(
        "les procédures du centre",
        "un plan d'accueil",
        "de suivi des agents (via une charte)",
        "l'insertion à domicile",
    ),
    *("pour tous", "l’épargne", "en « doublon »", "au sein de Liège", "avec Engis :", "le bien‐être, la santé"),
    *("selon l'art.60§7 et/ou le décret", "du savoir-faire", "(ex : outil de gestion, ...)", "des 65 ans et plus"),
)


def _libelle(random: Random, longueur: int) -> str:
    """A libellé as people write them: a verb, then groups of words with accents, quotes, brackets and figures."""
    groups = [random.choice(_SUITES) for _ in range(random.randint(1, longueur))]
    return " ".join([random.choice(_VERBES), *groups, "des citoyens"])


def _several(random: Random, low: int, high: int, longueur: int) -> tuple[str, ...]:
    """Distinct libellés."""
    return tuple(dict.fromkeys(_libelle(random, longueur) for _ in range(random.randint(low, high))))


def make_hierarchy(graine: int, taille: int, axes: bool) -> tuple[VoletEcrit, ...]:
    """Two or three volets, with axes or without, numbers restarting in each, OO without action among the rest.

    `taille` bounds the children of a node and the length of a libellé.
    """
    random = Random(graine)
    noms = random.choice([("Interne", "Externe"), ("Externe", "Interne"), ("Commun", "Interne", "Externe")])

    def axe(intitule: str) -> Axe:
        return Axe(
            intitule,
            tuple(
                Strategique(
                    os,
                    tuple(
                        Operationnel(oo, _several(random, 0, taille, taille))
                        for oo in _several(random, 0, taille, taille)
                    ),
                )
                for os in _several(random, 1, taille, taille)
            ),
        )

    titles = [_several(random, 1, taille, taille) if axes else ("",) for _ in noms]
    return tuple(VoletEcrit(nom, tuple(map(axe, own))) for nom, own in zip(noms, titles, strict=True))


hierarchies = st.builds(make_hierarchy, st.integers(0, 2**32), st.integers(1, 4), st.booleans())
notations = st.builds(
    Notation,
    st.sampled_from(VOLET_FORMS),
    st.sampled_from(AXE_FORMS),
    st.lists(st.sampled_from(OS_FORMS), min_size=1, max_size=3),
    st.lists(st.sampled_from(OO_FORMS), min_size=1, max_size=3),
    st.sampled_from(ACTION_FORMS),
    st.sampled_from([0, 0, 60, 90]),
    st.booleans(),
    st.booleans(),
)
