"""The tool against the oracle: séances of a centre drawn at random, foretold, folded and compared one by one."""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from fiche_tool.domaine.fiche.fiche import Valeur, Valeurs
from fiche_tool.domaine.fiche.identite import Correction
from fiche_tool.domaine.fiche.lecture import Lecture
from fiche_tool.domaine.fiche.show import show_valeur
from fiche_tool.domaine.fusion.registre import Registre, corrections_of, fold_seance, page_of
from fiche_tool.domaine.grand_livre.decisions import Decision
from fiche_tool.domaine.grand_livre.depart import etats_now
from fiche_tool.domaine.grand_livre.page import FichierRepris, PageRegistre
from fiche_tool.domaine.grand_livre.sorts import StatutRetour
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.domaine.programme.reprise import Repris
from tests.outils.builders import ACTION, PROGRAMME, returned
from tests.outils.oracle import CHAMPS, Livre, Prevu, Retourne, Tranche, foretell
from tests.outils.oracle_budget import Ligne, Plume, Table, foretell_lines, untouched, written

pytestmark = pytest.mark.undrawn

MONTHS = (date(2021, 3, 24), date(2021, 6, 30), date(2021, 11, 24), date(2022, 3, 30), date(2022, 9, 28))
SAID = {
    "taux": ("10", "20", "30", "40", "50"),
    "statut": ("En cours",),
    "commentaire": ("Fait", "À revoir", "Reporté", ""),
    "porteur": ("Mme X", "M. Y", "Mme Z"),
}
FATES = ("Déjà reprise", "Doublon", "Remplacée", "Revenue telle quelle")


@pytest.fixture(autouse=True)
def nothing_required() -> Iterator[None]:
    """Merging is the subject here: a fiche need not be complete."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fiche_tool.domaine.regles.controle.REQUIS", ())
        yield


class Centre:
    """A centre whose séances are the same every time for a seed; in a busy one, more comes back, more often again."""

    def __init__(self, seed: int, *, busy: bool = False) -> None:
        self.dice = random.Random(seed)
        self.busy = busy
        self.most, self.again, self.late = (7, 0.5, 0.5) if busy else (4, 0.2, 0.25)
        self.page: PageRegistre | None = None
        self.older: dict[str, list[FichierRepris]] = {}
        self.past: list[Retourne] = []
        self.sendings: list[tuple[date, dict[str, str], Valeurs]] = []
        self.sent: dict[str, tuple[Lecture, Retourne]] = {}
        self.count = 0
        self.porteur = _own(PROGRAMME)
        self.repris: tuple[Repris, ...] = ()
        if self.dice.random() < 0.3:  # the document of the PST already said something of the action
            said = {"taux": "20", "commentaire": "Fait"}
            self.repris = tuple(Repris(ACTION, "", champ, texte, champ) for champ, texte in said.items())
        self.livre = Livre(self._shown(None, self.programme())[0], porteur=self.porteur)

    def _shown(self, page: PageRegistre | None, programme: Programme) -> tuple[dict[str, str], Valeurs]:
        fiche = etats_now(page, programme)[ACTION].fiche()
        return {champ: show_valeur(champ, fiche.get(champ)) for champ in CHAMPS}, fiche

    def programme(self) -> Programme:
        """The programme as it says now."""
        actions = tuple(
            replace(one, porteur=self.porteur) if one.identifiant == ACTION else one for one in PROGRAMME.actions
        )
        return replace(PROGRAMME, actions=actions, repris=self.repris)

    def play(self, seance: date) -> tuple[Prevu, Registre, list[Retourne], list[Tranche]]:
        """One séance, foretold and folded."""
        if self.dice.random() < 0.25:
            self.porteur = self.dice.choice(SAID["porteur"])
        self.sendings.append((seance, *self._shown(self.page, self.programme())))
        files = [self._answer() for _ in range(self.dice.randrange(self.most))]
        files += [self._copy(one, files) for one in self._several(files + self.past[-4:])]
        files += [replace(one, chemin=f"bis{one.chemin}") for one in self.past if self.dice.random() < 0.1]
        files += [replace(one, chemin=f"ter{one.chemin}") for one in files[:1] if self.dice.random() < 0.2]
        self.dice.shuffle(files)
        last = self.page.seance if self.page else seance
        tranches = [
            Tranche(champ, shown, self.dice.choice(SAID[champ]), self.dice.choice((0, 9, 10)), last)
            for champ, (_, shown) in self.livre.ouverts.items()
            for _ in range(self.dice.choice((0, 0, 0, 1, 2)))
        ]
        if self.busy and self.dice.random() < 0.4:
            files += self._trickle(self._fold(files, tranches, seance), seance)
        prevu = foretell(self.livre, seance, self.porteur, files, tranches)
        registre = self._fold(files, tranches, seance)
        return prevu, registre, files, tranches

    def _trickle(self, first: Registre, seance: date) -> list[Retourne]:
        """What comes after a first collection: fiches generated again, and the copies that the tool marked itself."""
        self.sendings.append((seance, *self._shown(page_of(first), self.programme())))
        files = [self._type(*self.sendings[-1]) for _ in range(self.dice.randrange(3))]
        for retour in first.retours:
            if retour.statut is StatutRetour.EN_CONFLIT and self.dice.random() < 0.5:
                corrige = tuple((c.sha256, tuple(cle[0] for cle in c.cles)) for c in corrections_of(first, retour))
                lecture, drawn = self.sent[retour.lecture.fichier.sha256]
                files.append(self._type(drawn.made, dict(drawn.base), lecture.base, dict(drawn.said), corrige))
        return files

    def close(self, prevu: Prevu, registre: Registre, files: list[Retourne]) -> None:
        """Keep the page and what was foretold."""
        self.livre = prevu.livre
        self.page = page_of(registre)
        self.past += [one for one in files if one.sha not in {old.sha for old in self.past}]
        for fichier in self.page.fichiers:
            for key in {fichier.piece, fichier.envoi} - {""}:
                self.older.setdefault(key, []).append(fichier)

    def _several(self, files: list[Retourne]) -> list[Retourne]:
        return [self.sent[sha][1] for sha in dict.fromkeys(map(_sha, files)) if self.dice.random() < self.again]

    def _answer(self) -> Retourne:
        made, base, fiche = self.sendings[
            -1 if self.dice.random() < 1 - self.late else self.dice.randrange(len(self.sendings))
        ]
        return self._type(made, base, fiche)

    def _copy(self, drawn: Retourne, files: list[Retourne]) -> Retourne:
        """A marked copy: of a return, showing the conflict of that séance or none."""
        champ = self.dice.choice(CHAMPS)
        others = [one for one in files if one.sha != drawn.sha and one.said[champ] != drawn.said[champ]]
        shown = others if self.dice.random() < 0.5 else []
        wholly = [(drawn.sha, ()), *((sha, cles) for sha, cles in drawn.corrige if not cles)]
        corrige = (*wholly, *dict.fromkeys((one.sha, (champ,)) for one in shown if (one.sha, ()) not in wholly))
        fiche = self.sent[drawn.sha][0].base
        return self._type(drawn.made, dict(drawn.base), fiche, dict(drawn.said), corrige)

    def _type(
        self,
        made: date,
        base: dict[str, str],
        fiche: Valeurs | None,
        before: dict[str, str] | None = None,
        corrige: tuple[tuple[str, tuple[str, ...]], ...] = (),
    ) -> Retourne:
        self.count += 1
        said = dict(before or base)
        said |= {champ: self.dice.choice(SAID[champ]) for champ in CHAMPS if self.dice.random() < 0.4}
        par, le = self.dice.choice(("A", "B", "")), self.dice.choice((0, 9, 10, 11))
        one = Retourne(f"sha {self.count:03d}", f"f{self.count:03d}.xlsx", made, base, said, par, le, corrige)
        typed = dict(said) | {"complete_par": par, "complete_le": f"{le:02d}/11/2021" if le else ""}
        lecture = returned(one.chemin, typed=typed, sent=fiche, made=made)
        named = tuple(Correction(sha, tuple((champ,) for champ in cles)) for sha, cles in corrige)
        self.sent[one.sha] = (replace(lecture, corrige=named), one)
        return one

    def _fold(self, files: list[Retourne], tranches: list[Tranche], seance: date) -> Registre:
        lectures = [_placed(self.sent[one.sha][0], one, seance) for one in files]
        decisions = [
            Decision(
                ACTION,
                (t.champ,),
                tuple(sorted(t.montrees)),
                _value(t),
                "P",
                date(2021, 11, t.le) if t.le else None,
                f"points {rank}.xlsx",
                "Points",
                "F2",
                f"points {seance} {[o.champ for o in tranches[:rank]].count(t.champ)}",  # a workbook has several champs
                t.made,
            )
            for rank, t in enumerate(tranches)
        ]
        found = lambda key: self.older.get(key, ())  # noqa: E731
        return fold_seance(self.programme(), self.page, lectures, decisions, seance=seance, deja=found)


def _sha(one: Retourne) -> str:
    return one.sha


def _own(programme: Programme) -> str:
    action = programme.find_action(ACTION)
    assert action is not None
    return action.porteur


def _value(tranche: Tranche) -> Valeur | None:
    return returned(typed={tranche.champ: tranche.valeur}).valeur(tranche.champ)


def _placed(lecture: Lecture, one: Retourne, seance: date) -> Lecture:
    fichier = replace(lecture.fichier, chemin=one.chemin, sha256=one.sha, seance=seance)
    return replace(lecture, fichier=fichier, anomalies=tuple(replace(x, fichier=one.chemin) for x in lecture.anomalies))


def differences(prevu: Prevu, registre: Registre) -> list[str]:
    """Where the two disagree, in words."""
    found = []
    etat = registre.etats[ACTION]
    for champ in CHAMPS:
        told, held = prevu.livre.valeurs[champ], show_valeur(champ, etat.valeurs.get(champ))
        if told != held:
            found.append(f"{champ} value: oracle {told!r}, tool {held!r}")
    told_open, held_open = set(prevu.livre.ouverts), {p.champ for p in registre.points if p.champ in CHAMPS}
    if told_open != held_open:
        found.append(f"points: oracle {sorted(told_open)}, tool {sorted(held_open)}")
    held_shown = {p.champ: {sha for sha in p.montrees if sha.startswith("sha")} for p in registre.points}
    for champ, (depuis, shown) in prevu.livre.ouverts.items():
        if champ in held_open and shown != held_shown[champ]:
            found.append(f"{champ} shown since {depuis}: oracle {sorted(shown)}, tool {sorted(held_shown[champ])}")
    fates = {r.chemin: r.statut.value for r in registre.retours if r.statut.value in FATES}
    if fates != prevu.sorts:
        found.append(f"fates: oracle {prevu.sorts}, tool {fates}")
    return found


def run(seeds: range, *, busy: bool = False) -> tuple[int, int, list[str]]:
    """Séances and returns compared, and the disagreements: the first of each seed."""
    seances = returns = 0
    said: list[str] = []
    for seed in seeds:
        centre = Centre(seed, busy=busy)
        for seance in MONTHS:
            prevu, registre, files, tranches = centre.play(seance)
            seances, returns = seances + 1, returns + len(files)
            if wrong := differences(prevu, registre):
                told = (f"seed {seed}, {seance}: {wrong}", centre.livre, tranches, *files)
                said.append("\n  ".join(str(one) for one in told))
                break
            centre.close(prevu, registre, files)
    return seances, returns, said


@pytest.mark.slow
@pytest.mark.parametrize("busy", [False, True])
def test_the_tool_agrees_with_the_oracle(busy: bool) -> None:
    """60 seeds of 5 séances; FICHE_TOOL_ORACLE=720 is more than 10,000 returns, 25,000 in a busy centre."""
    seeds = range(int(os.environ.get("FICHE_TOOL_ORACLE", "60")))
    seances, returns, said = run(seeds, busy=busy)
    print(f"{seances} séances, {returns} returns, {len(said)} disagreements")
    assert not said, "\n".join(said[:5])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_the_lines_of_the_budget_are_those_that_the_oracle_foretells(seed: int) -> None:
    """No amount twice, every line written by somebody; conflicts and held lines keep what stood and stay open."""
    plume, page = Plume(random.Random(seed)), None
    ever: dict[int, list[Table]] = {}
    for rank, seance in enumerate(MONTHS):
        fiche = etats_now(page, PROGRAMME)[ACTION].fiche()
        sent = _lignes(fiche["budget"])
        tables = [plume.table(sent) for _ in range(plume.dice.randrange(4))]
        lectures = [_table(f"{rank}{who}", table, fiche, seance) for who, table in enumerate(tables)]
        plume.dice.shuffle(lectures)
        registre = fold_seance(PROGRAMME, page, lectures, seance=seance)
        after, contested, held = foretell_lines(sent, tables)
        ever[rank] = tables
        lignes = _lignes(registre.etats[ACTION].budget)
        assert set(lignes) == after, (seance, tables)
        assert len({ligne.montant for ligne in lignes}) == len(lignes)
        assert after <= written(ever)
        opened = {point.cle[4] for point in registre.points}
        assert opened >= {ligne.article for ligne in contested | held}
        page = page_of(registre)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_late_fiches_and_copies_put_no_amount_twice_and_no_line_that_nobody_wrote(seed: int) -> None:
    """The same, with fiches of any older séance and copies that correct a return: only the laws are foretold."""
    plume, page = Plume(random.Random(seed)), None
    ever: dict[int, list[Table]] = {}
    older: dict[str, list[FichierRepris]] = {}
    sendings: list[tuple[date, Valeurs]] = []
    past: list[Lecture] = []
    said: dict[str, list[Table]] = {}  # by file, what it and those it was drawn from said
    for rank, seance in enumerate(MONTHS):
        before = etats_now(page, PROGRAMME)[ACTION].budget
        sendings.append((seance, etats_now(page, PROGRAMME)[ACTION].fiche()))
        ever[rank], lectures = [], []
        for who in range(plume.dice.randrange(4)):
            made, fiche = plume.dice.choice(sendings)
            table = plume.table(_lignes(fiche["budget"]))
            lecture = _table(f"{rank}{who}", table, fiche, made)
            said[lecture.fichier.sha256] = [table]
            if past and plume.dice.random() < 0.3:
                drawn = plume.dice.choice(past)
                assert drawn.base is not None
                assert drawn.identite is not None
                sent = _lignes(drawn.lignes)
                table = plume.table(sent)
                copy = returned(
                    f"{rank}{who}.xlsx", budget=table.rows(sent), sent=drawn.base, made=drawn.identite.seance
                )
                steps = (Correction(drawn.fichier.sha256), *drawn.corrige)  # as a marked copy names them
                lecture = replace(copy, fichier=lecture.fichier, corrige=steps)
                said[lecture.fichier.sha256] = [table, *said[drawn.fichier.sha256]]
            ever[rank].append(table)
            lectures.append(replace(lecture, fichier=replace(lecture.fichier, seance=seance)))
        past += [one for one in lectures if not any(lue.refuse for lue in one.budget)]  # all that was typed is known
        found = lambda key: older.get(key, ())  # noqa: E731
        registre = fold_seance(PROGRAMME, page, lectures, seance=seance, deja=found)
        lignes = _lignes(registre.etats[ACTION].budget)
        assert len({ligne.montant for ligne in lignes}) == len(lignes), (seance, lignes)
        spoken = [table for one in lectures for table in said[one.fichier.sha256]]
        back = [ligne for one in lectures for ligne in _lignes(one.lignes)]
        assert untouched(_lignes(before), spoken, back) <= set(lignes) <= written(ever)
        page = page_of(registre)
        for fichier in page.fichiers:
            for key in {fichier.piece, fichier.envoi} - {""}:
                older.setdefault(key, []).append(fichier)


def _table(nom: str, table: Table, fiche: Valeurs, made: date) -> Lecture:
    rows = table.rows(_lignes(fiche["budget"]))
    typed = {"complete_par": f"Mme {nom}"}
    lecture = returned(f"{nom}.xlsx", typed=typed, budget=rows, sent=fiche, made=made)
    return replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {nom}"))


def _lignes(budget: object) -> list[Ligne]:
    assert isinstance(budget, tuple)
    return [Ligne(ligne.article, int(ligne.montant)) for ligne in budget]


def test_a_corrected_copy_does_not_empty_what_another_copy_of_the_fiche_filled() -> None:
    """A and B fill two copies of one sent fiche; the séance after, A's corrected copy leaves B's cell as printed."""
    centre = Centre(0)
    _, fiche = centre._shown(None, PROGRAMME)

    def fold(typed: dict[str, str], number: int, seance: date, corrige: tuple[Correction, ...] = ()) -> Lecture:
        lecture = returned(f"{number}.xlsx", typed=typed, sent=fiche, made=MONTHS[0], seance=seance)
        return replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {number}"), corrige=corrige)

    first = fold({"commentaire": "Fait", "complete_par": "A"}, 1, MONTHS[0])
    other = fold({"taux": "40", "complete_par": "B"}, 2, MONTHS[0])
    page = page_of(fold_seance(PROGRAMME, None, [first, other], seance=MONTHS[0]))
    again = fold({"commentaire": "À revoir", "complete_par": "A"}, 3, MONTHS[1], (Correction("sha 1"),))

    def deja(key: str) -> list[FichierRepris]:
        return [one for one in page.fichiers if key in (one.piece, one.envoi)]

    valeurs = fold_seance(PROGRAMME, page, [again], seance=MONTHS[1], deja=deja).etats[ACTION].valeurs
    assert show_valeur("taux", valeurs.get("taux")) == "40"
    assert valeurs["commentaire"] == "À revoir"


@pytest.mark.parametrize("other", ["0.xlsx", "9.xlsx"])
def test_a_copy_left_as_it_stood_says_nothing_whatever_another_copy_of_the_fiche_brought(other: str) -> None:
    """A's 30, then B's 40 in another copy of the same sending: A's copy, where 30 still stands, is no change to 30."""
    centre = Centre(0)
    _, fiche = centre._shown(None, PROGRAMME)
    said = [
        ("5.xlsx", MONTHS[0], {"taux": "30", "commentaire": "Un"}, ()),
        (other, MONTHS[1], {"taux": "40", "commentaire": ""}, ()),
        ("6.xlsx", MONTHS[2], {"taux": "30", "commentaire": "Deux"}, (Correction("sha 5.xlsx"),)),
    ]
    for nom, seance, typed, corrige in said:
        lecture = returned(nom, typed={**typed, "complete_par": nom}, sent=fiche, made=MONTHS[0], seance=seance)
        one = replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {nom}"), corrige=corrige)
        registre = fold_seance(PROGRAMME, centre.page, [one], seance=seance, deja=lambda key: centre.older.get(key, ()))
        centre.close(Prevu(centre.livre, {}), registre, [])
    assert show_valeur("taux", registre.etats[ACTION].valeurs["taux"]) == "40"
    assert registre.etats[ACTION].valeurs["commentaire"] == "Deux"


def test_a_chain_of_copies_holds_through_one_of_which_nothing_was_taken() -> None:
    """40 %, then a copy that says the same, then a copy of that copy where the cell is emptied: it is emptied."""
    centre = Centre(0)
    _, fiche = centre._shown(None, PROGRAMME)
    for number, (seance, taux) in enumerate(zip(MONTHS, ("40", "40", ""), strict=False)):
        typed = {"taux": taux, "commentaire": "Fait", "complete_par": "A"}
        lecture = returned(f"{number}.xlsx", typed=typed, sent=fiche, made=MONTHS[0], seance=seance)
        corrige = tuple(Correction(f"sha {older}") for older in range(number))  # as a marked copy names them
        one = replace(lecture, fichier=replace(lecture.fichier, sha256=f"sha {number}"), corrige=corrige)
        registre = fold_seance(PROGRAMME, centre.page, [one], seance=seance, deja=lambda key: centre.older.get(key, ()))
        centre.close(Prevu(centre.livre, {}), registre, [])
    assert "taux" not in registre.etats[ACTION].valeurs
