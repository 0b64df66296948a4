"""What the cells of a restyled model risk, in sentences that complete « ce modèle peut servir, mais … »."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.fiche import CHAMPS, COLONNES_BUDGET, LISTES_CONTROLE, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import ARTICLE, DATE, EXERCICE, MONTANT, MOT, STATUT, TAUX, TEXTE, Kind, Scalaire
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.regles.colonne_budget import CALCULS_BUDGET
from fiche_tool.excel.lecture.classeur import Position, Zone, address, parse_zone
from fiche_tool.excel.modele.apparence import (
    Apparence,
    Aspect,
    CaseModele,
    Lieu,
    Validation,
    agree,
    body,
    budget_cases,
    field_cases,
    gather_words,
    join_words,
    name_rows,
    rows_of,
)
from fiche_tool.excel.modele.modele import Modele, total_cells
from fiche_tool.excel.modele.noms import (
    BILAN_CONTROLE,
    CALCULS_LIGNES,
    COLONNE_BUDGET,
    NOMS_CALCULS,
    NOMS_CONTROLE,
    NOMS_GROUPES,
    POINTS_CONTROLE,
    TOTAUX,
)

GESTIONNAIRE = "Formules > Gestionnaire de noms"
COPIE = "une copie fraîche (fiche-tool modele)"
_FERMEES = {c.liste for c in (*CHAMPS, *COLONNES_BUDGET) if c.kind.mots and c.kind is not STATUT}
"""The lists of which nobody knows better."""
_PERIODES = ("debut", "fin")


# --- typing ----------------------------------------------------------------------------------------------------------
def tell_cells(modele: Modele, apparence: Apparence) -> Iterator[str]:
    """The risks of the cells to fill in, of the budget table and of column Contrôle."""
    on_form = body(modele).feuille == modele.grille.nom
    champs = field_cases(modele)
    lignes = budget_cases(modele) if on_form else []
    yield from _locks(apparence, [*champs, *lignes])
    yield from _hidden(apparence, [*champs, *lignes])
    yield from _lists(apparence, [*champs, *lignes])
    yield from _formats(apparence, [*champs, *lignes])
    yield from _wraps(apparence, champs)
    if on_form:
        yield from _around(modele, apparence)
        yield from _totals(modele, apparence)
        yield from _control(modele, apparence)


def _locks(apparence: Apparence, cases: Sequence[CaseModele]) -> Iterator[str]:
    if not apparence.protegee:
        yield "la feuille n'est pas protégée : les étiquettes peuvent être écrasées par mégarde"
        return

    def wrong(case: CaseModele) -> bool:
        return apparence.at(case.zone.coin).verrouillee != case.champ.verrouille

    for lieu in gather_words((case for case in cases if not case.champ.verrouille), wrong):
        yield lieu.say("{est verrouillée|sont verrouillées} : personne ne pourra {la|les} remplir")
    for lieu in gather_words((case for case in cases if case.champ.verrouille), wrong):
        yield lieu.say(
            "{est déverrouillée : elle peut|sont déverrouillées : elles peuvent} être {changée|changées} par mégarde"
        )


def _hidden(apparence: Apparence, cases: Sequence[CaseModele]) -> Iterator[str]:
    for lieu in gather_words(cases, lambda case: not case.champ.verrouille and apparence.hides(case.zone)):
        yield lieu.say(
            "{est masquée|sont masquées} : personne ne {la|les} verra ; affichez de nouveau "
            "{sa ligne ou sa colonne|leurs lignes ou leurs colonnes}"
        )


def _lists(apparence: Apparence, cases: Sequence[CaseModele]) -> Iterator[str]:
    def lists(case: CaseModele) -> list[Validation]:
        return [rule for rule in apparence.rules(case.zone.coin) if rule.genre == "list"]

    def refuses(case: CaseModele) -> bool:
        return any(rule.bloque and rule.genre != "none" for rule in apparence.rules(case.zone.coin))

    listed = [case for case in cases if case.champ.liste]
    for lieu in gather_words(listed, lambda case: not lists(case)):
        yield lieu.say(
            f"{{n'a|n'ont}} plus de liste déroulante : rétablissez-la (Données > Validation, {_sources(lieu)})"
        )
    for lieu in gather_words(listed, lambda case: any(rule.source.startswith('"') for rule in lists(case))):
        yield lieu.say(
            "{a sa|ont leur} liste déroulante tapée dans la validation même : elle ne suit pas le programme et "
            f"d'autres tableurs la perdent ; indiquez sa source (Données > Validation, {_sources(lieu)})"
        )
    known = (case for case in listed if case.champ.liste not in _FERMEES)
    warn = "choisissez le style « Avertissement » (Données > Validation > Alerte d'erreur)"
    for lieu in gather_words(known, lambda case: any(rule.bloque for rule in lists(case))):
        yield lieu.say(f"{{refuse|refusent}} ce qui n'est pas dans la liste, même à raison : {warn}")
    periods = (case for case in cases if case.champ.nom in _PERIODES and not case.ligne)
    for lieu in gather_words(periods, refuses):
        yield lieu.say(f"{{refuse|refusent}} ce qui n'est pas une date, même « fin 2022 » ou « T2 2021 » : {warn}")


def _sources(lieu: Lieu) -> str:
    listes = dict.fromkeys(case.champ.liste for case in lieu.cases)
    return f"source {join_words(f'=liste_{liste}' for liste in listes)}"


_Fault = tuple[tuple[Kind[Scalaire], ...], Callable[[Aspect], bool], str]
_MEND = "(Format de cellule > Nombre)"
_FORMATS: tuple[_Fault, ...] = (
    (
        (DATE,),
        lambda aspect: not aspect.date,
        f"{{n'est|ne sont}} plus au format Date : une date peut s'y montrer comme un nombre ; "
        f"rendez-{{lui|leur}} ce format {_MEND}",
    ),
    (
        (TEXTE, MOT, ARTICLE),
        lambda aspect: aspect.format != "@",
        "{n'est|ne sont} plus au format Texte : ce qui ressemble à une date, à un nombre ou à une formule y serait "
        f"transformé ; rendez-{{lui|leur}} ce format {_MEND}",
    ),
    (
        (TAUX,),
        lambda aspect: "%" in aspect.format,
        f"est au format Pourcentage : 45 tapé y devient 0,45 ; choisissez le format Nombre {_MEND}",
    ),
    (
        (MONTANT, EXERCICE),
        lambda aspect: "%" in aspect.format or aspect.date,
        "{est|sont} au format Pourcentage ou Date : les nombres tapés y seraient changés ; "
        f"choisissez le format Nombre {_MEND}",
    ),
    (
        (MONTANT,),
        lambda aspect: aspect.format == "@",
        f"{{est|sont}} au format Texte : les totaux n'en tiendront pas compte ; choisissez le format Nombre {_MEND}",
    ),
)


def _formats(apparence: Apparence, cases: Sequence[CaseModele]) -> Iterator[str]:
    for kinds, faulty, phrase in _FORMATS:
        typed = [case for case in cases if case.champ.kind in kinds and not case.champ.verrouille]
        for lieu in gather_words(typed, lambda case, faulty=faulty: faulty(apparence.at(case.zone.coin))):  # type: ignore[misc]
            yield lieu.say(phrase)


def _wraps(apparence: Apparence, champs: Sequence[CaseModele]) -> Iterator[str]:
    texts = [case for case in champs if case.champ.kind is TEXTE]
    for lieu in gather_words(texts, lambda case: not apparence.at(case.zone.coin).renvoi):
        yield lieu.say(
            "ne {va|vont} plus à la ligne : un long texte y sera caché ; cochez « Renvoyer à la ligne »"
            " (Format de cellule > Alignement)"
        )


# --- the budget table ------------------------------------------------------------------------------------------------
def _around(modele: Modele, apparence: Apparence) -> Iterator[str]:
    """Rows that look like more budget lines, right above or below the named table."""
    corps, nom = body(modele), nom_de_cellule(fiche.BUDGET)
    below = _open_rows(modele, apparence, range(corps.bas + 1, corps.bas + 100))
    above = _open_rows(modele, apparence, range(corps.haut - 1, 0, -1))
    told = "{semble|semblent} prolonger le tableau budgétaire, mais le nom"
    lost = f"ce qu'on y tape ne sera pas lu ; étendez ce nom à {{cette ligne|ces lignes}} ({GESTIONNAIRE})"
    for rows, edge in ((below, f"s'arrête à la ligne {corps.bas}"), (above, f"ne commence qu'à la ligne {corps.haut}")):
        if rows:
            yield agree(f"{name_rows(rows)} {told} {nom} {edge} : {lost}", int(len(rows) > 1))


def _open_rows(modele: Modele, apparence: Apparence, rows: Iterable[int]) -> list[int]:
    """The first rows of these whose budget columns are all open to typing."""
    columns = modele.colonnes_budget.values()
    fields = {row for case in field_cases(modele) for row in rows_of(case.zone)}
    found: list[int] = []
    for row in rows:
        cells = [(row, column) for column in columns]
        if row in fields or any(apparence.at(cell).verrouillee or not modele.grille.get(cell).vide for cell in cells):
            break
        found.append(row)
    return found


def _totals(modele: Modele, apparence: Apparence) -> Iterator[str]:
    """Total cells without formula, and budget rows that their formulas leave out."""
    here = {nom: zone for nom, zone in modele.noms.items() if nom in TOTAUX and zone.feuille == modele.grille.nom}
    cells = sorted(total_cells(here, ()))
    yield from _lost_formulas(apparence, cells, "des totaux")
    left_out: dict[int, list[Position]] = {}
    for cell in cells:
        summed: dict[int, set[int]] = {}
        for zone in _ranges(apparence.at(cell).formule):
            summed.setdefault(zone.gauche, set()).update(rows_of(zone))
        for row in rows_of(body(modele)):
            if any(row not in rows for rows in summed.values()):
                left_out.setdefault(row, []).append(cell)
    by_cells: dict[tuple[Position, ...], list[int]] = {}
    for row, places in left_out.items():
        by_cells.setdefault(tuple(places), []).append(row)
    for group, rows in by_cells.items():
        phrase = f"{name_rows(rows)} du tableau budgétaire {{n'entre|n'entrent}} pas dans les totaux"
        mend = "étendez les plages de ces formules jusqu'à {celle-ci|celles-ci}"
        yield agree(f"{phrase} ({join_words(map(address, group))}) : {mend}", int(len(rows) > 1))


# --- column Contrôle -------------------------------------------------------------------------------------------------
def _control(modele: Modele, apparence: Apparence) -> Iterator[str]:
    """What no longer holds together in the live column, where the model has the whole of it."""
    noms, form = modele.noms, modele.grille.nom
    if any(nom not in noms or noms[nom].feuille != form for nom in NOMS_CONTROLE):
        return
    singles = [
        noms[nom].coin for nom in (BILAN_CONTROLE, POINTS_CONTROLE, *NOMS_GROUPES.values(), *NOMS_CALCULS.values())
    ]
    yield from _lost_formulas(apparence, singles, "de la colonne Contrôle")
    lists = [f"liste_{nom}" for nom in LISTES_CONTROLE if f"liste_{nom}" not in noms]
    if lists:
        words = f"il manque {agree('{la liste|les listes}', int(len(lists) > 1))} {join_words(lists)}"
        yield f"{words} : la colonne Contrôle ne pourra pas contrôler les réponses ; repartez d'{COPIE}"
    yield from _control_of_lines(modele, apparence)
    yield from _uncounted(modele, apparence)


def _control_of_lines(modele: Modele, apparence: Apparence) -> Iterator[str]:
    texts, results, corps = modele.noms[COLONNE_BUDGET], modele.noms[CALCULS_LIGNES], body(modele)
    for nom, zone in ((COLONNE_BUDGET, texts), (CALCULS_LIGNES, results)):
        if zone.haut != corps.haut:
            yield (
                f"le nom {nom} commence à la ligne {zone.haut}, et le tableau budgétaire à la ligne {corps.haut} : les "
                f"contrôles du budget seront décalés ; donnez-leur les mêmes lignes ({GESTIONNAIRE})"
            )
    last = min(results.droite, results.gauche + len(CALCULS_BUDGET) - 1)  # an older model has fewer
    columns = [texts.gauche, *range(results.gauche, last + 1)]
    rows = {row: [apparence.at((row, column)).formule for column in columns] for row in rows_of(corps)}
    bare = [row for row, formulas in rows.items() if not all(formulas)]
    broken = [row for row in rows if row not in bare and any("#REF!" in formula for formula in rows[row])]
    mend = f"copiez-y celles d'une autre ligne, de la colonne {_span(columns)}"
    if bare:
        phrase = f"{name_rows(bare)} du tableau budgétaire {{n'a|n'ont}} pas toutes {{ses|leurs}} formules de contrôle"
        yield agree(
            f"{phrase} : {{elle ne sera pas contrôlée|elles ne seront pas contrôlées}} à la saisie ; {mend}",
            int(len(bare) > 1),
        )
    if broken:
        phrase = f"{name_rows(broken)} du tableau budgétaire {{a|ont}} des formules de contrôle cassées (#REF!)"
        yield agree(f"{phrase} : {mend}", int(len(broken) > 1))


def _span(columns: Sequence[int]) -> str:
    return " à la colonne ".join(address((1, column))[:-1] for column in (columns[0], columns[-1]))


def _uncounted(modele: Modele, apparence: Apparence) -> Iterator[str]:
    """Cells of the column that the count of points leaves out."""
    noms = modele.noms
    cells = {noms[nom].coin for nom in NOMS_GROUPES.values()}
    cells |= {(row, noms[COLONNE_BUDGET].gauche) for row in rows_of(body(modele))}
    count = noms[POINTS_CONTROLE].coin
    ranges = _ranges(apparence.at(count).formule)
    missed = [cell for cell in sorted(cells) if ranges and not any(cell in zone for zone in ranges)]
    if missed:
        bilan, lost = address(noms[BILAN_CONTROLE].coin), join_words(map(address, missed))
        phrase = f"le nombre de points à vérifier ({bilan}) ne compte pas {lost}"
        yield f"{phrase} : étendez la plage de la formule en {address(count)}"


def _lost_formulas(apparence: Apparence, cells: Sequence[Position], where: str) -> Iterator[str]:
    bare = [address(cell) for cell in cells if not apparence.at(cell).formule]
    broken = [address(cell) for cell in cells if "#REF!" in apparence.at(cell).formule]
    mend = f"recopiez {{sa formule|leurs formules}} depuis {COPIE}"
    for found, told in (
        (bare, "{n'a|n'ont} plus de formule : {elle ne suivra|elles ne suivront} pas la saisie"),
        (broken, "{a une formule cassée|ont des formules cassées} (#REF!)"),
    ):
        if found:
            phrase = f"{{la case|les cases}} {join_words(found)} {where} {told} ; {mend}"
            yield agree(phrase, int(len(found) > 1))


_RANGE = regex(r"(?<![\w!'$])\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7}(?!\w)")


def _ranges(formula: str) -> list[Zone]:
    """The ranges of the formula's own sheet that it looks into."""
    zones = (parse_zone(f"x!{found}") for found in _RANGE.findall(formula))
    return [zone for zone in zones if zone is not None]
