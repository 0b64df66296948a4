"""What the names and the page of a restyled model risk, completing « ce modèle peut servir, mais … »."""

from collections.abc import Iterator

from fiche_tool.domaine.fiche import fiche
from fiche_tool.domaine.fiche.champs import Champ
from fiche_tool.domaine.fiche.fiche import BUDGET_LABEL, CHAMPS, IDENTITE, LABELS, nom_de_cellule
from fiche_tool.domaine.fiche.kinds import Scalaire
from fiche_tool.excel.lecture.classeur import Zone, address
from fiche_tool.excel.modele.apparence import (
    Apparence,
    Page,
    agree,
    body,
    budget_cases,
    field_cases,
    gather_words,
    join_words,
    rows_of,
    swallowing,
)
from fiche_tool.excel.modele.modele import Modele, free_sheet
from fiche_tool.excel.modele.noms import (
    ENTETE,
    NOMS_AIDE,
    NOMS_CONTROLE,
    NOMS_GROUPES,
    NOMS_HISTORIQUE,
    NOMS_MARQUES,
    TOTAUX,
)
from fiche_tool.excel.modele.risques_modele import COPIE, GESTIONNAIRE


def tell_names(modele: Modele) -> Iterator[str]:
    """The risks of names that are gone, astray, or on the same cell."""
    yield from _younger(modele)
    yield from _features(modele)
    yield from _names(modele)
    yield from _merged(modele)


# --- names -----------------------------------------------------------------------------------------------------------
_FEATURES = (
    (NOMS_CONTROLE, "la colonne Contrôle ne sera pas remplie"),
    (TOTAUX, "les totaux du budget ne seront pas remplis"),
    (NOMS_MARQUES, "les fiches à corriger n'auront pas toutes leurs marques (liste « À corriger », cases, remarques)"),
    (NOMS_HISTORIQUE, "la feuille Historique ne sera pas remplie"),
    (NOMS_AIDE, "la feuille Aide ne dira ni les statuts de votre CPAS ni qui appeler"),
    ((ENTETE,), "la première ligne ne dira pas de quelle fiche il s'agit"),
)


def _younger(modele: Modele) -> Iterator[str]:
    """The fields that the declaration has gained since the version the model was restyled from."""
    lacking = [champ for champ in CHAMPS if champ.depuis > 1 and champ.nom_de_cellule not in modele.noms]
    if lacking:
        plural = int(len(lacking) > 1)
        words = join_words(f"« {LABELS[champ.nom]} »" for champ in lacking)
        born = agree("{née|nées}", plural)
        loss = agree(f"ses fiches ne poseront pas {{la question|les questions}} {words}, {born} depuis", plural)
        yield f"{loss} ; si vous {agree('{la|les}', plural)} voulez, repartez d'{COPIE}"


def _features(modele: Modele) -> Iterator[str]:
    """What the fiches will lack as the model lost names that it does not need to serve, or scattered them."""
    noms, form = modele.noms, modele.grille.nom
    for group, loss in _FEATURES:
        missing = [nom for nom in group if nom not in noms]
        sheets = {noms[nom].feuille for nom in group if nom in noms}
        elsewhere = group in (NOMS_HISTORIQUE, NOMS_AIDE)
        if missing:
            plural = int(len(missing) > 1)
            mend = agree(f"rendez {{ce nom à sa case|ces noms à leurs cases}} ({GESTIONNAIRE})", plural)
            words = agree(f"{{le nom|les noms}} {join_words(missing)}", plural)
            yield f"{loss} : il manque {words} ; {mend} ou repartez d'{COPIE}"
        elif len(sheets) > 1 if elsewhere else sheets != {form}:
            home = "la même feuille" if elsewhere else f"la feuille « {form} »"
            astray = [nom for nom in group if elsewhere or noms[nom].feuille != form]
            yield agree(
                f"{loss} : {{le nom|les noms}} {join_words(astray)} {{désigne|désignent}} une case hors de {home} ; "
                f"{{ramenez-le|ramenez-les}} sur {home} ({GESTIONNAIRE})",
                int(len(astray) > 1),
            )
        elif elsewhere and free_sheet(modele, group) is None:
            yield (
                f"{loss} : les noms {join_words(group)} désignent des cases de la feuille « {sheets.pop()} », où les "
                f"fiches reçoivent déjà autre chose ; ramenez-les sur une feuille à part ({GESTIONNAIRE})"
            )


def _named(modele: Modele) -> list[Champ[Scalaire]]:
    """The fields that the model has: all of them, but for those born since the version it was restyled from."""
    return [champ for champ in (*CHAMPS, *IDENTITE) if champ.nom_de_cellule in modele.noms]


def _names(modele: Modele) -> Iterator[str]:
    """Fields that are not on the form, that share a cell, or that stand in the budget table."""
    noms, form, corps = modele.noms, modele.grille.nom, body(modele)
    sharing: dict[tuple[int, int], list[str]] = {}
    for champ in _named(modele):
        zone = noms[champ.nom_de_cellule]
        if zone.feuille != form:
            yield _astray(LABELS[champ.nom], champ.nom_de_cellule, zone, form)
            continue
        sharing.setdefault(zone.coin, []).append(champ.nom)
    if corps.feuille != form:
        yield _astray(BUDGET_LABEL, nom_de_cellule(fiche.BUDGET), corps, form)
    for coin, found in sharing.items():
        mend = f"rendez à {join_words(nom_de_cellule(nom) for nom in found)}"
        if len(found) > 1:
            words = join_words(f"« {LABELS[nom]} »" for nom in found)
            yield (
                f"les cases {words} sont une seule et même case ({address(coin)}), et l'une effacera l'autre : {mend} "
                f"chacun sa case ({GESTIONNAIRE})"
            )
        elif coin in corps and corps.feuille == form:
            yield (
                f"la case « {LABELS[found[0]]} » ({address(coin)}) est dans le tableau budgétaire : {mend} sa propre "
                f"case ({GESTIONNAIRE})"
            )


def _astray(label: str, nom: str, zone: Zone, form: str) -> str:
    return (
        f"« {label} » est sur la feuille « {zone.feuille} » et non sur la feuille « {form} » : rien n'y sera rempli "
        f"d'avance ; donnez au nom {nom} une case de la feuille « {form} » ({GESTIONNAIRE})"
    )


def _merged(modele: Modele) -> Iterator[str]:
    """Merged ranges that hide the cell of a field or cells of the budget table."""
    found: dict[Zone, list[str]] = {}
    for champ in _named(modele):
        zone = modele.noms[champ.nom_de_cellule]
        merged = swallowing(modele, zone.coin) if zone.feuille == modele.grille.nom else None
        if merged is not None:
            found.setdefault(merged, []).append(f"la case « {LABELS[champ.nom]} » ({address(zone.coin)})")
    corps = body(modele)
    for row in rows_of(corps) if corps.feuille == modele.grille.nom else ():
        for column in modele.colonnes_budget.values():
            merged = swallowing(modele, (row, column))
            if merged is not None:
                found.setdefault(merged, []).append(f"la case {address((row, column))} du tableau budgétaire")
    for merged, words in found.items():
        where = merged.adresse.replace("$", "")
        hidden = join_words(words)
        yield f"la fusion des cellules {where} recouvre {hidden} : on ne peut plus y écrire ; défusionnez-les"


# --- page ------------------------------------------------------------------------------------------------------------
_A4 = 9
_ZONE = "Mise en page > Zone d'impression"


def tell_page(modele: Modele, apparence: Apparence) -> Iterator[str]:
    """The risks of the printed page, and of formats that other programs do not understand."""
    page = apparence.page
    if not page.delimitee:
        yield "aucune zone d'impression : les colonnes de contrôle s'imprimeraient aussi"
    elif page.zones:
        yield from _printed(modele, page)
    if not page.ajustee:
        yield "la fiche n'est plus ajustée à la largeur de la page : ses colonnes peuvent s'imprimer à part"
    if page.papier != _A4:
        yield "le papier n'est plus du format A4 : choisissez-le (Mise en page > Taille)"
    if "[référence]" not in page.textes:
        yield (
            "ni l'en-tête ni le pied de page ne portent plus « [référence] » : une feuille imprimée ne dira pas de "
            "quelle fiche elle vient ; ajoutez-y ce mot, crochets compris (Mise en page > En-tête/Pied de page)"
        )
    yield from (_blanks(place) for place in apparence.vides)


def _printed(modele: Modele, page: Page) -> Iterator[str]:
    """What the print area leaves out, and what it should leave out."""
    noms, corps = modele.noms, body(modele)
    on_form = corps.feuille == modele.grille.nom
    cases = [*field_cases(modele, (*CHAMPS, *IDENTITE)), *(budget_cases(modele) if on_form else ())]

    def prints(*cells: tuple[int, int]) -> bool:
        return all(any(cell in zone for zone in page.zones) for cell in cells)

    outside = gather_words(cases, lambda case: not prints(case.zone.coin, (case.zone.bas, case.zone.droite)))
    for lieu in outside:
        yield lieu.say(f"{{est|sont}} hors de la zone d'impression : étendez-la ({_ZONE})")
    if any(prints(noms[nom].coin) for nom in NOMS_GROUPES.values() if nom in noms):
        yield f"la colonne Contrôle est dans la zone d'impression, et s'imprimera : réduisez cette zone ({_ZONE})"


def _blanks(place: str) -> str:
    first = place.split()[0].partition(":")[0]
    return (
        f"la mise en forme conditionnelle « cellules vides » ({place}) n'est pas comprise de tous les programmes : "
        f'remplacez-la par une formule, par exemple ={first}=""'
    )
