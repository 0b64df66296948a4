"""What the tests of the loop share: a folder over three séances, its copies corrected, its points settled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from fiche_tool.domaine.grand_livre.acquis import Cle
from fiche_tool.domaine.grand_livre.page import PageRegistre
from fiche_tool.domaine.mots.saisie import Contenu
from fiche_tool.domaine.programme.programme import Programme
from fiche_tool.dossier.dossier import Dossier
from fiche_tool.excel.fiche.type_in import type_in
from fiche_tool.excel.points.type_choices import ReponseTapee, type_choices
from fiche_tool.excel.programme.read_programme import read_programme
from fiche_tool.excel.programme.write_programme import write_programme
from fiche_tool.fichiers.piece import read_piece
from fiche_tool.registres.registre import read_registre
from tests.conftest import COMPLETE, Pst

S, S2, S3 = date(2021, 11, 24), date(2022, 1, 26), date(2022, 3, 30)
A = "A2BCD"
TAUX: Cle = ("taux",)


class Boucle(Pst):
    """A PST folder whose secretary collects, sends copies back, and collects again."""

    def reply(
        self,
        name: str,
        champs: Mapping[str, Contenu] = {},
        budget: Sequence[Mapping[str, Contenu]] = (),
        *,
        seance: date = S,
        identifiant: str = A,
        signe: str = "Jeanne Noël",
        complete: bool = True,
    ) -> Path:
        """An action's fiche filled in, signed, and dropped."""
        whole = {**COMPLETE, "complete_par": signe, **champs} if complete else {"complete_par": signe, **champs}
        return self.fill_in(identifiant, whole, budget, name, seance)

    def retype(
        self,
        source: Path,
        name: str,
        champs: Mapping[str, Contenu] = {},
        budget: Sequence[Mapping[str, Contenu]] = (),
        *,
        seance: date = S,
    ) -> Path:
        """A workbook reopened, typed over and dropped: a marked copy that comes back, or an old file."""
        return self.drop(name, type_in(source.read_bytes(), champs, budget), seance)

    def copy_of(self, result: Mapping[str, Any], name: str) -> Path:
        """The marked copy drawn from a file."""
        return next(Path(path) for path in result["a_corriger"] if Path(path).stem.endswith(name))

    def settle(
        self, points: bytes, choices: Mapping[Cle, ReponseTapee], *, seance: date = S, name: str = "points.xlsx"
    ) -> Path:
        """« Points à trancher » filled in for action A and dropped."""
        by_point = {(A, cle): reponse for cle, reponse in choices.items()}
        return self.drop(name, type_choices(points, by_point, "Mme la présidente", seance), seance)

    def edit(self, **changes: Any) -> None:
        """What the secretariat types into the row of action A."""
        path = self.racine / "programme.xlsx"
        programme = self.programme
        actions = tuple(replace(a, **changes) if a.identifiant == A else a for a in programme.actions)
        path.write_bytes(write_programme(replace(programme, actions=actions)))

    @property
    def programme(self) -> Programme:
        """The programme as it stands."""
        found = read_programme(read_piece(self.racine / "programme.xlsx")).programme
        assert found is not None
        return found

    def page(self, seance: date = S) -> PageRegistre:
        """The register of a séance."""
        return read_registre(Dossier(self.racine), seance, "essai-2019-2024")

    def kept(self, seance: date = S, identifiant: str = A) -> dict[str, Any]:
        """What the register of a séance holds of an action."""
        return self.page(seance).etats[identifiant].fiche()

    def prefilled(self, seance: date, identifiant: str = A) -> dict[str, Any]:
        """What the fiche of a séance is pre-filled with, read in the fiche itself."""
        path = self.racine / "relu.xlsx"
        path.write_bytes(self.fiche(identifiant, seance))
        (found,) = self.verify(path)
        path.unlink()
        champs: dict[str, Any] = found["champs"]
        return champs


def errors(result: Mapping[str, Any]) -> list[str]:
    """The codes of the errors."""
    return sorted(x["code"] for x in result["anomalies"] if x["gravite"] == "erreur")


def fates(result: Mapping[str, Any]) -> dict[str, str]:
    """What became of each file, by its name."""
    return {retour["fichier"].rpartition("/")[2]: retour["sort"] for retour in result["retours"]}


def open_keys(result: Mapping[str, Any]) -> list[Cle]:
    """The keys of the points that are open."""
    return sorted(tuple(point["cle"]) for point in result["points"])
