"""Séance after séance, with faults, corrected copies and twins in any order: what always holds of the register."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiche_tool.domaine.fiche.fiche import Valeurs
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fusion.registre import Registre, corrections_of, fold_seance, page_of
from fiche_tool.domaine.grand_livre.depart import etats_now
from fiche_tool.domaine.grand_livre.page import FichierRepris, PageRegistre
from fiche_tool.domaine.mots.dates import Periode
from fiche_tool.domaine.regles.controle import held_fields
from tests.outils.builders import ACTION, FUTURE, JUIN, MARS, PROGRAMME, SEANCE, returned, sent_first

pytestmark = pytest.mark.undrawn

SEANCES = (MARS, JUIN, SEANCE, FUTURE)
ROWS = (
    "2021;O;D;104/123-13;1000,00;;;",
    "2021;O;D;104/123-11;50,00;;;",
    "2022;O;D;104/123-13;300,00;;;",
    "2022;E;D;104/742-53;5000,00;;;",
    "2021;O;D;104/123-13;1200,00;;;",
    "2023;O;D;104/123-13;1000,00;;;",
    "2021;O;D;801/124-02;77,00;60,00;;10,00",
)
CHOIX: Mapping[str, Sequence[str]] = {
    "taux": ("20", "40", "150", "0,45"),
    "porteur": ("Mme X", "M. Y", ""),
    "debut": ("2020", "2023"),
    "fin": ("2021", "2024"),
    "inchange": ("Oui", "Non"),
    "complete_le": ("09/11/2021", "10/11/2021"),
}
RETENUS = ("taux", "porteur", "debut", "fin", "budget")


@pytest.fixture(scope="module", autouse=True)
def nothing_required() -> Iterator[None]:
    """Merging is the subject here: a fiche need not be complete."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fiche_tool.domaine.regles.controle.REQUIS", ())
        yield


class Bureau:
    """A centre over its séances, the same every time for a seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.page: PageRegistre | None = None
        self.older: dict[str, list[FichierRepris]] = {}
        self.count = 0

    def fold(self, lectures: Sequence[Lecture], seance: date) -> Registre:
        """The register of a séance."""
        return fold_seance(PROGRAMME, self.page, lectures, seance=seance, deja=lambda key: self.older.get(key, ()))

    def receive(self, seance: date) -> list[Lecture]:
        """The returns of a séance: answers, then copies of the faulty ones, at times the same bytes twice."""
        sent = etats_now(self.page, PROGRAMME)[ACTION].fiche()
        found = [self._answer(seance, sent) for _ in range(self.dice.randrange(4))]
        before = self.fold(found, seance)
        faulty = [retour for retour in before.retours if any(x.bloquante for x in retour.anomalies)]
        for retour in faulty:
            if self.dice.random() < 0.6:
                mended = {"taux": "60", "debut": "2020", "fin": "2024", "porteur": "Mme Z", "complete_par": "C"}
                copy = self._sign(returned(typed=mended, sent=retour.lecture.base, made=seance))
                found.append(replace(copy, corrige=corrections_of(before, retour)))
        if found and self.dice.random() < 0.3:
            found.append(replace(found[0], fichier=replace(found[0].fichier, chemin="jumelle.xlsx")))
        return found

    def close(self, registre: Registre) -> None:
        """Keep the page."""
        self.page = page_of(registre)
        for fichier in self.page.fichiers:
            for key in {fichier.piece, fichier.envoi} - {""}:
                self.older.setdefault(key, []).append(fichier)

    def _answer(self, seance: date, sent: Valeurs) -> Lecture:
        typed = {nom: self.dice.choice(several) for nom, several in CHOIX.items() if self.dice.random() < 0.4}
        typed["complete_par"] = self.dice.choice(("A", "B", ""))
        base = sent if self.dice.random() < 0.8 else sent_first(ACTION)
        budget = None if self.dice.random() < 0.5 else self.dice.sample(ROWS, self.dice.randrange(5))
        return self._sign(returned(typed=typed, sent=base, made=seance, budget=budget))

    def _sign(self, lecture: Lecture) -> Lecture:
        self.count += 1
        fichier = replace(lecture.fichier, chemin=f"f{self.count}.xlsx", sha256=f"sha {self.count}")
        return replace(
            lecture, fichier=fichier, anomalies=tuple(replace(x, fichier=fichier.chemin) for x in lecture.anomalies)
        )


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_what_always_holds_of_the_register(seed: int) -> None:
    bureau = Bureau(seed)
    for seance in SEANCES:
        lectures = bureau.receive(seance)
        registre = bureau.fold(lectures, seance)
        shuffled = bureau.dice.sample(lectures, len(lectures))
        assert bureau.fold(shuffled, seance) == registre  # whatever the order of the files
        check_counts(registre, lectures)
        check_values(registre)
        check_points(registre)
        bureau.close(registre)


def check_counts(registre: Registre, lectures: Sequence[Lecture]) -> None:
    """Every file has one fate; every action is answered or not."""
    bilan = registre.bilan
    assert bilan.trouves == bilan.repris + bilan.repris_en_partie + bilan.ecartes + bilan.ignores == len(lectures)
    assert bilan.actions == bilan.recues + bilan.sans_reponse


def check_values(registre: Registre) -> None:
    """Nothing impossible is accepted; no line is there twice; each value has a place where somebody wrote it."""
    etat = registre.etats[ACTION]
    debut, fin = etat.valeurs.get("debut"), etat.valeurs.get("fin")
    if isinstance(debut, Periode) and isinstance(fin, Periode):
        assert fin.fin >= debut.debut
    assert len(set(etat.budget)) == len(etat.budget)
    assert all(origine.fichier for origine in etat.sources)


def check_points(registre: Registre) -> None:
    """Every error that holds answers back has an open point on one of them: another copy may have answered the rest."""
    opened = {point.champ for point in registre.points}
    for retour in registre.retours:
        for anomalie in retour.anomalies:
            held = {anomalie.champ.partition(".")[0], *held_fields(anomalie.code)}
            assert not anomalie.bloquante or held.isdisjoint(RETENUS) or not held.isdisjoint(opened)
