"""The report: its first chapters, on the whole of the PST, and the order of the others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fiche_tool.domaine.fiche.lignes_budget import Sens
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.typographie import say_count
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.comptes import SENS, Comptes, Montants
from fiche_tool.domaine.synthese.phrases_budget import say_apart, say_empty
from fiche_tool.domaine.synthese.sommes import METHODE
from fiche_tool.evaluation.chapitres import write_annexe, write_changes, write_moves, write_objectifs, write_synergies
from fiche_tool.evaluation.loi import name_evaluation, tell_law
from fiche_tool.evaluation.places import Ancien, seal
from fiche_tool.evaluation.plume import Plume
from fiche_tool.evaluation.redaction import Redaction, show_points


@dataclass(frozen=True, slots=True)
class Rapport:
    """The file, and how many comments were kept from the older one; `sans_place`: those that no objective claims."""

    contenu: bytes
    gardes: int
    sans_place: int


def write_rapport(synthese: Synthese, comptes: Comptes, modele: bytes | None, ancien: Ancien) -> Rapport:
    """The report of a séance. What changed is told since the séance that the synthesis is compared with."""
    plume = Plume(modele)
    r = Redaction(synthese, comptes, plume, ancien)
    for write in (_cover, _law, _method, _figures, _budget, write_objectifs, write_changes, write_moves):
        write(r)
    write_synergies(r)
    plume.heading("Conclusions et perspectives", 1)
    r.place("conclusion", "", "Conclusions")
    left = r.left()
    plume.landscape()
    write_annexe(r)
    plume.contents()
    jour = synthese.seance
    titre = f"Rapport d'évaluation du PST – {r.parametres.cpas}"
    instant = datetime(jour.year, jour.month, jour.day)
    plume.properties(titre, f"Séance du {jour.isoformat()}", instant, seal(plume.document))
    return Rapport(plume.save(), r.gardes, left)


def _cover(r: Redaction) -> None:
    plume, synthese, parametres = r.plume, r.synthese, r.parametres
    plume.footer(f"{parametres.cpas} – PST {parametres.legislature}")
    for _ in range(6):
        plume.paragraph("")
    plume.paragraph(parametres.cpas, "Subtitle")
    plume.paragraph(f"Programme stratégique transversal {parametres.legislature}", "Title")
    plume.paragraph(name_evaluation(parametres, synthese.seance), "Subtitle")
    plume.paragraph(f"Situation au {show_long(synthese.seance)} – {parametres.organe}")
    if not synthese.programme.diffusion.adopted(synthese.seance):
        plume.paragraph("Projet, à soumettre au conseil de l'action sociale.")
    plume.page_break()
    plume.paragraph("Sommaire", "Subtitle")
    plume.keep_place_for_contents()
    plume.page_break()


def _law(r: Redaction) -> None:
    r.plume.heading("Base légale", 1)
    for texte in tell_law(r.parametres):
        r.plume.paragraph(texte)


def _method(r: Redaction) -> None:
    plume = r.plume
    count, received = r.comptes.ensemble.total, r.comptes.chiffres.recues
    plume.heading("Méthode", 1)
    answered = sum(x.repondue for x in r.actions)
    plume.paragraph(
        f"Chaque action a sa fiche, remplie par le service qui la gère. Les chiffres sont ceux des fiches reprises "
        f"jusqu'à la séance du {show_long(r.synthese.seance)} : {say_answered(answered, count, received)}."
    )
    plume.paragraph(METHODE)
    plume.paragraph(
        "Réalisées ou en cours : actions du PST initial réalisées, en cours ou récurrentes, sur toutes les actions du "
        "PST initial, abandonnées et retirées comprises. Les actions ajoutées depuis sont comptées à part. Une action "
        "est en retard quand son échéance est passée sans qu'elle soit réalisée, abandonnée ou récurrente."
    )
    if r.synthese.depuis:
        plume.paragraph(f"Ce qui a changé est compté depuis la séance du {show_long(r.synthese.depuis)}.")


def say_answered(answered: int, count: int, received: int) -> str:
    """« 13 des 14 actions ont déjà reçu une réponse, dont 4 à cette séance »."""
    if not answered:
        return "aucune action n'a encore reçu de réponse"
    some = f"{answered} des {count} actions" if count > 1 else "la seule action"
    words = f"{some} {'ont' if answered > 1 else 'a'} déjà reçu une réponse"
    if answered == 1:
        return words + (", à cette séance" if received else ", à une séance précédente")
    return f"{words}, dont {received or 'aucune'} à cette séance"


def _figures(r: Redaction) -> None:
    plume, comptes = r.plume, r.comptes
    plume.heading("Chiffres", 1)
    table = plume.table(("Indicateur", "Valeur"), (12.5, 3.5), 10, nombres=(1,))
    for mots, valeur in _indicators(comptes):
        table.row((mots, valeur))
    plume.heading("Statut des actions", 2)
    r.legend()
    for compte in (comptes.ensemble, *(comptes.volets if len(comptes.volets) > 1 else ())):
        r.stacked(compte)
    plume.heading("Taux moyen d'avancement par objectif stratégique", 2)
    for compte in comptes.objectifs:
        title = f"{compte.cle} – {compte.titre}"
        if compte.taux is None:
            plume.paragraph(f"{title} : aucun taux communiqué.")
        else:
            r.mean(title, compte.taux)
    r.place("chiffres", "", "Lecture des chiffres")


def _budget(r: Redaction) -> None:
    plume, budget, bilan = r.plume, r.comptes.budget, r.synthese.bilan
    plume.heading("Budget prévu", 1)
    if empty := say_empty(bilan):
        plume.paragraph(empty)
        plume.bullets(say_apart(bilan))
        return
    plume.paragraph("En euros, hors actions abandonnées ou retirées. Recettes et dépenses ne s'additionnent jamais.")
    table = plume.table(
        ("Exercice", *(Sens[sens].value for sens in SENS)), (3.2, 3.2, 3.2, 3.2, 3.2), nombres=range(1, 5)
    )
    for year, sums in budget.exercices.items():
        label = "sans exercice" if year is None else str(year)
        table.row((label, *(show_montant(sums[sens]) for sens in SENS)))
    table.row(("Total", *(show_montant(budget.total[sens]) for sens in SENS)), bold=True)
    for label, lot in (("Abandonnées", budget.abandonnees), ("Retirées", budget.retirees)):
        table.row((label, *(show_montant(lot[sens]) for sens in SENS)))
    plume.paragraph("")
    _sources(plume, budget.depenses)
    for sens, somme in budget.hors.items():
        if sens is not Sens.SANS_RD:  # say_apart tells of those
            plume.paragraph(f"{sens.value}, hors de ce tableau : {show_montant(somme.montant)} €.")
    for label, apart in (("Abandonnées", bilan.abandonnees), ("Retirées", bilan.retirees)):
        for sens, somme in apart.hors.items():
            plume.paragraph(f"{label}, {_low(sens)}, hors de ce tableau : {show_montant(somme.montant)} €.")
    plume.bullets(say_apart(bilan))


def _low(sens: Sens) -> str:
    """A sense inside a sentence: « dépenses sans O/E »."""
    return sens.value[0].lower() + sens.value[1:]


def _sources(plume: Plume, spent: Montants) -> None:
    """Where the money of the dépenses comes from; nothing where nothing is to be spent."""
    if not any(spent.values()):
        return
    plume.paragraph(
        f"Les dépenses ({show_montant(spent['montant'])} €) sont prévues sur fonds propres pour "
        f"{show_montant(spent['fonds_propres'])} €, sur emprunt pour {show_montant(spent['emprunt'])} €, sur "
        f"subsides pour {show_montant(spent['subsides'])} € ; {show_montant(spent['non_ventile'])} € n'ont pas de "
        "source indiquée."
    )


def _indicators(comptes: Comptes) -> Iterator[tuple[str, str]]:
    """The figures of the first table: words, value."""
    yield "Actions au programme", str(comptes.ensemble.total)
    initiales = comptes.chiffres.initiales
    words = f"Réalisées ou en cours, sur {'les ' * (initiales > 1)}{say_count(initiales, 'action')} du PST initial"
    if comptes.chiffres.part is not None:
        yield words, f"{comptes.en_route} ({show_points(comptes.chiffres.part * 100)})"
    yield "Ajoutées depuis le PST initial", str(comptes.chiffres.ajoutees)
    yield "Retirées du programme", str(comptes.chiffres.retirees)
    yield "Taux moyen d'avancement", "—" if comptes.ensemble.taux is None else show_points(comptes.ensemble.taux)
    yield "En retard", str(comptes.ensemble.en_retard)
    yield from ((etat, str(count)) for etat, count in comptes.ensemble.etats.items() if count)
