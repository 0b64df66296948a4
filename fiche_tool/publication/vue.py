"""The public page as values: everything a template lays out is said here, nothing is worked out in a template."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from fiche_tool.domaine.fiche.fiche import FIN, TAUX_AVANCEMENT
from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import fold
from fiche_tool.domaine.mots.typographie import s
from fiche_tool.domaine.programme.programme import Niveau
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.comptes import SENS, Compte, Comptes, round_taux
from fiche_tool.domaine.synthese.evolution import AU_PROGRAMME, Evolution, NatureChangement
from fiche_tool.domaine.synthese.lignes import ETATS, LigneAction, LigneNoeud, name_action, place_label
from fiche_tool.domaine.synthese.phrases_budget import say_outside
from fiche_tool.publication.public import Public, show_etat, show_taux


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: from where to where (0 to 100), the class of its colour, and what it says."""

    debut: str
    largeur: str
    classe: str
    texte: str


@dataclass(frozen=True, slots=True)
class Barre:
    """A bar with its words: `phrase` says all of it to who does not see it."""

    titre: str
    valeur: str
    phrase: str
    segments: tuple[Segment, ...]
    legende: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class VueAction:
    """An action as the page shows it. `lien` names the OO that a transversal action is counted under."""

    identifiant: str
    numero: str
    libelle: str
    etat: str
    classe: str
    taux: str
    points: int
    echeance: str
    service: str
    retard: bool
    volet: str
    details: tuple[tuple[str, str], ...]
    lien: str = ""


@dataclass(frozen=True, slots=True)
class VueNoeud:
    """A volet, axe, OS or OO with what stands under it. `rang` is the level of its heading."""

    rang: int
    ancre: str
    titre: str
    enfants: tuple["VueNoeud", ...]
    actions: tuple[VueAction, ...]


@dataclass(frozen=True, slots=True)
class VueChangement:
    """A change since an earlier séance. `champ` is empty where its nature says it already."""

    action: str
    champ: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class Vue:
    """A whole page. `repondu`: some fiche came back; before that, the page shows the programme alone."""

    cpas: str
    legislature: str
    seance: str
    projet: bool
    organe: str
    contact: str
    adoption: str
    tuiles: tuple[tuple[str, str], ...]
    ensemble: Barre
    volets: tuple[Barre, ...]
    objectifs: tuple[Barre, ...]
    seances: tuple[Barre, ...]
    budget: tuple[tuple[str, tuple[str, ...]], ...]
    sens: tuple[str, ...]
    hors_budget: tuple[str, ...]
    arbre: tuple[VueNoeud, ...]
    etats: tuple[str, ...]
    services: tuple[str, ...]
    noms_volets: tuple[str, ...]
    total: int
    repondu: bool
    changements: tuple[tuple[NatureChangement, tuple[VueChangement, ...]], ...]
    depuis: str
    retirees: tuple[tuple[str, str, str], ...]
    sommaire: bool = field(default=False)


def build_vue(synthese: Synthese, comptes: Comptes, *, sommaire: bool = False) -> Vue:
    """The page of a séance. `sommaire`: an index page stands above it."""
    public = Public(synthese.programme.diffusion)
    parametres = synthese.programme.parametres
    actions = [x for x in synthese.lignes if isinstance(x, LigneAction) and not x.lien]
    shown = {show_etat(x.etat) for x in actions}
    return Vue(
        public.texte(parametres.cpas),
        parametres.legislature,
        show_long(synthese.seance),
        not public.diffusion.adopted(synthese.seance),
        public.texte(parametres.organe),
        public.texte(parametres.contact) if public.diffusion.adresses else "",
        show_long(parametres.adoption) if parametres.adoption else "",
        tuple(_tuiles(comptes)),
        _stacked(public, comptes.ensemble),
        tuple(_stacked(public, compte) for compte in comptes.volets),
        tuple(_mean(public, compte) for compte in comptes.objectifs if compte.taux is not None),
        tuple(_seances(synthese)),
        tuple(_budget(comptes)) if public.diffusion.budget else (),
        tuple(Sens[sens].value for sens in SENS),
        say_outside(synthese.bilan) if public.diffusion.budget else (),
        _tree(synthese, public),
        tuple(show_etat(etat) for etat in ETATS if show_etat(etat) in shown),
        tuple(sorted({_service(public, x) for x in actions} - {""}, key=fold)),
        tuple(dict.fromkeys(public.texte(x.action.volet) for x in actions)),
        comptes.ensemble.total,
        comptes.chiffres.part is not None,
        tuple(_changes(synthese, public)),
        show_long(synthese.depuis) if synthese.depuis else "",
        tuple(_gone(synthese, public)),
        sommaire,
    )


# --- figures ---------------------------------------------------------------------------------------------------------
def _tuiles(comptes: Comptes) -> Iterator[tuple[str, str]]:
    """The figures at the top: number, words."""
    count = comptes.ensemble.total
    yield str(count), f"action{s(count)} au programme"
    if comptes.chiffres.part is not None:
        initial = comptes.chiffres.initiales
        of = f"des {initial} actions du programme initial sont réalisées ou en cours"
        if initial == 1:
            of = "réalisées ou en cours, sur 1 action du programme initial"
        yield f"{round_taux(comptes.chiffres.part * 100)}\u00a0%", f"{of} ({comptes.en_route})"
    if comptes.ensemble.taux is not None:
        yield show_taux(comptes.ensemble.taux), "taux moyen d'avancement"
    if comptes.chiffres.part is not None:
        late = comptes.ensemble.en_retard
        yield str(late), f"action{s(late)} dont l'échéance est dépassée"
    added, gone = comptes.chiffres.ajoutees, comptes.chiffres.retirees
    if added or gone:
        yield f"+{added} / −{gone}", f"ajoutée{s(added)} / retirée{s(gone)} depuis le programme initial"


def _stacked(public: Public, compte: Compte) -> Barre:
    """How many actions stand where, as one bar."""
    parts = [(show_etat(etat), class_of(etat), count) for etat, count in compte.etats.items() if count]
    title = public.texte(compte.titre)
    told = ", ".join(f"{count} {etat}" for etat, _, count in parts)
    return Barre(
        title,
        f"{compte.total} action{s(compte.total)}",
        f"{title}\u00a0: {told or 'aucune action'}",
        tuple(_segments([(classe, etat, Decimal(count)) for etat, classe, count in parts], Decimal(compte.total))),
        tuple(parts),
    )


def _mean(public: Public, compte: Compte) -> Barre:
    """The mean taux of an OS."""
    assert compte.taux is not None
    title = f"{compte.cle} – {public.texte(compte.titre)}"
    return _percent(title, compte.taux)


def _percent(titre: str, taux: Decimal) -> Barre:
    shown = show_taux(taux)
    return Barre(titre, shown, f"{titre}\u00a0: {shown}", tuple(_segments([("taux", shown, taux)], Decimal(100))))


def _segments(parts: list[tuple[str, str, Decimal]], whole: Decimal) -> Iterator[Segment]:
    at = Decimal(0)
    for classe, texte, part in parts:
        width = part * 100 / whole
        yield Segment(f"{at:.2f}", f"{width:.2f}", classe, texte)
        at += width


def _seances(synthese: Synthese) -> Iterator[Barre]:
    """The share of the PST initial that is réalisée or en cours, séance after séance; nothing where there is one."""
    seances = [one for one in synthese.registre.seances if one.part is not None]
    if len(seances) > 1:
        yield from (_percent(show_long(one.seance), one.part * 100) for one in seances if one.part is not None)


def _budget(comptes: Comptes) -> Iterator[tuple[str, tuple[str, ...]]]:
    budget = comptes.budget
    if not budget.lignes:
        return
    for year, sums in budget.exercices.items():
        yield "sans exercice" if year is None else str(year), tuple(show_montant(sums[sens]) for sens in SENS)
    yield "Total", tuple(show_montant(budget.total[sens]) for sens in SENS)


def class_of(etat: str) -> str:
    """The name of a state in style sheets: « À démarrer » → « a-demarrer »."""
    return fold(etat).replace(" ", "-")


# --- the tree --------------------------------------------------------------------------------------------------------
_ORDRE = ("volet", "axe", "OS", "OO")


class _Branche:
    """A node of the tree being grown."""

    def __init__(self, noeud: LigneNoeud, ancre: str) -> None:
        self.noeud, self.ancre = noeud, ancre
        self.enfants: list[_Branche] = []
        self.actions: list[VueAction] = []

    def freeze(self, public: Public, rang: int) -> VueNoeud:
        enfants = tuple(enfant.freeze(public, min(rang + 1, 6)) for enfant in self.enfants)
        return VueNoeud(rang, self.ancre, _title(public, self.noeud), enfants, tuple(self.actions))


def _title(public: Public, noeud: LigneNoeud) -> str:
    if noeud.niveau == "volet" and not noeud.cle:
        return "Autres actions"
    return public.texte(f"{noeud.numero} – {noeud.intitule}" if noeud.numero else noeud.intitule)


def _tree(synthese: Synthese, public: Public) -> tuple[VueNoeud, ...]:
    """The hierarchy, nested. The top of each volet is a heading of the third level."""
    roots: list[_Branche] = []
    path: list[_Branche] = []
    for rank, ligne in enumerate(synthese.lignes):
        if isinstance(ligne, LigneAction):
            path[-1].actions.append(_action(synthese, public, ligne))
            continue
        level = _ORDRE.index(ligne.niveau)
        path = [one for one in path if _ORDRE.index(one.noeud.niveau) < level]
        branche = _Branche(ligne, f"objectif-{rank}")
        (path[-1].enfants if path else roots).append(branche)
        path.append(branche)
    return tuple(root.freeze(public, 3) for root in roots)


def _action(synthese: Synthese, public: Public, ligne: LigneAction) -> VueAction:
    action = ligne.action
    lien = place_label(synthese.noms, Niveau.OO, action.place) if ligne.lien else ""
    return VueAction(
        action.identifiant,
        public.texte(name_action(synthese.noms, action)),
        public.texte(action.libelle),
        show_etat(ligne.etat),
        class_of(ligne.etat),
        show_taux(ligne.taux),
        0 if ligne.taux is None else round_taux(ligne.taux),
        ligne.fin.texte if ligne.fin else "",
        _service(public, ligne),
        ligne.en_retard,
        public.texte(action.volet),
        () if ligne.lien else tuple(public.details(ligne)),
        public.texte(lien),
    )


def _service(public: Public, ligne: LigneAction) -> str:
    service = ligne.valeurs.get("service")
    return public.texte(service) if isinstance(service, str) else ""


# --- what changed ----------------------------------------------------------------------------------------------------
def _changes(synthese: Synthese, public: Public) -> Iterator[tuple[NatureChangement, tuple[VueChangement, ...]]]:
    """The public changes by nature; nothing at a first séance, which has nothing to be compared with."""
    if synthese.depuis is None:
        return
    by_nature: dict[NatureChangement, list[VueChangement]] = {}
    for evolution in synthese.evolutions:
        if public.tells(evolution):
            by_nature.setdefault(evolution.nature, []).append(_change(synthese, public, evolution))
    yield from ((nature, tuple(found)) for nature, found in by_nature.items())


def _change(synthese: Synthese, public: Public, evolution: Evolution) -> VueChangement:
    action, unit = evolution.ligne.action, "\u00a0%" if evolution.nature is NatureChangement.TAUX else ""
    avant, apres = (f"{public.texte(texte)}{unit}" if texte else "" for texte in (evolution.avant, evolution.apres))
    said = evolution.champ in (evolution.nature.value, AU_PROGRAMME, TAUX_AVANCEMENT.label)
    champ = "" if said else "Échéance" if evolution.champ == FIN.label else evolution.champ
    name = public.texte(f"{name_action(synthese.noms, action)} {action.libelle}")
    return VueChangement(name, champ, avant, apres)


def _gone(synthese: Synthese, public: Public) -> Iterator[tuple[str, str, str]]:
    """The actions that left the programme: name, libellé, day."""
    for row in synthese.tables.retirees.records():
        jour = row["retiree"]
        name = f"{row['axe'] or row['volet']} {row['numero']}".strip()
        yield public.texte(name), public.texte(row["libelle"]), show_date(jour) if jour else ""
