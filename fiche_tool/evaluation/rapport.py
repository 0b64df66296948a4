"""The report, chapter by chapter: what the figures say, and a place for what people make of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from fiche_tool.domaine.fiche.fiche import COMMENTAIRE as CHAMP_COMMENTAIRE
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.mots.dates import show_long
from fiche_tool.domaine.mots.nombres import show_montant
from fiche_tool.domaine.mots.saisie import show_date
from fiche_tool.domaine.mots.textes import outgoing, shorten
from fiche_tool.domaine.synthese import Synthese
from fiche_tool.domaine.synthese.chiffres import SENS, Chiffres, Compte
from fiche_tool.domaine.synthese.evolution import NatureChangement
from fiche_tool.domaine.synthese.lignes import (
    AJOUTEE,
    SANS_REPONSE,
    SANS_STATUT,
    LigneAction,
    LigneNoeud,
    action_row,
    name_action,
)
from fiche_tool.domaine.synthese.sommes import METHODE
from fiche_tool.evaluation.loi import name_evaluation, tell_law
from fiche_tool.evaluation.places import Ancien, bring_over, make_tag, seal
from fiche_tool.evaluation.plume import Plume
from fiche_tool.evaluation.png import HACHURES, draw_bar
from fiche_tool.excel.dessin.look import STATUT_COULEURS

INVITE = "Cliquez ici pour écrire votre commentaire. Il sera gardé quand le rapport sera refait."
_COULEURS = {**STATUT_COULEURS, SANS_STATUT: "#C9CED6", SANS_REPONSE: HACHURES}
_TAUX = "#2E74B5"
_MOTS_SENS = {
    "DO": "Dépenses ordinaires",
    "DE": "Dépenses extraord.",
    "RO": "Recettes ordinaires",
    "RE": "Recettes extraord.",
}
_DETAIL = (NatureChangement.TEXTES, NatureChangement.INTERVENANTS)
"""What changed but is no matter for the council: it is counted, and the synthesis has it."""
_LARGE = 16.0
_TEXTE = 400
"""How much of a comment the annex quotes."""


@dataclass(frozen=True, slots=True)
class Rapport:
    """The file, and how many comments were kept from the older one; `sans_place`: those that no objective claims."""

    contenu: bytes
    gardes: int
    sans_place: int


def write_rapport(synthese: Synthese, chiffres: Chiffres, modele: bytes | None, ancien: Ancien) -> Rapport:
    """The report of a séance. What changed is told since the séance that the synthesis is compared with."""
    return _Redacteur(synthese, chiffres, Plume(modele), ancien).write()


class _Redacteur:
    """The report being written."""

    def __init__(self, synthese: Synthese, chiffres: Chiffres, plume: Plume, ancien: Ancien) -> None:
        self.synthese, self.chiffres, self.plume, self.ancien = synthese, chiffres, plume, ancien
        self.parametres = synthese.programme.parametres
        self.actions = [x for x in synthese.lignes if isinstance(x, LigneAction) and not x.lien]
        self.gardes = 0

    def write(self) -> Rapport:
        """Every chapter, in the order a council reads."""
        plume = self.plume
        self._cover()
        self._law()
        self._method()
        self._figures()
        self._budget()
        self._objectifs()
        self._changes()
        self._moves()
        self._synergies()
        plume.heading("Conclusions et perspectives", 1)
        self._place("conclusion", "", "Conclusions")
        left = self._left()
        plume.landscape()
        self._annexe()
        plume.contents()
        jour = self.synthese.seance
        titre = f"Rapport d'évaluation du PST – {self.parametres.cpas}"
        instant = datetime(jour.year, jour.month, jour.day)
        plume.properties(titre, f"Séance du {jour.isoformat()}", instant, seal(plume.document))
        return Rapport(plume.save(), self.gardes, left)

    def _place(self, sorte: str, lieu: str, titre: str) -> None:
        """A place for a comment, with what already stood there."""
        tag = make_tag(sorte, lieu, titre)
        kept = self.ancien.take(tag, (INVITE,))
        if kept is not None:
            self.gardes += 1
            kept = bring_over(kept, self.ancien.document, self.plume.document)
        self.plume.place(tag, f"Commentaire – {lieu or titre}", INVITE, kept)

    def _left(self) -> int:
        """The comments whose place is gone, at the end, so that nobody's words are lost."""
        found = list(self.ancien.left((INVITE,)))
        if found:
            self.plume.heading("Commentaires dont l'objectif n'est plus au programme", 1)
        for tag, elements in found:
            nom = self.ancien.noms.get(tag, "Commentaire")
            self.plume.paragraph(f"{nom} :")
            kept = bring_over(elements, self.ancien.document, self.plume.document)
            self.plume.place(tag, nom, INVITE, kept)
        return len(found)

    # --- first pages -------------------------------------------------------------------------------------------------
    def _cover(self) -> None:
        plume, synthese, parametres = self.plume, self.synthese, self.parametres
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

    def _law(self) -> None:
        self.plume.heading("Base légale", 1)
        for texte in tell_law(self.parametres):
            self.plume.paragraph(texte)

    def _method(self) -> None:
        plume, registre = self.plume, self.synthese.registre
        count, received = self.chiffres.ensemble.total, self.chiffres.recues
        plume.heading("Méthode", 1)
        answered = sum(x.repondue for x in self.actions)
        plume.paragraph(
            f"Chaque action a sa fiche, remplie par le service qui la gère. Les chiffres sont ceux des fiches reprises "
            f"jusqu'à la séance du {show_long(self.synthese.seance)} : {answered} des {count} actions ont déjà reçu "
            f"une réponse, dont {received} à cette séance."
        )
        plume.paragraph(METHODE)
        plume.paragraph(
            "Réalisées ou en cours : actions du PST initial qui ont l'un de ces statuts, sur toutes les actions du PST "
            "initial, abandonnées et retirées comprises. Les actions ajoutées depuis sont comptées à part. Une action "
            "est en retard quand son échéance est passée sans qu'elle soit réalisée, abandonnée ou récurrente."
        )
        if registre.precedente:
            plume.paragraph(f"Ce qui a changé est compté depuis la séance du {show_long(registre.precedente)}.")

    # --- figures -----------------------------------------------------------------------------------------------------
    def _figures(self) -> None:
        plume, chiffres = self.plume, self.chiffres
        plume.heading("Chiffres", 1)
        table = plume.table(("Indicateur", "Valeur"), (12.5, 3.5), 10)
        for mots, valeur in _indicators(chiffres):
            table.row((mots, valeur), right=(1,))
        plume.heading("Statut des actions", 2)
        for compte in (chiffres.ensemble, *(chiffres.volets if len(chiffres.volets) > 1 else ())):
            self._stacked(compte)
        plume.heading("Taux moyen d'avancement par objectif stratégique", 2)
        for compte in chiffres.objectifs:
            title = f"{compte.cle} – {compte.titre}"
            if compte.taux is None:
                plume.paragraph(f"{title} : aucun taux communiqué.")
            else:
                self._mean(title, compte)
        self._place("chiffres", "", "Lecture des chiffres")

    def _stacked(self, compte: Compte) -> None:
        parts = [(etat, count) for etat, count in compte.etats.items() if count]
        told = ", ".join(f"{etat} {count}" for etat, count in parts) or "aucune action"
        image = draw_bar([(_COULEURS[etat], count) for etat, count in parts], compte.total)
        self.plume.bar(compte.titre, f"{_count(compte.total)} ({told})", image, f"{compte.titre} : {told}", _LARGE)

    def _mean(self, titre: str, compte: Compte) -> None:
        assert compte.taux is not None
        shown = f"{_points(compte)} %"
        image = draw_bar([(_TAUX, round(compte.taux * 100))], 10_000)
        self.plume.bar(titre, shown, image, f"{titre} : {shown}", _LARGE)

    def _budget(self) -> None:
        plume, budget = self.plume, self.chiffres.budget
        plume.heading("Budget prévu", 1)
        if not budget.lignes:
            plume.paragraph(
                "Aucune ligne budgétaire n'a été communiquée. C'est permis : un coût n'est pas toujours connu."
            )
            return
        plume.paragraph("En euros, hors actions abandonnées. Recettes et dépenses ne s'additionnent jamais.")
        table = plume.table(("Exercice", *_MOTS_SENS.values()), (3.2, 3.2, 3.2, 3.2, 3.2))
        for year, sums in budget.exercices.items():
            label = "sans exercice" if year is None else str(year)
            table.row((label, *(show_montant(sums[sens]) for sens in SENS)), right=range(1, 5))
        table.row(("Total", *(show_montant(budget.total[sens]) for sens in SENS)), bold=True, right=range(1, 5))
        lost = ("Abandonnées", *(show_montant(budget.abandonnees[sens]) for sens in SENS))
        table.row(lost, right=range(1, 5))
        plume.paragraph("")
        spent = budget.depenses
        plume.paragraph(
            f"Les dépenses ({show_montant(spent['montant'])} €) sont prévues sur fonds propres pour "
            f"{show_montant(spent['fonds_propres'])} €, sur emprunt pour {show_montant(spent['emprunt'])} €, sur "
            f"subsides pour {show_montant(spent['subsides'])} € ; {show_montant(spent['non_ventile'])} € n'ont pas de "
            "source indiquée."
        )
        if budget.sans_sens:
            plume.paragraph(f"Lignes sans service O/E ou sans R/D, hors de ces totaux : {budget.sans_sens}.")

    # --- objectives --------------------------------------------------------------------------------------------------
    def _objectifs(self) -> None:
        self.plume.heading("Objectif par objectif", 1)
        comptes = {compte.cle: compte for compte in self.chiffres.objectifs}
        for noeuds, lignes in _by_os(self.synthese):
            titre = " – ".join(part for part in (noeuds.cle, noeuds.intitule) if part)
            self.plume.heading(titre, 2)
            compte = comptes.get(noeuds.cle)
            if compte is None:
                self.plume.paragraph("Cet objectif n'a pas encore d'action.")
            else:
                self._stacked(compte)
                self._actions(lignes)
            self.plume.paragraph("")
            self._place("os", noeuds.cle, noeuds.intitule)

    def _actions(self, lignes: Sequence[LigneNoeud | LigneAction]) -> None:
        table = self.plume.table(
            ("N°", "Action", "Service", "Statut", "Taux", "Échéance"), (1.5, 6.3, 2.9, 2.1, 1.3, 2.3)
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
                    _said(ligne, "service"),
                    ligne.etat,
                    "" if ligne.taux is None else f"{ligne.taux:.0f} %",
                    (ligne.fin.texte if ligne.fin else "") + late,
                ),
                right=(4,),
            )

    # --- what changed ------------------------------------------------------------------------------------------------
    def _changes(self) -> None:
        plume, since = self.plume, self.synthese.registre.precedente
        plume.heading("Ce qui a changé", 1)
        if since is None:
            plume.paragraph("C'est la première séance : il n'y a pas encore de situation antérieure à comparer.")
        else:
            evolutions = self.synthese.evolutions
            shown = [one for one in evolutions if one.nature not in _DETAIL]
            counts = Counter(one.nature.value for one in shown)
            plume.paragraph(f"Depuis la séance du {show_long(since)} :")
            plume.bullets(f"{nature} : {_count(count, 'changement')}" for nature, count in counts.items())
            if shown:
                table = plume.table(("Action", "Quoi", "Avant", "Maintenant"), (6.2, 3.0, 3.6, 3.6), 8.5)
                for one in shown:
                    name = f"{name_action(self.synthese.noms, one.ligne.action)} {one.ligne.action.libelle}"
                    table.row((shorten(name, 120), one.champ, shorten(one.avant, 160), shorten(one.apres, 160)))
            hidden = len(evolutions) - len(shown)
            if hidden:
                plume.paragraph("")
                plume.paragraph(
                    f"{_count(hidden, 'changement')} de textes ou de personnes : voir la synthèse, feuille Évolution."
                )
        self._place("changements", "", "Ce qui a changé")

    def _moves(self) -> None:
        plume = self.plume
        plume.heading("Actions ajoutées et retirées", 1)
        added = [x for x in self.actions if x.origine == AJOUTEE]
        gone = [
            action_row(self.synthese.registre, action)
            for action in self.synthese.programme.actions
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
            table = plume.table(("N°", "Action", "Statut", "Depuis le", "Retirée le"), (2.6, 7.4, 2.2, 2.1, 2.1))
            for row in rows:
                days = (row.action.depuis, row.action.retiree)
                dates = (show_date(jour) if jour else "" for jour in days)
                table.row((name_action(self.synthese.noms, row.action), row.action.libelle, row.etat, *dates))
        plume.paragraph("")
        self._place("mouvements", "", "Actions ajoutées et retirées")

    def _synergies(self) -> None:
        plume = self.plume
        plume.heading("Bilan des synergies entre la commune et le CPAS", 1)
        rows = [x for x in self.actions if x.action.synergie]
        if not rows:
            plume.paragraph(
                "Aucune action n'est marquée comme synergie (colonne « Synergie commune » de la feuille Actions)."
            )
        else:
            done = Counter(row.etat for row in rows)
            told = ", ".join(f"{etat} {count}" for etat, count in done.items())
            plume.paragraph(f"{_count(len(rows))} menée{'s' if len(rows) > 1 else ''} avec la commune : {told}.")
            table = plume.table(("N°", "Action", "Partenaire(s)", "Statut", "Taux"), (2.4, 6.6, 3.8, 2.2, 1.4))
            for row in rows:
                taux = "" if row.taux is None else f"{row.taux:.0f} %"
                name = name_action(self.synthese.noms, row.action)
                table.row((name, row.action.libelle, _said(row, "partenaires"), row.etat, taux), right=(4,))
        plume.paragraph("")
        self._place("synergies", "", "Bilan des synergies")

    # --- annex -------------------------------------------------------------------------------------------------------
    def _annexe(self) -> None:
        """The Synthèse, as the workbook's annex has it."""
        self.plume.heading("Annexe : synthèse du PST", 1)
        heads = ("N°", "Action", "Service", "Statut", "Taux", "Début", "Échéance", "Dépenses (€)", "Commentaire")
        table = self.plume.table(heads, (1.4, 6.4, 2.9, 2.1, 1.2, 2.0, 2.1, 2.3, 6.3), 8)
        for ligne in self.synthese.lignes:
            if isinstance(ligne, LigneNoeud):
                table.band(" – ".join(part for part in (ligne.numero, ligne.intitule) if part))
            else:
                table.row(tuple(_annexe_cells(ligne)), right=(4, 7))


def _annexe_cells(ligne: LigneAction) -> Iterator[str]:
    comment = show_valeur(CHAMP_COMMENTAIRE.nom, ligne.valeurs.get(CHAMP_COMMENTAIRE.nom))
    yield ligne.action.numero
    yield ligne.action.libelle + (" (transversale)" if ligne.lien else "")
    yield _said(ligne, "service")
    yield ligne.etat
    yield "" if ligne.taux is None else f"{ligne.taux:.0f}"
    yield ligne.debut.texte if ligne.debut else ""
    yield (ligne.fin.texte if ligne.fin else "") + (" (en retard)" if ligne.en_retard else "")
    yield "" if ligne.depenses is None or ligne.lien else show_montant(ligne.depenses)
    yield shorten(outgoing(comment), _TEXTE)


def _said(ligne: LigneAction, nom: str) -> str:
    value = ligne.valeurs.get(nom)
    return value if isinstance(value, str) else ""


def _indicators(chiffres: Chiffres) -> Iterator[tuple[str, str]]:
    """The figures of the first table: words, value."""
    yield "Actions au programme", str(chiffres.ensemble.total)
    words = f"Réalisées ou en cours, sur les {chiffres.initiales} actions du PST initial"
    if chiffres.part is not None:
        yield words, f"{chiffres.en_route} ({chiffres.part * 100:.0f} %)"
    yield "Ajoutées depuis le PST initial", str(chiffres.ajoutees)
    yield "Retirées du programme", str(chiffres.retirees)
    yield "Taux moyen d'avancement", "—" if chiffres.ensemble.taux is None else f"{_points(chiffres.ensemble)} %"
    yield "En retard", str(chiffres.ensemble.en_retard)
    yield from ((etat, str(count)) for etat, count in chiffres.ensemble.etats.items() if count)


def _points(compte: Compte) -> int:
    """A mean taux to the whole point, halves up, as the workbook shows it."""
    assert compte.taux is not None
    return int(compte.taux.quantize(1, rounding="ROUND_HALF_UP"))


def _count(count: int, mot: str = "action") -> str:
    return f"{count} {mot}{'s' if count > 1 else ''}"


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
