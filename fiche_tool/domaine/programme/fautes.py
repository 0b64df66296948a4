"""The faults of a programme, each with its cell: what cannot hold is an error, the rest is a remark."""

from collections.abc import Iterable, Iterator

from fiche_tool.domaine.constats import constats_programme
from fiche_tool.domaine.constats.anomalies import Anomalie, signal
from fiche_tool.domaine.mots.identifiants import is_identifiant
from fiche_tool.domaine.mots.regex import regex
from fiche_tool.domaine.mots.textes import fold, shorten
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.programme.programme import (
    Action,
    Niveau,
    Objectif,
    Place,
    Programme,
    add_counts,
    count_nodes,
    show_place,
)


def check_programme(programme: Programme) -> tuple[Anomalie, ...]:
    """Every fault of a programme, with its cell, in the order of the sheets."""
    return (
        *_check_objectifs(programme),
        *_check_actions(programme),
        *_check_identifiants(programme),
        *_check_names(programme),
        *_check_annonces(programme),
    )


def _cell(programme: Programme, feuille: str, entete: str, ligne: int) -> dict[str, str]:
    colonne = programme.colonnes.get(feuille, {}).get(entete, "A")
    return {"feuille": feuille, "cellule": f"{colonne}{ligne}" if ligne else "", "champ": entete}


def _check_objectifs(programme: Programme) -> Iterator[Anomalie]:
    noms = {volet.nom for volet in programme.volets}
    places = {(o.niveau, o.place) for o in programme.objectifs}
    used = {
        place for action in programme.actions if action.active for place in (action.place, *action.autres_objectifs)
    }
    volets = shorten(", ".join(sorted(noms)), 300)
    axes = {(o.volet, o.axe) for o in programme.objectifs if o.niveau is Niveau.AXE}
    with_axes = {volet for volet, _ in axes}
    seen: dict[tuple[Niveau, Place], Objectif] = {}
    for o in programme.objectifs:
        numero = _cell(programme, "Objectifs", "numero", o.ligne)
        if o.volet not in noms:
            yield signal(
                constats_programme.VOLET_INCONNU,
                **_cell(programme, "Objectifs", "volet", o.ligne),
                trouve=o.volet,
                attendu=volets,
            )
        first = seen.setdefault((o.niveau, o.place), o)
        if first is not o:
            detail = f"l'objectif de la ligne {first.ligne}, « {first.intitule} »"
            yield signal(constats_programme.NUMERO_EN_DOUBLE, **numero, trouve=f"{o.niveau} {o.numero}", detail=detail)
        if o.niveau is Niveau.OO and (Niveau.OS, o.parent) not in places:
            yield signal(constats_programme.OO_ORPHELIN, **numero, trouve=o.numero, attendu=f"OS {o.parent[2] or '?'}")
        if o.niveau is Niveau.OO and o.place not in used:
            yield signal(constats_programme.OO_SANS_ACTION, **numero, trouve=f"{o.numero} – {o.intitule}")
        if o.axe and (o.volet, o.axe) not in axes and o.volet in with_axes:
            yield signal(
                constats_programme.AXE_INCONNU,
                **_cell(programme, "Objectifs", "axe", o.ligne),
                trouve=o.axe,
                detail=o.volet,
            )


def _check_actions(programme: Programme) -> Iterator[Anomalie]:
    places = {o.place for o in programme.objectifs if o.niveau is Niveau.OO}
    services = {fold(service.nom) for service in programme.listes.services}
    seen: dict[tuple[Place, str], Action] = {}
    for action in programme.actions:
        volet, _, objectif = action.place
        if action.place not in places and action.active and volet and objectif:  # an empty cell is told by itself
            yield signal(
                constats_programme.OO_INCONNU,
                **_cell(programme, "Actions", "objectif", action.ligne),
                trouve=show_place(action.place),
                action=action.identifiant,
            )
        for autre in action.autres_objectifs:
            if autre not in places and action.active:
                yield signal(
                    constats_programme.OO_INCONNU,
                    **_cell(programme, "Actions", "autres_objectifs", action.ligne),
                    trouve=show_place(autre),
                    action=action.identifiant,
                )
        first = seen.setdefault((action.place, action.numero), action) if action.active else action
        if first is not action:
            yield signal(
                constats_programme.NUMERO_EN_DOUBLE,
                **_cell(programme, "Actions", "numero", action.ligne),
                trouve=action.numero,
                detail=f"l'action de la ligne {first.ligne}, « {first.libelle} »",
                action=action.identifiant,
            )
        if services and action.service and fold(action.service) not in services:
            yield signal(
                constats_programme.VALEUR_INCONNUE,
                **_cell(programme, "Actions", "service", action.ligne),
                label="Service gestionnaire",
                trouve=action.service,
                action=action.identifiant,
            )


_PROVISOIRES = regex(
    r"(?:a completer|a definir|a determiner|a preciser|a designer|a remplir|nom du .*|votre .*|xx+|tbd|todo|\?+|"
    r"\.\.\.+|…+|"
    r"(?:mon|un|le) service|service (?:x+|[a-c]|\d|n)|.*\(votre .*\))"
)


def is_provisional(nom: str) -> bool:
    """True for a name that is still to be written: « CPAS de (votre commune) », « à compléter »."""
    return _PROVISOIRES.fullmatch(fold(nom)) is not None


def _name(action: Action) -> str:
    """« Interne 1.2.3 », « Externe axe 2 1.1.1 »: numbers restart in each axe."""
    rank = action.axe.casefold().removeprefix("axe").split()[:1]
    return " ".join([action.volet, *(f"axe {rang}" for rang in rank), action.numero])


def _check_names(programme: Programme) -> Iterator[Anomalie]:
    """Actions that no service answers for, and names that were left as the model has them."""
    bare = [action for action in programme.actions if action.active and not action.service]
    if bare:
        detail = ", ".join(map(_name, bare[:3])) + (", …" if len(bare) > 3 else "")
        cell = _cell(programme, "Actions", "service", bare[0].ligne)
        count = say_count(len(bare), "action")
        yield signal(constats_programme.SANS_SERVICE, **cell, trouve=count, detail=detail)
    cpas = programme.parametres.cpas
    if programme.actives and is_provisional(cpas):  # a new programme is still to be completed
        yield signal(constats_programme.NOM_PROVISOIRE, feuille="Paramètres", label="CPAS", trouve=cpas)
    for service in programme.listes.services:
        if is_provisional(service.nom):
            yield signal(constats_programme.NOM_PROVISOIRE, feuille="Listes", label="Service", trouve=service.nom)
    for action in programme.actions:
        if action.active and is_provisional(action.service):
            cell = _cell(programme, "Actions", "service", action.ligne)
            found = signal(
                constats_programme.NOM_PROVISOIRE, **cell, label="Service gestionnaire", trouve=action.service
            )
            yield found.at(action=action.identifiant)


def _check_identifiants(programme: Programme) -> Iterator[Anomalie]:
    new = [action for action in programme.actions if not action.identifiant]
    if new:
        cell = _cell(programme, "Actions", "identifiant", new[0].ligne)
        told = {"trouve": say_count(len(new), "nouvelle action"), "detail": "leur" if len(new) > 1 else "lui"}
        yield signal(constats_programme.IDENTIFIANT_MANQUANT, **cell, **told)
    seen: dict[str, Action] = {}
    for action in programme.actions:
        cell = _cell(programme, "Actions", "identifiant", action.ligne)
        if not action.identifiant:
            continue
        if not is_identifiant(action.identifiant):
            yield signal(
                constats_programme.CODE_INVALIDE,
                **cell,
                label="Identifiant",
                trouve=action.identifiant,
                attendu="3 à 12 lettres ou chiffres, sans accent",
            )
        elif seen.setdefault(action.identifiant, action) is not action:
            first = seen[action.identifiant]
            detail = f"l'action de la ligne {first.ligne}, « {first.libelle} »"
            yield signal(constats_programme.IDENTIFIANT_EN_DOUBLE, **cell, trouve=action.identifiant, detail=detail)


def _check_annonces(programme: Programme) -> Iterable[Anomalie]:
    counts = count_nodes(programme)
    for volet in programme.volets:
        if volet.annonce and not volet.annonce.agrees(counts[volet.nom]):
            yield signal(
                constats_programme.COMPTE_ANNONCE,
                feuille="Paramètres",
                cellule=f"A{volet.ligne}",
                champ=volet.nom,
                label=f"volet {volet.nom}",
                trouve=counts[volet.nom].texte,
                attendu=volet.annonce.texte,
            )
    whole, announced = add_counts(counts.values()), programme.parametres.annonce
    if announced and not announced.agrees(whole):
        yield signal(
            constats_programme.COMPTE_ANNONCE,
            feuille="Paramètres",
            champ="ensemble du PST",
            label="ensemble du PST",
            trouve=whole.texte,
            attendu=announced.texte,
        )
