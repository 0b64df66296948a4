"""The chapters on the actions: objective by objective, what changed, what came and went, synergies, the annex."""

from collections import Counter
from collections.abc import Iterator, Sequence

from fiche_tool.domaine.fiche.fiche import COMMENTAIRE, FIN
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import shorten_words
from fiche_tool.domaine.mots.typographie import say_count, typographe
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.comptes import round_taux
from fiche_tool.domaine.synthese.evolution import NatureChangement
from fiche_tool.domaine.synthese.lignes import AJOUTEE, LigneAction, LigneNoeud, action_row, name_action
from fiche_tool.evaluation.redaction import Redaction, said, show_points

_DETAIL = (NatureChangement.TEXTES, NatureChangement.INTERVENANTS)
"""What changed but is no matter for the council: it is counted, and the synthesis has it."""
_TEXTE = 400
"""How much of a comment the annex quotes."""


def write_objectifs(r: Redaction) -> None:
    """One section an OS: where its actions stand, its table, a place for a comment."""
    r.plume.heading("Objectif par objectif", 1)
    comptes = {compte.cle: compte for compte in r.comptes.objectifs}
    for noeuds, lignes in _by_os(r.synthese):
        titre = " – ".join(part for part in (noeuds.cle, noeuds.intitule) if part)
        r.plume.heading(titre, 2)
        compte = comptes.get(noeuds.cle)
        if compte is None:
            r.plume.paragraph("Cet objectif n'a pas encore d'action.")
        else:
            r.stacked(compte, avec=True)
            _write_actions(r, lignes)
        r.plume.paragraph("")
        r.place("os", noeuds.cle, noeuds.intitule)


def _write_actions(r: Redaction, lignes: Sequence[LigneNoeud | LigneAction]) -> None:
    table = r.plume.table(
        ("N°", "Action", "Service", "Statut", "Taux", "Échéance"), (1.4, 5.4, 3.2, 2.6, 1.4, 2.4), nombres=(4,)
    )
    for ligne in lignes:
        if isinstance(ligne, LigneNoeud):
            table.band(f"{ligne.numero} – {ligne.intitule}")
            continue
        note = " (action transversale, comptée ailleurs)" if ligne.lien else ""
        late = " (en retard)" if ligne.en_retard else ""
        table.row(
            (
                ligne.action.numero,
                ligne.action.libelle + note,
                said(ligne, "service"),
                ligne.etat,
                "" if ligne.taux is None else show_points(ligne.taux),
                (ligne.fin.texte if ligne.fin else "") + late,
            ),
        )


def write_changes(r: Redaction) -> None:
    """What changed since the séance that this one is compared with."""
    plume, since = r.plume, r.synthese.depuis
    plume.heading("Ce qui a changé", 1)
    if since is None:
        plume.paragraph("C'est la première séance : il n'y a pas encore de situation antérieure à comparer.")
    elif not r.synthese.evolutions:
        plume.paragraph(f"Rien n'a changé depuis la séance du {show_long(since)}.")
    else:
        evolutions = r.synthese.evolutions
        shown = [one for one in evolutions if one.nature not in _DETAIL]
        counts = Counter(one.nature.value for one in shown)
        rest = " :" if shown else ", ni le programme, ni un statut, un taux, une date ou le budget n'a changé."
        plume.paragraph(f"Depuis la séance du {show_long(since)}{rest}")
        plume.bullets(f"{nature} : {say_count(count, 'changement')}" for nature, count in counts.items())
        if shown:
            table = plume.table(("Action", "Quoi", "Avant", "Maintenant"), (6.2, 3.0, 3.6, 3.6), 8.5)
            for one in shown:
                name = f"{name_action(r.synthese.noms, one.ligne.action)} {one.ligne.action.libelle}"
                what = "Échéance" if one.champ == FIN.label else one.champ
                was, now = (shorten_words(texte, 160) for texte in (one.avant, one.apres))
                if one.nature is NatureChangement.BUDGET:  # our words, not those of a person
                    was, now = typographe(was), typographe(now)
                table.row((shorten_words(name, 120), what, was, now))
        hidden = len(evolutions) - len(shown)
        if hidden:
            plume.paragraph("")
            plume.paragraph(
                f"{say_count(hidden, 'changement')} de textes ou de personnes : voir la synthèse, feuille Évolution."
            )
    r.place("changements", "", "Ce qui a changé")


def write_moves(r: Redaction) -> None:
    """The actions that came and went since the PST initial."""
    plume = r.plume
    plume.heading("Actions ajoutées et retirées", 1)
    added = [x for x in r.actions if x.origine == AJOUTEE]
    gone = [
        action_row(r.synthese.registre, action)
        for action in r.synthese.programme.actions
        if action.identifiant and not action.active
    ]
    for titre, rows, empty in (
        ("Ajoutées depuis le PST initial", added, "Aucune action n'a été ajoutée depuis le PST initial."),
        ("Retirées du programme", gone, "Aucune action n'a été retirée du programme."),
    ):
        plume.heading(titre, 2)
        if not rows:
            plume.paragraph(empty)
            continue
        table = plume.table(("N°", "Action", "Statut", "Depuis le", "Retirée le"), (2.6, 7.0, 2.6, 2.1, 2.1))
        for row in rows:
            days = (row.action.depuis, row.action.retiree)
            dates = (show_date(jour) if jour else "" for jour in days)
            table.row((name_action(r.synthese.noms, row.action), row.action.libelle, row.etat, *dates))
    plume.paragraph("")
    r.place("mouvements", "", "Actions ajoutées et retirées")


def write_synergies(r: Redaction) -> None:
    """The actions led with the commune: the law wants their bilan."""
    plume = r.plume
    plume.heading("Bilan des synergies entre la commune et le CPAS", 1)
    rows = [x for x in r.actions if x.action.synergie]
    if not rows:
        plume.paragraph(
            "Aucune action n'est marquée comme synergie (colonne « Synergie commune » de la feuille Actions)."
        )
    else:
        done = Counter(row.etat for row in rows)
        told = ", ".join(f"{etat} {count}" for etat, count in done.items())
        plume.paragraph(f"{say_count(len(rows), 'action menée')} avec la commune : {told}.")
        table = plume.table(
            ("N°", "Action", "Partenaire(s)", "Statut", "Taux"), (2.4, 6.3, 3.7, 2.6, 1.4), nombres=(4,)
        )
        for row in rows:
            taux = "" if row.taux is None else show_points(row.taux)
            name = name_action(r.synthese.noms, row.action)
            table.row((name, row.action.libelle, said(row, "partenaires"), row.etat, taux))
    plume.paragraph("")
    r.place("synergies", "", "Bilan des synergies")


def write_annexe(r: Redaction) -> None:
    """The Synthèse, as the workbook's annex has it."""
    r.plume.heading("Annexe : synthèse du PST", 1)
    heads = ("N°", "Action", "Service", "Statut", "Taux", "Début", "Échéance", "Dépenses (€)", "Commentaire")
    table = r.plume.table(heads, (1.4, 6.2, 2.8, 2.4, 1.2, 2.0, 2.1, 2.3, 6.3), 8, nombres=(4, 7))
    for ligne in r.synthese.lignes:
        if isinstance(ligne, LigneNoeud):
            table.band(" – ".join(part for part in (ligne.numero, ligne.intitule) if part))
        else:
            table.row(tuple(_annexe_cells(ligne)))


def _annexe_cells(ligne: LigneAction) -> Iterator[str]:
    comment = show_valeur(COMMENTAIRE.nom, ligne.valeurs.get(COMMENTAIRE.nom))
    yield ligne.action.numero
    yield ligne.action.libelle + (" (transversale)" if ligne.lien else "")
    yield said(ligne, "service")
    yield ligne.etat
    yield "" if ligne.taux is None else str(round_taux(ligne.taux))
    yield ligne.debut.texte if ligne.debut else ""
    yield (ligne.fin.texte if ligne.fin else "") + (" (en retard)" if ligne.en_retard else "")
    yield "" if ligne.depenses is None or ligne.lien else show_montant(ligne.depenses)
    yield shorten_words(comment, _TEXTE)


def _by_os(synthese: Synthese) -> Iterator[tuple[LigneNoeud, list[LigneNoeud | LigneAction]]]:
    """Each OS with what stands under it; the lost actions last, under a node of their own."""
    current: LigneNoeud | None = None
    under: list[LigneNoeud | LigneAction] = []
    for ligne in synthese.lignes:
        starts = isinstance(ligne, LigneNoeud) and (ligne.niveau == "OS" or not ligne.cle)
        if starts or (isinstance(ligne, LigneNoeud) and ligne.niveau in ("volet", "axe")):
            if current is not None:
                yield current, under
            current, under = (ligne, []) if starts and isinstance(ligne, LigneNoeud) else (None, [])
        else:
            under.append(ligne)
    if current is not None:
        yield current, under
