"""One PST in the layouts that CPAS use: lines, headings, lists, tables, fiches; as blocks, whatever the format."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Faite:
    """An action with what documents say beside it."""

    libelle: str
    service: str
    echeance: str
    statut: str


@dataclass(frozen=True)
class Oo:
    intitule: str
    actions: tuple[Faite, ...]


@dataclass(frozen=True)
class Os:
    intitule: str
    oos: tuple[Oo, ...]


@dataclass(frozen=True)
class VoletPst:
    nom: str
    oss: tuple[Os, ...]


@dataclass(frozen=True)
class Titre:
    niveau: int
    texte: str


@dataclass(frozen=True)
class Ligne:
    texte: str
    retrait: int = 0


@dataclass(frozen=True)
class Puce:
    texte: str
    retrait: int = 0


@dataclass(frozen=True)
class C:
    """A cell: its text, how many columns and rows it spans."""

    texte: str
    large: int = 1
    haut: int = 1


@dataclass(frozen=True)
class Tableau:
    rangees: tuple[tuple[C, ...], ...]


BlocEcrit = Titre | Ligne | Puce | Tableau
Pst = tuple[VoletPst, ...]

ISP, AINES, DIRECTION = "Service ISP", "Service des aînés", "Direction générale"
PST: Pst = (
    VoletPst(
        "Interne",
        (
            Os(
                "Être un CPAS bien géré",
                (
                    Oo(
                        "Améliorer les procédures et les outils de gestion des services du centre",
                        (
                            Faite("Numériser les dossiers sociaux", DIRECTION, "31/12/2026", "En cours"),
                            Faite("Tenir un tableau de bord mensuel", DIRECTION, "06/2027", "À démarrer"),
                        ),
                    ),
                    Oo("Soutenir le personnel", (Faite("Créer un plan de formation", ISP, "2028", "À démarrer"),)),
                ),
            ),
        ),
    ),
    VoletPst(
        "Externe",
        (
            Os(
                "Être un CPAS proche des aînés",
                (
                    Oo(
                        "Maintenir à domicile",
                        (
                            Faite(
                                "Étendre le service de repas aux week-ends et aux jours fériés",
                                AINES,
                                "2027",
                                "En cours",
                            ),
                            Faite("Créer une garde à domicile", AINES, "31/03/2028", "À démarrer"),
                            Faite("Former les aides familiales", AINES, "2026", "Réalisé"),
                        ),
                    ),
                    Oo("Rompre l'isolement", (Faite("Organiser un café des aînés", AINES, "2026", "En cours"),)),
                ),
            ),
            Os(
                "Favoriser l'insertion",
                (
                    Oo(
                        "Développer l'emploi",
                        (Faite("Ouvrir une cellule emploi avec la Ville", ISP, "2029", "À démarrer"),),
                    ),
                ),
            ),
        ),
    ),
)

FAITS = ("Service", "Échéance", "Statut")


def _cells(*textes: str) -> tuple[C, ...]:
    return tuple(C(texte) for texte in textes)


def _facts(a: Faite) -> tuple[str, ...]:
    return (a.service, a.echeance, a.statut)


def _walk(pst: Pst) -> Iterator[tuple[VoletPst, int, Os, int, Oo]]:
    for volet in pst:
        for o, os in enumerate(volet.oss, 1):
            for p, oo in enumerate(os.oos, 1):
                yield volet, o, os, p, oo


def _headed(pst: Pst, volet: str, os: str, oo: str) -> Iterator[tuple[list[BlocEcrit], int, int, Oo]]:
    """The headings above each OO, in the forms given; a form that begins with # is a heading of that level."""

    def made(form: str, **values: object) -> BlocEcrit:
        level = len(form) - len(form.lstrip("#"))
        texte = form.lstrip("#").format(**values)
        return Titre(level, texte) if level else Ligne(texte)

    seen: set[object] = set()
    for v, o, s, p, oo_ in _walk(pst):
        above: list[BlocEcrit] = []
        if v.nom not in seen:
            above.append(made(volet, t=v.nom.lower(), T=v.nom.upper()))
        if (v.nom, o) not in seen:
            above.append(made(os, n=o, t=s.intitule, c=v.nom[0]))
        seen |= {v.nom, (v.nom, o)}
        above.append(made(oo, n=o, p=p, t=oo_.intitule, c=v.nom[0]))
        yield above, o, p, oo_


def etiquettes(pst: Pst) -> Iterator[BlocEcrit]:
    for above, _, _, oo in _headed(pst, "VOLET {T}", "OS {n} : {t}", "OO {n}.{p} : {t}"):
        yield from above
        for a in oo.actions:
            yield Puce(f"{a.libelle} ;", 1)
            yield from (Ligne(f"{nom} : {valeur}", 2) for nom, valeur in zip(FAITS, _facts(a), strict=True))


def titres(pst: Pst) -> Iterator[BlocEcrit]:
    for above, _, _, oo in _headed(pst, "#Volet {t}", "##{t}", "###{t}"):
        yield from above
        for a in oo.actions:
            yield Puce(f"{a.libelle} (Service : {a.service} ; Échéance : {a.echeance} ; Statut : {a.statut})", 3)


def listes(pst: Pst) -> Iterator[BlocEcrit]:
    for above, _, p, oo in _headed(pst, "VOLET {T}", "{n}. {t}", "{p}. {t}"):
        for bloc in above:
            deep = isinstance(bloc, Ligne) and bloc.texte == f"{p}. {oo.intitule}"
            yield Ligne(bloc.texte, 1) if deep and isinstance(bloc, Ligne) else bloc
        yield from (
            Puce(f"{a.libelle} – Service : {a.service} – Échéance : {a.echeance} – Statut : {a.statut}", 2)
            for a in oo.actions
        )


def iapst(pst: Pst) -> Iterator[BlocEcrit]:
    for volet in pst:
        for o, os in enumerate(volet.oss, 1):
            yield Titre(1, f"{o}. {os.intitule}")
            yield Ligne("Catégorie")
            yield Ligne(f"Volet {volet.nom.lower()} : Développement - Action sociale")
            for p, oo in enumerate(os.oos, 1):
                yield Titre(2, f"{o}.{p}. {oo.intitule}")
                for n, a in enumerate(oo.actions, 1):
                    yield Titre(3, f"{o}.{p}.{n}. {a.libelle}")
                    rows = zip(("Service gestionnaire", "Échéance", "État"), _facts(a), strict=True)
                    yield Tableau(tuple(_cells(nom, valeur) for nom, valeur in rows))


def tableau_fusionne(pst: Pst) -> Iterator[BlocEcrit]:
    for volet in pst:
        yield Titre(1, f"Volet {volet.nom.lower()}")
        rows = [_cells("Objectif stratégique", "Objectif opérationnel", "Actions", *FAITS)]
        for o, os in enumerate(volet.oss, 1):
            high = sum(len(oo.actions) for oo in os.oos)
            for p, oo in enumerate(os.oos, 1):
                for n, a in enumerate(oo.actions):
                    left = [C(f"OS {o} : {os.intitule}", 1, high)] if p == 1 and n == 0 else []
                    middle = [C(f"OO {o}.{p} : {oo.intitule}", 1, len(oo.actions))] if n == 0 else []
                    rows.append((*left, *middle, C(a.libelle), *_cells(*_facts(a))))
        yield Tableau(tuple(rows))


def tableau_repete(pst: Pst) -> Iterator[BlocEcrit]:
    rows = [_cells("Volet", "N° OS", "Objectif stratégique", "N° OO", "Objectif opérationnel", "Action", *FAITS)]
    for v, o, os, p, oo in _walk(pst):
        rows += [_cells(v.nom, str(o), os.intitule, f"{o}.{p}", oo.intitule, a.libelle, *_facts(a)) for a in oo.actions]
    yield Tableau(tuple(rows))


def tableau_sous_oo(pst: Pst) -> Iterator[BlocEcrit]:
    for above, _, _, oo in _headed(pst, "Volet {t}", "OS {n} : {t}", "OO {n}.{p} : {t}"):
        yield from above
        rows = [_cells("Actions", "Service pilote", "Échéance", "État")]
        yield Tableau((*rows, *(_cells(a.libelle, *_facts(a)) for a in oo.actions)))


def fiches(pst: Pst) -> Iterator[BlocEcrit]:
    for v, o, os, p, oo in _walk(pst):
        for n, a in enumerate(oo.actions, 1):
            yield Tableau(
                (
                    _cells("Fiche action n°", f"{o}.{p}.{n}"),
                    _cells("Volet", v.nom),
                    _cells("Objectif stratégique", f"OS {o} : {os.intitule}"),
                    _cells("Objectif opérationnel", f"OO {o}.{p} : {oo.intitule}"),
                    _cells("Intitulé de l'action", a.libelle),
                    _cells("Service pilote", a.service),
                    _cells("Échéance", a.echeance),
                    _cells("État", a.statut),
                )
            )
            yield Ligne("")


def bandes(pst: Pst) -> Iterator[BlocEcrit]:
    for volet in pst:
        rows: list[tuple[C, ...]] = [
            (C(f"VOLET {volet.nom.upper()}", 5),),
            _cells("N°", "Intitulé de l'action", *FAITS),
        ]
        for o, os in enumerate(volet.oss, 1):
            rows.append((C(f"Objectif stratégique {o} : {os.intitule}", 5),))
            for p, oo in enumerate(os.oos, 1):
                rows.append((C(f"Objectif opérationnel {o}.{p} : {oo.intitule}", 5),))
                rows += [_cells(f"{o}.{p}.{n}", a.libelle, *_facts(a)) for n, a in enumerate(oo.actions, 1)]
        yield Tableau(tuple(rows))


def etat_avancement(pst: Pst) -> Iterator[BlocEcrit]:
    """As iA.PST prints it: one row for each node, numbers in one series for all."""
    for volet in pst:
        yield Titre(1, f"Volet {volet.nom.lower()}")
        rows, rank = [_cells("Types", "Titres", "Gestionnaires", "Échéance", "États")], 0
        for os in volet.oss:
            rank += 1
            rows.append(_cells("OS", f"{os.intitule} (OS.{rank})", "", "", ""))
            for oo in os.oos:
                rank += 1
                rows.append(_cells("OO", f"{oo.intitule} (OO.{rank})", "", "", ""))
                for a in oo.actions:
                    rank += 1
                    rows.append(_cells("A", f"{a.libelle} (A.{rank})", *_facts(a)))
        yield Tableau(tuple(rows))


def export_plat(pst: Pst) -> Iterator[BlocEcrit]:
    for volet in pst:
        yield Titre(1, f"Volet {volet.nom.lower()}")
        rows = [_cells("OS", "OO", "Actions", "Services porteurs", "Échéance", "Etat avancement")]
        for o, os in enumerate(volet.oss, 1):
            for p, oo in enumerate(os.oos, 1):
                rows += [
                    _cells(f"O.S {o} {os.intitule}", f"O.O {o}.{p} {oo.intitule}", a.libelle, *_facts(a))
                    for a in oo.actions
                ]
        yield Tableau(tuple(rows))


def codes(pst: Pst) -> Iterator[BlocEcrit]:
    for above, o, p, oo in _headed(pst, "Volet {t}", "{c}.{n} {t}", "{c}.{n}.{p} {t}"):
        yield from above
        side = next(v.nom[0] for v, _, _, _, other in _walk(pst) if other is oo)
        for n, a in enumerate(oo.actions, 1):
            yield Ligne(f"{side}.{o}.{p}.{n} {a.libelle}")
            yield from (Ligne(f"{nom} : {valeur}", 1) for nom, valeur in zip(FAITS, _facts(a), strict=True))


def mots_maison(pst: Pst) -> Iterator[BlocEcrit]:
    for above, o, p, oo in _headed(pst, "VOLET {T}", "Défi {n} : {t}", "Engagement {n}.{p} : {t}"):
        yield from above
        for n, a in enumerate(oo.actions, 1):
            yield Ligne(f"Mesure {o}.{p}.{n} : {a.libelle}")
            yield from (Ligne(f"{nom} : {valeur}", 1) for nom, valeur in zip(FAITS, _facts(a), strict=True))


def modele_de_fiche(pst: Pst) -> Iterator[BlocEcrit]:
    """The « Modèle de fiche Action » annexed to a PST, filled in."""
    for v, o, os, p, oo in _walk(pst):
        for n, a in enumerate(oo.actions, 1):
            empty = C("", 3)
            yield Tableau(
                (
                    (C(f"PROGRAMME STRATEGIQUE TRANSVERSAL CPAS VOLET {v.nom.upper()}", 6),),
                    (C("Objectif stratégique N°", 2), C(f"{o} – {os.intitule}", 4)),
                    (C("Objectif opérationnel N°", 2), C(f"{o}.{p} – {oo.intitule}", 4)),
                    (C("Libellé de l'action + N°", 2), C(f"{o}.{p}.{n} – {a.libelle}", 4)),
                    (C("Description de l'action", 2), C("", 4)),
                    (C("Taux d'avancement (%)", 2), C("Statut", 2), C("Début"), C("Fin")),
                    (C("", 2), C(a.statut, 2), C(""), C(a.echeance)),
                    (C("Intervenants", 6),),
                    (C("Mandataire responsable", 3), empty),
                    (C("Service gestionnaire", 3), C(a.service, 3)),
                    (C("Commentaire", 3), empty),
                )
            )
            yield Ligne("")


def deux_colonnes(pst: Pst) -> Iterator[BlocEcrit]:
    """The objectives at the left, the actions in one cell at the right, each with what is said of it in brackets."""
    seen: set[object] = set()
    for volet in pst:
        yield Titre(1, f"Volet {volet.nom.lower()}")
        for o, os in enumerate(volet.oss, 1):
            seen.add(os)
            yield Ligne(f"Objectif stratégique {o} : {os.intitule}")
            rows = [_cells("Objectifs opérationnels", "Actions")]
            for p, oo in enumerate(os.oos, 1):
                listed = "\n".join(
                    f"• {a.libelle} (Service : {a.service} ; Échéance : {a.echeance} ; Statut : {a.statut})"
                    for a in oo.actions
                )
                rows.append(_cells(f"{o}.{p} {oo.intitule}", listed))
            yield Tableau(tuple(rows))


MISES_EN_PAGE: Mapping[str, Callable[[Pst], Iterator[BlocEcrit]]] = {
    f.__name__: f
    for f in (
        *(etiquettes, titres, listes, iapst, tableau_fusionne, tableau_repete, tableau_sous_oo, fiches, bandes),
        *(etat_avancement, export_plat, codes, mots_maison, modele_de_fiche, deux_colonnes),
    )
}


def expected(pst: Pst) -> list[tuple[str, ...]]:
    """Every action with what it stands under and what is said beside it: what reading must give back."""
    return [
        (v.nom, os.intitule, oo.intitule, a.libelle, a.service, a.echeance, a.statut)
        for v, _, os, _, oo in _walk(pst)
        for a in oo.actions
    ]


def write_blocs(nom: str, pst: Pst = PST) -> Sequence[BlocEcrit]:
    """The PST in a layout, under a title."""
    return [Ligne("Programme stratégique transversal 2025-2030 du CPAS de Valmont"), *MISES_EN_PAGE[nom](pst)]
